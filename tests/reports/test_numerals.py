"""Are numbers, days and gaps written as a reader of paper expects?"""

from datetime import UTC, date, datetime
from decimal import Decimal as Dec

import pytest
from django.template import Context, Template
from django.utils.translation import override

from reports import numerals
from reports.facts.common import Ratio


def plain(text):
    return text.replace("\u202f", " ").replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("value", "kind", "text"),
    [
        (Dec("1234567.5"), "money", "1 234 567.50"),
        (Dec("-1234.5"), "money", "−1 234.50"),
        (Dec("2.345"), "money", "2.35"),
        (Dec("-2.345"), "money", "−2.35"),
        (Dec("-0.001"), "money", "0.00"),
        (Dec("999.5"), "whole", "1 000"),
        (Dec("24000"), "change", "+24 000.00"),
        (Dec("0"), "change", "0.00"),
        (Dec("-24000"), "whole_change", "−24 000"),
        (Dec("-5"), "whole_variance", "−5"),
        (Dec("5"), "variance", "5.00"),
        (Dec("-2.5"), "variance_tenth", "−2.5"),
        (Dec("0.31"), "percent", "31 %"),
        (Dec("0.961538"), "factor", "0.9615"),
        (Dec("6.55"), "tenth", "6.6"),
        (12, "count", "12"),
        (12, "slip", "+12"),
        (-3, "slip", "−3"),
        (0, "slip", "0"),
        (2026, "year", "2026"),
        (True, "yes_no", "yes"),
        (False, "yes_no", "no"),
        (date(2026, 10, 1), "day", "1 Oct 2026"),
        (date(2026, 10, 1), "month", "Oct 2026"),
        (None, "money", "–"),
        (None, "day", "–"),
        ("", "text", "–"),
        (Ratio(Dec("1.275")), "ratio", "1.28"),
        (Ratio(None, "not_started"), "ratio", "not started"),
        (Ratio(None, "no_baseline"), "money", "no approved baseline"),
    ],
)
def test_a_value_is_written(value, kind, text):
    with override("en"):
        assert plain(numerals.written(value, kind)) == text


def test_nothing_computed_is_ever_an_empty_cell():
    for kind in numerals.KINDS:
        assert numerals.written(None, kind) == numerals.NOTHING
        assert numerals.written(Ratio(None, "no_data"), kind) == "no data"


def test_thousands_are_parted_by_a_space_that_never_breaks():
    assert numerals.number(Dec("1234.5"), 2) == "1\u202f234.50"


def test_days_have_their_word():
    assert numerals.days(1) == "1 day"
    assert plain(numerals.days(1200)) == "1 200 days"


def test_an_instant_names_its_zone():
    assert numerals.instant(datetime(2026, 11, 20, 14, 5, tzinfo=UTC)) == "20 Nov 2026, 14:05 UTC"


def test_an_endless_word_may_break_and_a_sentence_is_left_alone():
    assert numerals.breakable("W" * 60) == "W" * 28 + "\u200b" + "W" * 28 + "\u200b" + "WWWW"
    sentence = "Interface to the regional payroll office"
    assert numerals.breakable(sentence) == sentence


def test_the_filters_of_paper_write_the_same():
    text = Template(
        '{% load paper %}{{ a|paper:"money" }}|{{ a|money:"EUR" }}|{{ b|money:"EUR" }}'
        '|{{ a|negative|paper:"whole" }}|{{ at|instant }}'
    ).render(Context({"a": Dec("1234.5"), "b": Ratio(None, "no_cost"), "at": datetime(2026, 1, 2, 3, 4, tzinfo=UTC)}))
    assert plain(text) == "1 234.50|EUR 1 234.50|no cost|−1 235|2 Jan 2026, 03:04 UTC"
