"""Can a process outlive the one that started it?"""

import os
import signal
import subprocess
import sys
import time

import pytest

from foundation.embedded import processes
from foundation.embedded.guard import groups_left

SLEEP = [sys.executable, "-c", "import time; time.sleep(300)"]


@pytest.fixture
def sleeper(home):
    process = processes.spawn(SLEEP, log=home / "log", cwd=home)
    yield process
    processes.stop(process, gently=signal.SIGKILL, seconds=5)


def test_a_child_dies_with_its_parent_however_that_one_ends(home, run_script, until):
    source = (
        "import sys, os, pathlib; from foundation.embedded import processes;"
        "c = processes.spawn([sys.executable, '-c', 'import time; time.sleep(300)'],"
        "                    log=pathlib.Path(sys.argv[1]) / 'log', cwd=sys.argv[1]);"
        "print(c.pid, flush=True); sys.stdin.read(); import time; time.sleep(300)"
    )
    parent = run_script(source, home)
    child = int(parent.stdout.readline())
    os.kill(child, 0)
    parent.kill()
    parent.wait()
    until(lambda: not processes.working_in(home, called=f"{os.path.basename(sys.executable)[:15]}"))


def test_a_child_has_a_session_of_its_own_so_ctrl_c_reaches_the_parent_alone(sleeper):
    assert os.getsid(sleeper.pid) == sleeper.pid != os.getsid(0)


def test_output_is_appended_to_the_log(home):
    for word in ("first", "second"):
        processes.spawn(["echo", word], log=home / "log").wait()
    assert (home / "log").read_text() == "first\nsecond\n"


def test_stopping_what_has_ended_gives_its_code(home):
    process = processes.spawn([sys.executable, "-c", "raise SystemExit(7)"], log=home / "log")
    process.wait()
    assert processes.stop(process, gently=signal.SIGTERM, seconds=1) == 7


def test_a_gentle_stop_is_gentle(sleeper):
    # not SIGINT: who runs this suite in the background of a shell has it ignored, and children inherit that
    assert processes.stop(sleeper, gently=signal.SIGTERM, seconds=5) == -signal.SIGTERM


def test_a_folder_is_cleared_of_those_who_work_in_it_and_of_no_others(home, sleeper, until):
    name = until(lambda: processes.Path(f"/proc/{sleeper.pid}/comm").read_text().strip())
    other = home / "other"
    other.mkdir()
    bystander = processes.spawn(SLEEP, log=home / "log", cwd=other)
    try:
        until(lambda: processes.working_in(home, called=name) == [sleeper.pid])
        assert processes.clear_folder(home, called="something-else", gently=signal.SIGTERM, seconds=1) == 0
        assert processes.clear_folder(home, called=name, gently=signal.SIGTERM, seconds=5) == 1
        assert sleeper.wait(1) == -signal.SIGTERM
        assert bystander.poll() is None
    finally:
        processes.stop(bystander, gently=signal.SIGKILL, seconds=5)


def test_those_deaf_to_the_gentle_signal_are_killed_in_the_end(home):
    deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(1, flush=True); time.sleep(300)"
    process = processes.spawn([sys.executable, "-c", deaf], log=home / "log", cwd=home)
    while not (home / "log").read_text():
        time.sleep(0.02)
    name = processes.Path(f"/proc/{process.pid}/comm").read_text().strip()
    assert processes.clear_folder(home, called=name, gently=signal.SIGTERM, seconds=0.2) == 1
    assert process.wait(5) == -signal.SIGKILL


def test_the_guard_keeps_only_the_groups_that_have_not_ended():
    assert groups_left([b"+10\n", b"+11\n", b"-10\n", b"+12\n"]) == {11, 12}


def test_the_guard_needs_no_package_and_no_environment():
    from foundation.embedded import guard

    done = subprocess.run([sys.executable, "-I", "-S", guard.__file__], input=b"", timeout=5, env={})
    assert done.returncode == 0
