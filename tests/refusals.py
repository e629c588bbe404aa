"""Did Postgres refuse it, and was it the rule that we meant?"""

from contextlib import contextmanager

import pytest
from django.db import DatabaseError, connection, transaction


@contextmanager
def refused_by(name):
    """The statements of the block, or the commit after them, fail because of `name`.

    `name` is a constraint or one of our triggers: `with refused_by("baseline_one_approved"): ...`.
    Deferred rules are asked before the block, which must find sound rows, and at its end. What
    the block wrote is rolled back, so the test may go on afterwards.
    """
    with pytest.raises(DatabaseError) as caught, transaction.atomic():
        check_deferred()
        yield
        check_deferred()
    said = caught.value.__cause__.diag
    by_trigger = f"function pgtrigger_{name}_" in (said.context or "")
    assert said.constraint_name == name or by_trigger, f"{name} was expected to refuse, but: {caught.value}"


def check_deferred():
    """Ask the rules that wait for the commit now, and let later statements wait again."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


def sql(statement, *values):
    """One statement past all of our Python; the rows when it gives any."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else None
