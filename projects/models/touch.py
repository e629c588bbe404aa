"""Which projects' stored facts are out of date?"""

import pgtrigger
from django.db import models
from django.db.models.functions import Now


class ProjectTouched(models.Model):
    """A queue without unique key: writers never wait for each other; the worker deletes what it took."""

    project_id = models.BigIntegerField()
    at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "projects_touched"


def touches(select):
    """Three statement-level triggers that append the projects of the changed rows.

    `select` gives project ids from the changed rows, which it names `{rows}`:
    `touches("SELECT project_id FROM {rows}")`, or for a child table
    `touches("SELECT t.project_id FROM {rows} r JOIN projects_task t ON t.id = r.task_id")`.
    """
    put = "INSERT INTO projects_touched (project_id) SELECT DISTINCT t.id FROM ({}) t(id) WHERE t.id IS NOT NULL; "
    new, old = put.format(select.format(rows="new_rows")), put.format(select.format(rows="old_rows"))
    kinds = {
        "touch_insert": (pgtrigger.Insert, pgtrigger.Referencing(new="new_rows"), new),
        "touch_update": (pgtrigger.Update, pgtrigger.Referencing(old="old_rows", new="new_rows"), old + new),
        "touch_delete": (pgtrigger.Delete, pgtrigger.Referencing(old="old_rows"), old),
    }
    return [
        pgtrigger.Trigger(
            name=name,
            level=pgtrigger.Statement,
            when=pgtrigger.After,
            operation=operation,
            referencing=referencing,
            func=f"{body}RETURN NULL;",
        )
        for name, (operation, referencing, body) in kinds.items()
    ]
