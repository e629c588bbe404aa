"""Who is away, and when? One's own days; those of the people in reach, with the reason only for who plans them."""

from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from foundation.accounts.rights import Permission
from foundation.layout import form_status
from foundation.periods import month_start
from projects.access import may_anywhere, require_anywhere
from staffing import queries, services
from staffing.access import people_in_reach
from staffing.forms.fields import done
from staffing.forms.people import AbsenceForm, AbsenceOfForm
from staffing.models import Absence


@require_anywhere(Permission.ABSENCE_VIEW)
def absence_list(request):
    """Away from this month on; kind and note stand there only for who may edit them."""
    rows = queries.absences(request.user, since=month_start(timezone.localdate()))
    context = {"rows": rows, "can_edit": may_anywhere(request.user, Permission.ABSENCE_EDIT)}
    return render(request, "staffing/absences.html", context)


@require_anywhere(Permission.ABSENCE_EDIT)
def absence_add(request):
    form = AbsenceOfForm(request.POST or None, people=people_in_reach(request.user, Permission.ABSENCE_EDIT))
    if done(form, services.add_absence, by=request.user):
        return redirect("staffing:absence_list")
    return render(request, "staffing/absence_add.html", {"form": form}, status=form_status(form))


@require_anywhere(Permission.ABSENCE_EDIT)
@require_POST
def absence_remove(request, object_id):
    people = people_in_reach(request.user, Permission.ABSENCE_EDIT)
    services.remove_absence(get_object_or_404(Absence, person__in=people, public_id=object_id), by=request.user)
    return redirect("staffing:absence_list")


@require_anywhere(Permission.ABSENCE_OWN)
def my_absences(request):
    """One's own absences, and a form for the next."""
    form = AbsenceForm(request.POST or None)
    if done(form, services.add_absence, person=request.user.person, by=request.user):
        return redirect("staffing:my_absences")
    rows = queries.own_absences(request.user, since=month_start(timezone.localdate()))
    return render(request, "staffing/my_absences.html", {"rows": rows, "form": form}, status=form_status(form))


@require_anywhere(Permission.ABSENCE_OWN)
@require_POST
def my_absence_remove(request, object_id):
    services.remove_absence(get_object_or_404(Absence, person__user=request.user, public_id=object_id), by=request.user)
    return redirect("staffing:my_absences")


@require_anywhere(Permission.ALLOCATION_OWN)
def my_allocations(request):
    """Where one is booked."""
    return render(request, "staffing/my_allocations.html", {"rows": queries.own_allocations(request.user)})
