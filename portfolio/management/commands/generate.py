"""How is a site filled for measuring: as many projects, tasks and time entries as asked for?"""

import math
import time

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from foundation.history import in_history
from portfolio.demo import build, multiply
from portfolio.demo.catalogue import PLOTS
from portfolio.demo.plans import HERE
from portfolio.services import refresh_facts
from projects.models import Portfolio, Project, Task
from staffing.models import TimesheetLine

GROUP = 20  # projects that share their people; the groups are copies of each other
LINES_A_WEEK = 8  # time entries of one project of a group, about
PACKED = 0.88  # packages among the tasks; the rest are stages and milestones


class Command(BaseCommand):
    help = "Fill an empty site with many projects, for measurements. Demo and debug only."

    def add_arguments(self, parser):
        parser.add_argument("--projects", type=int, default=1000)
        parser.add_argument("--tasks", type=int, default=100_000)
        parser.add_argument("--time-entries", type=int, default=200_000)
        parser.add_argument(
            "--erase-everything-first", action="store_true", help="throw away all data of this site, without undo"
        )

    def handle(self, *args, projects, tasks, time_entries, erase_everything_first, **options):
        if not (settings.DEBUG or settings.PLUMBLINE_DEMO):
            raise CommandError("Only a site in demo or debug mode is filled with invented data.")
        if projects < 1:
            raise CommandError("--projects is at least 1.")
        began = time.monotonic()
        with in_history("generate"):
            if erase_everything_first:
                multiply.erase_everything()
            if Project.objects.exists() or Portfolio.objects.exists():
                raise CommandError("There are projects on this site. Add --erase-everything-first to lose them all.")
            fill(projects, tasks, time_entries, now=timezone.now())
        multiply.analyze()
        counts = [f"{model.objects.count():,} {name}" for model, name in COUNTED.items()]
        self.stdout.write(f"{', '.join(counts)} in {time.monotonic() - began:.0f} s.")


COUNTED = {Project: "projects", Task: "tasks", TimesheetLine: "time entries"}


def fill(projects, tasks, time_entries, *, now):
    """About so many of each, and never fewer projects; whole groups are made, so there may be some more."""
    size = min(GROUP, math.ceil(projects / 2))
    groups = math.ceil(projects / size)
    packages = max(14, math.ceil(PACKED * tasks / projects))
    weeks = max(4, math.ceil(time_entries / projects / LINES_A_WEEK))
    stories = build.build(timezone.localdate(now, HERE), PLOTS[: 2 * size : 2], packages=packages, weeks=weeks)
    refresh_facts([story.project.pk for story in stories], now=now)
    workers = [person.pk for person in stories[0].council.workers]
    multiply.multiply([story.project.pk for story in stories], workers, copies=groups - 1)
