"""All reads of one report see the same database."""

import pytest
from django.db import connection

from foundation.instants import one_instant


def level():
    with connection.cursor() as cursor:
        cursor.execute("SHOW transaction_isolation")
        return cursor.fetchone()[0]


@pytest.mark.django_db(transaction=True)
def test_reads_of_one_instant_do_not_see_what_is_committed_meanwhile():
    with one_instant():
        assert level() == "repeatable read"
    assert level() == "read committed"


def test_inside_a_transaction_that_runs_already_nothing_is_changed(db):
    with one_instant():
        assert level() == "read committed"
