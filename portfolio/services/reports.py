"""How is the status report of a portfolio asked for?"""

from foundation.accounts.rights import Permission
from foundation.instants import one_instant
from portfolio.queries.status_report import status_facts
from reports.models import ReportKind
from reports.services import request_report


def request_status_report(portfolio, *, by, on):
    """Freeze the facts of the portfolio, all read at one instant, and start the job that draws them. → Job"""
    with one_instant():
        facts = status_facts(portfolio, by=by, on=on)
    return request_report(
        portfolio, ReportKind.PORTFOLIO_STATUS, by=by, on=on, facts=facts, permission=Permission.REPORT_CREATE
    )
