"""The budget tab of a project, and its piece on the overview."""

from django.shortcuts import render
from django.utils import timezone

from budgets.queries.monthly import monthly
from budgets.queries.position import category_rows, position
from budgets.views.curves import s_curve
from foundation.accounts.rights import Permission
from projects.access import may, require


@require(Permission.BUDGET_VIEW)
def overview(request, project):
    """Headline figures, categories, months."""
    today = timezone.localdate()
    months = monthly(project, as_of=today)
    context = {"project": project, "money": position(project, as_of=today), "months": months, "day": today}
    context |= {"rows": category_rows(project, as_of=today), "curve": s_curve(months)}
    context["budget"] = project.budgets.filter(state="approved").first()
    context["open_version"] = project.budgets.filter(state__in=["draft", "submitted"]).first()
    context["can_edit"] = may(request.user, Permission.BUDGET_EDIT, project)
    return render(request, "budgets/overview.html", context)


@require(Permission.BUDGET_VIEW)
def panel(request, project):
    """The money of the project as a piece for its overview."""
    context = {"project": project, "money": position(project, as_of=timezone.localdate())}
    return render(request, "budgets/_panel.html", context)
