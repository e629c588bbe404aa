"""Is the environment made once, and again only when it must be?"""

import json
import sys

import pytest

from foundation.embedded import environment
from foundation.embedded.environment import BASE, TEST, InstallError, provide

LOCKS = {BASE: "one==1.0 --hash=sha256:aa\n", TEST: "one==1.0 --hash=sha256:aa\ntwo==2.0 --hash=sha256:bb\n"}


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    """A checkout, and a recorder in place of the two slow commands that reach the network."""
    monkeypatch.delenv("PLUMBLINE_VENV", raising=False)
    (tmp_path / "plumbline").write_text("")
    for name, text in LOCKS.items():
        (tmp_path / name).write_text(text)
    return tmp_path


@pytest.fixture
def ran(checkout, monkeypatch):
    commands = []

    def run(argv, failure):
        commands.append(" ".join(argv))
        if argv[1:3] == ["-m", "venv"]:
            (checkout / ".venv" / "bin").mkdir(parents=True)
            (checkout / ".venv" / "bin" / "python").symlink_to(sys.executable)

    monkeypatch.setattr(environment, "_run", run)
    return commands


def installs(ran):
    return [command.rsplit("/", 1)[1] for command in ran if "pip install" in command]


def quiet(_):
    pass


def test_the_first_time_it_is_made_and_filled_by_hash_and_from_wheels_only(checkout, ran):
    python = provide(checkout, BASE, say=quiet)
    assert python == checkout / ".venv" / "bin" / "python"
    assert ran[0].endswith(f"-m venv {checkout / '.venv'}")
    assert "--require-hashes --only-binary :all:" in ran[1]
    assert installs(ran) == [BASE]


def test_the_second_time_nothing_runs(checkout, ran):
    provide(checkout, BASE, say=quiet)
    ran.clear()
    provide(checkout, BASE, say=quiet)
    assert ran == []


def test_the_tests_add_to_the_same_environment_and_the_demo_then_needs_nothing(checkout, ran):
    provide(checkout, BASE, say=quiet)
    provide(checkout, TEST, say=quiet)
    provide(checkout, BASE, say=quiet)
    assert installs(ran) == [BASE, TEST]
    assert sum("-m venv" in command for command in ran) == 1


def test_a_changed_lock_makes_it_anew_so_that_a_removed_package_is_gone(checkout, ran):
    provide(checkout, BASE, say=quiet)
    (checkout / ".venv" / "removed-package").write_text("")
    (checkout / BASE).write_text("one==1.1 --hash=sha256:cc\n")
    provide(checkout, BASE, say=quiet)
    assert installs(ran) == [BASE, BASE]
    assert not (checkout / ".venv" / "removed-package").exists()


def test_an_installation_broken_off_is_done_again(checkout, ran):
    provide(checkout, BASE, say=quiet)
    (checkout / ".venv" / "plumbline.json").unlink()
    provide(checkout, BASE, say=quiet)
    assert installs(ran) == [BASE, BASE]


def test_an_environment_whose_python_is_gone_is_made_again(checkout, ran):
    provide(checkout, BASE, say=quiet)
    (checkout / ".venv" / "bin" / "python").unlink()
    assert not environment.matches(checkout, BASE)
    provide(checkout, BASE, say=quiet)
    assert installs(ran) == [BASE, BASE]


def test_another_python_makes_it_again(checkout, ran):
    provide(checkout, BASE, say=quiet)
    stamp = checkout / ".venv" / "plumbline.json"
    stamp.write_text(json.dumps(json.loads(stamp.read_text()) | {"python": "3.10"}))
    provide(checkout, BASE, say=quiet)
    assert installs(ran) == [BASE, BASE]


@pytest.mark.parametrize("stamp", ["", "{", "[]"])
def test_a_spoiled_stamp_counts_as_none(checkout, ran, stamp):
    provide(checkout, BASE, say=quiet)
    (checkout / ".venv" / "plumbline.json").write_text(stamp)
    provide(checkout, BASE, say=quiet)
    assert installs(ran) == [BASE, BASE]


def test_an_environment_kept_by_somebody_else_is_used_as_it_is(checkout, ran, monkeypatch):
    monkeypatch.setenv("PLUMBLINE_VENV", "/opt/plumbline")
    assert str(provide(checkout, BASE, say=quiet)) == "/opt/plumbline/bin/python"
    assert ran == []


def test_a_failure_says_what_failed_and_what_was_run():
    with pytest.raises(InstallError, match=r"could not be made \(what was run: .* raise SystemExit\(1\)\)"):
        environment._run([sys.executable, "-c", "raise SystemExit(1)"], "The environment could not be made")


def test_the_number_of_packages_is_told(checkout, ran):
    said = []
    provide(checkout, TEST, say=said.append)
    assert said[-1].startswith("Installing 2 packages from requirements-test.lock")
