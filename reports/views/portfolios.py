"""What does a person do with the status reports of a portfolio?"""

from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from foundation.accounts.rights import Permission
from foundation.jobs.queries import progress_of
from foundation.tables import respond
from projects.access import may_in_portfolio, require_portfolio
from reports import queries, services
from reports.models import ReportDocument
from reports.tables import OF_PORTFOLIO
from reports.views.files import pdf_of


def _of(portfolio, document_id):
    rows = ReportDocument.objects.select_related("snapshot", "portfolio")
    return get_object_or_404(rows, portfolio=portfolio, public_id=document_id)


@require_portfolio(Permission.PORTFOLIO_VIEW)
def portfolio_reports(request, portfolio):
    """The status reports of the portfolio, and those of the reader that are still being drawn."""
    open_jobs = queries.open_jobs(portfolio, request.user)
    context = {
        "portfolio": portfolio,
        "jobs": [progress_of(job, now=timezone.now()) for job in open_jobs],
        "can_ask": may_in_portfolio(request.user, Permission.REPORT_CREATE, portfolio),
    }
    rows = queries.documents_of_portfolio(portfolio)
    return respond(request, OF_PORTFOLIO, rows, "reports/portfolio.html", context)


@require_portfolio(Permission.PORTFOLIO_VIEW)
def portfolio_document(request, portfolio, document_id):
    document = _of(portfolio, document_id)
    context = queries.page(document, request.user)
    context["can_issue"] = document.state == "draft" and may_in_portfolio(
        request.user, Permission.REPORT_CREATE, portfolio
    )
    context["can_download"] = may_in_portfolio(request.user, Permission.REPORT_EXPORT, portfolio)
    return render(
        request,
        "reports/document.html",
        {"portfolio": portfolio, "subject": portfolio, "document": document, **context},
    )


@require_portfolio(Permission.REPORT_EXPORT)
def portfolio_download(request, portfolio, document_id):
    return pdf_of(_of(portfolio, document_id), request.user, portfolio)


@require_portfolio(Permission.REPORT_CREATE)
@require_POST
def portfolio_issue(request, portfolio, document_id):
    job = services.issue_unsigned(_of(portfolio, document_id), by=request.user)
    return redirect("jobs:page", job.public_id)
