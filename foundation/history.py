"""How does a business table keep every version of its rows, and who says why a version came?"""

from contextlib import contextmanager

import pghistory
from django.db import transaction
from django.db.models import Q


def tracked(*, exclude=()):
    """Class decorator: insert, update and delete events by trigger, without the private columns."""
    return pghistory.track(
        pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent(), exclude=list(exclude)
    )


def versions(model):
    """Every version of the rows of a tracked table, of deleted rows too."""
    return model.pgh_event_model.objects.all()


def wrote(user, *histories):
    """Did this person make, change or delete a row of one of the `histories` (versions of rows)?"""
    hand = Q(created_by=user) | Q(updated_by=user)
    return any(rows.filter(hand).exists() for rows in histories)


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
