"""Which worker of the web server takes the next request?

Python runs one thread of a process at a time. A worker that is busy and takes another request all the same makes
both wait, while its neighbour may be idle: with four readers on two workers that doubles the slowest answers.
"""

import errno
import selectors
import socket
import time
from functools import partial

from gunicorn.workers.gthread import TConn, ThreadWorker

PATIENCE_S = 0.25  # longer than a page takes; whoever works longer (a file, a slow reader) works beside others
SILENCE_S = 5.0  # a browser opens connections ahead of need and may leave them silent
GONE = (errno.EAGAIN, errno.EWOULDBLOCK, errno.ECONNABORTED)  # the neighbour was faster, or the client gave up


class FairWorker(ThreadWorker):
    """Takes no new connection while it works on a request, unless that takes long: then threads share as usual.

    A connection on which nothing was asked yet occupies no thread.
    """

    def __init__(self, *args, **kwargs):
        self._begun = {}  # connection: since when it is worked on, the oldest first
        super().__init__(*args, **kwargs)

    @property
    def worker_connections(self):
        """How many connections this worker may hold now; gunicorn asks before it waits for the next."""
        return self._most if self.has_time() else 0

    @worker_connections.setter
    def worker_connections(self, number):
        self._most = number

    def has_time(self):
        """Is nothing under way, or something that takes so long that others must not wait for it?"""
        oldest = next(iter(self._begun.values()), None)
        return oldest is None or time.monotonic() - oldest > PATIENCE_S

    def accept(self, listener):
        """Hold the new connection until something is asked on it."""
        try:
            sock, address = listener.accept()
        except OSError as error:
            if error.errno not in GONE:
                raise
            return
        conn = TConn(self.cfg, sock, address, listener.getsockname())
        self.nr_conns += 1
        if _is_asked(sock):  # already, while all were busy: this is the work of this worker
            conn.data_ready = True
            self.enqueue_req(conn)
            return
        conn.timeout = time.monotonic() + SILENCE_S
        self.pending_conns.append(conn)
        self.poller.register(sock, selectors.EVENT_READ, partial(self.on_pending_socket_readable, conn))

    def enqueue_req(self, conn):
        self._begun[conn] = time.monotonic()
        super().enqueue_req(conn)

    def finish_request(self, conn, fs):
        self._begun.pop(conn, None)
        super().finish_request(conn, fs)

    def wait_for_and_dispatch_events(self, timeout):
        super().wait_for_and_dispatch_events(min(timeout, PATIENCE_S))


def _is_asked(sock):
    """Does a request, or the end of the connection, wait to be read?"""
    try:
        sock.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT)
    except BlockingIOError:
        return False
    except OSError:
        return True  # reset by the client: the thread that reads it closes it
    return True
