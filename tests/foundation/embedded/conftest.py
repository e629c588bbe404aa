"""Homes for embedded servers: short paths that the server account can reach, removed afterwards."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg2
import pytest

from foundation.embedded import processes
from foundation.embedded.place import CHECKOUT, open_place
from foundation.embedded.supervisor import Supervisor

MEMORY = "/dev/shm"  # a busy disk would make seconds of what takes milliseconds


@pytest.fixture
def home():
    path = Path(tempfile.mkdtemp(prefix="pl-test-", dir=MEMORY if os.path.isdir(MEMORY) else "/tmp"))
    yield path
    processes.clear_folder(path / "pg", called="postgres", gently=signal.SIGQUIT, seconds=5)
    processes.clear_folder(path / "valkey", called="valkey-server", gently=signal.SIGKILL, seconds=5)
    shutil.rmtree(path)


@pytest.fixture
def place(home):
    return open_place(home)


@pytest.fixture
def said():
    return []


@pytest.fixture
def supervisor(place, said):
    supervisor = Supervisor(place.logs, say=said.append)
    yield supervisor
    supervisor.stop()


@pytest.fixture
def ask():
    """Run one statement over an address as the product gets it; return the first value."""

    def run(url: str, sql: str):
        connection = psycopg2.connect(url)
        connection.autocommit = True
        try:
            with connection.cursor() as cursor:
                cursor.execute(sql)
                return cursor.fetchone()[0] if cursor.description else None
        finally:
            connection.close()

    return run


@pytest.fixture
def until():
    def wait(condition, seconds: float = 10.0):
        deadline = time.monotonic() + seconds
        while not (found := condition()):
            assert time.monotonic() < deadline, "it did not happen in time"
            time.sleep(0.05)
        return found

    return wait


@pytest.fixture
def run_script(home):
    """A Python process of its own, killed at the end of the test if it still runs."""
    started = []

    def run(source: str, *arguments) -> subprocess.Popen:
        process = subprocess.Popen(
            [sys.executable, "-c", source, *map(str, arguments)],
            env=os.environ | {"PYTHONPATH": str(CHECKOUT)},
            stdout=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield run
    for process in started:
        process.kill()
        process.wait()
        process.stdout.close()
