"""What do the audit log and the history of rows say about an act?"""

from foundation.accounts.models import AuditEvent


def acts(of=None):
    """The acts on record in their order; `of` a project or another row: only those about it."""
    rows = AuditEvent.objects.order_by("pk")
    if of is not None:
        rows = rows.filter(object_id=of.public_id)
    return list(rows.values_list("act", flat=True))


def last_act():
    """(act, who, project id, details) of the newest event."""
    event = AuditEvent.objects.order_by("-pk").first()
    return event.act, event.actor, event.project_id, event.details


def states(row, column="state"):
    """What the history of the row holds in a column, oldest first, each value once in a row."""
    found = []
    for value in row.events.order_by("pgh_id").values_list(column, flat=True):
        if not found or found[-1] != value:
            found.append(value)
    return found
