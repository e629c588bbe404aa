"""Is the product sound? Every check that a change must pass, on servers of its own.

Nothing is reused: each run makes a new database folder, so it proves what a fresh checkout would.
"""

import argparse
import secrets
import shutil
import signal
import sys
from pathlib import Path

from foundation.embedded import processes, system
from foundation.embedded.manage import call
from foundation.embedded.place import CHECKOUT, Busy, Hold, open_place
from foundation.embedded.servers import Servers
from foundation.embedded.supervisor import Supervisor

MANAGE = str(CHECKOUT / "manage.py")
LINT_IMPORTS = "from importlinter.cli import lint_imports_command as run; run()"
CHECKS = {
    "ruff check": ["-m", "ruff", "check", "."],
    "ruff format": ["-m", "ruff", "format", "--check", "."],
    "import contracts": ["-c", LINT_IMPORTS],
    "missing migrations": [MANAGE, "makemigrations", "--check", "--dry-run"],
    "deployment": [MANAGE, "check", "--deploy", "--fail-level", "WARNING"],
}
SELECTIONS = {
    # three hands for two cores: one of them usually waits for the database or for Chromium
    "suite": ["-n", "3", "--dist", "loadgroup", "-m", "not drill and not bench"],
    "drills": ["-n", "0", "-m", "drill"],
    "bench": ["-n", "0", "-s", "-m", "bench"],
}


def suite(home: Path, arguments: list[str]) -> int:
    """Run the checks and pytest; 0 only if every one of them passed."""
    parser = argparse.ArgumentParser(prog="./plumbline test", allow_abbrev=False)
    kind = parser.add_mutually_exclusive_group()
    kind.add_argument("--drills", dest="kind", action="store_const", const="drills", default="suite")
    kind.add_argument("--bench", dest="kind", action="store_const", const="bench")
    chosen, rest = parser.parse_known_args(arguments)
    home = open_place(home).home / "test"
    home.mkdir(exist_ok=True)
    try:
        with Hold(home, purpose="test"):
            return _on_fresh_servers(home, chosen.kind, rest)
    except Busy as busy:
        print(f"Another run of the tests is under way: {busy.holder} (process id).", file=sys.stderr)
        return 1


def _on_fresh_servers(home: Path, kind: str, rest: list[str]) -> int:
    if not system.find_chromium():
        print(f"No Chromium: the browser tests are skipped. As root: {system.CHROMIUM.remedy}", flush=True)
    servers = Servers.of(home, fast_and_unsafe=True)
    forget_earlier(servers)
    supervisor = Supervisor(servers.place.logs)
    try:
        servers.start(supervisor)
        return _run(kind, rest, servers.environment(demo=False))
    finally:
        supervisor.stop()
        forget_earlier(servers)


def forget_earlier(servers: Servers) -> None:
    """Remove what an earlier run left, even one that was killed while its servers ran."""
    processes.clear_folder(servers.cluster.data, called="postgres", gently=signal.SIGQUIT, seconds=5)
    processes.clear_folder(servers.broker.data, called="valkey-server", gently=signal.SIGKILL, seconds=5)
    for folder in (servers.cluster.data, servers.broker.data, servers.place.media):
        shutil.rmtree(folder, ignore_errors=True)
    servers.broker.data.mkdir(mode=0o700)
    servers.place.media.mkdir(mode=0o700)
    (servers.place.home / "static").mkdir(exist_ok=True)  # empty: tests read the files where they lie


def _run(kind: str, rest: list[str], environment: dict[str, str]) -> int:
    failed = []
    if kind == "suite" and not rest:
        failed = [name for name, argv in CHECKS.items() if _step(name, argv, _as_deployed(environment))]
    elif kind == "suite":
        print("Arguments given: only pytest runs, not the checks before it.", flush=True)
    if _step("pytest", ["-m", "pytest", *SELECTIONS[kind], *rest], environment):
        failed.append("pytest")
    print(f"\nFAILED: {', '.join(failed)}" if failed else "\nAll passed.", flush=True)
    return 1 if failed else 0


def _step(name: str, argv: list[str], environment: dict[str, str]) -> int:
    print(f"\n=== {name}", flush=True)
    return call(argv, environment, cwd=CHECKOUT)


def _as_deployed(environment: dict[str, str]) -> dict[str, str]:
    """The checks look at the settings of a real installation, not at those of the demo."""
    return environment | {"SECRET_KEY": secrets.token_urlsafe(64), "ALLOWED_HOSTS": "plumbline.example"}
