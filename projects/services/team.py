"""How does somebody get a role on a project, and lose it? Never his own, never the last manager's.

A refusal stands in the audit log too: who tries to lift a role is seen.
"""

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.accounts.rights import ROLE_LABELS, Role
from foundation.accounts.services import notify, record
from foundation.errors import IllegalMove, Refused
from projects.models import Project, RoleAssignment
from projects.queries.team import assignable_roles, current
from projects.services.locking import locked

NAMED = {Role.PROJECT_MANAGER: "manager", Role.SPONSOR: "sponsor"}
LAST_MANAGER = gettext_lazy("A project keeps a manager: name the next one first.")


def refuse(obj, words, *, by, project=None, field=None, role=""):
    """The refusal, after it went on record; called outside the transaction that it ends."""
    record("role.refused", obj, by=by, project=project, role=str(role)[:30])
    raise Refused(words, field=field)


def is_own(person, by):
    return by is not None and person.user_id == by.pk


def give(person, role, *, by, on, **scope):
    """One open-ended assignment from `on`; Refused when the person holds it in this scope already."""
    try:
        with transaction.atomic():
            return RoleAssignment.objects.create(
                person=person, role=role, days=DateRange(on, None), created_by=by, **scope
            )
    except IntegrityError as error:
        if "role_no_overlap" not in str(error):
            raise
        raise Refused(_("{person} holds this role already.").format(person=person), field="person") from error


def going_on(assignment, on):
    """The row under a lock; IllegalMove when the role has ended or was taken back: what is past stays as it was."""
    row = RoleAssignment.objects.select_for_update(of=("self",)).filter(pk=assignment.pk).first()
    if row is None or (row.days.upper is not None and row.days.upper <= on):
        raise IllegalMove(_("This role has ended already."))
    return row


def take(assignment, *, by, on):
    """The role ends today: the next request sees it gone. One that has not begun is taken back."""
    if assignment.days.lower >= on:
        assignment.delete()
        return
    assignment.days, assignment.updated_by = DateRange(assignment.days.lower, on), by
    assignment.save(update_fields=["days", "updated_by"])


def assign_role(project, *, by, on, person, role):
    """Give a role on the project: what the giver may give, never to himself."""
    if role not in assignable_roles(by, project):
        refuse(project, _("You may not give this role."), by=by, project=project, field="role", role=role)
    if is_own(person, by):
        refuse(project, _("Nobody gives a role to himself."), by=by, project=project, field="person", role=role)
    with transaction.atomic():
        project = locked(project)
        assignment = give(person, role, by=by, on=on, project=project)
        _name(project, role, person, by)
        record("role.assigned", project, by=by, project=project, role=role, person=str(person.public_id))
        if person.user:
            words = _("You are now {role} of {project}")
            notify([person.user], words.format(role=ROLE_LABELS[Role(role)], project=project.code))
    return assignment


def _name(project, role, person, by):
    """The project's page names its manager and its sponsor: the one named last."""
    if role in NAMED:
        Project.objects.filter(pk=project.pk).update(**{NAMED[role]: person, "updated_by": by})


def leave(project, assignment, *, by, on):
    """End a role on the locked project, which then names another holder; False: its last manager stays."""
    role = assignment.role
    left = current(RoleAssignment.objects.filter(project=project, role=role), on).exclude(pk=assignment.pk)
    heir = left.select_related("person").order_by("-days").first()
    if role == Role.PROJECT_MANAGER and heir is None:
        return False
    take(assignment, by=by, on=on)
    if role in NAMED and getattr(project, f"{NAMED[role]}_id") == assignment.person_id:
        _name(project, role, heir.person if heir else None, by)
    return True


def end_role(assignment, *, by, on):
    """Take a role on a project away, from today; the project keeps a manager."""
    project, role = assignment.project, assignment.role
    if role not in assignable_roles(by, project):
        refuse(project, _("You may not take this role away."), by=by, project=project, role=role)
    if is_own(assignment.person, by):
        refuse(project, _("Nobody takes his own role away."), by=by, project=project, role=role)
    with transaction.atomic():
        project = locked(project)
        assignment = going_on(assignment, on)
        ended = leave(project, assignment, by=by, on=on)
        if ended:
            record("role.ended", project, by=by, project=project, role=role, person=str(assignment.person.public_id))
    if not ended:
        refuse(project, LAST_MANAGER, by=by, project=project, role=role)
