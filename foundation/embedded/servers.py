"""How does a command get the two servers, and the environment that leads to them?"""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from foundation.embedded.place import CHECKOUT, Busy, Hold, Place, open_place, secret_key
from foundation.embedded.postgres import Cluster
from foundation.embedded.program import ServerError
from foundation.embedded.supervisor import Supervisor
from foundation.embedded.valkey import Broker

PATIENCE_S = 600.0  # how long one command waits for another to give the data free


@dataclass(frozen=True)
class Servers:
    """PostgreSQL and Valkey of one place."""

    place: Place
    cluster: Cluster
    broker: Broker

    @classmethod
    def of(cls, home: Path, *, fast_and_unsafe: bool = False) -> "Servers":
        place = open_place(home)
        return cls(place, Cluster(place, fast_and_unsafe), Broker(place))

    def start(self, supervisor: Supervisor) -> None:
        supervisor.start(self.cluster.program())
        self.cluster.ensure_database()
        supervisor.start(self.broker.program())

    def answer(self) -> bool:
        return self.cluster.answers() and self.broker.answers()

    def environment(self, *, demo: bool) -> dict[str, str]:
        """What a process of the product needs to know, on top of our own environment."""
        ours = {
            "DATABASE_URL": self.cluster.url,
            "REDIS_URL": self.broker.url,
            "PLUMBLINE_MEDIA": str(self.place.media),
            "PLUMBLINE_STATIC": str(self.place.home / "static"),
            "SECRET_KEY": secret_key(self.place.home),
            "ALLOWED_HOSTS": "127.0.0.1,localhost",
            "PYTHONPATH": str(CHECKOUT),
            "PYTHONUNBUFFERED": "1",
        }
        inherited = {k: v for k, v in os.environ.items() if k not in ("PLUMBLINE_DEMO", "DJANGO_SETTINGS_MODULE")}
        return inherited | ours | ({"PLUMBLINE_DEMO": "1"} if demo else {})


@contextmanager
def running(home: Path, *, purpose: str) -> Iterator[Servers]:
    """The servers of this home: those of a running demo, else our own for as long as needed."""
    servers = Servers.of(home)
    hold = _hold_or_wait(servers, purpose)
    if hold is None:
        yield servers
        return
    with hold:
        supervisor = Supervisor(servers.place.logs)
        try:
            servers.start(supervisor)
            yield servers
        finally:
            supervisor.stop()


def _hold_or_wait(servers: Servers, purpose: str) -> Hold | None:
    """The hold, or None when a running demo lends its servers."""
    deadline = time.monotonic() + PATIENCE_S
    told = ""
    while True:
        try:
            return Hold(servers.place.home, purpose=purpose)
        except Busy as busy:
            if busy.holder.startswith("demo") and servers.answer():
                return None
            if time.monotonic() > deadline:
                raise ServerError(f"The data in {servers.place.home} is still in use by {busy.holder}.") from busy
            if busy.holder != told:
                told = busy.holder
                print(f"Waiting for {told}, which uses the same data ...", file=sys.stderr)
            time.sleep(0.2)
