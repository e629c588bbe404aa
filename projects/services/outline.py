"""Where in the tree does a task hang, and which number does it carry?

Siblings keep their order in `position`; the numbers (1.2.3) of all rows are written again in one
statement, with a unique rule that waits for the commit.
"""

from django.db import connection, transaction
from django.utils.translation import gettext as _

from foundation.errors import Refused
from projects.models import Dependency, Task
from projects.services.schedule import lock, reschedule

_NUMBER = """
    WITH RECURSIVE ranked AS (
        SELECT id, parent_id, row_number() OVER (PARTITION BY parent_id ORDER BY position, id) AS place
        FROM projects_task WHERE project_id = %(project)s
    ), tree (id, code) AS (
        SELECT id, place::text FROM ranked WHERE parent_id IS NULL
        UNION ALL SELECT r.id, tree.code || '.' || r.place FROM ranked r JOIN tree ON r.parent_id = tree.id
    )
    UPDATE projects_task t SET wbs_code = tree.code FROM tree WHERE t.id = tree.id AND t.wbs_code <> tree.code
"""
_PLACE = """
    UPDATE projects_task t SET position = v.place - 1, parent_id = %s
    FROM unnest(%s::bigint[]) WITH ORDINALITY AS v(id, place)
    WHERE t.id = v.id AND (t.position <> v.place - 1 OR t.parent_id IS DISTINCT FROM %s)
"""
LEAVES_ONLY = (Task.Kind.MILESTONE, Task.Kind.LOE)


def renumber(project):
    """Write the numbers of all tasks again from the tree and the positions."""
    with connection.cursor() as cursor:
        cursor.execute(_NUMBER, {"project": project.pk})


def siblings(project, parent):
    """The ids of the children of `parent` (None: the top), in order."""
    return list(
        Task.objects.filter(project=project, parent=parent).order_by("position", "pk").values_list("pk", flat=True)
    )


def place(parent, ids):
    """Hang the tasks below `parent` in this order."""
    above = parent.pk if parent else None
    with connection.cursor() as cursor:
        cursor.execute(_PLACE, [above, ids, above])


@transaction.atomic
def move_task(task, *, by, on, how):
    """Indent, outdent, up or down, with everything below the task; returns what the schedule moved."""
    project = lock(task.project)
    task = Task.objects.select_related("parent").get(pk=task.pk)
    _MOVES[how](project, task, siblings(project, task.parent))
    Task.objects.filter(pk=task.pk).update(updated_by=by)
    renumber(project)
    return reschedule(project, as_of=on)


def become_parent(task):
    """Make a task able to hold others: a summary has no links, dates or constraint of its own."""
    if task.kind in LEAVES_ONLY:
        raise Refused(
            _("%(task)s is a %(kind)s: nothing can hang below it.") % {"task": task, "kind": task.get_kind_display()}
        )
    if Task.objects.filter(parent=task).exists():
        return
    refuse_own_logic(task)
    kind = Task.Kind.SUMMARY if task.kind in (Task.Kind.TASK, Task.Kind.PLANNING_PACKAGE) else task.kind
    Task.objects.filter(pk=task.pk).update(kind=kind)


def refuse_own_logic(task):
    """Refused while the task has what only the lowest level may have."""
    if Dependency.objects.filter(pred=task).exists() or Dependency.objects.filter(succ=task).exists():
        raise Refused(_("%(task)s has links. Move them to the tasks below it first.") % {"task": task})
    if task.constraint_date or task.actual_start or task.deadline:
        raise Refused(
            _("%(task)s has dates of its own. Take its constraint, deadline and progress away first.") % {"task": task}
        )


def _indent(project, task, ids):
    at = ids.index(task.pk)
    if not at:
        raise Refused(_("%(task)s has no task above it to hang below.") % {"task": task})
    parent = Task.objects.get(pk=ids[at - 1])
    become_parent(parent)
    place(parent, [*siblings(project, parent), task.pk])


def _outdent(project, task, _ids):
    if task.parent is None:
        raise Refused(_("%(task)s is at the top already.") % {"task": task})
    ids = siblings(project, task.parent.parent)
    ids.insert(ids.index(task.parent_id) + 1, task.pk)
    place(task.parent.parent, ids)


def _shift(by):
    def shift(_project, task, ids):
        at = ids.index(task.pk)
        if not 0 <= at + by < len(ids):
            raise Refused(_("%(task)s is at the end of its list already.") % {"task": task})
        ids[at], ids[at + by] = ids[at + by], ids[at]
        place(task.parent, ids)

    return shift


_MOVES = {"indent": _indent, "outdent": _outdent, "up": _shift(-1), "down": _shift(1)}
