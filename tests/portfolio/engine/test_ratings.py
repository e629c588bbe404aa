"""Does the word that a file uses for a rating find its state, and does the word itself stay?"""

from decimal import Decimal

import pytest

from portfolio.engine.ratings import STATES, read_rating


@pytest.mark.parametrize(
    ("word", "state"),
    [
        ("Green", "on_track"),
        ("Amber/Green", "on_track"),
        ("amber / green", "on_track"),
        ("On track", "on_track"),
        ("Amber", "at_risk"),
        ("Yellow", "at_risk"),
        ("At risk", "at_risk"),
        ("Amber/Red", "off_track"),
        ("Amber/red", "off_track"),
        ("RED", "off_track"),
        ("off-track", "off_track"),
        ("G", "on_track"),
        ("High", "on_track"),
        ("Medium High", "on_track"),
        ("Medium", "at_risk"),
        ("Medium Low", "off_track"),
        ("Low", "off_track"),
        ("5", "on_track"),
        ("4 of 5", "on_track"),
        (Decimal(3), "at_risk"),
        ("2.0", "off_track"),
        ("1", "off_track"),
    ],
)
def test_known_words(word, state):
    rating = read_rating(word)
    assert (rating.state, rating.known) == (state, True)
    assert rating.state in STATES


def test_the_word_of_the_file_is_kept():
    assert read_rating(" Amber/red\n").word == "Amber/red"


@pytest.mark.parametrize(
    "word",
    [
        None,
        "",
        "Unavailable",
        "Exempt under Section 43 of the Freedom of Information Act 2000",
        "N/A",
        "The project is not in a position to provide this information",
    ],
)
def test_a_withheld_rating_is_unknown_but_understood(word):
    rating = read_rating(word)
    assert (rating.state, rating.known) == ("unknown", True)


@pytest.mark.parametrize("word", ["Purple", "6", "0", "Greenish", "In Delivery", "4.5", "#REF!"])
def test_a_foreign_word_is_unknown_and_not_understood(word):
    rating = read_rating(word)
    assert (rating.state, rating.known) == ("unknown", False)


def test_under_a_header_of_risk_high_is_bad():
    assert read_rating("High", "Risk level").state == "off_track"
    assert read_rating("Low", "Overall risk").state == "on_track"
    assert read_rating("Medium", "Risk").state == "at_risk"
    assert read_rating("Green", "Risk status").state == "on_track"
    assert read_rating("High", "Delivery confidence").state == "on_track"
