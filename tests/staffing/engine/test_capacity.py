"""Capacity, load and the 100 % rule."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.periods import DateRange, month_of, through
from foundation.ratios import Ratio
from staffing.engine.capacity import (
    Absence,
    Assigned,
    Availability,
    Booking,
    Employment,
    day_load,
    loads,
    overloads,
    peak_share,
    utilisation,
)

D = Decimal
MAY, JUNE, JULY = (month_of(date(2026, month, 1)) for month in (5, 6, 7))
SUMMER = DateRange(MAY.start, JULY.end)
MONDAY = date(2026, 5, 4)
WEEK = through(MONDAY, MONDAY + timedelta(days=6))


def eight_hours(day):
    return 480 if day.weekday() < 5 else 0


def person(*absences, fte="1", start=date(2020, 1, 1), end=None):
    return Availability(eight_hours, (Employment(start, end, D(fte)),), absences)


def booked(key, days, share):
    return Booking(key, days, D(share))


def test_a_week_of_eight_hours_is_2400_minutes():
    assert person().capacity(WEEK) == 2400


def test_part_time_shares_the_day():
    assert person(fte="0.8").capacity(WEEK) == 1920


def test_an_absence_takes_its_days():
    away = Absence(through(MONDAY, MONDAY + timedelta(days=1)))
    assert person(away).capacity(WEEK) == 1440


def test_half_a_day_off_takes_half_a_day():
    assert person(Absence(through(MONDAY, MONDAY), D("0.5")), fte="0.8").capacity_on(MONDAY) == 192


def test_two_absences_on_a_day_take_the_day_once():
    day = through(MONDAY, MONDAY)
    assert person(Absence(day), Absence(day, D("0.5"))).capacity_on(MONDAY) == 0


def test_nobody_works_before_he_is_employed_or_after():
    short = person(start=MONDAY + timedelta(days=1), end=MONDAY + timedelta(days=3))
    assert short.capacity(WEEK) == 960


def test_a_change_of_hours_starts_on_its_day():
    both = Availability(
        eight_hours,
        (
            Employment(date(2020, 1, 1), MONDAY + timedelta(days=2), D("0.5")),
            Employment(MONDAY + timedelta(days=2), None),
        ),
    )
    assert both.capacity(WEEK) == 2 * 240 + 3 * 480


@pytest.mark.parametrize("fte", ["0", "1.1", "-1"])
def test_an_employment_of_an_impossible_share_is_refused(fte):
    with pytest.raises(ValueError, match="employment"):
        person(fte=fte)


def test_other_impossible_input_is_refused():
    with pytest.raises(ValueError, match="ends"):
        Employment(MONDAY, MONDAY)
    with pytest.raises(ValueError, match="absence"):
        Absence(WEEK, D(0))
    with pytest.raises(ValueError, match="share"):
        booked("a", WEEK, "1.01")
    with pytest.raises(TypeError):
        Booking("a", WEEK, 0.5)


def test_utilisation_is_load_over_capacity():
    assert utilisation(1200, 2400) == Ratio(D("0.5"))


def test_without_capacity_there_is_no_utilisation():
    assert utilisation(0, 0) == Ratio(None, "no_capacity")


def test_bookings_load_their_share_and_assignments_their_minutes():
    row = day_load(MONDAY, person(), [booked("a", MAY, "0.5")], [Assigned("t", MONDAY, 200)])
    assert (row.load, row.reason, row.utilisation.value) == (440, None, D(440) / 480)


def test_more_than_the_day_holds_is_too_much():
    row = day_load(MONDAY, person(), [booked("a", MAY, "0.6"), booked("b", MAY, "0.5")])
    assert (row.load, row.reason) == (528, "over_allocated")


def test_exactly_full_is_not_too_much():
    row = day_load(MONDAY, person(), [booked("a", MAY, "0.6"), booked("b", MAY, "0.4")])
    assert row.reason is None


def test_a_booking_over_a_holiday_trip_is_named():
    row = day_load(MONDAY, person(Absence(WEEK)), [booked("a", MAY, "0.2")])
    assert (row.capacity, row.reason) == (0, "unavailable")
    assert row.utilisation.reason == "no_capacity"


def test_a_booking_runs_through_the_weekend_without_trouble():
    saturday = MONDAY + timedelta(days=5)
    assert day_load(saturday, person(), [booked("a", MAY, "1")]).reason is None
    assert day_load(saturday, person(), assigned=[Assigned("t", saturday, 60)]).reason == "unavailable"


def test_days_in_a_row_are_one_trouble_even_across_a_weekend():
    fortnight = DateRange(MONDAY, MONDAY + timedelta(days=14))
    rows = loads(fortnight, person(), [booked("a", MAY, "0.6"), booked("b", MAY, "0.5")])
    (found,) = overloads(rows)
    assert found.days == DateRange(MONDAY, MONDAY + timedelta(days=12))
    assert (found.reason, found.excess) == ("over_allocated", 480)


def test_troubles_of_different_kinds_or_with_a_good_day_between_stay_apart():
    wednesday = MONDAY + timedelta(days=2)
    busy = [Assigned(str(n), MONDAY + timedelta(days=n), 500) for n in (0, 2, 3)]
    rows = loads(WEEK, person(Absence(through(wednesday, wednesday))), assigned=busy)
    assert [(o.days.start.day, o.days.days, o.reason) for o in overloads(rows)] == [
        (4, 1, "over_allocated"),
        (6, 1, "unavailable"),
        (7, 1, "over_allocated"),
    ]
    assert overloads(loads(WEEK, person())) == ()


def test_overlapping_bookings_add_up_where_they_overlap():
    found = peak_share(
        [booked("a", DateRange(MAY.start, JUNE.end), "0.6"), booked("b", DateRange(JUNE.start, JULY.end), "0.5")],
        SUMMER,
    )
    assert (found.share, found.days, found.keys) == (D("1.1"), JUNE, ("a", "b"))
    assert found.too_much
    assert found.free == 0


def test_bookings_that_touch_do_not_overlap():
    found = peak_share([booked("a", MAY, "1"), booked("b", JUNE, "1")], SUMMER)
    assert (found.share, found.too_much) == (1, False)


def test_one_day_in_common_is_enough():
    found = peak_share([booked("a", MAY, "1"), booked("b", DateRange(MAY.last, JUNE.end), "0.01")], SUMMER)
    assert found.days == through(MAY.last, MAY.last)
    assert found.too_much


def test_only_the_asked_days_count():
    rows = [booked("a", MAY, "1"), booked("b", MAY, "0.5"), booked("c", JUNE, "0.25")]
    found = peak_share(rows, JUNE)
    assert (found.share, found.free, found.keys) == (D("0.25"), D("0.75"), ("c",))


def test_nothing_booked_leaves_everything_free():
    found = peak_share([], MAY)
    assert (found.share, found.days, found.free, found.too_much) == (0, None, 1, False)


rows = st.lists(
    st.builds(
        lambda start, length, percent: Booking(
            "x",
            DateRange(MAY.start + timedelta(days=start), MAY.start + timedelta(days=start + length)),
            D(percent) / 100,
        ),
        st.integers(-20, 90),
        st.integers(1, 40),
        st.integers(1, 100),
    ),
    max_size=12,
)


@given(rows)
def test_the_sweep_finds_what_counting_day_by_day_finds(bookings):
    by_day = {day: sum(b.share for b in bookings if day in b.days) for day in SUMMER}
    found = peak_share(bookings, SUMMER)
    assert found.share == max(by_day.values())
    if found.days:
        assert all(by_day[day] == found.share for day in found.days)


@given(rows, st.integers(1, 100))
def test_capacity_is_never_negative_and_adds_up(bookings, percent):
    someone = person(*(Absence(b.days, b.share) for b in bookings), fte=str(D(percent) / 100))
    months = [someone.capacity(month) for month in (MAY, JUNE, JULY)]
    assert min(months) >= 0
    assert sum(months) == someone.capacity(SUMMER)
