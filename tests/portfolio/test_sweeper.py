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
from django.utils import timezone

from foundation.jobs.models import Job, JobState
from portfolio.importing.files import sweep_uploads
from portfolio.management.commands import sweeper
from tests.factories import imports, jobs

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
        first = process.stderr.readline()  # a round was tried: however slow the machine is
        assert process.poll() is None
        process.send_signal(signal.SIGTERM)
        _out, told = process.communicate(timeout=60)
        told = first + told
    finally:
        process.kill()
    assert process.returncode == 0
    assert "the database did not answer" in told


@pytest.mark.django_db
def test_files_that_a_crash_left_without_a_row_are_taken_away(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    for folder in ("reports", "imports"):
        (tmp_path / folder).mkdir()
        for name, age in (("old", 7200), ("young", 60)):
            file = tmp_path / folder / name
            file.write_bytes(b"left")
            os.utime(file, (time.time() - age, time.time() - age))
    for act in sweeper.ROUND:
        if isinstance(act, sweeper.Seldom):
            act.last = None
    sweeper.do_round()
    assert {path.name for path in tmp_path.glob("*/*")} == {"young"}


@pytest.mark.django_db
def test_an_upload_that_a_batch_names_stays(settings, tmp_path, world):
    settings.MEDIA_ROOT = tmp_path
    batch = imports.uploaded(world.portfolio)
    kept = tmp_path / batch.file_key
    os.utime(kept, (time.time() - 7200, time.time() - 7200))
    assert sweep_uploads(timezone.now()) == 0
    assert kept.exists()


def test_folders_are_walked_seldom_however_often_the_round_comes():
    done = []
    act = sweeper.Seldom(lambda now: done.append(now), timedelta(minutes=10))
    first = timezone.now()
    for minutes in (0, 1, 9, 10, 11, 25):
        act(first + timedelta(minutes=minutes))
    assert [int((at - first).total_seconds() / 60) for at in done] == [0, 10, 25]
