"""What does an hour of this person cost on this day? Asked only when time is posted; shown nowhere."""

from django.db.models import F, Q

from staffing.models import Allocation, AllocationState, CostRate, Employment


def rate_on(*, role, person, day):
    """The rate valid on `day`: the person's own, else that of the role, else None (nothing is guessed)."""
    whose = Q(person=person, person__isnull=False) | Q(role=role, role__isnull=False)
    rows = CostRate.objects.filter(whose, days__contains=day).select_related("currency")
    return rows.order_by(F("person").asc(nulls_last=True)).first()


def rates_of_lines(lines):
    """The rate of each time-sheet line by its pk, None where none is valid: four queries for any number.

    The role is that of the person's allocation to the project on that day, else of his employment.
    """
    lines = list(lines)
    people = {line.timesheet.person_id for line in lines}
    roles = _roles(people)
    own, of_role = _rates(people, {role for rows in roles.values() for _days, role in rows})
    found = {}
    for line in lines:
        person = line.timesheet.person_id
        role = _valid(roles.get((person, line.project_id), ()), line.date)
        role = role or _valid(roles.get((person, None), ()), line.date)
        found[line.pk] = _valid(own.get(person, ()), line.date) or _valid(of_role.get(role, ()), line.date)
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


def _rates(people, roles):
    """(days, rate) by person, and by role."""
    own, of_role = {}, {}
    rows = CostRate.objects.filter(Q(person__in=people) | Q(role__in=roles)).select_related("currency")
    for rate in rows:
        (own if rate.person_id else of_role).setdefault(rate.person_id or rate.role_id, []).append((rate.days, rate))
    return own, of_role
