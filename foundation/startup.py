"""May this installation serve people at all, configured as it is?

Asked once, before the web server takes its first request. Each refusal says what to change.
"""

import ipaddress

from django.db import OperationalError
from django.db.migrations.executor import MigrationExecutor

SHORTEST_SECRET = 50  # characters; Django's own generator makes as many
FEWEST_DIFFERENT = 10
KNOWN_BEGINNINGS = ("django-insecure-", "change-me", "changeme", "secret", "default", "example")


class UnsafeStart(Exception):
    """The site must not start; the message says why and what to do."""


def refuse_unsafe(settings) -> None:
    """Raise UnsafeStart for DEBUG, a secret that somebody else may know, or any host allowed."""
    if settings.DEBUG:
        raise UnsafeStart("DEBUG is on: pages would show source and settings to visitors. Unset DEBUG.")
    key = settings.SECRET_KEY
    if len(key) < SHORTEST_SECRET or len(set(key)) < FEWEST_DIFFERENT or key.lower().startswith(KNOWN_BEGINNINGS):
        raise UnsafeStart(
            "SECRET_KEY is short or well known, so sessions could be forged. Set a random one: "
            "python3 -c 'import secrets; print(secrets.token_urlsafe(64))'"
        )
    if "*" in settings.ALLOWED_HOSTS:
        raise UnsafeStart("ALLOWED_HOSTS allows every host. Name those of this site.")


def refuse_demo_in_public(settings, binds: list[str]) -> None:
    """The demo signs anybody in with one click: it may listen on this machine only."""
    if not settings.PLUMBLINE_DEMO:
        return
    public = [bind for bind in binds if not _on_this_machine(bind)]
    if public:
        raise UnsafeStart(f"PLUMBLINE_DEMO signs anybody in, and {', '.join(public)} can be reached from elsewhere.")


def refuse_unmigrated(connection) -> None:
    """Raise UnsafeStart when the database lacks a migration that this code brings."""
    try:
        executor = MigrationExecutor(connection)
    except OperationalError as error:
        raise UnsafeStart(f"The database does not answer: {str(error).strip()}") from error
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if missing:
        first = ", ".join(f"{step.app_label}.{step.name}" for step, _ in missing[:3])
        raise UnsafeStart(f"{len(missing)} migrations are not applied ({first} ...). Run: manage.py migrate")


def _on_this_machine(bind: str) -> bool:
    """`127.0.0.1:8000`, `[::1]:8000`, `localhost:8000` and Unix sockets are; `:8000` is not."""
    if bind.startswith(("unix:", "fd://")):
        return True
    host = bind.rpartition(":")[0].strip("[]")
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
