"""Of what is a budget report long? Of a ledger in which years of orders, invoices and accruals stand."""

import datetime as dt
from decimal import Decimal

from django.db import transaction

from budgets.models import CostCategory, EntryType, LedgerEntry
from foundation.organisation.models import FiscalPeriod

ORDERS, MONTHS = 48, 24
SUPPLIERS = ("Kranich Beratung", "Voss & Partner", "Deltaworks", "Elbe Rechenzentrum", "Halden Hardware",
             "Northbridge Software", "Castor Systems", "Akademie am Deich")  # fmt: skip


@transaction.atomic
def fill(project, *, by):
    """Orders that are half invoiced, each with its invoices of some months, and accruals that wait for theirs."""
    book = _Book(project, by)
    for number in range(ORDERS):
        book.order(number)
    LedgerEntry.objects.bulk_create(book.entries)


class _Book:
    def __init__(self, project, by):
        self.project, self.by, self.entries = project, by, []
        self.periods = list(FiscalPeriod.objects.filter(days__endswith__lte=project.data_date).order_by("-days"))[
            :MONTHS
        ]
        self.categories = list(CostCategory.objects.exclude(code="LAB").order_by("code"))

    def order(self, number):
        """One order with a tenth invoiced in each of five months, of which the last is only accrued."""
        category = self.categories[number % len(self.categories)]
        amount = Decimal(4_000 + 137 * number)
        fields = {"category": category, "order": f"PO-{self.project.code}-B{number:03d}",
                  "supplier": SUPPLIERS[number % len(SUPPLIERS)]}  # fmt: skip
        months = [self.periods[(number + step) % len(self.periods)] for step in range(6)]
        months.sort(key=lambda period: period.days.lower)
        self._add(EntryType.ENC, months[0], amount, document=fields["order"], **fields)
        for step, period in enumerate(months[1:5]):
            part = {"document": f"INV-{fields['order']}-{step}", **fields}
            self._add(EntryType.ACTUAL, period, amount / 10, **part)
            self._add(EntryType.ENC_RELEASE, period, -amount / 10, **part)
        if number % 5 == 0:
            self._add(EntryType.ACCRUAL, months[5], amount / 10, document=f"ACC-{fields['order']}", **fields)

    def _add(self, kind, period, amount, **fields):
        day = period.days.upper - dt.timedelta(days=2)
        self.entries.append(LedgerEntry(
            project=self.project, created_by=self.by, type=kind, date=day, period=period, amount=amount,
            cost_class=fields["category"].cost_class, txn_amount=amount, txn_currency=self.project.currency,
            rate=Decimal(1), rate_date=day, text="Measured", **fields,
        ))  # fmt: skip
