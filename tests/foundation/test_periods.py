"""Days, weeks, months and fiscal years."""

from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.periods import (
    DateRange,
    add_months,
    fiscal_period,
    fiscal_year,
    month_of,
    months,
    through,
    week_of,
    week_start,
    weeks,
    work_in,
    work_share,
)

days = st.dates(date(1990, 1, 1), date(2090, 1, 1))
spans = st.builds(lambda day, n: DateRange(day, day + timedelta(days=n)), days, st.integers(1, 900))
JANUARY = DateRange(date(2026, 1, 1), date(2026, 2, 1))
FEBRUARY = DateRange(date(2026, 2, 1), date(2026, 3, 1))


def test_the_end_is_outside():
    assert date(2026, 1, 31) in JANUARY
    assert date(2026, 2, 1) not in JANUARY
    assert JANUARY.days == 31
    assert JANUARY.last == date(2026, 1, 31)


@pytest.mark.parametrize("end", [date(2026, 1, 1), date(2025, 12, 31)])
def test_a_range_without_a_day_is_refused(end):
    with pytest.raises(ValueError):
        DateRange(date(2026, 1, 1), end)


def test_neighbours_touch_without_overlap():
    assert not JANUARY.overlaps(FEBRUARY)
    assert JANUARY.overlap(FEBRUARY) is None


def test_the_overlap_is_what_both_have():
    both = JANUARY.overlap(DateRange(date(2026, 1, 20), date(2026, 2, 10)))
    assert both == DateRange(date(2026, 1, 20), date(2026, 2, 1))


def test_first_and_last_day_as_people_write_them():
    assert through(date(2026, 1, 1), date(2026, 1, 31)) == JANUARY


def test_the_month_of_december_ends_in_the_next_year():
    assert month_of(date(2025, 12, 31)) == DateRange(date(2025, 12, 1), date(2026, 1, 1))


def test_february_of_a_leap_year_has_29_days():
    assert month_of(date(2028, 2, 3)).days == 29


@pytest.mark.parametrize(
    ("shift", "expected"),
    [(0, (2026, 1)), (1, (2026, 2)), (12, (2027, 1)), (-1, (2025, 12)), (-13, (2024, 12))],
)
def test_months_are_counted_across_new_year(shift, expected):
    assert add_months(date(2026, 1, 31), shift) == date(*expected, 1)


def test_a_span_touches_its_first_and_last_month():
    touched = months(DateRange(date(2026, 1, 31), date(2026, 3, 2)))
    assert [month.start.month for month in touched] == [1, 2, 3]
    assert months(JANUARY) == (JANUARY,)


@pytest.mark.parametrize(
    ("day", "first", "label", "period"),
    [
        (date(2026, 2, 14), 1, "2026", 2),
        (date(2026, 2, 14), 4, "2025/26", 11),
        (date(2026, 4, 1), 4, "2026/27", 1),
        (date(2026, 3, 31), 4, "2025/26", 12),
        (date(2026, 12, 31), 10, "2026/27", 3),
        (date(1999, 9, 1), 7, "1999/00", 3),
    ],
)
def test_the_fiscal_year_starts_in_the_organisations_first_month(day, first, label, period):
    year = fiscal_year(day, first)
    assert year.label == label
    assert day in year.days
    assert fiscal_period(day, first) == period


@pytest.mark.parametrize("first", [0, 13, -1])
def test_a_month_that_does_not_exist_starts_no_fiscal_year(first):
    with pytest.raises(ValueError):
        fiscal_year(date(2026, 1, 1), first)
    with pytest.raises(ValueError):
        fiscal_period(date(2026, 1, 1), first)


def test_a_week_starts_on_monday():
    assert week_start(date(2026, 11, 22)) == date(2026, 11, 16)
    assert week_start(date(2026, 11, 16)) == date(2026, 11, 16)
    assert week_of(date(2026, 11, 22)).last == date(2026, 11, 22)


def test_weeks_run_across_the_month():
    assert [week.start.day for week in weeks(DateRange(date(2026, 1, 30), date(2026, 2, 3)))] == [
        26,
        2,
    ]


def test_january_2026_has_22_working_days():
    assert work_in(JANUARY) == 22


def test_a_holiday_is_no_work():
    closed = {date(2026, 1, 1), date(2026, 1, 6)}
    assert work_in(JANUARY, lambda day: 0 if day in closed else int(day.weekday() < 5)) == 20


def test_half_of_a_fortnights_work_is_its_first_week():
    fortnight = DateRange(date(2026, 1, 5), date(2026, 1, 19))
    assert work_share(week_of(date(2026, 1, 5)), fortnight) == Fraction(1, 2)


def test_money_planned_on_a_weekend_is_shared_by_calendar_days():
    weekend = DateRange(date(2026, 1, 3), date(2026, 1, 5))
    assert work_share(DateRange(date(2026, 1, 3), date(2026, 1, 4)), weekend) == Fraction(1, 2)


def test_what_lies_outside_has_no_share():
    assert work_share(JANUARY, FEBRUARY) == 0


@given(spans)
def test_the_months_of_a_span_follow_each_other_and_cover_it(span):
    found = months(span)
    assert all(a.end == b.start for a, b in pairwise(found))
    assert found[0].start <= span.start and span.end <= found[-1].end
    assert all(month.overlaps(span) for month in found)


@given(spans)
def test_the_shares_of_the_months_make_the_whole(span):
    assert sum(work_share(month, span) for month in months(span)) == 1


@given(spans, spans)
def test_overlap_is_the_same_from_both_sides(one, other):
    assert one.overlap(other) == other.overlap(one)
    common = sum(day in other for day in one)
    assert common == (one.overlap(other).days if one.overlaps(other) else 0)


@given(days, st.integers(1, 12))
def test_every_day_is_in_the_fiscal_year_that_it_names(day, first):
    year = fiscal_year(day, first).days
    assert day in year
    assert year.start.month == first
    assert fiscal_year(year.last, first).days == year
