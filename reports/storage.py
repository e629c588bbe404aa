"""Where do the files of reports lie? Under random keys, row after file, swept when no row came."""

import datetime as dt
import secrets

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

FOLDER = "reports"


def put(data):
    """Store bytes under a new random key and return the key."""
    return default_storage.save(f"{FOLDER}/{secrets.token_hex(24)}.pdf", ContentFile(data))


def get(key):
    with default_storage.open(key) as file:
        return file.read()


def drop(key):
    default_storage.delete(key)


def orphans(known, *, older_than):
    """Keys of files that no row names and that were stored before `older_than`."""
    if not default_storage.exists(FOLDER):
        return
    _folders, files = default_storage.listdir(FOLDER)
    for name in files:
        key = f"{FOLDER}/{name}"
        stored = default_storage.get_modified_time(key)
        if key not in known and stored.astimezone(dt.UTC) < older_than:
            yield key
