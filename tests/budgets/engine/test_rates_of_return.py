"""Internal rates of return: one, several, none."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgets.engine.discounting import flat, npv
from budgets.engine.rates_of_return import irr, mirr, sign_changes

D = Decimal
FLOW = [-1000, 300, 400, 500, 200]

UNIQUE = [
    ((-15000, 1500, 2500, 3500, 4500, 6000), "0.0524328889"),
    ((-150000, 15000, 25000, 35000, 45000, 60000), "0.0524328889"),
    ((-100, 39, 59, 55, 20), "0.2809484212"),
    ((-75000, 12000, 15000, 18000, 21000, 24000), "0.0571514289"),
    ((-14518, 4179, 8052, 13608, 8500), "0.3899973457"),
    ((-35000, 13000, 14000, 15000, 16000), "0.2280971759"),
    ((-1000, 100, 100, 100), "-0.4244174438"),
    ((-1000, 300, 400, 500, 200), "0.153221"),
]


@pytest.mark.parametrize(("flows", "published"), UNIQUE)
def test_a_worked_rate_of_return(flows, published):
    found = irr(flows)
    assert found.sign_changes == 1
    assert round(found.rate.value, len(published.split(".")[1])) == D(published)
    assert found.roots == (found.rate.value,)


@pytest.mark.parametrize(
    ("flows", "published"),
    [
        ((-150000, 15000, 25000, 35000, 45000, 60000), "0.05243288885"),
        ((-100, 39, 59, 55, 20), "0.28094842115"),
        ((-75000, 12000, 15000, 18000, 21000, 24000), "0.05715142887178467"),
    ],
)
def test_rates_that_other_programs_print(flows, published):
    assert abs(irr(flows).rate.value - D(published)) < D("1e-11")


def test_two_rates_are_shown_as_two_and_not_as_one():
    found = irr([-1000, 2500, -1540])
    assert found.roots == (D("0.1"), D("0.4"))
    assert found.rate.reason == "not_unique"
    assert found.sign_changes == 2
    assert npv([-1000, 2500, -1540], flat("0.1")) == pytest.approx(0, abs=1e-20)
    assert round(npv([-1000, 2500, -1540], flat("0.15")), 6) == D("9.451796")


def test_the_oil_pump_breaks_even_at_25_and_at_400_percent():
    assert irr([-1600, 10000, -10000]).roots == (D("0.25"), D(4))


def test_two_turns_without_a_rate():
    found = irr([-1000, 1500, -1000])
    assert (found.roots, found.rate.reason, found.sign_changes) == ((), "no_real_root", 2)


@pytest.mark.parametrize("flows", [[12000, 15000, 18000, 21000, 24000], [-1, -2], [0, 0], [], [5]])
def test_without_outlay_or_return_there_is_no_rate(flows):
    found = irr(flows)
    assert (found.roots, found.rate.reason, found.sign_changes) == ((), "no_sign_change", 0)


def test_a_rate_that_only_touches_zero_is_found():
    assert irr([-1, 2, -1]).rate.value == 0
    assert irr([-100, 220, -121]).rate.value == D("0.1")


def test_three_rates_are_all_found():
    # (x - 1/1.1)(x - 1/1.2)(x - 1/1.3) times 1716
    assert irr([-1000, 3600, -4310, 1716]).roots == (D("0.1"), D("0.2"), D("0.3"))


def test_empty_years_before_and_after_change_nothing():
    assert irr([0, 0, -100, 110, 0]).rate.value == D("0.1")


def test_zeros_are_no_change_of_sign():
    assert sign_changes([D(-1), D(0), D(0), D(2), D(0), D(-1)]) == 2


def test_a_long_flow_that_turns_every_year_is_still_searched_to_its_end():
    flows = [(-1) ** year * (1 + year * 7 % 10) for year in range(61)]
    found = irr(flows)
    assert found.sign_changes == 60
    assert all(abs(npv(flows, flat(root))) < D("1e-9") for root in found.roots if root > D("-0.5"))


def test_the_modified_rate_of_the_reference_example():
    assert round(mirr(FLOW, "0.05", "0.08").value, 6) == D("0.121944")


def test_the_modified_rate_that_other_programs_print():
    flows = [-4500, -800, 800, 800, 600, 600, 800, 800, 700, 3000]
    value = mirr(flows, "0.08", "0.055").value
    assert float(value) == pytest.approx(0.06659717503155349, rel=1e-13)
    assert round(value, 4) == D("0.0666")


@pytest.mark.parametrize("flows", [[1, 2], [-1, -2], [], [-1], [0]])
def test_the_modified_rate_needs_outlay_and_return(flows):
    assert mirr(flows, "0.05", "0.08").reason == "no_sign_change"


def test_impossible_rates_and_floats_are_refused():
    with pytest.raises(ValueError):
        mirr(FLOW, "-1", "0.08")
    with pytest.raises(TypeError):
        mirr(FLOW, 0.05, "0.08")
    with pytest.raises(TypeError):
        irr([-1.0, 2])


amounts = st.integers(-(10**7), 10**7).map(D)


@given(st.lists(amounts, max_size=12))
def test_every_rate_found_brings_the_present_value_to_nothing(flows):
    for root in irr(flows).roots:
        assert root > -1
        if root > D("-0.9"):
            assert abs(npv(flows, flat(root))) < D("0.0001") * (1 + max(abs(f) for f in flows))


@given(st.lists(amounts, max_size=12))
def test_there_are_never_more_rates_than_turns(flows):
    found = irr(flows)
    assert len(found.roots) <= found.sign_changes
    if found.sign_changes % 2:
        assert found.roots


@given(st.integers(1, 10**6), st.lists(st.integers(0, 10**6), min_size=1, max_size=20).filter(any))
def test_one_outlay_before_all_returns_has_exactly_one_rate(outlay, returns):
    found = irr([-outlay, *returns])
    assert found.rate.known
    assert len(found.roots) == 1
