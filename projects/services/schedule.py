"""What does the plan's arithmetic say now? Rows to the engine, dates back into the cache columns.

One run reads a project's tasks, links and calendars, and writes all computed columns in one
statement, so that no reader ever sees dates of two versions.
"""

from dataclasses import dataclass, replace

from django.db import connection, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from foundation.errors import IllegalMove, Refused
from projects.engine.calendar import CalendarError, day_end, day_start
from projects.engine.network import Activity, Link, NetworkError
from projects.engine.schedule import roll_up, schedule
from projects.models import OPEN_STATES, Dependency, Project, Task
from projects.queries.clock import Clock, work_calendars
from projects.services.locking import locked

COLUMNS = ("outline", "es", "ef", "ls", "lf", "total_float_min", "free_float_min", "is_critical")
_WRITE = """
    UPDATE projects_task t SET outline = v.outline, es = v.es, ef = v.ef, ls = v.ls, lf = v.lf,
        total_float_min = v.total_float_min, free_float_min = v.free_float_min,
        is_critical = v.is_critical, schedule_version = %s
    FROM unnest(%s::bigint[], %s::int[], %s::timestamptz[], %s::timestamptz[], %s::timestamptz[], %s::timestamptz[],
        %s::int[], %s::int[], %s::boolean[])
        AS v(id, outline, es, ef, ls, lf, total_float_min, free_float_min, is_critical)
    WHERE t.id = v.id
"""


@dataclass(frozen=True)
class Rescheduled:
    """The new version, the ids of the tasks whose dates or floats changed, and what a planner should know."""

    version: int
    moved: frozenset
    warnings: tuple


def lock(project):
    """The project's row, locked for one change of its plan; IllegalMove when it is no longer open.

    All writers of one plan take this lock first, so that two of them never make a circle together.
    """
    fresh = locked(project)
    if fresh.state not in OPEN_STATES:
        raise IllegalMove(
            _("The plan of a project that is %(state)s does not change.") % {"state": fresh.get_state_display()}
        )
    return fresh


@transaction.atomic
def reschedule(project, *, as_of):
    """Compute all dates and floats of the project and store them; returns Rescheduled.

    `as_of` stands in for the data date of a plan that has actual dates but no data date yet.
    Raises Refused with the tasks' names when the plan cannot be scheduled.
    """
    project = Project.objects.select_for_update(no_key=True).get(pk=project.pk)
    tasks = list(Task.objects.filter(project=project).order_by("position", "pk"))
    links = list(Dependency.objects.filter(project=project))
    result = _run(project, tasks, links, as_of)
    clock = Clock(project.zone)
    rows = _rows(tasks, result, clock)
    moved = frozenset(task.pk for task in tasks if tuple(getattr(task, name) for name in COLUMNS) != rows[task.pk])
    version = project.schedule_version + 1
    with connection.cursor() as cursor:
        columns = ([row[at] for row in rows.values()] for at in range(len(COLUMNS)))
        cursor.execute(_WRITE, [version, list(rows), *columns])
    ends = [dates.ef for dates in result]
    Project.objects.filter(pk=project.pk).update(
        schedule_version=F("schedule_version") + 1, plan_finish=clock.stored(max(ends, default=None))
    )
    return Rescheduled(version, moved, result.warnings)


