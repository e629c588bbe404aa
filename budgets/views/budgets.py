"""The pages of budget versions: drafted, compared, submitted, decided."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from budgets import services
from budgets.forms.budgets import BudgetForm, FundingForm, LineForm, ReturnForm, SpreadForm
from budgets.models import Budget, BudgetLine
from budgets.queries.seen import seen
from budgets.queries.versions import comparison, version_page
from budgets.views.answers import answer, as_read
from foundation.accounts.rights import Permission
from projects.access import may, require


def _page(budget):
    return reverse("budgets:version", args=[budget.project.public_id, budget.public_id])


@require(Permission.BUDGET_VIEW, of=Budget)
def version(request, project, budget):
    """One version with its lines by category, and what may be done with it."""
    context = version_page(budget)
    context["can_edit"] = budget.state == "draft" and may(request.user, Permission.BUDGET_EDIT, project)
    context["can_decide"] = budget.state == "submitted" and may(request.user, Permission.BUDGET_APPROVE, project)
    context["seen"] = seen(budget)
    context["can_fund"] = budget.state == "approved" and may(request.user, Permission.BUDGET_APPROVE, project)
    return render(request, "budgets/version.html", {"project": project, **context})


@require(Permission.BUDGET_EDIT)
def add_version(request, project):
    """A draft of the next version, copied from the approved one."""

    def act(**data):
        return services.new_budget(project, by=request.user, **data)

    form = BudgetForm(request.POST or None)
    return answer(
        request, form, act, to=_page, back=reverse("budgets:versions", args=[project.public_id]),
        title=_("New version of the budget"), project=project, submit=_("Make a draft"),
    )  # fmt: skip


@require(Permission.BUDGET_VIEW)
def versions(request, project):
    """All versions, and the difference between two of them."""
    context = comparison(project, request.GET.get("a"), request.GET.get("b"))
    context["can_edit"] = may(request.user, Permission.BUDGET_EDIT, project)
    return render(request, "budgets/versions.html", {"project": project, **context})


@require(Permission.BUDGET_EDIT, of=Budget)
def add_line(request, project, budget):
    """One more line."""

    def act(**data):
        return services.add_line(budget, by=request.user, **data)

    form = LineForm(request.POST or None, project=project)
    return answer(request, form, act, to=_page(budget), title=_("Add a line"), project=project)


@require(Permission.BUDGET_EDIT, of=Budget)
def spread_lines(request, project, budget):
    """One amount over many periods."""

    def act(**data):
        return services.spread_lines(budget, by=request.user, **data)

    form = SpreadForm(request.POST or None, project=project)
    title = _("Spread an amount over periods")
    return answer(request, form, act, to=_page(budget), title=title, project=project, submit=_("Spread it"))


@require(Permission.BUDGET_EDIT, of=BudgetLine)
def edit_line(request, project, line):
    """Other values for a line."""

    def act(row_version, **data):
        return services.edit_line(line, version=row_version, by=request.user, **data)

    form = LineForm(request.POST or None, project=project, line=line)
    return answer(request, form, act, to=_page(line.budget), title=_("Change the line"), project=project)


@require(Permission.BUDGET_EDIT, of=BudgetLine)
@require_POST
def delete_line(request, project, line):
    """Take a line out of the draft."""
    to = _page(line.budget)
    services.delete_line(line, by=request.user)
    return redirect(to)


@require(Permission.BUDGET_EDIT, of=Budget)
@require_POST
def submit_version(request, project, budget):
    """draft → submitted."""
    services.submit_budget(budget, by=request.user, on=timezone.now())
    return redirect(_page(budget))


@require(Permission.BUDGET_APPROVE, of=Budget)
@require_POST
def approve_version(request, project, budget):
    """submitted → approved."""
    services.approve_budget(budget, by=request.user, on=timezone.now(), seen=as_read(request))
    return redirect(_page(budget))


@require(Permission.BUDGET_APPROVE, of=Budget)
def return_version(request, project, budget):
    """submitted → draft, with the reason."""

    def act(reason):
        return services.reject_budget(budget, by=request.user, reason=reason)

    form = ReturnForm(request.POST or None)
    title = _("Return the budget to its author")
    return answer(request, form, act, to=_page(budget), title=title, project=project, submit=_("Return it"))


@require(Permission.BUDGET_APPROVE, of=Budget)
def receive_funding(request, project, budget):
    """How much of the funding has arrived."""

    def act(amount):
        return services.receive_funding(budget, amount=amount, by=request.user)

    form = FundingForm(request.POST or None)
    return answer(request, form, act, to=_page(budget), title=_("Funding received"), project=project)
