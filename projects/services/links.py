"""Which task waits for which? Links are added, changed and taken away, and never run in a circle."""

from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.changes import change
from foundation.errors import Conflict, Refused
from projects.engine.plan_text import TextError, read_links
from projects.models import Dependency, Task
from projects.queries.clock import hours_of, work_calendars
from projects.services.schedule import lock, reschedule


@transaction.atomic
def add_link(pred, succ, *, by, on, type="FS", lag_min=0, lag_calendar="succ"):
    """`succ` waits for `pred`; returns the link. Refused with the names when it makes no sense."""
    project = lock(succ.project)
    made = _add(project, pred, succ, by, type=type, lag_min=lag_min, lag_calendar=lag_calendar)
    reschedule(project, as_of=on)
    return made


@transaction.atomic
def edit_link(link, *, by, on, version, **values):
    """Change type, lag or lag calendar; returns the ids of the tasks that moved."""
    project = lock(link.project)
    kind = values.get("type", link.type)
    if Dependency.objects.filter(pred=link.pred_id, succ=link.succ_id, type=kind).exclude(pk=link.pk).exists():
        raise _twice(link.pred, link.succ, kind)
    change(link, version=version, by=by, **values)
    return reschedule(project, as_of=on).moved


@transaction.atomic
def remove_link(link, *, by, on):
    """Take the link away; returns the ids of the tasks that moved."""
    project = lock(link.project)
    link.delete()
    return reschedule(project, as_of=on).moved


@transaction.atomic
def set_links(task, *, by, on, text, version=None):
    """Make the predecessors of the task what the text says (`3FS+2d, 5SS`); returns the ids that moved.

    With the task's `version`, Conflict when somebody changed the task or its predecessors meanwhile.

    Raises Refused next to `predecessors`: unreadable, unknown number, itself, twice, a circle.
    """
    project = lock(task.project)
    wanted = _read(project, text)
    if version is not None:
        _touch(task, version, by, text)
    kept = set()
    for link in Dependency.objects.filter(succ=task):
        asked = wanted.get((link.pred_id, link.type))
        if asked is None:
            link.delete()
            continue
        kept.add((link.pred_id, link.type))
        if (link.lag_min, link.lag_calendar) != (asked.lag_min, asked.lag_calendar):
            Dependency.objects.filter(pk=link.pk).update(
                lag_min=asked.lag_min, lag_calendar=asked.lag_calendar, updated_by=by
            )
    preds = Task.objects.in_bulk([pk for pk, _kind in wanted])
    for (pk, kind), asked in wanted.items():
        if (pk, kind) not in kept:
            _add(project, preds[pk], task, by, type=kind, lag_min=asked.lag_min, lag_calendar=asked.lag_calendar)
    return reschedule(project, as_of=on).moved


def _touch(task, version, by, text):
    """The predecessors belong to the task's row: a new version of it, unless it is newer already."""
    same = Task.objects.filter(pk=task.pk, row_version=version)
    if not same.update(updated_by=by, updated_at=Now()):
        links = task.predecessors.select_related("pred").order_by("pred__outline")
        theirs = ", ".join(f"{link.pred.wbs_code}{link.type}" for link in links)
        words = _("Somebody else changed this meanwhile.")
        raise Conflict(words, fields=[(_("Predecessors"), theirs, text)])


def _read(project, text):
    """The wanted links by (predecessor id, type)."""
    calendar = work_calendars([project.calendar_id])[project.calendar_id]
    try:
        links = read_links(text, hours_of(calendar))
    except TextError as error:
        raise Refused(_UNREADABLE[error.code] % {"part": error.part}, field="predecessors") from error
    codes = [link.code for link in links]
    ids = dict(Task.objects.filter(project=project, wbs_code__in=codes).values_list("wbs_code", "pk"))
    for code in codes:
        if code not in ids:
            raise Refused(_("There is no task %(code)s.") % {"code": code}, field="predecessors")
    return {(ids[link.code], str(link.type)): link for link in links}


_UNREADABLE = {
    "link": gettext_lazy("“%(part)s” is not a link. Write the number of the task, the type and the lag: 3FS+2d."),
    "link_twice": gettext_lazy("%(part)s stands there twice."),
    "duration_range": gettext_lazy("%(part)s is too long."),
}


def _add(project, pred, succ, by, **values):
    _refuse_nonsense(project, pred, succ, values["type"])
    return Dependency.objects.create(project=project, pred=pred, succ=succ, created_by=by, **values)


def _refuse_nonsense(project, pred, succ, kind):
    if pred.project_id != succ.project_id:
        raise Refused(_("Both tasks of a link belong to the same project."), field="predecessors")
    if pred.pk == succ.pk:
        raise Refused(_("%(task)s cannot wait for itself.") % {"task": succ}, field="predecessors")
    for task in (pred, succ):
        if task.kind == Task.Kind.SUMMARY or Task.objects.filter(parent=task).exists():
            raise Refused(_("%(task)s is a summary. Link the tasks below it.") % {"task": task}, field="predecessors")
    if Dependency.objects.filter(pred=pred, succ=succ, type=kind).exists():
        raise _twice(pred, succ, kind)
    way = _way(project, succ.pk, pred.pk)
    if way:
        names = Task.objects.in_bulk(way)
        circle = " → ".join(str(names[pk]) for pk in [*way, way[0]])
        raise Refused(
            _("These tasks would wait for each other: %(circle)s.") % {"circle": circle}, field="predecessors"
        )


def _twice(pred, succ, kind):
    words = {"pred": pred, "succ": succ, "kind": kind}
    return Refused(_("%(pred)s and %(succ)s are linked by %(kind)s already.") % words, field="predecessors")


def _way(project, start, goal):
    """The ids along the links from start to goal; empty when no way leads there."""
    later = {}
    for pred, succ in Dependency.objects.filter(project=project).values_list("pred_id", "succ_id"):
        later.setdefault(pred, []).append(succ)
    came, waiting = {start: None}, [start]
    for pk in waiting:  # grows while it is walked
        for succ in later.get(pk, ()):
            if succ not in came:
                came[succ] = pk
                waiting.append(succ)
    way = [goal] if goal in came else []
    while way and came[way[-1]] is not None:
        way.append(came[way[-1]])
    return way[::-1]
