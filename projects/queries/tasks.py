"""What is there to know about one task, and where in the plan does it stand?"""

import datetime as dt
import uuid
from dataclasses import dataclass

from projects.models import BaselineTask, Dependency, Task
from projects.queries import schedule
from projects.queries.baselines import approved_baseline, task_slip
from projects.queries.clock import Clock, hours_of, work_calendars
from projects.queries.overview import next_milestones
from projects.queries.plan import PER_PAGE, LinkInto, links_into, task_row, written

_MILESTONES = 500


@dataclass(frozen=True)
class LinkLine:
    """One link of a task with the task at its other end."""

    link: Dependency
    other: Task
    lag: str


@dataclass(frozen=True)
class TaskFacts:
    """The line of the table, and what has no room there."""

    task: Task
    row: object
    is_leaf: bool
    is_summary: bool
    late_finish: object
    slip: object
    waits_for: list
    held_by_it: list
    constraint_day: dt.date | None
    deadline: dt.date | None
    actual_start: dt.date | None
    actual_finish: dt.date | None


def task_facts(project, task, *, as_of):
    """Everything that the page of a task shows."""
    clock, hours = Clock(project.zone), _hours(project)
    scope, baseline = str(project.public_id), approved_baseline(project)
    task.has_below = task.children.exists()
    row = task_row(task, links_into([task])[task.pk], schedule.work_done(project), clock, hours, project)
    kept = BaselineTask.objects.filter(baseline=baseline, task=task).first() if baseline else None
    early = task.constraint_type in ("SNET", "SNLT", "MSO")
    return TaskFacts(
        task=task,
        row=row,
        is_leaf=not row.is_summary,
        is_summary=row.is_summary,
        late_finish=schedule.late_finish(task, clock).within(scope, as_of),
        slip=task_slip(task, kept, baseline, clock).within(scope, as_of) if baseline else None,
        waits_for=[LinkLine(link, link.pred, _lag(link, hours)) for link in
                   task.predecessors.select_related("pred").order_by("pred__outline")],
        held_by_it=[LinkLine(link, link.succ, _lag(link, hours)) for link in
                    task.successors.select_related("succ").order_by("succ__outline")],
        constraint_day=(clock.start_day if early else clock.finish_day)(task.constraint_date),
        deadline=clock.finish_day(task.deadline),
        actual_start=clock.start_day(task.actual_start),
        actual_finish=clock.finish_day(task.actual_finish),
    )  # fmt: skip


def milestones(project, *, as_of):
    """All milestones that are still ahead, the nearest first."""
    return next_milestones(project, approved_baseline(project), as_of=as_of, count=_MILESTONES)


def predecessors_text(project, task):
    """The links into the task as they are typed."""
    return written(links_into([task])[task.pk], _hours(project))


def lag_text(project, link):
    """The lag of a link as it is typed: `2d`, `-4h`; empty without one."""
    return _lag(link, _hours(project))


def task_of(project, public_id):
    """The task of the project with this public id, or None."""
    try:
        return Task.objects.filter(project=project, public_id=uuid.UUID(public_id)).first()
    except ValueError:
        return None


def page_of(task):
    """The number of the unfiltered page of the plan on which the task stands."""
    return (max(Task.objects.values_list("outline", flat=True).get(pk=task.pk), 1) - 1) // PER_PAGE + 1


def _hours(project):
    return hours_of(work_calendars([project.calendar_id])[project.calendar_id])


def _lag(link, hours):
    return (
        written([LinkInto.of(link)], hours).removeprefix(link.pred.wbs_code).removeprefix(link.type).removeprefix("+")
    )
