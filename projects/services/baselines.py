"""When does a copy of the plan become what the project is measured against?

draft → submitted → approved → superseded. Approving is called by the app that knows the money; the
author never approves.
"""

import datetime as dt

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from foundation.accounts.services import record
from foundation.errors import IllegalMove
from projects.models import Baseline, BaselineState, BaselineTask, Task
from projects.services.locking import locked
from projects.services.schedule import lock, reschedule


@transaction.atomic
def draft_baseline(project, *, by, on, reason):
    """A new version: the dates of the plan as they are now; returns it. One open version at a time."""
    project = lock(project)
    waiting = Baseline.objects.filter(project=project, state__in=[BaselineState.DRAFT, BaselineState.SUBMITTED]).first()
    if waiting:
        raise IllegalMove(
            _("Version %(version)s is not decided yet.") % {"version": waiting.version},
            obstacles=[_("Submit it, have it decided, or delete the draft.")],
        )
    reschedule(project, as_of=on)
    version = (Baseline.objects.filter(project=project).aggregate(last=Max("version"))["last"] or 0) + 1
    made = Baseline.objects.create(project=project, version=version, reason=reason, created_by=by)
    _copy(made)
    record("baseline.drafted", made, by=by, project=project, version=version)
    return made


@transaction.atomic
def submit_baseline(baseline, *, by, on):
    """Hand a draft over to those who decide, with the dates of the plan as they are now."""
    baseline = _in_state(baseline, BaselineState.DRAFT)
    reschedule(lock(baseline.project), as_of=on)
    baseline.tasks.all().delete()
    _copy(baseline)
    if not baseline.tasks.filter(finish__isnull=False).exists():
        raise IllegalMove(_("There is nothing to submit."), obstacles=[_("The plan has no scheduled task.")])
    moment = _noon(on)
    _write(baseline, by, state=BaselineState.SUBMITTED, submitted_at=moment, submitted_by=by)
    record("baseline.submitted", baseline, by=by, project=baseline.project, version=baseline.version)
    return baseline


@transaction.atomic
def return_baseline(baseline, *, by, on, reason):
    """Give a submitted version back to its author, with the reason."""
    baseline = _in_state(baseline, BaselineState.SUBMITTED)
    if not reason.strip():
        raise IllegalMove(_("Say why it is returned."))
    words = _("Returned on %(day)s: %(why)s") % {"day": on.isoformat(), "why": reason.strip()}
    undone = {"state": BaselineState.DRAFT, "submitted_at": None, "submitted_by": None}
    _write(baseline, by, **undone, reason=f"{baseline.reason}\n{words}".strip())
    record("baseline.returned", baseline, by=by, project=baseline.project, version=baseline.version)
    return baseline


@transaction.atomic
def freeze_baseline(baseline, *, by, on):
    """Approve a submitted version; the one before is superseded. Neither its author nor who submitted it can."""
    lock(baseline.project)
    baseline = _in_state(baseline, BaselineState.SUBMITTED)
    if by.pk in (baseline.created_by_id, baseline.submitted_by_id):
        raise IllegalMove(_("Whoever made or submitted a baseline does not approve it."))
    for old in Baseline.objects.select_for_update().filter(project=baseline.project, state=BaselineState.APPROVED):
        _write(old, by, state=BaselineState.SUPERSEDED)
        record("baseline.superseded", old, by=by, project=baseline.project, version=old.version)
    _write(baseline, by, state=BaselineState.APPROVED, approved_by=by, approved_at=_noon(on))
    record("baseline.approved", baseline, by=by, project=baseline.project, version=baseline.version)
    return baseline


@transaction.atomic
def delete_baseline(baseline, *, by):
    """Throw a draft away."""
    baseline = _in_state(baseline, BaselineState.DRAFT)
    record("baseline.deleted", baseline, by=by, project=baseline.project, version=baseline.version)
    baseline.delete()


def _in_state(baseline, state):
    """The locked row, if the step starts from this state; else IllegalMove.

    The project first, as whoever approves takes it: in the other order two people would wait for each other.
    """
    locked(baseline.project)
    row = Baseline.objects.select_for_update(of=("self",)).select_related("project").get(pk=baseline.pk)
    if row.state != state:
        raise IllegalMove(
            _("Version %(version)s is %(state)s.") % {"version": row.version, "state": row.get_state_display()}
        )
    return row


def _copy(baseline):
    """The dates of every scheduled task, summaries too; the span of all of them."""
    tasks = list(Task.objects.filter(project=baseline.project, es__isnull=False).order_by("outline"))
    BaselineTask.objects.bulk_create(
        BaselineTask(
            baseline=baseline, task=t, wbs_code=t.wbs_code, name=t.name, kind=t.kind, start=t.es, finish=t.ef,
            duration_min=t.duration_min, ev_method=t.ev_method, ev_params=t.ev_params,
        )
        for t in tasks
    )  # fmt: skip
    baseline.start = min((t.es for t in tasks), default=None)
    baseline.finish = max((t.ef for t in tasks), default=None)
    baseline.save(update_fields=["start", "finish"])


def _write(baseline, by, **values):
    for name, value in {**values, "updated_by": by}.items():
        setattr(baseline, name, value)
    baseline.save(update_fields=[*values, "updated_by"])
    baseline.refresh_from_db(fields=["row_version"])


def _noon(day):
    """A stored instant of a day that is handed in."""
    return dt.datetime(day.year, day.month, day.day, 12, tzinfo=dt.UTC)
