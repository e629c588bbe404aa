"""How does a person's word stand against the health by rule, and how is it taken back?"""

from django.db import transaction
from django.utils.translation import gettext as _

from foundation.accounts.services import record
from foundation.errors import IllegalMove
from portfolio.models import HealthOverride
from projects.models import Project


@transaction.atomic
def override_health(project, *, by, on, health, reason):
    """Say another health than the rule, with a reason; an older word ends on the same day."""
    Project.objects.select_for_update(no_key=True).get(pk=project.pk)
    HealthOverride.objects.filter(project=project, ended_on=None).update(ended_on=on, updated_by=by)
    made = HealthOverride.objects.create(project=project, health=health, reason=reason, from_day=on, created_by=by)
    made.refresh_from_db()
    record("health.overridden", made, by=by, project=project, health=health)
    return made


@transaction.atomic
def end_override(override, *, by, on):
    """The rule counts again. IllegalMove when it was ended already."""
    ended = HealthOverride.objects.filter(pk=override.pk, ended_on=None).update(ended_on=on, updated_by=by)
    if not ended:
        raise IllegalMove(_("This word was taken back already."))
    record("health.override_ended", override, by=by, project=override.project)
