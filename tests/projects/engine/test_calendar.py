"""Working time: what W, start, finish and add promise, and where dates come from."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from projects.engine.calendar import (
    CLOCK,
    DAY,
    CalendarError,
    WorkCalendar,
    day_end,
    day_start,
    five_day_week,
    to_datetime,
    to_minutes,
)

NINE_TO_FIVE = five_day_week([(540, 1020)])


def at(text):
    return to_minutes(datetime.fromisoformat(text))


def text(instant):
    return to_datetime(instant).isoformat(" ", "minutes")


def test_the_first_of_january_of_the_year_one_is_a_monday_and_instant_zero():
    assert to_minutes(datetime(1, 1, 1)) == 0
    assert datetime(1, 1, 1).weekday() == 0


def test_a_date_survives_the_way_there_and_back():
    moment = datetime(2024, 2, 29, 17, 45)
    assert to_datetime(to_minutes(moment)) == moment


def test_a_zoned_datetime_is_refused_since_schedules_are_wall_clock():
    with pytest.raises(CalendarError) as refusal:
        to_minutes(datetime(2024, 1, 1, tzinfo=UTC))
    assert refusal.value.code == "zone"


def test_a_day_ends_where_the_next_one_starts():
    assert day_end(date(2024, 2, 28)) == day_start(date(2024, 2, 29))
    assert day_end(date(2024, 2, 28)) - day_start(date(2024, 2, 28)) == DAY


def test_friday_afternoon_plus_two_hours_is_monday_morning():
    assert text(NINE_TO_FIVE.add(at("2024-03-01 16:00"), 120)) == "2024-03-04 10:00"


def test_work_that_fills_the_day_ends_that_evening_not_the_next_morning():
    assert text(NINE_TO_FIVE.add(at("2024-03-01 09:00"), 480)) == "2024-03-01 17:00"


def test_going_back_lands_on_the_latest_instant_which_is_a_start_of_work():
    assert text(NINE_TO_FIVE.add(at("2024-03-04 10:00"), -60)) == "2024-03-04 09:00"
    assert text(NINE_TO_FIVE.add(at("2024-03-04 10:00"), -120)) == "2024-03-01 16:00"


def test_adding_nothing_moves_nothing_even_at_the_weekend():
    assert NINE_TO_FIVE.add(at("2024-03-02 12:00"), 0) == at("2024-03-02 12:00")


@pytest.mark.parametrize(
    ("moment", "starts", "finishes"),
    [
        ("2024-03-01 12:00", "2024-03-01 12:00", "2024-03-01 12:00"),
        ("2024-03-01 17:00", "2024-03-04 09:00", "2024-03-01 17:00"),
        ("2024-03-02 12:00", "2024-03-04 09:00", "2024-03-01 17:00"),
        ("2024-03-04 09:00", "2024-03-04 09:00", "2024-03-01 17:00"),
        ("2024-03-04 08:59", "2024-03-04 09:00", "2024-03-01 17:00"),
    ],
)
def test_starts_jump_forward_over_time_off_and_finishes_jump_back(moment, starts, finishes):
    assert text(NINE_TO_FIVE.start(at(moment))) == starts
    assert text(NINE_TO_FIVE.finish(at(moment))) == finishes


def test_a_lunch_break_is_not_worked():
    office = five_day_week()
    assert text(office.add(at("2024-03-01 12:00"), 120)) == "2024-03-01 15:00"
    assert office.between(at("2024-03-01 09:00"), at("2024-03-01 18:00")) == 480


def test_a_holiday_is_skipped_and_a_worked_saturday_is_used():
    calendar = WorkCalendar(
        [[(540, 1020)]] * 5 + [[], []],
        {date(2024, 3, 4): [], date(2024, 3, 2): [(600, 660)]},
    )
    assert text(calendar.add(at("2024-03-01 17:00"), 60)) == "2024-03-02 11:00"
    assert text(calendar.add(at("2024-03-01 17:00"), 61)) == "2024-03-05 09:01"


def test_a_night_shift_over_midnight_is_one_stretch_of_work():
    nights = WorkCalendar([[(0, 360), (1320, 1440)]] * 7)
    assert text(nights.add(at("2024-03-01 22:00"), 480)) == "2024-03-02 06:00"
    assert nights.finish(at("2024-03-02 00:00")) == at("2024-03-02 00:00")
    assert nights.start(at("2024-03-02 00:00")) == at("2024-03-02 00:00")


def test_the_leap_day_is_a_working_day_like_another():
    assert NINE_TO_FIVE.between(day_start(date(2024, 2, 28)), day_start(date(2024, 3, 1))) == 960
    assert NINE_TO_FIVE.between(day_start(date(2023, 2, 28)), day_start(date(2023, 3, 1))) == 480


def test_the_night_when_clocks_change_has_no_missing_hour_on_the_wall_clock():
    around = WorkCalendar([[(0, DAY)]] * 7)
    assert around.between(at("2024-03-31 00:00"), at("2024-04-01 00:00")) == DAY
    assert CLOCK.between(at("2024-10-27 00:00"), at("2024-10-28 00:00")) == DAY


def test_work_is_the_same_number_after_the_calendar_had_to_look_further():
    calendar = five_day_week()
    monday = at("2024-03-04 09:00")
    before = calendar.work(monday)
    calendar.add(monday, 480 * 260 * 30)
    calendar.add(monday, -480 * 260 * 30)
    assert calendar.work(monday) == before
    assert calendar.earliest(before + 1) == monday + 1


def test_ten_years_of_work_reach_far_beyond_the_first_horizon():
    finish = NINE_TO_FIVE.add(at("2024-01-01 09:00"), 480 * 5 * 52 * 10)
    assert text(finish) == "2033-12-16 17:00"


def test_a_closure_of_four_years_is_jumped_over():
    days = [date.fromordinal(date(2022, 1, 1).toordinal() + n) for n in range(1461)]
    closed = five_day_week([(540, 1020)], days)
    assert text(closed.start(at("2024-01-10 12:00"))) == "2026-01-01 09:00"
    assert text(closed.finish(at("2024-01-10 12:00"))) == "2021-12-31 17:00"


@pytest.mark.parametrize("calendar", [NINE_TO_FIVE, CLOCK, WorkCalendar([[(0, DAY)]] * 7)])
def test_a_duration_beyond_all_reason_is_refused_not_computed_for_hours(calendar):
    with pytest.raises(CalendarError) as refusal:
        calendar.add(at("2024-01-01 09:00"), 10**9)
    assert refusal.value.code == "range"


@pytest.mark.parametrize("year", [1, 1899, 2201, 9999])
def test_a_mistyped_century_is_refused(year):
    with pytest.raises(CalendarError) as refusal:
        five_day_week().start(to_minutes(datetime(year, 1, 1)))
    assert refusal.value.code == "range"


@pytest.mark.parametrize(
    ("week", "code"),
    [
        ([[]] * 7, "no_working_time"),
        ([[(540, 1020)]] * 5, "week"),
        ([[(540, 540)]] * 7, "interval"),
        ([[(600, 540)]] * 7, "interval"),
        ([[(-1, 540)]] * 7, "interval"),
        ([[(540, 1441)]] * 7, "interval"),
        ([[(540, 720), (700, 800)]] * 7, "interval"),
    ],
)
def test_a_week_that_cannot_be_worked_is_refused(week, code):
    with pytest.raises(CalendarError) as refusal:
        WorkCalendar(week)
    assert refusal.value.code == code


def test_an_exception_is_checked_like_a_day_of_the_week():
    with pytest.raises(CalendarError):
        WorkCalendar([[(540, 1020)]] * 7, {date(2024, 1, 1): [(5, 4)]})


def test_intervals_may_come_in_any_order_and_touching_ones_are_joined():
    assert WorkCalendar([[(720, 1020), (540, 720)]] * 7).week[0] == ((540, 1020),)


def test_the_usual_working_day_is_the_commonest_one():
    short_friday = WorkCalendar([[(540, 1020)]] * 4 + [[(540, 780)], [], []])
    assert short_friday.day_min == 480
    assert CLOCK.day_min == DAY


def test_before_any_question_the_inverse_has_no_meaning():
    with pytest.raises(CalendarError) as refusal:
        five_day_week().earliest(5)
    assert refusal.value.code == "unasked"


def test_a_minute_of_work_begins_inside_working_time_only():
    assert NINE_TO_FIVE.is_working(at("2024-03-01 09:00"))
    assert not NINE_TO_FIVE.is_working(at("2024-03-01 17:00"))


# Properties over odd calendars: nights, breaks, holidays, worked weekends.

DAYS = st.lists(st.integers(0, 24), min_size=2, max_size=6, unique=True).map(
    lambda cuts: [(a * 60, b * 60) for a, b in zip(sorted(cuts)[::2], sorted(cuts)[1::2], strict=False)]
)
OFF = st.just([])
CALENDARS = st.builds(
    WorkCalendar,
    st.lists(st.one_of(DAYS, OFF), min_size=7, max_size=7).filter(any),
    st.dictionaries(st.dates(date(2024, 1, 1), date(2024, 2, 1)), st.one_of(OFF, DAYS), max_size=6),
)
INSTANTS = st.integers(at("2023-12-20 00:00"), at("2024-02-10 00:00"))


@settings(max_examples=150, deadline=None)
@given(CALENDARS, INSTANTS, st.integers(-5000, 5000))
def test_start_and_finish_enclose_the_instant_and_hold_the_same_work(calendar, t, amount):
    starts, finishes = calendar.start(t), calendar.finish(t)
    assert finishes <= t <= starts
    assert calendar.work(finishes) == calendar.work(t) == calendar.work(starts)
    assert calendar.work(starts + 1) == calendar.work(t) + 1
    assert calendar.work(finishes - 1) == calendar.work(t) - 1
    moved = calendar.add(t, amount)
    assert calendar.between(t, moved) == amount
    if amount > 0:
        assert calendar.finish(moved) == moved
    elif amount < 0:
        assert calendar.start(moved) == moved


@settings(max_examples=60, deadline=None)
@given(CALENDARS, INSTANTS, st.integers(0, 3000))
def test_the_work_between_two_instants_is_what_a_minute_by_minute_count_says(calendar, t, span):
    counted = sum(_works(calendar, minute) for minute in range(t, t + span))
    assert calendar.between(t, t + span) == counted
    assert calendar.between(t + span, t) == -counted


def _works(calendar, minute):
    day, clock = divmod(minute, DAY)
    intervals = calendar.exceptions.get(day, calendar.week[day % 7])
    return any(a <= clock < b for a, b in intervals)
