"""Is labour cost right to the last coin: by rate, currency, period and correction, whoever posts it at once?"""

import datetime as dt
from decimal import Decimal

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from budgets import services
from budgets.models import LedgerEntry
from foundation.errors import IllegalMove, Refused
from foundation.organisation.models import ExchangeRate
from foundation.organisation.services import move_period
from projects.models import Project
from staffing.models import CostRate, TimesheetLine
from tests.at_once import at_once, refused
from tests.factories import core, money, plan, staffing
from tests.records import last_act
from tests.untouched import untouched

pytestmark = pytest.mark.django_db
MONDAY, APRIL = core.DAY, dt.date(2026, 4, 6)


@pytest.fixture
def somebody(world):
    """A worker on the own project at 80.00 an hour, and a category for labour."""
    money.labour()
    role = staffing.role()
    staffing.rate("80", of=role)
    return staffing.worker(world.own, of=role)


def posted(project):
    return [str(entry.amount) for entry in services.post_timesheets(project, by=None, on=APRIL)]


@pytest.mark.parametrize(
    ("rate", "minutes", "cost"),
    [
        ("80", 60, "80.00"),
        ("80", 1, "1.33"),
        ("80", 450, "600.00"),
        ("80.01", 90, "120.02"),
        ("0.01", 20, None),
        ("0.01", 30, "0.01"),
        ("33.3333", 1440, "800.00"),
        ("99999.9999", 1440, "2400000.00"),
    ],
)
def test_minutes_times_rate_is_rounded_once_half_up(world, rate, minutes, cost):
    money.labour()
    role = staffing.role()
    staffing.rate(rate, of=role)
    worker = staffing.worker(world.own, of=role)
    staffing.approved(world.own, worker, hours=(Decimal(minutes) / 60,))
    if cost is None:
        with untouched(), pytest.raises(Refused):
            posted(world.own)
    else:
        assert posted(world.own) == [cost]


@pytest.mark.parametrize(("currency", "places", "cost"), [("JPY", 0, "12040"), ("KWD", 3, "28.047")])
def test_a_rate_in_euros_becomes_the_coin_of_the_project_at_the_day_of_the_work(world, currency, places, cost):
    """85.50 for an hour of work, at 140.8187 yen or 0.328034 dinars."""
    project = core.project(world.portfolio, "Branch", currency=core.currency(currency, places))
    value = {"JPY": "140.8187", "KWD": "0.328034"}[currency]
    pair = {"base": core.currency(), "quote": project.currency}
    ExchangeRate.objects.create(date=MONDAY, kind="spot", rate=Decimal(value), source="t", **pair)
    money.labour()
    role = staffing.role()
    staffing.rate("85.50", of=role)
    staffing.approved(project, staffing.worker(project, of=role), hours=(1,))
    entry = services.post_timesheets(project, by=None, on=APRIL)[0]
    assert (entry.amount, entry.txn_amount) == (Decimal(cost), Decimal("85.50"))


def test_work_in_a_currency_without_a_rate_is_not_posted_at_all(world, somebody):
    dollars = core.currency("USD")
    CostRate.objects.update(currency=dollars)
    staffing.approved(world.own, somebody, hours=(8, 8))
    with untouched(), pytest.raises(Refused, match="No exchange rate from USD to EUR"):
        posted(world.own)


def test_a_rate_that_changed_within_the_week_counts_from_its_day(world, somebody):
    tuesday = MONDAY + dt.timedelta(days=1)
    rate = CostRate.objects.get()
    CostRate.objects.filter(pk=rate.pk).update(days=DateRange(dt.date(2020, 1, 1), tuesday))
    staffing.rate("100", of=rate.role, days=DateRange(tuesday, None))
    staffing.approved(world.own, somebody, hours=(1, 1, 1))
    assert posted(world.own) == ["80.00", "100.00", "100.00"]


def test_one_line_without_a_rate_keeps_the_whole_project_out(world, somebody):
    CostRate.objects.update(days=DateRange(dt.date(2020, 1, 1), MONDAY + dt.timedelta(days=2)))
    staffing.approved(world.own, somebody, hours=(1, 1, 1))
    with untouched(), pytest.raises(Refused, match="No cost rate"):
        posted(world.own)


