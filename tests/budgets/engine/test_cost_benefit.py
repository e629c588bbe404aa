"""Payback, benefit-cost ratio, return on investment, annuity."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgets.engine.cost_benefit import (
    bcr,
    discounted,
    equivalent_annual,
    payback,
    profitability_index,
    roi,
)
from budgets.engine.discounting import flat, npv
from foundation.ratios import Ratio

D = Decimal
FLOW = [-1000, 300, 400, 500, 200]

# flows, rate, payback, discounted payback, profitability index
WORKED = [
    (FLOW, "0.05", 2.6, 2.81375, 1.244985),
    ((-15000, 1500, 2500, 3500, 4500, 6000), "0.05", 4.5, 4.97385859375, 1.0081929903300626),
    ((-150000, 15000, 25000, 35000, 45000, 60000), "0.05", 4.5, 4.97385859375, 1.0081929903300626),
    ((-100, 39, 59, 55, 20), "0.05", 2.036363636363636, 2.196636363636364, 1.546227137869509),
    ((-75000, 12000, 15000, 18000, 21000, 24000), "0.05", 4.375, 4.911486132812501, 1.0221929379317503),
    ((-14518, 4179, 8052, 13608, 8500), "0.06", 2.168062904174015, 2.2983925549676663, 2.0159140037339904),
    ((-35000, 13000, 14000, 15000, 16000), "0.08", 2.533333333333333, 2.9204480000000004, 1.3630783366087942),
]  # fmt: skip


@pytest.mark.parametrize(("flows", "rate", "years", "discounted_years", "index"), WORKED)
def test_a_worked_payback(flows, rate, years, discounted_years, index):
    plain, later = payback(flows), payback(discounted(flows, flat(rate)))
    assert float(plain.years.value) == pytest.approx(years, rel=1e-12)
    assert float(later.years.value) == pytest.approx(discounted_years, rel=1e-12)
    assert plain.first == plain.years
    assert not plain.recrosses
    assert float(profitability_index(flows, flat(rate)).value) == pytest.approx(index, rel=1e-6)


def test_money_that_never_comes_back_has_no_payback():
    found = payback([-1000, 100, 100, 100])
    assert found.years == found.first == Ratio(None, "not_within_horizon")
    assert float(profitability_index([-1000, 100, 100, 100], flat("0.05")).value) == pytest.approx(
        0.2723248029370478, rel=1e-12
    )


def test_money_that_comes_back_and_goes_again_is_flagged():
    found = payback([-1600, 10000, -10000])
    assert found.first.value == D("0.16")
    assert found.years == Ratio(None, "not_within_horizon")
    assert found.recrosses
    later = payback(discounted([-1600, 10000, -10000], flat("0.1")))
    assert float(later.first.value) == pytest.approx(0.176, rel=1e-12)
    index = profitability_index([-1600, 10000, -10000], flat("0.1"))
    assert float(index.value) == pytest.approx(0.5165289256198355, rel=1e-12)


def test_the_last_crossing_counts_when_there_are_several():
    found = payback([-100, 150, -100, 100])
    assert found.first.value == D(100) / D(150)
    assert found.years.value == D("2.5")
    assert found.recrosses


def test_a_flow_that_falls_below_zero_late_is_flagged():
    found = payback([50, -80, 60])
    assert found.years.value == D("1.5")
    assert found.recrosses


def test_without_outlay_there_is_nothing_to_pay_back():
    flows = [12000, 15000, 18000, 21000, 24000]
    assert payback(flows).years.value == 0
    assert payback(discounted(flows, flat("0.05"))).years.value == 0
    assert profitability_index(flows, flat("0.05")) == Ratio(None, "no_outlay")
    assert payback([]).years.value == 0
    assert profitability_index([], flat("0.05")).reason == "no_outlay"


def test_money_back_exactly_at_the_end_of_a_year():
    assert payback([-100, 50, 50, 0, 10]).years.value == 2


def test_benefits_without_cost_have_no_ratio_rather_than_an_infinite_one():
    assert bcr(D(100), D(0)) == Ratio(None, "no_cost")
    assert roi(D(100), D(0)) == Ratio(None, "no_cost")


def test_ratio_and_return_of_the_reference_example():
    benefits = npv([0, 300, 400, 500, 200], flat("0.05"))
    assert round(bcr(benefits, D(1000)).value, 6) == D("1.244985")
    assert roi(D(1400), D(1000)).value == D("0.4")


def test_the_equal_yearly_amount():
    value = npv(FLOW, flat("0.05"))
    assert round(equivalent_annual(value, D("0.05"), 4), 6) == D("69.088774")
    assert equivalent_annual(D(100), D(0), 4) == 25


@pytest.mark.parametrize(("rate", "years"), [("0.05", 0), ("-1", 3)])
def test_an_annuity_without_years_or_rate_is_refused(rate, years):
    with pytest.raises(ValueError):
        equivalent_annual(D(100), D(rate), years)


def test_floats_are_refused():
    with pytest.raises(TypeError):
        payback([-1.0, 2.0])
    with pytest.raises(TypeError):
        bcr(1.5, D(1))


amounts = st.integers(-(10**6), 10**6)


@given(st.lists(amounts, max_size=20))
def test_payback_lies_inside_the_horizon_and_never_before_the_first_time(flows):
    found = payback(flows)
    if found.years.known:
        assert 0 <= found.first.value <= found.years.value <= max(len(flows) - 1, 0)
        assert sum(flows) >= 0
    elif flows:
        assert sum(flows) < 0


@given(st.integers(1, 10**6), st.lists(st.integers(0, 10**6), min_size=1, max_size=20))
def test_discounting_never_makes_payback_earlier(outlay, returns):
    flows = [-outlay, *returns]
    plain, later = payback(flows), payback(discounted(flows, flat("0.05")))
    assert not plain.recrosses
    if later.years.known:
        assert plain.years.value <= later.years.value + D("1e-20")


@pytest.mark.parametrize(
    ("flows", "years", "first", "recrosses"),
    [
        ([-100, 100], 1, 1, False),
        ([-100, 100, 0, 0], 1, 1, False),  # exactly back is back
        ([-100, 100, -50, 50], 3, 1, True),
        ([-100, 150, -100, 100], D("2.5"), D(2) / 3, True),
        ([0, 0, -100, 200], D("2.5"), D("2.5"), True),
        ([0, 0], 0, 0, False),
    ],
)
def test_money_that_is_exactly_back_is_back(flows, years, first, recrosses):
    found = payback(flows)
    assert abs(found.years.value - years) < D("1e-20")
    assert abs(found.first.value - first) < D("1e-20")
    assert found.recrosses is recrosses
