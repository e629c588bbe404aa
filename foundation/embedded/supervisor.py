"""Which processes run, and what happens when one dies?

The supervisor starts programs in order, starts again what dies (waiting longer each time), and
stops everything in the reverse order. It has one thread and looks ten times a second.
"""

import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from foundation.embedded import processes
from foundation.embedded.guard import Guard
from foundation.embedded.program import Program, ServerError

FIRST_PAUSE_S = 0.5
LONGEST_PAUSE_S = 30.0
SETTLED_S = 60.0  # a program that lived this long starts again without waiting
LOOK_EVERY_S = 0.1
LONGEST_LOG = 5_000_000  # bytes; beyond it the log is put aside at the next start


@dataclass
class Running:
    """A program and its present process."""

    program: Program
    process: subprocess.Popen
    since: float
    pause_s: float = FIRST_PAUSE_S
    again_at: float | None = None


class Supervisor:
    def __init__(self, logs: Path, *, say: Callable[[str], None] = print):
        self.logs = logs
        self.say = say
        self.children: dict[str, Running] = {}
        self.guard = Guard()
        self._asked_to_stop = False

    def start(self, program: Program) -> None:
        """Start one program and wait until it is ready; raise ServerError if it never is."""
        child = Running(program, self._spawn(program), time.monotonic())
        self.children[program.name] = child
        deadline = child.since + program.patience_s
        while program.ready and not program.ready():
            if child.process.poll() is not None:
                raise ServerError(
                    f"{program.name} ended with code {child.process.returncode}.{self.last_words(program.name)}"
                )
            if time.monotonic() > deadline or self._asked_to_stop:
                raise ServerError(
                    f"{program.name} was not ready after {program.patience_s:.0f} s.{self.last_words(program.name)}"
                )
            time.sleep(0.05)

    def watch(self) -> None:
        """Keep everything running until somebody asks to stop."""
        while not self._asked_to_stop:
            for child in self.children.values():
                self._look_after(child)
            self.pause()

    def pause(self) -> None:
        time.sleep(LOOK_EVERY_S)

    def ask_to_stop(self, *_) -> None:
        """A signal handler: the loop ends at its next look."""
        self._asked_to_stop = True

    @property
    def stopping(self) -> bool:
        return self._asked_to_stop

    def listen_for_stop(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self.ask_to_stop)

    def stop(self) -> None:
        """Stop everything, last started first, and let the guard go."""
        for child in reversed(list(self.children.values())):
            processes.stop(child.process, gently=child.program.stop_signal, seconds=child.program.grace_s)
            self.guard.forget(child.process.pid)
        self.children.clear()
        self.guard.close()

    def last_words(self, name: str, *, lines: int = 12) -> str:
        path = self.logs / f"{name}.log"
        text = path.read_text(errors="replace").strip().splitlines()[-lines:] if path.exists() else []
        return "".join(f"\n    {line}" for line in text) + f"\n    (all of it: {path})"

    def _spawn(self, program: Program) -> subprocess.Popen:
        if program.before:
            program.before()
        log = self.logs / f"{program.name}.log"
        if log.exists() and log.stat().st_size > LONGEST_LOG:
            log.replace(log.with_suffix(".log.1"))
        process = processes.spawn(
            program.argv,
            env=program.env,
            cwd=program.cwd,
            log=log,
            account=program.account,
            on_parent_death=program.death_signal,
        )
        self.guard.watch(process.pid)
        return process

    def _look_after(self, child: Running) -> None:
        now = time.monotonic()
        if child.again_at is None:
            if child.process.poll() is None:
                return
            self._bury(child, now)
        elif now >= child.again_at:
            self._revive(child, now)

    def _bury(self, child: Running, now: float) -> None:
        processes.sweep(child.process.pid)  # what it left, before a second one works beside it
        self.guard.forget(child.process.pid)
        if now - child.since > SETTLED_S:
            child.pause_s = FIRST_PAUSE_S
        child.again_at = now + child.pause_s
        self.say(
            f"{child.program.name} ended with code {child.process.returncode}; "
            f"starting it again in {child.pause_s:g} s (log: {self.logs / child.program.name}.log)"
        )
        child.pause_s = min(child.pause_s * 2, LONGEST_PAUSE_S)

    def _revive(self, child: Running, now: float) -> None:
        try:
            child.process = self._spawn(child.program)
        except (OSError, ServerError) as error:
            self.say(f"{child.program.name} cannot start: {error}")
            child.again_at = now + child.pause_s
            child.pause_s = min(child.pause_s * 2, LONGEST_PAUSE_S)
            return
        child.since, child.again_at = time.monotonic(), None
