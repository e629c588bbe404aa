"""Who cleans up when the supervisor itself is killed?

A tiny process that only reads a pipe. The supervisor writes `+group` when it starts a child and
`-group` when the child has ended. When the pipe closes, the supervisor is gone: children that
the kernel has already told to end get a few seconds, then the rest is killed by group, pool
children and workers included. Run as a script; standard library only.
"""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

GRACE_S = 5.0


class Guard:
    """The supervisor's end of the pipe."""

    def __init__(self):
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-S", str(Path(__file__).resolve())],
            stdin=subprocess.PIPE,
            start_new_session=True,
            cwd="/",
        )
        self.pid = self._process.pid

    def watch(self, group: int) -> None:
        self._tell(f"+{group}\n")

    def forget(self, group: int) -> None:
        self._tell(f"-{group}\n")

    def close(self) -> None:
        with suppress(OSError):
            self._process.stdin.close()
        self._process.wait()

    def _tell(self, line: str) -> None:
        with suppress(OSError):  # the guard was killed: the kernel's own signal remains
            self._process.stdin.write(line.encode())
            self._process.stdin.flush()


def groups_left(lines) -> set[int]:
    """Read the pipe to its end: which groups were started and not reported ended?"""
    groups: set[int] = set()
    for line in lines:
        group = int(line[1:])
        (groups.add if line[:1] == b"+" else groups.discard)(group)
    return groups


def _alive(group: int) -> bool:
    with suppress(ProcessLookupError):
        os.killpg(group, 0)
        return True
    return False


def main() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    groups = groups_left(sys.stdin.buffer)
    deadline = time.monotonic() + GRACE_S
    while time.monotonic() < deadline and (groups := {g for g in groups if _alive(g)}):
        time.sleep(0.1)
    for group in groups:
        with suppress(ProcessLookupError):
            os.killpg(group, signal.SIGKILL)


if __name__ == "__main__":
    main()
