"""Which day is it for the project?"""

from zoneinfo import ZoneInfo

from django.utils import timezone


def today(project):
    """The day that the project's zone writes now."""
    return timezone.localdate(timezone=ZoneInfo(project.zone))
