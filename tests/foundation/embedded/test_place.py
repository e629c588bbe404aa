"""Is the demo's data closed to others, and found again?"""

import os
import shutil
import stat
import subprocess
import tempfile
from pathlib import Path

import pytest

from foundation.embedded.place import (
    Busy,
    Hold,
    PlaceError,
    default_home,
    holder,
    open_place,
    owned_folder,
    reachable,
    secret_key,
    server_account,
)

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root may change owners")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_the_home_can_be_moved_by_the_environment(monkeypatch, tmp_path):
    monkeypatch.setenv("PLUMBLINE_HOME", str(tmp_path / "elsewhere"))
    assert default_home() == tmp_path / "elsewhere"


def test_without_a_wish_the_home_lies_in_the_checkout(monkeypatch):
    monkeypatch.delenv("PLUMBLINE_HOME", raising=False)
    assert default_home().name == ".plumbline"
    assert (default_home().parent / "plumbline").exists()


def test_nobody_else_may_look_into_the_home(home):
    open_place(home)
    assert mode(home) & 0o067 == 0  # not readable by group or others, not enterable by others


def test_folders_with_data_are_their_owners_alone(place):
    for folder in (place.logs, place.media, place.home / "valkey", place.sockets):
        assert mode(folder) == 0o700


@as_root
def test_the_server_account_may_pass_through_roots_home_but_not_look_around(place):
    assert reachable(place.home, place.account, how="-x")
    assert not reachable(place.home, place.account, how="-r")
    assert not reachable(place.media, place.account, how="-x")


@as_root
def test_a_home_that_the_server_account_cannot_reach_keeps_its_database_elsewhere(tmp_path):
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    fallback = Path(tempfile.mkdtemp(dir="/tmp"))
    try:
        place = open_place(closed / "home", fallback=fallback)
        assert place.servers.parent == fallback
        assert (closed / "home" / "servers").resolve() == place.servers
        assert reachable(place.servers, place.account, how="-x")
        assert open_place(closed / "home", fallback=fallback) == place
    finally:
        shutil.rmtree(fallback)


def test_a_long_path_gets_a_short_socket_folder_and_keeps_it(home):
    home.chmod(0o711)
    deep = home / ("long" * 12 + "path" * 12)
    first = open_place(deep)
    try:
        assert len(str(first.sockets)) < 60
        assert mode(first.sockets) == 0o700
        assert open_place(deep).sockets == first.sockets
    finally:
        first.sockets.rmdir()


def test_a_socket_folder_opened_to_others_is_not_used_again(home):
    home.chmod(0o711)
    deep = home / ("long" * 12 + "path" * 12)
    first = open_place(deep).sockets
    first.chmod(0o777)
    second = open_place(deep).sockets
    try:
        assert second != first
    finally:
        first.rmdir()
        second.rmdir()


@as_root
def test_the_home_of_another_user_is_refused(home):
    os.chown(home, 12345, 12345)
    with pytest.raises(PlaceError, match="belongs to another user"):
        open_place(home)


def test_a_home_that_cannot_be_made_is_refused_with_what_to_do(monkeypatch, home):
    def refuse(*_, **__):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(PlaceError, match="PLUMBLINE_HOME"):
        open_place(home / "x")


def test_the_secret_is_made_once_and_readable_by_its_owner_only(home):
    first = secret_key(home)
    assert len(first) >= 64
    assert secret_key(home) == first
    assert mode(home / "secret_key") == 0o600


def test_each_installation_has_another_secret(home, tmp_path):
    assert secret_key(home) != secret_key(tmp_path)


def test_a_second_holder_is_told_who_the_first_is(home):
    with Hold(home, purpose="demo"):
        with pytest.raises(Busy, match=f"^demo {os.getpid()}$"):
            Hold(home, purpose="manage")
        assert holder(home) == f"demo {os.getpid()}"
    assert holder(home) is None
    Hold(home, purpose="manage").release()


def test_a_killed_holder_holds_nothing(home, run_script, until):
    process = run_script(
        "import sys, time, pathlib; from foundation.embedded.place import Hold;"
        "h = Hold(pathlib.Path(sys.argv[1]), purpose='demo'); time.sleep(60)",
        home,
    )
    until(lambda: holder(home))
    process.kill()
    process.wait()
    assert holder(home) is None
    Hold(home, purpose="demo").release()


def test_a_server_folder_belongs_to_the_server_account(home):
    account = server_account()
    folder = owned_folder(home / "pg", account)
    assert mode(folder) == 0o700
    assert folder.stat().st_uid == (account.uid if account else os.geteuid())


@as_root
def test_reach_is_tried_as_the_account_not_guessed_from_modes(home):
    closed = home / "closed"
    closed.mkdir(mode=0o700)
    (closed / "open").write_text("")
    (closed / "open").chmod(0o644)
    assert reachable(closed / "open", None)
    assert not reachable(closed / "open", server_account())
    assert subprocess.run(["test", "-r", str(closed / "open")]).returncode == 0
