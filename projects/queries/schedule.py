"""Why is a date of the plan what it is? The dates and floats of tasks as figures that open.

A figure in a table is shallow; `task_figure` gives the one that opens with its inputs, each of
which opens in turn by its own key.
"""

from dataclasses import replace
from decimal import Decimal

from django.db import connection
from django.urls import reverse
from django.utils.translation import gettext as _

from foundation.accounts.rights import Permission
from foundation.figures import DATE, DAYS, MINUTES, PERCENT, TEXT, Figure, Source
from projects.engine.plan_text import show_duration
from projects.models import Task
from projects.queries.clock import Clock, hours_of, work_calendars

_UP = """
    WITH RECURSIVE leaf AS (
        SELECT t.parent_id, t.duration_min AS planned, t.duration_min * t.percent AS done FROM projects_task t
        WHERE t.project_id = %s AND t.cancelled_on IS NULL AND t.kind NOT IN ('summary', 'loe')
          AND NOT EXISTS (SELECT 1 FROM projects_task c WHERE c.parent_id = t.id)
    ), up AS (
        SELECT parent_id AS node, planned, done FROM leaf
        UNION ALL SELECT t.parent_id, up.planned, up.done FROM up JOIN projects_task t ON t.id = up.node
    ) SELECT node, sum(planned), sum(done) FROM up GROUP BY node
"""


