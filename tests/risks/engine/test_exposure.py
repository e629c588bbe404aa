"""Scores, expected values, responses and the matrix."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.ratios import Ratio
from risks.engine.exposure import (
    COST_SHARE,
    PROBABILITY,
    STRATEGIES,
    Bands,
    Kind,
    Level,
    Scale,
    Stake,
    Strategy,
    allowed,
    chance_of_none,
    coverage,
    expected_impact,
    exposure,
    matrix,
    response_value,
    score,
)

D = Decimal
REGISTER = [(D("0.3"), D(100)), (D("0.1"), D(400)), (D("0.5"), D(40))]


def threat(probability, impact):
    return Stake(Kind.THREAT, D(probability), D(impact))


def opportunity(probability, impact):
    return Stake(Kind.OPPORTUNITY, D(probability), D(impact))


def test_the_reference_register():
    found = exposure(Stake(Kind.THREAT, p, impact) for p, impact in REGISTER)
    assert (found.threats, found.opportunities, found.net) == (90, 0, 90)
    assert chance_of_none(p for p, _ in REGISTER) == D("0.315")


def test_opportunities_lower_the_net_exposure():
    found = exposure([threat("0.3", 100), opportunity("0.5", 80)])
    assert (found.threats, found.opportunities, found.net) == (30, 40, -10)


def test_no_risks_are_no_exposure():
    assert exposure([]).net == 0
    assert chance_of_none([]) == 1


@pytest.mark.parametrize("probability", ["0", "1", "-0.1", "1.1"])
def test_a_certain_or_impossible_risk_is_none(probability):
    with pytest.raises(ValueError, match="issue"):
        threat(probability, 10)
    with pytest.raises(ValueError, match="issue"):
        score(D(probability), [1])
    with pytest.raises(ValueError, match="issue"):
        chance_of_none([D(probability)])


def test_a_negative_impact_and_floats_are_refused():
    with pytest.raises(ValueError, match="not negative"):
        threat("0.5", -1)
    with pytest.raises(TypeError):
        Stake(Kind.THREAT, 0.5, D(1))
    with pytest.raises(TypeError):
        Stake(Kind.THREAT, D("0.5"), 10.0)


@pytest.mark.parametrize(
    ("probability", "index"), [("0.01", 1), ("0.1", 1), ("0.11", 2), ("0.3", 2), ("0.5", 3), ("0.7", 4), ("0.99", 5)]
)
def test_probabilities_fall_into_five_bands(probability, index):
    assert PROBABILITY.index(D(probability)) == index


def test_the_scale_of_cost_grows_with_the_project():
    assert COST_SHARE.sized(D(100_000)).index(D(6000)) == 3
    assert COST_SHARE.sized(D(1_000_000)).index(D(6000)) == 1


@pytest.mark.parametrize("bounds", [(1, 2, 3), (1, 2, 3, 4, 5), (1, 1, 2, 3), (4, 3, 2, 1), (0, 1, 2, 3)])
def test_a_scale_without_four_rising_bounds_is_refused(bounds):
    with pytest.raises(ValueError, match="rising"):
        Scale(tuple(D(bound) for bound in bounds))


def test_the_worst_objective_decides_the_score():
    found = score(D("0.4"), [2, 4])
    assert (found.probability, found.impact, found.value, found.level) == (3, 4, Ratio(D(12)), Level.HIGH)


def test_without_an_impact_there_is_no_score():
    found = score(D("0.4"), [])
    assert (found.value, found.impact, found.level) == (Ratio(None, "not_assessed"), None, None)


@pytest.mark.parametrize("impact", [0, 6, -1])
def test_impacts_outside_the_scale_are_refused(impact):
    with pytest.raises(ValueError, match="1 to 5"):
        score(D("0.4"), [impact])


def test_levels_follow_the_policys_bands():
    assert [Bands().level(value) for value in (4, 5, 11, 12, 25)] == ["low", "medium", "medium", "high", "high"]
    assert Bands(medium=3, high=20).level(12) == Level.MEDIUM
    assert score(D("0.4"), [4], bands=Bands(3, 20)).level == Level.MEDIUM
    for bad in ((1, 5), (6, 6), (7, 5), (5, 26)):
        with pytest.raises(ValueError, match="bands"):
            Bands(*bad)


def test_strategies_fit_the_kind_of_risk():
    assert STRATEGIES[Kind.THREAT] - STRATEGIES[Kind.OPPORTUNITY] == {Strategy.AVOID, Strategy.REDUCE}
    assert STRATEGIES[Kind.OPPORTUNITY] - STRATEGIES[Kind.THREAT] == {Strategy.EXPLOIT, Strategy.ENHANCE}
    assert len(STRATEGIES[Kind.THREAT]) == len(STRATEGIES[Kind.OPPORTUNITY]) == 6
    assert allowed("threat", "reduce")
    assert not allowed("threat", "exploit")
    assert not allowed("opportunity", "hope")


@pytest.mark.parametrize(
    ("kind", "before", "after", "cost", "gain", "worthwhile"),
    [
        (Kind.THREAT, 100, 40, 50, 60, True),
        (Kind.THREAT, 100, 40, 60, 60, False),
        (Kind.THREAT, 40, 100, 0, -60, False),
        (Kind.OPPORTUNITY, 40, 100, 50, 60, True),
        (Kind.OPPORTUNITY, 100, 40, 0, -60, False),
    ],
)
def test_a_response_is_worth_it_when_it_gains_more_than_it_costs(kind, before, after, cost, gain, worthwhile):
    found = response_value(kind, D(before), D(after), D(cost))
    assert (found.gain, found.worthwhile, found.net) == (gain, worthwhile, gain - cost)


def test_a_response_of_negative_cost_is_refused():
    with pytest.raises(ValueError, match="not negative"):
        response_value(Kind.THREAT, D(1), D(1), D(-1))


def test_contingency_is_compared_with_what_is_left_at_stake():
    assert coverage(D(45), D(90)) == Ratio(D("0.5"))
    assert coverage(D(45), D(0)) == Ratio(None, "no_exposure")
    assert coverage(D(45), D(-10)) == Ratio(None, "no_exposure")


def test_a_three_point_impact_leans_to_its_most_likely_value():
    assert expected_impact(D(2), D(4), D(12)) == 5
    assert expected_impact(D(3), D(3), D(3)) == 3
    with pytest.raises(ValueError, match="order"):
        expected_impact(D(5), D(4), D(12))


def test_the_matrix_has_the_likely_risks_on_top_and_the_bad_ones_at_the_right():
    rows = matrix([("R1", 5, 1), ("R2", 1, 5), ("R3", 5, 1), ("R4", 3, 4)])
    assert [len(row) for row in rows] == [5] * 5
    assert rows[0][0].keys == ("R1", "R3")
    assert rows[4][4].keys == ("R2",)
    assert (rows[2][3].keys, rows[2][3].score, rows[2][3].level) == (("R4",), 12, Level.HIGH)
    assert sum(len(cell.keys) for row in rows for cell in row) == 4


@pytest.mark.parametrize("place", [(0, 1), (6, 1), (1, 0), (1, 6)])
def test_a_risk_outside_the_matrix_is_refused(place):
    with pytest.raises(ValueError, match="R1"):
        matrix([("R1", *place)])


stakes = st.builds(
    Stake,
    st.sampled_from(Kind),
    st.integers(1, 999_999).map(lambda n: D(n) / 1_000_000),
    st.integers(0, 10**9).map(lambda n: D(n) / 100),
)


@given(st.lists(stakes, max_size=20), st.lists(stakes, max_size=20))
def test_expected_values_add_up_over_registers(one, other):
    both = exposure([*one, *other])
    assert both.threats == exposure(one).threats + exposure(other).threats
    assert both.net == exposure(one).net + exposure(other).net


@given(st.integers(1, 99), st.integers(1, 99), st.integers(1, 5))
def test_a_likelier_risk_never_scores_lower(one, other, impact):
    low, high = sorted((one, other))
    assert score(D(low) / 100, [impact]).value.value <= score(D(high) / 100, [impact]).value.value
