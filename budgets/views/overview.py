"""The budget tab of a project, and its piece on the overview."""

from django.shortcuts import render
from django.utils import timezone

from budgets.queries.monthly import monthly
from budgets.queries.position import position, sheet
from budgets.views.curves import s_curve
from foundation.accounts.rights import Permission
from projects.access import may, require


@require(Permission.BUDGET_VIEW)
def overview(request, project):
    """Headline figures, categories, months."""
    today = timezone.localdate()
    months, (money, rows) = monthly(project, as_of=today), sheet(project, as_of=today)
    context = {"project": project, "money": money, "rows": rows, "months": months, "day": today}
    context["curve"] = s_curve(months)
    versions = {row.state: row for row in project.budgets.exclude(state="superseded").order_by("version")}
    context["budget"] = versions.get("approved")
    context["open_version"] = versions.get("submitted") or versions.get("draft")
    context["can_edit"] = may(request.user, Permission.BUDGET_EDIT, project)
    return render(request, "budgets/overview.html", context)


@require(Permission.BUDGET_VIEW)
def panel(request, project):
    """The money of the project as a piece for its overview."""
    context = {"project": project, "money": position(project, as_of=timezone.localdate())}
    return render(request, "budgets/_panel.html", context)
