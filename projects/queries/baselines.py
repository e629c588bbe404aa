"""Against which approved plan is the project measured, and how far are we from it?"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from foundation.accounts.rights import Permission
from foundation.figures import DATE, SHIFT, Figure, Source
from projects.models import Baseline, BaselineState, BaselineTask
from projects.queries import schedule
from projects.queries.clock import Clock


def approved_baseline(project):
    """The approved baseline, or None."""
    return Baseline.objects.filter(project=project, state=BaselineState.APPROVED).first()


def baselines(project):
    """All versions, the newest first, with their authors, approvers and `finish_day`: one query."""
    clock = Clock(project.zone)
    rows = list(Baseline.objects.filter(project=project).select_related("created_by__person", "approved_by__person"))
    for row in rows:
        row.finish_day = clock.finish_day(row.finish)
    return rows


@dataclass(frozen=True)
class Difference:
    """One task against a baseline: the days that were promised (None: not in it), and figures of the plan now."""

    task: object
    wbs_code: str
    name: str
    was_start: object
    was_finish: object
    start: Figure
    finish: Figure
    slip: Figure
    cancelled: bool


def differences(baseline, project):
    """Every task of the baseline against the plan as it is now, then what the plan has and the baseline not."""
    clock = Clock(project.zone)
    rows = BaselineTask.objects.filter(baseline=baseline).select_related("task").order_by("task__outline", "wbs_code")
    found = [_difference(row.task, row, baseline, clock, project) for row in rows]
    known = {row.task_id for row in rows}
    new = project.tasks.exclude(pk__in=known).filter(cancelled_on__isnull=True).order_by("outline")
    return found + [_difference(task, None, baseline, clock, project) for task in new]


def task_slip(task, row, baseline, clock):
    """Calendar days by which the task ends later than this version of the baseline says."""
    now, was = schedule.finish(task, clock), clock.finish_day(row.finish) if row else None
    value = (now.value - was).days if now.value and was else None
    reason = "" if value is not None else now.reason or "not_in_baseline"
    source = Source(_("Finish in version %(version)s") % {"version": baseline.version}, was, DATE)
    return Figure(f"projects.slip_v{baseline.version}:{task.public_id}", _("Slip"), value, SHIFT, "d", reason=reason,
                  formula=_("finish now − finish in the baseline, in calendar days"),
                  inputs=(now, source) if was else (now,), permission=Permission.BASELINE_VIEW)  # fmt: skip


def find_task_slip(project, version, task):
    """The figure of one task against one version; None when there is no such version."""
    baseline = Baseline.objects.filter(project=project, version=version).first()
    if baseline is None:
        return None
    row = BaselineTask.objects.filter(baseline=baseline, task=task).first()
    return task_slip(task, row, baseline, Clock(project.zone))


def _difference(task, row, baseline, clock, project):
    scope = str(project.public_id)
    return Difference(
        task, task.wbs_code, task.name,
        clock.start_day(row.start) if row else None, clock.finish_day(row.finish) if row else None,
        schedule.start(task, clock).within(scope), schedule.finish(task, clock).within(scope),
        task_slip(task, row, baseline, clock).within(scope), task.cancelled_on is not None,
    )  # fmt: skip
