"""Accounts and roles of the installation: the administrator's pages, and the link that sets a password."""

from django.contrib import messages
from django.contrib.auth.views import PasswordResetConfirmView
from django.core.exceptions import BadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from foundation.access import public
from foundation.accounts.models import Person
from foundation.accounts.rights import Permission
from foundation.forms import only
from foundation.layout import form_status
from foundation.tables import respond
from projects import services
from projects.access import require_anywhere
from projects.forms.people import GrantForm, NewPersonForm, PersonForm
from projects.models import RoleAssignment
from projects.queries.people import person_table
from projects.queries.team import people as everybody
from projects.queries.team import roles_of


@require_anywhere(Permission.USERS_EDIT)
def people(request):
    return respond(request, person_table(), everybody(), "projects/people.html", filename=_("people"))


@require_anywhere(Permission.USERS_EDIT)
def person_add(request):
    form = NewPersonForm(request.POST or None)
    if form.is_valid() and form.takes(lambda **said: services.create_person(by=request.user, **said)):
        return _person_page(request, form.result, link=_link(request, form.result.user))
    return render(request, "projects/person_add.html", {"form": form}, status=form_status(form))


def _link(request, user):
    """The address that sets a password, as the person types it; shown once."""
    return request.build_absolute_uri(services.password_address(user))


def _person_page(request, person, *, form=None, grant=None, link=""):
    form, grant = form or PersonForm(instance=person), grant or GrantForm()
    roles = roles_of(person, on=timezone.localdate())
    context = {"person": person, "form": form, "grant": grant, "link": link, "roles": roles}
    context["is_self"] = person.user_id == request.user.pk
    return render(request, "projects/person.html", context, status=max(form_status(form), form_status(grant)))


@require_anywhere(Permission.USERS_EDIT)
def person(request, person_id):
    found = get_object_or_404(Person, public_id=person_id)
    form = PersonForm(request.POST or None, instance=found)
    if form.is_valid() and form.takes(lambda **said: services.edit_person(found, by=request.user, **said)):
        messages.success(request, _("{person} is saved.").format(person=form.result))
        return redirect("projects:person", person_id)
    return _person_page(request, found, form=form)


@require_anywhere(Permission.USERS_EDIT)
@require_POST
def person_link(request, person_id):
    """A new link to set a password; for an open account that is not of the demo."""
    found = get_object_or_404(Person, public_id=person_id, user__is_active=True, user__is_demo=False)
    services.record_link(found, by=request.user)
    return _person_page(request, found, link=_link(request, found.user))


def _asked_to_be_open(request):
    only(request.POST, {"active"})
    said = request.POST.get("active")
    if said not in ("yes", "no"):
        raise BadRequest("active: neither yes nor no")
    return said == "yes"


@require_anywhere(Permission.USERS_EDIT)
@require_POST
def person_active(request, person_id):
    """Close the account, or open it: the body says which, so that a second click is not its opposite."""
    found = get_object_or_404(Person.objects.select_related("user"), public_id=person_id, user__isnull=False)
    active = _asked_to_be_open(request)
    services.set_active(found, by=request.user, on=timezone.localdate(), active=active)
    messages.success(request, _("The account is open.") if active else _("The account is closed."))
    return redirect("projects:person", person_id)


@require_anywhere(Permission.USERS_EDIT)
@require_POST
def person_grant(request, person_id):
    found, today = get_object_or_404(Person, public_id=person_id), timezone.localdate()
    grant = GrantForm(request.POST)
    if grant.is_valid() and grant.takes(lambda **said: services.grant_role(found, by=request.user, on=today, **said)):
        messages.success(request, _("The role is given."))
        return redirect("projects:person", person_id)
    return _person_page(request, found, grant=grant)


@require_anywhere(Permission.USERS_EDIT)
@require_POST
def person_revoke(request, person_id, role_id):
    assignment = get_object_or_404(RoleAssignment, public_id=role_id, person__public_id=person_id)
    services.revoke_role(assignment, by=request.user, on=timezone.localdate())
    messages.success(request, _("The role has ended."))
    return redirect("projects:person", person_id)


class _SetPassword(PasswordResetConfirmView):
    """The link works once, for an open account that signs in by password."""

    template_name = "projects/password_set.html"
    success_url = reverse_lazy("accounts:sign_in")

    def get_user(self, uidb64):
        user = super().get_user(uidb64)
        return user if user and user.is_active and not user.is_demo else None


password_set = public(never_cache(_SetPassword.as_view()))
