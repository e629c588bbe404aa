"""How does an empty site get something to look at?"""

import datetime as dt
import time

from django.core.management.base import BaseCommand
from django.utils import timezone

from foundation.history import in_history
from portfolio.demo import build
from portfolio.demo.plans import HERE
from portfolio.services import refresh_facts
from projects.models import Portfolio, Project


class Command(BaseCommand):
    help = "Fill an empty database with a council's portfolio; does nothing when there are projects."

    def add_arguments(self, parser):
        parser.add_argument("--on", type=dt.date.fromisoformat, help="the day that counts as today (YYYY-MM-DD)")

    def handle(self, *args, on=None, **options):
        if Project.objects.exists() or Portfolio.objects.exists():
            self.stdout.write("There are projects already; nothing was added.")
            return
        began, now = time.process_time(), _noon(on) if on else timezone.now()
        fill(now)
        for name, count in build.summary():
            self.stdout.write(f"{name}: {count} projects")
        self.stdout.write(f"Done in {time.process_time() - began:.0f} s of processor time.")


@in_history("demo")
def fill(now):
    """The council as of an instant, with its stored facts: all of it or nothing."""
    stories = build.build(timezone.localdate(now, HERE))
    refresh_facts([story.project.pk for story in stories], now=now)
    build.forget_touched()


def _noon(day):
    return dt.datetime(day.year, day.month, day.day, 12, tzinfo=dt.UTC)
