"""How money ran month by month: sums at month ends, and what changed since the last one, each opened by project."""

import datetime as dt
import random
from decimal import Decimal

import pytest
from django.db import connection

from foundation.organisation.models import ExchangeRate
from portfolio.queries import ground, opened_trend, shown_to
from portfolio.queries.trend import finding, month_ends, trend
from projects.models import Portfolio, Project
from tests.factories import core, money, portfolio

JAN, FEB = dt.date(2026, 1, 31), dt.date(2026, 2, 28)  # core.DAY is the second of March
NAMES = ("budget", "forecast", "variance", "actual", "exposure", "benefit")


@pytest.fixture
def measured(world):
    """One project measured in January and February, one in January only; how both stand now."""
    portfolio.facts(world.own, budget=Decimal(1000), forecast=Decimal(1300), variance=Decimal(-300),
                    actual=Decimal(700), accrued=Decimal(50), exposure=Decimal(5))  # fmt: skip
    portfolio.facts(world.foreign, budget=Decimal(500), forecast=Decimal(450), variance=Decimal(50),
                    actual=Decimal(100), accrued=None)  # fmt: skip
    money.measured(world.own, JAN, bac=1000, eac=990, ac=300)
    money.measured(world.own, FEB, bac=1000, eac=1200, ac=600)
    money.measured(world.foreign, JAN - dt.timedelta(days=3), bac=500, eac=500, ac=80)
    return world


def run(user, *, as_of=core.DAY, rows=None):
    rows = shown_to(user) if rows is None else rows
    return trend(rows, NAMES, ground(rows, as_of=as_of), as_of=as_of)


def sums(found):
    return [(m.day, m.count, m.budget.value, m.forecast.value, m.actual.value) for m in found["months"]]


def test_the_months_are_the_last_twelve_ends():
    days = month_ends(core.DAY)
    assert (days[0], days[-2], days[-1], len(days)) == (dt.date(2025, 3, 31), JAN, FEB, 12)
    assert month_ends(dt.date(2026, 3, 31))[-1] == FEB


def test_at_the_end_of_a_month_a_project_stands_where_its_newest_snapshot_says(measured, eve):
    assert sums(run(eve)) == [(JAN, 2, 1500, 1490, 380), (FEB, 2, 1500, 1700, 680)]


def test_a_snapshot_of_this_month_is_not_of_the_last(measured, eve):
    money.measured(measured.own, core.DAY, bac=9000, eac=9000, ac=9000)
    assert sums(run(eve))[-1] == (FEB, 2, 1500, 1700, 680)


def test_of_two_snapshots_of_one_month_the_later_counts(measured, eve):
    money.measured(measured.own, FEB - dt.timedelta(days=9), bac=1, eac=1, ac=1)
    assert sums(run(eve))[-1] == (FEB, 2, 1500, 1700, 680)


def test_a_snapshot_without_an_estimate_is_no_measure(measured, eve):
    money.measured(measured.foreign, FEB, bac=500, eac=None, ac=90)
    assert sums(run(eve))[-1] == (FEB, 2, 1500, 1700, 680)


def test_what_changed_is_now_less_then(measured, eve):
    changes = run(eve)["changes"]
    found = {name: changes[name].value for name in ("budget", "forecast", "variance", "actual")}
    assert found == {"budget": 0, "forecast": 50, "variance": -50, "actual": 170}
    assert changes["forecast"].label == "Forecast: change since 28 Feb 2026"


def test_what_is_not_kept_by_month_says_so(measured, eve):
    changes = run(eve)["changes"]
    assert [(changes[name].value, changes[name].reason) for name in ("exposure", "benefit")] == [
        (None, "not_kept_by_month")
    ] * 2


def test_without_an_earlier_month_it_says_why_and_draws_nothing(world, eve):
    portfolio.facts(world.own, budget=Decimal(1000), forecast=Decimal(1300), variance=Decimal(-300))
    money.measured(world.own, core.DAY, bac=1000, eac=1300, ac=5)
    found = run(eve)
    assert (found["months"], found["chart"]) == ([], None)
    assert {found["changes"][name].reason for name in ("budget", "forecast", "actual")} == {"no_earlier_month"}


