"""How does an act get on record, and who is told?"""

from foundation.accounts.models import AuditEvent, Notification


def record(act, obj, *, by, project=None, **details):
    """Write one audit event; `details` hold codes and ids, never private text."""
    AuditEvent.objects.create(
        actor=by if getattr(by, "pk", None) else None,
        act=act,
        object_type=obj._meta.label_lower,
        object_id=obj.public_id,
        project_id=project.public_id if project else None,
        details=details,
    )


def record_all(act, objects, *, by, **details):
    """One audit event for each of many projects that came or went together."""
    actor = by if getattr(by, "pk", None) else None
    AuditEvent.objects.bulk_create(
        AuditEvent(
            actor=actor,
            act=act,
            object_type=obj._meta.label_lower,
            object_id=obj.public_id,
            project_id=obj.public_id,
            details=details,
        )
        for obj in objects
    )


def notify(users, text, *, address=""):
    """Ring the bell of each user."""
    Notification.objects.bulk_create(Notification(user=user, text=text, address=address) for user in users)


def withdraw(text, *, address, users=None):
    """Take a line that asked for something out of all bells, or out of those of `users`: it has its answer."""
    rows = Notification.objects.filter(text=text, address=address)
    (rows if users is None else rows.filter(user__in=users)).delete()
