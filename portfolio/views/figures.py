"""What opens when a person clicks a figure?"""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone

from foundation.accounts.rights import Permission
from foundation.figures import Figure
from portfolio import figures
from projects.access import may, may_anywhere, require, require_anywhere


@require(Permission.PROJECT_VIEW)
def open_figure(request, project, key):
    """Formula and inputs of one figure; an input for which the reader has no right is named as hidden."""
    figure = figures.find(project, key, as_of=timezone.localdate())
    if figure is None:
        raise Http404
    if figure.permission and not may(request.user, figure.permission, project):
        raise PermissionDenied
    parts = [_part(p, lambda right: may(request.user, right, project)) for p in figure.inputs]
    return render(request, "figures/open.html", {"project": project, "figure": figure, "parts": parts})


@require_anywhere(Permission.PROJECT_VIEW)
def open_shared_figure(request, scope, key):
    """The same for a figure of the whole organisation; what the reader may not see does not exist."""
    figure = figures.find_shared(request.user, key, as_of=timezone.localdate()) if scope == "all" else None
    if figure is None:
        raise Http404
    if figure.permission and not may_anywhere(request.user, figure.permission):
        raise PermissionDenied
    parts = [_part(p, lambda right: may_anywhere(request.user, right)) for p in figure.inputs]
    return render(request, "figures/open.html", {"figure": figure, "parts": parts})


def _part(part, allowed):
    hidden = part.permission is not None and not allowed(part.permission)
    return {"label": part.label, "hidden": hidden, "part": part, "opens": isinstance(part, Figure)}
