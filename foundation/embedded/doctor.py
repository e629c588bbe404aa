"""What is there, what is missing, and which line brings it?

Standard library only, so that it can answer on a machine where nothing is installed yet.
"""

import os
import sys
from dataclasses import dataclass
from pathlib import Path

from foundation.embedded import environment, place, system
from foundation.embedded.ports import port_is_free

OLDEST_PYTHON = (3, 11)


@dataclass(frozen=True)
class Finding:
    """One thing looked at. `remedy` is the one line that brings it."""

    name: str
    fine: bool
    detail: str
    remedy: str = ""
    needed: bool = True  # without it the demo does not run

    def __str__(self) -> str:
        mark = "ok" if self.fine else "MISSING" if self.needed else "absent"
        line = f"{mark:8} {self.name:14} {self.detail}"
        return line if self.fine or not self.remedy else f"{line}\n{'':24}-> {self.remedy}"


def examine(checkout: Path, home: Path, *, port: int) -> list[Finding]:
    return [
        _python(),
        *_environment(checkout),
        _part(system.PANGO),
        _part(system.CHROMIUM),
        _data(home),
        *_servers(home, port),
    ]


def report(findings: list[Finding]) -> int:
    """Print the findings; 1 when the demo cannot run, else 0."""
    for finding in findings:
        print(finding)
    hindered = [finding.name for finding in findings if finding.needed and not finding.fine]
    print(f"\nNot ready: {', '.join(hindered)}." if hindered else "\nReady: ./plumbline demo")
    return 1 if hindered else 0


def _python() -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    fine = sys.version_info >= OLDEST_PYTHON
    return Finding("python", fine, f"{version} ({sys.executable})", "install Python 3.11 or newer")


def _environment(checkout: Path) -> list[Finding]:
    folder = environment.folder(checkout)
    if os.environ.get("PLUMBLINE_VENV"):
        fine = environment.works(checkout)
        return [
            Finding("environment", fine, f"{folder}, kept by somebody else (PLUMBLINE_VENV)", "unset PLUMBLINE_VENV")
        ]
    made = environment.works(checkout)
    findings = [
        Finding(
            "environment",
            made,
            str(folder) if made else f"{folder} is not made yet",
            "./plumbline demo makes it",
            needed=False,
        )
    ]
    if not made:
        findings.append(_part(system.VENV, needed=True))
    for lock in (environment.BASE, environment.TEST):
        fine = made and environment.matches(checkout, lock)
        verb = "demo" if lock == environment.BASE else "test"
        detail = f"installed as {lock} says" if fine else f"not installed as {lock} says"
        findings.append(Finding("packages", fine, detail, f"./plumbline {verb} installs them", needed=False))
    return findings


def _part(part: system.Part, *, needed: bool = False) -> Finding:
    found = part.found()
    return Finding(part.name, bool(found), found or f"needed for {part.needed_for}", part.remedy, needed=needed)


def _data(home: Path) -> Finding:
    nearest = next(folder for folder in (home, *home.parents) if folder.exists())
    if not os.access(nearest, os.W_OK) or (home.exists() and home.stat().st_uid != os.geteuid()):
        return Finding("data", False, f"{home} cannot be written", "export PLUMBLINE_HOME=$HOME/.plumbline")
    if not home.exists():
        return Finding("data", True, f"{home} will be made")
    servers = (home / "servers").resolve() if (home / "servers").is_symlink() else home
    state = "holds a database" if (servers / "pg").exists() else "holds no database yet"
    elsewhere = "" if servers == home else f" (the database lies in {servers})"
    return Finding("data", True, f"{home} {state}{elsewhere}")


def _servers(home: Path, port: int) -> list[Finding]:
    holder = place.holder(home)
    running = Finding("servers", True, f"in use by {holder}" if holder else "not running; they start when needed")
    if port_is_free(port):
        return [running, Finding("port", True, f"{port} is free")]
    if holder and holder.startswith("demo"):
        return [running, Finding("port", True, f"{port} is taken, and a demo of this checkout is running")]
    return [
        running,
        Finding("port", False, f"{port} is taken by another program", f"./plumbline demo --port {port + 1}"),
    ]
