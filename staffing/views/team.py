"""The team of a project: who works on it, who is asked for, and the answers of the resource manager."""

from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from foundation.accounts.rights import Permission
from foundation.layout import form_status
from foundation.periods import DAY
from projects.access import may, require
from staffing import queries, services
from staffing.forms.allocations import ConfirmForm, DeclineForm, EndForm, ExceptionForm, ProposeForm, RequestForm
from staffing.forms.fields import done
from staffing.models import Allocation


@require(Permission.ALLOCATION_VIEW)
def team(request, project):
    """People, requests and hours of the project."""
    members = queries.team(project)
    context = {"project": project, "members": members, "totals": queries.team_figures(members, project)}
    context["can_request"] = may(request.user, Permission.ALLOCATION_REQUEST, project)
    context["can_judge"] = may(request.user, Permission.TIMESHEET_APPROVE_LINES, project)
    return render(request, "staffing/team.html", context)


@require(Permission.ALLOCATION_VIEW)
def team_panel(request, project):
    """The piece of the project's overview: hours of the team, and what waits for an answer."""
    members = queries.team(project)
    waiting = [member for member in members if member.allocation.state in ("requested", "tentative")]
    context = {"project": project, "totals": queries.team_figures(members, project), "waiting": waiting}
    return render(request, "staffing/_panel.html", context)


@require(Permission.ALLOCATION_REQUEST)
def allocation_request(request, project):
    form = RequestForm(request.POST or None, initial={"first": timezone.localdate()})
    if done(form, services.request_allocation, project, by=request.user):
        return redirect("staffing:team", project.public_id)
    context = {"project": project, "form": form}
    return render(request, "staffing/allocation_request.html", context, status=form_status(form))


def _page(request, project, allocation, status=200, **refused):
    """One allocation with the acts that are possible now; `refused` are forms that were sent in vain."""
    forms = {
        "propose": ProposeForm(allocation=allocation),
        "confirm": ConfirmForm(),
        "decline": DeclineForm(),
        "allow": ExceptionForm(),
        "end": EndForm(),
        **refused,
    }
    can_answer = may(request.user, Permission.ALLOCATION_EDIT, project)
    context = {"project": project, "allocation": allocation, "forms": forms, "can_answer": can_answer}
    context["last"] = allocation.days.upper - DAY
    return render(request, "staffing/allocation.html", context, status=status)


@require(Permission.ALLOCATION_VIEW, of=Allocation)
def allocation_open(request, project, allocation):
    return _page(request, project, allocation)


def _answered(request, project, allocation, act, **forms):
    """Do it and go back to the allocation, or show the refusal on its page."""
    (form,) = forms.values()
    if done(form, act, allocation, by=request.user):
        return redirect("staffing:allocation_open", project.public_id, allocation.public_id)
    return _page(request, project, allocation, status=422, **forms)


@require(Permission.ALLOCATION_EDIT, of=Allocation)
@require_POST
def allocation_propose(request, project, allocation):
    form = ProposeForm(request.POST, allocation=allocation)
    return _answered(request, project, allocation, services.propose_person, propose=form)


@require(Permission.ALLOCATION_EDIT, of=Allocation)
@require_POST
def allocation_confirm(request, project, allocation):
    form = ConfirmForm(request.POST)
    return _answered(request, project, allocation, services.confirm_allocation, confirm=form)


@require(Permission.ALLOCATION_EDIT, of=Allocation)
@require_POST
def allocation_decline(request, project, allocation):
    form = DeclineForm(request.POST)
    return _answered(request, project, allocation, services.decline_allocation, decline=form)


@require(Permission.ALLOCATION_EDIT, of=Allocation)
@require_POST
def allocation_allow(request, project, allocation):
    form = ExceptionForm(request.POST)
    return _answered(request, project, allocation, services.allow_over, allow=form)


@require(Permission.ALLOCATION_EDIT, of=Allocation)
@require_POST
def allocation_end(request, project, allocation):
    form = EndForm(request.POST)
    return _answered(request, project, allocation, services.end_allocation, end=form)
