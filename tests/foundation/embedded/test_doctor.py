"""Does the doctor say what is there, what is missing, and the line that brings it?"""

import os
import socket
from pathlib import Path

import pytest

from foundation.embedded import doctor, system
from foundation.embedded.doctor import Finding, examine, report
from foundation.embedded.place import Hold, open_place


@pytest.fixture
def port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


@pytest.fixture
def bare(tmp_path, monkeypatch):
    """A checkout in which nothing was made yet."""
    monkeypatch.delenv("PLUMBLINE_VENV", raising=False)
    for lock in ("requirements.lock", "requirements-test.lock"):
        (tmp_path / lock).write_text("one==1.0\n")
    return tmp_path


def named(findings, name) -> list[Finding]:
    return [finding for finding in findings if finding.name == name]


def test_on_a_bare_checkout_everything_that_will_be_made_is_named_and_nothing_hinders(bare, port, capsys):
    findings = examine(bare, bare / ".plumbline", port=port)
    assert report(findings) == 0
    out = capsys.readouterr().out
    assert "is not made yet" in out
    assert "-> ./plumbline demo makes it" in out
    assert "not installed as requirements.lock says" in out
    assert f"{bare / '.plumbline'} will be made" in out
    assert out.endswith("Ready: ./plumbline demo\n")
    assert not (bare / ".plumbline").exists()


def test_a_missing_part_is_named_with_its_apt_line_and_does_not_hinder_the_demo(bare, port, monkeypatch, capsys):
    monkeypatch.setattr(system, "PANGO_LIBRARIES", ("libnot-there.so.0",))
    monkeypatch.setattr(doctor.system, "PANGO", system.Part("pango", "PDFs", ("libpango-1.0-0",), system.find_pango))
    assert report(examine(bare, bare / "home", port=port)) == 0
    assert "-> apt-get install -y --no-install-recommends libpango-1.0-0" in capsys.readouterr().out


def test_without_the_means_to_make_an_environment_it_is_not_ready(bare, port, monkeypatch, capsys):
    gone = system.Part("python3-venv", "the environment", ("python3-venv",), lambda: None)
    monkeypatch.setattr(doctor.system, "VENV", gone)
    assert report(examine(bare, bare / "home", port=port)) == 1
    out = capsys.readouterr().out
    assert "MISSING  python3-venv" in out
    assert out.endswith("Not ready: python3-venv.\n")


def test_a_python_too_old_hinders(monkeypatch):
    monkeypatch.setattr(doctor, "OLDEST_PYTHON", (99, 0))
    assert not doctor._python().fine


def test_a_port_taken_by_another_program_hinders_and_the_next_is_offered(bare, capsys):
    with socket.create_server(("127.0.0.1", 0)) as server:
        taken = server.getsockname()[1]
        assert report(examine(bare, bare / "home", port=taken)) == 1
    assert f"-> ./plumbline demo --port {taken + 1}" in capsys.readouterr().out


def test_a_running_demo_is_seen_and_its_port_does_not_hinder(bare, home):
    open_place(home)
    with socket.create_server(("127.0.0.1", 0)) as server, Hold(home, purpose="demo"):
        findings = examine(bare, home, port=server.getsockname()[1])
    assert named(findings, "servers")[0].detail == f"in use by demo {os.getpid()}"
    assert named(findings, "port")[0].fine


def test_without_a_demo_the_servers_are_said_not_to_run(bare, home, port):
    assert "not running" in named(examine(bare, home, port=port), "servers")[0].detail


def test_a_home_with_a_database_is_told_from_one_without(bare, home, port):
    place = open_place(home)
    assert "holds no database yet" in named(examine(bare, home, port=port), "data")[0].detail
    (place.servers / "pg").mkdir()
    assert "holds a database" in named(examine(bare, home, port=port), "data")[0].detail


def test_a_database_that_lies_elsewhere_is_shown_where_it_lies(bare, home, port, tmp_path):
    (tmp_path / "far" / "pg").mkdir(parents=True)
    (home / "servers").symlink_to(tmp_path / "far")
    detail = named(examine(bare, home, port=port), "data")[0].detail
    assert f"the database lies in {tmp_path / 'far'}" in detail


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may give a folder away")
def test_the_home_of_somebody_else_hinders_and_another_is_offered(bare, home, port):
    os.chown(home, 12345, 12345)
    finding = named(examine(bare, home, port=port), "data")[0]
    assert not finding.fine
    assert "PLUMBLINE_HOME" in finding.remedy


def test_an_environment_kept_by_somebody_else_is_looked_at_where_it_is(bare, port, monkeypatch):
    monkeypatch.setenv("PLUMBLINE_VENV", "/does/not/exist")
    finding = named(examine(bare, bare / "home", port=port), "environment")[0]
    assert (finding.fine, finding.needed) == (False, True)
    assert Path("/does/not/exist").name in finding.detail
