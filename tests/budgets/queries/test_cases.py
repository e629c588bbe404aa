"""What is an option worth, computed from the rows of the database down to the published numbers?"""

from decimal import Decimal

import pytest

from budgets import queries
from budgets.queries.cases import issue_obstacles, latest_case, option_figure, whole_case
from foundation.figures import Figure, show
from foundation.reasons import reason_text
from tests.factories import cases, core

pytestmark = pytest.mark.django_db


@pytest.fixture
def project():
    return core.project()


def preferred(case):
    return queries.case_result(case.project, whole_case(case)).preferred


# ── the worked flow -1000, 300, 400, 500, 200 at 5 % ────────────────────────────────────────────


def test_the_worked_flow_gives_the_published_results(project):
    result = preferred(cases.golden(project))
    assert round(result.npv.value, 6) == Decimal("244.985371")
    assert round(result.bcr.value, 6) == Decimal("1.244985")
    assert result.payback.value == Decimal("2.6")
    assert round(result.discounted_payback.value, 2) == Decimal("2.81")
    assert result.roi.value == Decimal("0.4")
    assert round(result.irr.value, 6) == Decimal("0.153221")


def test_the_same_flow_in_the_middle_of_each_year(project):
    assert round(preferred(cases.golden(project, timing="mid")).npv.value, 6) == Decimal("275.730380")


def test_a_reader_sees_two_decimals_and_the_unit(project):
    result = preferred(cases.golden(project))
    assert show(result.npv.value, result.npv.kind, result.npv.unit) == "244.99\u00a0EUR"
    assert show(result.payback.value, result.payback.kind, str(result.payback.unit)) == "2.60\u00a0years"
    assert show(result.irr.value, result.irr.kind) == "15.3\u00a0%"


def test_the_cash_flow_of_each_year_stands_in_a_table(project):
    years = preferred(cases.golden(project)).years
    assert [row.year for row in years] == [2026, 2027, 2028, 2029, 2030]
    assert [row.net.value for row in years] == [-1000, 300, 400, 500, 200]
    assert [row.cumulated.value for row in years] == [-1000, -700, -300, 200, 400]
    assert round(years[-1].cumulated_discounted.value, 6) == Decimal("244.985371")


def test_options_are_ranked_by_what_they_are_worth(project):
    found = queries.case_result(project, whole_case(cases.golden(project)))
    assert [(each.rank.value, each.option.name) for each in found.options] == [
        (1, "New search"), (2, "Do nothing"), (3, "Hire librarians"),
    ]  # fmt: skip


def test_doing_nothing_has_no_ratio_and_says_so(project):
    nothing = queries.case_result(project, whole_case(cases.golden(project))).options[1]
    assert nothing.npv.value == 0
    assert (nothing.bcr.value, nothing.bcr.reason) == (None, "no_cost")
    assert (nothing.irr.value, nothing.irr.reason) == (None, "no_sign_change")


def test_what_never_pays_back_says_so(project):
    last = queries.case_result(project, whole_case(cases.golden(project))).options[2]
    assert (last.payback.value, last.payback.reason) == (None, "not_within_horizon")


def test_two_rates_of_return_are_no_single_rate_and_both_stand_among_the_inputs(project):
    case = cases.case(project, horizon=2)
    option = cases.option(case, preferred=True)
    cases.line(option, 1000)
    cases.line(option, 2500, year=1, kind="benefit")
    cases.line(option, 1540, year=2)
    result = preferred(case)
    assert (result.irr.value, result.irr.reason) == (None, "not_unique")
    assert [round(part.value, 4) for part in result.irr.inputs[:2]] == [Decimal("0.1"), Decimal("0.4")]
    assert result.mirr.value is not None


def test_low_and_high_estimates_bend_the_result_and_the_base_stays(project):
    case = cases.golden(project)
    option = cases.preferred(case)
    cases.line(option, 1200, label="Licences", certainty="high")
    result = preferred(case)
    assert round(result.npv_high.value, 2) == Decimal("44.99")
    assert round(result.npv.value, 2) == Decimal("244.99")


def test_what_was_not_estimated_repeats_no_other_value_but_says_so(project):
    case = cases.golden(project)
    cases.line(cases.preferred(case), 1200, label="Licences", certainty="high")
    result = preferred(case)
    assert (result.npv_low.value, result.npv_low.reason) == (None, "no_low_estimate")
    other = queries.case_result(project, whole_case(case)).options[1]
    assert [(f.value, f.reason) for f in (other.npv_low, other.npv_high)] == [
        (None, "no_low_estimate"), (None, "no_high_estimate"),
    ]  # fmt: skip


def test_an_estimate_beyond_the_horizon_is_none(project):
    case = cases.golden(project)
    cases.line(cases.preferred(case), 9, label="Late", year=case.horizon, certainty="low")
    assert preferred(case).npv_low.value is not None
    case.horizon -= 1
    case.save()
    assert preferred(case).npv_low.reason == "no_low_estimate"


@pytest.mark.parametrize(("certainty", "sign"), [("low", 1), ("high", -1)])
def test_each_side_is_estimated_by_itself(project, certainty, sign):
    case = cases.golden(project)
    cases.line(cases.preferred(case), 1000 - sign * 100, label="Licences", certainty=certainty)
    result = preferred(case)
    asked = {"low": result.npv_low, "high": result.npv_high}
    assert (asked.pop(certainty).value - result.npv.value) * sign > 0
    assert [f.value for f in asked.values()] == [None]


def test_the_drawer_of_a_missing_estimate_opens_and_tells_the_reason(project):
    figure = preferred(cases.golden(project)).npv_high
    found = option_figure(project, figure.key)
    assert (found.value, reason_text(found.reason)) == (None, "no high estimate was entered")
    assert found.formula


