"""Which rows come next in a list that only grows, however long it is?

A page is found by the row where the last one ended, not by how many rows lie before it: page ten
thousand costs what the first one costs, and a row that comes in between moves nothing.
"""

import uuid
from dataclasses import dataclass

from django.core.exceptions import BadRequest
from django.db.models import Subquery

KEYS = ("before", "after")


@dataclass(frozen=True)
class Seek:
    """Older rows than this one (`before`) or newer ones (`after`)."""

    key: str
    mark: uuid.UUID


@dataclass(frozen=True)
class Piece:
    """Rows, newest first, and where the neighbours begin: public ids, or None where the list ends."""

    shown: list
    newer: object
    older: object


def seek_of(texts):
    """What the address asks for; None is the newest page. BadRequest for what is no id or is asked twice."""
    asked = [(key, texts[key]) for key in KEYS if texts.get(key)]
    if not asked:
        return None
    try:
        [(key, text)] = asked
        return Seek(key, uuid.UUID(text))
    except ValueError:
        raise BadRequest("not a place in this list") from None


def piece(rows, seek, size):
    """At most `size` rows in one query; one more is read to know whether the list goes on. → Piece"""
    newest_first = seek is None or seek.key == "before"
    if seek:
        mark = Subquery(rows.model._base_manager.filter(public_id=seek.mark).values("pk")[:1])
        rows = rows.filter(**{"pk__lt" if newest_first else "pk__gt": mark})
    found = list(rows.order_by("-pk" if newest_first else "pk")[: size + 1])
    goes_on, shown = len(found) > size, found[:size]
    if not newest_first:
        shown.reverse()
    newer, older = (bool(seek), goes_on) if newest_first else (goes_on, True)
    return Piece(
        shown,
        shown[0].public_id if shown and newer else None,
        shown[-1].public_id if shown and older else None,
    )
