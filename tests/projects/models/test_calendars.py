"""What does Postgres refuse about working time?"""

import pytest
from django.db.backends.postgresql.psycopg_any import NumericRange

from projects.models import Calendar, CalendarException, CalendarInterval
from tests.factories import core
from tests.refusals import check_deferred, refused_by, sql

pytestmark = pytest.mark.django_db


def interval(calendar, lower, upper, weekday=0):
    return CalendarInterval.objects.create(calendar=calendar, weekday=weekday, minutes=NumericRange(lower, upper))


@pytest.fixture
def office():
    return core.calendar("Office")


def test_a_calendar_without_working_time_is_refused_by_has_working_time():
    with refused_by("has_working_time"):
        Calendar.objects.create(name="Nobody works")


def test_the_hours_may_follow_in_the_same_transaction():
    calendar = Calendar.objects.create(name="Mondays")
    interval(calendar, 480, 720)
    check_deferred()


@pytest.mark.parametrize("delete", ["rows", "raw"])
def test_the_last_hours_cannot_be_taken_away(office, delete):
    with refused_by("leaves_working_time"):
        if delete == "rows":
            office.intervals.all().delete()
        else:
            sql("DELETE FROM projects_calendarinterval WHERE calendar_id = %s", office.pk)


def test_hours_may_be_replaced_in_one_transaction(office):
    office.intervals.all().delete()
    interval(office, 600, 900)
    check_deferred()
    assert office.intervals.count() == 1


def test_hours_moved_to_another_calendar_still_leave_working_time(office):
    other = core.calendar("Other")
    with refused_by("leaves_working_time"):
        sql(
            "UPDATE projects_calendarinterval SET calendar_id = %s, "
            "minutes = int4range(lower(minutes) + 600, upper(minutes) + 400) WHERE calendar_id = %s",
            *(other.pk, office.pk),
        )


def test_a_calendar_that_goes_takes_its_hours_along(office):
    office.delete()
    check_deferred()
    assert not CalendarInterval.objects.exists()


def test_a_week_has_seven_days(office):
    with refused_by("interval_weekday_0_6"):
        interval(office, 480, 720, weekday=7)


@pytest.mark.parametrize(("lower", "upper"), [(-60, 60), (1380, 1500), (480, 480)])
def test_hours_lie_inside_one_day(office, lower, upper):
    with refused_by("interval_inside_day"):
        interval(office, lower, upper, weekday=6)


def test_hours_without_an_end_are_not_inside_one_day(office):
    with refused_by("interval_inside_day"):
        interval(office, 480, None, weekday=6)
    with refused_by("interval_inside_day"):
        interval(office, None, 480, weekday=6)


def test_midnight_to_midnight_is_a_day(office):
    assert interval(office, 0, 1440, weekday=6).pk


def test_hours_of_a_day_do_not_overlap(office):
    with refused_by("interval_no_overlap"):
        interval(office, 700, 760)
    interval(office, 720, 780)


def test_a_day_differs_once(office):
    CalendarException.objects.create(calendar=office, date=core.DAY, name="Founding day")
    with refused_by("exception_once"):
        CalendarException.objects.create(calendar=office, date=core.DAY, name="Holiday")
