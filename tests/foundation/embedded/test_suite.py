"""Does one command run every check, and is its answer honest?"""

import os

import pytest

from foundation.embedded import suite
from foundation.embedded.place import Hold


@pytest.fixture
def steps(monkeypatch):
    """Which steps of the suite run, in place of running the suite in itself."""
    ran, failing = [], set()

    def call(argv, environment, cwd=None):
        ran.append((argv, environment))
        return int(any(word in argv for word in failing))

    monkeypatch.setattr(suite, "call", call)
    return ran, failing


def test_the_suite_runs_every_check_and_leaves_out_drills_and_bench(home, steps, capsys):
    assert suite.suite(home, []) == 0
    argvs = [argv for argv, _ in steps[0]]
    assert len(argvs) == len(suite.CHECKS) + 1
    assert argvs[-1] == ["-m", "pytest", "-n", "3", "--dist", "loadgroup", "-m", "not drill and not bench"]
    assert "All passed." in capsys.readouterr().out


@pytest.mark.parametrize("word", ["ruff", "makemigrations", "--deploy", "pytest", suite.LINT_IMPORTS])
def test_one_failing_check_fails_the_suite_and_the_others_still_run(home, steps, word, capsys):
    steps[1].add(word)
    assert suite.suite(home, []) == 1
    assert len(steps[0]) == len(suite.CHECKS) + 1
    assert "FAILED:" in capsys.readouterr().out


@pytest.mark.parametrize("kind", ["drill", "bench"])
def test_drills_and_bench_are_chosen_by_name(home, steps, kind):
    suite.suite(home, ["--drills" if kind == "drill" else "--bench", "-x"])
    ((argv, _),) = steps[0]
    assert argv[-3:] == ["-m", kind, "-x"]


def test_arguments_go_to_pytest_and_skip_the_checks_before_it(home, steps):
    suite.suite(home, ["tests/foundation", "-k", "money"])
    ((argv, environment),) = steps[0]
    assert argv[-3:] == ["tests/foundation", "-k", "money"]
    assert "PLUMBLINE_DEMO" not in environment


def test_the_deployment_check_sees_the_settings_of_a_real_installation(home, steps, monkeypatch):
    monkeypatch.setenv("PLUMBLINE_DEMO", "1")
    suite.suite(home, [])
    (environment,) = [environment for argv, environment in steps[0] if "--deploy" in argv]
    assert environment["ALLOWED_HOSTS"] == "plumbline.example"
    assert "PLUMBLINE_DEMO" not in environment


def test_each_run_starts_from_an_empty_database_and_leaves_none(home, steps):
    suite.suite(home, ["-x"])
    left = home / "test"
    assert not (left / "pg").exists()
    (left / "media" / "left.pdf").write_text("")
    suite.suite(home, ["-x"])
    assert list((left / "media").iterdir()) == []


def test_two_runs_at_once_are_refused(home, steps, capsys):
    (home / "test").mkdir()
    with Hold(home / "test", purpose="test"):
        assert suite.suite(home, []) == 1
    assert f"under way: test {os.getpid()}" in capsys.readouterr().err
    assert steps[0] == []
