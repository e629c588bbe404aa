"""Does the web server itself refuse to serve an unsafe or unmigrated site?"""

import gc
import os
import runpy
import subprocess
import sys
import weakref
from pathlib import Path

import pytest
from django.db import connections

CHECKOUT = Path(__file__).resolve().parents[2]
GOOD_KEY = "pJ0vXq3rT8wLz5nB1cYd6fGh2kMs9aEu4iOoRtVxWyZ7QbNc-_KjH"


@pytest.fixture
def start(tmp_path):
    """Start gunicorn as an installation does, on a database without a single table of ours."""

    def run(bind=f"unix:{tmp_path}/s", **changes):
        database = connections["default"].settings_dict
        address = f"postgres:///postgres?host={database['HOST']}&port={database['PORT']}&user={database['USER']}"
        environment = os.environ | {
            "DATABASE_URL": address,
            "SECRET_KEY": GOOD_KEY,
            "ALLOWED_HOSTS": "plumbline.example",
        }
        for name in ("DEBUG", "PLUMBLINE_DEMO"):
            environment.pop(name, None)
        return subprocess.run(
            [sys.executable, "-m", "gunicorn", "-c", "portfolio/gunicorn.py", "-b", bind, "portfolio.wsgi:application"],
            env=environment | changes,
            cwd=CHECKOUT,
            capture_output=True,
            text=True,
            timeout=60,
        )

    return run


def test_an_unmigrated_database_is_refused_with_the_command_that_migrates(start):
    done = start()
    assert done.returncode != 0
    assert "Plumbline does not start:" in done.stderr
    assert "Run: manage.py migrate" in done.stderr


def test_a_known_secret_is_refused(start):
    done = start(SECRET_KEY="django-insecure-" + GOOD_KEY)
    assert done.returncode != 0
    assert "Plumbline does not start: SECRET_KEY" in done.stderr


def test_debug_is_refused(start):
    done = start(DEBUG="1")
    assert done.returncode != 0
    assert "Plumbline does not start: DEBUG is on" in done.stderr


def test_the_demo_refuses_to_listen_to_the_world(start):
    done = start(bind="0.0.0.0:0", PLUMBLINE_DEMO="1")
    assert done.returncode != 0
    assert "can be reached from elsewhere" in done.stderr


@pytest.fixture
def swept():
    """The sweeper as it was before."""
    was = gc.get_threshold()
    yield
    gc.unfreeze()
    gc.set_threshold(*was)


def test_a_worker_does_not_sweep_what_was_loaded_before_it(swept):
    namespace = runpy.run_path(str(CHECKOUT / "portfolio" / "gunicorn.py"))
    namespace["when_ready"](server=None)
    assert gc.get_freeze_count() > 100_000
    assert gc.get_threshold()[0] == namespace["SWEEP_AFTER"]


def test_garbage_that_a_page_leaves_is_still_swept(swept):
    class Page:
        pass

    runpy.run_path(str(CHECKOUT / "portfolio" / "gunicorn.py"))["when_ready"](server=None)
    page = Page()
    page.itself = page
    left = weakref.ref(page)
    del page
    gc.collect()
    assert left() is None
