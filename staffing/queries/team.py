"""Who works on this project, in which role, for how long, and how much of it was worked?"""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Sum
from django.urls import reverse
from django.utils.translation import gettext as _

from foundation.accounts.rights import Permission
from foundation.figures import PERCENT, Figure, Source
from foundation.periods import DAY, DateRange
from projects.engine.calendar import day_start
from projects.queries.clock import work_calendars
from staffing.engine.hours import hours
from staffing.models import Allocation, AllocationState
from staffing.queries.hours import approved_lines
from staffing.queries.workforce import Workforce, plain_range

PLANNED = "share × capacity of the person on the booked days"
WORKED = "Σ approved hours of the person on the project in the booked days"
ALL_WORKED = "Σ approved minutes on the project ÷ 60"


@dataclass(frozen=True)
class Member:
    """One allocation with the hours it plans and those that were worked and approved."""

    allocation: Allocation
    planned: Figure
    worked: Figure

    @property
    def first(self):
        return self.allocation.days.lower

    @property
    def last(self):
        return self.allocation.days.upper - DAY


def team(project):
    """Every allocation of the project as a Member, people at work first: seven queries for any size."""
    rows = Allocation.objects.filter(project=project).select_related("person", "role", "created_by", "over_approved_by")
    rows = list(rows.order_by("state", "person__name", "pk"))
    rows.sort(key=lambda row: row.state in (AllocationState.ENDED, AllocationState.DECLINED))
    if not rows:
        return []
    span = DateRange(min(row.days.lower for row in rows), max(row.days.upper for row in rows))
    force = Workforce(span, {row.person_id for row in rows if row.person_id})
    calendar = work_calendars({project.calendar_id})[project.calendar_id]
    worked = _worked(project)
    return [Member(row, _planned(row, project, force, calendar), _done(row, project, worked)) for row in rows]


def team_figures(members, project):
    """The totals below the team table: planned hours of who is or was booked, and all hours worked on the project."""
    booked = [m for m in members if m.allocation.state in (AllocationState.CONFIRMED, AllocationState.ENDED)]
    parts = tuple(member.planned for member in booked)
    planned = sum((part.value for part in parts), hours(0))
    return {
        "planned": _figure(
            "staffing.planned_total", _("Planned hours of the team"), planned, "Σ of the team", parts, project
        ),
        "worked": _worked_total(project),
    }


def _worked_total(project):
    """Each approved hour once, however often its worker is booked."""
    rows = approved_lines(project).values_list("timesheet__person__name").annotate(minutes=Sum("minutes"))
    rows = list(rows.order_by("timesheet__person__name"))
    value = hours(sum(minutes for _name, minutes in rows))
    leaves = tuple(_time_leaf(name, minutes, project) for name, minutes in rows)
    return _figure("staffing.worked_total", _("Worked hours of the team"), value, ALL_WORKED, leaves, project)


def _time_leaf(label, minutes, project):
    address = reverse("staffing:project_time", args=[project.public_id])
    return Source(label, hours(minutes), unit="h", address=address, permission=Permission.TIMESHEET_APPROVE_LINES)


def _figure(key, label, value, formula, inputs, project):
    made = Figure(key=key, label=label, value=value, unit="h", formula=formula, inputs=inputs,
                  permission=Permission.ALLOCATION_VIEW)  # fmt: skip
    return made.within(str(project.public_id))


def _name(row):
    return row.person.name if row.person else row.role.name


def _planned(row, project, force, calendar):
    days = plain_range(row.days, force.span)
    if row.person_id:
        possible = force.capacity(row.person_id, days)
        label = _("Capacity of %(name)s on these days") % {"name": _name(row)}
    else:
        possible = calendar.between(day_start(days.start), day_start(days.end))
        label = _("Working time of the project's calendar on these days")
    parts = (
        Source(label=_("Share"), value=row.share, kind=PERCENT),
        Source(label=label, value=hours(possible), unit="h"),
    )
    words = _("Planned hours of %(name)s") % {"name": _name(row)}
    return _figure(f"staffing.planned:{row.public_id}", words, hours(row.share * possible), PLANNED, parts, project)


def _worked(project):
    """[(day, minutes)] by person, from one aggregate."""
    rows = approved_lines(project).values_list("timesheet__person", "date").annotate(minutes=Sum("minutes"))
    found = defaultdict(list)
    for person, day, minutes in rows.order_by("timesheet__person", "date"):
        found[person].append((day, minutes))
    return found


def _done(row, project, worked):
    minutes = sum(minutes for day, minutes in worked.get(row.person_id, ()) if day in row.days)
    parts = (_time_leaf(_("Approved time sheets"), minutes, project),)
    words = _("Worked hours of %(name)s") % {"name": _name(row)}
    return _figure(f"staffing.worked:{row.public_id}", words, hours(minutes), WORKED, parts, project)