def test_a_project_that_was_not_measured_then_is_no_change(measured, finn):
    portfolio.facts(measured.far, budget=Decimal(9000), forecast=Decimal(9000), variance=Decimal(0))
    assert run(finn)["changes"]["forecast"].value == 50


def test_one_month_is_no_line_and_two_are(measured, eve):
    assert run(eve)["chart"]["first"] == "Jan 2026"
    assert run(eve)["chart"]["last"] == "Feb 2026"
    assert run(eve, as_of=dt.date(2026, 2, 10))["chart"] is None


def test_projects_out_of_sight_are_in_no_sum(measured, pam):
    assert sums(run(pam)) == [(JAN, 1, 1000, 990, 300), (FEB, 1, 1000, 1200, 600)]


def test_amounts_are_brought_into_one_currency_and_the_rest_is_left_out(measured, finn):
    core.currency("USD")
    money.measured(measured.far, JAN, bac=100, eac=100, ac=10)
    facts = portfolio.facts(measured.far, budget=Decimal(100), forecast=Decimal(120), variance=Decimal(-20))
    type(facts).objects.filter(pk=facts.pk).update(reporting_currency="USD")
    Portfolio.objects.filter(pk=measured.far.portfolio_id).update(reporting_currency="USD")
    core.organisation(reporting_currency=core.currency("EUR"))
    assert run(finn)["changes"]["forecast"].value == 50
    ExchangeRate.objects.create(base_id="USD", quote_id="EUR", kind="closing", date=FEB, rate=Decimal("0.5"))
    found = run(finn)
    assert found["changes"]["forecast"].value == 60
    assert found["months"][-1].budget.value == 1550


def test_a_project_whose_own_currency_has_no_rate_is_left_out(measured, eve):
    type(measured.own.facts).objects.filter(pk=measured.own.pk).update(rate=None)
    assert sums(run(eve))[-1] == (FEB, 1, 500, 500, 80)


@pytest.mark.parametrize("number", [1, 30])
def test_the_trend_is_one_query_however_many_projects(measured, eve, number, django_assert_num_queries):
    made = portfolio.many(measured.portfolio, number, budget=Decimal(5), forecast=Decimal(5), variance=Decimal(0))
    for project in made[:2] if made else Project.objects.all()[:2]:
        money.measured(project, JAN, bac=5, eac=5, ac=1)
    rows = shown_to(eve)
    basis = ground(rows, as_of=core.DAY)
    with django_assert_num_queries(1):
        trend(rows, NAMES, basis, as_of=core.DAY)


# what the lines say


def months(*pairs):
    class Point:
        def __init__(self, number, budget, forecast):
            self.day = dt.date(2026, number, 28)
            self.budget, self.forecast = (type("F", (), {"value": Decimal(v)}) for v in (budget, forecast))

    return [Point(number, *pair) for number, pair in enumerate(pairs, 1)]


@pytest.mark.parametrize(("pairs", "words"), [
    ([(10, 9), (10, 10)], "The forecast stays within the budget"),
    ([(10, 9), (10, 11)], "The forecast passed the budget in February 2026"),
    ([(10, 11), (10, 9), (10, 11), (10, 12)], "The forecast passed the budget in March 2026"),
    ([(10, 11), (10, 12)], "The forecast is over the budget since January 2026 or longer"),
    ([(10, 11), (10, 9)], "The forecast stays within the budget"),
    ([], "The forecast stays within the budget"),
])  # fmt: skip
def test_the_title_says_since_when_the_forecast_is_over(pairs, words):
    assert finding(months(*pairs)) == words


# where the figures come from


KEYS = [f"change_{name}" for name in NAMES] + [f"month_{name}:2026-{m}" for name in NAMES[:2] for m in ("01", "02")]


@pytest.mark.parametrize("key", [*KEYS, "month_actual:2026-02"])
def test_each_figure_opens_with_the_value_that_the_page_shows(measured, eve, key):
    found = run(eve)
    shown = {f.key: f for f in found["changes"].values()}
    shown |= {f.key: f for m in found["months"] for f in (m.budget, m.forecast, m.actual)}
    opened = opened_trend(shown_to(eve), key, as_of=core.DAY, scope="all")
    assert opened == shown[f"portfolio.{key}"] or opened.inputs
    assert (opened.key, opened.value, opened.reason) == (
        shown[f"portfolio.{key}"].key, shown[f"portfolio.{key}"].value, shown[f"portfolio.{key}"].reason
    )  # fmt: skip
    if opened.inputs:
        assert sum(part.value for part in opened.inputs) == opened.value


