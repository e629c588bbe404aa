"""What do the workers do for accounts, by the clock?"""

from celery import shared_task
from django.utils import timezone

from foundation.accounts import sealing


@shared_task(ignore_result=True)
def seal():
    """Every minute: seal the audit events that came since."""
    sealing.seal(timezone.now())
