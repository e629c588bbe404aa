"""Is what a person still has to do asked of projects that go on, and of none that is over?"""

import datetime as dt

import pytest

from portfolio.queries.work import my_work
from projects.models import Project, Task
from risks.models import Risk
from tests.factories import core, plan, risks

pytestmark = pytest.mark.django_db
SINCE = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)


@pytest.fixture
def late(world, pam):
    """Pam's task, milestone and risk of the project are all behind their day."""
    end = dt.datetime(2026, 2, 27, 16, tzinfo=dt.UTC)
    work, mark = plan.task(world.own, "Cabling", 1), plan.task(world.own, "Accepted", 0, kind="milestone")
    Task.objects.filter(pk__in=[work.pk, mark.pk]).update(es=end, ef=end, responsible=pam.person)
    risk = risks.risk(world.own)
    Risk.objects.filter(pk=risk.pk).update(review_on=dt.date(2026, 2, 20), owner=pam.person)
    Project.objects.filter(pk=world.own.pk).update(manager=pam.person)
    return world.own


def asked(user):
    work = my_work(user, as_of=core.DAY, since=SINCE)
    return [len(work[part]) for part in ("tasks", "milestones", "risks", "projects")]


@pytest.mark.parametrize("state", ["proposed", "approved", "active", "closing"])
def test_what_is_behind_its_day_is_asked_while_the_project_goes_on(state, late, pam):
    Project.objects.filter(pk=late.pk).update(state=state)
    assert asked(pam) == [2, 1, 1, 1]


@pytest.mark.parametrize("state", ["closed", "cancelled", "rejected"])
def test_nothing_is_asked_of_a_project_that_is_over(state, late, pam):
    Project.objects.filter(pk=late.pk).update(state=state)
    assert asked(pam) == [0, 0, 0, 0]


def test_what_is_done_or_given_up_is_not_asked(late, pam):
    Task.objects.filter(project=late, kind="milestone").update(cancelled_on=core.DAY)
    Task.objects.filter(project=late, name="Cabling").update(
        actual_start=core.MONDAY_9, actual_finish=core.MONDAY_9, percent=1
    )
    Risk.objects.filter(project=late).update(state="closed", close_reason="Over")
    assert asked(pam) == [0, 0, 0, 1]


def test_somebody_elses_tasks_are_not_mine_and_his_milestones_are_the_projects(late, pam, tom):
    assert asked(tom)[0] == 0
    Task.objects.filter(project=late).update(responsible=tom.person)
    assert (asked(tom)[0], asked(pam)[:2]) == (2, [0, 1])


def test_a_task_of_the_next_fortnight_is_due_and_not_late(late, pam):
    soon = dt.datetime(2026, 3, 10, 16, tzinfo=dt.UTC)
    Task.objects.filter(project=late, name="Cabling").update(ef=soon)
    told = {row["task"].name: (row["day"], row["late"]) for row in my_work(pam, as_of=core.DAY, since=SINCE)["tasks"]}
    assert told == {"Accepted": (dt.date(2026, 2, 27), True), "Cabling": (dt.date(2026, 3, 10), False)}
