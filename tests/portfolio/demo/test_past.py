"""The months that lie behind the projects of the demo: what each showed when it ended follows from what happened."""

import datetime as dt
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.db.models import Sum

from budgets.models import BaselinePeriod, LedgerEntry, ProgressSnapshot
from budgets.queries import earned_value
from budgets.queries.ledger import KINDS
from foundation.periods import add_months
from portfolio.demo import past
from portfolio.demo.plans import DAY
from tests.portfolio.demo.conftest import FEW, TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("few")]
HEALTHY, TROUBLED, PROPOSED, HELD, CLOSED, IDEA, CANCELLED, APPROVED, CLOSING = FEW
BEGUN = [HEALTHY, TROUBLED, HELD, CLOSED, CANCELLED, CLOSING]
ENDED = [CLOSED, CANCELLED, CLOSING]


def kept(few, name):
    return list(ProgressSnapshot.objects.filter(project=few[name].project).order_by("data_date"))


@pytest.mark.parametrize("name", BEGUN)
def test_each_month_of_work_has_its_end(few, name):
    rows, story = kept(few, name), few[name]
    ends = {add_months(TODAY, -back) - DAY for back in range(past.MONTHS)}
    inside = {day for day in ends if story.project.start <= day <= story.edge}
    assert inside <= {row.data_date for row in rows} <= inside | {story.edge}


@pytest.mark.parametrize("name", [PROPOSED, IDEA, APPROVED])
def test_what_has_not_begun_was_never_measured(few, name):
    assert kept(few, name) == []


@pytest.mark.parametrize("name", ENDED)
def test_what_ended_was_measured_on_its_last_day(few, name):
    assert kept(few, name)[-1].data_date == few[name].edge


@pytest.mark.parametrize("name", [HEALTHY, TROUBLED])
def test_a_project_at_work_is_measured_today_by_its_manager_and_not_before(few, name):
    assert kept(few, name)[-1].data_date < TODAY.replace(day=1)


@pytest.mark.parametrize("name", BEGUN)
def test_the_cost_of_a_month_is_that_of_the_ledger(few, name):
    costs = LedgerEntry.objects.filter(project=few[name].project, type__in=KINDS["cost"])
    for row in kept(few, name):
        assert row.ac == (costs.filter(date__lte=row.data_date).aggregate(s=Sum("amount"))["s"] or 0)


@pytest.mark.parametrize("name", BEGUN)
def test_budget_and_planned_value_are_those_of_the_baseline(few, name):
    for row in kept(few, name):
        planned = BaselinePeriod.objects.filter(baseline=row.baseline)
        assert row.bac == planned.aggregate(s=Sum("pv"))["s"]
        until = planned.filter(period__days__endswith__lte=row.data_date + DAY)
        assert row.pv == (until.aggregate(s=Sum("pv"))["s"] or 0)


@pytest.mark.parametrize("name", BEGUN)
def test_value_is_only_earned_and_never_beyond_the_budget(few, name):
    values = [row.ev for row in kept(few, name)]
    assert values == sorted(values)
    assert values[0] >= 0 and values[-1] <= kept(few, name)[-1].bac


@pytest.mark.parametrize("name", BEGUN)
def test_the_pieces_of_work_add_up_to_the_project(few, name):
    for row in kept(few, name):
        for field in ("bac", "pv", "ev"):
            assert sum(Decimal(part[field]) for part in row.tasks) == getattr(row, field)


@pytest.mark.parametrize("name", [CLOSED, CLOSING])
def test_what_is_finished_has_earned_its_budget_and_costs_what_it_cost(few, name):
    last = kept(few, name)[-1]
    assert (last.ev, last.eac) == (last.bac, last.ac)


def test_what_was_stopped_has_not_earned_its_budget(few):
    last = kept(few, CANCELLED)[-1]
    assert last.ev < last.bac


def test_the_overrun_of_the_one_in_trouble_was_admitted_bit_by_bit(few):
    believed = [row.eac - row.bac for row in kept(few, TROUBLED)]
    assert believed[-1] > 0
    assert believed[-1] > believed[0]


@pytest.mark.parametrize("name", [HEALTHY, TROUBLED])
def test_the_last_month_leads_to_what_the_project_shows_today(few, name):
    story, last = few[name], kept(few, name)[-1]
    now = earned_value(story.project, as_of=TODAY)
    assert last.ac <= now.ac.value
    assert abs(now.eac.value - last.eac) < last.bac * Decimal("0.15")
    assert abs(now.ev.value - last.ev) < last.bac * Decimal("0.25")


def worked(percent, finish=None):
    """Work of 1,000 that began on the first of March; what is known ends with the tenth."""
    first = dt.datetime(2026, 3, 1, 9, tzinfo=dt.UTC)
    done = dt.datetime(2026, 3, finish, 9, tzinfo=dt.UTC) if finish else None
    task = SimpleNamespace(public_id="t", percent=Decimal(percent), actual_start=first, actual_finish=done)
    return past._Work(task, [(dt.date(2026, 3, 31), Decimal(1000))], dt.date(2026, 3, 10))


@pytest.mark.parametrize(
    ("percent", "finish", "day", "earned"),
    [
        ("0.5", None, 10, 500),
        ("0.5", None, 5, 250),
        ("0.92", None, 10, 900),
        ("0.92", None, 5, 460),
        ("1", 10, 10, 1000),
        ("1", 20, 19, 900),
        ("1", 20, 20, 1000),
        ("1", 20, 31, 1000),
    ],
)
def test_what_is_not_accepted_has_earned_no_more_than_the_cap(few, percent, finish, day, earned):
    assert worked(percent, finish).earned(dt.date(2026, 3, day)) == earned


def test_the_same_project_has_the_same_past(few):
    story = few[HEALTHY]
    first = [(row.data_date, row.ev, row.ac, row.eac) for row in kept(few, HEALTHY)]
    baseline = kept(few, HEALTHY)[0].baseline
    works, spent = past._works(story, baseline), past._Spent(story.project)
    again = [past._snapshot(story, baseline, works, spent, first_bac(story), day) for day in past._days(story)]
    assert [(row.data_date, row.ev, row.ac, row.eac) for row in again] == first


def first_bac(story):
    return ProgressSnapshot.objects.filter(project=story.project).first().bac


def test_what_was_cancelled_is_expected_to_cost_what_it_cost(few):
    last = kept(few, CANCELLED)[-1]
    assert last.eac == last.ac and last.ev < last.bac
