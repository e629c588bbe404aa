"""Every table of every report with no row, one row, many rows, missing values, huge and negative amounts, odd names."""

import csv
import io
import re
from dataclasses import replace
from decimal import Decimal
from html import unescape

import pytest

from reports import drawing, numerals
from reports.pages import blocks
from reports.templatetags import paper
from tests.reports import changed
from tests.reports.papers import FACTS, emptied

EACH = pytest.mark.parametrize("kind", FACTS)
LONG = "Modernisation of the personnel and payroll administration of all municipal undertakings and schools " * 4
UNBROKEN = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 3
TEXTS = {
    "long": LONG.strip(),
    "unbroken": UNBROKEN,
    "arabic": "مشروع تجديد الشبكة الداخلية",
    "hebrew": "פרויקט חידוש הרשת",
    "chinese": "财务与人事系统更新项目",
    "japanese": "基幹システム刷新",
    "emoji": "Go live 🚀 now",
    "hostile": '<script>alert(1)</script>{% now "Y" %}{{ 7|add:7 }}&amp;"\'',
    "formula": '=HYPERLINK("http://x","y")',
    "override": "a\u202eb\u200fc",
    "spaces": "  two   spaces  ",
    "lines": "first line\nsecond line\r\nthird",
}


def plain(html):
    """The words of the pages, in one line, with plain spaces."""
    text = unescape(re.sub(r"<[^>]+>", " ", html))
    return " ".join(text.replace(numerals.NARROW, " ").replace("\u00a0", " ").replace("\u200b", "").split())


def attached(table):
    rows = list(csv.reader(io.StringIO(table.csv().decode("utf-8-sig"))))
    return rows[1], rows[2:]


VARIANTS = {
    "as it is": lambda facts: facts,
    "one row": changed.single,
    "many rows": lambda facts: changed.repeated(facts, 8),
    "missing values": changed.missing,
    "millions of millions": lambda facts: changed.scaled(facts, Decimal(1_000_000)),
    "less than a coin": lambda facts: changed.scaled(facts, Decimal("0.000001")),
    "below zero": lambda facts: changed.scaled(facts, Decimal(-1)),
    "nothing": lambda facts: changed.scaled(facts, Decimal(0)),
}
VARIANT = pytest.mark.parametrize("variant", VARIANTS)


@EACH
@VARIANT
def test_the_pages_are_written_and_no_value_is_written_as_python_writes_it(kind, variant):
    text = plain(changed.html(kind, VARIANTS[variant](FACTS[kind])))
    found = re.findall(r"\bNone\b|\bnan\b|Decimal\(|Ratio\(|\bE[+-]\d+\b|datetime\.", text)
    assert found == []
    assert FACTS[kind].head.subject_name in text


@EACH
@VARIANT
def test_every_printed_number_is_the_number_of_the_file(kind, variant):
    """Cell by cell: what stands on paper is what the attached row says, written for people."""
    made = changed.page(kind, VARIANTS[variant](FACTS[kind]))
    for table in made.tables.values():
        _heads, rows = attached(table)
        assert len(rows) == len(table.rows) + bool(table.total)
        kept = rows[: len(table.rows)]
        shown = kept[:: -table.every][::-1][: table.shown]
        for printed, row in zip(table.printed, shown, strict=True):
            for cell, column, value in zip(printed, table.columns, row, strict=True):
                if column.kind in ("money", "variance", "change") and re.fullmatch(r"-?\d+(\.\d+)?", value):
                    wanted = numerals.number(Decimal(value), table.places, plus=column.kind == "change")
                    assert cell.text == wanted, (table.key, column.label)


@EACH
@VARIANT
def test_the_facts_of_every_variant_come_back_from_their_json(kind, variant):
    assert changed.comes_back(VARIANTS[variant](FACTS[kind]))


@EACH
@VARIANT
def test_the_title_of_every_figure_says_something(kind, variant):
    for figure in changed.page(kind, VARIANTS[variant](FACTS[kind])).figures.values():
        assert len(figure.title) > 10
        assert "None" not in figure.title
        assert "%(" not in figure.title + figure.alt


@EACH
@pytest.mark.parametrize("variant", ["one row", "millions of millions", "below zero", "nothing"])
def test_every_figure_can_be_drawn(kind, variant):
    for figure in changed.page(kind, VARIANTS[variant](FACTS[kind])).figures.values():
        picture = drawing.svg(figure.spec, titled=False)
        assert picture.startswith("<svg")
        assert "NaN" not in picture
        assert "Infinity" not in picture


