"""With what is a page measured: readers, the processor time of processes, and their memory?"""

import http.client
import os
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from foundation.embedded.place import CHECKOUT

TICK = os.sysconf("SC_CLK_TCK")
READERS = 4
CROWD = 5  # load of the last five minutes that filling, four readers and the site itself do not reach


def busy():
    """Does so much else run here that seconds on the wall say nothing?"""
    return os.getloadavg()[1] > CROWD


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


@dataclass
class Site:
    """A running web server. `web` is the process id of its master."""

    port: int
    logs: Path
    env: dict
    web: int = 0

    def run(self, *argv):
        subprocess.run([sys.executable, *argv], env=self.env, cwd=CHECKOUT, check=True, capture_output=True)

    def cookie(self, email):
        """A session of the person, made by the site's own code with the site's own key."""
        script = (
            "import django, sys; django.setup()\n"
            "from django.test import Client\n"
            "from foundation.accounts.models import User\n"
            "client = Client()\n"
            "backend = 'foundation.accounts.backends.PersonBackend'\n"
            "client.force_login(User.objects.get(email=sys.argv[1]), backend=backend)\n"
            "print(client.cookies['sessionid'].value)"
        )
        argv = [sys.executable, "-c", script, email]
        made = subprocess.run(argv, env=self.env, cwd=CHECKOUT, check=True, capture_output=True, text=True)
        return f"sessionid={made.stdout.strip().splitlines()[-1]}"


@dataclass(frozen=True)
class Filled:
    """How long the data took: seconds on the wall, and seconds of processor time."""

    wall: float
    used: float


@dataclass(frozen=True)
class Measured:
    """A page under load. Seconds; `web` and `database`: processor time of one answer."""

    p50: float
    p95: float
    web: float
    database: float
    size: int


def measure(site, address, cookie, backends, *, each):
    """`each` requests by each of the readers at once, after a round of warming up."""
    _read_all(site, address, cookie, each=3)
    before = {pid: seconds_of([pid]) for pid in (*family(site.web), *backends())}
    took, size = _read_all(site, address, cookie, each=each)
    web, database = (
        sum(seconds_of([pid]) - before.get(pid, 0) for pid in pids) for pids in (family(site.web), backends())
    )
    took.sort()
    return Measured(
        p50=took[len(took) // 2], p95=took[int(len(took) * 0.95)], web=web / len(took), database=database / len(took),
        size=size,
    )  # fmt: skip


def _read_all(site, address, cookie, *, each):
    with ThreadPoolExecutor(READERS) as pool:
        found = list(pool.map(lambda _reader: _read(site, address, cookie, each), range(READERS)))
    return [second for took, _size in found for second in took], found[0][1]


def _read(site, address, cookie, times):
    """One reader on one connection. → (seconds of each answer, bytes of the last)"""
    line, took, size = http.client.HTTPConnection("127.0.0.1", site.port, timeout=60), [], 0
    for _ in range(times):
        began = time.monotonic()
        line.request("GET", address, headers={"Cookie": cookie, "Accept": "text/html"})
        answer = line.getresponse()
        size = len(answer.read())
        took.append(time.monotonic() - began)
        assert answer.status == 200, (address, answer.status)
    line.close()
    return took, size


def family(pid):
    """The process and its children."""
    running = [entry.name for entry in Path("/proc").iterdir() if entry.name.isdigit()]
    return [pid, *(int(name) for name in running if _stat(name)[1:2] == [str(pid)])]


def seconds_of(pids):
    """Processor time, in user code and for it in the system, that these processes have used."""
    return sum(sum(map(int, _stat(pid)[11:13])) for pid in pids) / TICK


def _stat(pid):
    """The fields of a process behind its name: state, parent, ...; none when it is gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def megabytes(pid):
    """Memory of the process that is in use now, shared pages counted whole."""
    words = Path(f"/proc/{pid}/status").read_text().split()
    return int(words[words.index("VmRSS:") + 1]) / 1024
