"""Is text that shows nothing taken for nothing, and does text of other scripts keep its joiners?"""

import pytest

from foundation.sheets.cells import absence, parse_money, parse_text, visible, without_accents

NOTHING = ["\u200b\u200b", "\u202e\u202c", "\u2060\ufeff", "\u3164", "\u200d", "\u00ad", "\u00a0\u200b", "\u2800", ""]


@pytest.mark.parametrize("text", NOTHING)
def test_a_cell_of_signs_that_show_nothing_is_blank(text):
    assert visible(text).strip() == ""
    assert parse_text(text).value is None
    gone = absence(text)
    assert (gone.value, gone.note, gone.error) == (None, None, None)


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("Real\u200b project", "Real project"),
        ("\ufeffWeb shop\u202c", "Web shop"),
        ("Plain", "Plain"),
        ("soft\u00adhyphen", "softhyphen"),
    ],
)
def test_signs_that_show_nothing_are_taken_out_of_a_text(text, seen):
    assert visible(text) == seen


@pytest.mark.parametrize("text", ["می\u200cخواهم", "👩\u200d💻 portal", "✔\ufe0f done", "שלום"])
def test_what_joins_letters_or_signs_stays(text):
    assert visible(text) == text


@pytest.mark.parametrize("raw", ["\u200e£5,000", "£5,000\u200f", "\u202a5000\u202c", "5\u2060000"])
def test_an_amount_is_read_without_the_marks_of_direction_that_a_page_put_there(raw):
    assert parse_money(raw).value == 5000


@pytest.mark.parametrize(("text", "plain"), [("décembre", "decembre"), ("März", "Marz"), ("mars", "mars")])
def test_accents_go(text, plain):
    assert without_accents(text) == plain
