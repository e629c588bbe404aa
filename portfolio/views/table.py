"""How do the projects of a portfolio stand, all on one page?"""

from types import SimpleNamespace

from django.db.models import Count, Q
from django.http import QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from foundation.accounts.rights import Permission
from foundation.layout import form_status
from foundation.tables import filter_query, respond
from portfolio import queries, services
from portfolio.forms import SavedViewForm
from portfolio.tables import project_table
from projects.access import covers, may_anywhere, require_anywhere, visible_to


def listed(request, *, portfolio=None):
    """(projects, table, what they are added up in) that the address asks for; the filters are not applied yet."""
    user, day = request.user, timezone.localdate()
    projects = queries.shown_to(user, portfolio=portfolio)
    if "export" in request.GET:
        projects = projects & visible_to(user, Permission.PORTFOLIO_EXPORT)
    blank = project_table(user, queries.Ground(""))
    basis = queries.ground(blank.narrowed(projects, blank.asked(request)), as_of=day)
    scope = f"portfolio:{portfolio.public_id}" if portfolio else "all"
    hides = hidden_from(user, projects)
    basis = basis.without_money() if Permission.BUDGET_VIEW in hides else basis
    shown = project_table(user, basis, hides=hides, scope=scope)
    return queries.table_rows(projects), shown, basis


def hidden_from(user, projects):
    """The permissions that the person lacks on at least one of these projects: such columns are left out.

    `projects`: among those whose portfolio figures he may read; only a doubt that his roles leave asks the database.
    """
    wanted = {column.permission for column in queries.COLUMNS}
    wanted = {permission for permission in wanted if not covers(user, permission, Permission.PORTFOLIO_VIEW)}
    if not wanted:
        return set()
    lacking = {p.name: Count("pk", filter=~Q(pk__in=visible_to(user, p).values("pk"))) for p in wanted}
    found = projects.order_by().aggregate(**lacking)
    return {permission for permission in wanted if found[permission.name]}


@require_anywhere(Permission.PORTFOLIO_VIEW)
@require_safe
def table(request):
    projects, table_, basis = listed(request)
    day = timezone.localdate()
    context = {"as_of": day, "basis": basis, "may_import": may_anywhere(request.user, Permission.PORTFOLIO_IMPORT_VIEW)}
    context["saved"] = queries.saved_views(request.user)
    return respond(
        request, table_, projects, "portfolio/table.html", context, filename="portfolio",
        as_of=day,
        may_export=may_anywhere(request.user, Permission.PORTFOLIO_EXPORT), query=filter_query(request),
    )  # fmt: skip


@require_anywhere(Permission.PORTFOLIO_VIEW)
@require_POST
def save_view(request):
    """Keep the state of the table under a name of one's own; the state is checked as the page checks its address."""
    form = SavedViewForm(request.POST)
    if form.is_valid():
        _check(request.user, form.cleaned_data["query"])
    if form.is_valid() and form.takes(lambda **said: services.save_view(by=request.user, **said)):
        return redirect(f"{reverse('portfolio:table')}?{form.cleaned_data['query']}")
    return render(request, "portfolio/view_form.html", {"form": form}, status=form_status(form))


def _check(user, query):
    """BadRequest unless the table that this person sees could be asked so."""
    projects = queries.shown_to(user)
    known = project_table(user, queries.Ground(""), hides=hidden_from(user, projects))
    known.narrowed(projects, known.asked(SimpleNamespace(GET=QueryDict(query))))


@require_anywhere(Permission.PORTFOLIO_VIEW)
@require_POST
def delete_view(request, object_id):
    """Forget one of one's own views."""
    get_object_or_404(queries.saved_views(request.user), public_id=object_id).delete()
    return redirect("portfolio:table")
