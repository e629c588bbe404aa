"""Which files does the house consist of, and what do they import?"""

import ast
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FLOORS = ("foundation", "projects", "staffing", "budgets", "risks", "reports", "portfolio")
# the sub-apps of the foundation, from the ground up
GROUND = ("foundation", "foundation.accounts", "foundation.organisation", "foundation.jobs")


@dataclass(frozen=True)
class Source:
    """One file: its path from the root of the project, with slashes, and what stands in it."""

    path: str
    text: str

    @property
    def name(self):
        return self.path.rsplit("/", 1)[-1]

    @property
    def lines(self):
        return self.text.splitlines()

    @property
    def tree(self):
        return _parsed(self.path, self.text)

    def place(self, node):
        return f"{self.path}:{node.lineno}"


@cache
def _parsed(path, text):
    return ast.parse(text, path)


@cache
def paths():
    """Every file of the project that git keeps or would keep; what it ignores is no part of the house."""
    listed = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout.decode()
    return tuple(sorted(path for path in set(listed.split("\0")) if path and (ROOT / path).is_file()))


@cache
def sources(*endings, under=()):
    """The text files with these endings below these folders (everywhere when none is named)."""
    return tuple(
        Source(path, (ROOT / path).read_text())
        for path in paths()
        if path.endswith(endings) and (not under or path.split("/")[0] in under)
    )


def code():
    """The Python files of the seven floors, without migrations."""
    return [source for source in sources(".py", under=FLOORS) if "/migrations/" not in source.path]


def templates():
    return sources(".html", under=("templates",))


def calls(tree):
    """(node, dotted name) of every call: `timezone.now()` gives "timezone.now"."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
            yield node, ast.unparse(node.func)


def imported(tree):
    """(node, dotted module or module.name) of every import; `from a import b` gives "a.b"."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield from ((node, f"{node.module}.{alias.name}") for alias in node.names)


def is_ours(dotted):
    return dotted.split(".")[0] in FLOORS


def functions(tree):
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def none(found):
    """Fail with one line for each offender."""
    found = list(found)
    assert not found, "\n".join(["", *found])
