"""How far is the work? What a team reports about a task, checked before it is believed."""

from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.accounts.rights import Permission
from foundation.accounts.services import record
from foundation.changes import change
from foundation.errors import Refused
from projects.access import may
from projects.engine.progress import Progress, data_date_instant, faults, percent_from_remaining, remaining_from_percent
from projects.models import Project, Task
from projects.queries.clock import Clock, work_calendars
from projects.services.schedule import lock, reschedule

FAULTS = {
    "percent_range": gettext_lazy("A share complete lies between 0 and 100 %."),
    "negative_remaining": gettext_lazy("Remaining work is 0 or more."),
    "after_data_date": gettext_lazy("An actual date cannot lie in the future."),
    "finished_without_start": gettext_lazy("Finished work has an actual start."),
    "finish_before_start": gettext_lazy("The actual finish lies before the actual start."),
    "progress_without_start": gettext_lazy("Work with progress has an actual start."),
    "done_without_finish": gettext_lazy("Work that is complete has an actual finish."),
    "finished_below_100": gettext_lazy("Finished work is complete."),
    "finished_with_remaining": gettext_lazy("Finished work has nothing remaining."),
}


@transaction.atomic
def report_progress(task, *, by, on, version, **reported):
    """Take percent, remaining_min, and actual_start and actual_finish as days; returns the ids that moved.

    What is not reported follows from what is: progress means that the work has started (as planned,
    at the latest today), 100 % that it is finished, and the reverse. The data date moves forward to
    the last actual day. Only managers and the responsible person may.
    """
    project = lock(task.project)
    _refuse_others(task, by, project)
    for field in ("actual_start", "actual_finish"):
        if reported.get(field) and reported[field] > on:
            raise Refused(str(FAULTS["after_data_date"]), field=field)
    values = _complete(task, reported, on, project)
    clock = Clock(project.zone)
    row = Progress(task.pk, task.duration_min, values["percent"], values["remaining_min"],
                   clock.wall(values["actual_start"]), clock.wall(values["actual_finish"]))  # fmt: skip
    for fault in faults([row], data_date_instant(on)):
        raise Refused(str(FAULTS[fault.code]), field=fault.field)
    change(task, version=version, by=by, **values)
    _move_data_date(project, task, clock, by)
    return reschedule(project, as_of=on).moved


@transaction.atomic
def set_data_date(project, day, *, by, on, reason=""):
    """Progress is complete up to the end of this day; back only with a reason, never beyond today."""
    project = lock(project)
    if day > on:
        raise Refused(_("The data date cannot lie in the future."), field="data_date")
    back = project.data_date is not None and day < project.data_date
    if back and not reason.strip():
        raise Refused(_("Say why the data date moves back."), field="reason")
    Project.objects.filter(pk=project.pk).update(data_date=day, updated_by=by)
    record("project.data_date_set", project, by=by, project=project, data_date=day.isoformat(), back=back)
    return reschedule(project, as_of=on).moved


def _refuse_others(task, by, project):
    mine = task.responsible_id is not None and task.responsible.user_id == by.pk
    if not mine and not may(by, Permission.PLAN_EDIT, project):
        raise PermissionDenied
    if task.cancelled_on:
        raise Refused(_("%(task)s is cancelled.") % {"task": task})
    if task.kind == Task.Kind.SUMMARY or Task.objects.filter(parent=task).exists():
        raise Refused(_("The progress of %(task)s comes from the tasks below it.") % {"task": task})


def _complete(task, reported, on, project):
    """All four values, where one says what another must be."""
    clock = Clock(project.zone)
    calendar = work_calendars([task.calendar_id or project.calendar_id]).popitem()[1]
    percent, left = reported.get("percent"), reported.get("remaining_min")
    begun = _begun(task, reported, clock, calendar)
    finished = _finished(task, reported, clock, calendar)
    if percent is None and left is not None:
        percent = percent_from_remaining(task.duration_min, left)
    if percent is None:
        percent = Decimal(1) if finished else (task.percent if task.percent < 1 else Decimal(0))
    if percent == 1 and finished is None:
        planned = task.ef if task.ef is not None and clock.finish_day(task.ef) <= on else None
        finished = planned or clock.stored(calendar.finish(clock.wall(clock.to_end(on))))
    if begun is None and (percent > 0 or finished):
        planned = task.es if task.es is not None and clock.start_day(task.es) <= on else None
        begun = planned or clock.stored(calendar.start(clock.wall(clock.from_start(on))))
        begun = min(begun, finished) if finished else begun
    if left is None:
        left = remaining_from_percent(task.duration_min, percent) if begun and 0 <= percent <= 1 else None
    return {"percent": percent, "remaining_min": left, "actual_start": begun, "actual_finish": finished}


def _begun(task, reported, clock, calendar):
    """The instant of the actual start: where work begins on the reported day, else what is on record."""
    if "actual_start" not in reported:
        return task.actual_start
    day = reported["actual_start"]
    if day is None:
        return None
    if task.actual_start and clock.start_day(task.actual_start) == day:
        return task.actual_start
    return clock.stored(calendar.start(clock.wall(clock.from_start(day))))


def _finished(task, reported, clock, calendar):
    """The instant of the actual finish: where work ends on the reported day; a lower percent takes it back."""
    if "actual_finish" in reported:
        day = reported["actual_finish"]
        if day is None:
            return None
        if task.actual_finish and clock.finish_day(task.actual_finish) == day:
            return task.actual_finish
        return clock.stored(calendar.finish(clock.wall(clock.to_end(day))))
    percent = reported.get("percent")
    return task.actual_finish if percent is None or percent == 1 else None


def _move_data_date(project, task, clock, by):
    """Forward, never back: what was reported is complete at least up to its last actual day."""
    days = [clock.start_day(task.actual_start), clock.finish_day(task.actual_finish)]
    last = max((day for day in days if day is not None), default=None)
    if last is not None and (project.data_date is None or last > project.data_date):
        Project.objects.filter(pk=project.pk).update(data_date=last, updated_by=by)
        record("project.data_date_set", project, by=by, project=project, data_date=last.isoformat(), back=False)
