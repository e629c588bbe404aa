"""How is an issue raised, changed, closed or handed on?"""

from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext as _

from foundation.accounts.services import notify, record
from foundation.changes import change
from foundation.errors import IllegalMove, Refused
from projects.models import FollowOnAction, Issue, State
from projects.services.locking import locked

NO_MORE = (State.CLOSED, State.REJECTED)


@transaction.atomic
def raise_issue(project, *, by, on, title, **fields):
    """A new open issue with the next number of the project: 1, 2, 3 without a gap.

    `fields`: description, type, severity, owner, due.
    """
    project = locked(project)
    if project.state in NO_MORE:
        words = _("The project is {state}; an issue needs a project that goes on.")
        raise Refused(words.format(state=project.get_state_display()))
    _due_after(fields.get("due"), on)
    number = (Issue.objects.filter(project=project).aggregate(last=Max("number"))["last"] or 0) + 1
    issue = Issue.objects.create(
        project=project, number=number, title=title, raised_by=by, raised_on=on, created_by=by, **fields
    )
    record("issue.raised", issue, by=by, project=project, number=number)
    _tell_owner(issue, by)
    return issue


def _due_after(due, raised_on):
    if due and due < raised_on:
        raise Refused(_("The due date lies before the day on which the issue was raised."), field="due")


def _tell_owner(issue, by):
    user = issue.owner.user if issue.owner else None
    if user and (by is None or user.pk != by.pk):
        words = _("You own issue {issue} of {project}").format(issue=issue, project=issue.project.code)
        address = reverse("projects:issue", args=[issue.project.public_id, issue.public_id])
        notify([user], words[:300], address=address)


def _fresh(issue):
    """The row under the lock of its project, if it is still open."""
    locked(issue.project)
    fresh = Issue.objects.select_for_update(of=("self",)).get(pk=issue.pk)
    if fresh.state == Issue.State.CLOSED:
        raise IllegalMove(_("Issue {issue} is closed already.").format(issue=fresh))
    return fresh


@transaction.atomic
def edit_issue(issue, *, by, version, **values):
    """Change an open issue; Conflict if somebody else did since `version`."""
    fresh, owner = _fresh(issue), issue.owner_id
    _due_after(values.get("due"), fresh.raised_on)
    fresh = change(fresh, version=version, by=by, **values)
    record("issue.edited", fresh, by=by, project=fresh.project, state=fresh.state)
    if fresh.owner_id != owner:
        _tell_owner(fresh, by)
    return fresh


@transaction.atomic
def close_issue(issue, *, by, on, resolution):
    """Close with a resolution; a closed one stays as it is (IllegalMove)."""
    fresh = _fresh(issue)
    if not resolution.strip():
        raise Refused(_("Say how the issue was resolved."), field="resolution")
    fresh.state, fresh.resolution, fresh.closed_on, fresh.updated_by = Issue.State.CLOSED, resolution, on, by
    fresh.save(update_fields=["state", "resolution", "closed_on", "updated_by"])
    record("issue.closed", fresh, by=by, project=fresh.project, number=fresh.number)
    return fresh


@transaction.atomic
def hand_over_issue(issue, *, by, on, text, owner, due):
    """A follow-on action takes the issue over: it may stay open when the project closes."""
    fresh = _fresh(issue)
    if fresh.follow_on_id:
        raise IllegalMove(_("A follow-on action has issue {issue} already.").format(issue=fresh))
    _due_after(due, on)
    action = FollowOnAction.objects.create(project=fresh.project, text=text, owner=owner, due=due, created_by=by)
    fresh.follow_on, fresh.updated_by = action, by
    fresh.save(update_fields=["follow_on", "updated_by"])
    record("issue.handed_over", fresh, by=by, project=fresh.project, action=str(action.public_id))
    return action
