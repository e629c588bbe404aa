"""Does the arithmetic over ranges give what the sum over days gives?"""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.periods import DateRange, month_of
from projects.engine.calendar import day_start, five_day_week
from staffing.engine.capacity import Absence, Availability, Employment
from staffing.engine.months import booked_minutes, employed_minutes

START = dt.date(2026, 1, 1)
CALENDAR = five_day_week(days_off=[dt.date(2026, 1, 6)])
JANUARY = month_of(START)


def work_in(span):
    return CALENDAR.between(day_start(span.start), day_start(span.end))


def day(n):
    return START + dt.timedelta(days=n)


def test_a_month_is_its_working_days_less_absence_times_the_share():
    away = [DateRange(dt.date(2026, 1, 12), dt.date(2026, 1, 14))]
    half = Employment(dt.date(2020, 1, 1), None, Decimal("0.5"))
    assert employed_minutes(half, work_in, away, JANUARY) == (21 - 2) * 480 * Decimal("0.5")


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [(day(-40), day(-1), 0), (day(31), None, 0), (day(0), day(1), 1), (dt.date(2026, 1, 30), None, 1)],
)
def test_only_the_days_of_the_employment_count(start, end, days):
    assert employed_minutes(Employment(start, end), work_in, [], JANUARY) == days * 480


@given(
    st.integers(-20, 60), st.integers(1, 60), st.integers(-10, 50), st.integers(1, 20),
    st.sampled_from(["1", "0.8", "0.5", "0.333333"]),
)  # fmt: skip
def test_ranges_and_days_agree(starts, lasts, away_from, away_for, fte):
    employment = Employment(day(starts), day(starts + lasts), Decimal(fte))
    away = DateRange(day(away_from), day(away_from + away_for))

    def minutes_on(one):
        return work_in(DateRange(one, one + dt.timedelta(days=1)))

    by_days = Availability(minutes_on, (employment,), (Absence(away),)).capacity(JANUARY)
    assert employed_minutes(employment, work_in, [away], JANUARY) == by_days


def test_a_booking_takes_its_share_of_the_days_that_both_have():
    booked = DateRange(dt.date(2026, 1, 26), dt.date(2026, 3, 1))
    assert booked_minutes(Decimal("0.25"), booked, JANUARY, work_in) == 5 * 480 * Decimal("0.25")
    assert booked_minutes(Decimal(1), DateRange(day(60), day(70)), JANUARY, work_in) == 0
