"""Who says yes to somebody's time, and when is it in the ledger?

submitted -> approved: each line by the manager of its project, the whole by the resource manager;
submitted -> returned with a reason; approved -> posted when the cost of every line is in the ledger.
"""

from django.db import transaction
from django.utils.translation import gettext as _

from foundation.accounts.services import notify, record
from foundation.errors import IllegalMove, Refused
from staffing.models import Timesheet, TimesheetLine, TimesheetState
from staffing.services.sheet_lock import locked_sheet

Line = TimesheetLine.LineState
State = TimesheetState


@transaction.atomic
def approve_lines(project, lines, *, by):
    """The project manager's yes to lines of submitted sheets of his project, never to his own."""
    for sheet, rows in _by_sheet(project, lines):
        _refuse_own(sheet, by)
        for row in rows:
            _judge(row, by, "timesheet_line.approved", line_state=Line.APPROVED, line_approved_by=by)


def approve_line(line, *, by):
    """The same for one line."""
    approve_lines(line.project, [line], by=by)


@transaction.atomic
def return_lines(project, lines, *, by, reason):
    """The project manager's no: the whole sheet goes back to its owner, with the reason."""
    reason = _reason(reason)
    for sheet, rows in _by_sheet(project, lines):
        _refuse_own(sheet, by)
        for row in rows:
            _judge(row, by, "timesheet_line.returned", line_state=Line.RETURNED, line_approved_by=None)
        _give_back(sheet, by, reason)


@transaction.atomic
def approve_timesheet(sheet, *, by, at):
    """The resource manager's yes to the whole week, after all lines were approved. Frozen from then on."""
    sheet = locked_sheet(sheet, _("approve"), State.SUBMITTED)
    _refuse_own(sheet, by)
    waiting = sheet.lines.exclude(line_state=Line.APPROVED).select_related("project", "task")
    if obstacles := [f"{line.date:%d.%m.} {line.project.code} {line.task.name}" for line in waiting]:
        raise IllegalMove(_("These lines wait for the manager of their project."), obstacles=obstacles)
    empty = not sheet.lines.exists()
    _move(sheet, by, "timesheet.approved", state=State.APPROVED, approved_by=by, approved_at=at)
    if empty:
        _move(sheet, by, "timesheet.posted", state=State.POSTED)
    return sheet


@transaction.atomic
def return_timesheet(sheet, *, by, reason):
    """The resource manager's no, with the reason: submitted -> returned."""
    reason = _reason(reason)
    sheet = locked_sheet(sheet, _("return"), State.SUBMITTED)
    _refuse_own(sheet, by)
    return _give_back(sheet, by, reason)


@transaction.atomic
def mark_posted(line_ids, *, by):
    """The cost of these lines (their ids) is in the ledger now; who posts calls this in the same transaction.

    Sheets of which every line is posted become posted. IllegalMove unless each line is approved and unposted.
    """
    ids = set(line_ids)
    sheet_ids = TimesheetLine.objects.filter(pk__in=ids).values("timesheet")
    sheets = list(Timesheet.objects.select_for_update().filter(pk__in=sheet_ids).order_by("pk"))
    if any(sheet.state != State.APPROVED for sheet in sheets):
        raise IllegalMove(_("Only lines of approved time sheets are posted."))
    if TimesheetLine.objects.filter(pk__in=ids, posted=False).update(posted=True, updated_by=by) != len(ids):
        raise IllegalMove(_("One of these lines is posted already."))
    unfinished = set(
        TimesheetLine.objects.filter(timesheet__in=sheets, posted=False).values_list("timesheet", flat=True)
    )
    posted = [sheet for sheet in sheets if sheet.pk not in unfinished]
    Timesheet.objects.filter(pk__in=[sheet.pk for sheet in posted]).update(state=State.POSTED, updated_by=by)
    for sheet in posted:
        record("timesheet.posted", sheet, by=by)


def _by_sheet(project, lines):
    """(locked submitted sheet, its lines among these), in one order for everybody."""
    rows = TimesheetLine.objects.filter(pk__in=[line.pk for line in lines], project=project).order_by("timesheet", "pk")
    grouped = {}
    for row in rows.select_related("timesheet"):
        grouped.setdefault(row.timesheet, []).append(row)
    for sheet, found in grouped.items():
        yield locked_sheet(sheet, _("judge"), State.SUBMITTED), found


def _refuse_own(sheet, by):
    if sheet.person.user_id == by.pk:
        raise IllegalMove(_("Nobody approves or returns his own time."))


def _reason(reason):
    if not reason.strip():
        raise Refused(_("Say what is to be changed."), field="reason")
    return reason


def _judge(row, by, act, **values):
    TimesheetLine.objects.filter(pk=row.pk).update(updated_by=by, **values)
    record(act, row, by=by, project=row.project)


def _give_back(sheet, by, reason):
    _move(sheet, by, "timesheet.returned", state=State.RETURNED, returned_reason=reason)
    if sheet.person.user:
        words = _("Your time sheet of the week from %(week)s was returned") % {"week": sheet.week.isoformat()}
        notify([sheet.person.user], words, address=f"/my/time/?week={sheet.week.isoformat()}")
    return sheet


def _move(sheet, by, act, **values):
    Timesheet.objects.filter(pk=sheet.pk).update(updated_by=by, **values)
    sheet.refresh_from_db()
    record(act, sheet, by=by)
