"""Small builders of people's work: roles, employments, rates, allocations, time sheets."""

import datetime as dt
from decimal import Decimal
from itertools import count

from django.db.backends.postgresql.psycopg_any import DateRange

from foundation.accounts.models import Person
from staffing.models import (
    Absence,
    Allocation,
    AllocationState,
    CostRate,
    Employment,
    ProjectRole,
    Timesheet,
    TimesheetLine,
    TimesheetState,
)
from tests.factories import core, plan

_number = count(1)
DAY = core.DAY  # a Monday
AT = dt.datetime(2026, 3, 9, 9, tzinfo=dt.UTC)
YEARS = DateRange(dt.date(2020, 1, 1), dt.date(2031, 1, 1))


def person_of(holder):
    return holder if isinstance(holder, Person) else holder.person


def days(first, last):
    """First to last, both inside."""
    return DateRange(first, last + dt.timedelta(days=1))


def role(name=None):
    return ProjectRole.objects.create(name=name or f"Developer {next(_number)}")


def employment(holder, *, of=None, days=YEARS, **fields):
    fields.setdefault("calendar", core.calendar())
    return Employment.objects.create(person=person_of(holder), role=of or role(), days=days, **fields)


def rate(amount="80", *, of=None, person=None, days=YEARS, **fields):
    return CostRate.objects.create(
        role=of,
        person=person and person_of(person),
        amount=Decimal(amount),
        currency=core.currency(),
        days=days,
        **fields,
    )


def absence(holder, first=DAY, last=DAY, **fields):
    return Absence.objects.create(person=person_of(holder), days=days(first, last), **fields)


def allocation(project, holder=None, *, of=None, share="0.5", state=AllocationState.CONFIRMED, days=YEARS, **fields):
    return Allocation.objects.create(
        project=project,
        person=holder and person_of(holder),
        role=of or role(),
        share=Decimal(share),
        state=state,
        days=days,
        **fields,
    )


def worker(project, holder=None, *, of=None, share="1"):
    """Somebody employed and allocated to the project: ready to type in time."""
    someone = person_of(holder) if holder else core.person(f"Worker {next(_number)}")
    of = of or role()
    employment(someone, of=of)
    allocation(project, someone, of=of, share=share)
    return someone


def sheet(holder, week=DAY, *, state=TimesheetState.OPEN, **fields):
    """A time sheet; give it its lines before it is approved: see `approved`."""
    return Timesheet.objects.create(person=person_of(holder), week=week, state=state, **fields)


def line(of_sheet, task, minutes=480, *, day=None, **fields):
    return TimesheetLine.objects.create(
        timesheet=of_sheet, project=task.project, task=task, date=day or of_sheet.week, minutes=minutes, **fields
    )


def approved(project, holder=None, *, hours=(8,), week=DAY, task=None, **fields):
    """An approved week: one line for each day's hours, from Monday on; 0 is a day without one."""
    someone = person_of(holder) if holder else worker(project)
    task = task or plan.task(project)
    boss = core.person("Approver").user
    made = sheet(someone, week, **fields)
    for at, each in enumerate(hours):
        day = week + dt.timedelta(days=at)
        if each:
            line(made, task, int(each * 60), day=day, line_state="approved", line_approved_by=boss)
    Timesheet.objects.filter(pk=made.pk).update(state=TimesheetState.APPROVED, approved_by=boss, approved_at=AT)
    made.refresh_from_db()
    return made


def next_week(day=DAY):
    return day + dt.timedelta(days=7)


def _requested(project):
    return allocation(project, state=AllocationState.REQUESTED)


# a row of each model that stands behind an address of a project
SAMPLES = {Allocation: _requested}
# a sound body for each address that only takes a POST, or whose form is sent back without one
POST = {
    "staffing:allocation_confirm": {},
    "staffing:allocation_decline": {"decline-reason": "Everybody is busy"},
    "staffing:allocation_allow": {"allow-reason": "Go live"},
    "staffing:allocation_end": {"end-last": "2026-03-31"},
    "staffing:role_add": {"name": "Architect"},
    "staffing:my_time": {"week": "2026-03-02"},
    "staffing:my_time_copy": {"week": "2026-03-02"},
    "staffing:my_time_correct": {"week": "2026-03-02"},
    "staffing:line_return": {"reason": "Wrong task"},
    "staffing:sheet_return": {"reason": "Friday is missing"},
    "staffing:person_add": {"name": "Bob Bell", "email": "bob.bell@example.org"},
    "staffing:my_absences": {"first": "2026-03-02", "last": "2026-03-03", "kind": "leave"},
}
