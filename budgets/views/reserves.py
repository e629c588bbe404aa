"""The pages of contingency and management reserve."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from budgets import services
from budgets.forms.budgets import MoveForm, ReserveForm
from budgets.models import Reserve
from budgets.queries.versions import reserves_of
from budgets.views.answers import answer
from foundation.accounts.rights import Permission
from projects.access import may, require


@require(Permission.BUDGET_VIEW)
def reserves(request, project):
    """What is held back, what was taken, what is left."""
    context = {"project": project, "reserves": reserves_of(project)}
    context["can_set"] = may(request.user, Permission.BUDGET_APPROVE, project)
    context["can_move"] = may(request.user, Permission.BUDGET_EDIT, project)
    return render(request, "budgets/reserves.html", context)


@require(Permission.BUDGET_APPROVE)
def set_reserve(request, project):
    """Hold money back."""

    def act(**data):
        return services.set_reserve(project, by=request.user, **data)

    to = reverse("budgets:reserves", args=[project.public_id])
    return answer(request, ReserveForm(request.POST or None), act, to=to, title=_("Hold money back"), project=project)


@require(Permission.BUDGET_EDIT, of=Reserve)
def move_reserve(request, project, reserve):
    """Draw on a reserve, or release it."""

    def act(kind, **data):
        verb = services.draw_reserve if kind == "draw" else services.release_reserve
        return verb(reserve, by=request.user, **data)

    to = reverse("budgets:reserves", args=[project.public_id])
    title = _("Draw on or release: %(reserve)s") % {"reserve": reserve.get_kind_display()}
    return answer(request, MoveForm(request.POST or None), act, to=to, title=title, project=project)
