"""Does everything run, come back, and leave nothing behind?"""

import os
import signal
import sys
import time
from pathlib import Path

import pytest

from foundation.embedded.program import Program, ServerError
from foundation.embedded.supervisor import LONGEST_PAUSE_S, Supervisor

ENVIRONMENT = {"PATH": os.defpath}
# A worker with pool children that take no notice of anything but SIGKILL.
FAMILY = """
import os, signal, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN); signal.signal(signal.SIGQUIT, signal.SIG_IGN)
for _ in range(2):
    if os.fork() == 0:
        open(sys.argv[1], "a").write(f"{os.getpid()}\\n"); time.sleep(300)
open(sys.argv[1], "a").write(f"{os.getpid()}\\n")
time.sleep(300)
"""
WHOLE_SITE = """
import sys, pathlib
from foundation.embedded.servers import Servers
from foundation.embedded.place import Hold
from foundation.embedded.program import Program
from foundation.embedded.supervisor import Supervisor
servers = Servers.of(pathlib.Path(sys.argv[1]))
with Hold(servers.place.home, purpose="demo"):
    supervisor = Supervisor(servers.place.logs)
    supervisor.listen_for_stop()
    servers.start(supervisor)
    supervisor.start(Program("family", [sys.executable, "-c", sys.argv[2], sys.argv[3]], {}, grace_s=0.2))
    print("up", supervisor.guard.pid, flush=True)
    supervisor.watch()
    supervisor.stop()
"""


def python(name: str, source: str, *arguments, **more) -> Program:
    return Program(name=name, argv=[sys.executable, "-c", source, *map(str, arguments)], env=ENVIRONMENT, **more)


def alive(pid: int) -> bool:
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except FileNotFoundError:
        return False


def family(path: Path) -> list[int]:
    return [int(line) for line in path.read_text().split()] if path.exists() else []


