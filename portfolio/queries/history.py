"""Who changed what in a project, and from which value to which?

Rows come from the event tables of all apps in one union, newest first, page by page from the last
row shown (keyset). An app's rows are shown to those who may see its pages.
"""

import json
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from django.apps import apps
from django.db import connection

from foundation.accounts.models import AuditEvent
from foundation.accounts.rights import Permission
from projects.access import may
from risks.models import Risk, RiskResponse

PER_PAGE = 50
# app: whose right its history asks for
SEEN_WITH = {
    "projects": Permission.PLAN_VIEW,
    "staffing": Permission.ALLOCATION_VIEW,
    "budgets": Permission.BUDGET_VIEW,
    "risks": Permission.RISK_VIEW,
}
LEFT_OUT = {"staffing.TimesheetLine"}  # hours of a person are the business of his sheet
NOISE = ("updated_at", "updated_by_id", "created_at", "created_by_id", "row_version", "position",
         "schedule_version", "plan_finish", "id", "public_id", "project_id")  # fmt: skip
DOERS = ("actor", "updated_by_id", "created_by_id")  # who did it, when the context does not say
_ANY = -1  # stands in the SQL for the project that is asked about
META = ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context_id")


@dataclass(frozen=True)
class Event:
    """One change of one row, or one act. `before` is None for the first version of a row."""

    at: object
    source: str
    number: int
    label: str
    data: dict
    before: dict | None
    user_id: int | None
    who: str | None

    @property
    def cursor(self):
        return f"{self.at.isoformat()}~{self.source}~{self.number}"


def event_models(user, project):
    """The event tables of the project that this person may read."""
    for model in apps.get_models():
        tracked = getattr(model, "pgh_tracked_model", None)
        if tracked is None or not hasattr(tracked, "PROJECT_PATH") or tracked._meta.label in LEFT_OUT:
            continue
        permission = SEEN_WITH.get(tracked._meta.app_label)
        if permission is None or may(user, permission, project):
            yield model, tracked


# One table's part: its newest events of the project, each with the version before it. The rows are put in order before
# anything is made of them, so that no more versions are compared than are shown, however long the history is.
_ARM = """
    (SELECT e.pgh_created_at AS at, '{label}' AS source, e.pgh_id::bigint AS number, e.pgh_label AS label,
            to_jsonb(e) AS data, b.before, e.pgh_context_id AS context
     FROM (SELECT * FROM {table} WHERE {where} {{keyset}} ORDER BY pgh_created_at DESC, pgh_id DESC) e
     LEFT JOIN LATERAL (SELECT to_jsonb(p) AS before FROM {table} p WHERE p.pgh_obj_id = e.pgh_obj_id
                        AND p.pgh_id < e.pgh_id ORDER BY p.pgh_id DESC LIMIT 1) b ON true
     WHERE b.before IS NULL OR e.pgh_label = 'delete' OR (to_jsonb(e) - {noise}) IS DISTINCT FROM (b.before - {noise})
     ORDER BY e.pgh_created_at DESC, e.pgh_id DESC LIMIT %s)"""
_ACTS = """
    (SELECT at, 'act', id, act, jsonb_build_object('details', details, 'actor', actor_id), NULL::jsonb, NULL::uuid
     FROM {table} WHERE project_id = %s {{keyset}} ORDER BY at DESC, id DESC LIMIT %s)"""


@cache
def _arm(model, tracked, hides_risks):
    """(SQL of the events of one table, its parameters): the rows of a project (_ANY). Written once."""
    path = "pgh_obj_id" if tracked.PROJECT_PATH == "pk" else tracked.PROJECT_PATH
    rows = model.objects.filter(**{path: _ANY})
    if hides_risks and tracked is Risk:
        rows = rows.exclude(confidentiality=Risk.Confidentiality.CONFIDENTIAL)
    if hides_risks and tracked is RiskResponse:
        rows = rows.exclude(risk__confidentiality=Risk.Confidentiality.CONFIDENTIAL)
    inner, params = rows.order_by().values("pgh_id").query.get_compiler(connection=connection).as_sql()
    noise = f"'{{{{{','.join((*NOISE, *META))}}}}}'::text[]"
    # a table that names its project itself is asked directly: each table once more costs a third of the planning
    where = f"pgh_id IN ({inner})" if " JOIN " in inner else inner.partition(" WHERE ")[2]
    return _ARM.format(label=tracked._meta.label, table=model._meta.db_table, where=where, noise=noise), params


def events(user, project, *, after=None, limit=PER_PAGE):
    """The newest events before the cursor `after` (at, source, number): one query. → list of Event"""
    hides = not may(user, Permission.RISK_CONFIDENTIAL, project)
    arms = [(tracked._meta.label, "pgh_created_at", "pgh_id", *_arm(model, tracked, hides))
            for model, tracked in event_models(user, project)]  # fmt: skip
    arms.append(("act", "at", "id", _ACTS.format(table=AuditEvent._meta.db_table), [project.public_id]))
    parts, params = [], []
    for source, at, number, sql, values in arms:
        keyset = f"AND ({at}, '{source}', {number}) < (%s, %s, %s)" if after else ""
        parts.append(sql.format(keyset=keyset))
        params += [*(project.pk if value == _ANY else value for value in values), *(after or ()), limit]
    with connection.cursor() as cursor:
        cursor.execute(_told(parts), [*params, limit])
        return [_event(row) for row in cursor.fetchall()]


def _told(parts):
    """The newest of all parts, with the name of who did each."""
    doers = ", ".join(f"(data ->> '{key}')::bigint" for key in DOERS)
    return f"""
        SELECT at, source, number, label, data::text, before::text, (c.metadata ->> 'user')::bigint,
               (SELECT p.name FROM accounts_person p
                WHERE p.user_id = coalesce((c.metadata ->> 'user')::bigint, {doers}))
        FROM (SELECT * FROM ({" UNION ALL ".join(parts)}) u ORDER BY at DESC, source DESC, number DESC LIMIT %s) v
        LEFT JOIN pghistory_context c ON c.id = v.context ORDER BY at DESC, source DESC, number DESC"""


def _event(row):
    at, source, number, label, *versions, user, who = row
    data, before = (None if text is None else json.loads(text, parse_float=Decimal) for text in versions)
    doer = user or next((data[key] for key in DOERS if data.get(key)), None)
    return Event(at, source, number, label, data, before, doer, who)
