"""How does approved time become cost, each line exactly once?

A line is posted into the period of its own day: minutes ÷ 60 × the rate of that day. Without a rate
nothing at all is posted, and the sentence says whose. When a correction has replaced a sheet, the
entries of the old one are mirrored first.
"""

from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from budgets.models import CostCategory, EntryType, LedgerEntry
from budgets.services.books import open_books
from budgets.services.ledger import Books, built, reverse_entry
from budgets.services.moments import day
from foundation.accounts.services import record
from foundation.errors import Refused
from foundation.money import quantise
from projects.models import Project
from staffing.queries import approved_unposted, rates_of_lines, superseded_lines
from staffing.services import mark_posted

HOUR = Decimal(60)


@transaction.atomic
def post_timesheets(project, *, by, on):
    """Every approved line that is not in the ledger yet, or none. `on`: the day of reversals. → list of LedgerEntry"""
    project = Project.objects.select_for_update().get(pk=project.pk)
    open_books(project)
    _take_back(project, by, day(on))
    lines = list(approved_unposted(project))
    if not lines:
        return []
    category = CostCategory.objects.filter(is_labour=True).first()
    if category is None:
        raise Refused(_("No cost category takes the labour of time sheets. Finance names one."))
    rates, books = rates_of_lines(lines), Books()
    entries = [_entry(project, line, rates[line.pk], category, books, by) for line in lines]
    LedgerEntry.objects.bulk_create(entries)
    mark_posted([line.pk for line in lines], by=by)
    total = sum((entry.amount for entry in entries), Decimal(0))
    record("ledger.timesheets", project, by=by, project=project, lines=len(lines), amount=str(total))
    return entries


def _take_back(project, by, on):
    """Mirror what was posted for sheets that a correction has replaced."""
    entries = LedgerEntry.objects.filter(timesheet_line__in=superseded_lines(project), reversed_by=None)
    for entry in entries:
        reverse_entry(entry, by=by, on=on, reason=_("The time sheet was corrected."))


def _entry(project, line, rate, category, books, by):
    if rate is None:
        text = _("No cost rate of %(person)s is valid on %(day)s. Nothing was posted.")
        raise Refused(text % {"person": line.timesheet.person, "day": line.date.isoformat()})
    amount = quantise(line.minutes * rate.amount / HOUR, rate.currency_id)
    if not amount:
        text = _("The cost rate of %(person)s on %(day)s is 0. Nothing was posted.")
        raise Refused(text % {"person": line.timesheet.person, "day": line.date.isoformat()})
    year, week, _weekday = line.date.isocalendar()
    return built(
        project, by=by, type=EntryType.ACTUAL, date=line.date, category=category, txn_amount=amount,
        txn_currency=rate.currency, document=f"TS {year}-W{week:02d}", task=line.task, timesheet_line=line, books=books,
    )  # fmt: skip