def test_a_change_names_each_project_with_then_and_now(measured, eve):
    opened = opened_trend(shown_to(eve), "change_forecast", as_of=core.DAY, scope="all")
    assert [(part.label, part.value) for part in opened.inputs] == [
        ("FOR-001 Payroll move", -50), ("OWN-001 Intranet refresh", 100)
    ]  # fmt: skip
    assert opened.inputs[1].note == "1,200.00\u00a0EUR → 1,300.00\u00a0EUR"
    assert opened.inputs[1].address == f"/projects/{measured.own.public_id}/budget/earned-value/"


@pytest.mark.parametrize("key", ["change_", "change_cpi", "change_nothing", "month_forecast:2024-01", "month_forecast",
                                 "month_variance:2026-01", "month_budget:x", "change_budget:2026-01"])  # fmt: skip
def test_what_is_no_figure_of_the_trend_is_none(measured, eve, key):
    assert opened_trend(shown_to(eve), key, as_of=core.DAY, scope="all") is None


def test_a_month_in_which_nobody_measured_stands_where_the_month_before_it_stood(measured, eve):
    found = run(eve, as_of=dt.date(2026, 6, 1))
    assert sums(found)[1:] == [(day, 2, 1500, 1700, 680) for day in month_ends(dt.date(2026, 6, 1))[-4:]]


def test_what_was_measured_before_the_first_month_counts_from_the_first_month_on(measured, eve):
    found = run(eve, as_of=dt.date(2027, 3, 31))
    assert sums(found) == [(day, 2, 1500, 1700, 680) for day in month_ends(dt.date(2027, 3, 31))]
    assert found["changes"]["forecast"].value == 50


def test_of_many_snapshots_before_the_first_month_the_newest_counts(measured, eve):
    for back in range(1, 6):
        money.measured(measured.own, JAN - dt.timedelta(days=30 * back), bac=back, eac=back, ac=back)
    assert sums(run(eve, as_of=dt.date(2027, 3, 31)))[0][1:] == (2, 1500, 1700, 680)


def test_an_estimate_may_fall(measured, eve):
    money.measured(measured.own, dt.date(2026, 3, 10), bac=900, eac=850, ac=610)
    assert sums(run(eve, as_of=dt.date(2026, 4, 1)))[-1] == (dt.date(2026, 3, 31), 2, 1400, 1350, 690)


@pytest.mark.parametrize("seed", range(5))
def test_each_sum_is_what_its_opened_figure_adds_up(measured, eve, seed):
    """The run is made of steps, its drawer of the snapshots themselves: two ways to one number."""
    chance = random.Random(seed)
    for project in (measured.own, measured.foreign):
        for day in sorted({dt.date(2026, 3, 1) + dt.timedelta(days=chance.randrange(300)) for _n in range(12)}):
            eac = chance.choice([None, *(chance.randrange(1, 9999) for _n in range(4))])
            money.measured(project, day, bac=chance.randrange(1, 9999), eac=eac, ac=chance.randrange(9999))
    as_of = dt.date(2027, 1, 15)
    for month in run(eve, as_of=as_of)["months"]:
        for name in ("budget", "forecast", "actual"):
            figure = opened_trend(shown_to(eve), f"month_{name}:{month.day:%Y-%m}", as_of=as_of, scope="all")
            assert (figure.value, len(figure.inputs)) == (getattr(month, name).value, month.count)


def test_the_run_of_money_is_read_in_order_and_without_the_rows_themselves(world):
    money.measured(world.own, core.DAY, bac=10, eac=11, ac=5)
    asked = """SELECT s.eac - lag(s.eac) OVER (PARTITION BY s.project_id ORDER BY s.data_date, s.id)
               FROM budgets_progresssnapshot s WHERE s.eac IS NOT NULL AND s.data_date <= now()"""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_bitmapscan = off")
        cursor.execute(f"EXPLAIN {asked}")
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "Index Only Scan using snapshot_run_of_money" in plan, plan
    assert "Sort" not in plan, plan
