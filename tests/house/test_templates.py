"""Do pages keep the strict content policy, and do numbers come only from the two tags?"""

import re

import pytest

from reports.models import ReportKind
from tests.house.source import Source, code, none, sources, templates

# what is drawn on paper is never sent to a browser, and has filters of its own for numbers
PAPER = tuple(
    f"templates/{path}"
    for path in (
        "layouts/pdf",
        "reports/parts/",
        *(f"reports/{kind}{end}" for kind in ReportKind.values for end in (".html", "/")),
    )
)

ON_PAGES = {
    "an inline style": r"<style\b|\sstyle\s*=",
    "an inline script": r"<script\b(?![^>]*\bsrc\s*=)",
    "a handler in an attribute": r"\son[a-z]+\s*=\s*[\"']|hx-on\b",
    "a script as address": r"javascript:",
    "an address that holds its data": r"\b(?:src|href|poster|action)\s*=\s*[\"']data:|url\(\s*[\"']?data:",
    "values made by script": r"hx-(?:vals|headers)\s*=\s*[\"']\s*js(?:avascript)?:",
    "a trigger filter": r"hx-trigger\s*=\s*(?:\"[^\"]*\[|'[^']*\[)",
    "a file from another host": r"<(?:script|link|img|iframe)\b[^>]*(?:src|href)\s*=\s*[\"'](?:https?:)?//",
}
IN_SHEETS = {
    "an address that holds its data": r"url\(\s*[\"']?data:",
    "a file from another host": r"url\(\s*[\"']?(?:https?:)?//|@import",
}
IN_MODULES = {
    "code made from text": r"\beval\s*\(|\bnew\s+Function\b|set(?:Timeout|Interval)\s*\(\s*[\"'`]",
    "an inline style in markup": r"\sstyle\s*=\s*[\\\"']",
    "a global": r"\bwindow\.[A-Za-z_]+\s*=[^=]",
    "a file from another host": r"(?:from|import)\s*\(?\s*[\"'](?:https?:)?//",
}


def against(rules, files):
    for file in files:
        for what, pattern in rules.items():
            for found in re.finditer(pattern, file.text, re.IGNORECASE):
                yield f"{file.path}:{file.text.count(chr(10), 0, found.start()) + 1} has {what}"


def pages():
    return [file for file in templates() if not file.path.startswith(PAPER)]


def test_pages_need_no_hole_in_the_content_policy():
    assert pages()
    none(against(ON_PAGES, pages()))


def test_style_sheets_and_modules_need_none_either():
    none(against(IN_SHEETS, sources(".css", under=("static",))))
    none(against(IN_MODULES, sources(".js", under=("static",))))


def test_python_writes_no_inline_style_or_script():
    rules = {key: ON_PAGES[key] for key in ("an inline script", "a script as address", "values made by script")}
    none(against({**rules, "an inline style": r"<[a-z]+[^>]*\sstyle\s*=\s*[\\\"']|<style\b"}, code()))


@pytest.mark.parametrize(
    "planted",
    [
        '<p style="color:red">',
        "<style>p{}</style>",
        "<script>alert(1)</script>",
        '<script nonce="x">',
        '<a onclick="go()">',
        '<div hx-on:click="go()">',
        '<a href="javascript:go()">',
        '<img src="data:image/png;base64,AA">',
        """<b hx-vals='js:{a: 1}'>""",
        '<b hx-trigger="click[ctrlKey]">',
        '<script src="https://cdn.example.org/x.js">',
    ],
)
def test_each_hole_is_found(planted):
    found = list(against(ON_PAGES, [Source("templates/x.html", f"<p>\n{planted}</p>")]))
    assert found
    assert all(line.startswith("templates/x.html:2 has ") for line in found)


@pytest.mark.parametrize(
    "clean",
    ['<script type="module" src="/x.js">', '<b hx-trigger="every 2s">', '<p data-module="x">', '<progress value="3">'],
)
def test_what_the_policy_allows_is_left_alone(clean):
    none(against(ON_PAGES, [Source("templates/x.html", clean)]))


# ── numbers ─────────────────────────────────────────────────────────────────────────────────────

SHAPING = (
    r"\|\s*(?:floatformat|intcomma|stringformat|filesizeformat|localize|unlocalize|divisibleby)\b"
    r"|load (?:humanize|l10n)"
)
NUMERIC = (
    "amount|cost|price|rate|budget|actual|forecast|exposure|probability|percent|total|balance|variance|"
    "bac|eac|etc|vac|cpi|spi|spi_t|cv|sv|npv|bcr|irr|payback|work_min|duration_min|total_float_min|free_float_min|"
    "remaining_min|lag_min|units|story_points|planned_cost|actual_cost"
)
# an attribute such as <progress value="{{ job.percent }}"> is read by machines, not by people
BARE = r"(?<!=\")\{\{\s*[\w.]*?\.?\b(?:" + NUMERIC + r")\s*(?:\|[^}]*)?\}\}"
NUMBERS = {"a number shaped in the template": SHAPING, "a number printed bare": BARE}


def test_numbers_are_printed_by_figure_and_entered_only():
    none(against(NUMBERS, pages()))


@pytest.mark.parametrize(
    "planted",
    [
        "{{ line.cost|floatformat:2 }}",
        "{{ row.planned_cost }}",
        "{{ cpi }}",
        "{{ task.percent|default:0 }}",
        "{% load humanize %}",
    ],
)
def test_a_number_printed_otherwise_is_found(planted):
    assert list(against(NUMBERS, [Source("templates/x.html", planted)]))


def test_the_two_tags_and_words_are_left_alone():
    clean = "{% figure project.cpi %} {% entered line.cost %} {{ project.costing_note }} {{ form.budget.label }}"
    clean += '<progress max="1" value="{{ task.percent }}">'
    none(against(NUMBERS, [Source("templates/x.html", clean)]))
