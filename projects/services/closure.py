"""How are the closure checklist and the follow-on actions worked off?"""

from django.db import transaction
from django.utils.translation import gettext as _

from foundation.accounts.services import notify, record
from foundation.errors import IllegalMove, Refused
from projects.models import ClosureItem, FollowOnAction, State
from projects.services.locking import locked


@transaction.atomic
def settle_item(item, *, by, on, state, note=""):
    """Mark a line done (with its evidence), not applicable (with a reason) or open again."""
    project = locked(item.project)
    if project.state == State.CLOSED:
        raise IllegalMove(_("The project is closed; its checklist stays as it was."))
    item = ClosureItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    if state == ClosureItem.State.DONE and not note.strip():
        raise Refused(_("Say where the evidence is."), field="note")
    if state == ClosureItem.State.NOT_APPLICABLE and not note.strip():
        raise Refused(_("Say why this does not apply."), field="note")
    settled = state != ClosureItem.State.OPEN
    item.state, item.note, item.updated_by = state, note.strip(), by
    item.done_by, item.done_on = (by, on) if settled else (None, None)
    item.save(update_fields=["state", "note", "done_by", "done_on", "updated_by"])
    record("closure_item.settled", item, by=by, project=project, state=str(state))
    return item


@transaction.atomic
def add_action(project, *, by, on, text, owner, due):
    """What remains to be done after closure, by whom and by when."""
    if due < on:
        raise Refused(_("The due date lies before today."), field="due")
    action = FollowOnAction.objects.create(project=project, text=text, owner=owner, due=due, created_by=by)
    record("follow_on.added", action, by=by, project=project)
    if owner.user and owner.user.pk != getattr(by, "pk", None):
        notify([owner.user], _("A follow-on action of {project} is yours").format(project=project.code))
    return action


@transaction.atomic
def finish_action(action, *, by, on):
    action = FollowOnAction.objects.select_for_update(of=("self",)).get(pk=action.pk)
    if action.done_on:
        raise IllegalMove(_("This action is done already."))
    action.done_on, action.updated_by = on, by
    action.save(update_fields=["done_on", "updated_by"])
    record("follow_on.done", action, by=by, project=action.project)
    return action
