"""Do people suffice? Capacity against demand, people booked too much, and requests without an answer."""

from django.core.exceptions import BadRequest
from django.shortcuts import render
from django.utils import timezone

from foundation.accounts.rights import Permission
from foundation.periods import add_months
from projects.access import may_anywhere, require_anywhere
from staffing import queries

HORIZONS = {"6": 6, "12": 12}
# page, and the right without which it is not offered
PAGES = {"people": Permission.PEOPLE_VIEW, "rates": Permission.RATE_VIEW, "absences": Permission.ABSENCE_VIEW,
         "approvals": Permission.TIMESHEET_APPROVE, "lines": Permission.TIMESHEET_APPROVE_LINES,
         "report": Permission.TIMESHEET_VIEW}  # fmt: skip


@require_anywhere(Permission.ALLOCATION_VIEW)
def home(request):
    """The next six or twelve months: `?months=12`."""
    today, count = timezone.localdate(), HORIZONS.get(request.GET.get("months", "6"))
    if count is None:
        raise BadRequest("not a horizon")
    staffing = queries.Staffing(request.user, today, count)
    until = add_months(today, queries.AHEAD_MONTHS)
    context = {"rows": staffing.rows(), "months": staffing.months, "horizons": HORIZONS.values(), "count": count}
    context["overloaded"] = queries.overloaded(request.user, first=today, until=until)
    context["requests"] = queries.unfilled(request.user)
    context["may"] = {page: may_anywhere(request.user, permission) for page, permission in PAGES.items()}
    return render(request, "staffing/home.html", context)
