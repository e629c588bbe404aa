"""The pages of a baseline's money: what each task is planned to cost, and the approval."""

from django.shortcuts import redirect, render
from django.utils import timezone

from budgets import services
from budgets.queries.baselines import baseline_money
from budgets.queries.planned_money import baseline_preview
from budgets.queries.seen import seen
from budgets.views.answers import as_read
from foundation.accounts.rights import Permission
from projects.access import require
from projects.models import Baseline


@require(Permission.BUDGET_VIEW, of=Baseline)
def baseline(request, project, baseline):
    """Planned value by task and period."""
    return render(request, "budgets/baseline.html", {"project": project, **baseline_money(baseline)})


@require(Permission.BASELINE_APPROVE, of=Baseline)
def approve_baseline(request, project, baseline):
    """Dates and money before the decision; with a POST, the decision."""
    if request.method == "POST":
        services.approve_baseline(baseline, by=request.user, on=timezone.localdate(), seen=as_read(request))
        return redirect("budgets:baseline", project.public_id, baseline.public_id)
    context = {"seen": seen(baseline)} | baseline_preview(baseline)
    context["own"] = request.user.pk in (baseline.created_by_id, baseline.submitted_by_id)
    return render(request, "budgets/baseline_approve.html", {"project": project, "baseline": baseline, **context})


@require(Permission.BASELINE_APPROVE_MONEY, of=Baseline)
def check_baseline(request, project, baseline):
    """Finance looks at the money, and says so."""
    if request.method == "POST":
        services.check_money(baseline, by=request.user)
        return redirect("budgets:overview", project.public_id)
    context = baseline_preview(baseline) | {"checking": True}
    return render(request, "budgets/baseline_approve.html", {"project": project, "baseline": baseline, **context})
