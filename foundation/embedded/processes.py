"""How does a process start so that it cannot outlive the one that started it?

Every child gets its own session (Ctrl-C in the terminal reaches the parent alone), and asks
the kernel for a signal when its parent dies, however the parent dies. What a child leaves
behind in its process group is swept when it ends. Grandchildren that moved to another session
are found by the folder they work in.
"""

import ctypes
import os
import signal
import subprocess
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True)


@dataclass(frozen=True)
class Account:
    """The user that a server runs as when we are root."""

    uid: int
    gid: int

    def as_popen(self) -> dict:
        return {"user": self.uid, "group": self.gid, "extra_groups": []}


def spawn(
    argv: list[str],
    *,
    log: Path,
    env: dict[str, str] | None = None,
    cwd: Path | str = "/",
    account: Account | None = None,
    on_parent_death: signal.Signals = signal.SIGKILL,
) -> subprocess.Popen:
    """Start `argv` with its output appended to `log`, tied to the life of this process.

    Call it from the main thread: the kernel counts the death of the thread that started the child.
    """
    with log.open("ab") as output:
        return subprocess.Popen(
            argv,
            env=env,
            cwd=str(cwd),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=tied_to_this_process(on_parent_death),
            **(account.as_popen() if account else {}),
        )


def tied_to_this_process(number: signal.Signals):
    """A `preexec_fn`: the child gets this signal when the present process dies.

    It runs after the change of user, which would clear the wish.
    """
    parent = os.getpid()

    def tie() -> None:
        _libc.prctl(PR_SET_PDEATHSIG, int(number))
        if os.getppid() != parent:  # it died in between
            os._exit(1)

    return tie


def stop(process: subprocess.Popen, *, gently: signal.Signals, seconds: float) -> int:
    """Ask with `gently`, wait, then kill; sweep the process group; return the exit code."""
    if process.poll() is None:
        with suppress(ProcessLookupError):
            process.send_signal(gently)
        with suppress(subprocess.TimeoutExpired):
            process.wait(seconds)
    sweep(process.pid)
    return process.wait()


def sweep(group: int) -> None:
    """Kill whatever is left in a process group that we made."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(group, signal.SIGKILL)


def working_in(folder: Path, *, called: str) -> list[int]:
    """Ids of the processes named `called` whose working directory is `folder`."""
    wanted = folder.resolve()
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        with suppress(OSError):  # ended meanwhile, or of another user
            if (entry / "comm").read_text().strip() == called and (entry / "cwd").resolve() == wanted:
                found.append(int(entry.name))
    return found


def clear_folder(folder: Path, *, called: str, gently: signal.Signals, seconds: float) -> int:
    """End what an earlier run left working in `folder`; return how many processes there were.

    A server whose supervisor was killed may still be shutting down: two of them on one folder
    would ruin the data. Only the eldest is asked, it knows best how to end its children; what is
    left when the time is over is killed.
    """
    left = working_in(folder, called=called)
    count = len(left)
    for pid in left:
        if _parent(pid) not in left:
            _signal(pid, gently)
    deadline = time.monotonic() + seconds
    while left := working_in(folder, called=called):
        if time.monotonic() > deadline:
            for pid in left:
                _signal(pid, signal.SIGKILL)
        time.sleep(0.05)
    return count


def _parent(pid: int) -> int | None:
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return None


def _signal(pid: int, number: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, number)
