"""Small builders of plans: tasks, links, baselines."""

import datetime as dt
from decimal import Decimal
from itertools import pairwise

from django.db import connection
from django.test.utils import CaptureQueriesContext

from projects.models import Baseline, BaselineState, BaselineTask, Dependency, Task
from projects.services import reschedule
from tests.factories import core

DAY_MIN = 480


def task(project, name="Interview the users", days=1, *, under=None, **fields):
    """The next child of `under` (or of the project's top), lasting so many working days."""
    position = Task.objects.filter(project=project, parent=under).count()
    above = f"{under.wbs_code}." if under else ""
    fields.setdefault("wbs_code", f"{above}{position + 1}")
    fields.setdefault("duration_min", int(days * DAY_MIN))
    return Task.objects.create(project=project, name=name, parent=under, position=position, **fields)


def milestone(project, name="Go live", **fields):
    return task(project, name, 0, kind=Task.Kind.MILESTONE, **fields)


def summary(project, name="Build", **fields):
    return task(project, name, 0, kind=Task.Kind.SUMMARY, **fields)


def link(pred, succ, kind="FS", days=0, **fields):
    """`succ` waits for `pred`; the lag in working days, negative is a lead."""
    fields.setdefault("lag_min", int(days * DAY_MIN))
    return Dependency.objects.create(project=pred.project, pred=pred, succ=succ, type=kind, **fields)


def chain(project, *lengths):
    """Tasks A, B, C ... one after the other, scheduled on the project's own start."""
    made = [task(project, chr(ord("A") + at), days) for at, days in enumerate(lengths)]
    for pred, succ in pairwise(made):
        link(pred, succ)
    scheduled(project)
    return made


def scheduled(project, on=core.DAY):
    reschedule(project, as_of=on)
    project.refresh_from_db()
    return project


def baseline(project, *, by=None, state=BaselineState.DRAFT, **fields):
    """A copy of today's dates, frozen when `state` is approved."""
    version = Baseline.objects.filter(project=project).count() + 1
    made = Baseline.objects.create(project=project, version=version, reason="First plan", created_by=by, **fields)
    copied = Task.objects.filter(project=project, es__isnull=False)
    BaselineTask.objects.bulk_create(
        BaselineTask(baseline=made, task=t, wbs_code=t.wbs_code, name=t.name, kind=t.kind, start=t.es, finish=t.ef,
                     duration_min=t.duration_min, ev_method=t.ev_method, ev_params=t.ev_params)
        for t in copied
    )  # fmt: skip
    finishes, starts = [t.ef for t in copied], [t.es for t in copied]
    changes = {"state": state, "finish": max(finishes, default=None), "start": min(starts, default=None)}
    if state == BaselineState.APPROVED:
        approver = core.person("Approver").user
        changes |= {"approved_by": approver, "approved_at": dt.datetime(2026, 3, 1, tzinfo=dt.UTC)}
    Baseline.objects.filter(pk=made.pk).update(**changes)
    made.refresh_from_db()
    return made


def share(value):
    """A fraction as the database keeps it."""
    return Decimal(value).quantize(Decimal("0.000001"))


def counted():
    """`with plan.counted() as seen:` - `len(seen)` queries were asked."""
    return CaptureQueriesContext(connection)


def linked(project):
    """Two tasks and the link between them."""
    return link(task(project, "First"), task(project, "Second"))


# one row of each model that a gate of the plan asks for, and a sound body for each address that takes a POST
SAMPLES = {Task: task, Dependency: linked, Baseline: baseline}
POST = {
    "projects:task_cell": {"field": "name", "name": "New name", "row_version": "1"},
    "projects:task_progress_cell": {"field": "percent", "percent": "10", "row_version": "1"},
    "projects:task_move": {"how": "up"},
    "projects:task_add": {"name": "New", "kind": "task", "duration": "1d"},
    "projects:task_edit": {"name": "New", "kind": "task", "duration": "1d", "row_version": "1"},
    "projects:task_progress": {"percent": "10", "row_version": "1"},
    "projects:link_edit": {"type": "SS", "lag": "1d", "row_version": "1"},
    "projects:data_date_set": {"data_date": "2026-03-02"},
    "projects:baseline_draft": {"reason": "First plan"},
    "projects:baseline_return": {"reason": "Too long"},
}
