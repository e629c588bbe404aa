"""How many minutes does the project's calendar give a day?"""

import datetime as dt
from collections import defaultdict

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject

from projects.models import Calendar, CalendarException, CalendarInterval


def work_on(calendar_id):
    """Function of a day → its working minutes, from one query."""
    of_it = {"calendar": OuterRef("pk")}
    spans = CalendarInterval.objects.filter(**of_it).values(
        found=JSONObject(weekday="weekday", first="minutes__startswith", last="minutes__endswith")
    )
    days = CalendarException.objects.filter(**of_it).values(found=JSONObject(day="date", spans="intervals"))
    rows = Calendar.objects.filter(pk=calendar_id).values_list(ArraySubquery(spans), ArraySubquery(days))
    week, special = defaultdict(int), {}
    for found, exceptions in rows:
        for span in found:
            week[span["weekday"]] += span["last"] - span["first"]
        for row in exceptions:
            special[dt.date.fromisoformat(row["day"])] = sum(end - start for start, end in row["spans"])

    def minutes_on(day):
        return special[day] if day in special else week[day.weekday()]

    return minutes_on
