"""Is the Python environment there, and is it exactly what the lock file says?

Standard library only: it runs before anything is installed. `PLUMBLINE_VENV` names an environment
that somebody else keeps (an image, a developer's): it is used as it is.
"""

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path

BASE = "requirements.lock"
TEST = "requirements-test.lock"  # holds everything of BASE too


class InstallError(Exception):
    """The environment cannot be made; the message says why and what to do."""


def folder(checkout: Path) -> Path:
    return Path(os.environ.get("PLUMBLINE_VENV") or checkout / ".venv")


def python_of(checkout: Path) -> Path:
    return folder(checkout) / "bin" / "python"


def provide(checkout: Path, lock: str, *, say: Callable[[str], None] = print) -> Path:
    """Make or renew the environment where the lock asks for it; return its Python."""
    if os.environ.get("PLUMBLINE_VENV"):
        return python_of(checkout)
    try:
        with _alone(checkout):
            if not matches(checkout, lock):
                _install(checkout, lock, say)
    except PermissionError as error:
        raise InstallError(f"Cannot write {error.filename}: {error.strerror}. Use a checkout of your own.") from error
    return python_of(checkout)


def matches(checkout: Path, lock: str) -> bool:
    """Does the environment work, and was it made from this very lock file by this Python?"""
    stamp = _stamp(checkout)
    if stamp.get("python") != sys.version or stamp.get("locks", {}).get(lock) != digest(checkout / lock):
        return False
    return works(checkout)


def works(checkout: Path) -> bool:
    """An environment that was moved, or half deleted, does not start."""
    try:
        return subprocess.run([python_of(checkout), "-c", ""], capture_output=True).returncode == 0
    except OSError:
        return False


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _install(checkout: Path, lock: str, say: Callable[[str], None]) -> None:
    stamp = _stamp(checkout)
    known = stamp.get("locks", {})
    outdated = any(known[name] != digest(checkout / name) for name in known)
    # A package that left the lock must leave the environment, so an old one is made anew.
    if not known or outdated or stamp.get("python") != sys.version or not works(checkout):
        known = {}
        shutil.rmtree(folder(checkout), ignore_errors=True)
        say("Making .venv ...")
        _run([sys.executable, "-m", "venv", str(folder(checkout))], "The environment could not be made")
    packages = sum("==" in line for line in (checkout / lock).read_text().splitlines())
    say(f"Installing {packages} packages from {lock} (once, and when it changes) ...")
    options = ["--require-hashes", "--only-binary", ":all:", "--disable-pip-version-check", "--no-input", "--quiet"]
    _run(
        [str(python_of(checkout)), "-m", "pip", "install", *options, "-r", str(checkout / lock)],
        "The packages could not be installed",
    )
    contained = (BASE, TEST) if lock == TEST else (lock,)
    known |= {name: digest(checkout / name) for name in contained}
    (folder(checkout) / "plumbline.json").write_text(json.dumps({"python": sys.version, "locks": known}))


def _run(argv: list[str], failure: str) -> None:
    if subprocess.run(argv, stdin=subprocess.DEVNULL).returncode:
        raise InstallError(f"{failure} (what was run: {' '.join(argv)})")


def _stamp(checkout: Path) -> dict:
    try:
        stamp = json.loads((folder(checkout) / "plumbline.json").read_text())
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


@contextmanager
def _alone(checkout: Path):
    """Two commands started at once: the second waits for the first one's installation."""
    handle = os.open(checkout / "plumbline", os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
