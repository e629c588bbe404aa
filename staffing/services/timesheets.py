"""How does somebody's own week get typed in, handed in and corrected?

open -> submitted; a returned sheet is open again with the next change; a posted one is corrected
by another sheet, which starts as its copy and replaces it once approved.
"""

from django.db import transaction
from django.utils.translation import gettext as _

from foundation.accounts.services import record
from foundation.errors import IllegalMove, Refused
from foundation.periods import DAY, week_start
from staffing.models import Timesheet, TimesheetLine, TimesheetState
from staffing.queries.week import bookable, current_sheet, refusals
from staffing.services.sheet_lock import locked_sheet

State = TimesheetState
Line = TimesheetLine.LineState


class WeekRefused(Refused):
    """Nothing was saved; `cells` says why by (task pk, day)."""

    def __init__(self, cells):
        super().__init__(_("Some hours cannot be booked."))
        self.cells = cells


@transaction.atomic
def save_week(person, week, cells, *, by):
    """Write minutes by (task pk, day) into the person's sheet of the week; 0 takes a line away.

    Days and tasks that are not in `cells` stay as they are. All or nothing: WeekRefused names the
    cells on which the person is not employed, not allocated, or the task is not open.
    """
    sheet = _open_sheet(person, week, by)
    before = {(line.task_id, line.date): line for line in sheet.lines.all()}
    changed = {key: minutes for key, minutes in cells.items() if minutes != _minutes(before.get(key))}
    after = {key: line.minutes for key, line in before.items()} | changed
    if wrong := refusals(person, week, changed) | _too_long(after, changed):
        raise WeekRefused(wrong)
    if not changed:
        return sheet
    if sheet.state == State.RETURNED:
        _move(sheet, by, "timesheet.reopened", state=State.OPEN)
    _write(sheet, before, changed, by)
    return sheet


@transaction.atomic
def copy_last_week(person, week, *, by):
    """Fill the empty week with the tasks and hours of the week before, as far as they can be booked."""
    sheet = _open_sheet(person, week, by)
    last = current_sheet(person, week - 7 * DAY)
    if sheet.lines.exists() or last is None:
        raise IllegalMove(_("There is nothing to copy, or this week has hours already."))
    cells = {(line.task_id, line.date + 7 * DAY): line.minutes for line in last.lines.all()}
    wrong = refusals(person, week, cells)
    _write(sheet, {}, {key: minutes for key, minutes in cells.items() if key not in wrong}, by)
    return sheet


@transaction.atomic
def submit_timesheet(sheet, *, by, at):
    """Hand the week in: open (or returned and opened again) -> submitted. Every line is checked once more."""
    sheet = locked_sheet(sheet, _("submit"), State.OPEN, State.RETURNED)
    if sheet.person.user_id != by.pk:
        raise IllegalMove(_("Only its owner submits a time sheet."))
    lines = {(line.task_id, line.date): line.minutes for line in sheet.lines.all()}
    if not lines and sheet.corrects_id is None:
        raise IllegalMove(_("The week has no hours yet."))
    if wrong := refusals(sheet.person, sheet.week, lines):
        raise WeekRefused(wrong)
    if sheet.state == State.RETURNED:
        _move(sheet, by, "timesheet.reopened", state=State.OPEN)
    sheet.lines.filter(line_state=Line.RETURNED).update(line_state=Line.OPEN)
    _move(sheet, by, "timesheet.submitted", state=State.SUBMITTED, submitted_at=at, returned_reason="")
    return sheet


@transaction.atomic
def hand_in_week(person, week, cells, *, by, at):
    """Save the week and submit it, both or neither."""
    return submit_timesheet(save_week(person, week, cells, by=by), by=by, at=at)


@transaction.atomic
def correct_timesheet(sheet, *, by):
    """Open the sheet that replaces this one, as its copy. Only when all of it is in the ledger."""
    sheet = locked_sheet(sheet, _("correct"), State.POSTED)
    if sheet.person.user_id != by.pk:
        raise IllegalMove(_("Only its owner corrects a time sheet."))
    if sheet.corrections.exists():
        raise IllegalMove(_("This sheet has a correction already."))
    fresh = Timesheet.objects.create(person=sheet.person, week=sheet.week, corrects=sheet, created_by=by)
    cells = {(line.task_id, line.date): line.minutes for line in sheet.lines.all()}
    _write(fresh, {}, cells, by)
    record("timesheet.correction_opened", fresh, by=by, corrects=str(sheet.public_id))
    return fresh


def _open_sheet(person, week, by):
    """The sheet of the week that can be written in; made when there is none."""
    if person.user_id != by.pk:
        raise IllegalMove(_("Everybody types in his own time only."))
    if week != week_start(week):
        raise Refused(_("A time sheet starts on a Monday."))
    sheet = current_sheet(person, week)
    if sheet is None:
        sheet, _made = Timesheet.objects.get_or_create(
            person=person, week=week, corrects=None, defaults={"created_by": by}
        )
    return locked_sheet(sheet, _("change"), State.OPEN, State.RETURNED)


def _minutes(line):
    return line.minutes if line else 0


def _too_long(after, changed):
    """The changed cells of days with more than 24 hours."""
    totals = {}
    for (_task, day), minutes in after.items():
        totals[day] = totals.get(day, 0) + minutes
    return {key: _("A day has 24 hours.") for key in changed if totals.get(key[1], 0) > 1440}


def _write(sheet, before, cells, by):
    """Shorter lines first, so that no day passes 24 hours on the way."""
    projects = dict(bookable(task for task, _day in cells))
    for key, minutes in sorted(cells.items(), key=lambda item: item[1] - _minutes(before.get(item[0]))):
        if not minutes:
            TimesheetLine.objects.filter(pk=before[key].pk).delete()
        elif key in before:
            TimesheetLine.objects.filter(pk=before[key].pk).update(
                minutes=minutes, line_state=Line.OPEN, line_approved_by=None, updated_by=by
            )
        else:
            task, day = key
            TimesheetLine.objects.create(
                timesheet=sheet, project_id=projects[task], task_id=task, date=day, minutes=minutes, created_by=by
            )


def _move(sheet, by, act, **values):
    Timesheet.objects.filter(pk=sheet.pk).update(updated_by=by, **values)
    sheet.refresh_from_db()
    record(act, sheet, by=by)
