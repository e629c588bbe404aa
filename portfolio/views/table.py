"""How do the projects of a portfolio stand, all on one page?"""

from django.db.models import Count, Q
from django.utils import timezone
from django.views.decorators.http import require_safe

from foundation.accounts.rights import Permission
from foundation.tables import respond
from portfolio import queries
from portfolio.tables import project_table
from projects.access import may_anywhere, require_anywhere, visible_to


def listed(request, *, portfolio=None):
    """(projects, table, what they are added up in) that the address asks for; the filters are not applied yet."""
    user, day = request.user, timezone.localdate()
    projects = queries.shown_to(user, portfolio=portfolio)
    if "export" in request.GET:
        projects = projects & visible_to(user, Permission.PORTFOLIO_EXPORT)
    blank = project_table(user, queries.Ground(""))
    basis = queries.ground(blank.narrowed(projects, blank.asked(request)), as_of=day)
    scope = f"portfolio:{portfolio.public_id}" if portfolio else "all"
    return projects, project_table(user, basis, hides=hidden_from(user, projects), scope=scope), basis


def hidden_from(user, projects):
    """The permissions that the person lacks on at least one of these projects: such columns are left out."""
    wanted = {column.permission for column in queries.COLUMNS}
    lacking = {p.name: Count("pk", filter=~Q(pk__in=visible_to(user, p).values("pk"))) for p in wanted}
    found = projects.order_by().aggregate(**lacking)
    return {permission for permission in wanted if found[permission.name]}


def filter_query(request):
    """The filters of the address, without sort and page: what a total must be opened with."""
    asked = request.GET.copy()
    for key in ("sort", "page", "columns", "export"):
        asked.pop(key, None)
    return asked.urlencode()


@require_anywhere(Permission.PORTFOLIO_VIEW)
@require_safe
def table(request):
    projects, table_, basis = listed(request)
    day = timezone.localdate()
    context = {"as_of": day, "basis": basis, "may_import": may_anywhere(request.user, Permission.PORTFOLIO_IMPORT_VIEW)}
    return respond(
        request, table_, projects, "portfolio/table.html", context, filename="portfolio",
        as_of=day,
        may_export=may_anywhere(request.user, Permission.PORTFOLIO_EXPORT), query=filter_query(request),
    )  # fmt: skip
