"""Discount factors, present values and price basis."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgets.engine.discounting import (
    MixedPriceBasis,
    PriceBasis,
    RateBand,
    Rates,
    Timing,
    flat,
    nominal_rate,
    npv,
    npv_daily,
    require_same_basis,
    terminal_value,
    to_real,
    with_optimism_bias,
)

D = Decimal
FLOW = [-1000, 300, 400, 500, 200]
GREEN_BOOK = Rates((RateBand(D("0.035"), 30), RateBand(D("0.030"), 75), RateBand(D("0.025"))))

# flows, rate, published present value, present value to all digits of a double
PRESENT_VALUES = [
    ((-15000, 1500, 2500, 3500, 4500, 6000), "0.05", "122.89", "122.89485495093959"),
    ((-150000, 15000, 25000, 35000, 45000, 60000), "0.05", "1228.95", "1228.948549509405"),
    ((-100, 39, 59, 55, 20), "0.05", "54.62", "54.6227137869509"),
    ((-75000, 12000, 15000, 18000, 21000, 24000), "0.05", "1664.47", "1664.470344881276"),
    ((12000, 15000, 18000, 21000, 24000), "0.05", "80497.69", "80497.69386212534"),
    ((-1600, 10000, -10000), "0.1", "-773.55", "-773.5537190082632"),
    ((-14518, 4179, 8052, 13608, 8500), "0.06", "14749.04", "14749.039506210072"),
    ((-35000, 13000, 14000, 15000, 16000), "0.08", "12707.74", "12707.741781307797"),
    ((-1000, 100, 100, 100), "0.05", "-727.68", "-727.6751970629523"),
]


@pytest.mark.parametrize(("flows", "rate", "published", "precise"), PRESENT_VALUES)
def test_a_worked_present_value(flows, rate, published, precise):
    value = npv(flows, flat(rate))
    assert round(value, 2) == D(published)
    assert float(value) == pytest.approx(float(precise), rel=1e-13)


def test_money_at_the_end_and_in_the_middle_of_the_year():
    assert round(npv(FLOW, flat("0.05")), 6) == D("244.985371")
    assert round(npv(FLOW, flat("0.05"), Timing.MID), 6) == D("275.730380")


@pytest.mark.parametrize(
    ("year", "factor"),
    [
        (0, "1"),
        (1, ".966184"),
        (10, ".708919"),
        (30, ".356278"),
        (31, ".345901"),
        (75, ".094214"),
        (76, ".091916"),
    ],
)
def test_a_bent_rate_multiplies_year_by_year(year, factor):
    assert round(GREEN_BOOK.factors(80)[year], 6) == D(factor)


def test_the_middle_of_a_bent_year_uses_the_new_rate_for_half_a_year():
    end, mid = GREEN_BOOK.factors(31), GREEN_BOOK.factors(31, Timing.MID)
    assert mid[0] == 1
    assert abs(mid[31] - end[30] / D("1.03").sqrt()) < D("1e-25")


def test_days_are_parts_of_a_year():
    assert round(npv_daily([(0, 10), (365, 105)], flat("0.05")), 20) == 110
    assert abs(GREEN_BOOK.factor_on(365 * 31) - GREEN_BOOK.factors(31)[31]) < D("1e-25")
    half = flat("0.21").factor_on(0), flat("0.21").factor_on(730)
    assert half[0] == 1
    assert round(half[1], 20) == round(1 / D("1.4641"), 20)
    assert GREEN_BOOK.factors(30)[30] > GREEN_BOOK.factor_on(365 * 30 + 100) > GREEN_BOOK.factors(31)[31]


@pytest.mark.parametrize(
    "bands",
    [
        (),
        (RateBand(D("0.03"), 30),),
        (RateBand(D("0.03")), RateBand(D("0.02"))),
        (RateBand(D("0.03"), 30), RateBand(D("0.02"), 30), RateBand(D("0.01"))),
        (RateBand(D("0.03"), 30), RateBand(D("0.02"), 20), RateBand(D("0.01"))),
        (RateBand(D("0.03"), -1), RateBand(D("0.01"))),
        (RateBand(D("-1")),),
    ],
)
def test_bands_of_rates_that_leave_a_gap_are_refused(bands):
    with pytest.raises(ValueError):
        Rates(bands)


def test_days_and_horizons_before_today_are_refused():
    with pytest.raises(ValueError):
        flat("0.05").factor_on(-1)
    with pytest.raises(ValueError):
        flat("0.05").factors(-1)


def test_floats_are_refused():
    with pytest.raises(TypeError):
        npv([-1.0, 2], flat("0.05"))
    with pytest.raises(TypeError):
        flat(0.05)


def test_no_flow_is_worth_nothing():
    assert npv([], flat("0.05")) == 0
    assert npv_daily([], flat("0.05")) == 0


def test_a_nominal_rate_holds_inflation():
    assert nominal_rate(D("0.035"), D("0.02")) == D("0.0557")


def test_real_prices_are_nominal_ones_in_base_year_money():
    assert to_real(D(110), D(100), D(110)) == 100
    with pytest.raises(ValueError):
        to_real(D(110), D(100), D(0))


def test_real_prices_with_a_nominal_rate_are_refused():
    require_same_basis(PriceBasis.REAL, flat("0.035"))
    require_same_basis(PriceBasis.NOMINAL, flat("0.0557", PriceBasis.NOMINAL))
    with pytest.raises(MixedPriceBasis):
        require_same_basis(PriceBasis.REAL, flat("0.0557", PriceBasis.NOMINAL))
    with pytest.raises(MixedPriceBasis):
        require_same_basis(PriceBasis.NOMINAL, flat("0.035"))


def test_a_flow_for_ever_has_a_value_only_below_the_rate():
    assert round(terminal_value(D(100), D("0.05"), D("0.02")), 6) == D("3333.333333")
    for growth in ("0.05", "0.06"):
        with pytest.raises(ValueError):
            terminal_value(D(100), D("0.05"), D(growth))


def test_optimism_is_corrected_less_where_it_is_mitigated():
    assert with_optimism_bias(D(1000), D("2.0"), D("0.5")) == 2000
    assert with_optimism_bias(D(1000), D("2.0")) == 3000
    for bias, mitigation in ((D(-1), D(0)), (D(1), D("1.1")), (D(1), D("-0.1"))):
        with pytest.raises(ValueError):
            with_optimism_bias(D(1000), bias, mitigation)


amounts = st.integers(-(10**9), 10**9).map(lambda cents: D(cents) / 100)
rates = st.integers(-50, 300).map(lambda permille: flat(D(permille) / 1000))
pairs = st.lists(st.tuples(amounts, amounts), min_size=1, max_size=30)


@given(pairs, rates, st.integers(-20, 20), st.sampled_from(Timing))
def test_present_value_is_linear(both, rate, factor, timing):
    one, other = [a for a, _ in both], [b for _, b in both]
    mixed = npv([a + factor * b for a, b in both], rate, timing)
    assert abs(mixed - npv(one, rate, timing) - factor * npv(other, rate, timing)) < D("1e-8")


@given(st.lists(amounts.filter(lambda a: a >= 0), min_size=1, max_size=30))
def test_benefits_are_worth_less_at_a_higher_rate(benefits):
    assert npv(benefits, flat("0.07")) <= npv(benefits, flat("0.03")) <= sum(benefits)


@given(st.integers(0, 120))
def test_money_in_mid_year_is_worth_more_than_at_its_end(year):
    assert GREEN_BOOK.factors(year, Timing.MID)[-1] >= GREEN_BOOK.factors(year)[-1]
