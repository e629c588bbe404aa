"""What has a project of the demo cost so far, and what is ordered?"""

import datetime as dt
from collections import defaultdict
from decimal import Decimal

from budgets.models import EntryType, LedgerEntry
from foundation.money import convert, quantise
from foundation.organisation.services import month_after
from portfolio.demo.money import EURO, SHARES, by_period, class_of, day_of
from portfolio.demo.plans import DAY, FINISHED, leaves_of

SUPPLIERS = {
    "CON": ("Kranich Beratung", "Voss & Partner", "Deltaworks"),
    "LIC": ("Northbridge Software", "Castor Systems", "Lumen Suite"),
    "HW": ("Elbe Rechenzentrum", "Halden Hardware", "Stern Netze"),
    "CLD": ("Wolke Nord", "Skybase"),
    "TRN": ("Akademie am Deich",),
    "OTH": ("Hausdienst", "Spedition Jonas"),
}
ORDERED = ("CON", "HW")
IN_DOLLARS = ("saas", "outsourcing")


class Book:
    """Collects the entries of one project; `post` writes them in one statement, reversals after their originals."""

    def __init__(self, story):
        self.story, self.entries, self.reversals, self.invoices = story, [], [], 0

    def entry(self, kind, period, day, code, amount, **fields):
        """One entry in euro, or with `txn` = (amount, rate, its day) in dollars."""
        category = self.story.council.categories[code]
        txn, rate, rate_date = fields.pop("txn", (amount, Decimal(1), day))
        made = LedgerEntry(
            project=self.story.project, created_by=self.story.council.user("finn"), date=day, period=period,
            category=category, cost_class=class_of(self.story, category), type=kind, amount=amount,
            txn_amount=txn, txn_currency_id=EURO if rate == 1 else "USD", rate=rate, rate_date=rate_date, **fields,
        )  # fmt: skip
        self.entries.append(made)
        return made

    def next_invoice(self, day):
        self.invoices += 1
        return f"INV-{self.story.project.code}-{day:%Y%m}-{self.invoices:03d}"

    def post(self):
        LedgerEntry.objects.bulk_create(self.entries)
        LedgerEntry.objects.bulk_create(self.reversals)


def post_costs(story, planned, *, sheets_from):
    """Everything up to the edge; internal labour only until the first week of the time sheets."""
    book = Book(story)
    for number, leaf in enumerate(leaves_of(story.project), 1):
        if leaf.actual_start is None:
            continue
        for code in SHARES[story.plot.kind]:
            _post_package(book, leaf, number, code, planned[leaf, code], sheets_from)
    if story.plot.state == "active":
        _accruals(book)
    book.post()


def _post_package(book, leaf, number, code, planned, sheets_from):
    story = book.story
    first, last = day_of(leaf.actual_start), day_of(leaf.actual_finish) if leaf.actual_finish else story.edge
    amount = planned * leaf.percent * Decimal(str(story.plot.cost))
    if code == "LAB" and sheets_from and last >= sheets_from:
        kept = max(0, (sheets_from - first).days)
        amount, last = amount * kept / ((last - first).days + 1), sheets_from - DAY
    amount = quantise(amount, EURO)
    if not amount or last < first:
        return
    names = SUPPLIERS.get(code, ("",))
    supplier = names[number % len(names)]
    parts = by_period(story.council, amount, first, last)
    order = f"PO-{story.project.code}-{number:02d}" if code in ORDERED else ""
    if order:
        _order(book, leaf, code, order, max(planned, amount), parts, supplier)
    for period, day, share in parts:
        _actual(book, leaf, code, period, day, share, supplier, order)


def _actual(book, leaf, code, period, day, share, supplier, order):
    if code == "LAB":
        fields = {"document": f"PAY {day:%Y-%m}", "text": "Hours of the month"}
    else:
        fields = {"document": book.next_invoice(day), "supplier": supplier, "order": order, "text": leaf.name}
        paid = day + dt.timedelta(days=28)
        fields["paid_on"] = paid if paid <= book.story.council.today else None
    if code == "LIC" and book.story.plot.sourcing in IN_DOLLARS:
        month = day.replace(day=1)
        rate = book.story.council.rates["USD", month]
        txn = quantise(share / rate, "USD")
        share, fields["txn"] = convert(txn, rate, EURO), (txn, rate, month)
    if share:
        book.entry(EntryType.ACTUAL, period, day, code, share, task=leaf, **fields)


def _order(book, leaf, code, order, total, parts, supplier):
    """The order at the start of the package, released by each invoice, and the rest when the work ends or stops."""
    story, fields = book.story, {"task": leaf, "document": order, "order": order, "supplier": supplier}
    start = day_of(leaf.actual_start)
    book.entry(EntryType.ENC, _period(story, start), start, code, total, text=leaf.name, **fields)
    left = total
    for period, day, share in parts:
        left -= share
        book.entry(EntryType.ENC_RELEASE, period, day, code, -share, text="Invoiced", **fields)
    ended = leaf.percent == 1 or story.plot.state in (*FINISHED, "cancelled")
    if left and ended:
        last = parts[-1][1]
        book.entry(EntryType.ENC_RELEASE, _period(story, last), last, code, -left, text="Rest is not needed", **fields)


def _period(story, day):
    return next(row for days, row in story.council.periods.items() if day in days)


def _accruals(book):
    """Work received and not yet invoiced at the end of the last months; each is reversed when its invoice comes."""
    story, sums = book.story, defaultdict(Decimal)
    for entry in book.entries:
        if entry.category.code == "CON" and entry.type == EntryType.ACTUAL:
            sums[entry.date.replace(day=1)] += entry.amount
    month = story.edge.replace(day=1)
    for first in sorted(sums)[-3:]:
        end = month_after(first) - DAY
        amount = quantise(sums[first] / 10, EURO)
        if end >= story.edge or not amount:
            continue
        document = f"ACC {story.project.code} {first:%Y-%m}"
        accrual = book.entry(EntryType.ACCRUAL, _period(story, end), end, "CON", amount, document=document,
                             text="Received, not yet invoiced")  # fmt: skip
        if month_after(first) < month:
            _reverse(book, accrual, month_after(first) + 4 * DAY)


def _reverse(book, accrual, day):
    fields = {"document": accrual.document, "text": "The invoice has come", "reverses": accrual}
    mirror = book.entry(
        EntryType.ACCRUAL_REVERSAL, _period(book.story, day), day, "CON", -accrual.amount, **fields
    )  # fmt: skip
    book.reversals.append(book.entries.pop())
    return mirror
