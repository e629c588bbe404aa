"""Does the one command say what it can do, with nothing installed?"""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[1]
BEFORE_THE_ENVIRONMENT = ("plumbline", "doctor", "environment", "system", "place", "ports", "processes", "guard")


def run(*arguments, **environment):
    return subprocess.run(
        [sys.executable, "-I", "-S", str(CHECKOUT / "plumbline"), *arguments],
        capture_output=True,
        text=True,
        timeout=60,
        env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", **environment},
    )


@pytest.mark.parametrize("argument", ["help", "-h", "--help"])
def test_it_explains_itself(argument):
    done = run(argument)
    assert done.returncode == 0
    for verb in ("demo", "test", "manage", "doctor"):
        assert f"./plumbline {verb}" in done.stdout


def test_without_a_verb_it_explains_itself():
    assert run().stdout == run("help").stdout


def test_an_unknown_verb_is_an_error_that_names_the_known_ones():
    done = run("dmeo")
    assert done.returncode == 2
    assert "There is no verb 'dmeo'" in done.stderr
    assert "./plumbline demo" in done.stderr


def test_the_doctor_answers_without_any_package_installed(tmp_path):
    done = run("doctor", "--port", "1", PLUMBLINE_HOME=str(tmp_path / "home"), PLUMBLINE_VENV=str(tmp_path / "none"))
    assert "ok       python" in done.stdout
    assert "unset PLUMBLINE_VENV" in done.stdout
    assert done.returncode == 1


@pytest.mark.parametrize("port", ["0", "70000", "eight"])
def test_a_port_that_is_none_is_refused(port):
    done = run("doctor", "--port", port)
    assert done.returncode == 2
    assert "give a number from 1 to 65535" in done.stderr


def test_the_command_is_executable_and_a_bare_python_finds_all_it_imports():
    assert (CHECKOUT / "plumbline").stat().st_mode & 0o111
    for name in BEFORE_THE_ENVIRONMENT:
        path = CHECKOUT / name if name == "plumbline" else CHECKOUT / "foundation" / "embedded" / f"{name}.py"
        for imported in imports(path):
            assert imported in sys.stdlib_module_names | {"foundation"}, f"{path.name} imports {imported}"


def imports(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add((node.module or "").partition(".")[0])
    return names
