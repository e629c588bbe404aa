"""What do the workers do for portfolios?"""

from celery import shared_task
from django.utils import timezone

from foundation.jobs.services import run
from portfolio.importing import steps


@shared_task(ignore_result=True)
def import_step(job_id):
    """One step of an import: read, check, import, take back."""
    run(job_id, lambda job, progress: steps.do(job, progress, today=timezone.localdate()))
