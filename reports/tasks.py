"""Which jobs do reports have? Three lines each: the row, the service, done."""

from celery import shared_task
from celery.signals import worker_init

from foundation.jobs.services import run
from reports import pdf, services


@worker_init.connect
def load_what_draws(**_sent):
    """Before the worker forks, so that the first reader of the day does not wait for it, and it lies in memory once."""
    pdf.can_draw()


@shared_task
def draw(job_id):
    run(job_id, services.draw_work)


@shared_task
def issue(job_id):
    run(job_id, services.issue_work)
