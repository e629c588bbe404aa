"""The resource manager's word on whole weeks."""

from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from foundation.accounts.rights import Permission
from projects.access import require_anywhere
from staffing import queries, services
from staffing.access import sheets_in_reach
from staffing.forms.week import ReturnForm


@require_anywhere(Permission.TIMESHEET_APPROVE)
def approval_list(request):
    """Weeks that were handed in, oldest first."""
    return render(request, "staffing/approvals.html", {"rows": list(queries.waiting_sheets(request.user))})


def _sheet(request, object_id):
    sheets = sheets_in_reach(request.user, Permission.TIMESHEET_APPROVE).select_related("person__user")
    return get_object_or_404(sheets, public_id=object_id)


def _page(request, sheet, form, status=200):
    lines = queries.sheet_lines(sheet)
    days, total = queries.sheet_figures(sheet, lines, request.user)
    context = {"sheet": sheet, "lines": lines, "days": days, "total": total, "form": form}
    context["can_judge"] = sheet.state == "submitted" and sheet.person.user_id != request.user.pk
    return render(request, "staffing/sheet.html", context, status=status)


@require_anywhere(Permission.TIMESHEET_APPROVE)
def sheet_open(request, object_id):
    return _page(request, _sheet(request, object_id), ReturnForm())


@require_anywhere(Permission.TIMESHEET_APPROVE)
@require_POST
def sheet_approve(request, object_id):
    services.approve_timesheet(_sheet(request, object_id), by=request.user, at=timezone.now())
    return redirect("staffing:approval_list")


@require_anywhere(Permission.TIMESHEET_APPROVE)
@require_POST
def sheet_return(request, object_id):
    sheet, form = _sheet(request, object_id), ReturnForm(request.POST)
    if not form.is_valid():
        return _page(request, sheet, form, status=422)
    services.return_timesheet(sheet, by=request.user, **form.cleaned_data)
    return redirect("staffing:approval_list")
