"""Which columns have the files of time?"""

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from foundation.periods import months
from foundation.tables import Column
from staffing.engine.hours import hours
from staffing.queries import year_of

ENTRY_COLUMNS = (
    Column("date", _("Day"), kind="date"),
    Column("person", _("Person"), "timesheet.person.name"),
    Column("project", _("Project"), "project.code"),
    Column("wbs", _("WBS"), "task.wbs_code"),
    Column("task", _("Task"), "task.name"),
    Column("hours", _("Hours"), lambda line: hours(line.minutes), kind="number", unit="h"),
    Column("note", _("Note")),
)


def _cell(at):
    return lambda row: row[1][at]


def report_columns(year):
    """Project, twelve months and the year; a row is (project, figures, figure of the year)."""
    named = [(at, date_format(month.start, "M Y")) for at, month in enumerate(months(year_of(year)))]
    return (
        Column("code", _("Project"), lambda row: row[0].code),
        Column("name", _("Name"), lambda row: row[0].name),
        *(Column(f"m{at}", name, _cell(at), kind="figure", unit="h") for at, name in named),
        Column("year", str(year), lambda row: row[2], kind="figure", unit="h"),
    )
