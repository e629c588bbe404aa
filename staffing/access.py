"""Which people, and whose time, are within reach of a person's right?

A right that is held for the whole organisation reaches everybody; held for a project or portfolio
it reaches the people who are allocated there.
"""

from django.db.models import Exists, OuterRef

from foundation.accounts.models import Person
from foundation.accounts.rights import RIGHTS, Role
from projects.access import grants_of, visible_to
from staffing.models import Allocation, AllocationState, Timesheet, TimesheetLine


def everywhere(user, permission):
    """Does the person hold the right for the whole organisation?"""
    return any(permission in RIGHTS[Role(name)] for name in grants_of(user).organisation)


def people_in_reach(user, permission):
    """The people to whom the right reaches."""
    people = Person.objects.filter(archived_at__isnull=True)
    if everywhere(user, permission):
        return people
    booked = Allocation.objects.filter(
        project__in=visible_to(user, permission), state__in=[AllocationState.TENTATIVE, AllocationState.CONFIRMED]
    )
    return people.filter(pk__in=booked.values("person"))


def sheets_in_reach(user, permission):
    """Time sheets of which no line belongs to a project out of reach; an empty one only with the right everywhere."""
    sheets = Timesheet.objects.all()
    if everywhere(user, permission):
        return sheets
    lines = TimesheetLine.objects.filter(timesheet=OuterRef("pk"))
    hidden = lines.exclude(project__in=visible_to(user, permission))
    return sheets.filter(Exists(lines), ~Exists(hidden))
