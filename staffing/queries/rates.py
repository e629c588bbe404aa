"""What does an hour of this person cost on this day? Asked only when time is posted; shown nowhere."""

from django.db.models import F, Q

from staffing.models import Allocation, AllocationState, CostRate, Employment


def rate_on(*, role, person, day):
    """The rate valid on `day`: the person's own, else that of the role, else None (nothing is guessed)."""
    whose = Q(person=person, person__isnull=False) | Q(role=role, role__isnull=False)
    rows = CostRate.objects.filter(whose, days__contains=day).select_related("currency")
    return rows.order_by(F("person").asc(nulls_last=True)).first()


def rates_of_lines(lines):
    """The rate of each time-sheet line by its pk, None where none is valid: three queries for any number.

    It is the rate of the role, never of the person: his hours stand beside the posted amount, and who
    reads the ledger would divide one by the other (DOMAIN.md 5.3). The role is that of the person's
    allocation to the project on that day, else of his employment.
    """
    lines = list(lines)
    people = {line.timesheet.person_id for line in lines}
    roles = _roles(people)
    of_role = _rates({role for rows in roles.values() for _days, role in rows})
    found = {}
    for line in lines:
        person = line.timesheet.person_id
        role = _valid(roles.get((person, line.project_id), ()), line.date)
        role = role or _valid(roles.get((person, None), ()), line.date)
        found[line.pk] = _valid(of_role.get(role, ()), line.date)
    return found


def _valid(rows, day):
    return next((value for days, value in rows if day in days), None)


def _roles(people):
    """(days, role) by person and project; project None is the employment's default role."""
    found = {}
    booked = Allocation.objects.filter(
        person__in=people, state__in=[AllocationState.CONFIRMED, AllocationState.ENDED]
    ).order_by("pk")
    for person, project, days, role in booked.values_list("person_id", "project_id", "days", "role_id"):
        found.setdefault((person, project), []).append((days, role))
    for person, days, role in Employment.objects.filter(person__in=people).values_list("person_id", "days", "role_id"):
        found.setdefault((person, None), []).append((days, role))
    return found


def _rates(roles):
    """(days, rate) by role."""
    found = {}
    for rate in CostRate.objects.filter(role__in=roles).select_related("currency"):
        found.setdefault(rate.role_id, []).append((rate.days, rate))
    return found
