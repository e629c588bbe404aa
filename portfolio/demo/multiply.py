"""How does a council become as large as a measurement needs? By copies of its rows, made inside the database.

Every row that hangs on a project or on a worker is copied, with its history, under an id of its own: the row's
id plus a whole number of spans, so the links between copied rows need no table of old and new ids. What stands
above (portfolios, managers, periods, rates) is shared. Nothing that a rule counts can change by it, since every
copy is what its original is; the stored facts are copied too, with the public ids of the copies inside.
"""

import hashlib
import re
import uuid
from dataclasses import dataclass

from django.apps import apps
from django.db import connection, transaction
from psycopg2.extras import execute_values

from foundation.accounts.models import Person
from portfolio.models import ProjectFacts
from projects.models import Project, ProjectTouched

UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
KEPT = {"django_migrations", "django_content_type", "auth_permission"}  # what `migrate` writes
# what must differ between copies, by model; `t` is the original, `k` the number of the copy
OWN = {
    Project: {"code": "t.code || '-' || (k + 1)", "name": "t.name || ' ' || (k + 1)"},
    Person: {"name": "t.name || ' ' || (k + 1)", "email": "replace(t.email, '@', '.' || (k + 1) || '@')",
             "user_id": "NULL"},
}  # fmt: skip


@dataclass(frozen=True)
class Copied:
    """A table of which rows are copied: those with an id of `low` to `high`, or just `ids`; `span` apart."""

    model: type
    low: int
    high: int
    span: int
    ids: tuple[int, ...] = ()

    def holds(self, column):
        """SQL: does the column name a copied row?"""
        if self.ids:
            return f"{column} IN ({', '.join(map(str, self.ids))})"
        return f"{column} BETWEEN {self.low} AND {self.high}"

    def moved(self, column):
        return f"CASE WHEN {self.holds(column)} THEN {column} + k * {self.span} ELSE {column} END"


@transaction.atomic
def multiply(projects, workers, *, copies):
    """Add `copies` copies of these projects and of the people (ids) who work on them."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute("SET LOCAL session_replication_role = replica")  # no triggers: the rules held for the originals
        tables = {Project: _table(cursor, Project, projects), Person: _table(cursor, Person, workers, exactly=True)}
        _find_children(cursor, tables)
        for table in tables.values():
            if table.model is not ProjectFacts:
                _copy(cursor, table, tables, copies)
        _copy_facts(cursor, tables, copies)
        ProjectTouched.objects.all().delete()
        cursor.execute("SET LOCAL session_replication_role = origin")


@transaction.atomic
def erase_everything():
    """Leave the tables and nothing in them."""
    tables = sorted(set(connection.introspection.table_names()) - KEPT)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")  # some tables refuse it otherwise
        cursor.execute(f"TRUNCATE {_names(tables)} RESTART IDENTITY CASCADE")
        cursor.execute("SET LOCAL session_replication_role = origin")


def analyze():
    """Let the database count its rows and note what is settled, as it does by itself some minutes later."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0" if connection.in_atomic_block else "SET statement_timeout = 0")
        cursor.execute("ANALYZE" if connection.in_atomic_block else "VACUUM (ANALYZE)")


def _table(cursor, model, ids, *, exactly=False):
    pk = model._meta.pk.column
    cursor.execute(f'SELECT max("{pk}") FROM "{model._meta.db_table}"')
    return Copied(model, min(ids), max(ids), cursor.fetchone()[0] - min(ids) + 1, tuple(ids) if exactly else ())


def _find_children(cursor, tables):
    """Add every table with rows that hang on copied rows, until there is none left."""
    models = [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]
    grown = True
    while grown:
        grown = False
        for model in models:
            if model in tables or not (where := _hanging(model, tables)):
                continue
            pk = model._meta.pk.column
            cursor.execute(
                f'SELECT min(t."{pk}"), max(t."{pk}"), (SELECT max("{pk}") FROM "{model._meta.db_table}") '
                f'FROM "{model._meta.db_table}" t WHERE {where}'
            )
            low, high, last = cursor.fetchone()
            if low is not None:
                tables[model], grown = Copied(model, low, high, last - low + 1), True