def _run(project, tasks, links, as_of):
    """The engine's schedule of what is not cancelled; cancelled work takes no time but passes its logic on."""
    calendars = work_calendars({project.calendar_id} | {t.calendar_id for t in tasks if t.calendar_id})
    parents = {task.parent_id for task in tasks}
    leaves = [task for task in tasks if task.pk not in parents and task.kind != Task.Kind.SUMMARY]
    bridges = _bridges(leaves, links)
    clock = Clock(project.zone)
    kept = {t.pk: _activity(t, clock, calendars, project) for t in leaves if not t.cancelled_on or t.pk in bridges}
    joined = [
        Link(link.pred_id, link.succ_id, link.type, link.lag_min, link.lag_calendar)
        for link in links
        if link.pred_id in kept and link.succ_id in kept
    ]
    started = any(activity.actual_start is not None for activity in kept.values())
    day = project.data_date or (as_of if started else None)
    try:
        result = schedule(
            kept.values(),
            joined,
            day_start(project.start),
            data_date=day and day_end(day),
            must_finish=project.must_finish and day_end(project.must_finish),
            mode=project.constraint_mode,
            calendar=calendars[project.calendar_id],
        )
    except (NetworkError, CalendarError) as error:
        raise Refused(_told(error, {task.pk: task for task in tasks})) from error
    return replace(result, dates={key: row for key, row in result.dates.items() if key not in bridges})


def _activity(task, clock, calendars, project):
    """One leaf as the engine takes it."""
    calendar = calendars[task.calendar_id or project.calendar_id]
    if task.cancelled_on:
        return Activity(task.pk, 0, calendar)
    return Activity(
        task.pk,
        task.duration_min,
        calendar,
        kind=task.kind,
        constraint_type=task.constraint_type,
        constraint_at=clock.wall(task.constraint_date),
        deadline=clock.wall(task.deadline),
        actual_start=clock.wall(task.actual_start),
        actual_finish=clock.wall(task.actual_finish),
        remaining_min=task.remaining_min,
        milestone_side=task.milestone_side,
    )


def _bridges(leaves, links):
    """The cancelled tasks between live ones: those from which the links still lead to open work."""
    open_ids = {t.pk for t in leaves if not t.cancelled_on and t.actual_finish is None}
    cancelled = {t.pk for t in leaves if t.cancelled_on}
    before = {}
    for link in links:
        before.setdefault(link.succ_id, []).append(link.pred_id)
    bridges, waiting = set(), list(open_ids)
    while waiting and cancelled:
        for pred in before.get(waiting.pop(), ()):
            if pred in cancelled and pred not in bridges:
                bridges.add(pred)
                waiting.append(pred)
    return bridges


def _rows(tasks, result, clock):
    """The values of COLUMNS by task id, in the order of the tree; nothing scheduled gives no dates."""
    summaries = roll_up({task.pk: task.parent_id for task in tasks}, result)
    rows = {}
    for number, pk in enumerate(_in_tree_order(tasks), start=1):
        dates = result.dates.get(pk) or summaries.get(pk)
        if dates is None:
            rows[pk] = (number, None, None, None, None, None, None, False)
            continue
        instants = (clock.stored(moment) for moment in (dates.es, dates.ef, dates.ls, dates.lf))
        free = getattr(dates, "free_float_min", None)
        rows[pk] = (number, *instants, dates.total_float_min, free, dates.is_critical)
    return rows


def _in_tree_order(tasks):
    """Ids, parents before their children, siblings by position."""
    below = {}
    for task in tasks:
        below.setdefault(task.parent_id, []).append(task.pk)
    waiting = below.get(None, [])[::-1]
    while waiting:
        pk = waiting.pop()
        yield pk
        waiting.extend(reversed(below.get(pk, ())))


_SENTENCES = {
    "cycle": lambda names: _("These tasks would wait for each other: %(names)s.") % {"names": " → ".join(names)},
    "actual_after_data_date": lambda names: (
        _("%(names)s has an actual date after the data date.") % {"names": names[0]}
    ),
    "range": lambda _names: _("The plan would leave the years 1900 to 2200."),
}


def _told(error, tasks):
    """The engine's refusal with the names of the tasks."""
    names = [str(tasks[key]) for key in getattr(error, "keys", ()) if key in tasks]
    sentence = _SENTENCES.get(error.code)
    if sentence:
        return sentence(names)
    words = _("The plan cannot be scheduled (%(code)s).") % {"code": error.code}
    return f"{words} {', '.join(names)}".strip()
