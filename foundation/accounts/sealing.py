"""Has anybody changed, removed or slipped in an audit event since it was written?

Every minute a job seals the events that came since the last seal: a SHA-256 over the hash of the
seal before and over the events themselves. Who changes one of them breaks this seal and, unless
he forges all that follow, the chain. It happens outside the transactions that write the events,
so nobody waits for it.
"""

import datetime as dt
import hashlib
import json
import time
from dataclasses import dataclass

from django.db import connection, transaction

from foundation.accounts.models import AuditEvent, AuditSeal

LEADER = 7_023_001  # number of the advisory lock: one sealer at a time
LOOK_EVERY, LOOKS = 0.05, 100  # seconds, times: writers that are not over by then wait for the next minute
MOST_EVENTS = 5_000  # in one seal
NOTHING_BEFORE = "0" * 64
FIELDS = ("id", "public_id", "at", "actor_id", "act", "object_type", "object_id", "project_id", "details")


@dataclass(frozen=True)
class Break:
    """Where the chain does not hold: the seal, its events, and why (`changed` or `gap`)."""

    seal: int
    first: int
    last: int
    reason: str


def seal(now):
    """Seal what is not sealed yet; returns the number of seals made, None when another sealer is at it.

    `now` is written into the seals and hashed with them.
    """
    with transaction.atomic():
        if not _is_leader():
            return None
        last = AuditEvent.objects.order_by("-id").values_list("id", flat=True).first()
        if last is None or not _all_visible():
            return 0
        made = 0
        while _seal_next(last, now):
            made += 1
        return made


def verify_chain():
    """The breaks of the chain, none when all is well. Events that wait for their first seal are not judged."""
    breaks, before, end = [], NOTHING_BEFORE, 0
    for each in AuditSeal.objects.order_by("id").iterator():
        if each.first != end + 1:
            breaks.append(Break(each.pk, end + 1, each.first - 1, "gap"))
        if _hash(before, each.first, each.last, each.sealed_at) != each.sha256:
            breaks.append(Break(each.pk, each.first, each.last, "changed"))
        before, end = each.sha256, each.last
    return breaks


def _is_leader():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LEADER])
        return cursor.fetchone()[0]


def _writers():
    """The transactions of others that have written, or are about to write, an event and are not over."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT virtualtransaction FROM pg_locks WHERE locktype = 'relation' AND mode = 'RowExclusiveLock'"
            " AND relation = %s::regclass AND pid IS DISTINCT FROM pg_backend_pid()",
            [AuditEvent._meta.db_table],
        )
        return {name for (name,) in cursor.fetchall()}


def _all_visible():
    """Wait until every event with a lower number than the last one seen is visible or rolled back.

    Numbers are given before the commit: number 5 may come to light after number 6. Whoever took a
    lower number holds a lock on the table since before he took it, so it is enough to outwait
    those who hold one now; new ones get higher numbers.
    """
    waited_for = _writers()
    for _look in range(LOOKS):
        if not waited_for:
            return True
        time.sleep(LOOK_EVERY)
        waited_for &= _writers()
    return not waited_for


def _seal_next(last, now):
    before = AuditSeal.objects.order_by("-id").first()
    first = before.last + 1 if before else 1
    numbers = AuditEvent.objects.filter(id__range=(first, last)).order_by("id").values_list("id", flat=True)
    taken = list(numbers[:MOST_EVENTS])
    if not taken:
        return False
    sha256 = _hash(before.sha256 if before else NOTHING_BEFORE, first, taken[-1], now)
    AuditSeal.objects.create(first=first, last=taken[-1], sha256=sha256, sealed_at=now)
    return True


def _hash(before, first, last, sealed_at):
    digest = hashlib.sha256(f"{before}\n{first}\n{last}\n{sealed_at.astimezone(dt.UTC).isoformat()}\n".encode())
    events = AuditEvent.objects.filter(id__range=(first, last)).order_by("id").values(*FIELDS)
    for event in events.iterator(chunk_size=1_000):
        digest.update(_canonical(event) + b"\n")
    return digest.hexdigest()


def _canonical(event):
    """One event as bytes, the same on every machine: sorted keys, no spaces, instants in UTC."""
    return json.dumps(event, sort_keys=True, separators=(",", ":"), default=_text, ensure_ascii=False).encode()


def _text(value):
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
