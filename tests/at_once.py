"""What happens when several people press the button in the same moment?"""

import threading
from concurrent.futures import ThreadPoolExecutor

from django.db import OperationalError, connection, transaction

LOCK_NOT_AVAILABLE = "55P03"


def at_once(act, turns=4):
    """`act(0)`, `act(1)` ... in as many sessions, all let go together; their results and errors, by turn."""
    together = threading.Barrier(turns)

    def one(turn):
        try:
            together.wait(10)
            return act(turn)
        except Exception as error:  # noqa: BLE001 the refusal is what is asked for
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(turns) as pool:
        return list(pool.map(one, range(turns)))


def refused(results):
    """The errors among the results."""
    return [result for result in results if isinstance(result, Exception)]


def must_wait(act):
    """Does `act()`, in a session of its own, have to wait for what this session holds? What it wrote is undone."""

    def other():
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = '300ms'")
                act()
                transaction.set_rollback(True)
        except OperationalError as error:
            if error.__cause__.pgcode != LOCK_NOT_AVAILABLE:
                raise
            return True
        finally:
            connection.close()
        return False

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(other).result()
