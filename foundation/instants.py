"""How are many reads of one report made at one instant?"""

from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def one_instant():
    """Every read inside sees the database as it was at the first one; inside a transaction it adds nothing."""
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield
