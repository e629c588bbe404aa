"""Which status report of a portfolio came before, and of which facts is one made? What the portfolio app needs."""

from reports.facts import canon
from reports.facts import portfolio_status as shapes
from reports.facts.common import Ratio
from reports.models import ReportKind, ReportSnapshot
from reports.queries.head import head


def last_status(portfolio, *, before):
    """The facts of the newest status report whose data are older than the day `before`, or None."""
    rows = ReportSnapshot.objects.filter(
        portfolio=portfolio, kind=ReportKind.PORTFOLIO_STATUS, data_as_of__lt=before
    ).order_by("-data_as_of", "-id")
    found = rows.first()
    return canon.from_json(shapes.PortfolioStatusFacts, found.facts) if found else None


__all__ = ["Ratio", "head", "last_status", "shapes"]