def test_time_goes_into_the_period_of_its_own_day_and_a_closed_one_refuses_all(world, somebody):
    staffing.approved(world.own, somebody, hours=(1,) * 5, week=dt.date(2026, 3, 30))
    for state in ("closing", "closed"):
        move_period(money.period(), state, by=None)
    with untouched(), pytest.raises(Refused, match="Period Mar 2026 is closed"):
        posted(world.own)
    move_period(money.period(), "open", by=None)
    assert len(posted(world.own)) == 5
    periods = LedgerEntry.objects.order_by("date").values_list("period__number", flat=True)
    assert list(periods) == [3, 3, 4, 4, 4]


def test_cost_stands_on_the_task_of_the_line_and_names_its_week(world, somebody, finn):
    task = plan.task(world.own)
    staffing.approved(world.own, somebody, hours=(8,), task=task)
    entry = services.post_timesheets(world.own, by=finn, on=APRIL)[0]
    entry.refresh_from_db()
    assert (entry.task, entry.document, entry.type, entry.created_by) == (task, "TS 2026-W10", "actual", finn)
    assert entry.timesheet_line == TimesheetLine.objects.get() and entry.timesheet_line.posted
    assert last_act() == ("ledger.timesheets", finn, world.own.public_id, {"lines": 1, "amount": "640.00"})


def test_time_that_is_not_approved_costs_nothing_yet(world, somebody):
    sheet = staffing.sheet(somebody)
    staffing.line(sheet, plan.task(world.own), 480)
    with untouched():
        assert posted(world.own) == []


@pytest.mark.parametrize("state", ["closed", "rejected"])
def test_shut_books_take_no_time(world, somebody, state):
    staffing.approved(world.own, somebody)
    Project.objects.filter(pk=world.own.pk).update(state=state)
    with untouched(), pytest.raises(IllegalMove, match=state):
        posted(world.own)


def test_a_posted_hour_is_not_reversed_away_from_its_sheet_and_posted_again(world, somebody):
    staffing.approved(world.own, somebody)
    entry = services.post_timesheets(world.own, by=None, on=APRIL)[0]
    services.reverse_entry(entry, by=None, on=APRIL, reason="Wrong task")
    assert posted(world.own) == [], "a sheet is corrected by a sheet, not by posting it anew"


@pytest.mark.django_db(transaction=True)
def test_four_who_post_at_once_post_each_line_once(world, somebody):
    staffing.approved(world.own, somebody, hours=(8,) * 5)
    results = at_once(lambda _turn: services.post_timesheets(world.own, by=None, on=APRIL))
    assert not refused(results)
    assert sorted(len(entries) for entries in results) == [0, 0, 0, 5]
    assert LedgerEntry.objects.count() == 5


# ── money of a baseline ─────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("seed", range(6))
def test_a_baseline_holds_the_budget_to_the_last_coin_however_odd_it_is(world, seed):
    """Odd cents over tasks of odd lengths that cross months; some money stands on no task."""
    tasks = [
        money.task(
            world.own, f"T{n}", first=MONDAY + dt.timedelta(days=(seed * 7 + n * 11) % 60),
            last=MONDAY + dt.timedelta(days=61 + (seed * 13 + n * 17) % 90), duration_min=480 * (n + seed % 3 + 1),
        )
        for n in range(4)
    ]  # fmt: skip
    budget = money.draft(world.own, Decimal(seed * 997 + 1) / 100)
    for n, task in enumerate(tasks[: seed % 4]):
        money.line(budget, Decimal(seed * 31 + n * 7 + 1) / 3, task=task)
    total = money.approve(budget).total
    baseline = money.priced(world.own, *tasks)
    rows = list(baseline.periods.values_list("pv", flat=True))
    assert sum(rows) == total and all(pv > 0 for pv in rows)
    assert all(pv == round(pv, 2) for pv in rows)


@pytest.mark.parametrize(("currency", "places", "amount"), [("JPY", 0, "1001"), ("KWD", 3, "0.007")])
def test_shares_of_a_baseline_are_whole_coins_of_its_currency(world, currency, places, amount):
    project = core.project(world.portfolio, "Branch", currency=core.currency(currency, places))
    money.approved(project, amount)
    baseline = money.priced(project, *(money.task(project, f"T{n}", duration_min=480) for n in range(3)))
    rows = list(baseline.periods.values_list("pv", flat=True))
    assert sum(rows) == Decimal(amount)
    assert all(pv == round(pv, places) for pv in rows)
