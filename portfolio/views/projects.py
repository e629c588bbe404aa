"""How does one project stand, what happened to it, and which step comes next?"""

import datetime as dt

from django.core.exceptions import BadRequest
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from foundation.accounts.rights import Permission
from foundation.layout import form_status
from portfolio import queries, services
from portfolio.forms import MoveForm, OverrideForm
from portfolio.models import HealthOverride
from portfolio.queries.history import PER_PAGE
from portfolio.queries.page import project_page
from projects.access import require
from projects.models import State
from projects.queries import move_to


@require(Permission.PROJECT_VIEW)
@require_safe
def overview(request, project):
    day = timezone.localdate()
    page = project_page(request.user, project, as_of=day)
    return render(request, "portfolio/overview.html", {"project": project, "as_of": day, **page})


@require(Permission.PROJECT_VIEW)
@require_safe
def head(request, project):
    """The header alone: it asks again until the figures are fresh."""
    return render(request, "portfolio/head.html", {"project": project})


@require(Permission.PLAN_VIEW)
@require_safe
def readiness(request, project):
    """Every duty before closing, fulfilled or not; the page of closure holds it as a piece."""
    duties = queries.readiness(project, request.user, as_of=timezone.localdate())
    return render(request, "portfolio/readiness.html", {"project": project, "duties": duties})


@require(Permission.PROJECT_HISTORY)
@require_safe
def history(request, project):
    lines = queries.history(request.user, project, after=_cursor(request), limit=PER_PAGE + 1)
    older = lines[PER_PAGE - 1].cursor if len(lines) > PER_PAGE else ""
    page = {"project": project, "lines": lines[:PER_PAGE], "older": older, "is_first": "after" not in request.GET}
    return render(request, "portfolio/history.html", page)


def _cursor(request):
    """(instant, source, number) of the address, or None on the first page; BadRequest for anything else."""
    text = request.GET.get("after", "")
    if not text:
        return None
    try:
        at, source, number = text.split("~")
        return dt.datetime.fromisoformat(at), source, int(number)
    except ValueError as error:
        raise BadRequest("not a place in this history") from error


@require(Permission.PROJECT_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def move(request, project, to):
    """A step that the manager takes: propose, start, hold, resume, begin closure."""
    return _step(request, project, to, Permission.PROJECT_EDIT)


@require(Permission.PROJECT_DECIDE)
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request, project, to):
    """A step that is a decision: approve, reject, cancel, close."""
    return _step(request, project, to, Permission.PROJECT_DECIDE)


def _step(request, project, to, permission):
    """What stands in the way, shown before; 404 for a step that is none from here or not of this right."""
    step = move_to(project, to) if to in State.values else None
    if step is None or step.permission != permission:
        raise Http404
    form, day = MoveForm(request.POST or None, move=step), timezone.localdate()
    if request.method == "POST" and form.is_valid():
        services.move_project(project, to, by=request.user, on=day, **form.cleaned_data)
        return redirect("portfolio:overview", project.public_id)
    obstacles = queries.obstacles_to(project, to, as_of=day)
    context = {"project": project, "move": step, "form": form, "obstacles": obstacles}
    return render(request, "portfolio/move.html", context, status=form_status(form))


@require(Permission.HEALTH_OVERRIDE)
@require_http_methods(["GET", "HEAD", "POST"])
def override(request, project):
    form = OverrideForm(request.POST or None)
    if form.is_valid():
        services.override_health(project, by=request.user, on=timezone.localdate(), **form.cleaned_data)
        return redirect("portfolio:overview", project.public_id)
    return render(request, "portfolio/override.html", {"project": project, "form": form}, status=form_status(form))


@require(Permission.HEALTH_OVERRIDE, of=HealthOverride)
@require_POST
def override_end(request, project, child):
    services.end_override(child, by=request.user, on=timezone.localdate())
    return redirect("portfolio:overview", project.public_id)
