"""Is an amount of 1,234.5 taken in the right unit, a day in the right order, wherever the file says which?"""

from decimal import Decimal

import pytest

from foundation.sheets.cells import parse_money
from foundation.sheets.text import read_text
from foundation.sheets.units import unit_in
from portfolio.engine.intake import read_rows
from portfolio.engine.mapping import choose_mapping, guess_mapping

THOUSAND, MILLION = Decimal(1_000), Decimal(1_000_000)
LINES = 'P1,Bridge,12.5,13.1\nP2,Tunnel,"1,234.5",1300\n'


def guessed(text):
    sheet = read_text(text.encode())
    return guess_mapping(sheet.header, sheet.rows, sheet.above)


def taken(text):
    sheet = read_text(text.encode())
    return read_rows(sheet, guess_mapping(sheet.header, sheet.rows, sheet.above))


def rows_of(text):
    return taken(text).rows


def notes_of(text):
    return taken(text).cells


def unit_of_the_budget(text):
    use = guessed(text).use("planned_cost")
    return use.unit, use.unit_source


@pytest.mark.parametrize(
    "header",
    ["Budget (M€)", "Budget (m£)", "Budget MEUR", "budget_gbp_m", "budget_musd", "BudgetMillions", "Budget ($MM)",
     "Budget (CHF m)", "Budget SEK m", "Budget m"],
)  # fmt: skip
def test_a_header_names_millions_before_or_behind_its_currency(header):
    assert unit_in(header) == MILLION


@pytest.mark.parametrize("header", ["Cost k€", "Cost (T€)", "Cost KEUR", "Cost (000s)", "Cost ('000)", "Cost 000's"])
def test_a_header_names_thousands_in_many_ways(header):
    assert unit_in(header) == THOUSAND


@pytest.mark.parametrize(
    ("header", "unit"), [("Budget £B", 10**9), ("Budget (₹ crore)", 10**7), ("Budget (Rs lakh)", 10**5)]
)
def test_a_header_names_billions_crores_and_lakhs(header, unit):
    assert unit_in(header) == unit


@pytest.mark.parametrize(
    "header", ["Budget", "Cost M1", "isOver10M", "Cost per km", "Cost in Main street", "Bank", "Cost (GBP)", "2000"]
)
def test_a_header_with_other_letters_and_numbers_names_no_unit(header):
    assert unit_in(header) is None


def test_a_title_over_the_table_gives_all_amounts_their_unit_and_the_file_its_currency():
    text = f"All figures in £m,,,\n,,,\nProject ID,Project name,Budget,Forecast cost\n{LINES}"
    mapping = guessed(text)
    assert {use.unit for use in mapping.columns if use.kind == "money"} == {MILLION}
    assert (mapping.currency, mapping.currency_sure) == ("GBP", True)


def test_a_heading_merged_over_several_columns_gives_each_of_them_its_unit():
    text = f"Project,,Cost (£000),\nID,Name,Budget,Forecast cost\n{LINES}"
    assert {use.unit for use in guessed(text).columns if use.kind == "money"} == {THOUSAND}


def test_a_row_of_units_under_the_header_is_read():
    text = f"Project ID,Project name,Budget,Forecast cost\n,,£m,£m\n{LINES}P3,Lane,1,2\nP4,Road,1,2\n"
    assert unit_of_the_budget(text) == (MILLION, "surroundings")


def test_a_footnote_under_the_table_tells_the_unit():
    text = f'Project ID,Project name,Budget,Forecast cost\n{LINES}\n"Note: all figures are in £ thousands",,,\n'
    assert unit_of_the_budget(text) == (THOUSAND, "surroundings")


@pytest.mark.parametrize("title", ["Projects above £5m", "Portfolio 2025", "Schemes over £1 million"])
def test_a_title_that_names_a_limit_or_nothing_gives_no_unit(title):
    text = f"{title},,,\nProject ID,Project name,Budget,Forecast cost\n{LINES}"
    unit, _source = unit_of_the_budget(text)
    assert unit == 1


def test_the_header_of_a_column_counts_more_than_the_title():
    text = f"All figures in £m,,,\nProject ID,Project name,Budget (£k),Forecast cost\n{LINES}"
    uses = {use.field: (use.unit, use.unit_source) for use in guessed(text).columns}
    assert uses["planned_cost"] == (THOUSAND, "header")
    assert uses["forecast_cost"] == (MILLION, "surroundings")


def test_what_a_person_says_counts_where_no_line_of_the_file_names_a_unit():
    sheet = read_text(f"Project ID,Project name,Budget,Forecast cost\n{LINES}".encode())
    chosen = choose_mapping(sheet.header, sheet.rows, {"name": 1, "planned_cost": 2}, unit=THOUSAND)
    assert chosen.use("planned_cost").unit == THOUSAND


@pytest.mark.parametrize(
    ("cell", "amount"),
    [("$5MM", 5_000_000), ("£2 trillion", 2 * 10**12), ("₹5 crore", 50_000_000), ("₹2.5 lakh", 250_000)],
)
def test_a_cell_names_millions_trillions_crores_and_lakhs(cell, amount):
    assert parse_money(cell).value == amount


DATES = "Project name,Start date,End date\n"


def test_the_order_of_days_that_one_column_leaves_open_is_settled_by_the_other():
    mapping = guessed(f"{DATES}Bridge,01/02/2025,12/31/2026\nTunnel,03/04/2025,06/30/2027\n")
    assert (mapping.use("start").order, mapping.use("planned_finish").order) == ("mdy", "mdy")


def test_columns_that_contradict_each_other_settle_nothing_for_a_third():
    text = "Project name,Start date,End date,Forecast end date\nBridge,31/01/2025,12/31/2026,01/02/2027\n"
    assert guessed(text).use("forecast_finish").order == "unclear"


def test_a_decimal_comma_in_one_column_tells_that_the_points_of_another_part_thousands():
    text = "Project name;Budget;Forecast cost\nBridge;250.000;250.000,50\nTunnel;1.500;1.499,9\n"
    rows = rows_of(text)
    assert [row.planned_cost for row in rows] == [250_000, 1_500]


def test_three_digits_behind_every_point_of_a_file_are_doubtful_and_named():
    notes = notes_of("Project name;Budget\nBridge;250.000\nTunnel;12.345\nLane;7\n")
    assert [(note.row, note.column, note.code) for note in notes if note.code == "mark_unclear"] == [
        (2, "Budget", "mark_unclear"),
        (3, "Budget", "mark_unclear"),
    ]


@pytest.mark.parametrize("telling", ["0.750", "12.5", "1,250.75"])
def test_one_amount_that_can_only_be_a_decimal_clears_the_others(telling):
    notes = notes_of(f'Project name,Budget\nBridge,250.000\nTunnel,"{telling}"\n')
    assert "mark_unclear" not in {note.code for note in notes}
