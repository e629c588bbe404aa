"""How does a project go from state to state, with the guards of all apps? DOMAIN.md 6.7."""

from django.db import transaction

from portfolio.queries.obstacles import obstacles_above
from projects.models import Project
from projects.services import lifecycle


@transaction.atomic
def move_project(project, to, *, by, on, reason="", review_on=None):
    """Move the project; IllegalMove (409) with every obstacle of every app. Returns the fresh row.

    The obstacles are looked for under the lock that postings and bookings take too: none comes in between.
    """
    project = Project.objects.select_for_update(no_key=True).get(pk=project.pk)
    found = obstacles_above(project, to, as_of=on)
    return lifecycle(project, to, by=by, on=on, reason=reason, review_on=review_on, obstacles=found)
