"""What opens when a person clicks a figure?"""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from foundation.accounts.rights import Permission
from foundation.figures import Figure
from foundation.tables import filter_query
from portfolio import figures, queries
from portfolio.models import Health
from portfolio.tables import project_table
from projects.access import may, may_anywhere, portfolios_visible_to, require, require_anywhere

_COUNTED = {"all": "", **{code: code for code in Health.values}}


@require(Permission.PROJECT_VIEW)
def open_figure(request, project, key):
    """Formula and inputs of one figure; an input for which the reader has no right is named as hidden."""
    figure = figures.find_asked(project, key, request, as_of=timezone.localdate())
    if figure is None:
        raise Http404
    if figure.permission and not may(request.user, figure.permission, project):
        raise PermissionDenied
    parts = [_part(p, lambda right: may(request.user, right, project)) for p in figure.inputs]
    return render(request, "figures/open.html", {"project": project, "figure": figure, "parts": parts})


@require_anywhere(Permission.PROJECT_VIEW)
def open_shared_figure(request, scope, key):
    """The same for a figure over many projects; what the reader may not see does not exist."""
    figure = _shared(request, scope, key)
    if figure is None:
        raise Http404
    if figure.permission and not may_anywhere(request.user, figure.permission):
        raise PermissionDenied
    parts = [_part(p, lambda right: may_anywhere(request.user, right)) for p in figure.inputs]
    return render(request, "figures/open.html", {"figure": figure, "parts": parts})


def _part(part, allowed):
    hidden = part.permission is not None and not allowed(part.permission)
    return {"label": part.label, "hidden": hidden, "part": part, "opens": isinstance(part, Figure)}


def _shared(request, scope, key):
    app, _dot, name = key.partition(".")
    if app == "portfolio":
        if not may_anywhere(request.user, Permission.PORTFOLIO_VIEW):
            raise PermissionDenied
        find = _trend if name.startswith(("change_", "month_")) else _over_many
        return find(request, scope, name)
    return figures.find_shared(request.user, key, as_of=timezone.localdate()) if scope == "all" else None


def _over_many(request, scope, name):
    """The figure over the projects that the reader may see with the right which its column asks for."""
    kind, _underscore, what = name.partition("_")
    column = queries.BY_NAME.get(what) if kind == "total" else None
    if not (column and column.adds_up) and not (kind == "count" and what in _COUNTED):
        return None
    rows = _rows(request, scope, column.permission if column else Permission.PORTFOLIO_VIEW)
    asked = {"as_of": timezone.localdate(), "scope": scope, "query": filter_query(request)}
    if column:
        return queries.opened_total(rows, what, **asked)
    return queries.count_figure(rows, _COUNTED[what], None, opened=True, **asked)


def _trend(request, scope, name):
    """The same for how money ran from month to month."""
    column = queries.BY_NAME.get(name.partition("_")[2].partition(":")[0])
    if column is None:
        return None
    asked = {"as_of": timezone.localdate(), "scope": scope, "query": filter_query(request)}
    return queries.opened_trend(_rows(request, scope, column.permission), name, **asked)


def _rows(request, scope, permission):
    portfolio, user = None, request.user
    if scope != "all":
        seen = portfolios_visible_to(user)
        portfolio = get_object_or_404(seen, public_id=scope.removeprefix("portfolio:"))
    rows = queries.shown_to(user, portfolio=portfolio) & queries.shown_to(user, permission=permission)
    table = project_table(user, queries.Ground(""))
    return table.narrowed(rows, table.asked(request))
