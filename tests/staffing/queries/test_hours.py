"""Which time counts, what of it waits for the ledger, and what keeps a project open?"""

import pytest

from staffing import queries, services
from staffing.models import Timesheet, TimesheetState
from tests.factories import core, plan, staffing

pytestmark = pytest.mark.django_db


def minutes(lines):
    return sorted(line.minutes for line in lines)


def test_only_lines_of_approved_sheets_wait_for_the_ledger(world, finn):
    staffing.line(staffing.sheet(staffing.worker(world.own)), plan.task(world.own), 60)
    staffing.approved(world.own, hours=(2, 3))
    staffing.approved(world.foreign, hours=(5,))
    assert minutes(queries.approved_unposted(world.own)) == [120, 180]
    first = queries.approved_unposted(world.own)[0]
    services.mark_posted([first.pk], by=finn)
    assert minutes(queries.approved_unposted(world.own)) == [180]


def correction(sheet, *hours):
    return staffing.approved(sheet.lines.first().project, sheet.person, hours=hours, corrects=sheet)


def test_an_approved_correction_takes_the_place_of_the_sheet(world, finn):
    sheet = staffing.approved(world.own, hours=(8, 8))
    services.mark_posted(sheet.lines.values_list("pk", flat=True), by=finn)
    assert not queries.superseded_lines(world.own).exists()
    staffing.sheet(sheet.person, corrects=sheet)
    assert minutes(queries.approved_lines(world.own)) == [480, 480]
    Timesheet.objects.filter(corrects=sheet).delete()
    correction(sheet, 6)
    assert minutes(queries.approved_lines(world.own)) == [360]
    assert minutes(queries.approved_unposted(world.own)) == [360]
    assert minutes(queries.superseded_lines(world.own)) == [480, 480]
    assert not queries.superseded_lines(world.foreign).exists()


def test_a_correction_of_a_correction_replaces_that_one(world, finn):
    sheet = staffing.approved(world.own, hours=(8,))
    second = correction(sheet, 6)
    correction(second, 7)
    assert minutes(queries.approved_lines(world.own)) == [420]


def test_nothing_keeps_a_project_open_that_has_no_people_and_no_time(world):
    assert queries.closure_obstacles(world.own) == []


def test_people_who_are_not_released_are_named(world):
    staffing.allocation(world.own, core.person("Ann Ash"), state="confirmed")
    staffing.allocation(world.own, of=staffing.role("Tester"), state="requested")
    staffing.allocation(world.own, core.person("Gone"), state="ended")
    staffing.allocation(world.foreign, core.person("Elsewhere"))
    assert queries.closure_obstacles(world.own) == [
        "Ann Ash is not released: the allocation is confirmed.",
        "Tester is not released: the allocation is requested.",
    ]


def test_time_that_is_not_approved_or_not_posted_is_counted(world, finn):
    worker = staffing.worker(world.own)
    worker.allocations.update(state="ended")
    task = plan.task(world.own)
    staffing.line(staffing.sheet(worker, state=TimesheetState.SUBMITTED), task)
    sheet = staffing.approved(world.own, worker, week=staffing.next_week(), hours=(8, 8), task=task)
    assert queries.closure_obstacles(world.own) == [
        "1 line of a time sheet is not approved.",
        "2 approved lines of time sheets are not in the ledger.",
    ]
    services.mark_posted(sheet.lines.values_list("pk", flat=True), by=finn)
    assert queries.closure_obstacles(world.own) == ["1 line of a time sheet is not approved."]
