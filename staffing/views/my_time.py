"""One's own week: type hours in, copy the last week, hand it in, correct what was posted."""

from django.core.exceptions import BadRequest
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from foundation.accounts.rights import Permission
from foundation.forms import only
from foundation.layout import form_status
from foundation.periods import read_day, week_start
from projects.access import require_anywhere
from staffing import queries, services
from staffing.views.week_page import Week


def _week(asked):
    """The Monday of the day that the address or the form names; without one, of today."""
    try:
        return week_start(read_day(asked.get("week") or timezone.localdate().isoformat()))
    except ValueError:
        raise BadRequest("not a week") from None


def _back(week):
    return redirect(f"{reverse('staffing:my_time')}?week={week.isoformat()}")


@require_anywhere(Permission.TIMESHEET_OWN)
def my_time(request):
    """The sheet of the week in the address; one POST saves it, and hands it in when asked to."""
    asked = request.POST or request.GET
    page = Week(request.user.person, _week(asked), asked)
    form = page.form(request.POST or None)
    if form.is_bound and form.is_valid() and _saved(request, page, form):
        return _back(page.week)
    context = page.context(form, request.GET.get("find", "")[:100])
    return render(request, "staffing/my_time.html", context, status=form_status(form))


def _saved(request, page, form):
    """Save, and hand in when that button was pressed; a refused cell shows its reason."""
    try:
        if "submit" in request.POST:
            services.hand_in_week(page.person, page.week, form.cells, by=request.user, at=timezone.now())
        else:
            services.save_week(page.person, page.week, form.cells, by=request.user)
    except services.WeekRefused as refusal:
        form.refuse(refusal.cells)
        return False
    return True


@require_anywhere(Permission.TIMESHEET_OWN)
@require_POST
def my_time_copy(request):
    """Fill the empty week from the one before."""
    only(request.POST, {"week"})
    week = _week(request.POST)
    services.copy_last_week(request.user.person, week, by=request.user)
    return _back(week)


@require_anywhere(Permission.TIMESHEET_OWN)
@require_POST
def my_time_correct(request):
    """Open a correction of the posted week."""
    only(request.POST, {"week"})
    week = _week(request.POST)
    sheet = queries.current_sheet(request.user.person, week)
    if sheet is None:
        raise Http404
    services.correct_timesheet(sheet, by=request.user)
    return _back(week)
