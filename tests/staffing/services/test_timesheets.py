"""How does somebody's own week get typed in, handed in and corrected?"""

import datetime as dt

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from foundation.accounts.models import AuditEvent
from foundation.errors import IllegalMove, Refused
from projects.models import Project, Task
from staffing import services
from staffing.models import Allocation, Employment, Timesheet, TimesheetLine
from staffing.queries import current_sheet
from tests.factories import core, plan, staffing

pytestmark = pytest.mark.django_db
MON = core.DAY


def day(n):
    return MON + dt.timedelta(days=n)


@pytest.fixture
def ann(world):
    return staffing.worker(world.own)


@pytest.fixture
def task(world):
    return plan.task(world.own)


def save(person, cells, week=MON):
    return services.save_week(person, week, cells, by=person.user)


def stored(sheet):
    return {(line.date, line.minutes) for line in sheet.lines.all()}


def acts():
    return list(AuditEvent.objects.order_by("pk").values_list("act", flat=True))


def test_a_week_is_typed_in_changed_and_cleared(ann, task):
    sheet = save(ann, {(task.pk, MON): 480, (task.pk, day(1)): 300})
    assert stored(sheet) == {(MON, 480), (day(1), 300)}
    assert {line.created_by for line in sheet.lines.all()} == {ann.user}
    save(ann, {(task.pk, MON): 60, (task.pk, day(1)): 0, (task.pk, day(2)): 0})
    assert stored(sheet) == {(MON, 60)}
    assert Timesheet.objects.get().state == "open"


def test_what_was_not_asked_stays(ann, task, world):
    other = plan.task(world.own)
    sheet = save(ann, {(task.pk, MON): 480})
    save(ann, {(other.pk, MON): 60})
    assert stored(sheet) == {(MON, 480), (MON, 60)}


def test_hours_move_from_one_task_to_another_on_a_full_day(ann, task, world):
    other = plan.task(world.own)
    sheet = save(ann, {(task.pk, MON): 1440})
    save(ann, {(task.pk, MON): 40, (other.pk, MON): 1400})
    assert stored(sheet) == {(MON, 40), (MON, 1400)}


def refused(person, cells, week=MON):
    with pytest.raises(services.WeekRefused) as refusal:
        save(person, cells, week)
    assert not TimesheetLine.objects.exists()
    return refusal.value.cells


def test_a_day_has_24_hours_over_all_tasks(ann, task, world):
    other = plan.task(world.own)
    cells = refused(ann, {(task.pk, MON): 800, (other.pk, MON): 641, (task.pk, day(1)): 60})
    assert cells == {(task.pk, MON): "A day has 24 hours.", (other.pk, MON): "A day has 24 hours."}


def test_only_days_of_the_employment_are_booked(ann, task):
    Employment.objects.update(days=DateRange(MON, day(2)))
    cells = refused(ann, {(task.pk, day(1)): 60, (task.pk, day(2)): 60})
    assert cells == {(task.pk, day(2)): "You are not employed on 4 Mar."}


def test_only_days_of_the_allocation_are_booked(ann, task):
    Allocation.objects.update(days=DateRange(MON, day(2)), state="ended")
    cells = refused(ann, {(task.pk, day(1)): 60, (task.pk, day(2)): 60})
    assert cells == {(task.pk, day(2)): "You are not allocated to OWN-001 on 4 Mar."}


@pytest.mark.parametrize("state", ["requested", "tentative", "declined"])
def test_a_booking_that_is_not_confirmed_allows_nothing(ann, task, state):
    Allocation.objects.update(state=state)
    assert "not allocated" in refused(ann, {(task.pk, MON): 60})[task.pk, MON]


def test_tasks_of_other_projects_are_refused(ann, world):
    foreign = plan.task(world.foreign)
    assert "not allocated to FOR-001" in refused(ann, {(foreign.pk, MON): 60})[foreign.pk, MON]


def test_a_task_that_does_not_exist_and_a_day_outside_are_refused(ann, task):
    assert refused(ann, {(0, MON): 60}) == {(0, MON): "There is no such task or day."}
    assert set(refused(ann, {(task.pk, day(7)): 60})) == {(task.pk, day(7))}


def test_time_goes_to_work_not_to_summaries_and_milestones(ann, world, task):
    child = plan.task(world.own, under=task)
    heads = [task, plan.summary(world.own), plan.milestone(world.own)]
    cells = refused(ann, {(each.pk, MON): 60 for each in [*heads, child]})
    assert set(cells) == {(each.pk, MON) for each in heads}


def test_a_finished_task_takes_time_until_its_last_day(ann, task):
    wednesday_evening = dt.datetime(2026, 3, 4, 17, tzinfo=dt.UTC)
    Task.objects.update(actual_start=wednesday_evening, actual_finish=wednesday_evening, percent=1)
    assert refused(ann, {(task.pk, day(2)): 60, (task.pk, day(3)): 60}) == {
        (task.pk, day(3)): "The task is finished or cancelled on 5 Mar."
    }
    assert save(ann, {(task.pk, day(2)): 60}).lines.count() == 1


def test_a_cancelled_task_takes_none_from_that_day_on(ann, task):
    Task.objects.update(cancelled_on=day(1))
    assert set(refused(ann, {(task.pk, MON): 60, (task.pk, day(1)): 60})) == {(task.pk, day(1))}


def test_a_closed_project_takes_none(ann, task):
    Project.objects.update(state="closed")
    assert refused(ann, {(task.pk, MON): 60})[task.pk, MON] == "OWN-001 is closed."


def test_everybody_types_in_his_own_week_from_its_monday(ann, task, rita):
    with pytest.raises(IllegalMove, match="his own"):
        services.save_week(ann, MON, {(task.pk, MON): 60}, by=rita)
    with pytest.raises(Refused, match="Monday"):
        save(ann, {(task.pk, MON): 60}, week=day(1))


