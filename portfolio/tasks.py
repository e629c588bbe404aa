"""What do the workers do for portfolios, asked or by the clock?"""

from celery import shared_task
from django.utils import timezone

from foundation.jobs.services import run
from foundation.organisation import services as periods
from foundation.organisation.queries import organisation
from portfolio import services
from portfolio.importing import steps


@shared_task(ignore_result=True)
def import_step(job_id):
    """One step of an import: read, check, import, take back."""
    run(job_id, lambda job, progress: steps.do(job, progress, today=timezone.localdate()))


@shared_task(ignore_result=True)
def refresh(job_id):
    """Compute the facts of every project that waits."""
    run(job_id, lambda _job, progress: {"projects": services.refresh_touched(now=timezone.now(), progress=progress)})


@shared_task(ignore_result=True)
def keep_periods():
    """Every night: three years of fiscal periods lie ahead, once the site is set up."""
    if organisation():
        periods.keep_periods(on=timezone.localdate())


@shared_task(ignore_result=True)
def touch_all():
    """Every night: facts that depend on the day only."""
    services.touch_all(now=timezone.now())
