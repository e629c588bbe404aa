"""Do tables write, split, attach and refuse as a page needs?"""

from datetime import date
from decimal import Decimal as Dec

import pytest

from reports.facts.common import Ratio
from reports.pages.blocks import columns_of, keyed, numbered, rows_of, table
from reports.papers import PAGES
from tests.reports.papers import FACTS

HEADS = ["Name", ("Amount", "money"), ("Variance", "variance"), ("Day", "day")]


def made(rows, **more):
    return table("t", "A caption", HEADS, rows, empty="Nothing.", **more)


def texts(cells):
    return [cell.text.replace("\u202f", " ") for cell in cells]


def test_cells_are_written_by_their_column():
    row = made([("a", Dec("1234.5"), Dec("-1"), date(2026, 3, 1))]).printed[0]
    assert texts(row) == ["a", "1 234.50", "−1.00", "1 Mar 2026"]
    assert [cell.css for cell in row] == ["left", "right", "right negative", "left day"]


def test_a_missing_value_is_its_reason_and_looks_like_one():
    cell = made([("a", Ratio(None, "no_cost"), None, None)]).printed[0][1]
    assert (cell.text, cell.css) == ("no cost", "right reason")


def test_a_total_stays_blank_where_there_is_nothing_to_sum():
    shown = made([("a", Dec(1), Dec(1), None)], total=("Total", Dec(1), None, None)).total_cells
    assert texts(shown) == ["Total", "1.00", "", ""]


def test_a_row_of_another_length_is_refused():
    with pytest.raises(ValueError, match="argument 2"):
        made([("a", Dec(1))]).printed  # noqa: B018


def test_every_third_row_is_counted_back_from_the_last():
    rows = [(str(no), Dec(no), Dec(0), None) for no in range(11)]
    shown = made(rows, every=3)
    assert [row[0].text for row in shown.printed] == ["1", "4", "7", "10"]
    assert shown.hidden == 7


def test_only_the_first_rows_are_shown_and_the_others_counted():
    rows = [(str(no), Dec(no), Dec(0), None) for no in range(11)]
    shown = made(rows, shown=4, attached=True)
    assert len(shown.printed) == 4
    assert shown.hidden == 7
    assert len(shown.csv().decode("utf-8-sig").splitlines()) == 2 + 11


def test_a_short_table_stays_together_and_a_long_one_may_break():
    rows = [(str(no), Dec(no), Dec(0), None) for no in range(11)]
    assert made(rows[:10]).short
    assert not made(rows).short


def test_a_tiny_table_has_heads_of_columns_only():
    assert not made([("a", Dec(1), Dec(1), None)]).row_heads
    assert made([("a", Dec(1), Dec(1), None)] * 3).row_heads


def test_the_file_has_plain_numbers_iso_days_and_no_formula():
    rows = [("=cmd()", Dec("-1234.50"), Ratio(None, "no_cost"), date(2026, 3, 1)), ("b", Dec("1E+2"), None, None)]
    shown = made(rows, unit="EUR", total=("Total", Dec("5"), None, None))
    assert shown.csv().decode("utf-8-sig") == (
        "A caption (EUR)\r\nName,Amount,Variance,Day\r\n'=cmd(),-1234.50,no_cost,2026-03-01\r\nb,100,,\r\nTotal,5,,\r\n"
    )


def test_two_blocks_of_one_name_are_refused():
    with pytest.raises(ValueError, match="two blocks are called t"):
        keyed([made([]), made([])])


def test_sections_are_numbered_and_know_their_templates():
    one, two = numbered("budget", [("a", "A"), ("b", "B")], wide=("b",), more=("b",))
    assert (one.number, one.template, one.wide, one.more) == (1, "reports/budget/_a.html", False, "")
    assert (two.number, two.wide, two.more) == (2, True, "reports/budget/_b_more.html")


def test_rows_take_named_attributes_in_order():
    assert columns_of([date(2026, 3, 1)], "month year") == [(3, 2026)]
    assert rows_of([date(2026, 3, 1)], "month year") == [{"month": 3, "year": 2026}]


@pytest.mark.parametrize("kind", PAGES)
def test_every_block_of_a_report_stands_in_a_template(kind, settings):
    page = PAGES[kind](FACTS[kind])
    folder = settings.BASE_DIR / "templates" / "reports" / kind
    text = "".join(path.read_text() for path in folder.glob("*.html"))
    assert [key for key in page.tables if f"table=tables.{key} " not in text] == []
    assert [key for key in page.figures if f"figure=figures.{key} " not in text] == []


@pytest.mark.parametrize("kind", PAGES)
def test_every_empty_table_has_a_sentence(kind):
    tables = PAGES[kind](FACTS[kind]).tables.values()
    assert [table.key for table in tables if not table.empty and not table.rows] == []


@pytest.mark.parametrize(
    ("kind", "figure", "finding"),
    [
        ("closure", "curve", "The work cost 160 k EUR more than it was budgeted for"),
        ("closure", "waterfall", "5 approved changes left the budget as it was"),
        ("closure", "milestones", "4 of 6 milestones were late, Migration rehearsed the most: 70 days"),
        ("closure", "exposure", "At 8 of 12 measurements the exposure was above the contingency left"),
        ("cost_benefit", "flow", "The preferred option pays back in 2030 and is worth 1.28 M EUR by 2031"),
        ("cost_benefit", "cost_per_year", "The dearest year is 2025 with 1.75 M EUR"),
        ("cost_benefit", "options", "C Standard product has the highest net present value"),
        ("cost_benefit", "places", "2 of 3 options bring more than they cost"),
        ("budget", "stack", "Every category still has money available"),
        ("budget", "curve", "The forecast ends 41.4 k EUR above the approved budget"),
        (
            "budget",
            "variance",
            "6 categories are forecast above their budget, Implementation partner the most: 16 k EUR",
        ),
        ("portfolio_status", "health", "2 of 16 projects off track, 3 at risk"),
        ("portfolio_status", "balance", "ERP-014 carries the most money at risk"),
        ("portfolio_status", "matrix", "2 of the top risks are severe"),
    ],
)
def test_a_chart_is_titled_with_what_it_shows(kind, figure, finding):
    assert PAGES[kind](FACTS[kind]).figures[figure].title == finding
