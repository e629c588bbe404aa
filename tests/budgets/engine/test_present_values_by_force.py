"""Present values, rates of return and paybacks against exact fractions and moments that are tried out."""

from decimal import Decimal
from fractions import Fraction
from itertools import accumulate

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from budgets.engine.cost_benefit import discounted, equivalent_annual, payback, profitability_index
from budgets.engine.discounting import RateBand, Rates, Timing, flat, npv, npv_daily
from budgets.engine.rates_of_return import irr, mirr

D = Decimal
MANY = settings(max_examples=60)
flows = st.lists(st.integers(-(10**6), 10**6), min_size=1, max_size=15)
permille = st.integers(-300, 900)


@MANY
@given(flows, permille, permille, st.integers(0, 12))
def test_a_present_value_over_two_bands_of_rates_agrees_with_fractions(amounts, one, other, bend):
    rates = Rates((RateBand(D(one) / 1000, bend), RateBand(D(other) / 1000)))
    growth, wanted = Fraction(1), Fraction(amounts[0])
    for year, amount in enumerate(amounts[1:], 1):
        growth *= 1 + Fraction(one if year <= bend else other, 1000)
        wanted += Fraction(amount) / growth
    assert abs(Fraction(npv(amounts, rates)) - wanted) < Fraction(1, 10**9)
    assert abs(sum(discounted(amounts, rates)) - npv(amounts, rates)) < D("1e-15")


@MANY
@given(flows, permille)
def test_whole_years_in_days_are_years_and_the_middle_of_all_is_half_a_year_nearer(amounts, rate):
    rates = flat(D(rate) / 1000)
    assert abs(npv_daily([(365 * year, a) for year, a in enumerate(amounts)], rates) - npv(amounts, rates)) < D("1e-9")
    half = (1 + D(rate) / 1000).sqrt()
    later = npv([0, *amounts[1:]], rates)
    assert abs(npv([0, *amounts[1:]], rates, Timing.MID) - later * half) < D("1e-9")


@MANY
@given(st.lists(st.integers(-900, 2000).filter(lambda n: n % 5 == 0), min_size=1, max_size=4, unique=True))
def test_a_flow_made_to_break_even_at_some_rates_breaks_even_at_exactly_those(permilles):
    terms = [Fraction(-1)]
    for rate in permilles:  # times (x (1 + r) - 1), which is 0 at x = 1 / (1 + r)
        growth = 1 + Fraction(rate, 1000)
        terms = [growth * b - a for a, b in zip([*terms, 0], [0, *terms], strict=True)]
    made = [D(int(term * 1000 ** len(permilles))) for term in terms]
    found = irr(made)
    assert found.roots == tuple(sorted(D(rate) / 1000 for rate in permilles))
    assert found.rate.known == (len(permilles) == 1)
    assert found.sign_changes >= len(permilles)


@MANY
@given(flows)
def test_a_rate_that_is_found_makes_the_flow_worth_nothing(amounts):
    found = irr(amounts)
    size = sum(map(abs, amounts))
    for root in found.roots:
        if D("-0.5") < root < 50:
            assert abs(npv(amounts, flat(root))) < D("1e-9") * size * 2 ** len(amounts)
    if not found.rate.known:
        expected = "not_unique" if found.roots else "no_real_root" if found.sign_changes else "no_sign_change"
        assert found.rate.reason == expected
    if found.sign_changes == 1:
        assert found.rate.known, "one turn has exactly one rate"


@MANY
@given(flows, st.integers(0, 500), st.integers(0, 500))
def test_the_modified_rate_grows_what_went_out_into_what_came_in(amounts, finance, reinvest):
    found = mirr(amounts, D(finance) / 1000, D(reinvest) / 1000)
    years = len(amounts) - 1
    out = sum(-a / (1 + Fraction(finance, 1000)) ** t for t, a in enumerate(amounts) if a < 0)
    back = sum(a * (1 + Fraction(reinvest, 1000)) ** (years - t) for t, a in enumerate(amounts) if a > 0)
    if not out or not back:
        assert found.reason == "no_sign_change"
        return
    grown = Fraction((1 + found.value) ** years) * out
    assert abs(grown / back - 1) < Fraction(1, 10**15)


@MANY
@given(flows)
def test_the_payback_is_the_last_moment_at_which_the_sum_comes_up_to_nothing(amounts):
    sums = list(accumulate(amounts))

    def at(moment):
        year = int(moment)
        rest = moment - year
        return sums[year] + (rest * amounts[year + 1] if rest else 0)

    found = payback(amounts)
    tried = [Fraction(tick, 20) for tick in range(20 * (len(amounts) - 1) + 1)]
    below = [moment for moment in tried if at(moment) < 0]
    if not below:
        assert found.years.value == found.first.value == 0 or min(sums) < 0
    elif found.years.known:
        assert abs(at(Fraction(found.years.value))) < Fraction(1, 10**9)
        assert max(below) < Fraction(found.years.value) <= max(below) + Fraction(1, 20) + Fraction(1, 10**9)
    else:
        assert sums[-1] < 0
    if found.first.known and min(sums) < 0:
        assert abs(at(Fraction(found.first.value))) < Fraction(1, 10**9)


@MANY
@given(st.integers(1, 10**6), flows, permille)
def test_the_profitability_of_an_outlay_is_one_more_than_its_worth_per_unit(outlay, later, rate):
    found = profitability_index([-outlay, *later], flat(D(rate) / 1000))
    whole = npv([-outlay, *later], flat(D(rate) / 1000))
    assert abs(found.value - (1 + whole / outlay)) < D("1e-9")
    assert profitability_index([outlay, *later], flat(D(rate) / 1000)).reason == "no_outlay"


@MANY
@given(st.integers(-(10**6), 10**6).map(D), st.integers(1, 400), st.integers(1, 50), st.integers(1, 5))
def test_of_two_chains_of_equal_projects_the_yearly_amount_is_that_of_one(worth, rate, years, times):
    r = D(rate) / 1000
    assume((1 + r) ** (years * times) < D("1e12"))
    chain = sum(worth / (1 + r) ** (years * turn) for turn in range(times))
    assert abs(equivalent_annual(chain, r, years * times) - equivalent_annual(worth, r, years)) < D("1e-9")
    assert equivalent_annual(worth, D(0), years) == worth / years
