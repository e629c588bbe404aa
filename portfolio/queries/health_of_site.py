"""Is the installation well: database, broker, queue, workers, disk, migrations?"""

import datetime as dt
import shutil
from dataclasses import dataclass

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from kombu import Connection
from kombu.exceptions import OperationalError

from foundation.jobs.models import ACTIVE, Job, JobState
from foundation.jobs.queries import last_beat
from projects.models import ProjectTouched

LONGEST_SILENCE = dt.timedelta(minutes=2)  # a worker drawing a long report does not beat meanwhile
OLDEST_JOB = dt.timedelta(minutes=10)
OLDEST_TOUCH = dt.timedelta(minutes=5)
LEAST_DISK = 500 * 1024 * 1024


@dataclass(frozen=True)
class Check:
    """`name` is stable for machines, `state` for people; `is_well` decides."""

    name: str
    is_well: bool
    state: str


def database():
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        return Check("database", True, "answers")
    except DatabaseError as error:
        return Check("database", False, type(error).__name__)


def migrations():
    """A database that lacks a migration of this code must not be served."""
    try:
        executor = MigrationExecutor(connection)
        missing = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    except DatabaseError as error:
        return Check("migrations", False, type(error).__name__)
    return Check("migrations", not missing, f"{missing} missing" if missing else "complete")


def broker():
    try:
        with Connection(settings.CELERY_BROKER_URL, connect_timeout=1, transport_options={"socket_timeout": 1}) as link:
            link.ensure_connection(max_retries=1, timeout=1)
        return Check("broker", True, "answers")
    except (OperationalError, OSError) as error:
        return Check("broker", False, type(error).__name__)


def disk():
    """Room left where reports are kept."""
    at = settings.MEDIA_ROOT if settings.MEDIA_ROOT.exists() else settings.BASE_DIR
    free = shutil.disk_usage(at).free
    return Check("disk", free >= LEAST_DISK, f"{free // 1024**2} MB free")


def jobs(now):
    """The oldest job that waits; a worker that is away shows here first."""
    oldest = Job.objects.filter(state=JobState.QUEUED).order_by("created_at").values_list("created_at", flat=True)
    first, running = oldest.first(), Job.objects.filter(state__in=ACTIVE).count()
    waits = now - first if first else dt.timedelta(0)
    return Check("jobs", waits <= OLDEST_JOB, f"oldest waits {int(waits.total_seconds())} s, {running} running")


def workers(now):
    """When a worker was heard of last, and whether one left a job behind."""
    lost = Job.objects.filter(state__in=ACTIVE, lease_until__lt=now).count()
    if lost:
        return Check("workers", False, f"{lost} jobs lost their worker")
    last = last_beat()
    if last is None:
        return Check("workers", False, "no worker was heard of yet")
    silent = now - last
    return Check("workers", silent <= LONGEST_SILENCE, f"heard of {int(silent.total_seconds())} s ago")


def facts(now):
    """How long the oldest change waits for the stored facts."""
    first = ProjectTouched.objects.order_by("pk").values_list("at", flat=True).first()
    waits = now - first if first else dt.timedelta(0)
    return Check("facts", waits <= OLDEST_TOUCH, f"oldest change waits {int(waits.total_seconds())} s")


def ready():
    """What a load balancer asks: can this process serve a page?"""
    first = database()
    return [first, migrations()] if first.is_well else [first]


def everything(now):
    """All checks; those that need the database only when it answers."""
    checks = ready()
    if checks[0].is_well:
        checks += [jobs(now), workers(now), facts(now)]
    return [*checks, broker(), disk()]
