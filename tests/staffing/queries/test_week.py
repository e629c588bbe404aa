"""Which tasks are offered for a week, and whose sheets are in reach?"""

import datetime as dt

import pytest

from foundation.accounts.rights import Permission, Role
from projects.models import Task
from staffing import access, queries
from tests.factories import core, plan, staffing

pytestmark = pytest.mark.django_db
MON = core.DAY


@pytest.fixture
def ann(world):
    return staffing.worker(world.own)


def names(tasks):
    return [task.name for task in tasks]


def test_own_tasks_come_first_then_those_of_the_week(world, ann):
    noon = dt.datetime(2026, 3, 4, 12, tzinfo=dt.UTC)
    plan.task(world.own, "Later")
    plan.task(world.own, "Mine", responsible=ann)
    now = plan.task(world.own, "Now")
    Task.objects.filter(pk=now.pk).update(es=noon, ef=noon)
    assert names(queries.offered_tasks(ann, MON)) == ["Mine", "Now", "Later"]


def test_only_open_work_of_allocated_projects_is_offered(world, ann):
    plan.task(world.foreign, "Elsewhere")
    plan.milestone(world.own, "Go live")
    above = plan.task(world.own, "Above")
    plan.task(world.own, "Below", under=above)
    before = dt.datetime(2026, 2, 27, 12, tzinfo=dt.UTC)
    plan.task(world.own, "Done", actual_start=before, actual_finish=before, percent=1)
    plan.task(world.own, "Dropped", cancelled_on=MON)
    assert names(queries.offered_tasks(ann, MON)) == ["Below"]


def test_a_text_finds_by_part_of_the_name_or_by_number(world, ann):
    task = plan.task(world.own, "Index the wiki")
    plan.task(world.own, "Train the editors")
    for text in ("WIKI", task.wbs_code):
        assert queries.offered_tasks(ann, MON, text=text) == [task]
    assert queries.offered_tasks(ann, MON, exclude=[task.pk], text="wiki") == []


def test_tasks_asked_for_by_id_are_taken_only_when_they_are_open_to_the_person(world, ann):
    mine, foreign = plan.task(world.own), plan.task(world.foreign)
    found = queries.week_tasks(ann, MON, [], [mine.public_id, foreign.public_id])
    assert found == [mine]


def test_the_last_correction_is_the_sheet_of_the_week(world, ann):
    assert queries.current_sheet(ann, MON) is None
    first = staffing.sheet(ann)
    second = staffing.sheet(ann, corrects=first)
    assert queries.current_sheet(ann, MON) == second


# ── reach ───────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def near_manager(world):
    """A resource manager of one portfolio only."""
    person = core.person("Rob")
    core.role(person, Role.RESOURCE_MANAGER, portfolio=world.portfolio)
    return person.user


def test_a_right_for_the_organisation_reaches_everybody(world, ann, rita):
    assert ann in access.people_in_reach(rita, Permission.ABSENCE_EDIT)
    assert core.person("New") in access.people_in_reach(rita, Permission.ABSENCE_EDIT)


def test_a_right_in_a_portfolio_reaches_who_is_booked_there(world, ann, near_manager):
    far = staffing.worker(world.far)
    reached = access.people_in_reach(near_manager, Permission.ABSENCE_EDIT)
    assert set(reached) == {ann}
    assert far not in reached


def test_a_sheet_with_a_line_out_of_reach_is_out_of_reach(world, ann, near_manager, rita):
    near, mixed = staffing.sheet(ann, state="submitted"), staffing.sheet(staffing.worker(world.far), state="submitted")
    empty = staffing.sheet(core.person("Nothing yet"), state="submitted")
    staffing.line(near, plan.task(world.own))
    staffing.line(mixed, plan.task(world.own))
    staffing.line(mixed, plan.task(world.far))
    assert set(access.sheets_in_reach(near_manager, Permission.TIMESHEET_APPROVE)) == {near}
    assert set(access.sheets_in_reach(rita, Permission.TIMESHEET_APPROVE)) == {near, mixed, empty}
    assert [sheet for sheet, _hours, _waits in queries.waiting_sheets(near_manager)] == [near]


def test_hours_of_a_sheet_open_for_its_owner_and_who_approves_it(world, ann, rita, pam):
    sheet = staffing.sheet(ann, state="submitted")
    staffing.line(sheet, plan.task(world.own), 450)
    for key in (f"staffing.week:{sheet.public_id}", f"staffing.day:{sheet.public_id}:2026-03-02"):
        for user in (ann.user, rita):
            assert queries.find_open_figure(user, key, as_of=MON).value == 7.5
        assert queries.find_open_figure(pam, key, as_of=MON) is None


@pytest.mark.parametrize("which", ["week:x", "day:{}", "day:{}:2026-03-09", "day:{}:monday"])
def test_an_unknown_day_or_sheet_is_no_figure(ann, which):
    sheet = staffing.sheet(ann)
    key = f"staffing.{which.format(sheet.public_id)}"
    assert queries.find_open_figure(ann.user, key, as_of=MON) is None


def test_own_sheets_do_not_wait_for_oneself(world, rita):
    staffing.sheet(rita, state="submitted")
    assert list(queries.waiting_sheets(rita)) == []
