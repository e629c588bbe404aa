"""The project manager's word on time booked on his projects."""

import uuid

from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from foundation.accounts.rights import Permission
from foundation.forms import only
from projects.access import require, require_anywhere
from staffing import queries, services
from staffing.forms.week import ReturnForm


@require_anywhere(Permission.TIMESHEET_APPROVE_LINES)
def line_list(request):
    """Projects with lines that wait for the reader."""
    return render(request, "staffing/lines.html", {"projects": queries.waiting_projects(request.user)})


def _page(request, project, form, status=200):
    context = {"project": project, "form": form, "lines": queries.waiting_lines(project)}
    context["judged"] = queries.judged_lines(project)
    return render(request, "staffing/project_time.html", context, status=status)


@require(Permission.TIMESHEET_APPROVE_LINES)
def project_time(request, project):
    return _page(request, project, ReturnForm())


def _chosen(request, project):
    """The waiting lines that were ticked."""
    only(request.POST, {"line", "reason"})
    ids = []
    for text in request.POST.getlist("line"):
        try:
            ids.append(uuid.UUID(text))
        except ValueError:
            continue
    return list(queries.waiting_lines(project).filter(public_id__in=ids))


@require(Permission.TIMESHEET_APPROVE_LINES)
@require_POST
def line_approve(request, project):
    services.approve_lines(project, _chosen(request, project), by=request.user)
    return redirect("staffing:project_time", project.public_id)


@require(Permission.TIMESHEET_APPROVE_LINES)
@require_POST
def line_return(request, project):
    """Send the sheets of the ticked lines back, with the reason."""
    form = ReturnForm(request.POST)
    if not form.is_valid():
        return _page(request, project, form, status=422)
    services.return_lines(project, _chosen(request, project), by=request.user, **form.cleaned_data)
    return redirect("staffing:project_time", project.public_id)
