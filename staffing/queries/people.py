"""Who works here, in which role, at which rate, and who is away?"""

from django.db.models import OuterRef, Prefetch, Q, Subquery

from foundation.accounts.models import Person
from foundation.accounts.rights import Permission
from projects.access import visible_to
from staffing.access import people_in_reach
from staffing.models import Absence, Allocation, CostRate, Employment, ProjectRole


def people(day):
    """Everybody, with the employment of the day: role, share of a full week, calendar, days."""
    today = Employment.objects.filter(person=OuterRef("pk"), days__contains=day)
    return Person.objects.filter(archived_at__isnull=True).annotate(
        role_name=Subquery(today.values("role__name")[:1]),
        fte=Subquery(today.values("fte")[:1]),
        calendar_name=Subquery(today.values("calendar__name")[:1]),
        employed=Subquery(today.values("days")[:1]),
    )


def employed_people():
    """Those who can be asked for: everybody with an employment."""
    return Person.objects.filter(archived_at__isnull=True, employments__isnull=False).distinct().order_by("name")


def allocations_of(person, user):
    """The person's allocations on projects that the reader may see, latest first."""
    rows = Allocation.objects.filter(person=person, project__in=visible_to(user, Permission.ALLOCATION_VIEW))
    return rows.select_related("project", "role").order_by("-days", "pk")


def own_allocations(user):
    """Where the signed-in person is or will be booked."""
    rows = Allocation.objects.filter(person__user=user).exclude(state__in=["declined", "requested"])
    return rows.select_related("project", "role").order_by("-days", "pk")


def role_rates():
    """Roles with their own rates, latest first; never one of a person."""
    rates = CostRate.objects.filter(role__isnull=False).select_related("currency").order_by("-days")
    return ProjectRole.objects.prefetch_related(Prefetch("rates", queryset=rates))


def person_rates():
    """Rates of persons, for who holds the right to them alone."""
    return CostRate.objects.filter(person__isnull=False).select_related("person", "currency").order_by(
        "person__name", "-days"
    )  # fmt: skip


def absences(user, *, since):
    """(absence, may the reader know why) of the people in reach, from `since` on."""
    seen = people_in_reach(user, Permission.ABSENCE_VIEW).values("pk")
    known = set(people_in_reach(user, Permission.ABSENCE_EDIT).values_list("pk", flat=True))
    rows = Absence.objects.filter(person__in=seen, days__endswith__gt=since).select_related("person")
    return [(row, row.person_id in known) for row in rows.order_by("days", "person__name")]


def own_absences(user, *, since):
    """The signed-in person's absences from `since` on."""
    return Absence.objects.filter(person__user=user, days__endswith__gt=since).order_by("days")


def unfilled(user):
    """Requests that wait for a person or an answer, on projects that the reader may see, first start first."""
    rows = Allocation.objects.filter(
        Q(state="requested") | Q(state="tentative"), project__in=visible_to(user, Permission.ALLOCATION_VIEW)
    )
    return rows.select_related("project", "role", "person").order_by("days", "pk")


def employments_of(person):
    """The person's employments, latest first."""
    return person.employments.select_related("role", "calendar").order_by("-days")
