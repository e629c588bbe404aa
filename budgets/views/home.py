"""Finance: budget, cost, forecast and what is left, over all projects that the person may see."""

from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from budgets.forms.home import AskedForm
from budgets.queries.home import asked_address, finance, total_figure
from budgets.queries.position import labels
from foundation.accounts.rights import Permission
from foundation.cells import Column
from foundation.exports import file_of
from foundation.figures import Figure
from projects.access import may_anywhere, portfolios_visible_to, require_anywhere, visible_to

PER_PAGE = 50


def _asked(request):
    form = AskedForm(request.GET, portfolios=portfolios_visible_to(request.user))
    if not form.is_valid():
        raise BadRequest("not a question of this page")
    return form


def _projects(user, portfolio):
    rows = visible_to(user, Permission.LEDGER_VIEW).select_related("currency").order_by("code")
    return rows.filter(portfolio__public_id=portfolio) if portfolio else rows


def _found(request, form, start, most):
    asked = form.cleaned_data
    projects = _projects(request.user, asked["portfolio"])
    query = asked_address(portfolio=asked["portfolio"], year=asked["year"])
    return finance(
        projects, as_of=timezone.localdate(), group=asked["group"] or "project", query=query,
        fiscal_year=int(asked["year"]) if asked["year"] else None, start=start, most=most,
    )  # fmt: skip


@require_anywhere(Permission.LEDGER_VIEW)
def home(request):
    """The table, or the file of exactly what it shows."""
    form = _asked(request)
    may_export = may_anywhere(request.user, Permission.LEDGER_EXPORT)
    if request.GET.get("export"):
        return _file(request, form, may_export)
    page = form.cleaned_data["page"] or 1
    found = _found(request, form, (page - 1) * PER_PAGE, PER_PAGE)
    context = {"form": form, "found": found, "labels": labels(), "day": timezone.localdate()}
    context |= {"pager": _pager(form, found, page), "export_urls": _exports(form) if may_export else []}
    return render(request, "budgets/home.html", context)


def _address(form, **changes):
    asked = {key: form.cleaned_data[key] for key in ("group", "portfolio", "year")}
    return f"?{asked_address(**asked, **changes)}"


def _exports(form):
    return [(word.upper(), _address(form, export=word)) for word in ("csv", "xlsx")]


def _pager(form, found, page):
    pages = max(-(-found.count // PER_PAGE), 1) if form.cleaned_data["group"] in ("", "project") else 1
    return {
        "number": page, "pages": pages, "count": found.count,
        "prev_url": _address(form, page=page - 1) if page > 1 else "",
        "next_url": _address(form, page=page + 1) if page < pages else "",
    }  # fmt: skip


def _file(request, form, may_export):
    if not may_export:
        raise PermissionDenied
    found = _found(request, form, 0, 100_000)
    columns = [Column("name", _("Name"))]
    for place, (key, label) in enumerate(labels().items()):
        columns.append(Column(key, label, lambda row, place=place: row.cells[place], kind="figure"))
    columns.append(Column("currency", _("Currency"), lambda row: row.cells[0].unit))
    return file_of(
        list(found.rows), columns, form=request.GET["export"], filename="finance", as_of=timezone.localdate()
    )


@require_anywhere(Permission.LEDGER_VIEW)
def total(request, key):
    """Formula and inputs of one total: only the projects that the reader may see."""
    form = _asked(request)
    asked = form.cleaned_data
    figure = total_figure(
        _projects(request.user, asked["portfolio"]), key, as_of=timezone.localdate(),
        query=asked_address(portfolio=asked["portfolio"], year=asked["year"]),
        fiscal_year=int(asked["year"]) if asked["year"] else None,
    )  # fmt: skip
    if figure is None:
        raise Http404
    parts = [{"label": p.label, "hidden": False, "part": p, "opens": isinstance(p, Figure)} for p in figure.inputs]
    return render(request, "figures/open.html", {"figure": figure, "parts": parts})
