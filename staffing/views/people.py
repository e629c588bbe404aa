"""People: who works here, in which role, with which calendar and for how much of a week."""

from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from foundation.accounts.models import Person
from foundation.accounts.rights import Permission
from foundation.layout import form_status
from foundation.tables import respond
from projects.access import may_anywhere, require_anywhere
from staffing import queries, services
from staffing.forms.fields import done
from staffing.forms.people import EmploymentChangeForm, EmploymentForm, PersonForm
from staffing.models import Employment
from staffing.views.people_table import PEOPLE


@require_anywhere(Permission.PEOPLE_VIEW)
def people_list(request):
    context = {"can_edit": may_anywhere(request.user, Permission.PEOPLE_EDIT)}
    rows = queries.people(timezone.localdate())
    return respond(request, PEOPLE, rows, "staffing/people.html", context, may_export=False)


@require_anywhere(Permission.PEOPLE_EDIT)
def person_add(request):
    form = PersonForm(request.POST or None)
    if person := done(form, services.add_person, by=request.user):
        return redirect("staffing:person_open", person.public_id)
    return render(request, "staffing/person_add.html", {"form": form}, status=form_status(form))


@require_anywhere(Permission.PEOPLE_VIEW)
def person_open(request, object_id):
    """One person: employments, and allocations on projects that the reader may see."""
    person = get_object_or_404(Person, public_id=object_id)
    context = {"person": person, "employments": queries.employments_of(person)}
    context["allocations"] = queries.allocations_of(person, request.user)
    context["can_edit"] = may_anywhere(request.user, Permission.PEOPLE_EDIT)
    return render(request, "staffing/person.html", context)


@require_anywhere(Permission.PEOPLE_EDIT)
def person_employ(request, object_id):
    person = get_object_or_404(Person, public_id=object_id)
    form = EmploymentForm(request.POST or None, initial={"first": timezone.localdate(), "fte": 1})
    if done(form, services.employ, person, by=request.user):
        return redirect("staffing:person_open", person.public_id)
    context = {"person": person, "form": form}
    return render(request, "staffing/employment.html", context, status=form_status(form))


@require_anywhere(Permission.PEOPLE_EDIT)
def employment_edit(request, object_id):
    row = get_object_or_404(Employment.objects.select_related("person", "role", "calendar"), public_id=object_id)
    form = EmploymentChangeForm(request.POST or None, initial=EmploymentChangeForm.values_of(row))
    if done(form, services.change_employment, row, by=request.user):
        return redirect("staffing:person_open", row.person.public_id)
    context = {"person": row.person, "form": form}
    return render(request, "staffing/employment.html", context, status=form_status(form))
