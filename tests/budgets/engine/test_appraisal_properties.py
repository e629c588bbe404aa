"""What holds of every appraisal, whatever the amounts: laws of present values, ratios and paybacks."""

from decimal import Decimal

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from budgets.engine.appraisal import Certainty, Kind, Line, Parameters, appraise
from budgets.engine.cost_benefit import bcr, equivalent_annual, payback, roi
from budgets.engine.discounting import (
    Timing,
    flat,
    nominal_rate,
    npv,
    terminal_value,
    to_real,
    with_optimism_bias,
)
from budgets.engine.rates_of_return import irr, mirr

D = Decimal
amounts = st.integers(0, 10**7).map(lambda cents: D(cents) / 100)
flows = st.lists(st.integers(-(10**6), 10**6).map(D), min_size=1, max_size=12)
rates = st.integers(1, 400).map(lambda thousandths: D(thousandths) / 1000)
HALF_CENT = D("0.005")
few = settings(max_examples=12)  # a whole appraisal takes some milliseconds


def lines_of(costs, benefits):
    """A cost and a benefit line for each year."""
    made = [Line("Licences", Kind.COST, year, amount) for year, amount in enumerate(costs)]
    return made + [Line("Time saved", Kind.BENEFIT, year, amount) for year, amount in enumerate(benefits)]


def appraised(lines, rate, *, horizon=8, **more):
    return appraise(lines, Parameters(horizon, flat(rate), flat(rate), **more)).financial


yearly = st.lists(amounts, min_size=1, max_size=8)


@few
@given(yearly, yearly, rates)
def test_the_net_is_benefit_less_cost_in_each_year_in_sum_and_in_present_value(costs, benefits, rate):
    found = appraised(lines_of(costs, benefits), rate)
    assert all(year.net == year.benefit - year.cost for year in found.years)
    assert (found.costs, found.benefits) == (sum(costs), sum(benefits))
    assert abs(found.npv - (found.pv_benefits - found.pv_costs)) < HALF_CENT
    assert abs(found.years[-1].cumulated_discounted - found.npv) < HALF_CENT
    assert found.years[-1].cumulated == found.benefits - found.costs


@few
@given(yearly, yearly, rates)
def test_benefits_exceed_costs_exactly_when_their_ratio_exceeds_one(costs, benefits, rate):
    found = appraised(lines_of(costs, benefits), rate)
    if not found.bcr.known:
        assert found.bcr.reason == "no_cost" and found.pv_costs == 0
    elif abs(found.npv) > HALF_CENT:
        assert (found.bcr.value > 1) == (found.npv > 0)


@few
@given(yearly, yearly, rates, st.integers(2, 1000))
def test_ratios_and_years_do_not_depend_on_the_unit_of_money(costs, benefits, rate, factor):
    small = appraised(lines_of(costs, benefits), rate)
    large = appraised(lines_of([c * factor for c in costs], [b * factor for b in benefits]), rate)
    for name in ("bcr", "roi"):
        one, other = getattr(small, name), getattr(large, name)
        assert one.known == other.known and one.reason == other.reason
        assert not one.known or abs(one.value - other.value) < D("1e-9")
    assert small.payback.years == large.payback.years
    assert abs(small.npv * factor - large.npv) < HALF_CENT * factor


@few
@given(yearly, yearly, rates)
def test_the_order_of_the_lines_says_nothing(costs, benefits, rate):
    lines = lines_of(costs, benefits)
    assert appraised(lines, rate) == appraised(lines[::-1], rate)


@few
@given(yearly, yearly, rates)
def test_a_line_cut_into_two_items_is_worth_the_same(costs, benefits, rate):
    whole = appraised(lines_of(costs, benefits), rate)
    cut = [part for line in lines_of(costs, benefits) for part in _halves(line)]
    assert abs(appraised(cut, rate).npv - whole.npv) < HALF_CENT


def _halves(line):
    first = (line.amount / 3).quantize(D("0.01"))
    return Line(f"{line.item} 1", line.kind, line.year, first), Line(
        f"{line.item} 2", line.kind, line.year, line.amount - first
    )


@few
@given(yearly, rates, rates)
def test_later_money_is_worth_less_the_higher_the_rate(benefits, one, other):
    assume(one < other)
    lines = lines_of([], benefits)
    low, high = appraised(lines, one).npv, appraised(lines, other).npv
    assert low >= high if sum(benefits[1:]) else low == high


