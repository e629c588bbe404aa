"""Roles with their rates, which the organisation knows; and, on a page of its own, rates of persons."""

from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from foundation.accounts.rights import Permission
from foundation.layout import form_status
from projects.access import may_anywhere, require_anywhere
from staffing import queries, services
from staffing.forms.fields import done
from staffing.forms.people import PersonRateForm, RateForm, RoleForm
from staffing.models import ProjectRole


def _roles(request, form, status=200):
    context = {
        "roles": queries.role_rates(),
        "form": form,
        "can_add": may_anywhere(request.user, Permission.PEOPLE_EDIT),
        "can_rate": may_anywhere(request.user, Permission.RATE_EDIT),
        "can_see_personal": may_anywhere(request.user, Permission.PERSON_RATE_VIEW),
    }
    return render(request, "staffing/roles.html", context, status=status)


@require_anywhere(Permission.RATE_VIEW)
def role_list(request):
    return _roles(request, RoleForm())


@require_anywhere(Permission.PEOPLE_EDIT)
@require_POST
def role_add(request):
    form = RoleForm(request.POST)
    if done(form, services.add_role, by=request.user):
        return redirect("staffing:role_list")
    return _roles(request, form, status=422)


@require_anywhere(Permission.RATE_EDIT)
def role_rate(request, object_id):
    """A new cost per hour of a role."""
    role = get_object_or_404(ProjectRole, public_id=object_id)
    form = RateForm(request.POST or None, initial={"first": timezone.localdate()})
    if done(form, services.set_rate, role=role, by=request.user):
        return redirect("staffing:role_list")
    return render(request, "staffing/role_rate.html", {"role": role, "form": form}, status=form_status(form))


@require_anywhere(Permission.PERSON_RATE_VIEW)
def person_rates(request):
    """The one page on which a person's own rate is shown."""
    context = {"rates": queries.person_rates(), "can_edit": may_anywhere(request.user, Permission.PERSON_RATE_EDIT)}
    return render(request, "staffing/person_rates.html", context)


@require_anywhere(Permission.PERSON_RATE_EDIT)
def person_rate_set(request):
    form = PersonRateForm(request.POST or None, initial={"first": timezone.localdate()})
    if done(form, services.set_rate, by=request.user):
        return redirect("staffing:person_rates")
    return render(request, "staffing/person_rate.html", {"form": form}, status=form_status(form))
