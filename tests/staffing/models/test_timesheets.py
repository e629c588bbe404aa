"""What does Postgres keep about time sheets, whoever writes? Timesheet, TimesheetLine."""

import datetime as dt

import pytest

from staffing.models import Timesheet, TimesheetLine
from tests.factories import core, plan, staffing
from tests.refusals import refused_by, sql

pytestmark = pytest.mark.django_db
DAY = core.DAY


@pytest.fixture
def sheet(world):
    return staffing.sheet(staffing.worker(world.own))


@pytest.fixture
def task(world):
    return plan.task(world.own)


def test_a_person_has_one_sheet_for_a_week_besides_its_corrections(sheet):
    with refused_by("timesheet_once_a_week"):
        staffing.sheet(sheet.person)
    staffing.sheet(sheet.person, corrects=sheet)


def test_a_sheet_is_corrected_once(sheet):
    staffing.sheet(sheet.person, corrects=sheet)
    with refused_by("timesheet_corrected_once"):
        staffing.sheet(sheet.person, corrects=sheet)


def test_a_sheet_starts_on_a_monday(sheet):
    with refused_by("timesheet_starts_on_monday"):
        staffing.sheet(sheet.person, DAY + dt.timedelta(days=8))


def test_a_sheet_is_in_a_known_state(sheet):
    with refused_by("timesheet_state_known"):
        Timesheet.objects.update(state="lost")


def test_an_approved_sheet_names_who_approved_it_and_when(sheet):
    with refused_by("timesheet_approval_has_approver"):
        Timesheet.objects.update(state="approved", approved_by=core.person("Boss").user)


def test_a_returned_sheet_says_why(sheet):
    with refused_by("timesheet_return_has_reason"):
        Timesheet.objects.update(state="returned")


def test_nobody_approves_his_own_sheet(sheet):
    with refused_by("approved_by_another"):
        Timesheet.objects.update(approved_by=sheet.person.user)


def test_an_approved_sheet_stays_as_it_is_and_only_becomes_posted(world):
    sheet = staffing.approved(world.own)
    for change in ({"state": "open"}, {"week": DAY + dt.timedelta(days=7)}, {"approved_by": core.person("B").user}):
        with refused_by("frozen_when_approved"):
            Timesheet.objects.filter(pk=sheet.pk).update(**change)
    with refused_by("frozen_when_approved"):
        Timesheet.objects.filter(pk=sheet.pk).update(state="posted", returned_reason="and more")
    with refused_by("frozen_when_approved"):
        sql("DELETE FROM staffing_timesheet WHERE id = %s", sheet.pk)
    TimesheetLine.objects.update(posted=True)
    Timesheet.objects.filter(pk=sheet.pk).update(state="posted")
    with refused_by("frozen_when_approved"):
        Timesheet.objects.filter(pk=sheet.pk).update(state="approved")


def test_a_sheet_is_posted_only_with_all_its_lines(world):
    sheet = staffing.approved(world.own, hours=(8, 8))
    TimesheetLine.objects.filter(date=DAY).update(posted=True)
    with refused_by("posted_with_all_lines"):
        Timesheet.objects.filter(pk=sheet.pk).update(state="posted")


def test_one_line_for_a_task_and_day(sheet, task):
    staffing.line(sheet, task)
    with refused_by("time_line_once"):
        staffing.line(sheet, task, 10)


def test_a_line_has_a_minute_at_least_and_a_day_at_most(sheet, task):
    with refused_by("time_line_minutes_1_1440"):
        staffing.line(sheet, task, 0)
    with refused_by("fits_its_sheet"):
        staffing.line(sheet, task, 1441)


def test_a_line_is_in_a_known_state_and_names_who_approved_it(sheet, task):
    staffing.line(sheet, task)
    with refused_by("time_line_state_known"):
        TimesheetLine.objects.update(line_state="perhaps")
    with refused_by("time_line_approval_has_approver"):
        TimesheetLine.objects.update(line_state="approved")


def test_nobody_approves_his_own_line(sheet, task):
    staffing.line(sheet, task)
    with refused_by("line_approved_by_another"):
        TimesheetLine.objects.update(line_state="approved", line_approved_by=sheet.person.user)


@pytest.mark.parametrize("off", [-1, 7])
def test_a_line_lies_inside_its_week(sheet, task, off):
    with refused_by("fits_its_sheet"):
        staffing.line(sheet, task, day=DAY + dt.timedelta(days=off))


def test_the_task_of_a_line_belongs_to_its_project(sheet, task, world):
    with refused_by("fits_its_sheet"):
        TimesheetLine.objects.create(timesheet=sheet, project=world.foreign, task=task, date=DAY, minutes=60)
    made = staffing.line(sheet, task)
    with refused_by("fits_its_sheet"):
        sql("UPDATE staffing_timesheetline SET project_id = %s WHERE id = %s", world.foreign.pk, made.pk)


def test_a_day_has_24_hours_over_all_tasks(sheet, task, world):
    staffing.line(sheet, task, 1000)
    staffing.line(sheet, plan.task(world.own), 440)
    with refused_by("fits_its_sheet"):
        staffing.line(sheet, plan.task(world.own), 1)
    with refused_by("fits_its_sheet"):
        TimesheetLine.objects.filter(task=task).update(minutes=1001)


def test_lines_of_an_approved_sheet_never_change(world):
    sheet = staffing.approved(world.own)
    line = sheet.lines.get()
    with refused_by("frozen_when_approved"):
        TimesheetLine.objects.update(minutes=1)
    with refused_by("frozen_when_approved"):
        TimesheetLine.objects.update(posted=True, minutes=1)
    with refused_by("frozen_when_approved"):
        line.delete()
    with refused_by("frozen_when_approved"):
        staffing.line(sheet, plan.task(world.own), day=DAY + dt.timedelta(days=1))


def test_no_line_moves_into_or_out_of_an_approved_sheet(world):
    sheet = staffing.approved(world.own)
    other = staffing.sheet(sheet.person, corrects=sheet)
    free = staffing.line(other, plan.task(world.own))
    with refused_by("frozen_when_approved"):
        TimesheetLine.objects.filter(pk=free.pk).update(timesheet=sheet)
    with refused_by("frozen_when_approved"):
        sheet.lines.update(timesheet=other)


def test_a_line_becomes_posted_once_its_sheet_is_approved_and_never_back(sheet, task, world):
    staffing.line(sheet, task)
    with refused_by("frozen_when_approved"):
        TimesheetLine.objects.update(posted=True)
    approved = staffing.approved(world.own)
    approved.lines.update(posted=True)
    with refused_by("frozen_when_approved"):
        approved.lines.update(posted=False)
