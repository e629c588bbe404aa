"""Days, money and ratios once more, each computed a second way that has nothing in common with ours."""

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from itertools import combinations_with_replacement, pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.money import convert, minor_unit, quantise, split
from foundation.periods import (
    FIRST_DAY,
    LAST_DAY,
    DateRange,
    add_months,
    fiscal_period,
    fiscal_year,
    month_start,
    months,
    read_day,
    week_of,
    weeks,
    work_in,
    work_share,
)
from foundation.ratios import Ratio, divide

days = st.dates(dt.date(1995, 1, 1), dt.date(2095, 1, 1))
spans = st.builds(lambda day, n: DateRange(day, day + dt.timedelta(n)), days, st.integers(1, 120))

# ── a day in an address ─────────────────────────────────────────────────────────────────────────


@given(st.dates(FIRST_DAY, LAST_DAY))
def test_every_day_of_a_project_comes_back_from_its_address(day):
    assert read_day(day.isoformat()) == day


@pytest.mark.parametrize(
    "text",
    ["", " ", "2026", "2026-3-2", "2026-03", "2026-02-29", "2026-00-10", "2026-13-01", "02-03-2026", "2026/03/02",
     "1899-12-31", "2200-01-01", "0001-01-01", "9999-12-31", "２０２６-03-02", "2026-03-02T10:00", "2026-03-02\n",
     " 2026-03-02", "+2026-03-02", "-2026-03-02", "today", "\0", "None", "2026-03-32"],
)  # fmt: skip
def test_what_is_no_day_of_a_project_is_a_value_error_and_nothing_worse(text):
    with pytest.raises(ValueError):
        read_day(text)


def test_the_first_and_the_last_day_are_days_and_their_neighbours_are_none():
    assert (read_day("1900-01-01"), read_day("2199-12-31")) == (FIRST_DAY, LAST_DAY)
    for outside in (FIRST_DAY - dt.timedelta(1), LAST_DAY + dt.timedelta(1)):
        with pytest.raises(ValueError, match="no day of a project"):
            read_day(outside.isoformat())


# ── days, counted one by one ────────────────────────────────────────────────────────────────────


@given(spans, spans)
def test_a_share_of_work_is_what_counting_the_days_gives(part, whole):
    common = [day for day in part if day in whole]
    working = [day for day in whole if day.isoweekday() <= 5]
    if working:
        expected = Fraction(sum(day.isoweekday() <= 5 for day in common), len(working))
    else:
        expected = Fraction(len(common), whole.days)
    assert work_share(part, whole) == expected
    assert work_in(whole) == len(working)


@given(spans)
def test_the_months_and_weeks_of_a_span_are_those_of_its_days(span):
    assert [month.start for month in months(span)] == sorted({day.replace(day=1) for day in span})
    by_iso = sorted({day.isocalendar()[:2] for day in span})
    assert [week.start.isocalendar()[:2] for week in weeks(span)] == by_iso
    assert all(week.days == 7 and week.start.isoweekday() == 1 for week in weeks(span))


@given(days, st.integers(-400, 400))
def test_months_are_counted_one_by_one(day, number):
    found, step = day.replace(day=1), 1 if number > 0 else -1
    for _turn in range(abs(number)):
        found = month_start(found + dt.timedelta(32)) if step > 0 else month_start(found - dt.timedelta(1))
    assert add_months(day, number) == found


@given(days, st.integers(1, 12))
def test_a_fiscal_year_has_twelve_periods_in_order(day, first):
    year = fiscal_year(day, first).days
    inside = months(year)
    assert [fiscal_period(month.start, first) for month in inside] == list(range(1, 13))
    assert (inside[0].start, inside[-1].end) == (year.start, year.end)
    assert fiscal_year(day, first).label.startswith(str(year.start.year))


@given(days)
def test_a_day_lies_in_its_own_week_and_range(day):
    assert day in week_of(day)
    assert week_of(day).start.isocalendar()[2] == 1
    assert list(DateRange(day, day + dt.timedelta(1))) == [day]


# ── money, by trying all ways ───────────────────────────────────────────────────────────────────


def all_ways(coins, shares):
    """Every way to lay so many coins on so many heaps."""
    for cuts in combinations_with_replacement(range(coins + 1), shares - 1):
        edges = (0, *cuts, coins)
        yield tuple(high - low for low, high in pairwise(edges))


@pytest.mark.parametrize("weights", [w for w in product(range(4), repeat=3) if any(w)])
def test_no_other_way_to_share_coins_is_nearer_to_the_quotas(weights):
    coins, total = 7, sum(weights)
    found = split(coins, list(weights), "JPY")

    def distance(way):
        return sum(abs(Fraction(coins * weight, total) - int(coin)) for weight, coin in zip(weights, way, strict=True))

    assert sum(found) == coins
    assert distance(found) == min(map(distance, all_ways(coins, 3)))


@given(st.integers(-(10**9), 10**9), st.lists(st.integers(1, 50), min_size=2, max_size=6), st.integers(1, 40))
def test_weights_in_another_measure_share_the_same(coins, weights, factor):
    assert split(coins, weights, "JPY") == split(coins, [weight * factor for weight in weights], "JPY")
    assert split(coins, weights, "JPY") == split(coins, [str(Decimal(weight) / 8) for weight in weights], "JPY")


@given(st.integers(0, 10**9), st.lists(st.integers(0, 50), min_size=1, max_size=6).filter(any))
def test_a_larger_weight_never_gets_less(coins, weights):
    shares = split(coins, weights, "JPY")
    in_order = sorted(zip(weights, shares, strict=True))
    assert all(low[1] <= high[1] for low, high in pairwise(in_order) if low[0] < high[0])


@given(
    st.decimals(-(10**12), 10**12, places=4), st.decimals("0.0000000001", 10**6, places=10),
    st.sampled_from(["EUR", "JPY", "KWD"]),
)  # fmt: skip
def test_a_conversion_is_the_exact_product_rounded_once(amount, rate, currency):
    scale = 10 ** minor_unit(currency)
    exact = Fraction(amount) * Fraction(rate) * scale
    coins = (abs(exact) + Fraction(1, 2)).__floor__()
    assert abs(convert(amount, rate, currency)) * scale == coins
    assert convert(-amount, rate, currency) == -convert(amount, rate, currency)


@given(st.decimals(-(10**10), 10**10, places=4), st.sampled_from(["EUR", "JPY", "KWD"]))
def test_rounding_is_that_of_the_text_books(amount, currency):
    with localcontext() as context:
        context.prec = 60
        assert quantise(amount, currency) == amount.quantize(Decimal(1).scaleb(-minor_unit(currency)), ROUND_HALF_UP)


# ── ratios ──────────────────────────────────────────────────────────────────────────────────────


@given(st.integers(-(10**9), 10**9), st.integers(-(10**6), 10**6))
def test_a_ratio_times_its_denominator_is_its_numerator(above, below):
    found = divide(above, below, zero="nothing_planned")
    if below == 0:
        assert found == Ratio(None, "nothing_planned")
        assert not found.known
    else:
        assert found.reason is None
        assert abs(Fraction(found.value) * below - above) < Fraction(1, 10**15)
