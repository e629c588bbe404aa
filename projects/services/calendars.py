"""Which days are public holidays? Written into a calendar once, as rows that people may change."""

import holidays
from django.db import transaction

from projects.models import CalendarException


@transaction.atomic
def fill_holidays(calendar, *, first_year, last_year):
    """Add the public holidays of the calendar's country; days that have an entry keep it. Returns the number added.

    A holiday on which people do work is an entry with hours; it stays.
    """
    if not calendar.country or calendar.country not in holidays.list_supported_countries():
        return 0
    known = set(calendar.exceptions.values_list("date", flat=True))
    days = holidays.country_holidays(calendar.country, years=range(first_year, last_year + 1))
    rows = [CalendarException(calendar=calendar, date=day, name=name[:200]) for day, name in sorted(days.items())
            if day not in known]  # fmt: skip
    return len(CalendarException.objects.bulk_create(rows, ignore_conflicts=True))
