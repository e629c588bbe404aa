"""A site that answers who works on a request, and works as long as a file is missing: for the tests of the server."""

import os
import time
from pathlib import Path

FOLDER = Path(os.environ["WAITING_SITE"])


def application(environ, start_response):
    name = environ["PATH_INFO"].strip("/")
    if name:
        (FOLDER / f"{name}.begun").touch()
        while not (FOLDER / name).exists():
            time.sleep(0.005)
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [str(os.getpid()).encode()]
