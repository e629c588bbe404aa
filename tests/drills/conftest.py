"""A real worker, a real sweeper and a real broker beside the test database."""

import os
import signal
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.conf import settings as configured
from django.db import connection

from foundation.embedded import processes
from foundation.embedded.place import CHECKOUT
from portfolio.celery import app


@dataclass
class Crew:
    """Processes of the product that work on the test database."""

    logs: Path
    env: dict
    running: dict = field(default_factory=dict)

    def start(self, name, *argv):
        log = self.logs / f"{name}.log"
        self.running[name] = processes.spawn([sys.executable, *argv], env=self.env, cwd=CHECKOUT, log=log)
        return self.running[name]

    def worker(self):
        words = ("worker", "--concurrency", "2", "--loglevel", "INFO", "--without-gossip", "--without-mingle")
        return self.start("worker", "-m", "celery", "-A", "portfolio.celery", *words)

    def sweeper(self):
        return self.start("sweeper", "manage.py", "sweeper")

    def log(self, name):
        return (self.logs / f"{name}.log").read_text(errors="replace")

    def stop(self):
        for process in self.running.values():
            processes.stop(process, gently=signal.SIGKILL, seconds=2)
        for pid in [pid for process in self.running.values() for pid in children_of(process.pid)]:
            os.kill(pid, signal.SIGKILL)


def children_of(pid):
    """Process ids whose parent is `pid`, from /proc."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                stat = (entry / "stat").read_text()
            except OSError:
                continue
            if int(stat.rpartition(")")[2].split()[1]) == pid:
                found.append(int(entry.name))
    return found


def wait_for(condition, *, seconds, every=0.05):
    """The first true answer of `condition`, or a failure after `seconds`. → (answer, seconds it took)"""
    began = time.monotonic()
    while time.monotonic() - began < seconds:
        answer = condition()
        if answer:
            return answer, time.monotonic() - began
        time.sleep(every)
    pytest.fail(f"waited {seconds} s in vain for {condition.__name__}")


@pytest.fixture
def crew(transactional_db, tmp_path, settings):
    """The crew, with the media folder that test and workers share; everything is gone afterwards."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.CELERY_TASK_ALWAYS_EAGER = False
    database = connection.settings_dict
    host = f"host={database['HOST']}&port={database['PORT']}&user={database['USER']}"
    env = {
        **os.environ,
        "DATABASE_URL": f"postgres:///{database['NAME']}?{host}",
        "PLUMBLINE_MEDIA": str(settings.MEDIA_ROOT),
        "PYTHONPATH": str(CHECKOUT),
        "SECRET_KEY": configured.SECRET_KEY,
    }
    env.pop("CELERY_EAGER", None)
    _empty_broker()
    made = Crew(tmp_path, env)
    yield made
    made.stop()
    _empty_broker()


def _empty_broker():
    app.control.purge()
