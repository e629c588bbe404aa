"""A week without hours says what belongs there; lists of hours say how many wait and which weeks are empty."""

import pytest
from django.urls import reverse

from tests.factories import plan, staffing

EMPTY = "No hours in this week yet"


@pytest.mark.parametrize("htmx", [False, True])
def test_a_week_without_hours_says_what_belongs_there_and_offers_two_ways(world, tom, enter, htmx):
    staffing.worker(world.own, tom)
    page = enter(tom, htmx=htmx).get(reverse("staffing:my_time")).content.decode()
    assert EMPTY in page and "a box for every day" in page
    assert reverse("staffing:my_time_copy") in page and "Add a task" in page


def test_a_week_with_a_task_does_not(world, tom, enter):
    staffing.worker(world.own, tom)
    task = plan.task(world.own)
    page = enter(tom).get(reverse("staffing:my_time"), {"task": str(task.public_id)}).content.decode()
    assert EMPTY not in page and 'name="task"' in page


@pytest.mark.parametrize(("number", "words"), [(1, "entry waits"), (2, "entries wait")])
def test_a_project_says_how_many_entries_wait(world, cast, enter, number, words):
    made = staffing.sheet(cast.tom, state="open")
    for _n in range(number):
        staffing.line(made, plan.task(world.own))
    type(made).objects.filter(pk=made.pk).update(state="submitted")
    page = enter(cast.pam).get(reverse("staffing:line_list")).content.decode()
    assert f'<span class="entered">{number}</span> {words}' in page


def test_a_week_that_was_handed_in_empty_is_not_called_approved(world, cast, enter):
    staffing.sheet(cast.tom, state="submitted")
    page = enter(cast.rita).get(reverse("staffing:approval_list")).content.decode()
    assert "no hours" in page and "all approved" not in page


def test_a_week_whose_lines_are_approved_is(world, cast, enter):
    made = staffing.sheet(cast.tom, state="open")
    staffing.line(made, plan.task(world.own), line_state="approved", line_approved_by=cast.pam)
    type(made).objects.filter(pk=made.pk).update(state="submitted")
    page = enter(cast.rita).get(reverse("staffing:approval_list")).content.decode()
    assert "all approved" in page and "no hours" not in page
