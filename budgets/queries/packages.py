"""What is planned and what has happened, task by task, as the engine of earned value wants it?"""

import datetime as dt
from collections import defaultdict
from decimal import Decimal
from zoneinfo import ZoneInfo

from budgets.engine.work_packages import Method, Phase, WeightedMilestone, WorkPackage
from budgets.models import BaselinePeriod
from foundation.periods import DateRange, through
from projects.models import BaselineTask, Task

ONE_MINUTE = dt.timedelta(minutes=1)


def work_packages(project, baseline):
    """(packages of the baseline that hold money, {key: task}), with today's progress: three queries."""
    phases = defaultdict(list)
    rows = BaselinePeriod.objects.filter(baseline=baseline).select_related("period")
    for row in rows:
        phases[row.task_id].append(Phase(DateRange(row.period.days.lower, row.period.days.upper), row.pv))
    tasks = {task.pk: task for task in Task.objects.filter(project=project)}
    zone = ZoneInfo(project.zone)
    progress = _Progress(tasks, zone)
    planned = BaselineTask.objects.filter(baseline=baseline, task__in=phases)
    found = (_package(row, tasks[row.task_id], tuple(phases[row.task_id]), progress, zone) for row in planned)
    return tuple(found), {str(task.public_id): task for task in tasks.values()}


def _day(moment, zone):
    return moment.astimezone(zone).date() if moment else None


def _last_day(moment, zone):
    """The day that ends at or holds the instant: midnight belongs to the day before."""
    return _day(moment - ONE_MINUTE, zone) if moment else None


def first_day(row, zone):
    """The first day of a task of a baseline."""
    return _day(row.start, zone)


def last_day(row, zone):
    """The last day of a task of a baseline."""
    return _last_day(row.finish, zone)


class _Progress:
    """How far a task is; one that has parts is as far as they are, weighted by their length."""

    def __init__(self, tasks, zone):
        self.zone, self.parts = zone, defaultdict(list)
        for task in tasks.values():
            if task.parent_id:
                self.parts[task.parent_id].append(task)

    def leaves(self, task):
        below = [leaf for part in self.parts[task.pk] for leaf in self.leaves(part)]
        return below or [task]

    def of(self, task):
        """(share done, started on, finished on)"""
        leaves = [leaf for leaf in self.leaves(task) if leaf.cancelled_on is None] or [task]
        total = sum(leaf.duration_min for leaf in leaves)
        done = sum(leaf.percent * (leaf.duration_min if total else 1) for leaf in leaves)
        starts = [leaf.actual_start for leaf in leaves if leaf.actual_start]
        ends = [leaf.actual_finish for leaf in leaves]
        finished = max(ends) if all(ends) else None
        started = _day(min(starts), self.zone) if starts else None
        return Decimal(done) / (total or len(leaves)), started, _last_day(finished, self.zone)


def _method(row):
    if row.kind == Task.Kind.PLANNING_PACKAGE:
        return Method.PLANNING_PACKAGE
    return Method.LOE if row.kind == Task.Kind.LOE else Method(row.ev_method)


def _package(row, task, phases, progress, zone):
    complete, started, finished = progress.of(task)
    first = _day(row.start, zone)
    last = max(first, _last_day(row.finish, zone))
    given, now = row.ev_params or {}, task.ev_params or {}
    return WorkPackage(
        key=str(task.public_id),
        method=_method(row),
        planned=through(first, last),
        phases=phases,
        started_on=started,
        finished_on=finished,
        accepted=finished is not None,
        start_share=Decimal(str(given.get("start_share", "0.5"))),
        complete=complete,
        units_done=Decimal(str(now.get("done", 0))),
        units_total=Decimal(str(given.get("total", 0))),
        milestones=_milestones(given.get("milestones", ()), now.get("milestones", ())),
        base=given.get("base"),
    )


def _milestones(planned, reached):
    achieved = {row.get("name"): row.get("achieved_on") for row in reached}
    return tuple(
        WeightedMilestone(
            Decimal(str(row["weight"])),
            dt.date.fromisoformat(row["planned_on"]),
            dt.date.fromisoformat(achieved[row.get("name")]) if achieved.get(row.get("name")) else None,
        )
        for row in planned
    )
