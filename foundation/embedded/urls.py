"""How is the address of an embedded server spelled?

Both servers listen on Unix sockets only, so an address holds a folder or a path
instead of host and port.
"""

from pathlib import Path
from urllib.parse import quote


def database_url(*, sockets: Path, name: str, user: str) -> str:
    """The address of a database behind a Unix socket, in the form settings and libpq read.

    `database_url(sockets=Path("/tmp/s"), name="plumbline", user="plumbline")` gives
    `postgres:///plumbline?host=/tmp/s&user=plumbline`.
    """
    return f"postgres:///{quote(name, safe='')}?host={quote(str(sockets))}&user={quote(user, safe='')}"


def redis_url(*, socket: Path) -> str:
    """The broker's address as kombu spells it: `redis+socket:///tmp/s/valkey.sock`."""
    return f"redis+socket://{socket}"
