"""Is work that somebody asked for on record once, and does the bell ring after the commit only?"""

import threading
from datetime import timedelta

import pytest
from celery import current_app
from django.db import connection, transaction
from kombu.exceptions import OperationalError

from foundation.accounts.rights import Permission
from foundation.errors import Conflict
from foundation.jobs import services
from foundation.jobs.models import Job, JobState
from tests.factories import core, jobs

ASKED = {"kind": "budget_report", "task": "tests.note", "arguments": {"year": 2026}}


@pytest.fixture
def by(db):
    return core.person("Finn Fischer").user


@pytest.fixture
def broker_away(monkeypatch):
    """The broker refuses every message: Celery's own door to it is shut."""
    sent = []

    def refuse(*args, **kwargs):
        sent.append(args)
        raise OperationalError("connection refused")

    monkeypatch.setattr("celery.canvas.Signature.apply_async", refuse)
    return sent


def test_a_request_is_on_record_with_all_it_needs(by):
    project = core.project()
    job = services.enqueue(
        **ASKED, key="a", by=by, project=project, permission=Permission.BUDGET_VIEW, title="Budget of January"
    )
    assert (job.state, job.attempts, job.progress) == (JobState.QUEUED, 0, 0)
    assert (job.requester, job.created_by) == (by, by)
    assert (job.project_id, job.permission) == (project.public_id, "budget.view")
    assert job.arguments == {"year": 2026}
    assert str(job) == "Budget of January"


def test_the_same_key_gives_the_same_job(by, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        first = services.enqueue(**ASKED, key="a", by=by)
        second = services.enqueue(**ASKED, key="a", by=by)
    assert first == second
    assert len(callbacks) == 1


@pytest.mark.parametrize("other", [{"arguments": {"year": 2027}}, {"kind": "closure_report"}, {"task": "tests.other"}])
def test_a_key_stands_for_one_content(by, other):
    services.enqueue(**ASKED, key="a", by=by)
    with pytest.raises(Conflict):
        services.enqueue(**ASKED | other, key="a", by=by)


def test_arguments_are_compared_as_they_are_stored(by):
    day = {"arguments": {"as_of": core.DAY, "project": core.project().public_id}}
    first = services.enqueue(**ASKED | day, key="a", by=by)
    assert services.enqueue(**ASKED | day, key="a", by=by) == first
    assert first.arguments["as_of"] == "2026-03-02"


def test_a_key_never_opens_the_job_of_somebody_else(by):
    services.enqueue(**ASKED, key="a", by=by)
    with pytest.raises(Conflict):
        services.enqueue(**ASKED, key="a", by=core.person("Zoe Zimmer").user)


def test_the_system_may_ask_too(db):
    assert services.enqueue(**ASKED, key="nightly", by=None).requester is None


def test_the_bell_rings_after_the_commit_and_the_job_is_done(by, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        job = services.enqueue(**ASKED, key="a", by=by)
        assert job.public_id not in jobs.DONE_BY_TASK
    assert jobs.DONE_BY_TASK.count(job.public_id) == 1
    job.refresh_from_db()
    assert (job.state, job.address) == (JobState.DONE, "/reports/1/")


@pytest.mark.django_db(transaction=True)
def test_a_request_that_was_rolled_back_asks_for_nothing():
    def fails():
        with transaction.atomic():
            services.enqueue(**ASKED, key="rolled back", by=None)
            raise ValueError

    before = len(jobs.DONE_BY_TASK)
    with pytest.raises(ValueError):
        fails()
    assert not Job.objects.filter(idempotency_key="rolled back").exists()
    assert len(jobs.DONE_BY_TASK) == before


@pytest.mark.django_db(transaction=True)
def test_requests_with_one_key_at_the_same_instant_make_one_job():
    gate, found = threading.Barrier(5), []

    def ask():
        gate.wait()
        found.append(services.enqueue(**ASKED, key="together", by=None).pk)
        connection.close()

    threads = [threading.Thread(target=ask) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 5
    assert len(set(found)) == 1


def test_a_broker_that_is_down_does_not_fail_the_request(by, broker_away, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        job = services.enqueue(**ASKED, key="a", by=by)
    assert len(broker_away) == 1
    job.refresh_from_db()
    assert job.state == JobState.QUEUED


def test_the_sweep_stops_at_the_first_refusal_of_the_broker(db, broker_away):
    made = [jobs.job(age=timedelta(seconds=5)) for _ in range(3)]
    assert services.sweep(made[0].updated_at) == 0
    assert len(broker_away) == 1
    assert not Job.objects.filter(rung_at__isnull=False).exists()


def test_threads_of_the_web_process_send_to_our_broker():
    names = []
    thread = threading.Thread(target=lambda: names.append(current_app.main))
    thread.start()
    thread.join()
    assert names == ["plumbline"]
