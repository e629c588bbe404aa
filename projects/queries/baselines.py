"""Against which approved plan is the project measured, and how far are we from it?"""

from dataclasses import dataclass

from projects.models import Baseline, BaselineState, BaselineTask
from projects.queries.clock import Clock


def approved_baseline(project):
    """The approved baseline, or None."""
    return Baseline.objects.filter(project=project, state=BaselineState.APPROVED).first()


def baselines(project):
    """All versions, the newest first, with their authors and approvers: one query."""
    return Baseline.objects.filter(project=project).select_related("created_by__person", "approved_by__person")


@dataclass(frozen=True)
class Difference:
    """One task against a baseline: days of the baseline, days now, calendar days of slip (None: no such date)."""

    task: object
    wbs_code: str
    name: str
    was_start: object
    was_finish: object
    start: object
    finish: object
    slip: int | None
    cancelled: bool


def differences(baseline, project):
    """Every task of the baseline against the plan as it is now, then what the plan has and the baseline not."""
    clock = Clock(project.zone)
    rows = BaselineTask.objects.filter(baseline=baseline).select_related("task").order_by("task__outline", "wbs_code")
    found = [_difference(row.task, row, clock) for row in rows]
    known = {row.task_id for row in rows}
    new = project.tasks.exclude(pk__in=known).filter(cancelled_on__isnull=True).order_by("outline")
    return found + [_difference(task, None, clock) for task in new]


def _difference(task, row, clock):
    was = clock.finish_day(row.finish) if row else None
    now = clock.finish_day(task.ef)
    return Difference(
        task, task.wbs_code, task.name, clock.start_day(row.start) if row else None, was,
        clock.start_day(task.es), now, (now - was).days if now and was else None, task.cancelled_on is not None,
    )  # fmt: skip
