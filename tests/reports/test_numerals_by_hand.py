"""Does every number that stands on paper read back as the number that it was, rounded once and half up?"""

import datetime as dt
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.money import MINOR_UNITS
from foundation.reasons import REASONS
from reports import numerals
from reports.facts import canon
from reports.facts.common import Ratio
from reports.numerals import KINDS, MINUS, NARROW, NOTHING, coin, number, percent, slip, written

D = Decimal
amounts = st.decimals(-(10**15), 10**15, places=5)


def read(text):
    return D(text.replace(NARROW, "").replace(MINUS, "-").replace("%", "").replace("+", ""))


@given(amounts, st.integers(0, 4))
def test_a_number_reads_back_rounded_half_up_away_from_zero(amount, places):
    text = number(amount, places)
    expected = abs(amount).quantize(D(1).scaleb(-places), ROUND_HALF_UP)
    assert abs(read(text)) == expected
    assert text.startswith(MINUS) == bool(amount < 0 and expected)
    assert "-" not in text and "," not in text and " " not in text
    assert len(text.partition(".")[2]) == places
    groups = text.lstrip(MINUS).partition(".")[0].split(NARROW)
    assert 1 <= len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:])


@given(amounts)
def test_a_change_has_its_sign_and_no_change_has_none(amount):
    text = number(amount, 2, plus=True)
    assert text[0] == ("+" if read(text) > 0 else MINUS if read(text) < 0 else text[0])
    assert text.lstrip("+" + MINUS) == number(abs(amount), 2)


@given(st.decimals(-50, 50, places=6), st.integers(0, 3))
def test_a_share_is_a_hundredth_of_its_percentage(share, places):
    text = percent(share, places)
    assert text.endswith(f"{NARROW}%")
    assert read(text) == (share * 100).quantize(D(1).scaleb(-places), ROUND_HALF_UP)


@given(st.integers(-4000, 4000))
def test_days_against_the_plan_read_back(days):
    assert read(slip(days)) == days
    assert slip(None) == NOTHING


@given(st.text(max_size=200))
def test_a_long_word_may_break_and_loses_no_letter(text):
    made = numerals.breakable(text)
    assert made.replace("\u200b", "") == text.replace("\u200b", "")
    assert all(len(word) <= 28 for word in made.replace("\u200b", " ").split())


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_whatever_is_missing_is_a_dash_and_whatever_cannot_be_said_its_reason(kind):
    assert written(None, kind) == NOTHING
    assert written("", kind) == NOTHING
    for reason, words in REASONS.items():
        assert written(Ratio(None, reason), kind) == str(words)


@pytest.mark.parametrize("places", [0, 2, 3])
def test_money_has_the_coins_of_its_currency_and_nothing_else_is_cut_to_them(places):
    currency = next(code for code, digits in MINOR_UNITS.items() if digits == places)
    assert coin(currency) == places
    assert len(written(D("1234.56789"), "money", places).partition(".")[2]) == places
    assert written(D("1234.5"), "whole", places) == f"1{NARROW}235"
    assert written(Ratio(D("1.005")), "ratio", places) == "1.01"
    assert coin("hours") == 2


# ── the canonical text of facts ─────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Line:
    name: str
    amount: D
    day: dt.date | None
    known: bool
    count: int


@dataclass(frozen=True)
class Paper:
    at: dt.datetime
    lines: tuple[Line, ...]
    ratio: D | None = None


lines = st.builds(
    Line, st.text(st.characters(codec="utf-8"), max_size=9), st.decimals(-(10**15), 10**15, places=6),
    st.none() | st.dates(), st.booleans(), st.integers(),
)  # fmt: skip
ZONES = [dt.UTC, dt.timezone(dt.timedelta(hours=5, minutes=45)), dt.timezone(dt.timedelta(hours=-9))]
instants = st.datetimes(dt.datetime(1990, 1, 1), dt.datetime(2100, 1, 1), timezones=st.sampled_from(ZONES))
papers = st.builds(Paper, instants, st.lists(lines, max_size=4).map(tuple), st.none() | st.decimals(-9, 9, places=3))


@given(papers)
def test_facts_come_back_from_their_text_and_their_text_from_them(paper):
    text = canon.to_json(paper)
    again = canon.from_json(Paper, text)
    assert again == paper
    assert canon.to_json(again) == text
    assert canon.sha256(again) == canon.sha256_of(text)
    assert "E+" not in text.replace('"E+', "") or any("E+" in line.name for line in paper.lines)


@given(papers, papers)
def test_two_papers_have_one_hash_only_when_they_say_the_same(one, other):
    assert (canon.sha256(one) == canon.sha256(other)) == (canon.to_json(one) == canon.to_json(other))


@given(papers, st.sampled_from(ZONES))
def test_the_zone_in_which_an_instant_was_read_changes_no_byte(paper, zone):
    moved = Paper(paper.at.astimezone(zone), paper.lines, paper.ratio)
    assert canon.to_json(moved) == canon.to_json(paper)
