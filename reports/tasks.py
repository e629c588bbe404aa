"""Which jobs do reports have? Three lines each: the row, the service, done."""

from celery import shared_task

from foundation.jobs.services import run
from reports import services


@shared_task
def draw(job_id):
    run(job_id, services.draw_work)


@shared_task
def issue(job_id):
    run(job_id, services.issue_work)
