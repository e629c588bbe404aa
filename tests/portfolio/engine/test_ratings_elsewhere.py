"""Is a rating understood that comes as a sign, with a remark, or in another language?"""

import pytest

from portfolio.engine.ratings import read_rating

WORDS = {
    "on_track": ["Grün", "vert", "Verde", "Groen", "Grønn", "grön", "zielony", "im Plan", "🟢", "G/A", "1 - Green",
                 "GREEN - on track", "green ↑", "Green (stable)"],
    "at_risk": ["Gelb", "orange", "jaune", "Amarillo", "ÁMBAR", "Giallo", "oranje", "Gul", "żółty", "🟡", "🟠",
                "Amber (improving)", "2 Amber", "Slightly behind", "Behind schedule"],
    "off_track": ["Rot", "rouge", "Rojo", "Rosso", "Rood", "Rød", "röd", "czerwony", "🔴", "A/R", "RED!", "Red ↓",
                  "3: red", "kritisch"],
}  # fmt: skip


@pytest.mark.parametrize(("word", "state"), [(word, state) for state, words in WORDS.items() for word in words])
def test_a_sign_a_remark_or_another_language_does_not_hide_the_rating(word, state):
    rating = read_rating(word)
    assert (rating.state, rating.known) == (state, True)
    assert rating.word == word


@pytest.mark.parametrize(
    "word",
    ["Not green", "Red to amber", "Green or red", "from amber", "Greenish", "Redwood", "85%", "In progress",
     "Completed", "On hold", "Cancelled", "The red lines of the plan were moved again", "See the green paper of May"],
)  # fmt: skip
def test_two_colours_a_not_or_a_sentence_is_no_rating(word):
    rating = read_rating(word)
    assert (rating.state, rating.known) == ("unknown", False)
    assert rating.word == word
