"""Is a job done exactly once, tried again after an accident, and given up with a reason?"""

import errno
import os
from datetime import timedelta

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.utils import timezone

from foundation.accounts.models import Notification
from foundation.errors import IllegalMove, Refused
from foundation.jobs import lease, services
from foundation.jobs.models import Job, JobState
from tests.factories import core, jobs

DONE = {"address": "/reports/1/"}


@pytest.fixture
def by(db):
    return core.person("Finn Fischer").user


def fresh(job):
    return Job.objects.get(pk=job.pk)


def raising(error):
    def work(job, progress):
        raise error

    return work


def texts(user):
    return list(Notification.objects.filter(user=user).values_list("text", "address"))


def test_what_the_work_returns_is_the_result(by):
    job = services.run(jobs.job(by=by).public_id, lambda job, progress: DONE)
    assert (job.state, job.result, job.progress, job.attempts) == (JobState.DONE, DONE, 1, 1)
    assert job.started_at <= job.finished_at
    assert (job.leased_by, job.lease_until) == ("", None)


def test_the_requester_hears_that_it_is_ready(by):
    services.run(jobs.job(by=by, title="Budget of January").public_id, lambda job, progress: DONE)
    assert texts(by) == [("Budget of January is ready.", "/reports/1/")]


def test_without_an_address_the_bell_leads_to_the_job(by):
    job = services.run(jobs.job(by=by).public_id, lambda job, progress: None)
    assert texts(by) == [("Budget report is ready.", f"/jobs/{job.public_id}/")]


def test_nobody_is_told_of_a_job_of_the_system(db):
    assert services.run(jobs.job().public_id, lambda job, progress: None).state == JobState.DONE
    assert not Notification.objects.exists()


@pytest.mark.parametrize("state", ["done", "failed", "cancelled", "expired", "running", "rendering"])
def test_only_a_waiting_job_is_begun(db, state):
    called = []
    assert services.run(jobs.job(state=state).public_id, lambda *a: called.append(a)) is None
    assert not called


def test_an_unknown_id_is_nothing_to_do(db):
    assert services.run("00000000-0000-4000-8000-000000000000", raising(AssertionError)) is None


def test_a_job_that_waits_for_its_next_attempt_is_not_begun_early(db):
    job = jobs.job(attempts=1, not_before=timezone.now() + timedelta(seconds=30))
    assert services.run(job.public_id, raising(AssertionError)) is None


def test_a_job_of_a_closed_account_is_not_done(by):
    by.is_active = False
    by.save()
    job = services.run(jobs.job(by=by).public_id, raising(AssertionError))
    assert (job.state, job.error) == (JobState.FAILED, "The account that asked for it is closed.")


@pytest.mark.parametrize("error", [Refused, IllegalMove])
def test_a_refusal_fails_at_once_with_its_sentence(by, error):
    job = services.run(jobs.job(by=by).public_id, raising(error("The budget has no lines.")))
    assert (job.state, job.error, job.attempts) == (JobState.FAILED, "The budget has no lines.", 1)
    assert texts(by) == [("Budget report failed.", f"/jobs/{job.public_id}/")]


def test_an_accident_is_tried_again_after_a_while(by):
    job = services.run(jobs.job(by=by).public_id, raising(ZeroDivisionError("secret 4711")))
    assert (job.state, job.attempts) == (JobState.QUEUED, 1)
    assert job.not_before > timezone.now()
    assert not texts(by)


def test_the_text_of_an_accident_is_for_the_log_only(by, caplog):
    job = services.run(jobs.job(by=by).public_id, raising(ZeroDivisionError("secret 4711")))
    assert "secret" not in job.error
    assert "ZeroDivisionError" in job.error
    assert str(job.public_id) in job.error
    assert "secret 4711" in caplog.text


def test_the_third_accident_is_the_last(by):
    job = jobs.job(by=by)
    for attempt in (1, 2, 3):
        Job.objects.filter(pk=job.pk).update(not_before=None)
        assert services.run(job.public_id, raising(ZeroDivisionError)).attempts == attempt
    assert fresh(job).state == JobState.FAILED
    assert len(texts(by)) == 1
    assert services.run(job.public_id, raising(AssertionError)) is None


