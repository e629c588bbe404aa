"""How does the work in the plan change? Each verb locks the plan, writes, and schedules it again."""

from django.db import transaction
from django.db.models import RestrictedError
from django.utils.translation import gettext as _

from foundation.accounts.services import record
from foundation.changes import change
from foundation.errors import IllegalMove, Refused
from projects.engine.progress import remaining_from_percent
from projects.models import Task
from projects.services.links import set_links
from projects.services.outline import become_parent, place, refuse_own_logic, renumber, siblings
from projects.services.schedule import lock, reschedule

# what the arithmetic of the schedule reads; other fields change nothing in it
SCHEDULING = {
    "kind", "duration_min", "remaining_min", "constraint_type", "constraint_date", "deadline", "milestone_side",
    "calendar", "actual_start", "actual_finish", "cancelled_on",
}  # fmt: skip
_DAY_MIN = 480


@transaction.atomic
def add_task(project, *, by, on, name, parent=None, after=None, predecessors="", **values):
    """A new task behind its sibling `after`, or as the last one below `parent`; returns it.

    `predecessors` are links as they are typed: `3FS+2d`.
    """
    project = lock(project)
    if after is not None:
        parent = after.parent
    if parent is not None:
        become_parent(parent)
    values = _lengths(values, kind=values.get("kind", Task.Kind.TASK))
    made = Task.objects.create(project=project, parent=parent, name=name, wbs_code="new", created_by=by, **values)
    ids = [pk for pk in siblings(project, parent) if pk != made.pk]
    ids.insert(ids.index(after.pk) + 1 if after else len(ids), made.pk)
    place(parent, ids)
    renumber(project)
    if predecessors:
        set_links(made, by=by, on=on, text=predecessors)
    else:
        reschedule(project, as_of=on)
    made.refresh_from_db()
    return made


@transaction.atomic
def edit_task(task, *, by, on, version, predecessors=None, **values):
    """Write fields of the task if it is still at `version`; returns the ids whose dates moved.

    `predecessors`: all its links as they are typed; None leaves them alone.
    """
    project = lock(task.project)
    _check_kind(task, values.get("kind", task.kind))
    values = _lengths(values, kind=values.get("kind", task.kind), before=task)
    if "duration_min" in values and task.actual_start and not task.actual_finish:
        values["remaining_min"] = remaining_from_percent(values["duration_min"], task.percent)
    changed = {name for name, value in values.items() if getattr(task, name) != value}
    change(task, version=version, by=by, **values)
    if predecessors is not None and task.kind != Task.Kind.SUMMARY:
        return set_links(task, by=by, on=on, text=predecessors)
    return reschedule(project, as_of=on).moved if changed & SCHEDULING else frozenset()


@transaction.atomic
def cancel_task(task, *, by, on):
    """The task and the open work below it will not be done; what was done of it stays on record."""
    project = lock(task.project)
    chosen = [pk for pk in _with_below(task) if not Task.objects.filter(pk=pk, actual_finish__isnull=False).exists()]
    if not chosen or task.cancelled_on:
        raise IllegalMove(_("%(task)s is finished or cancelled already.") % {"task": task})
    Task.objects.filter(pk__in=chosen, cancelled_on__isnull=True).update(cancelled_on=on, updated_by=by)
    record("task.cancelled", task, by=by, project=project)
    return reschedule(project, as_of=on).moved


@transaction.atomic
def restore_task(task, *, by, on):
    """Take a cancellation back, for the task and everything below it."""
    project = lock(task.project)
    if not task.cancelled_on:
        raise IllegalMove(_("%(task)s is not cancelled.") % {"task": task})
    Task.objects.filter(pk__in=_with_below(task)).update(cancelled_on=None, updated_by=by)
    record("task.restored", task, by=by, project=project)
    return reschedule(project, as_of=on).moved


@transaction.atomic
def delete_task(task, *, by, on):
    """Delete a task on which nothing was built yet; otherwise it can only be cancelled."""
    project = lock(task.project)
    if Task.objects.filter(parent=task).exists():
        raise Refused(_("%(task)s has tasks below it. Delete those first.") % {"task": task})
    if task.actual_start:
        raise Refused(_("Work on %(task)s has begun. It can be cancelled, not deleted.") % {"task": task})
    record("task.deleted", task, by=by, project=project, wbs=task.wbs_code)
    try:
        with transaction.atomic():
            Task.objects.get(pk=task.pk).delete()
    except RestrictedError as error:
        kinds = sorted({str(row._meta.verbose_name) for row in error.restricted_objects})
        raise Refused(
            _("%(task)s cannot be deleted, because other records are built on it (%(kinds)s). Cancel it instead.")
            % {"task": task, "kinds": ", ".join(kinds)}
        ) from error
    renumber(project)
    return reschedule(project, as_of=on).moved


def _check_kind(task, kind):
    """A summary needs a task without logic of its own; a milestone or support work has nothing below."""
    if kind == task.kind:
        return
    below = Task.objects.filter(parent=task).exists()
    if below and kind not in (Task.Kind.SUMMARY, Task.Kind.WORK_PACKAGE):
        raise Refused(_("%(task)s has tasks below it.") % {"task": task}, field="kind")
    if kind == Task.Kind.SUMMARY and not below:
        refuse_own_logic(task)


def _lengths(values, *, kind, before=None):
    """A milestone has no length; what stops being one gets a day."""
    if kind == Task.Kind.MILESTONE:
        return {**values, "duration_min": 0}
    was_milestone = before is not None and before.kind == Task.Kind.MILESTONE
    if was_milestone and not values.get("duration_min"):
        return {**values, "duration_min": _DAY_MIN}
    return values


def _with_below(task):
    """The ids of the task and of everything below it."""
    parents = dict(Task.objects.filter(project=task.project_id).values_list("pk", "parent_id"))
    below = {}
    for pk, parent in parents.items():
        below.setdefault(parent, []).append(pk)
    found = [task.pk]
    for pk in found:  # grows while it is walked
        found.extend(below.get(pk, ()))
    return found