def working_below(home: Path) -> list[str]:
    """Every process whose command line or folder names this home."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and int(entry.name) != os.getpid():
            try:
                line = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
                if str(home) in line or str(home) in str((entry / "cwd").resolve()):
                    found.append(f"{entry.name} {line[:80]}")
            except OSError:
                continue
    return found


@pytest.fixture
def site(home, run_script):
    def start():
        process = run_script(WHOLE_SITE, home, FAMILY, home / "family")
        word, _, guard = process.stdout.readline().partition(" ")
        assert word == "up"
        return process, int(guard)

    return start


def test_a_killed_supervisor_leaves_no_process_behind_pool_children_and_backends_included(home, site, until):
    process, guard = site()
    until(lambda: len(family(home / "family")) == 3)
    process.kill()
    process.wait()
    until(lambda: not working_below(home), 15)
    until(lambda: not any(map(alive, [guard, *family(home / "family")])))


def test_even_with_its_guard_killed_first_the_kernel_ends_the_servers(home, site, until):
    process, guard = site()
    os.kill(guard, signal.SIGKILL)
    process.kill()
    process.wait()
    until(lambda: not [line for line in working_below(home) if "postgres" in line or "valkey" in line], 15)
    for pid in family(home / "family"):  # the kernel's signal reaches children, not grandchildren
        if alive(pid):
            os.kill(pid, signal.SIGKILL)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_wanted_stop_ends_everything_in_order(home, site, number):
    process, guard = site()
    process.send_signal(number)
    assert process.wait(20) == 0
    assert working_below(home) == []
    assert not alive(guard)


def test_a_second_start_keeps_the_data(home, site, ask):
    from foundation.embedded.servers import Servers

    url = Servers.of(home).cluster.url
    process, _ = site()
    ask(url, "create table kept as select 42 as answer")
    process.send_signal(signal.SIGTERM)
    process.wait(20)
    process, _ = site()
    assert ask(url, "select answer from kept") == 42


def test_a_start_right_after_a_kill_finds_the_data_whole(home, site, ask):
    from foundation.embedded.servers import Servers

    url = Servers.of(home).cluster.url
    process, _ = site()
    ask(url, "create table kept as select 42 as answer")
    process.kill()
    process.wait()
    site()
    assert ask(url, "select answer from kept") == 42


def test_what_dies_starts_again_and_waits_longer_each_time(supervisor, said, monkeypatch):
    monkeypatch.setattr("foundation.embedded.supervisor.FIRST_PAUSE_S", 0.02)
    supervisor.start(python("flaky", "raise SystemExit(3)"))
    child = supervisor.children["flaky"]
    child.pause_s = 0.02
    deadline = time.monotonic() + 10
    while len(said) < 3 and time.monotonic() < deadline:
        supervisor._look_after(child)
        time.sleep(0.01)
    assert [line.split(" (log")[0] for line in said[:3]] == [
        "flaky ended with code 3; starting it again in 0.02 s",
        "flaky ended with code 3; starting it again in 0.04 s",
        "flaky ended with code 3; starting it again in 0.08 s",
    ]


def test_the_wait_has_an_end_and_is_forgotten_by_a_program_that_lived_long(supervisor):
    supervisor.start(python("flaky", "raise SystemExit(3)"))
    child = supervisor.children["flaky"]
    child.process.wait()
    child.pause_s = LONGEST_PAUSE_S
    supervisor._look_after(child)
    assert child.pause_s == LONGEST_PAUSE_S
    child.again_at, child.since = None, child.since - 100
    supervisor._look_after(child)
    assert child.again_at - time.monotonic() < 1


def test_what_a_dead_program_left_is_swept_before_it_starts_again(home, supervisor, until):
    supervisor.start(python("family", FAMILY, home / "family"))
    until(lambda: len(family(home / "family")) == 3)
    main = supervisor.children["family"].process
    os.kill(main.pid, signal.SIGKILL)
    main.wait()
    supervisor._look_after(supervisor.children["family"])
    until(lambda: not any(map(alive, family(home / "family"))))


def test_a_program_that_ends_at_once_is_a_clear_failure_with_its_last_words(supervisor):
    broken = python("web", "import sys; sys.exit('no module named portfolio')", ready=lambda: False)
    with pytest.raises(ServerError, match=r"web ended with code 1\.\n    no module named portfolio"):
        supervisor.start(broken)


def test_a_program_that_never_gets_ready_is_a_clear_failure(supervisor):
    with pytest.raises(ServerError, match="was not ready after 0 s"):
        supervisor.start(python("web", "import time; time.sleep(60)", ready=lambda: False, patience_s=0.1))


def test_a_program_that_cannot_start_again_is_tried_later(supervisor, said):
    supervisor.start(python("once", "raise SystemExit(1)"))
    child = supervisor.children["once"]
    child.process.wait()
    child.program = Program(name="once", argv=["/does/not/exist"], env=ENVIRONMENT)
    supervisor._look_after(child)
    child.again_at = 0
    supervisor._look_after(child)
    assert "once cannot start" in said[-1]
    assert child.again_at > time.monotonic()


def test_a_program_deaf_to_the_stop_signal_is_killed_after_its_grace(home, place):
    supervisor = Supervisor(place.logs)
    supervisor.start(python("deaf", FAMILY, home / "family", grace_s=0.3))
    deadline = time.monotonic() + 5
    while len(family(home / "family")) < 3 and time.monotonic() < deadline:
        time.sleep(0.02)
    began = time.monotonic()
    supervisor.stop()
    assert time.monotonic() - began < 3
    assert not any(map(alive, family(home / "family")))


def test_a_log_that_grew_long_is_put_aside(place, supervisor, monkeypatch):
    monkeypatch.setattr("foundation.embedded.supervisor.LONGEST_LOG", 10)
    (place.logs / "short.log").write_text("x" * 11)
    supervisor.start(python("short", "print('new')"))
    supervisor.children["short"].process.wait()
    assert (place.logs / "short.log").read_text() == "new\n"
    assert (place.logs / "short.log.1").read_text() == "x" * 11
