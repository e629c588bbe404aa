"""Where do people suffice, and where not: capacity against demand by role and month?

Capacity is that of everybody employed in the role. Demand is what the allocations ask for (requested,
tentative and confirmed) of the projects that the reader may see: nobody learns of a hidden one.
"""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from foundation.accounts.rights import Permission
from foundation.figures import Figure, Source
from foundation.periods import DateRange, add_months, month_of, months
from projects.access import visible_to
from projects.engine.calendar import day_start
from projects.queries.clock import work_calendars
from staffing.engine.hours import hours
from staffing.engine.months import booked_minutes
from staffing.models import Allocation, AllocationState, ProjectRole
from staffing.queries.workforce import Workforce, plain_range

ASKED = (AllocationState.REQUESTED, AllocationState.TENTATIVE, AllocationState.CONFIRMED)
PEOPLE = Permission.PEOPLE_VIEW  # the page of a person
FORMULAS = {
    "capacity": "Σ (calendar − absence) × full-time equivalent of everybody employed in the role",
    "demand": "Σ share × capacity of the person (or of the project's calendar, before a person is named)",
    "free": "capacity − demand",
}


@dataclass(frozen=True)
class RoleRow:
    """One role: its capacity, demand and what is left, a Figure for each month."""

    role: ProjectRole
    capacity: tuple
    demand: tuple
    free: tuple


class Staffing:
    """Capacity and demand of a span of whole months, as one person may see them: nine queries."""

    def __init__(self, user, first, count):
        self.span = DateRange(month_of(first).start, add_months(first, count))
        self.months = months(self.span)
        self.workforce = Workforce(self.span)
        self.allocations = list(
            Allocation.objects.filter(
                project__in=visible_to(user, Permission.ALLOCATION_VIEW),
                state__in=ASKED,
                days__overlap=(self.span.start, self.span.end),
            )
            .select_related("project", "role", "person")
            .order_by("project__code", "pk")
        )
        self.calendars = work_calendars({row.project.calendar_id for row in self.allocations})

    def rows(self):
        """A RoleRow for each role that somebody has or that is asked for."""
        known = set(self.workforce.of_role) | {row.role_id for row in self.allocations}
        roles = ProjectRole.objects.filter(pk__in=known)
        return [
            RoleRow(role, *(tuple(self.figure(what, role, month) for month in self.months) for what in FORMULAS))
            for role in roles
        ]

    def figure(self, what, role, month):
        """`staffing.<what>:<role>:<yyyy-mm>` with its inputs."""
        inputs, minutes = getattr(self, f"_{what}")(role, month)
        return Figure(
            key=f"staffing.{what}:{role.public_id}:{month.start:%Y-%m}",
            label=f"{_LABELS[what]()}: {role.name}, {date_format(month.start, 'F Y')}",
            value=hours(minutes),
            unit="h",
            formula=FORMULAS[what],
            inputs=tuple(inputs),
            permission=Permission.ALLOCATION_VIEW,
        )

    def _capacity(self, role, month):
        found = [(row, self.workforce.minutes(row, month)) for row in self.workforce.of_role[role.pk]]
        inputs = [_leaf(row.person.name, minutes, _person_address(row.person), PEOPLE) for row, minutes in found]
        return inputs, sum((minutes for _row, minutes in found), 0)

    def _demand(self, role, month):
        found = [(row, self.asked(row, month)) for row in self.allocations if row.role_id == role.pk]
        inputs = [_leaf(_named(row), minutes, _team_address(row.project)) for row, minutes in found if minutes]
        return inputs, sum((minutes for _row, minutes in found), 0)

    def _free(self, role, month):
        inputs = [self.figure(what, role, month) for what in ("capacity", "demand")]
        _leaves, capacity = self._capacity(role, month)
        _leaves, demand = self._demand(role, month)
        return inputs, capacity - demand

    def asked(self, allocation, month):
        """Minutes that an allocation takes in the month."""
        days = plain_range(allocation.days, self.span)
        return booked_minutes(allocation.share, days, month, lambda part: self._minutes(allocation, part))

    def _minutes(self, allocation, part):
        if allocation.person_id:
            return self.workforce.capacity(allocation.person_id, part)
        calendar = self.calendars[allocation.project.calendar_id]
        return calendar.between(day_start(part.start), day_start(part.end))


_LABELS = {"capacity": lambda: _("Capacity"), "demand": lambda: _("Demand"), "free": lambda: _("Free")}


def _leaf(label, minutes, address, permission=None):
    return Source(label=label, value=hours(minutes), unit="h", address=address, permission=permission)


def _named(row):
    who = row.person.name if row.person else _("nobody yet")
    return f"{row.project.code}: {who}, {row.get_state_display()}"


def _person_address(person):
    return reverse("staffing:person_open", args=[person.public_id])


def _team_address(project):
    return reverse("staffing:team", args=[project.public_id])
