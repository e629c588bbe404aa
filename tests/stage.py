"""How do thousands of tests get the same world and cast without making them thousands of times?

They are made once in each process. What then stands in the tables is written down, and so are the objects in memory;
for every further test the rows are put back in one stroke, with the same ids, and the objects are copied from there.
Triggers fire as they always do.
"""

import pickle
from dataclasses import dataclass

from django.db import connection

from foundation.accounts.models import Person, User
from foundation.organisation.models import Currency, FiscalPeriod, Organisation
from projects.models import Calendar, CalendarInterval, Charter, Portfolio, Project, RoleAssignment

OF_WORLD = (Currency, Organisation, FiscalPeriod, Portfolio, Calendar, CalendarInterval, Project, Charter)
OF_CAST = (User, Person, RoleAssignment)
ALONE = (Currency, Organisation, FiscalPeriod)  # what stands in them leaves no room for the same again
_written = {}  # name: Scene


@dataclass(frozen=True)
class Scene:
    """What stands in the tables, as one statement, and the objects that the test is given."""

    sql: str
    objects: bytes

    @classmethod
    def of(cls, objects, models):
        """Written down from the tables, in which nothing else may stand."""
        parts = []
        with connection.cursor() as cursor:
            for model in models:
                table = model._meta.db_table
                cursor.execute(f"SELECT coalesce(jsonb_agg(to_jsonb(t)), '[]')::text FROM {table} t")
                rows = cursor.mogrify("%s", [cursor.fetchone()[0]]).decode()
                parts.append(f"INSERT INTO {table} SELECT * FROM jsonb_populate_recordset(NULL::{table}, {rows})")
        return cls("; ".join(parts), pickle.dumps(objects))

    def set_up(self):
        with connection.cursor() as cursor:
            cursor.cursor.execute(self.sql)  # past Django, which would look for placeholders in it
        return pickle.loads(self.objects)


def put_up(name, make, models, *, again):
    """What `make` makes in these tables. `again`: may the scene of this name stand as it stood before?"""
    if name in _written and again:
        return _written[name].set_up()
    first = name not in _written and not any_row(models)
    objects = make()
    if first:
        _written[name] = Scene.of(objects, models)
    return objects


def any_row(models):
    """Does anything stand in one of these tables?"""
    tables = " OR ".join(f"EXISTS(SELECT 1 FROM {model._meta.db_table})" for model in models)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {tables}")
        return cursor.fetchone()[0]
