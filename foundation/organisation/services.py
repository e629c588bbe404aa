"""How do fiscal periods come to be, and how are they closed?"""

import datetime as dt

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from foundation.accounts.services import record
from foundation.errors import IllegalMove
from foundation.organisation.models import FiscalPeriod, Organisation

AHEAD = 3  # years of periods after the running one
STEPS = {("open", "closing"), ("closing", "closed"), ("closing", "open"), ("closed", "open")}


def month_after(first):
    return (first.replace(day=1) + dt.timedelta(days=32)).replace(day=1)


@transaction.atomic
def generate_periods(*, first, months, first_fiscal_month, by):
    """Monthly periods from the month of `first`; those that exist stay. Fiscal year = year it ends in."""
    existing = set(FiscalPeriod.objects.values_list("fiscal_year", "number"))
    start, missing = first.replace(day=1), []
    for _number in range(months):
        end = month_after(start)
        number = (start.month - first_fiscal_month) % 12 + 1
        year = start.year + (1 if first_fiscal_month > 1 and start.month >= first_fiscal_month else 0)
        if (year, number) not in existing:
            days = DateRange(start, end)
            missing.append(FiscalPeriod(fiscal_year=year, number=number, days=days, created_by=by))
        start = end
    FiscalPeriod.objects.bulk_create(missing)


def keep_periods(*, on, by=None):
    """Periods from the fiscal year before the day until three years after it; those that exist stay."""
    month = Organisation.objects.get().first_fiscal_month
    last = FiscalPeriod.objects.order_by("-days").first()
    begin = dt.date(on.year - (2 if on.month < month else 1), month, 1)
    first = last.days.upper if last else begin
    months = (on.year + AHEAD - first.year) * 12 + on.month - first.month + 1
    generate_periods(first=first, months=max(months, 0), first_fiscal_month=month, by=by)


@transaction.atomic
def move_period(period, to, *, by):
    """open → closing → closed; back to open is possible and stands in the audit log."""
    period = FiscalPeriod.objects.select_for_update().get(pk=period.pk)
    if (period.state, to) not in STEPS:
        raise IllegalMove(_("A period that is %(state)s cannot become %(to)s.") % {"state": period.state, "to": to})
    was, period.state, period.updated_by = period.state, to, by
    period.save(update_fields=["state", "updated_by"])
    record(f"period.{to}", period, by=by, was=was)
    return period
