"""A busy worker leaves the next request to its idle neighbour, and never lets it wait for a long one."""

import http.client
import os
import signal
import socket
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest
from gunicorn.config import Config

from foundation.embedded import processes
from foundation.embedded.place import CHECKOUT
from portfolio import web_worker
from portfolio.web_worker import PATIENCE_S, FairWorker

LONG = 30  # seconds; nothing here takes so long unless it hangs


@pytest.fixture
def server(tmp_path):
    """Two workers of two threads each, as an installation has them; → SimpleNamespace(port, folder)"""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    argv = [sys.executable, "-m", "gunicorn", "--workers", "2", "--threads", "2", "--keep-alive", "0",
            "--worker-class", "portfolio.web_worker.FairWorker", "--bind", f"127.0.0.1:{port}",
            "tests.portfolio.waiting_site:application"]  # fmt: skip
    env = {**os.environ, "WAITING_SITE": str(tmp_path), "PYTHONPATH": str(CHECKOUT)}
    started = processes.spawn(argv, env=env, cwd=CHECKOUT, log=tmp_path / "log")
    try:
        until(lambda: listens(port))
        yield SimpleNamespace(port=port, folder=tmp_path, process=started)
    finally:
        processes.stop(started, gently=signal.SIGTERM, seconds=5)


def listens(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def until(true):
    end = time.monotonic() + LONG
    while not true():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.01)


def ask(server, path="/"):
    """The process that answered."""
    line = http.client.HTTPConnection("127.0.0.1", server.port, timeout=LONG)
    line.request("GET", path)
    answer = line.getresponse()
    assert answer.status == 200
    return int(answer.read())


def begun(server, name):
    until((server.folder / f"{name}.begun").exists)


def test_what_comes_while_one_works_goes_to_the_other(server):
    with ThreadPoolExecutor() as pool:
        for number in range(8):
            first = pool.submit(ask, server, f"/a{number}")
            begun(server, f"a{number}")
            second = ask(server)
            (server.folder / f"a{number}").touch()
            assert first.result() != second


def test_a_short_request_does_not_wait_for_long_ones_on_all_workers(server):
    with ThreadPoolExecutor() as pool:
        long = [pool.submit(ask, server, f"/{name}") for name in ("left", "right")]
        begun(server, "left")
        begun(server, "right")
        assert ask(server)
        assert not any(each.done() for each in long)
        for name in ("left", "right"):
            (server.folder / name).touch()
        assert len({each.result() for each in long}) == 2


def test_connections_on_which_nothing_is_asked_hold_nobody_up(server):
    silent = [socket.create_connection(("127.0.0.1", server.port)) for _n in range(12)]
    assert ask(server)
    assert ask(server)
    for each in silent:
        each.close()


def test_a_client_that_gives_up_leaves_nothing_behind(server):
    for _n in range(20):
        line = socket.create_connection(("127.0.0.1", server.port))
        line.sendall(b"GET / HT")
        line.close()
    assert ask(server)


def test_a_server_that_stops_answers_what_it_has_begun(server):
    with ThreadPoolExecutor() as pool:
        last = pool.submit(ask, server, "/last")
        begun(server, "last")
        silent = socket.create_connection(("127.0.0.1", server.port))
        server.process.send_signal(signal.SIGTERM)
        time.sleep(2 * PATIENCE_S)  # by now the worker has heard of it, and works on
        assert not last.done()
        (server.folder / "last").touch()
        assert last.result()
    silent.close()
    assert server.process.wait(LONG) == 0


@pytest.fixture
def worker(monkeypatch):
    """A worker that was never started, and the clock that it reads."""
    clock = SimpleNamespace(now=1000.0)
    monkeypatch.setattr(web_worker.time, "monotonic", lambda: clock.now)
    made = FairWorker.__new__(FairWorker)
    made._begun, made.worker_connections, made.clock = {}, 1000, clock
    return made


def test_a_worker_with_nothing_to_do_takes_what_comes(worker):
    assert worker.has_time() and worker.worker_connections == 1000


def test_a_worker_at_work_takes_nothing(worker):
    worker._begun["one"] = worker.clock.now
    assert not worker.has_time() and worker.worker_connections == 0
    worker.clock.now += PATIENCE_S
    assert worker.worker_connections == 0


def test_a_worker_whose_oldest_work_takes_long_shares_itself(worker):
    worker._begun["long"] = worker.clock.now
    worker.clock.now += PATIENCE_S + 0.01
    worker._begun["new"] = worker.clock.now
    assert worker.worker_connections == 1000
    del worker._begun["long"]
    assert worker.worker_connections == 0


def test_a_connection_is_asked_once_something_can_be_read():
    ours, theirs = socket.socketpair()
    assert not web_worker._is_asked(ours)
    theirs.sendall(b"GET / HTTP/1.1")
    assert web_worker._is_asked(ours) and web_worker._is_asked(ours)
    assert ours.recv(99) == b"GET / HTTP/1.1", "nothing of it is lost"
    assert not web_worker._is_asked(ours)
    theirs.close()
    assert web_worker._is_asked(ours), "the end is read too"
    ours.close()
    assert web_worker._is_asked(ours)


def test_the_server_is_set_up_with_it():
    namespace = {}
    exec((CHECKOUT / "portfolio" / "gunicorn.py").read_text(), namespace)
    config = Config()
    config.set("worker_class", namespace["worker_class"])
    assert config.worker_class is FairWorker
    assert namespace["keepalive"] == 0
