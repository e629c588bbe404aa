"""Indices and forecasts of earned value, against published worked examples."""

from dataclasses import fields
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgets.engine.earned_value import indices
from foundation.ratios import Ratio

NAMES = (
    "cv", "sv", "cpi", "spi", "percent_complete", "eac_typical", "eac_atypical", "eac_combined",
    "etc", "vac", "tcpi_bac", "tcpi_eac",
)  # fmt: skip

# (bac, pv, ev, ac) and the published results; recomputed ones carry all digits of a double
WORKED = {
    "reference": (
        (1000, 400, 300, 450),
        "-150 -100 0.666667 0.75 0.3 1500 1150 1850 1050 -500 1.272727 0.666667",
    ),
    "PRA toy project": (
        (100000, 40000, 35000, 36000),
        (
            "-1000 -5000 0.9722222222222222 0.875 0.35 102857.14285714286 101000 112408.16326530612"
            " 66857.14285714286 -2857.142857142855 1.015625 0.9722222222222222"
        ),
    ),
    # its source prints EAC combined 6287, since it rounds SPI to 0.66; 6250 is exact
    "garden wall": (
        (4000, 3000, 2000, 2500),
        "-500 -1000 0.8 0.6666666666666666 0.5 5000 4500 6250 2500 -1000 1.3333333333333333 0.8",
    ),
    "one-year exercise": (
        (120000, 23000, 20000, 25000),
        (
            "-5000 -3000 0.8 0.8695652173913043 0.16666666666666666 150000 125000 168750 125000"
            " -30000 1.0526315789473684 0.8"
        ),
    ),
    "calculator 320k": (
        (320000, 150000, 132000, 140000),
        (
            "-8000 -18000 0.9428571428571428 0.88 0.4125 339393.9393939394 328000 366584.02203856746"
            " 199393.9393939394 -19393.939393939392 1.0444444444444445 0.9428571428571428"
        ),
    ),
}


def number(value):
    return value.value if isinstance(value, Ratio) else value


@pytest.mark.parametrize("case", WORKED)
def test_a_worked_example_comes_out_as_published(case):
    inputs, published = WORKED[case]
    found = indices(*map(Decimal, inputs))
    for name, expected in zip(NAMES, published.split(), strict=True):
        assert float(number(getattr(found, name))) == pytest.approx(float(expected), rel=1e-6), name
        if len(expected) > 10:
            assert float(number(getattr(found, name))) == pytest.approx(float(expected), rel=1e-12)


def test_the_pace_that_the_rest_must_keep():
    found = indices(Decimal(10_000_000), Decimal(0), Decimal(3_000_000), Decimal(3_500_000))
    assert round(found.cpi.value, 16) == Decimal("0.8571428571428571")
    assert round(found.tcpi_bac.value, 16) == Decimal("1.0769230769230769")


def test_nothing_spent_and_nothing_earned_shows_no_cpi():
    found = indices(Decimal(5000), Decimal(1000), Decimal(0), Decimal(0))
    assert (found.cv, found.sv) == (0, -1000)
    assert found.cpi == Ratio(None, "not_started")
    assert found.spi == Ratio(Decimal(0))
    assert found.eac_typical == Ratio(None, "budget_rate")
    assert found.eac_combined == Ratio(None, "budget_rate")
    assert found.eac_atypical == Ratio(Decimal(5000))
    assert found.eac == Ratio(Decimal(5000), "budget_rate")
    assert found.tcpi_bac == Ratio(Decimal(1))


def test_work_earned_without_cost_is_a_gap_in_the_data():
    found = indices(Decimal(5000), Decimal(1000), Decimal(800), Decimal(0))
    assert found.cpi == Ratio(None, "actuals_missing")
    assert found.eac == Ratio(Decimal(4200), "budget_rate")
    assert found.etc == Ratio(Decimal(4200), "budget_rate")
    assert found.vac == Ratio(Decimal(800), "budget_rate")


def test_more_credits_than_costs_count_as_nothing_spent():
    found = indices(Decimal(5000), Decimal(1000), Decimal(800), Decimal(-20))
    assert found.cpi == Ratio(None, "actuals_missing")
    assert found.eac.value == 4180


def test_cost_without_work_is_a_cpi_of_nothing_and_a_forecast_at_the_budget_rate():
    found = indices(Decimal(5000), Decimal(1000), Decimal(0), Decimal(700))
    assert found.cpi == Ratio(Decimal(0))
    assert found.eac == Ratio(Decimal(5700), "budget_rate")


