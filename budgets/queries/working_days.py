"""How many minutes does the project's calendar give a day?"""

from collections import defaultdict

from projects.models import CalendarException, CalendarInterval


def work_on(calendar_id):
    """Function of a day → its working minutes, from two queries."""
    week = defaultdict(int)
    for weekday, minutes in CalendarInterval.objects.filter(calendar=calendar_id).values_list("weekday", "minutes"):
        week[weekday] += minutes.upper - minutes.lower
    rows = CalendarException.objects.filter(calendar=calendar_id).values_list("date", "intervals")
    special = {day: sum(end - start for start, end in intervals) for day, intervals in rows}

    def minutes_on(day):
        return special[day] if day in special else week[day.weekday()]

    return minutes_on
