"""How many hours stand on a time sheet, by day and in the week?"""

import uuid
from collections import defaultdict

from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from foundation.accounts.rights import Permission
from foundation.figures import Figure, Source
from foundation.periods import DAY, read_day
from staffing.access import sheets_in_reach
from staffing.engine.hours import hours
from staffing.models import Timesheet
from staffing.queries.week import sheet_lines


def sheet_figures(sheet, lines, user):
    """(a figure for each of the seven days, that of the week), scope `all`; leaves lead where `user` may read them."""
    address = _address(sheet, user)
    by_day = defaultdict(list)
    for line in lines:
        by_day[line.date].append(line)
    days = [_day(sheet, sheet.week + n * DAY, by_day[sheet.week + n * DAY], address) for n in range(7)]
    total = hours(sum(line.minutes for line in lines))
    label = _("Hours of the week from %(day)s") % {"day": date_format(sheet.week, "j M Y")}
    key = f"staffing.week:{sheet.public_id}"
    return days, Figure(key, label, total, unit="h", formula="Σ minutes of the days ÷ 60", inputs=tuple(days)).within(
        "all"
    )


def _address(sheet, user):
    """The owner reads his week; everybody else the sheet that he approves."""
    if sheet.person.user_id == user.pk:
        return f"{reverse('staffing:my_time')}?week={sheet.week.isoformat()}"
    return reverse("staffing:sheet_open", args=[sheet.public_id])


def _day(sheet, day, lines, address):
    leaves = tuple(
        Source(f"{line.project.code} {line.task.name}", hours(line.minutes), unit="h", address=address)
        for line in lines
    )
    value = hours(sum(line.minutes for line in lines))
    label = _("Hours of %(day)s") % {"day": date_format(day, "j M Y")}
    key = f"staffing.day:{sheet.public_id}:{day.isoformat()}"
    return Figure(key, label, value, unit="h", formula="Σ minutes of the lines ÷ 60", inputs=leaves).within("all")


def sheet_figure(user, what, which):
    """The figure of a day or week for the sheet's owner and those who approve or read all time sheets."""
    public_id, _colon, text = which.partition(":")
    try:
        found = Timesheet.objects.filter(public_id=uuid.UUID(public_id))
        day = read_day(text) if what == "day" else None
    except ValueError:
        return None
    in_reach = sheets_in_reach(user, Permission.TIMESHEET_APPROVE).values("pk")
    sheet = found.select_related("person").filter(Q(person__user=user) | Q(pk__in=in_reach)).first()
    if sheet is None or day and not sheet.week <= day < sheet.week + 7 * DAY:
        return None
    days, week = sheet_figures(sheet, sheet_lines(sheet), user)
    return days[(day - sheet.week).days] if day else week
