"""How does an amount come into the ledger, and how is it taken back?

Entries are never changed: a mistake is mirrored by a reversal. Releases and reversals carry a minus,
and the rate of what they take back, so that nothing is left behind by the exchange rate.
"""

from collections import defaultdict
from decimal import Decimal

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from budgets.models import EntryType, LedgerEntry
from budgets.services.books import fitting, open_books
from foundation.accounts.services import record
from foundation.errors import IllegalMove, Refused
from foundation.money import convert, quantise
from foundation.organisation.models import FiscalPeriod
from foundation.organisation.queries import period_of, rate_on
from projects.models import Project, Task

ZERO, ONE = Decimal(0), Decimal(1)
RATE_PLACES = Decimal(1).scaleb(-10)
# what takes an entry of each kind back
REVERSED_AS = {
    EntryType.PRE_ENC: EntryType.PRE_ENC,
    EntryType.ENC: EntryType.ENC_RELEASE,
    EntryType.ENC_RELEASE: EntryType.ENC,
    EntryType.ACCRUAL: EntryType.ACCRUAL_REVERSAL,
    EntryType.ACCRUAL_REVERSAL: EntryType.ACCRUAL,
    EntryType.ACTUAL: EntryType.ACTUAL,
    EntryType.FX: EntryType.FX,
}
RELEASES = {EntryType.ENC_RELEASE: EntryType.ENC, EntryType.ACCRUAL_REVERSAL: EntryType.ACCRUAL}


def open_period(day, *, field="date"):
    """The period that a posting of that day goes into; Refused (at `field`) if there is none or it is closed."""
    period = period_of(day)
    if period is None:
        raise Refused(_("No fiscal period holds %(day)s.") % {"day": day.isoformat()}, field=field)
    if period.state == FiscalPeriod.State.CLOSED:
        text = _("Period %(period)s is closed. Post with a day of an open period.")
        raise Refused(text % {"period": period.month}, field=field)
    return period


def rate_into(base, quote, day):
    """(rate, its day) from one currency into another; Refused, naming both, when none is stored."""
    if base == quote:
        return ONE, day
    found = rate_on(base, quote, day)
    if found is None:
        text = _("No exchange rate from %(base)s to %(quote)s is stored for %(day)s.")
        raise Refused(text % {"base": base, "quote": quote, "day": day.isoformat()}, field="txn_currency")
    return found.rate, found.date


def _signed(kind, amount, currency):
    amount = fitting(quantise(amount, currency), field="txn_amount")
    if not amount:
        raise Refused(_("An entry of 0 says nothing."), field="txn_amount")
    if kind in RELEASES:
        return -abs(amount)
    if amount < 0 and kind not in (EntryType.ACTUAL, EntryType.FX):
        raise Refused(_("This kind of entry is more than 0; a release takes it back."), field="txn_amount")
    return amount


def _open_part(project, kind, *, category, txn_currency, order, document):
    """Entries of a commitment or accrual and of what took it back; (rows, left, left in the project's currency).

    The order names it; without an order its document does, as the ledger's trigger has it.
    """
    key = {"order": order} if order else {"order": "", "document": document}
    rows = LedgerEntry.objects.filter(project=project, category=category, txn_currency=txn_currency, **key)
    rows = rows.filter(type__in=[kind, REVERSED_AS[kind]])
    left = rows.aggregate(txn=Sum("txn_amount", default=ZERO), ledger=Sum("amount", default=ZERO))
    return rows, left["txn"], left["ledger"]


def _only(left, currency):
    return Refused(_("Only %(left)s are open there.") % {"left": quantise(left, currency)}, field="txn_amount")


def _taken_back(project, kind, fields):
    """(rate, its day) at which a release takes a commitment or accrual back; Refused when it takes too much.

    The mean rate of what is still open, so that the last release leaves nothing behind: 1.00 at 0.333
    is 0.33, and its two halves are 0.17 and 0.16.
    """
    asked = {name: fields[name] for name in ("category", "txn_currency", "order", "document")}
    rows, left, left_here = _open_part(project, RELEASES[kind], **asked)
    first = rows.filter(type=RELEASES[kind], reverses=None).order_by("-date", "-id").first()
    if first is None or left + fields["txn_amount"] < 0:
        raise _only(left, fields["txn_currency"].code)
    mean = (left_here / left).quantize(RATE_PLACES)
    return mean if mean > 0 else first.rate, first.rate_date


