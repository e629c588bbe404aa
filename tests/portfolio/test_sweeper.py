"""Does the sweeper's process work, end when it is told to, and outlive a database that is away?"""

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import OperationalError

from foundation.jobs.models import Job, JobState
from portfolio.management.commands import sweeper
from tests.factories import jobs

ROOT = Path(sweeper.__file__).parents[3]


@pytest.mark.django_db
def test_a_round_delivers_what_was_lost():
    job = jobs.job(age=timedelta(seconds=10))
    call_command("sweeper", once=True)
    assert Job.objects.get(pk=job.pk).state == JobState.DONE


@pytest.mark.django_db
@pytest.mark.parametrize("error", [OperationalError("server closed the connection"), ZeroDivisionError()])
def test_what_fails_does_not_keep_the_rest_of_the_round_from_working(monkeypatch, caplog, error):
    def fails(now):
        raise error

    done = []
    monkeypatch.setattr(sweeper, "ROUND", (fails, done.append))
    sweeper.do_round()
    assert len(done) == 1
    assert "fails" in caplog.text


def test_the_process_outlives_a_lost_database_and_ends_on_sigterm():
    environment = os.environ | {"DATABASE_URL": "postgres://nobody@127.0.0.1:1/nowhere", "SECRET_KEY": "a" * 60}
    process = subprocess.Popen(
        [sys.executable, "manage.py", "sweeper"], cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True
    )
    try:
        time.sleep(6)
        assert process.poll() is None
        process.send_signal(signal.SIGTERM)
        _out, told = process.communicate(timeout=10)
    finally:
        process.kill()
    assert process.returncode == 0
    assert "the database did not answer" in told
