"""Do the sheets and modules keep what the design promises: contrast, no inline anything, no globals?"""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# paper.css is for PDFs alone: it knows no theme, no layer and fonts of an address of its own
SHEETS = sorted(s for s in (ROOT / "static" / "css").glob("*.css") if s.name != "paper.css")
MODULES = sorted((ROOT / "static" / "js").glob("*.js"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
TOKENS = (ROOT / "static" / "css" / "tokens.css").read_text()
GROUNDS = ("paper", "ground", "raised")


def colours():
    pairs = re.findall(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)", TOKENS)
    return {name: {"light": light, "dark": dark} for name, light, dark in pairs}


def luminance(colour):
    """WCAG 2.2, relative luminance: white is 1, black 0."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    """WCAG 2.2, contrast ratio: black on white is 21."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_the_measure_of_contrast_knows_black_on_white_and_the_published_grey():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("ink", ["ink", "ink-2", "ink-3", "accent", "good", "warn", "bad", "unknown"])
def test_every_ink_can_be_read_on_every_ground(ink, ground, theme):
    known = colours()
    assert contrast(known[ink][theme], known[ground][theme]) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(
    ("ink", "ground"),
    [
        ("good", "good-soft"),
        ("warn", "warn-soft"),
        ("bad", "bad-soft"),
        ("accent-strong", "accent-soft"),
        ("on-accent", "accent"),
        ("on-bad", "bad"),
        ("ink-2", "sunken"),
        ("ink-3", "sunken"),
        ("ink", "accent-soft"),
        ("bad", "accent-soft"),
    ],
)
def test_a_word_on_its_own_tint_can_be_read(ink, ground, theme):
    known = colours()
    assert contrast(known[ink][theme], known[ground][theme]) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_edge_of_a_control_can_be_seen(theme):
    known = colours()
    assert contrast(known["edge"][theme], known["paper"][theme]) >= 3


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_lines_of_a_chart_can_be_seen(theme):
    known = colours()
    series = [name for name in known if name.startswith("series-")]
    assert len(series) == 6
    assert all(contrast(known[name][theme], known["paper"][theme]) >= 3 for name in series)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda p: p.name)
def test_a_sheet_lies_in_a_layer_and_fetches_only_our_fonts(sheet):
    text = sheet.read_text()
    assert "@layer" in text
    assert "data:" not in text
    assert all(url.startswith('"../fonts/') for url in re.findall(r"url\(([^)]*)", text))
    assert len(text.splitlines()) <= 300


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda p: p.name)
def test_a_sheet_uses_only_tokens_that_exist(sheet):
    known = set(re.findall(r"(--[\w-]+):", TOKENS))
    assert set(re.findall(r"var\((--[\w-]+)", sheet.read_text())) <= known


@pytest.mark.parametrize(
    "sheet", [s for s in SHEETS if s.name not in {"tokens.css", "overlays.css"}], ids=lambda p: p.name
)
def test_colours_are_named_once(sheet):
    """Only a toast, which wears the other theme, has colours of its own."""
    assert re.findall(r"#[0-9a-f]{6}\b", sheet.read_text()) == []


@pytest.mark.parametrize("module", MODULES, ids=lambda p: p.name)
def test_a_module_runs_under_the_strict_policy(module):
    text = module.read_text()
    for forbidden in (
        r"\beval\(",
        r"new Function",
        r"innerHTML",
        r"insertAdjacentHTML",
        r"document\.write",
        r"\.cssText",
    ):
        assert not re.search(forbidden, text), forbidden
    assert not re.search(r"setAttribute\(\s*[\"']style", text)
    assert len(text.splitlines()) <= 300


@pytest.mark.parametrize("module", MODULES, ids=lambda p: p.name)
def test_a_module_leaves_no_global_behind(module):
    text = module.read_text()
    assert not re.search(r"(window|globalThis)\.\w+\s*=[^=]", text)
    assert not re.search(r"^var ", text, re.MULTILINE)
    assert text.startswith("/*")


def test_every_behaviour_that_a_template_names_is_a_module_and_every_module_is_used():
    named = {
        n for t in TEMPLATES for group in re.findall(r'data-module="([\w ]+)"', t.read_text()) for n in group.split()
    }
    registry = (ROOT / "static" / "js" / "main.js").read_text()
    bound = set(re.findall(r"^import (\w+) from", registry, re.MULTILINE))
    assert named == bound
    assert all((ROOT / "static" / "js" / f"{name}.js").exists() for name in bound)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda p: str(p.relative_to(ROOT / "templates")))
def test_a_template_holds_nothing_inline(template):
    text = template.read_text()
    assert not re.search(r"<[^>]*\sstyle\s*=", text)
    assert "<style" not in text or "layouts/pdf" in str(template) or "reports/" in str(template)
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", text))
    for forbidden in ("hx-on", "hx-vars", "javascript:", '"data:', "'data:", "js:{"):
        assert forbidden not in text, forbidden
    assert not re.search(r'hx-trigger="[^"]*\[', text)
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", text)
    assert len(text.splitlines()) <= 120
