"""How does the web server run? The same file for the demo, the image and any installation."""

import gc
import os

from django.conf import settings
from django.db import connections
from django.urls import get_resolver

from foundation import startup

workers = int(os.environ.get("WEB_WORKERS", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
worker_class = "portfolio.web_worker.FairWorker"
preload_app = True  # loaded once, shared by the workers: half the memory, and one refusal instead of many
timeout = 60
graceful_timeout = 30  # requests under way are answered before a worker leaves
keepalive = 0  # a kept connection stays with its worker: four readers would queue at one while the other is idle
MEMORY = "/dev/shm"  # noqa: S108  gunicorn makes a file of its own in it
worker_tmp_dir = MEMORY if os.path.isdir(MEMORY) else None  # the heartbeat must not wait for a disk
SWEEP_AFTER = 20_000  # new objects; a page makes and drops about as many, and Python's own 700 sweep in its midst
accesslog = None if os.environ.get("PLUMBLINE_DEMO") else "-"
control_socket_disable = True


def on_starting(server):
    """The application is loaded, nothing is served yet: refuse what must not be served."""
    try:
        startup.refuse_unsafe(settings)
        startup.refuse_demo_in_public(settings, server.cfg.bind)
        startup.refuse_unmigrated(connections["default"])
    except startup.UnsafeStart as refusal:
        raise SystemExit(f"Plumbline does not start: {refusal}") from None
    finally:
        connections.close_all()  # a connection must not be shared by the workers


def when_ready(server):
    """Everything that is loaded stays: each sweep for garbage would look at it all, in each worker and in vain."""
    get_resolver().url_patterns  # noqa: B018  loads all views, once for all workers
    gc.collect()
    gc.freeze()
    gc.set_threshold(SWEEP_AFTER, 20, 20)
