"""Does the embedded database come up, stay closed, and come back after anything?"""

import os
import shutil
import signal
import tempfile
from pathlib import Path

import pytest

from foundation.embedded import processes
from foundation.embedded.place import Place
from foundation.embedded.postgres import Cluster, readable_binaries, runs
from foundation.embedded.program import ServerError

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the server as somebody else")


@pytest.fixture
def cluster(place):
    return Cluster(place)


@pytest.fixture
def started(cluster, supervisor):
    supervisor.start(cluster.program())
    cluster.ensure_database()
    return cluster


def postmaster(cluster) -> int:
    return int((cluster.data / "postmaster.pid").read_text().split()[0])


def test_a_new_cluster_answers_sorts_the_same_everywhere_and_keeps_its_promises(started, ask):
    assert (
        ask(started.url, "select datlocprovider::text || ' ' || datlocale from pg_database where datname = 'plumbline'")
        == "b C.UTF-8"
    )
    assert ask(started.url, "show server_encoding") == "UTF8"
    assert ask(started.url, "show fsync") == "on"
    assert ask(started.url, "show synchronous_commit") == "on"
    assert ask(started.url, "show full_page_writes") == "on"


@pytest.mark.parametrize("extension", ["btree_gist", "pg_trgm", "unaccent", "citext", "ltree"])
def test_the_extensions_that_the_product_may_use_are_there(started, ask, extension):
    ask(started.url, f"create extension {extension}")


def test_no_port_is_opened(started, ask):
    assert ask(started.url, "show listen_addresses") == ""


@as_root
def test_the_server_of_root_runs_as_nobody(started):
    assert Path(f"/proc/{postmaster(started)}").stat().st_uid == started.place.account.uid


def test_making_sure_of_the_database_twice_changes_nothing(started, ask):
    ask(started.url, "create table kept (id int)")
    started.ensure_database()
    assert ask(started.url, "select count(*) from kept") == 0


def test_acknowledged_rows_survive_kill_9_and_the_server_comes_back_by_itself(started, supervisor, ask, until, said):
    ask(started.url, "create table ledger (amount int)")
    ask(started.url, "insert into ledger values (42)")
    killed = postmaster(started)
    os.kill(killed, signal.SIGKILL)

    def back():
        supervisor._look_after(supervisor.children["postgres"])
        return started.answers()

    until(lambda: not started.answers())
    until(back)
    assert postmaster(started) != killed
    assert ask(started.url, "select sum(amount) from ledger") == 42
    assert any("postgres ended with code -9" in line for line in said)


def test_a_left_pid_file_whose_number_is_now_another_process_does_not_hinder_the_start(cluster, supervisor):
    supervisor.start(cluster.program())
    stale = (cluster.data / "postmaster.pid").read_text()
    os.kill(postmaster(cluster), signal.SIGKILL)
    supervisor.children["postgres"].process.wait()
    stale = stale.replace(stale.split("\n")[0], str(os.getpid()), 1)
    (cluster.data / "postmaster.pid").write_text(stale)
    supervisor.start(cluster.program())
    assert cluster.answers()


def test_a_server_left_over_from_a_killed_command_is_ended_before_a_new_one_starts(place, cluster, supervisor, until):
    program = cluster.program()
    program.before()
    left = processes.spawn(program.argv, env=program.env, log=place.logs / "left.log", account=program.account)
    until(cluster.answers)
    supervisor.start(program)
    assert left.wait(5) == 0
    assert cluster.answers()
    assert len(processes.working_in(cluster.data, called="postgres")) > 0


def test_a_start_broken_off_during_initialisation_leaves_nothing_half_made(place, cluster, supervisor):
    half = place.servers / "pg.new"
    half.mkdir()
    (half / "PG_VERSION").write_text("18\n")
    supervisor.start(cluster.program())
    assert cluster.answers()
    assert not half.exists()


def test_data_of_another_version_is_refused_before_the_server_touches_it(cluster, supervisor):
    cluster.make_ready()
    (cluster.data / "PG_VERSION").write_text("15\n")
    with pytest.raises(ServerError, match="written by PostgreSQL 15"):
        supervisor.start(cluster.program())


def test_a_wanted_stop_writes_a_checkpoint_so_the_next_start_needs_no_recovery(cluster, supervisor, place):
    supervisor.start(cluster.program())
    child = supervisor.children["postgres"]
    assert processes.stop(child.process, gently=child.program.stop_signal, seconds=10) == 0
    assert not (cluster.data / "postmaster.pid").exists()
    (place.logs / "postgres.log").write_text("")
    supervisor.start(cluster.program())
    assert "automatic recovery" not in (place.logs / "postgres.log").read_text()


def test_the_servers_of_tests_give_up_safety_for_speed(place, supervisor, ask):
    cluster = Cluster(place, fast_and_unsafe=True)
    supervisor.start(cluster.program())
    assert ask(cluster.url_of("postgres"), "show fsync") == "off"


@as_root
def test_programs_that_nobody_cannot_read_are_copied_and_run_from_the_copy(place, monkeypatch):
    installed = readable_binaries(place)
    closed, fallback = Path(tempfile.mkdtemp(dir="/tmp")), Path(tempfile.mkdtemp(dir="/tmp"))
    fallback.chmod(0o711)
    try:
        package = installed.parents[1]
        for folder in (package, package.with_name(f"{package.name}.libs")):
            shutil.copytree(folder, closed / folder.name)
        monkeypatch.syspath_prepend(str(closed))
        copied = readable_binaries(place, copy_to=fallback)
        assert copied.is_relative_to(fallback)
        assert runs(copied, place)
        assert readable_binaries(place, copy_to=fallback) == copied
        assert Cluster(place, binaries_copy=fallback).program().argv[0].startswith(str(fallback))
    finally:
        shutil.rmtree(closed)
        shutil.rmtree(fallback)


def test_programs_that_are_not_there_do_not_run(place, tmp_path):
    assert not runs(tmp_path / "bin", Place(tmp_path, tmp_path, tmp_path, None))
    assert place.home.exists()
