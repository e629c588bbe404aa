"""A site of a thousand projects on the servers of the test run, with its web server and its worker."""

import os
import signal
import sys
import time
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import override_settings

from foundation.embedded import processes
from foundation.embedded.demo import answers
from foundation.embedded.place import CHECKOUT
from portfolio.demo import multiply
from tests.bench.meters import Filled, Site, free_port, seconds_of

SIZE = {"projects": 1_000, "tasks": 100_000, "time_entries": 200_000}


@pytest.fixture(scope="session")
def generated(django_db_setup, django_db_blocker):
    """The data of the measurements; the tests that read them change nothing. → Filled"""
    with django_db_blocker.unblock(), override_settings(PLUMBLINE_DEMO=True):
        began, used = time.monotonic(), _used()
        call_command("generate", erase_everything_first=True, **SIZE)
        yield Filled(time.monotonic() - began, _used() - used)
        multiply.erase_everything()


def _used():
    """Processor time of this process and of its database session."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return seconds_of([os.getpid(), cursor.fetchone()[0]])


@pytest.fixture(scope="session")
def site(generated, tmp_path_factory):
    """Gunicorn with the bare page beside the product's, as the demo runs it, and a worker."""
    folder = tmp_path_factory.mktemp("site")
    port = free_port()
    env = _environment(folder)
    made = Site(port=port, logs=folder, env=env)
    made.run("manage.py", "collectstatic", "--noinput")
    bind = ("-c", "portfolio/gunicorn.py", "-b", f"127.0.0.1:{port}", "portfolio.wsgi:application")
    started = []
    try:
        started.append(_start("web", env, folder, "-m", "gunicorn", *bind))
        made.web = started[0].pid
        words = ("worker", "--concurrency", "2", "--loglevel", "INFO", "--without-gossip", "--without-mingle")
        started.append(_start("worker", env, folder, "-m", "celery", "-A", "portfolio.celery", *words))
        _until_it_answers(port, folder)
        yield made
    finally:
        for process in started:
            processes.stop(process, gently=signal.SIGTERM, seconds=10)


def _environment(folder):
    database = connection.settings_dict
    host = f"host={database['HOST']}&port={database['PORT']}&user={database['USER']}"
    return {
        **{key: value for key, value in os.environ.items() if key != "CELERY_EAGER"},
        "DATABASE_URL": f"postgres:///{database['NAME']}?{host}",
        "DJANGO_SETTINGS_MODULE": "tests.bench.settings",
        "PLUMBLINE_DEMO": "1",
        "PLUMBLINE_MEDIA": str(folder / "media"),
        "PLUMBLINE_STATIC": str(folder / "static"),
        "PYTHONPATH": str(CHECKOUT),
        "SECRET_KEY": "a secret of this one run: 0123456789 abcdefghijklmnopqrstuvwxyz",
    }


def _start(name, env, folder: Path, *argv):
    return processes.spawn([sys.executable, *argv], env=env, cwd=CHECKOUT, log=folder / f"{name}.log")


def _until_it_answers(port, folder):
    for _ in range(600):
        if answers(port):
            return
        time.sleep(0.1)
    pytest.fail((folder / "web.log").read_text(errors="replace")[-2_000:])
