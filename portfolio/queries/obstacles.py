"""What stands in the way of a project's next state, asked of every app?"""

from budgets import queries as budgets
from projects.models import State
from projects.queries import own_obstacles
from reports import queries as reports
from risks import queries as risks
from staffing import queries as staffing


def _closing_duties(project, as_of):
    return [
        *budgets.closure_obstacles(project, as_of=as_of),
        *staffing.closure_obstacles(project),
        *risks.closure_obstacles(project),
        *reports.closure_obstacles(project),
    ]


_BY_STATE = {
    State.APPROVED: lambda project, _day: budgets.proposal_obstacles(project),
    State.ACTIVE: lambda project, _day: budgets.activation_obstacles(project),
    State.CLOSED: _closing_duties,
}


def obstacles_above(project, to, *, as_of):
    """What the apps above projects find in the way; resuming after a hold asks nothing anew."""
    if project.state == State.ON_HOLD and to == State.ACTIVE:
        return []
    guard = _BY_STATE.get(State(to))
    return list(guard(project, as_of)) if guard else []


def obstacles_to(project, to, *, as_of):
    """All obstacles of the step, those of projects first."""
    return list(dict.fromkeys([*own_obstacles(project, to), *obstacles_above(project, to, as_of=as_of)]))
