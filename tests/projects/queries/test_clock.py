"""The wall clock of the project and the instants of the database say the same, in both directions."""

import datetime as dt
from itertools import pairwise

import pytest
from django.db.backends.postgresql.psycopg_any import NumericRange
from hypothesis import given
from hypothesis import strategies as st

from projects.engine.calendar import DAY, day_end, day_start
from projects.models import CalendarException, CalendarInterval
from projects.queries.clock import Clock, hours_of, work_calendars
from tests.factories import core

UTC = dt.UTC
ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Auckland")
SUMMER = dt.date(2026, 3, 29)  # Berlin: 2:00 becomes 3:00
WINTER = dt.date(2026, 10, 25)  # Berlin: 3:00 becomes 2:00 again


def test_a_day_of_berlin_begins_an_hour_before_that_of_utc_and_two_in_summer():
    berlin = Clock("Europe/Berlin")
    assert berlin.from_start(dt.date(2026, 3, 2)) == dt.datetime(2026, 3, 1, 23, tzinfo=UTC)
    assert berlin.from_start(dt.date(2026, 7, 1)) == dt.datetime(2026, 6, 30, 22, tzinfo=UTC)
    assert berlin.to_end(SUMMER) - berlin.from_start(SUMMER) == dt.timedelta(hours=23)
    assert berlin.to_end(WINTER) - berlin.from_start(WINTER) == dt.timedelta(hours=25)


def test_the_end_of_a_day_is_the_beginning_of_the_next_and_still_belongs_to_it():
    clock = Clock("Europe/Berlin")
    end = clock.to_end(core.DAY)
    assert end == clock.from_start(core.DAY + dt.timedelta(days=1))
    assert clock.finish_day(end) == core.DAY
    assert clock.start_day(end) == core.DAY + dt.timedelta(days=1)


def test_a_minute_after_midnight_is_the_next_day_for_a_finish_too():
    clock = Clock("UTC")
    midnight = dt.datetime(2026, 3, 3, tzinfo=UTC)
    assert clock.finish_day(midnight) == dt.date(2026, 3, 2)
    assert clock.finish_day(midnight + dt.timedelta(minutes=1)) == dt.date(2026, 3, 3)
    assert clock.start_day(midnight - dt.timedelta(minutes=1)) == dt.date(2026, 3, 2)


def test_the_same_instant_is_another_day_on_the_other_side_of_the_world():
    noon = dt.datetime(2026, 3, 2, 12, tzinfo=UTC)
    days = {zone: Clock(zone).start_day(noon).day for zone in ZONES}
    assert days == {"UTC": 2, "Europe/Berlin": 2, "America/New_York": 2, "Asia/Kolkata": 2, "Pacific/Auckland": 3}
    walls = [Clock(zone).wall(noon) - day_start(core.DAY) for zone in ZONES]
    assert walls == [720, 780, 420, 1050, 1500]  # minutes after midnight of the second in UTC


def test_what_is_not_known_stays_not_known():
    clock = Clock("Asia/Kolkata")
    asked = (clock.wall, clock.stored, clock.start_day, clock.finish_day, clock.from_start, clock.to_end)
    assert [ask(None) for ask in asked] == [None] * 6


def test_an_hour_that_the_change_to_summer_time_skips_is_still_an_instant():
    clock = Clock("Europe/Berlin")
    skipped = clock.stored(day_start(SUMMER) + 150)  # 2:30 does not exist
    assert clock.wall(skipped) == day_start(SUMMER) + 210  # and is read as 3:30
    first = clock.stored(day_start(WINTER) + 150)  # 2:30 is there twice: the first one counts
    assert first == dt.datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


@given(st.sampled_from(ZONES), st.dates(dt.date(2000, 1, 1), dt.date(2099, 1, 1)), st.integers(6 * 60, DAY - 1))
def test_every_minute_from_six_on_comes_back_as_it_was(zone, day, minute):
    clock, wall = Clock(zone), day_start(day) + minute  # clocks change at night
    assert clock.wall(clock.stored(wall)) == wall
    assert clock.start_day(clock.stored(wall)) == clock.finish_day(clock.stored(wall)) == day
    assert clock.stored(wall) is clock.stored(wall)


@given(st.sampled_from(ZONES), st.dates(dt.date(2000, 1, 1), dt.date(2099, 1, 1)))
def test_days_begin_and_end_where_the_engine_has_them(zone, day):
    clock = Clock(zone)
    assert clock.wall(clock.from_start(day)) == day_start(day)
    assert clock.wall(clock.to_end(day)) == day_end(day)
    assert clock.start_day(clock.from_start(day)) == clock.finish_day(clock.to_end(day)) == day


# ── calendars ───────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def calendars(db):
    office, nights = core.calendar("Office"), core.calendar("Nights")
    CalendarInterval.objects.create(calendar=nights, weekday=5, minutes=NumericRange(0, 360))
    CalendarException.objects.create(calendar=office, date=core.DAY, intervals=[])
    CalendarException.objects.create(calendar=office, date=dt.date(2026, 3, 7), intervals=[[540, 600], [660, 780]])
    return office, nights


def test_the_engine_works_as_long_as_the_stored_intervals_say(calendars):
    office, nights = (work_calendars([c.pk for c in calendars])[c.pk] for c in calendars)
    days = [day_start(core.DAY + dt.timedelta(days=n)) for n in range(8)]
    assert [office.work(b) - office.work(a) for a, b in pairwise(days)] == [0, 480, 480, 480, 480, 180, 0]
    assert [nights.work(b) - nights.work(a) for a, b in pairwise(days)] == [480, 480, 480, 480, 480, 360, 0]


def test_days_off_of_one_calendar_are_not_those_of_the_other(calendars):
    office, nights = (work_calendars([c.pk for c in calendars])[c.pk] for c in calendars)
    monday = day_start(core.DAY)
    assert office.start(monday) == monday + DAY + 480
    assert nights.start(monday) == monday + 480


def test_a_day_and_a_week_are_as_long_as_in_the_calendar(calendars):
    found = work_calendars([c.pk for c in calendars])
    assert [(h.day_min, h.week_min) for h in map(hours_of, found.values())] == [(480, 2400), (480, 2760)]


def test_many_calendars_are_read_by_as_many_queries_as_one(calendars, django_assert_num_queries):
    for number in (1, 2):
        with django_assert_num_queries(2):
            work_calendars([c.pk for c in calendars][:number])
