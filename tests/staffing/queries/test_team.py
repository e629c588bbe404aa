"""Who works on a project, and how much of the planned time was worked?"""

import datetime as dt

import pytest

from staffing import queries
from tests.factories import core, plan, staffing

pytestmark = pytest.mark.django_db
DAY = core.DAY
WEEK = staffing.days(DAY, DAY + dt.timedelta(days=6))


@pytest.fixture
def ann(world):
    person = core.person("Ann")
    staffing.employment(person, fte="0.5")
    return person


def members(project):
    return [(m.allocation.state, m.planned.value, m.worked.value) for m in queries.team(project)]


def test_planned_hours_are_the_share_of_the_persons_capacity(world, ann):
    staffing.allocation(world.own, ann, share="0.5", days=WEEK)
    staffing.absence(ann, DAY, DAY)
    assert members(world.own) == [("confirmed", 8, 0)]


def test_before_a_person_is_named_the_calendar_of_the_project_counts(world):
    staffing.allocation(world.own, share="0.5", days=WEEK, state="requested")
    assert members(world.own) == [("requested", 20, 0)]


def test_worked_hours_are_the_approved_ones_of_the_booked_days(world, ann):
    staffing.allocation(world.own, ann, share="0.5", days=staffing.days(DAY, DAY + dt.timedelta(days=1)), state="ended")
    staffing.approved(world.own, ann, hours=(8, 4, 2))
    staffing.approved(world.foreign, ann, hours=(1,), week=staffing.next_week())
    waiting = staffing.sheet(ann, staffing.next_week(staffing.next_week()), state="submitted")
    staffing.line(waiting, plan.task(world.own))
    assert members(world.own) == [("ended", 4, 12)]


def test_people_at_work_stand_before_those_who_left(world, ann):
    for state in ("declined", "ended", "confirmed", "requested"):
        staffing.allocation(world.own, ann, share="0.1", days=WEEK, state=state)
    states = [state for state, _planned, _worked in members(world.own)]
    assert states == ["confirmed", "requested", "declined", "ended"]


def test_a_project_without_people_has_an_empty_team_and_no_hours(world):
    assert queries.team(world.own) == []
    totals = queries.team_figures([], world.own)
    assert (totals["planned"].value, totals["worked"].value) == (0, 0)


def test_totals_add_up_who_was_booked(world, ann):
    staffing.allocation(world.own, ann, share="0.5", days=WEEK)
    staffing.allocation(world.own, ann, share="0.25", days=WEEK, state="ended")
    staffing.allocation(world.own, share="1", days=WEEK, state="requested")
    totals = queries.team_figures(queries.team(world.own), world.own)
    assert totals["planned"].value == 15


def test_an_hour_counts_once_however_often_its_worker_is_booked(world, ann):
    for share in ("0.5", "0.25"):
        staffing.allocation(world.own, ann, share=share, days=WEEK)
    staffing.approved(world.own, ann, hours=(8,))
    team = queries.team(world.own)
    assert [member.worked.value for member in team] == [8, 8]
    assert queries.team_figures(team, world.own)["worked"].value == 8


def test_each_figure_is_found_again_by_its_key(world, ann):
    staffing.allocation(world.own, ann, share="0.5", days=WEEK)
    staffing.approved(world.own, ann, hours=(2,))
    team = queries.team(world.own)
    shown = [team[0].planned, team[0].worked, *queries.team_figures(team, world.own).values()]
    for figure in shown:
        found = queries.find_figure(world.own, figure.key, as_of=DAY)
        assert (found.value, found.label, found.scope) == (figure.value, figure.label, str(world.own.public_id))
        assert queries.find_figure(world.far, figure.key, as_of=DAY) in (None, found) or ":" not in figure.key


@pytest.mark.parametrize("key", ["staffing.nothing", "staffing.planned:x", "staffing.hours:x", "staffing.hours:1"])
def test_an_unknown_key_is_no_figure(world, key):
    assert queries.find_figure(world.own, key, as_of=DAY) is None


def test_it_takes_the_same_queries_for_few_people_and_for_many(world, django_assert_num_queries):
    for count in (2, 12):
        for _each in range(count):
            staffing.worker(world.own)
        with django_assert_num_queries(9):
            queries.team_figures(queries.team(world.own), world.own)
