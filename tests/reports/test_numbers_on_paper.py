"""What is printed is what was frozen and what is attached: number by number, in each of the four reports."""

import csv
import io
import json
import re
from decimal import Decimal

import pytest

from reports import papers as door
from reports.facts import canon
from reports.numerals import NARROW
from tests.reports import papers
from tests.reports.papers import FACTS

EACH = pytest.mark.parametrize("kind", FACTS)


def files(kind):
    found = papers.reader(papers.issued(kind)).attachments
    return {name: data[0] for name, data in found.items()}


def rows(data):
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))


def amounts(node):
    """Every amount of the JSON, wherever it stands."""
    if isinstance(node, dict):
        node = list(node.values())
    if isinstance(node, list):
        for one in node:
            yield from amounts(one)
    elif isinstance(node, str) and re.fullmatch(r"-?\d+\.\d{2}", node):
        yield Decimal(node)


def packed(text):
    """Text without any space: how words are parted on paper is not what is asked here."""
    return re.sub(r"\s", "", text.replace(NARROW, "").replace("\u00a0", "").replace("\u200b", ""))


@EACH
def test_every_printed_cell_of_every_table_is_on_the_pages(kind):
    text = packed(papers.words(papers.issued(kind)))
    for table in door.PAGES[kind](FACTS[kind]).tables.values():
        for row in table.printed:
            missing = [cell.text for cell in row if packed(cell.text) not in text]
            assert missing == [], table.key


@EACH
def test_the_total_of_every_table_is_on_the_pages(kind):
    text = packed(papers.words(papers.issued(kind)))
    for table in door.PAGES[kind](FACTS[kind]).tables.values():
        assert [cell.text for cell in table.total_cells if packed(cell.text) not in text] == []


@EACH
def test_the_key_figures_are_on_the_pages(kind):
    text = packed(papers.words(papers.issued(kind)))
    for figure in door.PAGES[kind](FACTS[kind]).key_figures:
        assert packed(figure.value) in text, figure.label


@EACH
def test_every_amount_of_an_attached_table_is_in_the_frozen_facts_or_a_sum_of_them(kind):
    frozen = set(amounts(json.loads(files(kind)["facts.json"])))
    for name, data in files(kind).items():
        if name.endswith(".csv"):
            for row in rows(data)[2:-1]:
                loose = [v for v in row if re.fullmatch(r"-?\d+\.\d{2}", v) and Decimal(v) not in frozen]
                sums = name in ("costs.csv", "benefits.csv", "work.csv", "classes.csv")
                assert loose == [] or sums, (name, row)


@EACH
def test_the_attached_tables_are_the_tables_of_the_page(kind):
    attached = files(kind)
    wanted = {t.filename: t.csv() for t in door.PAGES[kind](FACTS[kind]).tables.values() if t.attached and t.rows}
    assert {name: data for name, data in attached.items() if name.endswith(".csv")} == wanted
    assert set(attached) == {*wanted, "facts.json"}


@EACH
def test_every_attached_table_has_its_caption_its_heads_and_a_value_in_each_column(kind):
    for name, data in files(kind).items():
        if name.endswith(".csv"):
            caption, heads, *body = rows(data)
            assert len(caption) == 1
            assert caption[0]
            assert all(heads), name
            assert {len(row) for row in body} == {len(heads)}, name


@EACH
def test_the_hash_on_paper_is_that_of_the_attached_facts(kind):
    text = packed(papers.words(papers.issued(kind)))
    sha = canon.sha256_of(files(kind)["facts.json"].decode())
    assert text.count(sha) == papers.issued(kind).pages


@EACH
def test_the_pages_are_counted_and_none_is_empty(kind):
    drawn = papers.issued(kind)
    for number, page in enumerate(papers.reader(drawn).pages, 1):
        words = page.extract_text().split()
        assert len(words) > 60, f"page {number} is nearly empty"


@EACH
def test_a_note_about_a_table_never_stands_alone_at_the_head_of_a_page(kind):
    for page in papers.reader(papers.issued(kind)).pages:
        lines = [line for line in page.extract_text().splitlines() if line.strip()]
        body = [line for line in lines if FACTS[kind].head.subject_code not in line and "SHA-256" not in line]
        assert not body[0].startswith(("Also in the attached", "One more row"))


@EACH
def test_tables_and_figures_are_numbered_without_a_gap(kind):
    text = papers.words(papers.issued(kind))
    for word, counted in (("Table", "data"), ("Figure", "figure")):
        numbers = {int(no) for no in re.findall(rf"\b{word} (\d+)\s+[A-Z0-9]", text)}
        assert numbers == set(range(1, max(numbers) + 1)), counted


def test_the_budget_of_the_page_is_the_sum_of_the_lines_in_the_file():
    attached = files("budget")
    lines, totals = rows(attached["lines.csv"])[2:], FACTS["budget"].totals
    heads = rows(attached["lines.csv"])[1]
    for column, value in (("Approved", totals.approved.value), ("Actual", totals.actual), ("Accrued", totals.accrued)):
        place = heads.index(column)
        assert sum(Decimal(row[place]) for row in lines) == value, column


def test_work_and_lines_of_the_files_agree():
    attached = files("budget")
    for column in ("Approved", "Committed", "Accrued", "Actual"):
        sums = []
        for name in ("work.csv", "lines.csv"):
            heads, body = rows(attached[name])[1], rows(attached[name])[2:]
            sums.append(sum(Decimal(row[heads.index(column)]) for row in body))
        assert sums[0] == sums[1], column


def test_the_final_balance_of_the_file_adds_up_to_its_total():
    _caption, heads, *body = rows(files("closure")["balance.csv"])
    *lines, total = body
    for place in range(1, len(heads)):
        assert sum(Decimal(line[place]) for line in lines) == Decimal(total[place]), heads[place]


def test_the_yearly_tables_of_a_case_add_up_across_and_down():
    for name in ("costs.csv", "benefits.csv"):
        _caption, heads, *body = rows(files("cost_benefit")[name])
        years = [place for place, head in enumerate(heads) if head.isdigit()]
        for row in body:
            assert sum(Decimal(row[place]) for place in years) == Decimal(row[-1])
        for place in (*years, len(heads) - 1):
            assert sum(Decimal(row[place]) for row in body[:-1]) == Decimal(body[-1][place])


def test_the_portfolio_of_the_file_has_a_row_for_each_project():
    body = rows(files("portfolio_status")["projects.csv"])[2:]
    names = " ".join(" ".join(row) for row in body)
    assert all(line.name in names for line in FACTS["portfolio_status"].projects)
