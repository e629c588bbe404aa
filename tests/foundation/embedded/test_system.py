"""Are missing parts of the system named with the line that brings them?"""

import pytest

from foundation.embedded import system
from foundation.embedded.system import Part, provide


@pytest.fixture
def said():
    return []


@pytest.fixture
def apt(monkeypatch):
    """A package manager that brings what it is asked for."""
    brought = []
    monkeypatch.setattr(system, "_apt_install", brought.extend)
    monkeypatch.setattr(system, "can_install", lambda: True)
    return brought


def part(brought=(), name="pango"):
    return Part(name, "PDF reports", ("libpango-1.0-0",), lambda: "found" if "libpango-1.0-0" in brought else None)


def test_what_is_there_is_passed_over_in_silence(said, apt):
    assert provide([part(["libpango-1.0-0"])], say=said.append) == []
    assert said == []
    assert apt == []


def test_root_is_told_first_and_then_the_part_is_installed(said, apt):
    assert provide([part(apt)], say=said.append) == []
    assert said == ["Missing: pango (for PDF reports). Installing by apt-get: libpango-1.0-0"]


def test_an_ordinary_user_gets_the_one_line(said, monkeypatch):
    monkeypatch.setattr(system, "can_install", lambda: False)
    missing = part()
    assert provide([missing], say=said.append) == [missing]
    assert said == [
        "Missing: pango, needed for PDF reports. As root: apt-get install -y --no-install-recommends libpango-1.0-0"
    ]


def test_what_the_package_manager_could_not_bring_is_still_named(said, apt):
    missing = part()
    assert provide([missing], say=said.append) == [missing]
    assert said[-1].startswith("Missing: pango")


def test_an_ordinary_user_installs_nothing(monkeypatch):
    monkeypatch.setattr(system.os, "geteuid", lambda: 1000)
    assert not system.can_install()


def test_pango_is_missing_when_one_of_its_libraries_is(monkeypatch):
    monkeypatch.setattr(system, "PANGO_LIBRARIES", ("libc.so.6",))
    assert system.find_pango()
    monkeypatch.setattr(system, "PANGO_LIBRARIES", ("libc.so.6", "libnot-there.so.0"))
    assert system.find_pango() is None


def test_a_browser_is_found_by_its_name_on_the_path(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert system.find_chromium() is None
    (tmp_path / "chromium").write_text("")
    (tmp_path / "chromium").chmod(0o755)
    assert system.find_chromium() == str(tmp_path / "chromium")