def _links(model, tables):
    """{column: Copied} of the foreign keys to copied tables."""
    fields = (field for field in model._meta.concrete_fields if field.is_relation)
    return {field.column: tables[field.related_model] for field in fields if field.related_model in tables}


def _hanging(model, tables):
    links = _links(model, tables)
    return " OR ".join(table.holds(f't."{column}"') for column, table in links.items())


def _copy(cursor, table, tables, copies):
    meta = table.model._meta
    links, own = _links(table.model, tables), OWN.get(_original(table.model), {})
    values = {}
    for field in meta.concrete_fields:
        column = f't."{field.column}"'
        if field.column in own:
            values[field.column] = own[field.column]
        elif field.column in links:
            values[field.column] = links[field.column].moved(column)
        elif field.primary_key:
            values[field.column] = f"{column} + k * {table.span}"
        elif field.column == "public_id":
            values[field.column] = f"md5({column}::text || ':' || k)::uuid"
        elif field.column == "id":  # of a row of history: the id of what it tells of
            values[field.column] = links["pgh_obj_id"].moved(column)
        else:
            values[field.column] = column
    roots = table.model in (Project, Person)
    where = table.holds(f't."{meta.pk.column}"') if roots else _hanging(table.model, tables)
    cursor.execute(
        f'INSERT INTO "{meta.db_table}" ({_names(values)}) SELECT {", ".join(values.values())} '
        f'FROM "{meta.db_table}" t, generate_series(1, {copies}) k WHERE {where}'
    )
    sequence = f"pg_get_serial_sequence('\"{meta.db_table}\"', '{meta.pk.column}')"
    cursor.execute(f'SELECT setval({sequence}, (SELECT max("{meta.pk.column}") FROM "{meta.db_table}"))')


def _original(model):
    """The model itself, or the one whose history it keeps."""
    return getattr(model, "pgh_tracked_model", None) or model


def _names(columns):
    return ", ".join(f'"{name}"' for name in columns)


def _copy_facts(cursor, tables, copies):
    """The stored facts, in which figures and causes name what they speak of by public id."""
    known = _public_ids(cursor, tables)
    plain = [f.column for f in ProjectFacts._meta.concrete_fields if f.name not in ("project", "figures", "causes")]
    cursor.execute("SELECT project_id, figures::text, causes::text FROM portfolio_projectfacts")
    rows, span = cursor.fetchall(), tables[Project].span
    for k in range(1, copies + 1):

        def renamed(match, k=k):
            found = match.group()
            return copy_id(found, k) if found in known else found

        texts = [(pk, pk + k * span, UUID.sub(renamed, figures), UUID.sub(renamed, causes))
                 for pk, figures, causes in rows]  # fmt: skip
        execute_values(
            cursor.cursor,
            f"INSERT INTO portfolio_projectfacts (project_id, figures, causes, {_names(plain)}) "
            f"SELECT v.copy, v.figures::jsonb, v.causes::jsonb, {', '.join(f't.{name}' for name in plain)} "
            "FROM (VALUES %s) v(original, copy, figures, causes) "
            "JOIN portfolio_projectfacts t ON t.project_id = v.original",
            texts,
        )


def _public_ids(cursor, tables):
    found = set()
    for table in tables.values():
        meta = table.model._meta
        if table.model is _original(table.model) and any(field.column == "public_id" for field in meta.concrete_fields):
            cursor.execute(
                f'SELECT public_id::text FROM "{meta.db_table}" t WHERE ' + table.holds(f't."{meta.pk.column}"')
            )
            found.update(value for (value,) in cursor.fetchall())
    return found


def copy_id(public_id, k):
    """The public id of the k-th copy of a row: as the database makes it for the row itself."""
    return str(uuid.UUID(hashlib.md5(f"{public_id}:{k}".encode(), usedforsecurity=False).hexdigest()))