def test_a_transfer_counts_in_cash_and_not_for_society(project):
    case = cases.golden(project)
    cases.line(cases.preferred(case), 100, label="Grant", kind="benefit", in_social=False)
    result = preferred(case)
    assert round(result.npv.value, 2) == Decimal("344.99")
    assert round(result.npv_social.value, 2) == Decimal("244.99")


def test_hundred_and_twenty_five_years_are_a_matter_of_course(project):
    case = cases.case(project, horizon=125, rate="1")
    option = cases.option(case, preferred=True)
    cases.line(option, "999999999999999.9999", kind="benefit")
    cases.line(option, "0.01", year=125)
    result = preferred(case)
    assert len(result.years) == 126
    assert all(str(show(figure.value, figure.kind)) is not None for figure in result.figures)


# ── figures open ────────────────────────────────────────────────────────────────────────────────


def keys(figure):
    yield figure.key
    for part in figure.inputs:
        if isinstance(part, Figure):
            yield from keys(part)


def test_every_figure_and_every_input_opens_by_its_key(project):
    result = preferred(cases.golden(project))
    for key in {key for figure in result.figures for key in keys(figure)}:
        found = queries.find_figure(project, key, as_of=core.DAY)
        assert found is not None, key
        assert found.key == key
        assert found.formula
        assert found.inputs or found.value == 0, key


def test_the_drawer_of_npv_leads_down_to_the_typed_lines(project):
    result = preferred(cases.golden(project))
    year = result.npv.inputs[0].inputs[0]
    cost = year.inputs[1]
    assert [leaf.label for leaf in cost.inputs] == ["Licences"]
    assert cost.inputs[0].address.endswith(f"/case/options/{result.option.public_id}/")


def test_a_typed_rate_is_never_shown_rounded(project):
    year = preferred(cases.golden(project, rate="0.0325")).npv.inputs[0]
    assert show(year.inputs[1].value, year.inputs[1].kind, year.inputs[1].unit) == "3.25\u00a0%"


def test_a_figure_belongs_to_its_project_and_asks_for_a_right(project):
    for figure in preferred(cases.golden(project)).figures:
        assert figure.scope == str(project.public_id)
        assert figure.permission == "cba.view"


def test_a_key_of_another_project_or_of_nobody_finds_nothing(project):
    key = preferred(cases.golden(project)).npv.key
    assert queries.find_figure(core.project(), key, as_of=core.DAY) is None
    for wrong in ("budgets.npv:", "budgets.npv:1", f"{key}x", "budgets.nothing", f"{key.replace('npv', 'nonsense')}"):
        assert queries.find_figure(project, wrong, as_of=core.DAY) is None


# ── the case in force ───────────────────────────────────────────────────────────────────────────


def test_only_an_issued_case_is_in_force(project):
    draft = cases.golden(project)
    found = queries.case_result(project)
    assert found.case is None
    assert {found.npv.reason, found.bcr.reason, found.payback.reason} == {"no_case"}
    assert latest_case(project) == draft


def test_the_case_in_force_gives_its_preferred_option(project):
    cases.issued(project)
    found = queries.case_result(project)
    assert found.npv == found.preferred.npv
    assert queries.find_figure(project, found.npv.key, as_of=core.DAY) == found.npv


def test_a_case_without_a_preferred_option_says_so(project):
    case = cases.case(project)
    cases.option(case)
    assert queries.case_result(project, whole_case(case)).npv.reason == "no_preferred"


def test_the_planned_benefit_is_its_present_value(project):
    assert queries.benefit_total(project).reason == "no_case"
    cases.issued(project)
    total = queries.benefit_total(project)
    assert (total.key, round(total.value, 2)) == ("budgets.benefit", Decimal("1244.99"))
    assert queries.find_figure(project, "budgets.benefit", as_of=core.DAY) == total


def test_without_a_case_its_figures_open_too(project):
    for name in ("case_npv", "case_bcr", "case_payback"):
        assert queries.find_figure(project, f"budgets.{name}", as_of=core.DAY).reason == "no_case"


def test_a_proposal_waits_for_the_issued_case(project):
    cases.golden(project)
    assert queries.proposal_obstacles(project) == ["No business case is issued."]
    project.cases.all().delete()
    cases.issued(project)
    assert queries.proposal_obstacles(project) == []


# ── what is missing before the issue ────────────────────────────────────────────────────────────


def test_a_complete_case_has_no_obstacle(project):
    assert issue_obstacles(cases.golden(project)) == []


def test_an_empty_case_names_everything_that_is_missing(project):
    found = issue_obstacles(cases.case(project, recommendation=" "))
    assert len(found) == 4


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda case: case.options.filter(kind="do_nothing").delete(), "do nothing"),
        (lambda case: case.options.filter(preferred=False, kind="option").delete(), "two real options"),
        (lambda case: case.options.update(preferred=False, rejected_because="x"), "No option is preferred"),
        (lambda case: cases.preferred(case).lines.all().delete(), "no cost or benefit line"),
        (lambda case: case.options.update(rejected_because=""), "neither preferred nor rejected"),
    ],
)
def test_each_missing_part_is_named(project, change, words):
    case = cases.golden(project)
    change(case)
    found = issue_obstacles(case)
    assert len(found) == 1
    assert words in found[0]


def test_reading_a_case_takes_the_same_queries_for_many_options(project, django_assert_num_queries):
    case = cases.golden(project)
    with django_assert_num_queries(3):
        queries.case_result(project, whole_case(case))
    for number in range(6):
        cases.flow(cases.option(case, f"Option {number}"))
    with django_assert_num_queries(3):
        queries.case_result(project, whole_case(case))
