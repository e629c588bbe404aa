"""Past all of our Python: is a Timesheet approved only with the approved word on each TimesheetLine?"""

import pytest
from django.db import transaction

from staffing.models import Timesheet, TimesheetLine
from tests.at_once import must_wait
from tests.factories import core, plan, staffing
from tests.refusals import refused_by, sql

APPROVE = "UPDATE staffing_timesheet SET state = %s, approved_by_id = %s, approved_at = now() WHERE id = %s"


@pytest.fixture
def boss(world):
    return core.person("Boss").user


@pytest.fixture
def sheet(world, boss):
    """A submitted week, of two lines only the first is approved."""
    made = staffing.sheet(staffing.worker(world.own), state="submitted")
    staffing.line(made, plan.task(world.own), 60, line_state="approved", line_approved_by=boss)
    staffing.line(made, plan.task(world.own), 60)
    return made


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["approved", "posted"])
@pytest.mark.parametrize("line_state", ["open", "returned"])
def test_a_week_is_not_approved_over_a_line_that_is_not(sheet, boss, state, line_state):
    sheet.lines.filter(line_state="open").update(line_state=line_state)
    with refused_by("approved_with_all_lines"):
        sql(APPROVE, state, boss.pk, sheet.pk)
    sheet.refresh_from_db()
    assert (sheet.state, sheet.approved_by) == ("submitted", None)


@pytest.mark.django_db
def test_many_weeks_at_once_are_refused_for_the_line_of_one(sheet, boss, world):
    sound = staffing.sheet(staffing.worker(world.own), state="submitted")
    with refused_by("approved_with_all_lines"):
        Timesheet.objects.update(state="approved", approved_by=boss, approved_at=staffing.AT)
    sheet.lines.update(line_state="approved", line_approved_by=boss)
    Timesheet.objects.update(state="approved", approved_by=boss, approved_at=staffing.AT)
    sound.refresh_from_db()
    assert sound.state == "approved", "a week without hours, the correction to nothing, is approved as well"


@pytest.mark.django_db
def test_a_word_on_a_line_is_not_taken_back_under_an_approved_week(sheet, boss):
    sheet.lines.update(line_state="approved", line_approved_by=boss)
    sql(APPROVE, "approved", boss.pk, sheet.pk)
    with refused_by("frozen_when_approved"):
        sql("UPDATE staffing_timesheetline SET line_state = 'open' WHERE timesheet_id = %s", sheet.pk)


@pytest.mark.django_db(transaction=True)
def test_who_approves_the_week_waits_for_who_is_changing_a_line(sheet, boss):
    """Otherwise each sees the other's row as it was, and the week is approved over an open line."""
    sheet.lines.update(line_state="approved", line_approved_by=boss)
    with transaction.atomic():
        TimesheetLine.objects.filter(timesheet=sheet).update(line_state="open", line_approved_by=None)
        assert must_wait(lambda: sql(APPROVE, "approved", boss.pk, sheet.pk))
    with transaction.atomic():
        sheet.lines.all().delete()
        assert must_wait(lambda: sql(APPROVE, "approved", boss.pk, sheet.pk))
