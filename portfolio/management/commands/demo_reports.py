"""Has the demo signed papers? Asks for them, waits until the worker has drawn them, and signs."""

import time

from django.core.management.base import BaseCommand
from django.utils import timezone

from foundation.jobs.models import Job
from portfolio.demo import papers

LOOK_EVERY_S, PATIENCE_S = 0.5, 120
OVER = ("done", "failed", "cancelled")


class Command(BaseCommand):
    help = "Let the people of the demo sign the closure reports of closed projects; needs a worker."

    def handle(self, *args, **options):
        for project in papers.unsigned():
            job = papers.ask(project, on=timezone.localdate())
            if state(job) == "done":
                papers.sign(job, at=timezone.now())
                self.stdout.write(f"{project.code}: the closure report is signed.")
            else:
                self.stdout.write(f"{project.code}: the closure report was not drawn.")


def state(job):
    """The state in which the job ends, or that it has after two minutes."""
    for _look in range(round(PATIENCE_S / LOOK_EVERY_S)):
        now = Job.objects.values_list("state", flat=True).get(pk=job.pk)
        if now in OVER:
            break
        time.sleep(LOOK_EVERY_S)
    return now
