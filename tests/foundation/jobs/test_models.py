"""Which jobs does the database refuse, and what does a job say of itself?"""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from foundation.jobs.models import Job, JobState
from tests.factories import jobs

pytestmark = pytest.mark.django_db
LATER = timezone.now() + timedelta(days=1)


@pytest.mark.parametrize(
    ("rule", "values"),
    [
        ("job_state_known", {"state": "paused", "finished_at": LATER}),
        ("job_progress_0_1", {"progress": "1.001"}),
        ("job_progress_0_1", {"progress": "-0.001"}),
        ("job_attempts_at_most_3", {"attempts": 4}),
        ("job_has_key", {"idempotency_key": ""}),
        ("job_leased_while_running", {"state": "running"}),
        ("job_leased_while_running", {"state": "rendering", "leased_by": "somebody"}),
        ("job_leased_while_running", {"leased_by": "somebody"}),
        ("job_leased_while_running", {"lease_until": LATER}),
        ("job_finished_has_instant", {"state": "done"}),
        ("job_finished_has_instant", {"finished_at": LATER}),
        ("job_failed_has_reason", {"state": "failed", "finished_at": LATER}),
        ("job_ends_after_start", {"state": "done", "finished_at": LATER - timedelta(days=9)}),
    ],
)
def test_the_database_refuses(rule, values):
    job = jobs.job()
    with pytest.raises(IntegrityError, match=rule):
        Job.objects.filter(pk=job.pk).update(**values)


def test_one_key_is_one_job():
    jobs.job(idempotency_key="budget of January")
    with pytest.raises(IntegrityError, match="idempotency_key"):
        jobs.job(idempotency_key="budget of January")


@pytest.mark.parametrize("state", JobState.values)
def test_every_state_can_be_stored(state):
    assert jobs.job(state=state).state == state


def test_each_change_raises_the_version():
    job = jobs.job()
    Job.objects.filter(pk=job.pk).update(step="Reading")
    job.refresh_from_db()
    assert job.row_version == 2


def test_without_a_title_the_kind_is_its_name():
    assert str(jobs.job(kind="budget_report")) == "Budget report"
    assert str(jobs.job(title="Budget report of ERP-014")) == "Budget report of ERP-014"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (-5, "less than a minute left"),
        (59, "less than a minute left"),
        (70, "about 1 minute left"),
        (290, "about 5 minutes left"),
    ],
)
def test_the_time_left_is_told_in_words(seconds, words):
    now = timezone.now()
    job = jobs.job(state=JobState.RUNNING, eta=now + timedelta(seconds=seconds))
    assert job.time_left(now=now) == words


def test_an_unknown_time_left_is_not_told():
    now = timezone.now()
    assert jobs.job(state=JobState.RUNNING).time_left(now=now) == ""
    assert jobs.job(state=JobState.DONE, eta=now).time_left(now=now) == ""


def test_only_a_finished_job_has_a_result_to_open():
    assert jobs.job(state=JobState.DONE, result={"address": "/reports/7/"}).address == "/reports/7/"
    assert jobs.job(state=JobState.DONE).address == ""
    assert jobs.job(state=JobState.RUNNING, result={"address": "/reports/7/"}).address == ""


def test_a_job_that_failed_once_says_that_it_tries_again():
    assert jobs.job(attempts=1).is_retrying
    assert not jobs.job().is_retrying
    assert not jobs.job(state=JobState.RUNNING).is_retrying