@EACH
@pytest.mark.parametrize("words", TEXTS)
def test_a_name_is_printed_whole_and_never_as_markup(kind, words):
    text = TEXTS[words]
    html = changed.html(kind, changed.worded(FACTS[kind], text))
    assert " ".join(text.split()) in plain(html)
    assert "<script>" not in html
    assert "{%" not in html.replace("{% now", "") or words == "hostile"


@EACH
@pytest.mark.parametrize("words", TEXTS)
def test_a_name_reaches_the_files_whole_and_no_spreadsheet_runs_it(kind, words):
    text = TEXTS[words]
    made = changed.page(kind, changed.worded(FACTS[kind], text))
    for table in made.tables.values():
        if table.attached:
            content = table.csv().decode("utf-8-sig")
            assert not re.search(r'(^|[,"\n])=', content.split("\n", 1)[1])


@EACH
@pytest.mark.parametrize("words", ["arabic", "chinese", "long", "unbroken", "hostile"])
def test_figures_carry_odd_names(kind, words):
    for figure in changed.page(kind, changed.worded(changed.single(FACTS[kind]), TEXTS[words])).figures.values():
        assert drawing.svg(figure.spec, titled=False).startswith("<svg")


@EACH
def test_without_rows_every_table_is_a_sentence_and_no_figure_is_drawn_of_nothing(kind):
    facts = emptied(FACTS[kind])
    made, html = changed.page(kind, facts), changed.html(kind, facts)
    for table in made.tables.values():
        if not table.rows and table.empty:
            assert table.empty in plain(html) or table.key not in html
    assert html.count("<figure>") == len(made.figures)
    assert all(figure.table.rows for figure in made.figures.values() if figure.key in ("curve", "stack", "flow"))


@EACH
def test_many_rows_are_printed_as_far_as_a_reader_reads_and_the_rest_is_counted(kind):
    made = changed.page(kind, changed.repeated(FACTS[kind], 8))
    for table in made.tables.values():
        assert len(table.printed) + table.hidden == len(table.rows)
        if table.hidden:
            assert table.attached, table.key


@EACH
def test_a_missing_value_is_a_reason_on_paper_and_a_code_in_the_file(kind):
    made = changed.page(kind, changed.missing(FACTS[kind]))
    seen = 0
    for table in made.tables.values():
        _heads, rows = attached(table)
        for printed, row in zip(table.printed, rows, strict=False):
            for cell, value in zip(printed, row, strict=True):
                if value == "no_data":
                    assert cell.text == "no data"
                    assert "reason" in cell.css
                    seen += 1
    assert seen or kind == "closure"


@EACH
@pytest.mark.parametrize("currency", ["EUR", "JPY", "KWD"])
def test_the_currency_of_the_head_is_that_of_every_table(kind, currency):
    facts = FACTS[kind]
    facts = type(facts)(**{**vars(facts), "head": type(facts.head)(**{**vars(facts.head), "currency": currency})})
    html = changed.html(kind, facts)
    units = set(re.findall(r'<span class="unit">, ([A-Z]{3})</span>', html))
    assert units - {"FTE"} <= {currency}
    if facts.head.currency != "EUR":
        assert "EUR 4" not in plain(html)


def test_an_attached_only_table_says_where_its_rows_are():
    text = plain(changed.html("budget", FACTS["budget"]))
    assert f"{len(FACTS['budget'].lines)} rows in the attached file lines.csv" in text
    one = changed.single(FACTS["budget"])
    assert "one row in the attached file lines.csv" in plain(changed.html("budget", one))
    assert "lines.csv" not in changed.html("budget", emptied(FACTS["budget"]))


@pytest.mark.parametrize(
    ("currency", "amount"), [("EUR", "1 234.50"), ("JPY", "1 235"), ("KWD", "1 234.500"), ("FTE", "1 234.50")]
)
def test_amounts_have_the_digits_of_their_coin(currency, amount):
    made = blocks.table(
        "t", "A caption", ["Name", ("Amount", "money")], [("a", Decimal("1234.5"))], unit=currency, empty=""
    )
    assert made.printed[0][1].text.replace(numerals.NARROW, " ") == amount


@pytest.mark.parametrize(("currency", "text"), [("EUR", "EUR 5.00"), ("JPY", "JPY 5"), ("KWD", "KWD 5.000")])
def test_amounts_in_sentences_have_the_digits_of_their_coin(currency, text):
    assert paper.money(Decimal(5), currency).replace("\u00a0", " ") == text


def test_the_balance_of_a_project_in_yen_has_no_cents():
    facts = changed.scaled(FACTS["closure"], Decimal(100))
    facts = replace(facts, head=replace(facts.head, currency="JPY"))
    text = plain(changed.html("closure", facts))
    assert "JPY 4 010 850 to return" in text
    assert "4 010 850.00" not in text
