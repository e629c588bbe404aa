"""What opens when a person clicks a figure?"""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone

from foundation.accounts.rights import Permission
from foundation.figures import Figure
from portfolio import figures
from projects.access import may, require


@require(Permission.PROJECT_VIEW)
def open_figure(request, project, key):
    """Formula and inputs of one figure; an input for which the reader has no right is named as hidden."""
    figure = figures.find(project, key, as_of=timezone.localdate())
    if figure is None:
        raise Http404
    if figure.permission and not may(request.user, figure.permission, project):
        raise PermissionDenied
    parts = [_part(p, request.user, project) for p in figure.inputs]
    return render(request, "figures/open.html", {"project": project, "figure": figure, "parts": parts})


def _part(part, user, project):
    hidden = part.permission is not None and not may(user, part.permission, project)
    return {"label": part.label, "hidden": hidden, "part": part, "opens": isinstance(part, Figure)}
