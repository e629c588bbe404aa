"""Who holds which role, and which roles may somebody give?"""

from django.db.models import Q

from foundation.accounts.models import Person
from foundation.accounts.rights import Role
from projects.access import grants_of
from projects.models import RoleAssignment

PROJECT_ROLES = (Role.PROJECT_MANAGER, Role.SPONSOR, Role.TEAM_MEMBER, Role.STAKEHOLDER)
BY_MANAGER = (Role.TEAM_MEMBER, Role.STAKEHOLDER)


def assignable_roles(user, project):
    """The roles that the person may give and take on this project: DOMAIN.md 5.2 keeps him from lifting anybody.

    A portfolio manager names manager and sponsor too, a project manager only team and stakeholders.
    """
    held = grants_of(user).roles_on(project)
    if Role.PORTFOLIO_MANAGER in held:
        return PROJECT_ROLES
    return BY_MANAGER if Role.PROJECT_MANAGER in held else ()


def current(rows, on):
    """Those of the role assignments that hold on the day `on` or later."""
    return rows.filter(Q(days__endswith__gt=on) | Q(days__upper_inf=True))


def team_roles(project, *, on):
    """Role assignments on this very project, today or to come."""
    rows = RoleAssignment.objects.filter(project=project)
    return current(rows, on).select_related("person__user").order_by("role", "person__name")


def roles_of(person, *, on):
    """Every role of the person, whatever its scope."""
    rows = current(RoleAssignment.objects.filter(person=person), on)
    return rows.select_related("portfolio", "programme", "project").order_by("role", "pk")


def active_people():
    """People who can be made responsible for something."""
    return Person.objects.filter(archived_at=None).exclude(user__is_active=False)


def people():
    """Everybody, with the account, for the administrator's list."""
    return Person.objects.select_related("user").prefetch_related("roles")


def administrators(*, on):
    """Assignments that let somebody run the installation today."""
    rows = RoleAssignment.objects.filter(role=Role.ADMINISTRATOR, days__contains=on)
    return rows.filter(person__user__is_active=True, portfolio=None, programme=None, project=None)
