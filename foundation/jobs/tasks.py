"""What do the workers do for the jobs themselves?"""

from celery import shared_task
from django.utils import timezone

from foundation.jobs import services


@shared_task(ignore_result=True)
def beat():
    """Every twenty seconds: a worker is here."""
    services.beat(at=timezone.now())
