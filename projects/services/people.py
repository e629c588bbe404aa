"""How do people get an account, lose it, and get their roles in the organisation or a portfolio?"""

from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _

from foundation.accounts.models import Person, User
from foundation.accounts.rights import Role
from foundation.accounts.services import record
from foundation.changes import change
from foundation.errors import Refused
from foundation.organisation.models import Organisation
from projects.models import Project
from projects.queries.team import administrators
from projects.services.locking import locked
from projects.services.team import LAST_MANAGER, NAMED, give, going_on, is_own, leave, refuse, take


@transaction.atomic
def create_person(*, by, name, email, unit="", zone="UTC"):
    """A person with an account that has no password yet; he sets it by the link that is shown once."""
    email = email.strip().lower()
    if User.objects.filter(email__iexact=email).exists() or Person.objects.filter(email__iexact=email).exists():
        raise Refused(_("Somebody has this address already."), field="email")
    user = User(email=email, zone=zone)
    user.set_unusable_password()
    user.save()
    person = Person.objects.create(user=user, name=name, email=email, unit=unit, created_by=by)
    record("person.created", person, by=by)
    return person


@transaction.atomic
def edit_person(person, *, by, version, **values):
    person = change(person, version=version, by=by, **values)
    record("person.edited", person, by=by)
    return person


def password_address(user):
    """Where the person sets a password: works once and for three days, stored nowhere."""
    code = urlsafe_base64_encode(force_bytes(user.pk))
    return reverse("projects:password_set", args=[code, default_token_generator.make_token(user)])


def record_link(person, *, by):
    """A link that sets a password was made for the person: that alone stands in the log."""
    record("person.link_made", person, by=by)


def set_active(person, *, by, on, active):
    """Close or open an account. Nobody closes his own, and one administrator stays."""
    if not active and is_own(person, by):
        refuse(person, _("Nobody closes his own account."), by=by)
    with transaction.atomic():
        _one_at_a_time()
        alone = not active and _is_last_administrator(person, on)
        if not alone:
            User.objects.filter(pk=person.user_id).update(is_active=active)
            record("person.activated" if active else "person.deactivated", person, by=by)
    if alone:
        refuse(person, _("One administrator stays."), by=by, role=Role.ADMINISTRATOR)


def _one_at_a_time():
    """Two administrators who remove each other wait for one another on the one row of the organisation."""
    list(Organisation.objects.select_for_update(no_key=True, of=("self",)))


def _is_last_administrator(person, on):
    rows = administrators(on=on)
    return rows.filter(person=person).exists() and not rows.exclude(person=person).exists()


def grant_role(person, *, by, on, role, portfolio=None, programme=None, project=None):
    """The administrator gives a role in any scope (none: the organisation), never to himself."""
    if is_own(person, by):
        refuse(person, _("Nobody gives a role to himself."), by=by, role=role)
    scope = {"portfolio": portfolio, "programme": programme, "project": project}
    with transaction.atomic():
        assignment = give(person, role, by=by, on=on, **scope)
        if project and role in NAMED:
            Project.objects.filter(pk=project.pk).update(**{NAMED[role]: person, "updated_by": by})
        record("role.assigned", person, by=by, project=project, role=role)
    return assignment


def revoke_role(assignment, *, by, on):
    """Take a role away; not one's own, not the last administrator's, not that of a project's last manager."""
    person, role = assignment.person, assignment.role
    if is_own(person, by):
        refuse(person, _("Nobody takes his own role away."), by=by, role=role)
    with transaction.atomic():
        _one_at_a_time()
        project = assignment.project and locked(assignment.project)
        words = _end(going_on(assignment, on), project, by, on)
        if not words:
            record("role.ended", person, by=by, project=project, role=role)
    if words:
        refuse(person, words, by=by, role=role)


def _end(assignment, project, by, on):
    """The role ends, or the words that say why it stays."""
    if project:
        return "" if leave(project, assignment, by=by, on=on) else LAST_MANAGER
    if assignment.role == Role.ADMINISTRATOR and _is_last_administrator(assignment.person, on):
        return _("One administrator stays.")
    take(assignment, by=by, on=on)
    return ""
