"""Where does the demo keep its data, and who may reach it?

One home folder, `.plumbline/` in the checkout (`PLUMBLINE_HOME` moves it). PostgreSQL refuses to
run as root, so root's servers run as `nobody`, which may not be able to enter the checkout
(/root is closed to others). Then the database lies in /var/lib/plumbline and the home folder
holds links to it.
"""

import fcntl
import hashlib
import os
import pwd
import secrets
import subprocess
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from foundation.embedded.processes import Account

CHECKOUT = Path(__file__).resolve().parents[2]
FALLBACK = Path("/var/lib/plumbline")
LONGEST_SOCKET = 100  # bytes; the kernel's limit is 107


class PlaceError(Exception):
    """The data folder cannot be used; the message says why and what to do."""


@dataclass(frozen=True)
class Place:
    """The folders of one installation."""

    home: Path
    servers: Path  # the part of it that the server account can reach
    sockets: Path
    account: Account | None

    @property
    def logs(self) -> Path:
        return self.home / "logs"

    @property
    def media(self) -> Path:
        return self.home / "media"


def default_home() -> Path:
    return Path(os.environ.get("PLUMBLINE_HOME") or CHECKOUT / ".plumbline").resolve()


def server_account() -> Account | None:
    """`nobody` when we are root, else nothing: the server runs as ourselves."""
    if os.geteuid() != 0:
        return None
    entry = pwd.getpwnam("nobody")
    return Account(entry.pw_uid, entry.pw_gid)


def reachable(path: Path, account: Account | None, *, how: str = "-r") -> bool:
    """May the account read (`-r`) or enter (`-x`) this path? Asked by trying, not by modes."""
    if account is None:
        return os.access(path, os.R_OK if how == "-r" else os.X_OK)
    return subprocess.run(["test", how, str(path)], cwd="/", **account.as_popen()).returncode == 0


def open_place(home: Path, *, fallback: Path = FALLBACK) -> Place:
    """Make or find the folders under `home`, each closed to everybody else."""
    account = server_account()
    try:
        home.mkdir(parents=True, exist_ok=True)
        if home.stat().st_uid != os.geteuid():
            raise PlaceError(f"{home} belongs to another user. Set PLUMBLINE_HOME to a folder of your own.")
        _close(home, account)
        for name in ("logs", "media", "valkey"):
            (home / name).mkdir(mode=0o700, exist_ok=True)
    except PermissionError as error:
        raise PlaceError(
            f"Cannot write {home}: {error.strerror}. Set PLUMBLINE_HOME to a folder of your own."
        ) from error
    servers = home if reachable(home, account, how="-x") else _servers_elsewhere(home, fallback)
    return Place(home, servers, _sockets(home, servers, account), account)


def owned_folder(path: Path, account: Account | None) -> Path:
    """A folder that only the server account (and root) may enter."""
    path.mkdir(mode=0o700, exist_ok=True)
    if account:
        os.chown(path, account.uid, account.gid)
    path.chmod(0o700)
    return path


def secret_key(home: Path) -> str:
    """The installation's random secret, made once and readable by its owner only."""
    path = home / "secret_key"
    with suppress(FileExistsError):
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(64))
    return path.read_text()


class Busy(Exception):
    """Somebody else uses the data; `holder` says who, as in `demo 4711`."""

    def __init__(self, holder: str):
        super().__init__(holder)
        self.holder = holder


class Hold:
    """The right to start and stop the servers of one home; the kernel gives it back on any death."""

    def __init__(self, home: Path, *, purpose: str):
        self._file = (home / "lock").open("a+")
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._file.seek(0)
            holder = self._file.read().strip() or "another command"
            self._file.close()
            raise Busy(holder) from None
        self._file.truncate(0)
        self._file.write(f"{purpose} {os.getpid()}\n")
        self._file.flush()

    def release(self) -> None:
        self._file.truncate(0)
        self._file.close()

    def __enter__(self) -> "Hold":
        return self

    def __exit__(self, *_) -> None:
        self.release()


def holder(home: Path) -> str | None:
    """Who holds the data of this home just now, as in `demo 4711`? Nobody: None."""
    try:
        text = (home / "lock").read_text().strip()
        os.kill(int(text.split()[-1]), 0)
    except (OSError, ValueError, IndexError):  # never made, given back, or its holder was killed
        return None
    return text


def _close(home: Path, account: Account | None) -> None:
    """0700; for root 0710 with the account's group, which may pass through but not look around."""
    if account:
        os.chown(home, 0, account.gid)
        home.chmod(0o710)
    else:
        home.chmod(0o700)


def _servers_elsewhere(home: Path, fallback: Path) -> Path:
    name = hashlib.sha256(str(home).encode()).hexdigest()[:10]
    fallback.mkdir(mode=0o711, exist_ok=True)
    fallback.chmod(0o711)
    folder = fallback / name
    folder.mkdir(mode=0o711, exist_ok=True)
    folder.chmod(0o711)
    _link(home / "servers", folder)
    return folder


def _sockets(home: Path, servers: Path, account: Account | None) -> Path:
    folder = servers / "s"
    if len(os.fsencode(folder / ".s.PGSQL.5432.lock")) <= LONGEST_SOCKET:
        return owned_folder(folder, account)
    link = home / "sockets"
    owner = account.uid if account else os.geteuid()
    if link.is_dir():
        known = link.resolve()
        if known.stat().st_uid == owner and known.stat().st_mode & 0o777 == 0o700:
            return known
    known = owned_folder(Path(tempfile.mkdtemp(prefix="plumbline-", dir="/tmp")), account)
    _link(link, known)
    return known


def _link(link: Path, target: Path) -> None:
    if link.is_symlink():
        link.unlink()
    link.symlink_to(target)