def test_the_last_week_is_copied_as_far_as_it_can_be(ann, world, task):
    other = plan.task(world.own)
    save(ann, {(task.pk, MON): 480, (other.pk, day(1)): 60})
    Task.objects.filter(pk=other.pk).update(cancelled_on=day(7))
    sheet = services.copy_last_week(ann, day(7), by=ann.user)
    assert stored(sheet) == {(day(7), 480)}
    for week in (day(7), day(28)):
        with pytest.raises(IllegalMove, match="nothing to copy"):
            services.copy_last_week(ann, week, by=ann.user)


def submit(sheet, by=None):
    return services.submit_timesheet(sheet, by=by or sheet.person.user, at=staffing.AT)


def test_a_week_is_handed_in_once_and_cannot_change_then(ann, task):
    sheet = submit(save(ann, {(task.pk, MON): 480}))
    assert (sheet.state, sheet.submitted_at) == ("submitted", staffing.AT)
    with pytest.raises(IllegalMove, match="the time sheet is submitted"):
        save(ann, {(task.pk, MON): 60})
    with pytest.raises(IllegalMove, match="the time sheet is submitted"):
        submit(sheet)
    assert acts() == ["timesheet.submitted"]


def test_nobody_hands_in_for_another_nor_an_empty_week(ann, task, rita):
    sheet = save(ann, {(task.pk, MON): 480})
    with pytest.raises(IllegalMove, match="Only its owner"):
        submit(sheet, by=rita)
    save(ann, {(task.pk, MON): 0})
    with pytest.raises(IllegalMove, match="no hours yet"):
        submit(sheet)


def test_every_line_is_checked_again_when_the_week_is_handed_in(ann, task):
    sheet = save(ann, {(task.pk, MON): 480})
    Allocation.objects.update(state="declined")
    with pytest.raises(services.WeekRefused) as refusal:
        submit(sheet)
    assert set(refusal.value.cells) == {(task.pk, MON)}


def test_a_returned_week_is_open_again_with_the_next_change(ann, task, world, pam):
    other = plan.task(world.own)
    sheet = submit(save(ann, {(task.pk, MON): 480, (other.pk, MON): 60}))
    services.approve_lines(world.own, sheet.lines.filter(task=other), by=pam)
    services.return_lines(world.own, sheet.lines.filter(task=task), by=pam, reason="Too much")
    sheet = save(ann, {(task.pk, MON): 400})
    assert sheet.state == "open"
    assert dict(sheet.lines.values_list("task", "line_state")) == {task.pk: "open", other.pk: "approved"}
    sheet = submit(sheet)
    assert (sheet.state, sheet.returned_reason) == ("submitted", "")
    assert acts()[-3:] == ["timesheet.returned", "timesheet.reopened", "timesheet.submitted"]


def test_a_changed_line_has_to_be_approved_again(ann, task, world, pam, rita):
    sheet = submit(save(ann, {(task.pk, MON): 480}))
    services.approve_lines(world.own, sheet.lines.all(), by=pam)
    services.return_timesheet(sheet, by=rita, reason="Friday is missing")
    save(ann, {(task.pk, MON): 400})
    line = sheet.lines.get()
    assert (line.line_state, line.line_approved_by) == ("open", None)


def test_a_returned_week_can_be_handed_in_again_as_it_is(ann, task, rita):
    sheet = submit(save(ann, {(task.pk, MON): 480}))
    services.return_timesheet(sheet, by=rita, reason="Is this right?")
    assert submit(sheet).state == "submitted"
    assert acts()[-2:] == ["timesheet.reopened", "timesheet.submitted"]


@pytest.fixture
def posted(world, ann, task, finn):
    sheet = staffing.approved(world.own, ann, hours=(8, 6), task=task)
    services.mark_posted(sheet.lines.values_list("pk", flat=True), by=finn)
    sheet.refresh_from_db()
    return sheet


def test_a_posted_week_is_corrected_by_a_sheet_that_starts_as_its_copy(posted, ann, task, pam, rita, world):
    fresh = services.correct_timesheet(posted, by=ann.user)
    assert (fresh.corrects, fresh.state, stored(fresh)) == (posted, "open", stored(posted))
    assert current_sheet(ann, MON) == fresh
    save(ann, {(task.pk, MON): 300})
    assert stored(posted) == {(MON, 480), (day(1), 360)}
    fresh = submit(fresh)
    services.approve_lines(world.own, fresh.lines.all(), by=pam)
    assert services.approve_timesheet(fresh, by=rita, at=staffing.AT).state == "approved"


def test_a_correction_may_take_all_hours_away(posted, ann, task, rita):
    fresh = services.correct_timesheet(posted, by=ann.user)
    save(ann, {(task.pk, MON): 0, (task.pk, day(1)): 0})
    assert services.approve_timesheet(submit(fresh), by=rita, at=staffing.AT).state == "posted"


def test_a_sheet_is_corrected_once_and_only_by_its_owner(posted, ann, rita):
    with pytest.raises(IllegalMove, match="Only its owner"):
        services.correct_timesheet(posted, by=rita)
    services.correct_timesheet(posted, by=ann.user)
    with pytest.raises(IllegalMove, match="a correction already"):
        services.correct_timesheet(posted, by=ann.user)


@pytest.mark.parametrize("state", ["open", "submitted"])
def test_what_is_not_posted_is_changed_not_corrected(ann, state):
    sheet = staffing.sheet(ann, state=state)
    with pytest.raises(IllegalMove, match=f"the time sheet is {state}"):
        services.correct_timesheet(sheet, by=ann.user)
