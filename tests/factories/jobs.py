"""Small builders of background jobs in any state, and the tasks that tests let them do."""

from datetime import timedelta
from itertools import count

from django.utils import timezone

from foundation.jobs.lease import new_token
from foundation.jobs.models import ACTIVE, OPEN, Job, JobState
from foundation.jobs.services import run
from portfolio.celery import app

_number = count(1)
DONE_BY_TASK = []


def job(*, by=None, state=JobState.QUEUED, age=timedelta(0), lease=timedelta(seconds=6), **fields):
    """A row as it lies in the database; `age` is how long ago it was asked for, `lease` how long it holds."""
    now = timezone.now()
    values = {"kind": "budget_report", "task": "tests.note", "idempotency_key": f"key {next(_number)}"} | fields
    if state in ACTIVE:
        values = {"leased_by": new_token(), "lease_until": now + lease, "attempts": 1, "started_at": now} | values
    if state not in OPEN:
        values = {"finished_at": now + timedelta(seconds=1)} | values
    if state == JobState.FAILED:
        values = {"error": "There is no space left to store the result."} | values
    made = Job.objects.create(requester=by, state=state, **values)
    if age:
        Job.objects.filter(pk=made.pk).update(created_at=now - age)
    made.refresh_from_db()
    return made


@app.task(name="tests.note")
def note(job_id):
    run(job_id, _note)


def _note(job, progress):
    DONE_BY_TASK.append(job.public_id)
    return {"address": "/reports/1/"}
