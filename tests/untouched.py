"""Did a refused act leave every table of ours exactly as it was?"""

from contextlib import contextmanager

from django.apps import apps
from django.db import connection

# the sign-in writes here, and reading is no act of the trade
APART = {"accounts_user", "reports_downloadlog"}
FLOORS = ("accounts", "organisation", "jobs", "projects", "staffing", "budgets", "risks", "reports", "portfolio")


def _tables():
    return sorted({model._meta.db_table for model in apps.get_models(True) if model._meta.app_label in FLOORS} - APART)


def prints():
    """{table: (rows, what they hold in one number)} of all tables, asked in one statement."""
    one = "SELECT '{0}', count(*), coalesce(sum(hashtextextended(t::text, 0)::numeric), 0) FROM \"{0}\" t"
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(one.format(table) for table in _tables()))
        return {table: (count, held) for table, count, held in cursor.fetchall()}


@contextmanager
def untouched():
    """Nothing is inserted, changed or deleted in the block, in any table, history and audit included."""
    before = prints()
    yield
    after = prints()
    changed = [
        f"{table}: {before[table][0]} rows, now {after[table][0]}" for table in before if before[table] != after[table]
    ]
    assert not changed, "something was left behind: " + "; ".join(changed)
