"""How does approved time become cost, each line exactly once?"""

import datetime as dt
from decimal import Decimal

import pytest

from budgets import services
from budgets.models import LedgerEntry
from foundation.errors import Refused
from foundation.organisation.services import move_period
from staffing.models import TimesheetLine
from tests.factories import core, money, plan, staffing
from tests.refusals import sql

pytestmark = pytest.mark.django_db


@pytest.fixture
def somebody(world):
    """Works for the project in a role that costs 80 an hour."""
    money.labour()
    role = staffing.role()
    staffing.rate("80", of=role)
    return staffing.worker(world.own, of=role)


def test_approved_hours_become_cost_at_the_rate_of_their_day(world, somebody):
    staffing.approved(world.own, somebody, hours=(8, 7.5))
    posted = services.post_timesheets(world.own, by=None, on=core.DAY)
    assert [(entry.date.day, entry.amount) for entry in posted] == [(2, 640), (3, 600)]
    assert {entry.document for entry in posted} == {"TS 2026-W10"}
    assert {entry.category.code for entry in posted} == {"LAB"}


def test_what_was_posted_is_not_posted_again(world, somebody):
    staffing.approved(world.own, somebody, hours=(8,))
    services.post_timesheets(world.own, by=None, on=core.DAY)
    assert services.post_timesheets(world.own, by=None, on=core.DAY) == []
    assert LedgerEntry.objects.count() == TimesheetLine.objects.filter(posted=True).count() == 1
    assert sql("SELECT * FROM recon_timesheet_posted") == []


def test_a_week_across_two_months_goes_into_both_periods(world, somebody):
    staffing.approved(world.own, somebody, hours=(8, 8, 8), week=dt.date(2026, 3, 30))
    posted = services.post_timesheets(world.own, by=None, on=core.DAY)
    assert [str(entry.period) for entry in posted] == ["2026-03", "2026-03", "2026-04"]


def test_the_ledger_holds_the_rate_of_the_role_so_that_nobody_divides_out_that_of_a_person(world, somebody):
    staffing.rate("95", person=somebody)
    staffing.approved(world.own, somebody, hours=(8,))
    assert services.post_timesheets(world.own, by=None, on=core.DAY)[0].amount == 640


def test_without_a_rate_nothing_is_posted_and_the_sentence_says_whose(world, somebody):
    staffing.approved(world.own, somebody, hours=(8,))
    other = staffing.worker(world.own)
    staffing.approved(world.own, other, hours=(8,))
    with pytest.raises(Refused, match=f"No cost rate of {other.name} is valid on 2026-03-02"):
        services.post_timesheets(world.own, by=None, on=core.DAY)
    assert not LedgerEntry.objects.exists()
    assert not TimesheetLine.objects.filter(posted=True).exists()


def test_a_rate_of_nothing_is_refused_too(world):
    money.labour()
    role = staffing.role()
    staffing.rate("0", of=role)
    staffing.approved(world.own, staffing.worker(world.own, of=role), hours=(8,))
    with pytest.raises(Refused, match="is 0"):
        services.post_timesheets(world.own, by=None, on=core.DAY)


def test_without_a_category_for_labour_nothing_is_posted(world):
    role = staffing.role()
    staffing.rate("80", of=role)
    staffing.approved(world.own, staffing.worker(world.own, of=role), hours=(8,))
    with pytest.raises(Refused, match="No cost category"):
        services.post_timesheets(world.own, by=None, on=core.DAY)


def test_hours_of_a_closed_period_are_refused(world, somebody):
    staffing.approved(world.own, somebody, hours=(8,))
    for state in ("closing", "closed"):
        move_period(money.period(), state, by=None)
    with pytest.raises(Refused, match="Mar 2026 is closed"):
        services.post_timesheets(world.own, by=None, on=core.DAY)


def test_hours_of_another_project_stay_there(world, somebody):
    staffing.approved(world.own, somebody, hours=(8,))
    assert services.post_timesheets(world.foreign, by=None, on=core.DAY) == []


def test_a_correction_mirrors_what_the_first_sheet_cost(world, somebody):
    task = plan.task(world.own)
    first = staffing.approved(world.own, somebody, hours=(8,), task=task)
    services.post_timesheets(world.own, by=None, on=core.DAY)
    staffing.approved(world.own, somebody, hours=(6,), task=task, corrects=first)
    services.post_timesheets(world.own, by=None, on=dt.date(2026, 4, 1))
    amounts = LedgerEntry.objects.order_by("pk").values_list("amount", flat=True)
    assert list(amounts) == [640, -640, 480]
    services.post_timesheets(world.own, by=None, on=dt.date(2026, 4, 2))
    assert sum(LedgerEntry.objects.values_list("amount", flat=True)) == Decimal(480)


def test_many_lines_take_as_many_queries_as_few(world, somebody, django_assert_max_num_queries):
    for week in range(8):
        staffing.approved(world.own, somebody, hours=(8,) * 5, week=core.DAY + dt.timedelta(days=7 * week))
    with django_assert_max_num_queries(80):
        assert len(services.post_timesheets(world.own, by=None, on=core.DAY)) == 40
