"""Who is booked for more than 100 %, when, and who allowed it?"""

from collections import defaultdict

from django.urls import reverse
from django.utils.translation import gettext as _

from foundation.accounts.models import Person
from foundation.accounts.rights import Permission
from foundation.figures import PERCENT, Figure, Source
from foundation.periods import DateRange
from projects.access import visible_to
from staffing.engine.capacity import Booking, peak_share
from staffing.models import Allocation, AllocationState
from staffing.queries.workforce import plain_range

FORMULA = "highest Σ of confirmed shares on any day"


def overloaded(user, *, first, until):
    """[(person, figure of the highest load, its days, reasons)] among people on projects that the reader may see."""
    span = DateRange(first, until)
    visible = set(visible_to(user, Permission.ALLOCATION_VIEW).values_list("pk", flat=True))
    found = []
    for rows in _bookings(span).values():
        if any(row.project_id in visible for row in rows):
            peak = _peak(rows, span)
            if peak.too_much:
                inside = [row for row in rows if str(row.pk) in peak.keys]
                reasons = [row.over_reason for row in inside if row.over_ok and row.project_id in visible]
                found.append((rows[0].person, _figure(rows[0].person, peak, inside, visible), peak.days, reasons))
    return sorted(found, key=lambda each: (-each[1].value, each[0].name))


def load_figure(user, public_id, *, first, until):
    """The figure of one person, when he works on a project that the reader may see."""
    person = Person.objects.filter(public_id=public_id).first()
    visible = set(visible_to(user, Permission.ALLOCATION_VIEW).values_list("pk", flat=True))
    span = DateRange(first, until)
    rows = _bookings(span, person=person).get(person.pk, []) if person else []
    if not any(row.project_id in visible for row in rows):
        return None
    peak = _peak(rows, span)
    return _figure(person, peak, [row for row in rows if str(row.pk) in peak.keys], visible)


def _bookings(span, **where):
    """Confirmed allocations of each person around the span: one query."""
    rows = Allocation.objects.filter(
        state=AllocationState.CONFIRMED, days__overlap=(span.start, span.end), **where
    ).select_related("person", "project")
    found = defaultdict(list)
    for row in rows.order_by("project__code", "pk"):
        found[row.person_id].append(row)
    return found


def _peak(rows, span):
    return peak_share([Booking(str(row.pk), plain_range(row.days, span), row.share) for row in rows], span)


def _figure(person, peak, rows, visible):
    return Figure(
        key=f"staffing.load:{person.public_id}",
        label=_("Highest load of %(name)s") % {"name": person.name},
        value=peak.share,
        kind=PERCENT,
        formula=FORMULA,
        inputs=tuple(_leaf(row, row.project_id in visible) for row in rows),
        permission=Permission.ALLOCATION_VIEW,
    )


def _leaf(row, is_visible):
    if not is_visible:
        return Source(label=_("another project"), value=row.share, kind=PERCENT)
    address = reverse("staffing:team", args=[row.project.public_id])
    return Source(label=row.project.code, value=row.share, kind=PERCENT, address=address)
