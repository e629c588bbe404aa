"""How many approved hours went into which project in which month?"""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.db.models import Func, IntegerField, Sum
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from foundation.accounts.rights import Permission
from foundation.figures import Figure, Source
from foundation.periods import DateRange, month_of, months, read_day
from projects.access import may_everywhere, visible_to
from projects.models import Project
from staffing.engine.hours import hours
from staffing.queries.hours import approved_lines

FORMULA = "Σ approved minutes ÷ 60"


def year_of(year):
    return DateRange(dt.date(year, 1, 1), dt.date(year + 1, 1, 1))


def time_report(user, year):
    """{project pk: {first day of month: minutes}} of the projects whose time the reader may see: one aggregate."""
    if not may_everywhere(user, Permission.TIMESHEET_VIEW):
        seen = visible_to(user, Permission.TIMESHEET_VIEW)
        return _minutes(approved_lines().filter(project__in=seen), year_of(year))
    # who sees all projects but the archived ones: leaving out those few is cheaper than looking each entry up
    archived = Project.objects.filter(archived_at__isnull=False).values("pk")
    return _minutes(approved_lines().exclude(project__in=archived), year_of(year))


class _MonthNumber(Func):
    """1 to 12 of a day. `date_trunc` goes by way of an instant in a zone, which takes twice as long as all the rest."""

    template = "date_part('month', %(expressions)s::timestamp)::int"
    output_field = IntegerField()


def _minutes(lines, span):
    """{project pk: {first day of month: minutes}} of the days of the span, which lie in one year."""
    rows = lines.filter(date__gte=span.start, date__lt=span.end).order_by()
    rows = rows.annotate(month=_MonthNumber("date")).values_list("project", "month")
    firsts = {number: dt.date(span.start.year, number, 1) for number in range(1, 13)}
    found = defaultdict(dict)
    for project, month, minutes in rows.annotate(minutes=Sum("minutes")):
        found[project][firsts[month]] = minutes
    return found


def report_rows(found, year, projects):
    """(project, its twelve month figures, its figure of the year) for these projects; what they are made of is
    gathered when somebody opens one."""
    columns = [_Month.of(month) for month in months(year_of(year))]
    for project in projects:
        worked = found[project.pk]
        cells = [column.figure(project, worked.get(column.start, 0)) for column in columns]
        yield project, cells, _year_figure(project, year, (), sum(worked.values()))


def report_projects(found):
    """The projects of the report in the order of their codes, with their names."""
    return Project.objects.filter(pk__in=found).order_by("code").only("public_id", "code", "name")


def report_totals(found, year):
    """A figure for each month over all projects of the report, and that of the year."""
    cells = []
    for month in months(year_of(year)):
        minutes = sum(row.get(month.start, 0) for row in found.values())
        leaf = Source(_("Approved time entries"), hours(minutes), unit="h", address=_entries(month))
        cells.append(_shared(f"staffing.hours_all:{month.start:%Y-%m}", _month(month), minutes, (leaf,)))
    minutes = sum(sum(row.values()) for row in found.values())
    return cells, _shared(f"staffing.hours_all:{year}", str(year), minutes, tuple(cells))


def project_hours(project, month):
    """The figure of one project and month, for its drawer."""
    minutes = _minutes(approved_lines(project), month).get(project.pk, {}).get(month.start, 0)
    return _Month.of(month).opened(project, minutes)


def project_year(project, year):
    """The figure of one project and year, for its drawer."""
    found = _minutes(approved_lines(project), year_of(year)).get(project.pk, {})
    cells = [_Month.of(m).opened(project, found.get(m.start, 0)) for m in months(year_of(year))]
    return _year_figure(project, year, cells, sum(found.values()))


def _month(month):
    return date_format(month.start, "F Y")


def _entries(month):
    asked = {"first": month.start.isoformat(), "until": month.last.isoformat()}
    return f"{reverse('staffing:entry_list')}?{urlencode(asked)}"


@dataclass(frozen=True)
class _Month:
    """What all figures of one column share, made once: a page has hundreds of them.

    `figure` is the number alone; `opened` the same with the entries behind it.
    """

    start: dt.date
    key: str
    name: str
    entries: str

    @classmethod
    def of(cls, month):
        return cls(month.start, f"staffing.hours:{month.start:%Y-%m}", _month(month), _entries(month))

    def figure(self, project, minutes):
        label = _("Hours of %(project)s, %(month)s") % {"project": project.code, "month": self.name}
        return Figure(self.key, label, hours(minutes), unit="h", formula=FORMULA,
                      scope=str(project.public_id), permission=Permission.TIMESHEET_VIEW)  # fmt: skip

    def opened(self, project, minutes):
        made = self.figure(project, minutes)
        leaf = Source(_("Approved time entries"), made.value, unit="h", permission=Permission.TIMESHEET_VIEW,
                      address=f"{self.entries}&{urlencode({'project': project.code})}")  # fmt: skip
        return replace(made, inputs=(leaf,))


def _year_figure(project, year, cells, minutes):
    label = _("Hours of %(project)s, %(year)s") % {"project": project.code, "year": year}
    return Figure(f"staffing.hours:{year}", label, hours(minutes), unit="h", formula=FORMULA,
                  inputs=tuple(cells), scope=str(project.public_id),
                  permission=Permission.TIMESHEET_VIEW)  # fmt: skip


def _shared(key, words, minutes, inputs):
    label = _("Approved hours of all projects, %(when)s") % {"when": words}
    return Figure(key, label, hours(minutes), unit="h", formula=FORMULA, inputs=inputs,
                  permission=Permission.TIMESHEET_VIEW)  # fmt: skip


def month_named(text):
    """The month of "2026-03", None for anything else."""
    try:
        return month_of(read_day(f"{text}-01"))
    except ValueError:
        return None
