"""What does the next forecast start from, and which versions were there before it?"""

import datetime as dt
from decimal import Decimal

import pytest

from budgets import services
from budgets.models import CostCategory, Forecast, Reserve
from budgets.queries.earned_value import earned_value
from budgets.queries.figures import find_figure
from budgets.queries.forecasts import (
    MOST_PERIODS,
    estimates_at_completion,
    forecast_grid,
    snapshots_of,
    versions_of,
)
from budgets.queries.monthly import still_to_come
from budgets.queries.versions import comparison, reserves_of
from foundation.errors import Refused
from tests.factories import core, money, plan
from tests.untouched import untouched

D = Decimal
APRIL, MAY = dt.date(2026, 4, 1), dt.date(2026, 5, 1)
pytestmark = pytest.mark.django_db


def kinds(grid):
    return [(category.code, cost_class) for category, cost_class in grid["rows"]]


def test_a_first_forecast_offers_every_category_that_is_in_use(world):
    money.category()
    money.category("HW", "Hardware", cost_class="capex")
    money.category("OLD", "Fax", archived_at=core.MONDAY_9)
    grid = forecast_grid(world.own, as_of=core.DAY)
    assert sorted(kinds(grid)) == [("HW", "capex"), ("LIC", "opex")]
    assert grid["known"] == {}


def test_where_money_was_planned_or_spent_only_its_categories_are_asked_for(world):
    hardware = money.category("HW", "Hardware", cost_class="capex")
    budget = money.draft(world.own, 100)
    money.line(budget, 50, of=hardware, cost_class="capex")
    money.approve(budget)
    money.entry(world.own, 10, of=money.category("TRV", "Travel"))
    assert kinds(forecast_grid(world.own, as_of=core.DAY)) == [("HW", "capex"), ("LIC", "opex"), ("TRV", "opex")]


def test_the_grid_begins_with_the_running_period_and_ends_after_a_year_and_a_half(world):
    months = [str(period) for period in forecast_grid(world.own, as_of=dt.date(2026, 3, 31))["periods"]]
    assert (months[0], months[-1], len(months)) == ("2026-03", "2027-08", MOST_PERIODS)
    assert str(forecast_grid(world.own, as_of=APRIL)["periods"][0]) == "2026-04"
    assert len(forecast_grid(world.own, as_of=dt.date(2027, 12, 31))["periods"]) == 1


def test_the_next_version_starts_from_the_last_and_from_no_other(world):
    money.forecast(world.own, (100, APRIL), (50, MAY))
    money.forecast(world.own, (70, MAY))
    money.forecast(world.foreign, (999, APRIL))
    known = forecast_grid(world.own, as_of=core.DAY)["known"]
    assert known == {(money.category().pk, "opex", money.period(MAY).pk): 70}


def test_versions_stand_newest_first_with_their_sums_and_an_empty_one_is_nothing(world, django_assert_num_queries):
    for parts in (((100, APRIL), (50, MAY)), ((70, MAY),), ()):
        money.forecast(world.own, *parts)
    with django_assert_num_queries(1):
        found = [(row.version, row.total) for row in versions_of(world.own)]
    assert found == [(3, 0), (2, 70), (1, 150)]
    assert versions_of(world.foreign) == []


def test_the_ways_to_estimate_the_end_are_four_and_the_first_one_counts(world):
    task = money.task(world.own, ev_method="0_100")
    money.approved(world.own, 1000)
    money.priced(world.own, task)
    money.entry(world.own, 100)
    found = earned_value(world.own, as_of=core.DAY)
    ways = estimates_at_completion(found)
    assert [figure.key.split(".")[-1] for _words, figure in ways] == [
        "eac", "eac_typical", "eac_atypical", "eac_combined",
    ]  # fmt: skip
    assert ways[0][1].value == ways[2][1].value == 1100
    money.forecast(world.own, (700, APRIL))
    assert estimates_at_completion(earned_value(world.own, as_of=core.DAY))[0][1].value == 800


def test_cost_that_came_after_the_forecast_uses_it_up_first_come_first_served(world):
    hardware = money.category("HW", "Hardware", cost_class="capex")
    lines = [(money.category(), "opex", money.period(day), D(100)) for day in (APRIL, MAY)]
    lines += [(hardware, "capex", money.period(APRIL), D(40))]
    services.save_forecast(world.own, by=None, as_of=core.DAY, lines=lines)
    money.entry(world.own, 900)  # on the day of the forecast: known to it
    money.entry(world.own, 130, day=dt.date(2026, 4, 10))
    money.entry(world.own, -50, day=dt.date(2026, 4, 11), of=hardware)

    def left(day):
        rows = still_to_come(world.own, as_of=day)
        return {(category, str(period)): amount for (category, _class, period), amount in _named(rows).items()}

    assert left(core.DAY) == {("LIC", "2026-04"): 100, ("LIC", "2026-05"): 100, ("HW", "2026-04"): 40}
    assert left(dt.date(2026, 4, 11)) == {("LIC", "2026-04"): 0, ("LIC", "2026-05"): 70, ("HW", "2026-04"): 40}


