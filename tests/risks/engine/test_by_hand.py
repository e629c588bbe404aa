"""Decisions, scores and exposure once more, by trying every way and throwing every die."""

from decimal import Decimal
from fractions import Fraction
from itertools import product
from math import prod

import pytest
from hypothesis import given
from hypothesis import strategies as st

from risks.engine.decision_tree import Chance, Decision, Outcome, perfect_information, roll_back
from risks.engine.exposure import (
    PROBABILITY,
    Bands,
    Kind,
    Level,
    Scale,
    Stake,
    chance_of_none,
    expected_impact,
    exposure,
    matrix,
    response_value,
    score,
)

D = Decimal
amounts = st.integers(-1000, 1000).map(D)
HALVES = {1: ["1"], 2: ["0.5", "0.5"], 3: ["0.5", "0.25", "0.25"]}


def chance(branches, amount):
    return Chance("c", tuple(zip(map(D, HALVES[len(branches)]), branches, strict=True)), amount)


def decision(options, amount):
    return Decision("d", tuple(options), amount)


def ways_on(below):
    several = st.lists(below, min_size=1, max_size=3)
    return st.builds(chance, several, amounts) | st.builds(decision, several, amounts)


nodes = st.recursive(st.builds(Outcome, st.just("o"), amounts), ways_on, max_leaves=7)


def all_worlds(chances):
    """Each combination of what occurs and what does not, with its probability."""
    for world in product((True, False), repeat=len(chances)):
        yield world, prod((p if yes else 1 - p for yes, p in zip(world, chances, strict=True)), start=Fraction(1))


def every_plan(node):
    """The expected value of each way to decide throughout the tree: no roll-back, no best of."""
    if isinstance(node, Outcome):
        return [Fraction(node.amount)]
    if isinstance(node, Decision):
        return [Fraction(node.amount) + value for option in node.options for value in every_plan(option)]
    ways = product(*(every_plan(child) for _, child in node.branches))
    weights = [Fraction(p) for p, _ in node.branches]
    return [Fraction(node.amount) + sum(w * v for w, v in zip(weights, way, strict=True)) for way in ways]


@given(nodes)
def test_rolling_back_finds_the_best_of_all_plans(node):
    assert Fraction(roll_back(node).value) == max(every_plan(node))


@given(nodes, amounts)
def test_money_that_falls_either_way_moves_the_value_and_no_choice(node, amount):
    before, after = (roll_back(Decision("d", (node, Outcome("other", D(0))), extra)) for extra in (D(0), amount))
    assert after.value == before.value + amount
    assert after.choice == before.choice


@given(st.lists(st.tuples(amounts, amounts), min_size=1, max_size=5), st.integers(0, 16))
def test_information_is_worth_what_the_better_choices_bring(rows, sixteenths):
    p = D(sixteenths) / 16
    found = perfect_information({str(no): list(row) for no, row in enumerate(rows)}, [p, 1 - p])
    with_it = p * max(row[0] for row in rows) + (1 - p) * max(row[1] for row in rows)
    without = max(p * row[0] + (1 - p) * row[1] for row in rows)
    assert found == with_it - without
    assert found >= 0
    if len(rows) == 1 or sixteenths in (0, 16):
        assert found == 0


@given(st.lists(st.integers(1, 9).map(lambda n: D(n) / 10), max_size=8))
def test_the_chance_of_none_and_of_all_others_make_one(probabilities):
    worlds = list(all_worlds([Fraction(p) for p in probabilities]))
    assert sum(p for _, p in worlds) == 1
    assert Fraction(chance_of_none(probabilities)) == sum(p for occurs, p in worlds if not any(occurs))