class Books:
    """Periods asked once, and rates once for each day: a file has thousands of rows and few days."""

    def __init__(self):
        self._periods, self._rates = [], {}

    def period(self, day):
        found = next((period for period in self._periods if day in period.days), None)
        if found is None:
            found = open_period(day)
            self._periods.append(found)
        return found

    def rate(self, base, quote, day):
        key = (base, quote, day)
        if key not in self._rates:
            self._rates[key] = rate_into(base, quote, day)
        return self._rates[key]


def built(project, *, by, type, date, category, txn_amount, txn_currency, document, cost_class="", task=None,
          supplier="", text="", order="", paid_on=None, batch=None, timesheet_line=None, books=None):  # fmt: skip
    """The entry, checked and converted but not stored; Refused names the field."""
    if not document.strip():
        raise Refused(_("Name the document that the amount comes from."), field="document")
    if task is not None and task.kind == Task.Kind.MILESTONE:
        raise Refused(_("A milestone costs nothing; choose a task."), field="task")
    fields = {"category": category, "txn_currency": txn_currency, "document": document.strip(), "order": order.strip()}
    fields["txn_amount"] = _signed(type, txn_amount, txn_currency.code)
    books = books or Books()
    period = books.period(date)
    if type in RELEASES:
        rate, rate_date = _taken_back(project, type, fields)
    else:
        rate, rate_date = books.rate(txn_currency.code, project.currency_id, date)
    return LedgerEntry(
        project=project, created_by=by, type=type, date=date, period=period, task=task,
        cost_class=cost_class or category.cost_class, rate=rate, rate_date=rate_date,
        amount=fitting(convert(fields["txn_amount"], rate, project.currency_id), field="txn_amount"),
        supplier=supplier.strip(), text=text.strip(), paid_on=paid_on, batch=batch, timesheet_line=timesheet_line,
        **fields,
    )  # fmt: skip


@transaction.atomic
def post_entry(project, *, by, **fields):
    """One posting, in the transaction currency and in the project's at the stored rate. → LedgerEntry

    Fields: type, date, category, txn_amount, txn_currency, document; optional cost_class, task,
    supplier, text, order, paid_on. Releases and reversals may be given without their minus.
    """
    project = Project.objects.select_for_update().get(pk=project.pk)
    open_books(project)
    entry = built(project, by=by, **fields)
    entry.save(force_insert=True)
    entry.refresh_from_db()
    record(f"ledger.{entry.type}", entry, by=by, project=project, amount=str(entry.amount))
    return entry


@transaction.atomic
def reverse_entry(entry, *, by, on, reason):
    """The mirror of an entry, dated `on`; once only. → LedgerEntry"""
    project = Project.objects.select_for_update().get(pk=entry.project_id)
    open_books(project)
    if not reason.strip():
        raise Refused(_("Say why it is reversed."), field="reason")
    if entry.reverses_id:
        raise IllegalMove(_("A reversal is not reversed; post the amount again."))
    if LedgerEntry.objects.filter(reverses=entry).exists():
        raise IllegalMove(_("This entry is reversed already."))
    _still_open(entry)
    copied = ("category_id", "cost_class", "task_id", "txn_currency_id", "rate", "rate_date", "document", "supplier")
    mirror = LedgerEntry(
        project=project, created_by=by, type=REVERSED_AS[entry.type], date=on, period=open_period(on, field="on"),
        txn_amount=-entry.txn_amount, amount=-entry.amount, text=reason.strip()[:500], order=entry.order,
        reverses=entry, **{name: getattr(entry, name) for name in copied},
    )  # fmt: skip
    mirror.save(force_insert=True)
    mirror.refresh_from_db()
    record("ledger.reversed", mirror, by=by, project=project, amount=str(mirror.amount))
    return mirror


def _still_open(entry):
    """A commitment or accrual that was partly taken back is not reversed as a whole."""
    if entry.type not in RELEASES.values():
        return
    asked = {name: getattr(entry, name) for name in ("category", "txn_currency", "order", "document")}
    _rows, left, _left_here = _open_part(entry.project, entry.type, **asked)
    if left < entry.txn_amount:
        raise _only(left, entry.txn_currency_id)


def store(entries):
    """Many entries in one statement, and their sum by type."""
    LedgerEntry.objects.bulk_create(entries)
    sums = defaultdict(Decimal)
    for entry in entries:
        sums[entry.type] += entry.amount
    return dict(sums)
