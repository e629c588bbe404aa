"""Which figure of projects has this key?"""

import re
import uuid

from projects.models import Task
from projects.queries import overview as plan
from projects.queries import schedule
from projects.queries.baselines import approved_baseline, find_task_slip
from projects.queries.clock import Clock
from projects.queries.closure import find_governance_figure

_AGAINST = re.compile(r"slip_v([1-9][0-9]{0,6})", re.ASCII)
_OF_PROJECT = {
    "forecast_finish": lambda project, clock, _day: plan.forecast_finish(project, clock, opened=True),
    "baseline_finish": lambda project, clock, _day: plan.baseline_finish(approved_baseline(project), clock),
    "slip": lambda project, clock, _day: plan.slip(project, approved_baseline(project), clock),
    "percent_complete": lambda project, _clock, _day: plan.percent_complete(project, opened=True),
    "open_issues": lambda project, _clock, _day: plan.open_issues(project, opened=True),
    "late_tasks": lambda project, _clock, day: plan.late_tasks(project, day, opened=True),
    "critical_tasks": lambda project, _clock, _day: plan.critical_tasks(project, opened=True),
}


def find_figure(project, key, *, as_of):
    """The figure with this key, with its inputs, or None: `projects.slip`, `projects.float:<id of a task>`."""
    app, _dot, rest = key.partition(".")
    name, _colon, row = rest.partition(":")
    if app != "projects":
        return None
    if row:
        found = _of_task(project, name, row)
    else:
        made = _OF_PROJECT.get(name)
        found = made(project, Clock(project.zone), as_of) if made else find_governance_figure(project, key, as_of=as_of)
    return found.within(str(project.public_id), as_of) if found else None


def _of_task(project, name, row):
    try:
        public_id = uuid.UUID(row)
    except ValueError:
        return None
    task = Task.objects.filter(project=project, public_id=public_id).first()
    if task is None:
        return None
    against = _AGAINST.fullmatch(name)
    if against:
        return find_task_slip(project, int(against[1]), task)
    return schedule.task_figure(project, name, task)
