"""Do the flows that books and programs print come out of our own tables as they were published?"""

from decimal import Decimal

import pytest

from budgets import queries
from budgets.queries.cases import whole_case
from foundation.figures import show
from tests.factories import cases, core

pytestmark = pytest.mark.django_db
D = Decimal

# flow, rate in percent, NPV to the cent, PV of benefits ÷ PV of costs, payback, discounted payback, IRR
PUBLISHED = {
    "domain reference": ((-1000, 300, 400, 500, 200), "5", "244.99", "1.244985", "2.6", "2.81375", "0.153221"),
    "npf-npv": ((-15000, 1500, 2500, 3500, 4500, 6000), "5", "122.89", "1.008193", "4.5", "4.973859", "0.052433"),
    "npf-irr-2": ((-100, 39, 59, 55, 20), "5", "54.62", "1.546227", "2.036364", "2.196636", "0.280948"),
    "sheet": ((-75000, 12000, 15000, 18000, 21000, 24000), "5", "1664.47", "1.022193", "4.375", "4.911486", "0.0572"),
    "exercise B": ((-14518, 4179, 8052, 13608, 8500), "6", "14749.04", "2.015914", "2.168063", "2.298393", "0.389997"),
    "35000": ((-35000, 13000, 14000, 15000, 16000), "8", "12707.74", "1.363078", "2.533333", "2.920448", "0.228097"),
}  # fmt: skip


@pytest.fixture
def project():
    return core.project()


def appraised(project, flow, rate, **fields):
    """The result of a preferred option whose years have these nets: below nothing a cost, above it a benefit."""
    case = cases.case(project, rate=D(rate) / 100, horizon=len(flow) - 1, **fields)
    cases.option(case, "Do nothing", kind="do_nothing")
    option = cases.option(case, "New search", preferred=True)
    for year, amount in enumerate(flow):
        if amount:
            cases.line(option, abs(amount), year=year, kind="cost" if amount < 0 else "benefit")
    return queries.case_result(project, whole_case(case)).preferred


def near(figure, published):
    places = len(published.partition(".")[2])
    return round(figure.value, places) == D(published)


@pytest.mark.parametrize("name", PUBLISHED)
def test_a_published_flow_comes_out_of_the_stored_lines(project, name):
    flow, rate, *expected = PUBLISHED[name]
    found = appraised(project, flow, rate)
    shown = (found.npv, found.bcr, found.payback, found.discounted_payback, found.irr)
    for figure, published in zip(shown, expected, strict=True):
        assert near(figure, published), (figure.key, figure.value, published)
    assert show(found.npv.value, "money").endswith(expected[0].partition(".")[2]), "two decimals on the page"


def test_the_oil_pump_has_two_rates_and_shows_neither(project):
    found = appraised(project, (-1600, 10000, -10000), "10")
    assert (found.irr.value, found.irr.reason) == (None, "not_unique")
    assert near(found.npv, "-773.55")
    assert (found.payback.value, found.payback.reason) == (None, "not_within_horizon"), "it comes back and goes again"


def test_a_flow_between_two_rates_is_worth_something_between_them(project):
    found = appraised(project, (-1000, 2500, -1540), "15")
    assert (found.irr.reason, near(found.npv, "9.451796")) == ("not_unique", True)
    assert near(appraised(core.project(), (-1000, 2500, -1540), "10").npv, "0.00")


REASONS = [
    ((12000, 15000, 18000), {"irr": "no_sign_change", "mirr": "no_sign_change", "bcr": "no_cost", "roi": "no_cost"}),
    ((-1000, 1500, -1000), {"irr": "no_real_root", "payback": "not_within_horizon"}),
    ((-1000, 100, 100, 100), {"payback": "not_within_horizon", "discounted_payback": "not_within_horizon"}),
    ((-1000, 0, 0), {"irr": "no_sign_change", "payback": "not_within_horizon"}),
    ((0, 0), {"bcr": "no_cost", "roi": "no_cost", "irr": "no_sign_change"}),
]


@pytest.mark.parametrize(("flow", "reasons"), REASONS)
def test_what_cannot_be_computed_says_why_and_is_never_nothing(project, flow, reasons):
    found = appraised(project, flow, "5")
    for name, reason in reasons.items():
        figure = getattr(found, name)
        assert (figure.value, figure.reason) == (None, reason), name
    assert found.npv.value is not None


@pytest.mark.parametrize("rate", ["0", "-5", "100", "0.0001"])
def test_rates_at_the_edge_are_still_rates(project, rate):
    flow = (-1000, 300, 400, 500, 200)
    worth = sum(D(amount) / (1 + D(rate) / 100) ** year for year, amount in enumerate(flow))
    found = appraised(project, flow, rate)
    assert abs(found.npv.value - worth) < D("1e-9")


@pytest.mark.parametrize(("currency", "places"), [("JPY", 0), ("EUR", 2), ("KWD", 3)])
def test_a_case_is_told_in_the_coins_of_its_project(currency, places):
    project = core.project(currency=core.currency(currency, places))
    found = appraised(project, (-1000, 300, 400, 500, 200), "5")
    assert found.npv.unit == currency
    assert near(found.npv, "244.985371"), "unrounded below, rounded where it is shown"


def test_the_yearly_table_adds_up_to_the_result(project):
    found = appraised(project, PUBLISHED["exercise B"][0], "6")
    assert sum(year.discounted.value for year in found.years) == found.npv.value
    assert found.years[-1].cumulated_discounted.value == found.npv.value
    assert [year.net.value for year in found.years] == list(PUBLISHED["exercise B"][0])
    assert [year.year for year in found.years] == [2026, 2027, 2028, 2029, 2030]


def test_a_line_that_counts_for_society_only_is_in_no_cash_figure(project):
    case = cases.case(project)
    option = cases.flow(cases.option(case, preferred=True))
    cases.line(option, 999, year=1, kind="benefit", label="Clean air", in_financial=False)
    found = queries.case_result(project, whole_case(case)).preferred
    assert near(found.npv, "244.99") and found.npv_social.value > found.npv.value
    assert near(found.bcr, "1.244985") and found.bcr_social.value > found.bcr.value
