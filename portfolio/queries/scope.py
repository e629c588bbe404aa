"""Which projects does a page of many projects speak of?"""

from foundation.accounts.rights import Permission
from portfolio.models import SavedView
from portfolio.queries.columns import COLUMNS
from projects.access import visible_to
from projects.models import Portfolio, State

# stored columns without which no figure and no health can be drawn
OF_ALL = ("health", "is_stale", "reasons", "rate", "reporting_currency")
IDEAS = (State.DRAFT, State.REJECTED)


def below(portfolio):
    """Ids of the portfolio and of all portfolios that hang below it."""
    parents = dict(Portfolio.objects.values_list("pk", "parent_id"))
    found, grew = {portfolio.pk}, True
    while grew:
        new = {pk for pk, parent in parents.items() if parent in found} - found
        found, grew = found | new, bool(new)
    return found


def shown_to(user, *, portfolio=None, permission=Permission.PORTFOLIO_VIEW):
    """The projects whose portfolio figures the person may read, with their stored facts joined."""
    rows = visible_to(user, permission)
    if portfolio is not None:
        rows = rows.filter(portfolio__in=below(portfolio))
    joined = rows.select_related("facts", "portfolio", "programme", "manager")
    return joined.defer("facts__figures", "facts__causes")


OF_TABLE = ("state", "portfolio__name", "programme__name", "manager__name", "facts__stage")


def table_rows(projects):
    """The same projects with no more than what the portfolio table can show of each."""
    facts = (f"facts__{name}" for name in (*OF_ALL, *(column.name for column in COLUMNS)))
    return projects.defer(None).only("public_id", "name", "code", "currency", *OF_TABLE, *facts)


def slim(projects, *columns):
    """The same projects with no more than their names and these stored columns: a home page draws a hundred rows."""
    kept = ("public_id", "name", "code", "currency", *(f"facts__{name}" for name in (*OF_ALL, *columns)))
    return projects.defer(None).select_related(None).select_related("facts").only(*kept)


def saved_views(user):
    """The states of the portfolio table that the person keeps."""
    return SavedView.objects.filter(user=user)
