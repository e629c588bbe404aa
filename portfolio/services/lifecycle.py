"""How does a project go from state to state, with the guards of all apps? DOMAIN.md 6.7."""

from portfolio.queries.obstacles import obstacles_above
from projects.services import lifecycle


def move_project(project, to, *, by, on, reason="", review_on=None):
    """Move the project; IllegalMove (409) with every obstacle of every app. Returns the fresh row."""
    found = obstacles_above(project, to, as_of=on)
    return lifecycle(project, to, by=by, on=on, reason=reason, review_on=review_on, obstacles=found)
