"""Does a command get servers of its own, or those of a running demo?"""

import os

import pytest

from foundation.embedded import servers
from foundation.embedded.place import Hold, holder
from foundation.embedded.servers import Servers
from foundation.embedded.supervisor import Supervisor


def test_a_command_starts_the_servers_and_stops_those_that_it_started(home):
    with servers.running(home, purpose="manage check") as found:
        assert found.answer()
        assert holder(home) == f"manage check {os.getpid()}"
    assert not found.answer()
    assert holder(home) is None


def test_a_failing_command_stops_its_servers_too(home):
    with pytest.raises(ZeroDivisionError), servers.running(home, purpose="manage check") as found:
        1 / 0  # noqa: B018
    assert not found.answer()


def test_beside_a_running_demo_a_command_borrows_its_servers_and_leaves_them_running(home):
    demo = Servers.of(home)
    with Hold(home, purpose="demo"):
        supervisor = Supervisor(demo.place.logs)
        try:
            demo.start(supervisor)
            with servers.running(home, purpose="manage check") as found:
                assert found == demo
            assert demo.answer()
        finally:
            supervisor.stop()


def test_a_command_that_waits_too_long_says_for_whom(home, monkeypatch, capsys):
    monkeypatch.setattr(servers, "PATIENCE_S", 0.3)
    Servers.of(home)
    with Hold(home, purpose="manage migrate"):  # noqa: SIM117
        with pytest.raises(servers.ServerError, match="still in use by manage migrate"):
            with servers.running(home, purpose="manage check"):
                pass
    assert capsys.readouterr().err.count("Waiting for manage migrate") == 1


def test_the_product_gets_addresses_secret_and_folders_and_the_demo_flag_only_in_the_demo(home, monkeypatch):
    monkeypatch.setenv("PLUMBLINE_DEMO", "1")
    monkeypatch.setenv("DATABASE_URL", "postgres://somebody@production/plumbline")
    found = Servers.of(home)
    environment = found.environment(demo=True)
    assert environment["PLUMBLINE_DEMO"] == "1"
    assert environment["DATABASE_URL"] == found.cluster.url
    assert environment["REDIS_URL"] == found.broker.url
    assert environment["PLUMBLINE_MEDIA"] == str(home / "media")
    assert environment["PATH"] == os.environ["PATH"]
    assert "PLUMBLINE_DEMO" not in found.environment(demo=False)
    assert found.environment(demo=False)["SECRET_KEY"] == environment["SECRET_KEY"]