def _named(rows):
    codes = dict(CostCategory.objects.values_list("pk", "code"))
    periods = {money.period(day).pk: money.period(day) for day in (APRIL, MAY)}
    return {
        (codes[category], cost_class, periods[period]): value for (category, cost_class, period), value in rows.items()
    }


@pytest.mark.parametrize(
    ("amount", "day", "words", "field"),
    [
        ("-0.01", APRIL, "is 0 or more", "etc"),
        (1, dt.date(2026, 2, 10), "is over", "period"),
        (10**15, APRIL, "too large", "etc"),
    ],
)
def test_an_estimate_that_cannot_be_is_refused_and_leaves_no_version(world, amount, day, words, field):
    money.category()
    with untouched(), pytest.raises(Refused, match=words) as caught:
        money.forecast(world.own, (100, MAY), (amount, day))
    assert caught.value.field == field


def test_nothing_to_go_in_a_period_that_is_over_is_no_mistake(world):
    money.forecast(world.own, (0, dt.date(2026, 2, 10)), (5, MAY))
    assert list(Forecast.objects.get().lines.values_list("etc", flat=True)) == [5]


def test_equal_lines_of_a_forecast_are_one(world):
    money.forecast(world.own, ("10.005", MAY), ("10.005", MAY))
    assert list(Forecast.objects.get().lines.values_list("etc", flat=True)) == [D("20.02")]


def test_snapshots_stand_newest_first_and_name_their_baseline(world, django_assert_num_queries):
    task = money.task(world.own)
    money.approved(world.own, 1000)
    money.priced(world.own, task)
    for day in (dt.date(2026, 3, 31), dt.date(2026, 4, 30), dt.date(2026, 3, 15)):
        services.take_snapshot(world.own, as_of=day, by=None)
    with django_assert_num_queries(1):
        found = [(row.data_date.isoformat(), row.baseline.version) for row in snapshots_of(world.own)]
    assert found == [("2026-04-30", 1), ("2026-03-31", 1), ("2026-03-15", 1)]


# ── versions of the budget and reserves ─────────────────────────────────────────────────────────


def test_two_versions_differ_by_category_and_class_and_what_is_gone_is_below_nothing(world):
    hardware = money.category("HW", "Hardware", cost_class="capex")
    money.approved(world.own, 600, 400)
    second = money.draft(world.own)
    second.lines.all().delete()
    money.line(second, 250)
    money.line(second, 90, of=hardware, cost_class="capex")
    found = comparison(world.own)
    assert [(row["name"], row["cost_class"], row["change"].value) for row in found["differences"]] == [
        ("Hardware", "capex", 90),
        ("Licences", "opex", -750),
    ]
    assert [(row["old"].value, row["new"].value) for row in found["differences"]] == [(0, 90), (1000, 250)]
    total = found["total"]
    assert (total["old"].value, total["new"].value, total["change"].value) == (1000, 340, -660)
    assert find_figure(world.own, total["change"].key, as_of=core.DAY).value == -660
    back = comparison(world.own, a="2", b="1")
    assert [row["change"].value for row in back["differences"]] == [-90, 750]
    assert {row["change"].value for row in comparison(world.own, a="1", b="1")["differences"]} == {0}


def test_one_version_has_nothing_beside_it_and_none_has_nothing_at_all(world):
    assert comparison(world.foreign) == {"versions": [], "old": None, "new": None, "differences": []}
    money.approved(world.own, 100)
    found = comparison(world.own)
    assert (found["new"].version, found["old"], found["differences"]) == (1, None, [])


def test_reserves_show_their_moves_newest_first_and_what_is_left(world):
    reserve = money.reserve(world.own, 500)
    money.reserve(world.own, 80, "management")
    for amount, day in ((100, 3), (50, 5), (30, 4)):
        services.draw_reserve(reserve, amount=D(amount), on=dt.date(2026, 3, day), reason="Delay", by=None)
    services.release_reserve(reserve, amount=D(20), on=dt.date(2026, 3, 6), reason="Not needed", by=None)
    with plan.counted() as seen:
        found = reserves_of(world.own)
    assert [(row["reserve"].kind, row["left"].value) for row in found] == [("contingency", 300), ("management", 80)]
    assert [move.amount for move in found[0]["moves"]] == [20, 50, 30, 100]
    assert [part.value for part in found[0]["left"].inputs] == [500, -20, -50, -30, -100]
    assert len(seen) == 2
    assert Reserve.objects.get(pk=reserve.pk).balance == 300


def test_a_reserve_below_nothing_is_refused_and_one_of_nothing_is_not(world):
    with untouched(), pytest.raises(Refused, match="0 or more") as caught:
        money.reserve(world.own, "-0.01")
    assert caught.value.field == "amount"
    assert money.reserve(world.own, 0).balance == 0
