"""An option's lines, appraised for the organisation and for society."""

from dataclasses import replace
from decimal import Decimal

import pytest

from budgets.engine.appraisal import (
    Certainty,
    CostClass,
    Denominator,
    Kind,
    Line,
    Parameters,
    appraise,
    ranked,
)
from budgets.engine.discounting import MixedPriceBasis, PriceBasis, Timing, flat
from foundation.ratios import Ratio

D = Decimal
FIVE = Parameters(horizon=4, financial_rates=flat("0.05"), social_rates=flat("0.035"))


def cost(year, amount, item="build", **more):
    return Line(item, Kind.COST, year, D(amount), **more)


def benefit(year, amount, item="saving", **more):
    return Line(item, Kind.BENEFIT, year, D(amount), **more)


REFERENCE = [
    cost(0, 1000, cost_class=CostClass.CAPEX),
    *(benefit(year, amount) for year, amount in enumerate((300, 400, 500, 200), start=1)),
]


def test_the_reference_option():
    found = appraise(REFERENCE, replace(FIVE, finance=D("0.05"), reinvest=D("0.08"))).financial
    assert round(found.npv, 6) == D("244.985371")
    assert round(found.bcr.value, 6) == D("1.244985")
    assert round(found.irr.rate.value, 6) == D("0.153221")
    assert round(found.mirr.value, 6) == D("0.121944")
    assert found.roi.value == D("0.4")
    assert found.payback.years.value == D("2.6")
    assert round(found.discounted_payback.years.value, 5) == D("2.81375")
    assert round(found.equivalent_annual, 6) == D("69.088774")


def test_money_in_mid_year():
    found = appraise(REFERENCE, replace(FIVE, timing=Timing.MID)).financial
    assert round(found.npv, 6) == D("275.730380")


def test_the_annual_table_adds_up_to_the_result():
    found = appraise(REFERENCE, FIVE).financial
    assert [year.net for year in found.years] == [-1000, 300, 400, 500, 200]
    assert [year.cumulated for year in found.years] == [-1000, -700, -300, 200, 400]
    assert found.years[-1].cumulated_discounted == found.npv
    assert (found.costs, found.benefits) == (1000, 1400)
    assert abs(found.pv_benefits - found.pv_costs - found.npv) < D("1e-20")


def test_a_transfer_is_cash_but_no_use_of_resources():
    grant = benefit(0, 500, item="grant", in_social=False)
    both = appraise([*REFERENCE, grant], FIVE)
    assert both.financial.npv - appraise(REFERENCE, FIVE).financial.npv == pytest.approx(D(500))
    assert both.social == appraise(REFERENCE, FIVE).social


def test_an_effect_on_others_counts_for_society_only():
    time_saved = benefit(2, 400, item="time saved", in_financial=False, social_factor=D("0.5"))
    both = appraise([*REFERENCE, time_saved], FIVE)
    assert both.financial == appraise(REFERENCE, FIVE).financial
    assert both.social.years[2].benefit == 600


def test_each_result_has_its_own_rate():
    both = appraise(REFERENCE, FIVE)
    assert both.social.npv > both.financial.npv


def test_the_ratio_states_what_stands_below_its_line():
    lines = [*REFERENCE, cost(1, 100, item="run", cost_class=CostClass.OPEX)]
    every = appraise(lines, FIVE).financial
    capital = appraise(lines, replace(FIVE, denominator=Denominator.CAPITAL)).financial
    assert every.bcr.value == (every.npv + every.pv_costs) / every.pv_costs
    assert capital.bcr.value == (capital.npv + 1000) / 1000
    assert (every.bcr.value > 1) == (capital.bcr.value > 1) == (every.npv > 0)


def test_costs_of_others_reduce_the_social_benefit_per_public_cost():
    lines = [*REFERENCE, cost(0, 50, item="citizens' forms", in_financial=False)]
    found = appraise(lines, replace(FIVE, denominator=Denominator.PUBLIC_COST)).social
    assert found.pv_costs == 1050
    assert found.bcr.value == (found.npv + 1000) / 1000


