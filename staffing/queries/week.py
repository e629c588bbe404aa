"""What may this person book in this week, and what did he book?"""

from django.db.models import Case, Q, Value, When
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from foundation.periods import DAY
from projects.models import OPEN_STATES, Task
from projects.queries.clock import Clock
from staffing.models import Allocation, AllocationState, Employment, Timesheet

# an ended allocation still allows the days before its end
BOOKED = (AllocationState.CONFIRMED, AllocationState.ENDED)
OFFERED = 20


def current_sheet(person, week):
    """The sheet of the week that stands last in its line of corrections, None before anything was typed in."""
    sheets = Timesheet.objects.filter(person=person, week=week, corrections__isnull=True)
    return sheets.select_related("person", "corrects").first()


def sheet_lines(sheet):
    """Lines with task and project, in the order of the plan."""
    lines = sheet.lines.select_related("task__project", "project").order_by(
        "project__code", "task__outline", "task_id", "date"
    )
    return list(lines)


def bookable(task_ids):
    """(task, project) ids of these tasks."""
    return Task.objects.filter(pk__in=set(task_ids)).values_list("pk", "project_id")


def offered_tasks(person, week, *, text="", exclude=()):
    """Up to 20 open tasks of the projects to which the person is allocated in the week.

    His own first, then those that the plan puts into the week; `text` finds any by name or number.
    """
    allocated = Allocation.objects.filter(person=person, state__in=BOOKED, days__overlap=(week, week + 7 * DAY))
    rows = _open_tasks(week).filter(project__in=allocated.values("project")).exclude(pk__in=exclude)
    if text:
        rows = rows.filter(Q(name__icontains=text) | Q(wbs_code=text))
    order = Case(
        When(responsible=person, then=Value(0)),
        When(es__date__lt=week + 7 * DAY, ef__date__gte=week, then=Value(1)),
        default=Value(2),
    )
    return list(rows.select_related("project").order_by(order, "project__code", "outline", "pk")[:OFFERED])


def _open_tasks(week):
    """Work (no summary, no milestone) that was neither finished nor cancelled before the week."""
    return Task.objects.filter(
        Q(actual_finish__isnull=True) | Q(actual_finish__date__gte=week),
        Q(cancelled_on__isnull=True) | Q(cancelled_on__gt=week),
        project__state__in=OPEN_STATES,
        children__isnull=True,
    ).exclude(kind__in=[Task.Kind.SUMMARY, Task.Kind.MILESTONE])


def week_tasks(person, week, lines, public_ids=()):
    """The tasks of these lines, then those that were asked for by public id, as far as they are open to the person."""
    found = {line.task_id: line.task for line in lines}
    if public_ids:
        allocated = Allocation.objects.filter(person=person, state__in=BOOKED, days__overlap=(week, week + 7 * DAY))
        asked = _open_tasks(week).filter(project__in=allocated.values("project"), public_id__in=public_ids)
        for task in asked.select_related("project").order_by("project__code", "outline"):
            found.setdefault(task.pk, task)
    return list(found.values())


def refusals(person, week, cells):
    """Why hours cannot be booked, by (task pk, day), for the cells with minutes: four queries."""
    wanted = [key for key, minutes in cells.items() if minutes]
    tasks = {t.pk: t for t in Task.objects.filter(pk__in={task for task, _d in wanted}).select_related("project")}
    parents = set(Task.objects.filter(parent__in=tasks).values_list("parent", flat=True))
    employed = list(Employment.objects.filter(person=person).values_list("days", flat=True))
    allocated = {}
    rows = Allocation.objects.filter(
        person=person, state__in=BOOKED, project__in={t.project_id for t in tasks.values()}
    )
    for project, days in rows.values_list("project_id", "days"):
        allocated.setdefault(project, []).append(days)
    found = {}
    for task_id, day in wanted:
        task = tasks.get(task_id)
        booked = allocated.get(task.project_id, ()) if task else ()
        why = _why_not(task, day, week, employed, booked, task_id in parents)
        if why:
            found[task_id, day] = why
    return found


def _why_not(task, day, week, employed, booked, is_parent):
    shown = date_format(day, "j M")
    if task is None or not week <= day < week + 7 * DAY:
        return _("There is no such task or day.")
    if not any(day in days for days in employed):
        return _("You are not employed on %(day)s.") % {"day": shown}
    if not any(day in days for days in booked):
        return _("You are not allocated to %(project)s on %(day)s.") % {"project": task.project.code, "day": shown}
    return _closed(task, day, shown, is_parent)


def _closed(task, day, shown, is_parent):
    """Why this task takes no time on this day, or nothing."""
    if is_parent or task.kind in (Task.Kind.SUMMARY, Task.Kind.MILESTONE):
        return _("Time is booked on work, not on summaries and milestones.")
    if task.project.state not in OPEN_STATES:
        return _("%(project)s is %(state)s.") % {
            "project": task.project.code,
            "state": task.project.get_state_display(),
        }
    finished = Clock(task.project.zone).finish_day(task.actual_finish)
    over = finished is not None and day > finished or task.cancelled_on is not None and day >= task.cancelled_on
    return _("The task is finished or cancelled on %(day)s.") % {"day": shown} if over else ""
