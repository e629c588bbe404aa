"""How are the charter and the settings of a project changed?"""

from django.db import transaction
from django.utils.translation import gettext as _

from foundation.accounts.services import record
from foundation.changes import change
from foundation.errors import IllegalMove, Refused
from projects.models import OPEN_STATES, Project, State
from projects.services.locking import locked

FIXED_BY_MONEY = ("code", "currency")


@transaction.atomic
def edit_charter(charter, *, by, version, **values):
    """Change the charter; while the project is proposed it lies before the decider and stays as it is."""
    project = locked(charter.project)
    if project.state not in OPEN_STATES or project.state == State.PROPOSED:
        words = _("The charter of a project that is {state} stays as it is.")
        raise IllegalMove(words.format(state=project.get_state_display()))
    charter = change(charter, version=version, by=by, **values)
    record("charter.edited", charter, by=by, project=project)
    return charter


@transaction.atomic
def edit_project(project, *, by, version, money_posted=None, **values):
    """Change the settings of a project. Code and currency stay once money is posted.

    Who knows the ledger says so by `money_posted`; to others they stay once the draft is proposed.
    """
    fresh = locked(project)
    if fresh.state not in OPEN_STATES:
        raise IllegalMove(_("The project is {state}.").format(state=fresh.get_state_display()))
    is_fixed = fresh.state != State.DRAFT if money_posted is None else money_posted
    for name in FIXED_BY_MONEY:
        if is_fixed and name in values and values[name] != getattr(fresh, name):
            raise Refused(_("Money may be posted already, so this stays as it is."), field=name)
    code = values.get("code", fresh.code)
    if Project.objects.filter(code__iexact=code).exclude(pk=fresh.pk).exists():
        raise Refused(_("Another project has this code."), field="code")
    programme = values.get("programme", fresh.programme)
    if programme and programme.portfolio_id != fresh.portfolio_id:
        raise Refused(_("Choose a programme of this portfolio."), field="programme")
    fresh = change(fresh, version=version, by=by, **values)
    record("project.edited", fresh, by=by, project=fresh, fields=sorted(values))
    return fresh