def test_the_second_attempt_starts_from_the_beginning_and_may_succeed(by):
    job = jobs.job(by=by, attempts=1, progress="0.5", error="An error", not_before=timezone.now())
    seen = []
    done = services.run(job.public_id, lambda job, progress: seen.append(job.progress))
    assert seen == [0]
    assert (done.state, done.error, done.attempts) == (JobState.DONE, "", 2)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "no space left"),
        (MemoryError(), "smaller part"),
    ],
)
def test_the_reason_says_what_a_person_can_do(db, error, words):
    assert words in services.run(jobs.job(attempts=2).public_id, raising(error)).error


def test_what_took_too_long_is_not_tried_again(db):
    job = services.run(jobs.job().public_id, raising(SoftTimeLimitExceeded()))
    assert job.state == JobState.FAILED
    assert "smaller part" in job.error


def test_progress_and_step_stand_in_the_row(db):
    def work(job, progress):
        progress(0.25, "Reading the ledger")
        row = fresh(job)
        assert (float(row.progress), row.step, row.state) == (0.25, "Reading the ledger", "running")
        assert row.eta is not None
        progress(0.9, "Drawing", state=JobState.RENDERING)
        assert fresh(job).state == "rendering"

    assert services.run(jobs.job().public_id, work).state == JobState.DONE


@pytest.mark.parametrize(("told", "stored"), [(-1, 0), (0.33333, 0.333), (7, 1)])
def test_a_progress_stays_between_nothing_and_all(db, told, stored):
    def work(job, progress):
        progress(told)
        assert float(fresh(job).progress) == stored

    assert services.run(jobs.job().public_id, work).state == JobState.DONE


def test_a_cancelled_job_stops_at_the_next_progress(by):
    reached = []

    def work(job, progress):
        services.cancel(fresh(job), by=by)
        progress(0.5)
        reached.append("beyond")

    job = services.run(jobs.job(by=by).public_id, work)
    assert (job.state, reached) == (JobState.CANCELLED, [])
    assert not texts(by)


def test_a_result_that_comes_after_the_cancelling_is_dropped(by):
    def work(job, progress):
        services.cancel(fresh(job), by=by)
        return DONE

    job = services.run(jobs.job(by=by).public_id, work)
    assert (job.state, job.result) == (JobState.CANCELLED, {})
    assert not texts(by)


def test_a_worker_that_lost_the_job_leaves_no_trace(by):
    def work(job, progress):
        Job.objects.filter(pk=job.pk).update(leased_by="another worker")
        progress(0.5)

    job = services.run(jobs.job(by=by).public_id, work)
    assert (job.state, job.leased_by, job.progress) == (JobState.RUNNING, "another worker", 0)


def test_a_job_whose_lease_ran_out_is_taken_over(db):
    left = jobs.job(state="running", lease=timedelta(seconds=-1))
    job = services.run(left.public_id, lambda job, progress: DONE)
    assert (job.state, job.attempts) == (JobState.DONE, 2)


def test_a_job_of_a_killed_process_is_taken_over_at_once(db):
    child = os.fork()
    if not child:
        os._exit(0)
    os.waitpid(child, 0)
    token = lease.new_token().replace(f":{os.getpid()}:", f":{child}:")
    left = jobs.job(state="running", leased_by=token)
    assert services.run(left.public_id, lambda job, progress: DONE).state == JobState.DONE


def test_the_holder_on_another_machine_is_not_called_dead():
    assert not lease.holder_is_dead("another-boot/4026531836:1:abc")
    assert not lease.holder_is_dead("unknown:1:abc")
    assert not lease.holder_is_dead("")
    assert not lease.holder_is_dead(lease.new_token())


def test_the_fourth_worker_does_not_begin(db):
    left = jobs.job(state="running", attempts=3, lease=timedelta(seconds=-1))
    assert services.run(left.public_id, raising(AssertionError)) is None


def test_cancelling_a_waiting_job_is_immediate(by):
    job = services.cancel(jobs.job(by=by), by=by)
    assert (job.state, job.updated_by) == (JobState.CANCELLED, by)
    assert services.run(job.public_id, raising(AssertionError)) is None


@pytest.mark.parametrize("state", ["done", "failed", "cancelled", "expired"])
def test_what_is_over_is_not_cancelled(by, state):
    with pytest.raises(IllegalMove):
        services.cancel(jobs.job(by=by, state=state), by=by)
