"""Where does the wall clock of a project meet the instants of the database?

The schedule counts wall-clock minutes in the project's zone; tables hold instants in UTC. A day
that ends something (a deadline, an actual finish) is its 24:00, which is 00:00 of the next day.
"""

import datetime as dt
from zoneinfo import ZoneInfo

from projects.engine.calendar import WorkCalendar, day_end, day_start, to_datetime, to_minutes
from projects.engine.plan_text import Hours
from projects.models import CalendarException, CalendarInterval


class Clock:
    """Both directions for one zone, remembered, because a plan has few different instants."""

    def __init__(self, zone):
        self.zone = ZoneInfo(zone)
        self._stored = {}

    def wall(self, moment):
        """The engine's minutes of an instant of the database; None stays None."""
        return None if moment is None else to_minutes(moment.astimezone(self.zone).replace(tzinfo=None))

    def stored(self, minutes):
        """The instant that the database keeps for the engine's minutes; None stays None."""
        if minutes is None:
            return None
        if minutes not in self._stored:
            local = to_datetime(minutes).replace(tzinfo=self.zone)
            self._stored[minutes] = local.astimezone(dt.UTC)
        return self._stored[minutes]

    def start_day(self, moment):
        """The day on which something that starts at this instant starts."""
        return None if moment is None else moment.astimezone(self.zone).date()

    def finish_day(self, moment):
        """The day whose end (or inside) this instant is: midnight belongs to the day before."""
        return None if moment is None else (moment.astimezone(self.zone) - dt.timedelta(minutes=1)).date()

    def from_start(self, day):
        """The instant at which the day begins."""
        return None if day is None else self.stored(day_start(day))

    def to_end(self, day):
        """The instant at which the day ends."""
        return None if day is None else self.stored(day_end(day))


def work_calendars(ids):
    """The engine's calendar for each of these calendar ids: two queries."""
    week = {pk: [[] for _ in range(7)] for pk in ids}
    off = {pk: {} for pk in ids}
    for pk, weekday, minutes in CalendarInterval.objects.filter(calendar__in=ids).values_list(
        "calendar_id", "weekday", "minutes"
    ):
        week[pk][weekday].append((minutes.lower, minutes.upper))
    for pk, day, intervals in CalendarException.objects.filter(calendar__in=ids).values_list(
        "calendar_id", "date", "intervals"
    ):
        off[pk][day] = [tuple(span) for span in intervals]
    return {pk: WorkCalendar(week[pk], off[pk]) for pk in ids}


def hours_of(calendar):
    """How long a day and a week are in this calendar of the engine."""
    return Hours(calendar.day_min, sum(b - a for day in calendar.week for a, b in day))
