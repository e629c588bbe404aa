"""Which figure of staffing stands behind this key?

Keys of a project: planned, worked (by allocation), planned_total, worked_total, hours (by month or year).
Keys of the whole organisation: capacity, demand, free (by role and month), load (by person),
hours_all (by month or year), day and week (of a time sheet).
"""

import uuid

from foundation.accounts.rights import Permission
from foundation.periods import add_months
from projects.access import may_anywhere
from staffing.models import ProjectRole
from staffing.queries.capacity import FORMULAS, Staffing
from staffing.queries.overload import load_figure
from staffing.queries.report import (
    month_named,
    project_hours,
    project_year,
    report_totals,
    time_report,
)
from staffing.queries.sheet_figures import sheet_figure
from staffing.queries.team import team, team_figures

AHEAD_MONTHS = 6


def find_figure(project, key, *, as_of):
    """The figure of a project behind `staffing.<what>[:<which>]`, rebuilt from the rows; None for an unknown key."""
    what, _colon, which = key.removeprefix("staffing.").partition(":")
    if what == "hours":
        month = month_named(which)
        return project_hours(project, month) if month else _of_year(project, which)
    if what not in ("planned", "worked", "planned_total", "worked_total"):
        return None
    members = team(project)
    if not which:
        return team_figures(members, project).get(what.removesuffix("_total"))
    return next((getattr(m, what, None) for m in members if str(m.allocation.public_id) == which), None)


def _year(text):
    return int(text) if text.isascii() and text.isdigit() and 1990 <= int(text) <= 2200 else None


def _of_year(project, text):
    year = _year(text)
    return project_year(project, year) if year else None


def find_open_figure(user, key, *, as_of):
    """The figure of the whole organisation behind a key, as this person may see it; None if he may not."""
    what, _colon, which = key.removeprefix("staffing.").partition(":")
    if what in ("day", "week"):
        return sheet_figure(user, what, which)
    if what == "hours_all":
        return _all_hours(user, which)
    if not may_anywhere(user, Permission.ALLOCATION_VIEW):
        return None
    if what == "load":
        return load_figure(user, _uuid(which), first=as_of, until=add_months(as_of, AHEAD_MONTHS))
    return _of_role(user, what, which) if what in FORMULAS else None


def _of_role(user, what, which):
    public_id, _colon, text = which.partition(":")
    role = ProjectRole.objects.filter(public_id=_uuid(public_id)).first()
    month = month_named(text)
    if role is None or month is None:
        return None
    return Staffing(user, month.start, 1).figure(what, role, month)


def _all_hours(user, which):
    month = month_named(which)
    year = month.start.year if month else _year(which)
    if year is None or not may_anywhere(user, Permission.TIMESHEET_VIEW):
        return None
    cells, whole = report_totals(time_report(user, year), year)
    return cells[month.start.month - 1] if month else whole


def _uuid(text):
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
