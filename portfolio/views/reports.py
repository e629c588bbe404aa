"""How does a person ask for the status report of a portfolio?"""

from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from foundation.accounts.rights import Permission
from portfolio import services
from projects.access import require_portfolio


@require_portfolio(Permission.REPORT_CREATE)
@require_POST
def status_report(request, portfolio):
    job = services.request_status_report(portfolio, by=request.user, on=timezone.localdate())
    return redirect("jobs:page", job.public_id)
