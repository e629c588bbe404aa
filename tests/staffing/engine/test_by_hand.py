"""Load, trouble and capacity once more, counted day by day and minute by minute without our sums."""

import datetime as dt
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.periods import DateRange
from staffing.engine.capacity import (
    Absence,
    Assigned,
    Availability,
    Booking,
    DayLoad,
    Employment,
    day_load,
    loads,
    overloads,
    peak_share,
    utilisation,
)
from staffing.engine.hours import hours, hours_text, minutes_of
from staffing.engine.months import booked_minutes, employed_minutes

D = Decimal
MONDAY = dt.date(2026, 3, 2)
FOUR_WEEKS = DateRange(MONDAY, MONDAY + dt.timedelta(28))
shares = st.integers(1, 20).map(lambda n: D(n) / 20)


def eight_hours(day):
    return 480 if day.isoweekday() <= 5 else 0


def day(number):
    return MONDAY + dt.timedelta(number)


ranges = st.builds(
    lambda start, length: DateRange(day(start), day(start + length)), st.integers(-9, 30), st.integers(1, 15)
)
bookings = st.lists(st.builds(Booking, st.sampled_from("abc"), ranges, shares), max_size=5)
absences = st.lists(st.builds(Absence, ranges, shares), max_size=3)
works = st.lists(st.builds(Assigned, st.just("t"), st.integers(-3, 30).map(day), st.integers(1, 600)), max_size=6)
jobs = st.lists(st.builds(Employment, st.integers(-9, 20).map(day), st.none(), shares), min_size=1, max_size=2)


@given(jobs, absences, bookings, works)
def test_every_day_is_what_adding_it_up_by_hand_gives(employed, away, booked, planned):
    person = Availability(eight_hours, tuple(employed), tuple(away))
    for row in loads(FOUR_WEEKS, person, booked, planned):
        office = eight_hours(row.day)
        missing = min(Fraction(1), sum(Fraction(a.share) for a in away if a.days.start <= row.day < a.days.end))
        hired = sum(Fraction(e.fte) for e in employed if e.start <= row.day)
        possible = office * (1 - missing) * hired
        share = sum(Fraction(b.share) for b in booked if b.days.start <= row.day < b.days.end)
        minutes = sum(work.minutes for work in planned if work.day == row.day)
        assert (Fraction(row.capacity), Fraction(row.load)) == (possible, share * possible + minutes)
        if possible == 0:
            assert row.reason == ("unavailable" if minutes or (share and office) else None)
            assert row.utilisation.reason == "no_capacity"
        else:
            assert row.reason == ("over_allocated" if share * possible + minutes > possible else None)
            assert row.utilisation.value is not None


@given(st.lists(st.sampled_from(["idle", "fine", "over_allocated", "unavailable"]), max_size=25))
def test_troubles_are_runs_that_only_idle_days_may_interrupt(kinds):
    made = {"idle": (0, 0, None), "fine": (480, 100, None), "over_allocated": (480, 500, "over_allocated"),
            "unavailable": (0, 30, "unavailable")}  # fmt: skip
    rows = [DayLoad(day(no), D(made[k][0]), D(made[k][1]), made[k][2]) for no, k in enumerate(kinds)]
    expected, between = [], []
    for no, kind in enumerate(kinds):
        if kind in ("idle", "fine"):
            between.append(kind)
            continue
        joined = expected and expected[-1][0] == kind and "fine" not in between
        if joined:
            expected[-1][2] = no
            expected[-1][3] += made[kind][1] - made[kind][0]
        else:
            expected.append([kind, no, no, made[kind][1] - made[kind][0]])
        between = []
    found = [[o.reason, (o.days.start - MONDAY).days, (o.days.last - MONDAY).days, o.excess] for o in overloads(rows)]
    assert found == expected


@given(bookings)
def test_the_peak_is_the_worst_day_and_names_who_stands_on_it(booked):
    found = peak_share(booked, FOUR_WEEKS)
    by_day = {one: [b for b in booked if one in b.days] for one in FOUR_WEEKS}
    worst = max(sum((b.share for b in there), D(0)) for there in by_day.values())
    assert found.share == worst
    assert found.free == max(D(0), 1 - worst)
    assert found.too_much == (worst > 1)
    if worst:
        first = next(one for one, there in by_day.items() if sum(b.share for b in there) == worst)
        assert found.days.start == first
        assert list(found.keys) == [b.key for b in booked if first in b.days]
    else:
        assert (found.days, found.keys) == (None, ())


@given(ranges, shares, ranges)
def test_a_booking_of_a_range_takes_its_days_and_no_others(booked, share, span):
    def capacity_in(days):
        return D(sum(eight_hours(one) for one in days))

    by_hand = share * sum(eight_hours(one) for one in booked if one in span)
    assert booked_minutes(share, booked, span, capacity_in) == by_hand


@given(st.integers(-9, 20), st.one_of(st.none(), st.integers(21, 40)), shares)
def test_an_employment_gives_its_days_less_those_away(start, end, fte):
    employment = Employment(day(start), None if end is None else day(end), fte)
    away = [DateRange(day(1), day(3)), DateRange(day(12), day(20))]

    def work_in(days):
        return sum(eight_hours(one) for one in days)

    by_hand = sum(
        eight_hours(one) for one in FOUR_WEEKS
        if day(start) <= one and (end is None or one < day(end)) and not any(one in days for days in away)
    )  # fmt: skip
    assert employed_minutes(employment, work_in, away, FOUR_WEEKS) == by_hand * fte


def test_an_assignment_of_no_minutes_is_no_trouble_on_a_day_away():
    person = Availability(eight_hours, (Employment(MONDAY, None),), (Absence(FOUR_WEEKS),))
    assert day_load(MONDAY, person, assigned=[Assigned("t", MONDAY, 0)]).reason is None
    assert day_load(day(5), person, [Booking("a", FOUR_WEEKS, D(1))]).reason is None


@pytest.mark.parametrize(("load", "capacity", "expected"), [(0, 480, "0"), (600, 480, "1.25"), (1, 3, "0.333333333")])
def test_utilisation_may_pass_one_and_is_not_rounded(load, capacity, expected):
    assert str(utilisation(load, capacity).value).startswith(expected)


@given(st.integers(0, 1440), st.sampled_from([".", ","]))
def test_hours_that_are_written_as_a_decimal_come_back_to_the_minute(minutes, mark):
    typed = f"{D(minutes) / 60:.4f}".replace(".", mark)
    assert minutes_of(typed) == minutes
    assert minutes_of(f" {minutes // 60:02d}:{minutes % 60:02d} ") == minutes
    assert abs(hours(minutes) * 60 - minutes) <= D("0.3")
    assert hours_text(minutes) == ("" if not minutes else f"{minutes // 60}:{minutes % 60:02d}")