@few
@given(yearly, yearly, rates)
def test_money_in_the_middle_of_the_year_is_nearer_than_at_its_end(costs, benefits, rate):
    ends = appraised(lines_of([], benefits), rate).npv
    assert appraised(lines_of([], benefits), rate, timing=Timing.MID).npv >= ends
    spent = appraised(lines_of(costs, []), rate).npv
    assert appraised(lines_of(costs, []), rate, timing=Timing.MID).npv <= spent


@few
@given(yearly, yearly, yearly, rates)
def test_low_and_high_estimates_enclose_the_base(costs, benefits, spread, rate):
    lines = lines_of(costs, benefits)
    for year, base in enumerate(benefits):
        more = spread[year % len(spread)]
        lines.append(Line("Time saved", Kind.BENEFIT, year, max(base - more, D(0)), certainty=Certainty.LOW))
        lines.append(Line("Time saved", Kind.BENEFIT, year, base + more, certainty=Certainty.HIGH))
    low, base, high = (appraised(lines, rate, case=case).npv for case in Certainty)
    assert low <= base <= high


# ── paybacks and rates ──────────────────────────────────────────────────────────────────────────


@given(flows)
def test_after_the_payback_the_sum_never_falls_below_nothing_again(found):
    years = payback(found).years
    sums = [sum(found[: n + 1]) for n in range(len(found))]
    if not years.known:
        assert years.reason == "not_within_horizon" and sums[-1] < 0
        return
    after = [value for year, value in enumerate(sums) if year >= years.value]
    assert all(value >= 0 for value in after) and 0 <= years.value <= len(found) - 1


@given(flows)
def test_the_first_crossing_is_never_after_the_last(found):
    result = payback(found)
    if result.years.known:
        assert result.first.known and result.first.value <= result.years.value
        assert result.recrosses == (result.first.value != result.years.value) or result.recrosses


@given(flows, rates)
def test_the_present_value_is_linear(found, rate):
    doubled = npv([2 * amount for amount in found], flat(rate))
    assert abs(doubled - 2 * npv(found, flat(rate))) < D("1e-9")
    assert abs(npv([-amount for amount in found], flat(rate)) + npv(found, flat(rate))) < D("1e-9")


@given(st.integers(1, 10**6).map(D), st.lists(st.integers(1, 10**6).map(D), min_size=1, max_size=8))
def test_one_outlay_pays_exactly_at_its_own_rate(outlay, returns):
    found = irr([-outlay, *returns])
    assert found.rate.known
    if found.rate.value > D("-0.9"):
        assert abs(npv([-outlay, *returns], flat(found.rate.value))) < outlay * D("0.0001")


@given(st.integers(1, 10**6).map(D), st.lists(st.integers(1, 10**6).map(D), min_size=1, max_size=8), rates)
def test_reinvested_at_its_own_rate_a_project_earns_that_rate(outlay, returns, rate):
    own = irr([-outlay, *returns]).rate.value
    assume(own > D("-0.5"))
    assert abs(mirr([-outlay, *returns], rate, own).value - own) < D("0.0001")


@given(amounts, rates, st.integers(1, 40))
def test_an_equal_yearly_amount_is_worth_the_whole(worth, rate, years):
    yearly_amount = equivalent_annual(worth, rate, years)
    assert abs(npv([0] + [yearly_amount] * years, flat(rate)) - worth) < D("0.0001")


@pytest.mark.parametrize(("benefits", "costs"), [(D(5), D(0)), (D(0), D(0))])
def test_nothing_below_the_line_gives_no_ratio(benefits, costs):
    assert (bcr(benefits, costs).reason, roi(benefits, costs).reason) == ("no_cost", "no_cost")


@given(rates, rates, amounts)
def test_real_and_nominal_prices_tell_the_same(real, inflation, amount):
    nominal = nominal_rate(real, inflation)
    index = 1 + inflation
    grown = amount * index
    assert abs(grown / (1 + nominal) - amount / (1 + real)) < D("1e-9")
    assert abs(to_real(grown, D(1), index) - amount) < D("1e-9")


@given(amounts, st.integers(0, 300).map(lambda n: D(n) / 100), st.integers(0, 100).map(lambda n: D(n) / 100))
def test_an_uplift_lies_between_none_and_the_whole_bias(amount, bias, mitigation):
    found = with_optimism_bias(amount, bias, mitigation)
    assert amount <= found <= amount * (1 + bias)


@pytest.mark.parametrize(("rate", "growth"), [("0.02", "0.02"), ("0.02", "0.03"), ("0", "0")])
def test_a_flow_that_grows_as_fast_as_it_is_discounted_has_no_end_value(rate, growth):
    with pytest.raises(ValueError):
        terminal_value(D(100), D(rate), D(growth))
