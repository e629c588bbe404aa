"""Which time entries are approved, page after page, however many there are?"""

from dataclasses import dataclass

from django.db.models import Q

from foundation.accounts.rights import Permission
from projects.access import visible_to
from staffing.queries.hours import approved_lines

PAGE = 50


@dataclass(frozen=True)
class Entries:
    """One page of entries, newest first, and the mark behind which the next page begins (empty: none)."""

    rows: list
    following: str


def entries(user, *, first=None, until=None, project="", name=""):
    """Approved lines of the projects whose time the reader may see; days are both inside."""
    rows = approved_lines().filter(project__in=visible_to(user, Permission.TIMESHEET_VIEW))
    if first:
        rows = rows.filter(date__gte=first)
    if until:
        rows = rows.filter(date__lte=until)
    if project:
        rows = rows.filter(project__code__iexact=project)
    if name:
        rows = rows.filter(timesheet__person__name__icontains=name)
    return rows.select_related("project", "task", "timesheet__person").order_by("-date", "-pk")


def page_after(rows, mark):
    """The 50 entries behind `mark` (day, pk of the last one seen); None is the first page."""
    if mark:
        day, pk = mark
        rows = rows.filter(Q(date__lt=day) | Q(date=day, pk__lt=pk))
    found = list(rows[: PAGE + 1])
    shown = found[:PAGE]
    return Entries(shown, str(shown[-1].public_id) if len(found) > PAGE else "")


def mark_of(public_id, rows):
    """(day, pk) of the entry after which the page begins; None when it is none of these."""
    return rows.filter(public_id=public_id).values_list("date", "pk").first()
