"""Whose time waits for whom?"""

from django.db.models import Count, Exists, OuterRef, Prefetch, Q

from foundation.accounts.rights import Permission
from projects.access import visible_to
from projects.models import Project
from staffing.access import sheets_in_reach
from staffing.models import TimesheetLine, TimesheetState
from staffing.queries.sheet_figures import sheet_figures

LATEST = 50


def waiting_sheets(user):
    """(sheet, figure of its hours, does a line wait for a manager), of submitted sheets, oldest first.

    Those that the person may approve as a whole, so never his own.
    """
    sheets = sheets_in_reach(user, Permission.TIMESHEET_APPROVE).filter(state=TimesheetState.SUBMITTED)
    lines = Prefetch("lines", queryset=TimesheetLine.objects.select_related("project", "task"))
    rows = sheets.exclude(person__user=user).select_related("person").prefetch_related(lines)
    for sheet in rows.order_by("week", "person__name", "pk"):
        _days, total = sheet_figures(sheet, sheet.lines.all(), user)
        yield sheet, total, any(line.line_state != "approved" for line in sheet.lines.all())


def ready_sheets(user):
    """Submitted sheets that the person can approve now: within his reach, not his own, every line approved."""
    open_lines = TimesheetLine.objects.filter(timesheet=OuterRef("pk")).exclude(line_state="approved")
    sheets = sheets_in_reach(user, Permission.TIMESHEET_APPROVE).filter(state=TimesheetState.SUBMITTED)
    rows = sheets.exclude(person__user=user).filter(~Exists(open_lines)).select_related("person")
    return rows.order_by("week", "person__name", "pk")


def waiting_projects(user):
    """Projects with lines that wait for this person's yes, with the number of lines."""
    waiting = Q(
        time_lines__timesheet__state=TimesheetState.SUBMITTED, time_lines__line_state="open"
    ) & ~Q(time_lines__timesheet__person__user=user)  # fmt: skip
    rows = Project.objects.filter(pk__in=visible_to(user, Permission.TIMESHEET_APPROVE_LINES))
    rows = rows.annotate(waiting=Count("time_lines", filter=waiting))
    return rows.filter(waiting__gt=0).order_by("code")


def waiting_lines(project):
    """Lines of submitted sheets on the project that nobody has judged, by person and day."""
    rows = TimesheetLine.objects.filter(project=project, timesheet__state=TimesheetState.SUBMITTED, line_state="open")
    return rows.select_related("timesheet__person", "task").order_by("timesheet__person__name", "date", "pk")


def judged_lines(project):
    """The latest lines that are approved or were sent back."""
    rows = TimesheetLine.objects.filter(project=project).exclude(line_state="open")
    return rows.select_related("timesheet__person", "task", "line_approved_by__person").order_by("-date", "-pk")[
        :LATEST
    ]
