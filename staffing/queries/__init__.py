"""What is asked about people and time."""

from staffing.queries.approvals import judged_lines, ready_sheets, waiting_lines, waiting_projects, waiting_sheets
from staffing.queries.capacity import Staffing
from staffing.queries.closure import closure_obstacles
from staffing.queries.entries import entries, mark_of, page_after
from staffing.queries.figures import AHEAD_MONTHS, find_figure, find_open_figure
from staffing.queries.hours import approved_lines, approved_unposted, superseded_lines, unapproved_lines
from staffing.queries.overload import overloaded
from staffing.queries.people import (
    absences,
    allocations_of,
    employed_people,
    employments_of,
    own_absences,
    own_allocations,
    people,
    person_rates,
    role_rates,
    unfilled,
)
from staffing.queries.rates import rate_on, rates_of_lines
from staffing.queries.report import report_projects, report_rows, report_totals, time_report, year_of
from staffing.queries.sheet_figures import sheet_figures
from staffing.queries.team import team, team_figures
from staffing.queries.week import current_sheet, offered_tasks, sheet_lines, week_tasks
from staffing.queries.workforce import Workforce

__all__ = [
    "AHEAD_MONTHS",
    "Staffing",
    "Workforce",
    "absences",
    "allocations_of",
    "approved_lines",
    "approved_unposted",
    "closure_obstacles",
    "current_sheet",
    "employed_people",
    "employments_of",
    "entries",
    "find_figure",
    "find_open_figure",
    "judged_lines",
    "mark_of",
    "offered_tasks",
    "overloaded",
    "own_absences",
    "own_allocations",
    "page_after",
    "people",
    "person_rates",
    "rate_on",
    "rates_of_lines",
    "ready_sheets",
    "report_projects",
    "report_rows",
    "report_totals",
    "role_rates",
    "sheet_figures",
    "sheet_lines",
    "superseded_lines",
    "team",
    "team_figures",
    "time_report",
    "unapproved_lines",
    "unfilled",
    "waiting_lines",
    "waiting_projects",
    "waiting_sheets",
    "week_tasks",
    "year_of",
]
