"""Who works on a job now, is he still alive, and how far is he?

A worker holds a lease of six seconds and renews it from a thread of its own, on a connection of
its own, so that neither a long computation nor an open transaction of the work lets it run out.
The same thread carries the progress to the row and brings back the news that the person has
cancelled: telling the progress costs the work a few assignments in memory.
"""

import logging
import os
import threading
import time
import uuid
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from django.db import DatabaseError, InterfaceError, connection
from django.db.models.functions import Now

from foundation.jobs.models import ACTIVE, Job, JobState

LEASE = timedelta(seconds=6)
RENEW_EVERY = 2.0  # seconds
TELL_EVERY = 0.5  # seconds between two writes of a progress that moves
ETA_FROM = 0.05  # before that share of the way the time left is a guess

log = logging.getLogger(__name__)


class Cancelled(Exception):
    """The person does not want it any more: stop, clean up, leave."""


class LeaseLost(Exception):
    """Another worker has the job now: leave without a trace."""


def _machine():
    """Where process numbers mean the same: this boot and this PID namespace; None if unknown."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
        return f"{boot}/{os.stat('/proc/self/ns/pid').st_ino}"
    except OSError:
        return None


def new_token():
    """A name for this worker's hold on one job: machine, process and a random part."""
    return f"{_machine() or 'unknown'}:{os.getpid()}:{uuid.uuid4().hex}"


def holder_is_dead(token):
    """True only if the process behind the token certainly is gone: same machine, no such process.

    After a kill -9 the broker redelivers within a second; without this the job would wait for
    the end of its lease.
    """
    machine, _colon, rest = token.partition(":")
    process = rest.partition(":")[0]
    if machine != _machine() or not process.isdigit():
        return False
    return not Path("/proc", process).exists()


class Progress:
    """What the work calls: `progress(0.4, "Drawing the charts")`. Raises Cancelled or LeaseLost."""

    def __init__(self, job, token):
        self.job, self.token = job, token
        self.began = time.monotonic()
        self.values, self.changed = {}, False
        self.stop_with = None
        self.in_thread = False

    def __call__(self, fraction=None, step=None, *, state=None):
        """Tell how far: fraction of 0..1, the step in words, state RENDERING while a page is drawn."""
        if fraction is not None:
            self.values["progress"] = min(max(Decimal(str(round(fraction, 3))), Decimal(0)), Decimal(1))
        if step is not None:
            self.values["step"] = str(step)[:200]
        if state is not None:
            self.values["state"] = JobState(state)
        self.changed = True
        if not self.in_thread:
            self.write()
        if self.stop_with:
            raise self.stop_with

    def write(self):
        """Renew the lease and store the progress; finds out whether the job is still ours."""
        self.changed = False
        held = Job.objects.filter(pk=self.job.pk, leased_by=self.token, state__in=ACTIVE)
        if held.update(lease_until=Now() + LEASE, eta=self._eta(), **self.values):
            return
        state = Job.objects.filter(pk=self.job.pk).values_list("state", flat=True).first()
        self.stop_with = Cancelled() if state == JobState.CANCELLED else LeaseLost()

    def _eta(self):
        done = float(self.values.get("progress", 0))
        if done < ETA_FROM:
            return None
        passed = time.monotonic() - self.began
        return Now() + timedelta(seconds=passed * (1 - done) / done)


class Pulse:
    """`with Pulse(job, token) as progress:` keeps the lease while the block runs."""

    def __init__(self, job, token):
        self.progress = Progress(job, token)
        self.stop = threading.Event()
        self.thread = threading.Thread(target=self._beat, name="lease", daemon=True)

    def __enter__(self):
        # Inside a transaction no other connection sees the row: then each call writes by itself.
        if not connection.in_atomic_block:
            self.progress.in_thread = True
            self.thread.start()
        return self.progress

    def __exit__(self, *_error):
        self.stop.set()
        if self.progress.in_thread:
            self.thread.join()
        return False

    def _beat(self):
        renewed = time.monotonic()
        try:
            while not self.stop.wait(TELL_EVERY) and not self.progress.stop_with:
                if self.progress.changed or time.monotonic() - renewed >= RENEW_EVERY:
                    renewed = self._write(renewed)
        finally:
            connection.close()

    def _write(self, renewed):
        """The instant of the last success; a database that is away is asked again until the lease is over."""
        now = time.monotonic()
        try:
            self.progress.write()
        except (DatabaseError, InterfaceError):
            log.warning("the lease of job %s could not be renewed", self.progress.job.public_id, exc_info=True)
            connection.close()
            self.progress.changed = True
            if now - renewed > LEASE.total_seconds():
                self.progress.stop_with = LeaseLost()
            return renewed
        return now