def work_done(project):
    """(planned, done) working minutes below each summary's id; None is the whole project. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_UP, [project.pk])
        return {node: (int(planned), Decimal(done)) for node, planned, done in cursor.fetchall()}


def address_of(task, project):
    return reverse("projects:task", args=[project.public_id, task.public_id])


def start(task, clock):
    return _date("start", _("Start"), task, clock.start_day(task.es))


def finish(task, clock):
    return _date("finish", _("Finish"), task, clock.finish_day(task.ef))


def late_finish(task, clock):
    return _date("late_finish", _("Latest finish"), task, clock.finish_day(task.lf))


def total_float(task, hours):
    return _float("float", _("Float"), task, task.total_float_min, hours)


def percent(task, done):
    """The share of a summary: done and planned minutes below it."""
    planned, earned = done
    reason = "" if planned else "no_tasks"
    share = (Decimal(earned) / planned).quantize(Decimal("0.000001")) if planned else None
    return Figure(f"projects.percent:{task.public_id}", _("Complete"), share, PERCENT, reason=reason,
                  formula=_("Σ duration × share complete ÷ Σ duration of the tasks below"),
                  permission=Permission.PLAN_VIEW)  # fmt: skip


def _date(name, label, task, day):
    return Figure(f"projects.{name}:{task.public_id}", f"{label} · {task.name}", day, DATE,
                  reason="" if day else "no_schedule", permission=Permission.PLAN_VIEW)  # fmt: skip


def _float(name, label, task, minutes, hours):
    value = None if minutes is None else (Decimal(minutes) / hours.day_min).quantize(Decimal("0.01"))
    return Figure(f"projects.{name}:{task.public_id}", f"{label} · {task.name}", value, DAYS, "d",
                  reason="" if value is not None else "no_schedule", permission=Permission.PLAN_VIEW)  # fmt: skip


def task_figure(project, name, task):
    """The figure `projects.<name>:<task>` with its inputs; None when there is no such figure."""
    if name not in _OPENED:
        return None
    calendars = work_calendars({project.calendar_id, task.calendar_id or project.calendar_id})
    hours = hours_of(calendars[project.calendar_id])
    return _OPENED[name](project, task, Clock(project.zone), hours)


def _children(task):
    return list(task.children.filter(es__isnull=False).order_by("outline"))


def _open_start(project, task, clock, hours):
    children = _children(task)
    if children:
        return replace(start(task, clock), formula=_("the earliest start of the tasks below"),
                       inputs=tuple(start(child, clock) for child in children))  # fmt: skip
    place = address_of(task, project)
    if task.actual_start:
        begun = Source(_("Actual start"), clock.start_day(task.actual_start), DATE, address=place)
        return replace(start(task, clock), formula=_("the actual start"), inputs=(begun,))
    inputs = [Source(_("Planned start of the project"), project.start, DATE)]
    if project.data_date:
        inputs.append(Source(_("Data date: nothing that has not begun starts before its end"), project.data_date, DATE))
    if task.constraint_date:
        inputs.append(Source(task.get_constraint_type_display(), _constraint_day(task, clock), DATE, address=place))
    for link in task.predecessors.select_related("pred").order_by("pred__outline"):
        shown = start if link.type in ("SS", "SF") else finish
        inputs.append(shown(link.pred, clock))
        if link.lag_min:
            inputs.append(amount(_("Lag after %(task)s") % {"task": link.pred}, link.lag_min, hours, place))
    formula = _("the latest of: project start, data date, own constraint, what each predecessor and its lag allow")
    return replace(start(task, clock), formula=formula, inputs=tuple(inputs))


def _open_finish(project, task, clock, hours):
    children = _children(task)
    if children:
        return replace(finish(task, clock), formula=_("the latest finish of the tasks below"),
                       inputs=tuple(finish(child, clock) for child in children))  # fmt: skip
    place = address_of(task, project)
    if task.actual_finish:
        done = Source(_("Actual finish"), clock.finish_day(task.actual_finish), DATE, address=place)
        return replace(finish(task, clock), formula=_("the actual finish"), inputs=(done,))
    left = task.remaining_min if task.actual_start and task.remaining_min is not None else task.duration_min
    inputs = (start(task, clock), amount(_("Work left"), left, hours, place))
    return replace(finish(task, clock), formula=_("start + duration, or what is left of it, in working time"),
                   inputs=inputs)  # fmt: skip


def _open_late(project, task, clock, hours):
    inputs = [
        late_finish(link.succ, clock) for link in task.successors.select_related("succ").order_by("succ__outline")
    ]
    place = address_of(task, project)
    if task.deadline:
        inputs.append(Source(_("Deadline"), clock.finish_day(task.deadline), DATE, address=place))
    if task.constraint_date:
        inputs.append(Source(task.get_constraint_type_display(), _constraint_day(task, clock), DATE, address=place))
    end = project.must_finish or clock.finish_day(project.plan_finish)
    inputs.append(Source(_("End of the project"), end, DATE))
    formula = _("the latest finish that keeps the end of the project, its deadline and every successor")
    return replace(late_finish(task, clock), formula=formula, inputs=tuple(inputs))


def _open_float(project, task, clock, hours):
    return replace(total_float(task, hours), formula=_("working time from the early finish to the latest finish"),
                   inputs=(finish(task, clock), late_finish(task, clock)))  # fmt: skip


def _open_percent(project, task, clock, hours):
    done = work_done(project)
    inputs = []
    for child in task.children.filter(cancelled_on__isnull=True).order_by("outline"):
        if child.pk in done:
            inputs += [percent(child, done[child.pk]), amount(_("Duration below"), done[child.pk][0], hours, "")]
        elif child.kind not in (Task.Kind.SUMMARY, Task.Kind.LOE):
            place = address_of(child, project)
            inputs += [Source(str(child), child.percent, PERCENT, address=place),
                       amount(_("its duration"), child.duration_min, hours, place)]  # fmt: skip
    return replace(percent(task, done.get(task.pk, (0, 0))), inputs=tuple(inputs))


def _constraint_day(task, clock):
    early = task.constraint_type in ("SNET", "SNLT", "MSO")
    return clock.start_day(task.constraint_date) if early else clock.finish_day(task.constraint_date)


def amount(label, minutes, hours, place):
    if minutes < 0:
        return Source(label, minutes, MINUTES, "min", address=place)
    value, unit = show_duration(minutes, hours)
    return Source(label, f"{value:f} {unit}", TEXT, address=place)


_OPENED = {
    "start": _open_start,
    "finish": _open_finish,
    "late_finish": _open_late,
    "float": _open_float,
    "percent": _open_percent,
}
