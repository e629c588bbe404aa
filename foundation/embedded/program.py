"""What does the supervisor need to know about a process that it keeps running?"""

import signal
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from foundation.embedded.processes import Account


class ServerError(Exception):
    """A server cannot run here; the message says why and what to do."""


@dataclass(frozen=True)
class Program:
    """One process: how it starts, how it is asked to stop, when it is ready."""

    name: str
    argv: list[str]
    env: dict[str, str] = field(repr=False)
    stop_signal: signal.Signals = signal.SIGTERM
    grace_s: float = 10.0  # then it is killed
    death_signal: signal.Signals = signal.SIGKILL  # what it gets when its supervisor dies
    account: Account | None = None
    cwd: Path | str = "/"
    before: Callable[[], None] | None = None  # before each start
    ready: Callable[[], bool] | None = None  # asked until it says yes
    patience_s: float = 30.0  # how long it may take to get ready