@given(st.lists(st.tuples(st.sampled_from(Kind), st.integers(1, 99), st.integers(0, 10**6)), max_size=6))
def test_exposure_is_the_mean_over_all_worlds(rows):
    stakes = [Stake(kind, D(p) / 100, D(impact)) for kind, p, impact in rows]
    net = Fraction(0)
    for occurs, likely in all_worlds([Fraction(p, 100) for _, p, _ in rows]):
        net += likely * sum(
            impact if kind == Kind.THREAT else -impact
            for yes, (kind, _, impact) in zip(occurs, rows, strict=True) if yes
        )  # fmt: skip
    assert Fraction(exposure(stakes).net) == net


@given(st.lists(st.integers(1, 1000), min_size=4, max_size=4, unique=True).map(sorted), st.integers(-1200, 1200))
def test_an_index_counts_the_bounds_that_lie_below(bounds, value):
    scale = Scale(tuple(map(D, bounds)))
    assert scale.index(D(value)) == 1 + sum(bound < abs(value) for bound in bounds)
    assert scale.sized(D(3)).index(D(value) * 3) == scale.index(D(value))


@given(st.integers(1, 99), st.lists(st.integers(1, 5), max_size=4), st.integers(2, 23), st.integers(1, 10))
def test_a_score_is_a_field_of_the_matrix_with_the_same_level(percent, impacts, medium, step):
    bands = Bands(medium, min(25, medium + step))
    found = score(D(percent) / 100, impacts, bands=bands)
    assert found.probability == PROBABILITY.index(D(percent) / 100)
    if not impacts:
        assert (found.value.value, found.value.reason, found.level) == (None, "not_assessed", None)
        return
    fields = [cell for row in matrix([("R", found.probability, found.impact)], bands) for cell in row]
    (mine,) = [cell for cell in fields if cell.keys]
    assert (mine.score, mine.level) == (found.value.value, found.level)
    assert (mine.probability, mine.impact) == (found.probability, max(impacts))
    expected = Level.HIGH if mine.score >= bands.high else Level.MEDIUM if mine.score >= bands.medium else Level.LOW
    assert found.level == expected


def test_the_matrix_has_each_field_once_and_its_levels_never_fall_with_the_score():
    fields = [cell for row in matrix([]) for cell in row]
    assert {(cell.probability, cell.impact) for cell in fields} == set(product(range(1, 6), repeat=2))
    order = [Level.LOW, Level.MEDIUM, Level.HIGH]
    ranks = [order.index(cell.level) for cell in sorted(fields, key=lambda cell: cell.score)]
    assert ranks == sorted(ranks)
    assert all(cell.keys == () for cell in fields)


@given(*[st.integers(0, 10**6)] * 3)
def test_a_three_point_mean_lies_between_its_ends_and_weighs_the_middle_four_times(a, b, c):
    low, middle, high = sorted((a, b, c))
    found = expected_impact(D(low), D(middle), D(high))
    assert low <= found <= high
    assert abs(Fraction(found) * 6 - (low + 4 * middle + high)) < Fraction(1, 10**15)


@given(*[st.integers(0, 10**6).map(D)] * 3)
def test_what_helps_against_a_threat_would_harm_a_chance_by_as_much(before, after, cost):
    threat, chance = (response_value(kind, before, after, cost) for kind in (Kind.THREAT, Kind.OPPORTUNITY))
    assert threat.gain == -chance.gain
    assert threat.net + chance.net == -2 * cost
    assert threat.worthwhile == (before - after > cost)


@pytest.mark.parametrize("bad", [D("NaN"), D("Infinity"), "x", None, True, 0.5])
def test_what_is_no_number_is_no_probability_no_bound_and_no_impact(bad):
    for act in (
        lambda: score(bad, [1]),
        lambda: Stake(Kind.THREAT, D("0.5"), bad),
        lambda: Scale((D(1), D(2), D(3), bad)),
        lambda: expected_impact(bad, D(1), D(2)),
        lambda: roll_back(Outcome("o", bad)),
        lambda: perfect_information({"a": [bad]}, [D(1)]),
    ):
        with pytest.raises((TypeError, ValueError)):
            act()
