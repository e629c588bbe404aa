"""Who looks every two seconds for work that was committed but never delivered, or left behind?

One process, `manage.py sweeper`. It ends with SIGTERM or Ctrl-C, and outlives a database or a
broker that is away for a while.
"""

import datetime as dt
import logging
import signal
import threading

from django.core.management.base import BaseCommand
from django.db import DatabaseError, InterfaceError, connection
from django.utils import timezone

from foundation.jobs import services as jobs
from portfolio import services as portfolio
from portfolio.importing.files import sweep_uploads
from reports import services as reports

EVERY = 2.0  # seconds


class Seldom:
    """An act that walks through folders: done in the first round and then once in `every`."""

    def __init__(self, act, every):
        self.act, self.every, self.last = act, every, None
        self.__name__ = act.__name__  # the log names it

    def __call__(self, now):
        if self.last is None or now - self.last >= self.every:
            self.last = now
            self.act(now)


# What is done in each round, one after the other: functions of the instant.
ROUND = (
    jobs.sweep,
    portfolio.start_refresh,
    Seldom(reports.sweep_files, dt.timedelta(minutes=10)),
    Seldom(sweep_uploads, dt.timedelta(minutes=10)),
)

log = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Deliver background work that was lost on its way; runs until it is stopped."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="one round only")

    def handle(self, *args, once=False, **options):
        stop = threading.Event()
        if not once:
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, lambda *_received: stop.set())
        do_round()
        while not once and not stop.wait(EVERY):
            do_round()


def do_round():
    """Everything of a round; what fails is told in the log and tried again in the next one."""
    for act in ROUND:
        try:
            act(timezone.now())
        except (DatabaseError, InterfaceError) as error:
            log.warning("the database did not answer %s: %s", act.__name__, str(error).strip())
            _drop_connection()
        except Exception:
            log.exception("%s failed", act.__name__)


def _drop_connection():
    """A connection that a restarted server has forgotten must not be used again; a test's transaction stays."""
    if not connection.in_atomic_block:
        connection.close()
