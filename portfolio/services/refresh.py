"""How do the stored facts follow the tables they are made of?

Triggers append projects to `projects_touched`; a job takes ids, computes their facts again and
deletes only what it took, so that a change during the work stays in the queue.
"""

import datetime as dt
import zoneinfo

from django.db import transaction

from foundation.jobs.models import OPEN, Job
from foundation.jobs.services import enqueue
from foundation.organisation.queries import organisation
from portfolio.facts import gather
from portfolio.models import ProjectFacts
from projects.models import Project, ProjectTouched

KIND = "facts"
BATCH = 100  # projects in one transaction
TAKEN = 2_000  # rows of the queue in one transaction
KEPT = dt.timedelta(days=1)  # finished jobs of this kind; there may be one every two seconds
_COLUMNS = [field.name for field in ProjectFacts._meta.concrete_fields if not field.primary_key]


def today(now):
    """The organisation's day at an instant."""
    found = organisation()
    return now.astimezone(zoneinfo.ZoneInfo(found.zone if found else "UTC")).date()


def refresh_facts(project_ids, *, now):
    """Compute and store the facts of the projects with these row ids; returns how many."""
    day, done = today(now), 0
    ids = sorted(set(project_ids))
    for at in range(0, len(ids), BATCH):
        rows = Project.objects.filter(pk__in=ids[at : at + BATCH]).select_related("portfolio", "currency")
        facts = gather(rows, as_of=day, now=now)
        ProjectFacts.objects.bulk_create(
            facts, update_conflicts=True, unique_fields=["project"], update_fields=_COLUMNS
        )
        done += len(facts)
    return done


def refresh_touched(*, now, progress=None):
    """Empty the queue as it stands; returns how many projects were computed."""
    done = 0
    while taken := _refresh_some(now):
        done += taken
        if progress is not None:
            progress(step=str(done))
    return done


@transaction.atomic
def _refresh_some(now):
    """One batch: take, compute, delete what was taken."""
    queue = ProjectTouched.objects.select_for_update(skip_locked=True).order_by("pk")
    taken, projects = [], set()
    for pk, project in queue.values_list("pk", "project_id")[:TAKEN]:
        if project in projects or len(projects) < BATCH:
            projects.add(project)
            taken.append(pk)
    refresh_facts(projects, now=now)
    ProjectTouched.objects.filter(pk__in=taken).delete()
    return len(projects)


def start_refresh(now):
    """Ask for the job when projects wait and no such job is open: one at a time. Returns it or None."""
    if Job.objects.filter(kind=KIND, state__in=OPEN).exists() or not ProjectTouched.objects.exists():
        return None
    return enqueue(kind=KIND, task="portfolio.tasks.refresh", arguments={}, key=f"facts:{now.isoformat()}", by=None)


@transaction.atomic
def touch_all(*, now):
    """Every night: all projects wait for their facts again, and yesterday's finished jobs go."""
    ids = Project.objects.filter(archived_at=None).values_list("pk", flat=True)
    ProjectTouched.objects.bulk_create([ProjectTouched(project_id=pk) for pk in ids], batch_size=1_000)
    Job.objects.filter(kind=KIND, finished_at__lt=now - KEPT).exclude(state__in=OPEN).delete()
