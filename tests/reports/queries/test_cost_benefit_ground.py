"""What a cost-benefit report takes out of a business case."""

from decimal import Decimal

import pytest

from budgets.models import Cba
from foundation.errors import Refused
from reports import gathering
from reports.pages import cost_benefit as pages
from reports.queries.cost_benefit_facts import current_case
from tests.factories import cases, core, money, risks

D = Decimal


@pytest.fixture
def project(world):
    return world.own


def facts(project, by):
    return gathering.gather(project, "cost_benefit", by=by, on=core.DAY)


def test_the_worked_flow_has_its_published_value(project, pam):
    cases.issued(project)
    preferred = next(option for option in facts(project, pam).options if option.preferred)
    assert round(preferred.npv.value, 6) == D("244.985371")
    assert round(facts(project, pam).flows[-1].cumulative, 6) == D("244.985371")


def test_the_running_total_is_the_sum_of_the_discounted_flows(project, pam):
    cases.issued(project)
    running = D(0)
    for flow in facts(project, pam).flows:
        running += flow.discounted
        assert flow.net == flow.benefit - flow.cost
        assert abs(flow.cumulative - running) < D("0.01")


def test_every_year_of_the_horizon_has_a_place_in_each_table(project, pam):
    cases.issued(project, horizon=4)
    found = facts(project, pam)
    assert found.years == (2026, 2027, 2028, 2029, 2030)
    assert {len(line.amounts) for line in (*found.costs, *found.benefits)} == {5}


def test_costs_and_benefits_are_those_of_the_preferred_option_only(project, pam):
    cases.issued(project)
    found = facts(project, pam)
    assert [line.category for line in found.costs] == ["Licences"]
    assert [(line.name, sum(line.amounts)) for line in found.benefits] == [("Time saved", 1400)]


def test_lines_of_one_category_are_one_row_and_another_class_is_another(project, pam):
    case = cases.golden(project)
    option = cases.preferred(case)
    cases.line(option, 50, year=1, label="Hosting", cost_class="opex")
    cases.line(option, 60, year=2, label="Hosting", cost_class="opex")
    cases.line(option, 70, year=3, label="Hosting", cost_class="capex", one_off=True)
    rows = {(r.category, r.cost_class, r.recurrence): r.amounts for r in facts(project, pam).costs}
    assert rows["Hosting", "opex", "recurring"] == (0, 50, 60, 0, 0)
    assert rows["Hosting", "capex", "one-off"] == (0, 0, 0, 70, 0)


def test_an_option_that_was_not_chosen_says_why(project, pam):
    cases.issued(project)
    assert [(row.name, row.reason) for row in facts(project, pam).rejected] == [
        ("Hire librarians", "Costs more every year")
    ]


def test_without_a_preferred_option_nothing_is_computed_and_nothing_is_0(project, pam):
    made = cases.case(project)
    cases.option(made, "Do nothing", kind="do_nothing")
    found = facts(project, pam)
    assert (found.flows, found.funding, found.costs) == ((), (), ())
    assert found.social_npv.reason == found.social_bcr.reason == "no_case"
    assert pages.page(found).key_figures == ()


def test_a_case_without_any_option_still_has_its_report(project, pam):
    cases.case(project)
    page = pages.page(facts(project, pam))
    assert page.figures == {}
    assert page.tables["options"].rows == ()


def test_an_option_without_cost_has_no_ratio_and_says_so(project, pam):
    cases.issued(project)
    nothing = next(option for option in facts(project, pam).options if option.name == "Do nothing")
    assert nothing.bcr.value is None
    assert nothing.bcr.reason


def test_the_issued_version_counts_and_not_a_later_draft(project, pam):
    issued = cases.issued(project)
    cases.case(project, recommendation="Wait")
    assert current_case(project) == issued
    assert facts(project, pam).comparison == "Buy the new search"


def test_without_an_issued_version_the_latest_draft_counts(project, pam):
    cases.case(project)
    later = cases.case(project, recommendation="Wait")
    assert current_case(project) == later


def test_a_project_without_a_case_is_refused_in_words(project, pam):
    assert not Cba.objects.exists()
    with pytest.raises(Refused, match="no business case"):
        facts(project, pam)


def test_funding_compares_need_and_approved_budget_by_year(project, pam):
    cases.issued(project)
    assert facts(project, pam).funding == ()
    money.approved(project, 400)
    (first, *_rest) = facts(project, pam).funding
    assert (first.year, first.needed, first.funded, first.gap) == (2026, 1000, 400, -600)


def test_a_confidential_risk_stays_out_of_the_case(project, pam):
    cases.issued(project)
    risks.assessment(risks.risk(project, event="Visible"))
    risks.assessment(risks.risk(project, event="Hidden", confidentiality="confidential"))
    assert [row.title for row in facts(project, pam).risks] == ["Visible"]


def test_the_ten_largest_risks_are_shown_the_largest_first(project, pam):
    cases.issued(project)
    for no in range(12):
        risks.assessment(risks.risk(project, event=f"Risk {no:02d}"), cost=str(100 * (no + 1)))
    rows = facts(project, pam).risks
    assert len(rows) == 10
    assert [row.exposure for row in rows] == sorted((row.exposure for row in rows), reverse=True)


def test_a_benefit_profile_writes_levels_without_needless_zeros(project, pam):
    cases.issued(project)
    benefit = cases.approved_benefit(project)
    cases.measure(benefit, name="Hours", unit="h", direction="up", baseline_value=D("0.5000"), target=74400)
    (profile,) = facts(project, pam).profiles
    assert (profile.baseline, profile.target) == ("0.5", "74\u202f400")


def test_assumptions_are_counted_line_by_line(project, pam):
    cases.issued(project, assumptions="2,000 people use it\n\n  prices stay  \n")
    assert [(row.name, row.detail) for row in facts(project, pam).assumptions] == [
        ("Assumption 1", "2,000 people use it"),
        ("Assumption 2", "prices stay"),
    ]


@pytest.mark.parametrize("rate", ["0", "0.035", "0.12"])
def test_a_higher_rate_makes_later_benefits_worth_less(project, pam, rate):
    cases.issued(project, rate=rate)
    found = facts(project, pam)
    factors = [flow.factor for flow in found.flows]
    assert factors == sorted(factors, reverse=True)
    assert factors[0] == 1
    assert found.parameters.rate == D(rate)
