"""What does one cell say, and is a cell that says nothing readable named instead of becoming 0?"""

from datetime import date
from decimal import Decimal

import pytest

from foundation.sheets.cells import (
    absence,
    decimal_mark,
    parse_integer,
    parse_money,
    parse_share,
    parse_text,
    shown,
)
from foundation.sheets.dates import parse_date

MILLION = Decimal(1_000_000)


@pytest.mark.parametrize(
    ("raw", "value", "currency"),
    [
        ("£2,013.02", "2013.02", "GBP"),
        ("\u00a0£9941.96", "9941.96", "GBP"),
        ("$2,812,101", "2812101", "USD"),
        ("C$ 5", "5", "CAD"),
        ("A$5", "5", "AUD"),
        ("CHF 1'234.50", "1234.50", "CHF"),
        ("12.50 EUR", "12.50", "EUR"),
        ("1 234 567", "1234567", None),
        ("1\u202f234,50", "1234.50", None),
        ("12,34,567", "1234567", None),
        ("0", "0", None),
        (".5", "0.5", None),
        ("5.", "5", None),
        ("+7", "7", None),
        ("-3.5E-5", "-0.000035", None),
        ("1.4e+3", "1400", None),
    ],
)
def test_amounts_are_read_with_their_currency(raw, value, currency):
    parsed = parse_money(raw)
    assert parsed.value == Decimal(value)
    assert parsed.currency == currency
    assert parsed.error is None


@pytest.mark.parametrize(
    "raw",
    ["(1,234.50)", "-1,234.50", "1,234.50-", "−1,234.50", "$(1,234.50)", "-£1,234.50"],
)
def test_every_way_to_write_a_negative_amount(raw):
    assert parse_money(raw).value == Decimal("-1234.50")


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("$ 3.4 M", 3_400_000),
        ("2.306 ($m)", 2_306_000),
        ("1.2bn", 1_200_000_000),
        ("£5 million", 5_000_000),
        ("750k", 750_000),
        ("($5.2m)", -5_200_000),
    ],
)
def test_a_unit_in_the_cell_wins_over_the_unit_of_the_column(raw, value):
    parsed = parse_money(raw, unit=MILLION)
    assert parsed.value == value
    assert parsed.code == "unit_in_cell"


def test_the_unit_of_the_column_is_applied_to_plain_numbers():
    assert parse_money("15.297", unit=MILLION).value == Decimal(15_297_000)
    assert parse_money(Decimal("0.5"), unit=MILLION).value == 500_000


@pytest.mark.parametrize("raw", ["M-#32.24", "#32.24", "\ufffd32.24"])
def test_a_broken_currency_sign_costs_a_note_not_the_number(raw):
    parsed = parse_money(raw)
    assert (parsed.value, parsed.code) == (Decimal("32.24"), "broken_symbol")


@pytest.mark.parametrize(
    "raw",
    [
        "-",
        "–",
        "n/a",
        "N/A",
        "NA",
        "nfp",
        "TBC",
        "tbd",
        "Unavailable",
        "?",
        "...",
        "Exempt under Section 43 of the Freedom of Information Act 2000 (Commercial Interests)",
        " Exempt under Section 26 ",
        "The project is still at the planning stage and is not yet in a position to say",
        "Not for publication",
    ],
)
def test_a_withheld_amount_is_absent_with_a_note_and_is_not_zero(raw):
    parsed = parse_money(raw)
    assert parsed.value is None
    assert parsed.error is None
    assert parsed.code == "not_given"
    assert shown(raw) in parsed.note


@pytest.mark.parametrize("raw", [None, "", "  ", "\u00a0"])
def test_a_blank_cell_is_neither_a_problem_nor_a_zero(raw):
    parsed = parse_money(raw)
    assert (parsed.value, parsed.note, parsed.error, parsed.code) == (
        None,
        None,
        None,
        None,
    )


@pytest.mark.parametrize(
    "raw",
    [
        "abc",
        "12 34",
        "1.2.3",
        "1,23,4",
        "--5",
        "(-5)",
        "£",
        "5%",
        "1-2",
        "A1",
        "(5",
        "²",
        "100,000,00",
        "Infinity",
        "=1+1",
        date(2026, 1, 1),
    ],
)
def test_what_is_no_amount_is_a_named_error(raw):
    parsed = parse_money(raw)
    assert parsed.value is None
    assert parsed.code == "not_a_number"
    assert parsed.error.endswith(".")


@pytest.mark.parametrize("raw", ["9" * 60, "1000000000 million", Decimal("1E+300"), "-" + "9" * 16])
def test_an_amount_beyond_any_project_is_refused(raw):
    assert parse_money(raw).code == "too_large"


@pytest.mark.parametrize("raw", ["#DIV/0!", "#REF!", "#n/a"])
def test_a_spreadsheet_error_is_named_as_such(raw):
    assert parse_money(raw).code == "sheet_error"


def test_the_decimal_mark_is_decided_by_the_column():
    assert decimal_mark(["1.234,50", "2.000"]) == ","
    assert decimal_mark(["12,5", "1.000"]) == ","
    assert decimal_mark(["1.234.567", "5.000"]) == ","
    assert decimal_mark(["1,234.50", "2,000"]) == "."
    assert decimal_mark(["1,234,567"]) == "."
    assert decimal_mark(["2,000", None, Decimal(1), "n/a"]) == "."


def test_one_thousand_in_a_german_column_is_a_thousand():
    assert parse_money("1.234", mark=",").value == 1234
    assert parse_money("1.234,56", mark=",").value == Decimal("1234.56")


def test_an_amount_with_foreign_marks_is_read_and_noted():
    assert parse_money("1.234,56").value == Decimal("1234.56")
    assert parse_money("1.234,56").code == "decimal_mark"
    assert parse_money("12,5").value == Decimal("12.5")
    assert parse_money("€ 1.234.567").code == "thousands_mark"


def test_whole_numbers():
    assert parse_integer("1,944").value == 1944
    assert parse_integer(Decimal("-153.0")).value == -153
    assert parse_integer("12.5").code == "not_whole"
    assert parse_integer("£12").error == "“£12” is not a whole number."
    assert parse_integer("many").code == "not_a_number"
    assert parse_integer("").value is None


def test_percentages_become_shares_of_one():
    assert parse_share("45 %").value == Decimal("0.45")
    assert parse_share("-84.07", points=True).value == Decimal("-0.8407")
    assert parse_share("0.45").value == Decimal("0.45")
    assert parse_share("half").code == "not_a_number"
    assert parse_share("n/a").code == "not_given"


def test_text_loses_only_the_blanks_at_its_ends():
    assert parse_text("  one\n\ntwo \u00a0").value == "one\n\ntwo"
    assert parse_text("   ").value is None
    assert parse_text(Decimal(656)).value == "656"


def test_a_message_shows_at_most_sixty_characters_of_the_cell():
    assert len(shown("x " * 200)) == 60
    assert shown("a\nb") == "a b"


def test_a_number_is_no_absence():
    assert absence("12") is None
    assert absence(Decimal(0)) is None
    assert absence("0") is None


HOSTILE = ["(" * 90_000, "1," * 50_000, "$" * 90_000, "1 " * 50_000, "x" * 100_000]


@pytest.mark.parametrize("raw", HOSTILE)
def test_a_hostile_cell_is_neither_a_number_nor_a_day(raw):
    assert parse_money(raw).code == "not_a_number"
    assert parse_date(raw).code == "not_a_date"
