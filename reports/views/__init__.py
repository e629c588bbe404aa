"""The pages of reports."""

from reports.views.documents import ask, document, download, home, project, reject, sign, start_signing
from reports.views.portfolios import portfolio_document, portfolio_download, portfolio_issue, portfolio_reports
from reports.views.verification import verify

__all__ = [
    "ask",
    "document",
    "download",
    "home",
    "portfolio_document",
    "portfolio_download",
    "portfolio_issue",
    "portfolio_reports",
    "project",
    "reject",
    "sign",
    "start_signing",
    "verify",
]
