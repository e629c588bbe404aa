"""Which parts of the operating system are needed, and how do they come?

Standard library only: it runs before anything is installed.
"""

import ctypes
import importlib.util
import os
import shutil
import subprocess
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

# The names that WeasyPrint opens.
PANGO_LIBRARIES = ("libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz-subset.so.0")
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")


@dataclass(frozen=True)
class Part:
    """Something that only the system's package manager brings."""

    name: str
    needed_for: str
    packages: tuple[str, ...]
    found: Callable[[], str | None]  # where it is, or nothing

    @property
    def remedy(self) -> str:
        return f"apt-get install -y --no-install-recommends {' '.join(self.packages)}"


def find_pango() -> str | None:
    try:
        for name in PANGO_LIBRARIES:
            ctypes.CDLL(name)
    except OSError:
        return None
    return ", ".join(PANGO_LIBRARIES)


def find_chromium() -> str | None:
    return next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)


def find_venv() -> str | None:
    """Debian ships `venv` without the part that it needs to work."""
    spec = importlib.util.find_spec("ensurepip")
    return str(Path(spec.origin).parent) if spec else None


VENV = Part("python3-venv", "the environment of its own", ("python3-venv",), find_venv)
PANGO = Part("pango", "PDF reports", ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"), find_pango)
CHROMIUM = Part("chromium", "browser tests", ("chromium",), find_chromium)


def can_install() -> bool:
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def provide(parts: Iterable[Part], *, say: Callable[[str], None] = print) -> list[Part]:
    """Bring what is missing when we may, else name the line; return what is still missing."""
    missing = [part for part in parts if not part.found()]
    if missing and can_install():
        packages = [package for part in missing for package in part.packages]
        say(f"Missing: {_names(missing)}. Installing by apt-get: {' '.join(packages)}")
        _apt_install(packages)
        missing = [part for part in missing if not part.found()]
    for part in missing:
        say(f"Missing: {part.name}, needed for {part.needed_for}. As root: {part.remedy}")
    return missing


def _names(parts: list[Part]) -> str:
    return ", ".join(f"{part.name} (for {part.needed_for})" for part in parts)


def _apt_install(packages: list[str]) -> None:
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    quiet = {"env": environment, "stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL}
    subprocess.run(["apt-get", "update", "-q"], **quiet)
    subprocess.run(["apt-get", "install", "-y", "-q", "--no-install-recommends", *packages], **quiet)
