"""A load balancer, an orchestrator and an administrator each get their answer."""

import datetime as dt

import pytest
from django.utils import timezone

from foundation.jobs import services, tasks
from portfolio.queries import health_of_site
from projects.models import ProjectTouched
from tests.factories import jobs, portfolio


def test_a_living_process_says_so_without_the_database(client):
    assert client.get("/-/live").status_code == 200


@pytest.mark.django_db
def test_a_migrated_database_is_ready_and_tells_nothing_else(client):
    answer = client.get("/-/ready")
    assert answer.status_code == 200
    assert answer.json() == {"well": True, "checks": {"database": True, "migrations": True}}


@pytest.mark.django_db
def test_a_database_that_lacks_a_migration_is_not_ready(client):
    from django.db.migrations.recorder import MigrationRecorder

    MigrationRecorder.Migration.objects.filter(app="portfolio").delete()
    answer = client.get("/-/ready")
    assert answer.status_code == 503
    assert answer.json()["checks"]["migrations"] is False


@pytest.mark.parametrize(("who", "status"), [("paul", 403), ("ada", 403), ("zoe", 403)])
def test_only_the_administrator_reads_the_state(world, cast, enter, who, status):
    assert enter(getattr(cast, who)).get("/-/status").status_code == status


def test_the_administrator_reads_it_as_page_and_as_json(world, adam, enter, settings):
    settings.CELERY_BROKER_URL = "memory://"
    answer = enter(adam).get("/-/status", {"format": "json"})
    assert set(answer.json()["checks"]) == {
        "database", "migrations", "jobs", "workers", "facts", "broker", "disk",
    }  # fmt: skip
    assert "State of the installation" in enter(adam).get("/-/status").content.decode()


def test_a_broker_that_is_away_is_told(settings):
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
    assert not health_of_site.broker().is_well


@pytest.mark.django_db
def test_a_job_that_waits_too_long_is_told():
    jobs.job(age=dt.timedelta(minutes=30))
    from django.utils import timezone

    assert not health_of_site.jobs(timezone.now()).is_well


@pytest.mark.django_db
def test_a_change_that_waits_too_long_for_the_facts_is_told():
    ProjectTouched.objects.create(project_id=1, at=portfolio.NOON)
    assert health_of_site.facts(portfolio.NOON + dt.timedelta(minutes=4)).is_well
    assert not health_of_site.facts(portfolio.NOON + dt.timedelta(minutes=6)).is_well


def test_a_full_disk_is_told(monkeypatch):
    monkeypatch.setattr(health_of_site, "LEAST_DISK", 2**80)
    assert not health_of_site.disk().is_well


@pytest.mark.django_db
def test_a_worker_that_beats_is_well_and_one_that_is_silent_is_told():
    assert not health_of_site.workers(portfolio.NOON).is_well
    services.beat(at=portfolio.NOON)
    services.beat(at=portfolio.NOON + dt.timedelta(seconds=20))
    assert health_of_site.workers(portfolio.NOON + dt.timedelta(minutes=2)).is_well
    assert "180 s ago" in health_of_site.workers(portfolio.NOON + dt.timedelta(seconds=200)).state
    assert not health_of_site.workers(portfolio.NOON + dt.timedelta(minutes=3)).is_well


@pytest.mark.django_db
def test_a_worker_beats_when_the_clock_asks_it():
    tasks.beat()
    assert health_of_site.workers(timezone.now()).is_well


@pytest.mark.django_db
def test_a_job_whose_worker_is_gone_is_told_although_another_beats():
    services.beat(at=timezone.now())
    jobs.job(state="running", attempts=1, lease=-dt.timedelta(minutes=1), age=dt.timedelta(minutes=5))
    assert "lost their worker" in health_of_site.workers(timezone.now()).state
