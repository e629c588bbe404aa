"""Does the sweeper find what was never delivered, what was left behind, and what is beyond help?"""

from datetime import timedelta

import pytest
from django.utils import timezone

from foundation.accounts.models import Notification
from foundation.jobs import queries, services
from foundation.jobs.models import Job, JobState
from tests.factories import core, jobs

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


def fresh(job):
    return Job.objects.get(pk=job.pk)


def sweep(after=timedelta(0)):
    return services.sweep(timezone.now() + after)


def test_a_job_that_was_committed_but_never_delivered_is_done():
    """The web process died between COMMIT and the bell."""
    job = jobs.job(age=3 * SECOND)
    assert sweep() == 1
    assert fresh(job).state == JobState.DONE


def test_a_job_of_just_now_is_left_to_the_bell():
    job = jobs.job()
    assert sweep() == 0
    assert fresh(job).state == JobState.QUEUED


def test_what_waits_in_a_long_queue_is_not_sent_every_two_seconds(monkeypatch):
    sent = []
    monkeypatch.setattr("celery.canvas.Signature.apply_async", lambda self, **options: sent.append(self.args))
    job = jobs.job(age=3 * SECOND)
    assert [sweep(seconds * SECOND) for seconds in (0, 2, 4, 6)] == [1, 0, 0, 0]
    assert sweep(20 * SECOND) == 1
    assert sent == [(str(job.public_id),)] * 2 or sent == [[str(job.public_id)]] * 2


def test_what_a_lost_worker_held_is_taken_back_and_done():
    job = jobs.job(state="running", lease=-SECOND, age=60 * SECOND)
    assert sweep() == 1
    assert (fresh(job).state, fresh(job).attempts) == (JobState.DONE, 2)


def test_what_is_rung_before_the_loss_is_rung_again_at_once():
    job = jobs.job(state="running", lease=-SECOND, age=60 * SECOND, rung_at=timezone.now())
    sweep()
    assert fresh(job).state == JobState.DONE


def test_a_worker_that_lives_keeps_its_job():
    job = jobs.job(state="running", age=60 * SECOND)
    assert sweep() == 0
    assert fresh(job).state == JobState.RUNNING


def test_a_sweeper_whose_clock_is_ahead_takes_nothing_from_a_living_worker():
    job = jobs.job(state="running", attempts=3, age=60 * SECOND)
    sweep(7_200 * SECOND)
    assert fresh(job).state == JobState.RUNNING


def test_the_third_lost_worker_is_the_last():
    user = core.person("Finn Fischer").user
    job = jobs.job(by=user, state="rendering", attempts=3, lease=-SECOND, age=60 * SECOND)
    assert sweep() == 0
    assert fresh(job).state == JobState.FAILED
    assert "not tried again" in fresh(job).error
    assert [note.text for note in Notification.objects.filter(user=user)] == ["Budget report failed."]


def test_the_next_attempt_waits_for_its_time():
    job = jobs.job(attempts=1, age=60 * SECOND, not_before=timezone.now() + 10 * SECOND)
    assert sweep() == 0
    Job.objects.filter(pk=job.pk).update(not_before=timezone.now() - SECOND)
    assert sweep() == 1
    assert fresh(job).state == JobState.DONE


def test_what_nobody_did_within_a_day_expires():
    job = jobs.job(age=timedelta(days=1, seconds=5))
    assert sweep() == 0
    assert fresh(job).state == JobState.EXPIRED
    assert fresh(job).error


@pytest.mark.parametrize("state", ["done", "failed", "cancelled", "expired"])
def test_what_is_over_is_left_alone(state):
    before = jobs.job(state=state, age=timedelta(days=3))
    sweep()
    assert fresh(before).row_version == before.row_version


def test_an_unknown_task_does_not_stop_the_others(monkeypatch):
    sent = []
    monkeypatch.setattr("celery.canvas.Signature.apply_async", lambda self, **options: sent.append(self.task))
    jobs.job(age=3 * SECOND, task="tests.removed")
    jobs.job(age=3 * SECOND)
    assert sweep() == 2
    assert sent == ["tests.removed", "tests.note"]


def test_the_sweep_costs_the_same_for_one_and_for_many(monkeypatch, django_assert_max_num_queries):
    monkeypatch.setattr("celery.canvas.Signature.apply_async", lambda self, **options: None)
    for _ in range(30):
        jobs.job(age=3 * SECOND)
        jobs.job(state="running", lease=-SECOND, age=60 * SECOND)
    with django_assert_max_num_queries(5):
        assert sweep() == 60


def test_mine_are_those_that_i_asked_for_newest_first():
    finn, zoe = core.person("Finn").user, core.person("Zoe").user
    first, second = jobs.job(by=finn), jobs.job(by=finn)
    jobs.job(by=zoe)
    jobs.job()
    assert list(queries.mine(finn)) == [second, first]