def test_no_capital_gives_no_ratio_per_capital():
    found = appraise([cost(0, 10)], replace(FIVE, denominator=Denominator.CAPITAL)).financial
    assert found.bcr == Ratio(None, "no_cost")


def test_doing_nothing_is_worth_nothing_and_has_no_ratios():
    found = appraise([], FIVE).financial
    assert (found.npv, found.costs, found.equivalent_annual) == (0, 0, 0)
    assert found.bcr.reason == found.roi.reason == "no_cost"
    assert found.irr.rate.reason == found.mirr.reason == "no_sign_change"


def test_low_and_high_estimates_replace_the_base_where_they_exist():
    lines = [
        cost(0, 1000),
        cost(0, 1300, certainty=Certainty.HIGH),
        benefit(1, 1500),
        benefit(1, 900, certainty=Certainty.LOW),
    ]
    nets = {case: [y.net for y in appraise(lines, replace(FIVE, case=case)).financial.years[:2]] for case in Certainty}
    assert nets == {
        Certainty.BASE: [-1000, 1500],
        Certainty.LOW: [-1000, 900],
        Certainty.HIGH: [-1300, 1500],
    }


def test_two_lines_of_one_item_and_year_both_count():
    assert appraise([cost(0, 1), cost(0, 2)], FIVE).financial.costs == 3


def test_the_only_estimate_of_an_item_counts_in_every_case():
    only_low = [cost(0, 7, certainty=Certainty.LOW)]
    for case in Certainty:
        assert appraise(only_low, replace(FIVE, case=case)).financial.costs == 7


def test_a_low_and_a_high_estimate_without_a_base_are_refused():
    pair = [cost(0, 1, certainty=Certainty.LOW), cost(0, 3, certainty=Certainty.HIGH)]
    assert appraise(pair, replace(FIVE, case=Certainty.HIGH)).financial.costs == 3
    with pytest.raises(ValueError, match="no base"):
        appraise(pair, FIVE)


def test_stored_codes_work_like_the_words():
    stored = [replace(line, kind=str(line.kind), certainty="base") for line in REFERENCE]
    stored[0] = replace(stored[0], cost_class="capex")
    capital = replace(FIVE, denominator="capital", timing="end")
    assert appraise(stored, capital).financial == appraise(REFERENCE, capital).financial


def test_a_line_of_nothing_changes_nothing():
    assert appraise([*REFERENCE, cost(1, 0)], FIVE) == appraise(REFERENCE, FIVE)


@pytest.mark.parametrize(
    "line",
    [cost(0, -5), cost(5, 1), cost(-1, 1), cost(0, 1, social_factor=D("-0.1"))],
)
def test_a_line_that_makes_no_sense_is_refused(line):
    with pytest.raises(ValueError, match="build"):
        appraise([line], FIVE)


def test_a_horizon_of_nothing_is_refused():
    with pytest.raises(ValueError, match="horizon"):
        appraise([], replace(FIVE, horizon=0))


def test_nominal_prices_with_a_real_rate_are_refused():
    nominal = cost(0, 1, basis=PriceBasis.NOMINAL)
    with pytest.raises(MixedPriceBasis):
        appraise([nominal], FIVE)
    with pytest.raises(MixedPriceBasis):
        appraise([nominal], replace(FIVE, financial_rates=flat("0.07", PriceBasis.NOMINAL)))


def test_options_are_ranked_by_present_value():
    options = {
        "nothing": appraise([], FIVE),
        "buy": appraise(REFERENCE, FIVE),
        "build": appraise([cost(0, 900), benefit(4, 950, in_financial=False)], FIVE),
    }
    assert ranked(options) == ("buy", "nothing", "build")
    assert ranked(options, social=True) == ("buy", "nothing", "build")
    assert ranked({"a": options["nothing"], "b": options["nothing"]}) == ("a", "b")


def test_a_line_that_society_does_not_count_has_the_factor_nothing():
    tax = benefit(1, 400, item="tax", social_factor=D(0))
    found = appraise([*REFERENCE, tax], FIVE)
    assert found.social.npv == appraise(REFERENCE, FIVE).social.npv
    assert found.financial.benefits == 1800
