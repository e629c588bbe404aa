"""Does the project hold only what we wrote, and nothing of the machines on which it was written?"""

import re
from pathlib import Path

import pytest

from tests.house.source import ROOT, Source, none, paths

# one letter of each in brackets, so that this file does not find itself
FOREIGN = {
    "a path of one machine": r"(?<![\w.])/(?:wor[k]|roo[t]|hom[e]/\w+|User[s]/\w+)/",
    "a host of a package registry": r"pyp[i]\.org|pythonhoste[d]|npmj[s]\.|crate[s]\.io|docke[r]\.io",
    "a key": r"-----BEGIN [A-Z ]*PRIVATE KE[Y]|AKI[A][0-9A-Z]{16}|gh[p]_[A-Za-z0-9]{36}",
    "a leftover": r"\b(?:TOD[O]|FIXM[E])\b",
}
PICTURES = {".png", ".svg", ".ico", ".webp"}
LOCKS = ("requirements.lock", "requirements-test.lock")


def text_of(path):
    data = (ROOT / path).read_bytes()
    if b"\0" in data[:8000]:
        return None
    try:
        return data.decode()
    except UnicodeDecodeError:
        return None


def foreign(files):
    for file in files:
        for what, pattern in FOREIGN.items():
            for found in re.finditer(pattern, file.text):
                yield f"{file.path}:{file.text.count(chr(10), 0, found.start()) + 1} holds {what}: {found[0]}"


def test_no_file_speaks_of_the_machine_on_which_it_was_written():
    texts = [(path, text_of(path)) for path in paths()]
    none(foreign(Source(path, text) for path, text in texts if text is not None))


@pytest.mark.parametrize("planted", ["/wo" + "rk/main/x", "https://py" + "pi.org/simple", "# TO" + "DO later"])
def test_a_word_of_the_workplace_is_found(planted):
    assert list(foreign([Source("a.py", f"x = 1\ny = '{planted}'\n")]))


def test_binary_files_are_pictures_only():
    none(path for path in paths() if text_of(path) is None and Path(path).suffix not in PICTURES)


def minified(file):
    """A name that says so, or lines that no person wrote."""
    longest = max(map(len, file.lines), default=0)
    return ".min." in file.name or (file.name.endswith((".js", ".css")) and longest > 300)


def test_nothing_is_minified_or_brought_along_from_others():
    carried = {"vendor", "node_modules", "third_party", "site-packages"}
    none(path for path in paths() if carried & set(path.split("/")))
    none(path for path in paths() if minified(Source(path, text_of(path) or "")))


def test_a_minified_file_is_found():
    assert minified(Source("static/js/x.min.js", ""))
    assert minified(Source("static/js/x.js", "a;" * 200))
    assert not minified(Source("static/js/x.js", "let a = 1;\n" * 200))


def test_large_files_do_not_come_in():
    none(
        f"{path}: {(ROOT / path).stat().st_size} bytes" for path in paths() if (ROOT / path).stat().st_size > 1_000_000
    )


def test_every_dependency_is_locked_by_its_hash():
    for lock in LOCKS:
        blocks = re.split(r"\n(?=[a-zA-Z])", (ROOT / lock).read_text())
        pinned = [block for block in blocks if re.match(r"[\w.\[\]-]+==", block)]
        assert len(pinned) > 10
        none(block.split()[0] for block in pinned if "--hash=sha256:" not in block)
