"""Which hours are worked, and which days are public holidays? Written once, as rows that people may change."""

import holidays
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import NumericRange

from projects.models import Calendar, CalendarException, CalendarInterval

SPANS = ((8 * 60, 12 * 60), (13 * 60, 17 * 60))  # minutes of a working day


@transaction.atomic
def office_hours(*, name, zone, country, first_year, last_year, by=None):
    """Monday to Friday, 8 to 12 and 13 to 17, less the holidays of the country in these years. → Calendar"""
    made = Calendar.objects.create(name=name, zone=zone, country=country, created_by=by)
    CalendarInterval.objects.bulk_create(
        CalendarInterval(calendar=made, weekday=day, minutes=NumericRange(*span)) for day in range(5) for span in SPANS
    )
    fill_holidays(made, first_year=first_year, last_year=last_year)
    return made


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
