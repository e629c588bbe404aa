"""How does a project go from one state to the next? DOMAIN.md 6.7: row lock, guards, audit event."""

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from foundation.accounts.rights import Permission
from foundation.accounts.services import notify, record
from foundation.errors import IllegalMove
from projects.access import people_with
from projects.models import ENDED_STATES, Stage, State
from projects.queries.moves import move_to
from projects.queries.obstacles import own_obstacles
from projects.services.locking import locked

DECIDED = (State.APPROVED, State.REJECTED)


@transaction.atomic
def lifecycle(project, to, *, by, on, reason="", review_on=None, obstacles=()):
    """Move the project to the state `to`; `obstacles` are what the apps above found in the way.

    Raises IllegalMove (409) with all obstacles at once, when the machine has no such step or a
    guard does not hold. Returns the fresh row.
    """
    project = locked(project)
    move = move_to(project, to)
    if move is None:
        raise IllegalMove(_no_step(project, to))
    reason = reason.strip()
    found = [*_said(move, reason, review_on, on), *own_obstacles(project, to), *obstacles]
    found += _four_eyes(project, to, by)
    if found:
        words = _("The project cannot become “{state}” yet.").format(state=State(to).label)
        raise IllegalMove(words, obstacles=dict.fromkeys(found))
    before, project.state = project.state, to
    _write(project, by, on, reason, review_on if move.needs_review else None)
    record("project.moved", project, by=by, project=project, **{"from": before, "to": str(to)})
    _tell(project, by)
    return project


def _no_step(project, to):
    known = State(to).label if to in State.values else to
    words = _("A project that is “{state}” cannot become “{to}”.")
    return words.format(state=project.get_state_display(), to=known)


def _said(move, reason, review_on, on):
    if move.needs_reason and not reason:
        yield _("Say why.")
    if move.needs_review and review_on is None:
        yield _("Name the day on which this is looked at again.")
    elif move.needs_review and review_on <= on:
        yield _("The review date lies after today.")


def _four_eyes(project, to, by):
    if to in DECIDED and by is not None and project.proposed_by_id == by.pk:
        return [_("Who proposed the project does not decide on it.")]
    return []


def _write(project, by, on, reason, review_on):
    project.state_reason, project.review_on, project.updated_by = reason, review_on, by
    if project.state == State.PROPOSED:
        project.proposed_by = by
    if project.state in DECIDED:
        project.decided_by, project.decided_on = by, on
    if project.state in ENDED_STATES:
        project.finished_on = project.finished_on or on
    names = ("state", "state_reason", "review_on", "updated_by", "proposed_by", "decided_by", "decided_on")
    project.save(update_fields=[*names, "finished_on"])
    if project.state == State.ACTIVE:
        first = Stage.objects.filter(project=project).order_by("seq").first()
        if first and first.actual_start is None:
            Stage.objects.filter(pk=first.pk).update(actual_start=on, updated_by=by)
    project.refresh_from_db()


def _tell(project, by):
    """Who must decide now, or who is responsible, hears of it."""
    if project.state == State.PROPOSED:
        users = people_with(Permission.PROJECT_DECIDE, project)
    else:
        users = [person.user for person in (project.manager, project.sponsor) if person and person.user]
    words = _("{project} is now {state}").format(project=project, state=project.get_state_display())
    others = {user.pk: user for user in users if by is None or user.pk != by.pk}
    notify(others.values(), words[:300], address=reverse("projects:governance", args=[project.public_id]))
