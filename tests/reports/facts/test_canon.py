"""Are the facts of a report written so that one hash stands for them, on every machine?"""

import dataclasses
import datetime as dt
import hashlib
import json
from dataclasses import dataclass, replace
from decimal import Decimal

import pytest

from reports.facts import canon
from reports.facts.common import Ratio
from tests.reports.samples.budget import BUDGET
from tests.reports.samples.closure import CLOSURE
from tests.reports.samples.cost_benefit import COST_BENEFIT
from tests.reports.samples.portfolio import PORTFOLIO

ALL = pytest.mark.parametrize("facts", [CLOSURE, COST_BENEFIT, BUDGET, PORTFOLIO], ids=lambda facts: facts.head.title)


@dataclass(frozen=True)
class Leaf:
    amount: Decimal
    day: dt.date | None = None


@dataclass(frozen=True)
class Tree:
    name: str
    count: int
    sure: bool
    leaves: tuple[Leaf, ...] = ()
    at: dt.datetime | None = None


@ALL
def test_a_report_comes_back_from_its_json_as_it_was(facts):
    assert canon.from_json(type(facts), canon.to_json(facts)) == facts


@ALL
def test_the_json_of_the_json_is_the_same_to_the_byte(facts):
    text = canon.to_json(facts)
    assert canon.to_json(canon.from_json(type(facts), text)) == text


@ALL
def test_the_hash_is_that_of_the_stored_bytes(facts):
    text = canon.to_json(facts)
    assert canon.sha256(facts) == canon.sha256_of(text) == hashlib.sha256(text.encode()).hexdigest()


@ALL
def test_every_list_of_facts_is_frozen(facts):
    def walk(value):
        if dataclasses.is_dataclass(value):
            assert value.__dataclass_params__.frozen
            for field in dataclasses.fields(value):
                walk(getattr(value, field.name))
        elif isinstance(value, tuple):
            for item in value:
                walk(item)
        else:
            assert value is None or isinstance(value, str | int | bool | Decimal | dt.date)

    walk(facts)


def test_keys_are_sorted_and_amounts_are_text_with_all_their_digits():
    tree = Tree("Größe", 2, True, (Leaf(Decimal("100.00"), dt.date(2026, 3, 1)), Leaf(Decimal("1E+2"))))
    assert canon.to_json(tree) == (
        '{"at":null,"count":2,"leaves":[{"amount":"100.00","day":"2026-03-01"},{"amount":"100","day":null}],'
        '"name":"Größe","sure":true}'
    )


def test_an_instant_is_written_in_utc_whatever_its_zone():
    here = dt.datetime(2026, 3, 1, 13, 0, tzinfo=dt.timezone(dt.timedelta(hours=1)))
    assert json.loads(canon.to_json(Tree("x", 1, False, at=here)))["at"] == "2026-03-01T12:00:00+00:00"


def test_one_cent_changes_the_hash():
    more = replace(CLOSURE.balance, settlement=CLOSURE.balance.settlement + Decimal("0.01"))
    assert canon.sha256(replace(CLOSURE, balance=more)) != canon.sha256(CLOSURE)


@pytest.mark.parametrize(
    ("value", "error"),
    [
        (Leaf(1.5), TypeError),
        (Leaf(Decimal("NaN")), ValueError),
        (Leaf(Decimal("Infinity")), ValueError),
        (Tree("x", 1, False, at=dt.datetime(2026, 3, 1)), ValueError),
        (Tree("x", 1, False, leaves=[Leaf(Decimal(1))]), TypeError),
        (Tree({"a": 1}, 1, False), TypeError),
        ({"a": 1}, TypeError),
        (Leaf, TypeError),
    ],
)
def test_what_has_no_canonical_form_is_refused(value, error):
    with pytest.raises(error):
        canon.to_json(value)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ('{"amount":"1","day":null,"extra":1}', "Leaf: unknown or missing extra"),
        ('{"amount":"1"}', "Leaf: unknown or missing day"),
        ('{"amount":1.5,"day":null}', "Leaf.amount: str expected, found float"),
        ("[]", "Leaf: unknown or missing list"),
    ],
)
def test_json_of_another_shape_is_refused_and_the_field_is_named(text, named):
    with pytest.raises(ValueError, match=named.replace(".", r"\.")):
        canon.from_json(Leaf, text)


def test_a_ratio_has_a_value_or_a_reason_never_both_or_neither():
    with pytest.raises(ValueError, match="never both"):
        Ratio(Decimal(1), "not_started")
    with pytest.raises(ValueError, match="never both"):
        Ratio(None)
