"""Who worked how long in which role, what was learned, and what was handed over?"""

from decimal import Decimal

from django.db.models import OuterRef, Subquery, Sum

from projects.models import ClosureItem, Lesson
from reports.facts import closure as facts
from reports.facts.common import Ratio
from reports.queries.budget_facts import hours
from staffing.models import Allocation, Employment
from staffing.queries import approved_lines


def team(project):
    """Planned and worked hours by role, aggregated; planned from the allocations' share of a full week.

    Where no time sheet was approved at all, nobody knows what was worked: that is not 0 hours.
    """
    employed = Employment.objects.filter(person=OuterRef("timesheet__person"), days__contains=OuterRef("date"))
    rows = approved_lines(project).annotate(job=Subquery(employed.values("role__name")[:1])).values("job")
    worked = {row["job"] or "–": hours(row["total"]) for row in rows.annotate(total=Sum("minutes")).order_by()}
    planned = _planned(project)
    made = []
    for role in sorted({*worked, *planned}):
        plan, done = planned.get(role, Decimal(0)), worked.get(role, Decimal(0))
        share = Ratio(done / plan) if plan and worked else Ratio(None, "no_allocation" if worked else "not_measured")
        made.append(facts.RoleEffort(role, plan, done if worked else None, share))
    return tuple(made)


def _planned(project):
    """Hours booked: days of the booking × 5/7 × 8 hours × share, the usual week."""
    found = {}
    rows = Allocation.objects.filter(project=project, state__in=["confirmed", "ended"]).select_related("role")
    for row in rows:
        days = (row.days.upper - row.days.lower).days if row.days.upper else 0
        booked = Decimal(days) * 5 / 7 * 8 * row.share
        found[row.role.name] = found.get(row.role.name, Decimal(0)) + booked.quantize(Decimal("0.01"))
    return found


def lessons(project):
    rows = Lesson.objects.filter(project=project).select_related("owner").order_by("created_at")
    return tuple(facts.Lesson(r.event, r.recommendation, r.owner.name if r.owner else "") for r in rows)


def handover(project):
    rows = ClosureItem.objects.filter(project=project).select_related("done_by__person").order_by("seq")
    return tuple(
        facts.HandoverItem(
            area=row.section,
            what=row.text if row.state != "not_applicable" else f"{row.text} ({row.get_state_display()}: {row.note})",
            done=row.state != "open",
            accepted_by=row.done_by.person.name if row.done_by else "",
        )
        for row in rows
    )
