"""How does a management command run on the demo's data?"""

import signal
import subprocess
import sys
from pathlib import Path

from foundation.embedded import servers
from foundation.embedded.place import CHECKOUT
from foundation.embedded.processes import tied_to_this_process


def manage(home: Path, arguments: list[str]) -> int:
    """Run it in the caller's folder and terminal; return its exit code."""
    if not arguments:
        print("Name a command: ./plumbline manage COMMAND ...   (`help` lists them)", file=sys.stderr)
        return 2
    with servers.running(home, purpose=f"manage {arguments[0]}") as found:
        return call([str(CHECKOUT / "manage.py"), *arguments], found.environment(demo=True))


def call(argv: list[str], environment: dict[str, str], *, cwd: Path | None = None) -> int:
    """Run a Python program in the foreground. Ctrl-C is its affair, we wait for it to end."""
    child = subprocess.Popen(
        [sys.executable, *argv], env=environment, cwd=cwd, preexec_fn=tied_to_this_process(signal.SIGTERM)
    )
    before = {number: signal.signal(number, handler) for number, handler in _handlers(child).items()}
    try:
        return child.wait()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _handlers(child: subprocess.Popen) -> dict:
    """The terminal sends SIGINT to the child too; SIGTERM reaches us alone and is handed on."""
    return {signal.SIGINT: lambda *_: None, signal.SIGTERM: lambda *_: child.terminate()}
