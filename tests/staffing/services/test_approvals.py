"""Who says yes to somebody's time, and when is it in the ledger?"""

import pytest

from foundation.accounts.models import AuditEvent, Notification
from foundation.errors import IllegalMove, Refused
from staffing import services
from staffing.models import TimesheetState
from tests.factories import core, plan, staffing

pytestmark = pytest.mark.django_db


@pytest.fixture
def submitted(world, tom):
    staffing.worker(world.own, tom)
    made = staffing.sheet(tom, state=TimesheetState.SUBMITTED)
    staffing.line(made, plan.task(world.own), 480)
    staffing.line(made, plan.task(world.own), 60)
    return made


def acts():
    return sorted(AuditEvent.objects.values_list("act", flat=True))


def test_the_manager_approves_lines_and_the_resource_manager_the_whole(submitted, world, pam, rita):
    services.approve_lines(world.own, submitted.lines.all(), by=pam)
    sheet = services.approve_timesheet(submitted, by=rita, at=staffing.AT)
    assert (sheet.state, sheet.approved_by, sheet.approved_at) == ("approved", rita, staffing.AT)
    assert {line.line_approved_by for line in sheet.lines.all()} == {pam}
    assert acts() == ["timesheet.approved", "timesheet_line.approved", "timesheet_line.approved"]


def test_the_whole_waits_for_every_line(submitted, pam, rita):
    first, second = submitted.lines.order_by("pk")
    services.approve_line(first, by=pam)
    with pytest.raises(IllegalMove) as refusal:
        services.approve_timesheet(submitted, by=rita, at=staffing.AT)
    assert refusal.value.obstacles == (f"02.03. OWN-001 {second.task.name}",)
    submitted.refresh_from_db()
    assert submitted.state == "submitted"


def test_nobody_judges_his_own_time(submitted, world, tom):
    for act in (
        lambda: services.approve_lines(world.own, submitted.lines.all(), by=tom),
        lambda: services.return_lines(world.own, submitted.lines.all(), by=tom, reason="x"),
        lambda: services.approve_timesheet(submitted, by=tom, at=staffing.AT),
        lambda: services.return_timesheet(submitted, by=tom, reason="x"),
    ):
        with pytest.raises(IllegalMove, match="his own"):
            act()
    assert acts() == []


def test_a_returned_line_sends_the_sheet_back_with_the_reason(submitted, world, pam, tom):
    one = submitted.lines.order_by("pk").first()
    services.return_lines(world.own, [one], by=pam, reason="Book it on the workshop")
    submitted.refresh_from_db()
    assert (submitted.state, submitted.returned_reason) == ("returned", "Book it on the workshop")
    assert sorted(submitted.lines.values_list("line_state", flat=True)) == ["open", "returned"]
    assert Notification.objects.get().user == tom


def test_the_resource_manager_returns_the_whole(submitted, rita):
    with pytest.raises(Refused, match="what is to be changed"):
        services.return_timesheet(submitted, by=rita, reason="  ")
    assert services.return_timesheet(submitted, by=rita, reason="Friday is missing").state == "returned"
    with pytest.raises(IllegalMove, match="the time sheet is returned"):
        services.return_timesheet(submitted, by=rita, reason="again")


def test_lines_of_another_project_are_left_alone(submitted, world, pam):
    services.approve_lines(world.foreign, submitted.lines.all(), by=pam)
    assert set(submitted.lines.values_list("line_state", flat=True)) == {"open"}


@pytest.mark.parametrize("state", ["open", "approved"])
def test_only_a_submitted_sheet_is_judged(world, pam, rita, state):
    sheet = staffing.approved(world.own) if state == "approved" else staffing.sheet(core.person("Ann"))
    if state == "open":
        staffing.line(sheet, plan.task(world.own))
    with pytest.raises(IllegalMove, match=f"the time sheet is {state}"):
        services.approve_lines(world.own, sheet.lines.all(), by=pam)
    with pytest.raises(IllegalMove, match=f"the time sheet is {state}"):
        services.approve_timesheet(sheet, by=rita, at=staffing.AT)


def test_a_sheet_is_posted_when_its_last_line_is(world, finn):
    sheet = staffing.approved(world.own, hours=(8, 7))
    first, second = sheet.lines.values_list("pk", flat=True)
    services.mark_posted([first], by=finn)
    sheet.refresh_from_db()
    assert sheet.state == "approved"
    services.mark_posted([second], by=finn)
    sheet.refresh_from_db()
    assert sheet.state == "posted"
    assert acts() == ["timesheet.posted"]


def test_a_line_is_posted_once(world, finn):
    sheet = staffing.approved(world.own, hours=(8, 7))
    first, second = sheet.lines.values_list("pk", flat=True)
    services.mark_posted([first], by=finn)
    with pytest.raises(IllegalMove, match="posted already"):
        services.mark_posted([first], by=finn)
    services.mark_posted([second], by=finn)
    with pytest.raises(IllegalMove, match="Only lines of approved"):
        services.mark_posted([second], by=finn)


def test_time_that_nobody_approved_is_not_posted(submitted, finn):
    with pytest.raises(IllegalMove, match="Only lines of approved"):
        services.mark_posted(submitted.lines.values_list("pk", flat=True), by=finn)


def test_an_empty_correction_is_posted_with_its_approval(world, rita):
    sheet = staffing.approved(world.own)
    empty = staffing.sheet(sheet.person, corrects=sheet, state="submitted")
    assert services.approve_timesheet(empty, by=rita, at=staffing.AT).state == "posted"
