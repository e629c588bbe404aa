"""Is an amount never wrong by a thousand because its unit was written in another way?"""

import pytest

from foundation.sheets.text import read_text
from foundation.sheets.units import named_currency, unit_in
from portfolio.engine.intake import read_rows
from portfolio.engine.mapping import guess_mapping

THOUSANDS = [
    "in 1.000 €", "(x € 1.000)", "x1000", "x 1,000", "(in €1,000s)", "in 1 000 kr", "in 1.000 Euro", "thousand GBP",
    "in thousands", "Tsd. €", "Tausend Euro", "milliers d'euros", "miles €", "miles de euros", "tkr", "tys. zł",
    "tusen kr", "R'000", "$000s", "US$ 000", "k SEK",
]  # fmt: skip
MILLIONS = [
    "£m", "M€", "US$ millions", "EUR Mio.", "Mio. CHF", "in Mio. Euro", "millions d'euros", "millones de euros",
    "milioni di euro", "miljoen euro", "mill. kr", "mkr", "mln PLN", "million EUR", "x 1.000.000", "RM million",
]  # fmt: skip
BILLIONS = ["Mrd. €", "Md€", "£bn", "miljard euro", "miliardi di euro", "Milliarden Euro", "milliards d'euros"]


@pytest.mark.parametrize(
    ("words", "unit"),
    [(words, 10**3) for words in THOUSANDS] + [(words, 10**6) for words in MILLIONS]
    + [(words, 10**9) for words in BILLIONS],
)  # fmt: skip
def test_a_header_names_its_unit_in_many_languages(words, unit):
    assert unit_in(f"Budget ({words})") == unit
    assert unit_in(f"Budget {words}") == unit


@pytest.mark.parametrize(
    "header",
    ["Budget per 1000 users", "Projects above £1,000", "Projects over 1 million", "Projects in 1000 towns",
     "Budget 1000", "Cost in 2025", "Ausgaben in Euro", "Miles driven", "Cost per mile", "Millbank cost",
     "Budget 2,000"],
)  # fmt: skip
def test_a_number_in_a_header_is_not_always_a_unit(header):
    assert unit_in(header) is None


@pytest.mark.parametrize("words", ["in 1.000 €", "x € 1.000", "TEUR", "Tsd. Euro", "thousand euro"])
def test_the_amounts_of_a_column_are_multiplied_and_the_currency_is_known(words):
    sheet = read_text(f"Project;Budget ({words})\nA;12,5\nB;2,25\n".encode())
    mapping = guess_mapping(sheet.header, sheet.rows)
    assert [row.planned_cost for row in read_rows(sheet, mapping).rows] == [12_500, 2_250]
    assert mapping.currency == "EUR"


@pytest.mark.parametrize(
    ("text", "currency"),
    [("TEUR", "EUR"), ("MSEK", "SEK"), ("KCHF", "CHF"), ("in Tausend Euro", "EUR"), ("£m", "GBP"), ("Budget", None),
     ("in euros", "EUR"), ("mill. kr", None)],
)  # fmt: skip
def test_a_currency_is_known_behind_its_unit(text, currency):
    assert named_currency(text) == currency
