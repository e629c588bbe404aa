"""Which one-click accounts does the demo offer, and what rang in somebody's bell?"""

from dataclasses import dataclass

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from foundation.accounts import sealing
from foundation.accounts.models import AuditEvent, AuditSeal, Notification, User


def demo_accounts():
    return User.objects.filter(is_demo=True, is_active=True).select_related("person").order_by("pk")


def notifications(user):
    return Notification.objects.filter(user=user)


def unread():
    """The unread lines of the user of the outer row, as an expression."""
    rows = Notification.objects.filter(user=OuterRef("pk"), read_at=None).order_by().values("user")
    return Coalesce(Subquery(rows.annotate(number=Count("pk")).values("number")), 0)


def unread_count(user):
    return Notification.objects.filter(user=user, read_at__isnull=True).count()


def chain_breaks():
    """Where the chain of sealed acts does not hold; none when nobody has changed the record."""
    return sealing.verify_chain()


@dataclass(frozen=True)
class Sealed:
    """`at`: the instant of the last seal (None: there is none); `waiting`: an act is newer than that seal."""

    at: object
    waiting: bool


def sealed():
    """How far is the record of acts sealed?"""
    last = AuditSeal.objects.order_by("-id").first()
    newer = AuditEvent.objects.filter(id__gt=last.last if last else 0)
    return Sealed(last.sealed_at if last else None, newer.exists())
