"""How does a business table keep every version of its rows, and who says why a version came?"""

from contextlib import contextmanager

import pghistory
from django.db import transaction


def tracked(*, exclude=()):
    """Class decorator: insert, update and delete events by trigger, without the private columns."""
    return pghistory.track(
        pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent(), exclude=list(exclude)
    )


@contextmanager
def in_history(act, *, by=None, **why):
    """One transaction whose every row of history names the act, the person and what else the caller knows.

    Whatever writes many rows is done in here: without these names each trigger raises and catches an exception
    for each row, and Postgres then walks through everything that waits for the commit.
    """
    with transaction.atomic(), named_history(act, by=by, **why):
        yield


def named_history(act, *, by=None, **why):
    """The same names for work that opens its transactions itself."""
    return pghistory.context(user=getattr(by, "pk", None), act=act, **why)
