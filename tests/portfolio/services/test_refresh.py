"""Stored facts follow the tables: what was touched is computed, what comes meanwhile stays in the queue."""

import datetime as dt

import pytest

from foundation.jobs.models import Job
from portfolio import services
from portfolio.models import ProjectFacts
from projects.models import Project, ProjectTouched
from tests.factories import core, money, portfolio

pytestmark = pytest.mark.django_db


@pytest.fixture
def still(world):
    """A world whose queue is empty."""
    ProjectTouched.objects.all().delete()
    return world


def waiting():
    return set(ProjectTouched.objects.values_list("project_id", flat=True))


def test_a_change_of_a_project_waits_in_the_queue(still):
    Project.objects.filter(pk=still.own.pk).update(name="Intranet, second try")
    assert waiting() == {still.own.pk}


def test_what_was_touched_is_computed_and_leaves_the_queue(still):
    money.approved(still.own, 700)
    assert services.refresh_touched(now=portfolio.NOON) == 1
    assert ProjectFacts.objects.get(project=still.own).budget == 700
    assert waiting() == set()


def test_a_project_touched_many_times_is_computed_once(still):
    for name in ("a", "b", "c"):
        Project.objects.filter(pk=still.own.pk).update(name=name)
    assert ProjectTouched.objects.count() == 6  # each update names the project as it was and as it is
    assert services.refresh_touched(now=portfolio.NOON) == 1


def test_a_second_refresh_replaces_the_row(still):
    portfolio.refreshed(still.own)
    money.approved(still.own, 900)
    assert portfolio.refreshed(still.own).budget == 900
    assert ProjectFacts.objects.filter(project=still.own).count() == 1


def test_a_deleted_project_does_not_stop_the_queue(still):
    ProjectTouched.objects.create(project_id=987_654_321)
    services.refresh_touched(now=portfolio.NOON)
    assert waiting() == set()


def test_the_job_is_asked_for_only_when_somebody_waits_and_once_at_a_time(still, settings):
    settings.CELERY_TASK_ALWAYS_EAGER = False
    assert services.start_refresh(portfolio.NOON) is None
    ProjectTouched.objects.create(project_id=still.own.pk)
    assert services.start_refresh(portfolio.NOON).kind == "facts"
    assert services.start_refresh(portfolio.NOON + dt.timedelta(seconds=2)) is None
    assert Job.objects.filter(kind="facts").count() == 1


def test_the_job_does_the_work(still, django_capture_on_commit_callbacks):
    ProjectTouched.objects.create(project_id=still.own.pk)
    with django_capture_on_commit_callbacks(execute=True):
        job = services.start_refresh(portfolio.NOON)
    job.refresh_from_db()
    assert (job.state, job.result) == ("done", {"projects": 1})
    assert ProjectFacts.objects.filter(project=still.own).exists()


def test_every_night_all_projects_wait_again(still):
    services.touch_all(now=portfolio.NOON)
    assert waiting() == {still.own.pk, still.foreign.pk, still.far.pk}


def test_the_day_is_the_organisations(still):
    late = dt.datetime(2026, 3, 2, 23, 30, tzinfo=dt.UTC)
    assert services.today(late) == dt.date(2026, 3, 2)
    core.organisation().__class__.objects.update(zone="Asia/Tokyo")
    assert services.today(late) == dt.date(2026, 3, 3)


def test_a_batch_without_plans_costs_the_same_queries_for_few_and_many(still, django_assert_max_num_queries):
    few, many = portfolio.many(still.portfolio, 3), portfolio.many(still.portfolio, 60)
    for rows in (few, many):
        with django_assert_max_num_queries(30):
            services.refresh_facts([p.pk for p in rows], now=portfolio.NOON)


def test_an_override_touches_its_project(still):
    portfolio.override(still.own)
    assert waiting() == {still.own.pk}
