"""What was built on the projects of an import, and how is the import taken back?

A project on which nothing was built goes without a trace but its history. Where people have worked
since, the project stays with all its work; only what the file reported is archived, and the
page names what is in the way.
"""

from collections import defaultdict

from django.db.models import Q, Value
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from foundation.accounts.services import record, record_all
from foundation.errors import IllegalMove
from foundation.history import in_history
from portfolio.models import ImportBatch, ImportedProject, ProjectFacts
from projects.models import Charter, ClosureItem, Portfolio, Programme, Project, ReportedStatus

# what every imported project has from the start; a change of it counts as work
BORN_WITH = (Charter, ClosureItem)
TRACES = (*BORN_WITH, ReportedStatus, ImportedProject, ProjectFacts)
State = ImportBatch.State


def _children(model, leave_out):
    """(table, path to `model`) of every table that points to it, hidden relations and links included."""
    for relation in model._meta.get_fields(include_hidden=True):
        points = relation.auto_created and not relation.concrete and (relation.one_to_many or relation.one_to_one)
        table = relation.related_model if points else None
        if table and table not in leave_out and not hasattr(table, "pgh_tracked_model"):
            yield table, relation.field.name


def _found(rows, path, words):
    return rows.order_by().values_list(f"{path}_id", Value(str(words)))


def obstacles(projects, *, batch):
    """What was built on each of these projects (a queryset), in words by primary key; one query."""
    parts = [
        _found(table._base_manager.filter(**{f"{path}__in": projects}), path, table._meta.verbose_name_plural)
        for table, path in _children(Project, TRACES)
    ]
    for table in BORN_WITH:
        changed = table._base_manager.filter(project__in=projects, row_version__gt=1)
        parts.append(_found(changed, "project", table._meta.verbose_name))
    other = ReportedStatus.objects.filter(project__in=projects, archived_at__isnull=True).exclude(batch=batch.batch)
    parts.append(_found(other, "project", _("reports of a later import")))
    edited = Project.objects.filter(pk__in=projects).filter(Q(row_version__gt=1) | Q(archived_at__isnull=False))
    parts.append(edited.order_by().values_list("pk", Value(_("changes of the project itself"))))
    words = defaultdict(set)
    for pk, said in parts[0].union(*parts[1:]):
        words[pk].add(said)
    return {pk: sorted(said) for pk, said in words.items()}


def created_by(batch):
    return Project.objects.filter(imports__batch=batch, imports__created=True)


def undo_import(batch, *, by):
    """Take the batch back: `undone` when nothing stays, else `archived` with the projects that stay and why."""
    with in_history("undo", by=by, batch=str(batch.public_id)):
        return _undo(batch, by)


def _undo(batch, by):
    Portfolio.objects.select_for_update().get(pk=batch.portfolio_id)
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if batch.state in (State.UNDONE, State.ARCHIVED):
        return batch
    if batch.state != State.DONE:
        raise IllegalMove(_("Only an import that was done can be taken back."))
    own = list(created_by(batch).select_for_update().order_by("pk"))
    blocked = obstacles(created_by(batch).values("pk"), batch=batch)
    stayed = [
        {"code": p.code, "name": p.name, "id": str(p.public_id), "why": blocked[p.pk]} for p in own if p.pk in blocked
    ]
    removed = _remove([project for project in own if project.pk not in blocked], by)
    reports = ReportedStatus.objects.filter(batch=batch.batch, archived_at__isnull=True)
    archived = reports.update(archived_at=Now())
    batch.result |= {"removed": removed, "stayed": stayed, "reports_archived": archived}
    _remove_programmes(batch)
    batch.state, batch.updated_by = State.ARCHIVED if stayed else State.UNDONE, by
    batch.save()
    record("import.undone", batch, by=by, removed=removed, stayed=len(stayed), archived=archived)
    return batch


def _remove(projects, by):
    """Past Django's cascade, which would ask every table again; foreign keys still refuse what was missed."""
    pks = [project.pk for project in projects]
    for table in TRACES:
        rows = table._base_manager.filter(project__in=pks)
        rows._raw_delete(rows.db)
    rows = Project.objects.filter(pk__in=pks)
    rows._raw_delete(rows.db)
    record_all("project.import_undone", projects, by=by)
    return len(projects)


def _remove_programmes(batch):
    """Those that the import made and that hold nothing now."""
    made = Programme.objects.filter(public_id__in=batch.result.get("programmes", []), row_version=1)
    for table, path in _children(Programme, ()):
        used = table._base_manager.filter(**{f"{path}__in": made}).values(f"{path}_id")
        made = made.exclude(pk__in=list(used.values_list(f"{path}_id", flat=True)))
    for programme in made:
        programme.delete()
