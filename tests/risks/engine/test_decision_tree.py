"""Decision trees, rolled back."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgets.engine.discounting import flat
from risks.engine.decision_tree import Chance, Decision, Outcome, perfect_information, roll_back

D = Decimal
BUILD = Chance("build", ((D("0.6"), Outcome("good", D(500))), (D("0.4"), Outcome("bad", D(-300)))))
BUY = Outcome("buy", D(150))


def test_building_beats_buying_in_the_reference_tree():
    found = roll_back(Decision("what to do", (BUILD, BUY)))
    assert (found.value, found.choice) == (180, "build")
    assert [(child.name, child.value) for child in found.children] == [("build", 180), ("buy", 150)]


def test_knowing_in_advance_is_worth_180():
    payoffs = {"build": (D(500), D(-300)), "buy": (D(150), D(150))}
    assert perfect_information(payoffs, (D("0.6"), D("0.4"))) == 180


def test_the_price_of_a_way_counts_with_it():
    pilot = Chance("pilot", BUILD.branches, amount=D(-40))
    found = roll_back(Decision("what to do", (pilot, BUY), amount=D(-1)))
    assert (found.choice, found.value) == ("buy", 149)


def test_later_money_counts_less():
    later = Chance("later", tuple((p, Outcome(o.name, o.amount, year=2)) for p, o in BUILD.branches))
    assert roll_back(later).value == 180
    assert roll_back(later, flat("0.2")).value == pytest.approx(D(125))
    assert roll_back(Decision("when", (later, BUY)), flat("0.2")).choice == "buy"


def test_of_equal_ways_the_first_is_taken():
    assert roll_back(Decision("d", (Outcome("a", D(1)), Outcome("b", D(1))))).choice == "a"


@pytest.mark.parametrize("chances", [(), ("0.5",), ("0.6", "0.5"), ("1.5", "-0.5"), ("0.333333",) * 3])
def test_probabilities_that_do_not_make_one_are_refused(chances):
    with pytest.raises(ValueError, match="exactly 1"):
        Chance("c", tuple((D(chance), BUY) for chance in chances))


def test_a_decision_without_options_is_refused():
    with pytest.raises(ValueError, match="options"):
        Decision("d", ())


def test_floats_and_years_before_today_are_refused():
    with pytest.raises(TypeError):
        Chance("c", ((0.5, BUY), (0.5, BUY)))
    with pytest.raises(TypeError):
        roll_back(Outcome("o", 1.5))
    with pytest.raises(ValueError, match="not negative"):
        roll_back(Outcome("o", D(1), year=-1), flat("0.05"))


@pytest.mark.parametrize(
    ("payoffs", "chances"),
    [({"a": [1, 2]}, ["0.5", "0.4"]), ({"a": [1]}, ["0.5", "0.5"]), ({}, ["1"]), ({"a": []}, [])],
)
def test_a_table_of_payoffs_with_holes_is_refused(payoffs, chances):
    with pytest.raises(ValueError, match=r"exactly 1|one payoff"):
        perfect_information(payoffs, [D(chance) for chance in chances])


tables = st.integers(1, 4).flatmap(
    lambda n: st.tuples(
        st.lists(st.lists(st.integers(-1000, 1000), min_size=n, max_size=n), min_size=1, max_size=5),
        st.lists(st.integers(1, 100), min_size=n, max_size=n),
    )
)


@given(tables)
def test_information_is_never_worth_less_than_nothing(table):
    rows, weights = table
    # binary shares are exact, so that they add up to exactly 1
    chances = [D(1) / 2 ** (n + 1) for n in range(len(weights))]
    chances[-1] *= 2
    payoffs = {str(n): [D(value) for value in row] for n, row in enumerate(rows)}
    assert perfect_information(payoffs, chances) >= 0
