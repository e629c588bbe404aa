"""Where can a project go from its state, who may move it there, and what does the move ask for?"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from foundation.accounts.rights import Permission
from projects.models import State


@dataclass(frozen=True)
class Move:
    """`permission`: whose step it is; `needs_reason`, `needs_review`: what the person must say."""

    to: str
    label: str
    permission: Permission
    needs_reason: bool = False
    needs_review: bool = False

    @property
    def ends(self):
        """Does the project stop for good here, without having reached its end?"""
        return self.to in (State.REJECTED, State.CANCELLED)


EDIT, DECIDE = Permission.PROJECT_EDIT, Permission.PROJECT_DECIDE
_PROPOSE = Move(State.PROPOSED, _("Propose"), EDIT)
_APPROVE = Move(State.APPROVED, _("Approve"), DECIDE)
_REJECT = Move(State.REJECTED, _("Reject"), DECIDE, needs_reason=True)
_START = Move(State.ACTIVE, _("Start the work"), EDIT)
_HOLD = Move(State.ON_HOLD, _("Put on hold"), EDIT, needs_reason=True, needs_review=True)
_RESUME = Move(State.ACTIVE, _("Resume the work"), EDIT)
_CLOSING = Move(State.CLOSING, _("Begin closure"), EDIT)
_CANCEL = Move(State.CANCELLED, _("Cancel the project"), DECIDE, needs_reason=True)
_CLOSE = Move(State.CLOSED, _("Close the project"), DECIDE)

# DOMAIN.md 6.7; what is not listed is no step
MACHINE = {
    State.DRAFT: (_PROPOSE,),
    State.PROPOSED: (_APPROVE, _REJECT),
    State.APPROVED: (_START,),
    State.ACTIVE: (_CLOSING, _HOLD, _CANCEL),
    State.ON_HOLD: (_RESUME, _CANCEL),
    State.CLOSING: (_CLOSE,),
    State.CANCELLED: (_CLOSE,),
    State.REJECTED: (),
    State.CLOSED: (),
}


def allowed_moves(project):
    """The steps that the state machine has from here, whoever may take them: a tuple of Move."""
    return MACHINE[State(project.state)]


def move_to(project, to):
    """The step to `to`, or None if there is none from here."""
    return next((move for move in allowed_moves(project) if move.to == to), None)
