"""How does one command become a running site?

Under one supervisor: PostgreSQL, Valkey, then (once) migrations, static files and the demo's
data, then the web server, the worker, beat and the sweeper.
"""

import signal
import sys
import urllib.error
import urllib.request
from pathlib import Path

from foundation.embedded import processes
from foundation.embedded.place import CHECKOUT, Busy, Hold
from foundation.embedded.ports import port_is_free
from foundation.embedded.program import Program, ServerError
from foundation.embedded.servers import Servers
from foundation.embedded.supervisor import Supervisor

PYTHON = sys.executable
LOOPBACK = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def demo(home: Path, *, port: int) -> int:
    """Run the site until somebody stops it; 0 after a wanted stop."""
    if not port_is_free(port):
        print(f"Port {port} is taken. Another one: ./plumbline demo --port {port + 1}", file=sys.stderr)
        return 1
    servers = Servers.of(home)
    try:
        with Hold(home, purpose="demo"):
            return _run(servers, port)
    except Busy as busy:
        print(f"The data in {home} is in use by {busy.holder} (name and process id). Stop that first.", file=sys.stderr)
        return 1


def _run(servers: Servers, port: int) -> int:
    supervisor = Supervisor(servers.place.logs)
    supervisor.listen_for_stop()
    try:
        _start_everything(supervisor, servers, port)
        supervisor.watch()
    except ServerError:
        if not supervisor.stopping:  # whoever stops the start gets no complaint about it
            raise
    finally:
        print("Stopping ...", flush=True)
        supervisor.stop()
    return 0


def _start_everything(supervisor: Supervisor, servers: Servers, port: int) -> None:
    print(f"Starting; data lies in {servers.place.home}", flush=True)
    servers.start(supervisor)
    environment = servers.environment(demo=True)
    _prepare(supervisor, environment)
    for program in programs(servers.place.home, environment, port):
        if not supervisor.stopping:
            supervisor.start(program)
    if not supervisor.stopping:
        print(f"Plumbline is running: http://127.0.0.1:{port}   (Ctrl-C stops it)", flush=True)
        # what the worker draws for the demo is signed while people look around already; without it the site is whole
        _to_its_end(supervisor, environment, "demo_reports", str(CHECKOUT / "manage.py"), "demo_reports")


def programs(home: Path, environment: dict[str, str], port: int) -> list[Program]:
    """The product's own processes, in the order in which they start."""

    def own(name: str, *argv: str, **more) -> Program:
        return Program(name=name, argv=[PYTHON, *argv], env=environment, cwd=CHECKOUT, **more)

    celery = ("-m", "celery", "-A", "portfolio.celery")
    schedule = str(home / "beat-schedule")
    return [
        own(
            "web",
            *("-m", "gunicorn", "-c", str(CHECKOUT / "portfolio" / "gunicorn.py")),
            *("-b", f"127.0.0.1:{port}", "portfolio.wsgi:application"),
            death_signal=signal.SIGQUIT,
            ready=lambda: answers(port),
        ),
        own(
            "worker",
            *(*celery, "worker", "--concurrency", "2", "--loglevel", "INFO", "--without-gossip", "--without-mingle"),
            death_signal=signal.SIGQUIT,  # the cold way: the job's row in the database brings it back
        ),
        own("beat", *celery, "beat", "--schedule", schedule, "--pidfile", "", "--loglevel", "INFO"),
        own("sweeper", str(CHECKOUT / "manage.py"), "sweeper"),
    ]


def answers(port: int) -> bool:
    """Does the site answer at all? A refusal by the site is an answer, a server error is none."""
    try:
        with LOOPBACK.open(f"http://127.0.0.1:{port}/-/live", timeout=2) as response:
            return response.status < 500
    except urllib.error.HTTPError as error:
        return error.code < 500
    except OSError:
        return False


def _prepare(supervisor: Supervisor, environment: dict[str, str]) -> None:
    print("Preparing the database, the static files and the demo's data ...", flush=True)
    code = _to_its_end(supervisor, environment, "prepare", "-m", "foundation.embedded.prepare")
    if code and not supervisor.stopping:
        raise ServerError(f"The preparation ended with code {code}.{supervisor.last_words('prepare')}")


def _to_its_end(supervisor: Supervisor, environment: dict[str, str], name: str, *argv: str) -> int:
    """Run a program that ends by itself, or with the wish to stop. → its code"""
    process = processes.spawn([PYTHON, *argv], env=environment, cwd=CHECKOUT, log=supervisor.logs / f"{name}.log")
    supervisor.guard.watch(process.pid)
    try:
        while process.poll() is None and not supervisor.stopping:
            supervisor.pause()
    finally:
        code = processes.stop(process, gently=signal.SIGTERM, seconds=5)
        supervisor.guard.forget(process.pid)
    return code
