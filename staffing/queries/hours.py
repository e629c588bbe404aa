"""Which time counts, and what of it is not in the ledger yet?"""

from django.db.models import Q

from staffing.models import UNDER_WAY, Timesheet, TimesheetLine, TimesheetState

APPROVED = (TimesheetState.APPROVED, TimesheetState.POSTED)
_CORRECTIONS = Timesheet.objects.filter(corrects__isnull=False, state__in=APPROVED)


def _replaced():
    return Q(timesheet__in=_CORRECTIONS.values("corrects"))


def _unapproved():
    """Few sheets are under way and most are approved: so these are listed once, by their index, and left out."""
    return Q(timesheet__in=Timesheet.objects.filter(state__in=UNDER_WAY).values("pk"))


def approved_lines(project=None):
    """Lines of approved sheets that no approved correction has replaced: the hours that count."""
    lines = TimesheetLine.objects.filter(~_replaced(), ~_unapproved())
    return lines if project is None else lines.filter(project=project)


def approved_unposted(project):
    """Approved lines of the project whose cost is not in the ledger yet, oldest first, with sheet and person."""
    rows = approved_lines(project).filter(posted=False).order_by("date", "pk")
    return rows.select_related("timesheet__person", "task", "project")


def superseded_lines(project):
    """Posted lines of the project whose sheet was replaced by an approved correction: their entries are reversed."""
    rows = TimesheetLine.objects.filter(_replaced(), project=project, posted=True)
    return rows.order_by("date", "pk").select_related("timesheet__person")


def unapproved_lines(project):
    """Lines on the way: typed in, submitted or returned, not approved."""
    return TimesheetLine.objects.filter(timesheet__state__in=UNDER_WAY, project=project)