def test_before_anything_is_due_there_is_no_spi():
    assert indices(Decimal(9), Decimal(0), Decimal(0), Decimal(0)).spi == Ratio(None, "not_due")
    early = indices(Decimal(9), Decimal(0), Decimal(1), Decimal(1))
    assert early.spi == Ratio(None, "started_early")
    assert early.eac_combined == Ratio(None, "started_early")
    assert early.eac == Ratio(Decimal(9))


@pytest.mark.parametrize("spent", [1000, 1200])
def test_a_spent_budget_leaves_no_pace_to_keep(spent):
    found = indices(Decimal(1000), Decimal(900), Decimal(800), Decimal(spent))
    assert found.tcpi_bac == Ratio(None, "budget_exhausted")
    assert found.tcpi_eac.known


def test_a_forecast_that_is_spent_leaves_no_pace_either():
    found = indices(*map(Decimal, (1000, 900, 800, 1200)), bottom_up_etc=Decimal(0))
    assert found.tcpi_eac == Ratio(None, "budget_exhausted")


def test_without_a_baseline_every_ratio_says_so():
    found = indices(Decimal(0), Decimal(0), Decimal(0), Decimal(300))
    ratios = [f.name for f in fields(found) if isinstance(getattr(found, f.name), Ratio)]
    named = {name: getattr(found, name).reason for name in ratios}
    assert named.pop("eac_bottom_up") == "no_estimate"
    assert set(named.values()) == {"no_baseline"}
    assert found.eac_range is None


def test_an_estimate_helps_even_without_a_baseline():
    found = indices(Decimal(0), Decimal(0), Decimal(0), Decimal(300), bottom_up_etc=Decimal(200))
    assert found.eac == Ratio(Decimal(500))
    assert found.etc == Ratio(Decimal(200))
    assert found.vac == Ratio(None, "no_baseline")


def test_the_managers_estimate_counts_and_the_formulas_are_its_range():
    found = indices(*map(Decimal, (1000, 400, 300, 450)), bottom_up_etc=Decimal(800))
    assert found.eac == Ratio(Decimal(1250))
    assert found.vac == Ratio(Decimal(-250))
    assert found.eac_range == (1150, 1850)
    assert found.tcpi_eac.value == Decimal(700) / Decimal(800)


def test_finished_work_costs_only_its_last_invoices():
    found = indices(*map(Decimal, (1000, 1000, 1000, 900)), closing_cost=Decimal("45.50"))
    assert found.eac == Ratio(Decimal("945.50"))
    assert found.etc == Ratio(Decimal("45.50"))
    assert found.spi == Ratio(Decimal(1))


def test_a_cancelled_project_ends_at_its_cost_and_the_termination():
    found = indices(*map(Decimal, (1000, 400, 300, 450)), bottom_up_etc=Decimal(800), closing_cost=Decimal(60))
    assert found.eac == Ratio(Decimal(510))


@pytest.mark.parametrize("bad", [(-1, 0, 0, 0), (1, -1, 0, 0), (1, 0, -1, 0), (1, 0, 2, 0)])
def test_negative_value_and_more_than_the_budget_are_refused(bad):
    with pytest.raises(ValueError):
        indices(*map(Decimal, bad))


def test_negative_remaining_cost_and_floats_are_refused():
    with pytest.raises(ValueError):
        indices(*map(Decimal, (1, 1, 1, 1)), bottom_up_etc=Decimal(-1))
    with pytest.raises(TypeError):
        indices(1000.0, 1, 1, 1)


money = st.integers(0, 10**12).map(lambda cents: Decimal(cents) / 100)
shares = st.integers(0, 100).map(lambda percent: Decimal(percent) / 100)


@given(money, money, shares, money)
def test_no_input_gives_an_infinity_or_a_silent_gap(bac, pv, share, ac):
    found = indices(bac, pv, bac * share, ac)
    for field in fields(found):
        value = getattr(found, field.name)
        if isinstance(value, Ratio):
            assert value.value.is_finite() if value.known else value.reason
    if found.eac.known:
        assert abs(found.etc.value + ac - found.eac.value) < Decimal("1e-12")
        assert abs(found.vac.value + found.eac.value - bac) < Decimal("1e-12")
        assert found.etc.value >= 0


@given(money, money.filter(bool), shares, money.filter(bool), st.integers(2, 50))
def test_the_indices_do_not_depend_on_the_unit_of_money(bac, pv, share, ac, factor):
    one = indices(bac, pv, bac * share, ac)
    other = indices(factor * bac, factor * pv, factor * bac * share, factor * ac)
    assert one.cpi == other.cpi
    assert one.spi == other.spi
    assert one.percent_complete == other.percent_complete
