"""Which day is it for the project, and where does a refusal stand?"""

from zoneinfo import ZoneInfo

from django.utils import timezone

from foundation.errors import Conflict, IllegalMove, Refused


def today(project):
    """The day that the project's zone writes now."""
    return timezone.localdate(timezone=ZoneInfo(project.zone))


def attempt(form, act):
    """Run the verb; a refusal stands next to its field. True when it is done."""
    try:
        act()
    except (Conflict, IllegalMove):
        raise
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        return False
    return True
