"""How much can these people work in a span of days? Rows to the engine, read once for all of them."""

from collections import defaultdict

from foundation.periods import DAY, DateRange
from projects.engine.calendar import day_start
from projects.queries.clock import work_calendars
from staffing.engine.capacity import Employment as Employed
from staffing.engine.months import employed_minutes
from staffing.models import Absence, Employment


class Workforce:
    """Employments, absences and calendars of people (everybody when none are named) around a span."""

    def __init__(self, span, people=None):
        self.span = span
        near = {"days__overlap": (span.start, span.end)}
        if people is not None:
            near["person__in"] = people
        self.employments = list(Employment.objects.filter(**near).select_related("person", "role").order_by("pk"))
        self.absences = defaultdict(list)
        for person, days in Absence.objects.filter(**near).values_list("person_id", "days"):
            self.absences[person].append(plain_range(days, span))
        self.calendars = work_calendars({row.calendar_id for row in self.employments})
        self.of_person = defaultdict(list)
        self.of_role = defaultdict(list)
        for row in self.employments:
            self.of_person[row.person_id].append(row)
            self.of_role[row.role_id].append(row)

    def capacity(self, person_id, span):
        """Minutes that the person can give in the span."""
        return sum((self.minutes(row, span) for row in self.of_person[person_id]), 0)

    def minutes(self, employment, span):
        """Minutes that one employment gives in the span."""
        days = employment.days
        calendar = self.calendars[employment.calendar_id]
        return employed_minutes(
            Employed(days.lower or self.span.start, days.upper, employment.fte),
            lambda part: calendar.between(day_start(part.start), day_start(part.end)),
            self.absences[employment.person_id],
            span,
        )


def plain_range(days, within):
    """A range of the database as the engine takes it; open ends stop at those of `within`."""
    start = within.start if days.lower is None else days.lower
    end = max(within.end, start + DAY) if days.upper is None else days.upper
    return DateRange(start, end)
