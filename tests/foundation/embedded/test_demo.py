"""Does the demo start what it should, and refuse clearly when it cannot?"""

import http.server
import os
import signal
import socket
import threading

import pytest

from foundation.embedded import demo
from foundation.embedded.place import CHECKOUT, Hold
from foundation.embedded.program import Program, ServerError
from foundation.embedded.servers import Servers


@pytest.fixture
def port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


@pytest.fixture
def handlers():
    """The demo takes over the signals of its process; give them back."""
    kept = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    yield
    for number, handler in kept.items():
        signal.signal(number, handler)


@pytest.fixture
def site():
    """A tiny site that answers every request with the status that the test wants."""

    class Answer(http.server.BaseHTTPRequestHandler):
        status = 200

        def do_GET(self):
            self.send_response(self.status)
            self.end_headers()

        def log_message(self, *_):
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield Answer, server.server_port
    server.shutdown()
    server.server_close()


def test_a_taken_port_is_refused_before_anything_starts(home, capsys):
    with socket.create_server(("127.0.0.1", 0)) as server:
        taken = server.getsockname()[1]
        assert demo.demo(home, port=taken) == 1
    assert f"Port {taken} is taken. Another one: ./plumbline demo --port {taken + 1}" in capsys.readouterr().err
    assert not list(home.iterdir())


def test_a_second_demo_on_the_same_data_is_refused_and_told_who_runs(home, port, capsys):
    Servers.of(home)
    with Hold(home, purpose="demo"):
        assert demo.demo(home, port=port) == 1
    assert f"is in use by demo {os.getpid()}" in capsys.readouterr().err


def test_a_failing_preparation_is_shown_and_leaves_no_server_running(home, port, monkeypatch, handlers):
    monkeypatch.setattr(Servers, "environment", lambda *_, **__: {"PYTHONPATH": str(CHECKOUT)})
    with pytest.raises(ServerError, match=r"The preparation ended with code 1\.") as failure:
        demo.demo(home, port=port)
    assert "Set SECRET_KEY" in str(failure.value)
    assert not Servers.of(home).answer()


def test_a_stop_during_the_start_is_a_wanted_stop(home, port, monkeypatch, handlers, capsys):
    def asked_to_stop(supervisor, environment):
        os.kill(os.getpid(), signal.SIGTERM)

    monkeypatch.setattr(demo, "_prepare", asked_to_stop)
    assert demo.demo(home, port=port) == 0
    assert "is running" not in capsys.readouterr().out
    assert not Servers.of(home).answer()


def test_a_stop_while_a_program_gets_ready_is_a_wanted_stop(home, port, monkeypatch, handlers):
    slow = Program(name="web", argv=["sleep", "60"], env={"PATH": os.defpath}, ready=lambda: ask_to_stop())

    def ask_to_stop():
        os.kill(os.getpid(), signal.SIGTERM)
        return False

    monkeypatch.setattr(demo, "_prepare", lambda *_: None)
    monkeypatch.setattr(demo, "programs", lambda *_: [slow])
    assert demo.demo(home, port=port) == 0


def test_it_runs_web_worker_beat_and_sweeper_in_this_order(home):
    found = demo.programs(home, {}, 8123)
    assert [program.name for program in found] == ["web", "worker", "beat", "sweeper"]
    assert all(program.cwd == CHECKOUT for program in found)


def test_the_web_server_listens_on_this_machine_only(home):
    web = demo.programs(home, {}, 8123)[0]
    assert web.argv[web.argv.index("-b") + 1] == "127.0.0.1:8123"


def test_the_scheduler_writes_into_the_home_and_not_into_the_checkout(home):
    beat = demo.programs(home, {}, 8123)[2]
    assert beat.argv[beat.argv.index("--schedule") + 1].startswith(str(home))


@pytest.mark.parametrize(
    ("status", "is_one"), [(200, True), (302, True), (403, True), (404, True), (500, False), (503, False)]
)
def test_a_refusal_is_an_answer_and_a_server_error_is_none(site, status, is_one):
    answer, port = site
    answer.status = status
    assert demo.answers(port) is is_one


def test_a_closed_port_is_no_answer(port):
    assert not demo.answers(port)
