"""The sentence over a figure says what the figures say, in each case that can be."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from reports.facts.budget import CategoryLine
from reports.facts.closure import ChangeLine, ExposurePoint, Milestone, Target
from reports.facts.common import CurvePoint, Ratio, Step
from reports.facts.cost_benefit import YearFlow
from reports.pages import budget, closure, cost_benefit
from tests.reports.papers import FACTS

D = Decimal
DAY = dt.date(2026, 3, 2)
BUDGET, CLOSURE, CASE = FACTS["budget"], FACTS["closure"], FACTS["cost_benefit"]


def title(page, key):
    return page.figures[key].title


def figures(page):
    return set(page.figures)


def values(page):
    return {figure.label: (figure.value.replace("\u202f", " "), figure.note) for figure in page.key_figures}


# budget


def category(name, *, approved=100, spent=50, forecast=None):
    free = Ratio(D(approved - spent))
    ends = [Ratio(D(forecast)), Ratio(D(approved - forecast))] if forecast is not None else [NO, NO]
    return CategoryLine(name, "opex", D(approved), D(0), D(0), D(spent), free, *ends)


NO = Ratio(None, "no_forecast")


@pytest.mark.parametrize(
    ("spent", "words"),
    [
        ((50, 100), "Every category still has money available"),
        ((101, 50), "Travel has used more than its budget"),
        ((101, 200), "2 of 2 categories have used more than their budget"),
    ],
)
def test_the_stack_names_who_has_used_up_his_money(spent, words):
    lines = (category("Travel", spent=spent[0]), category("Hardware", spent=spent[1]))
    assert title(budget.page(replace(BUDGET, categories=lines)), "stack") == words


def test_money_spent_without_a_budget_is_said_so():
    totals = replace(BUDGET.totals, approved=Ratio(None, "no_budget"), available=Ratio(None, "no_budget"))
    page = budget.page(replace(BUDGET, totals=totals))
    assert title(page, "stack") == "Money was spent and no budget is approved"
    assert values(page)["Approved"] == ("no approved budget", "EUR")
    assert values(page)["Available"][1] == "no budget is approved"


@pytest.mark.parametrize(
    ("variance", "words"),
    [
        (-1_500_000, "The forecast ends 1.5 M EUR above the approved budget"),
        (2_000, "The forecast ends 2 k EUR below the approved budget"),
        (0, "The forecast ends on the approved budget"),
        (None, "What was budgeted and what was spent so far"),
    ],
)
def test_the_curve_says_where_the_forecast_ends(variance, words):
    totals = replace(BUDGET.totals, variance=NO if variance is None else Ratio(D(variance)))
    assert title(budget.page(replace(BUDGET, totals=totals)), "curve") == words


@pytest.mark.parametrize(
    ("steps", "words"),
    [
        ((("Travel", -20),), "No category is forecast to cost more than its budget"),
        ((("Travel", 20),), "Travel is forecast 20 EUR above its budget"),
        (
            (("Travel", 20), ("Hardware", 3000)),
            "2 categories are forecast above their budget, Hardware the most: 3 k EUR",
        ),
    ],
)
def test_the_steps_name_the_dearest_category(steps, words):
    total = D(sum(amount for _name, amount in steps))
    totals = replace(BUDGET.totals, approved=Ratio(D(1000)), forecast=Ratio(1000 + total), variance=Ratio(-total))
    facts = replace(BUDGET, totals=totals, variance_steps=tuple(Step(name, D(amount)) for name, amount in steps))
    assert title(budget.page(facts), "variance") == words


def test_steps_that_do_not_lead_to_the_forecast_are_not_drawn():
    """A waterfall that does not close would lie: the table still stands."""
    facts = replace(BUDGET, variance_steps=(Step("Travel", D("0.01")),))
    assert "variance" not in figures(budget.page(facts))


def test_without_a_forecast_there_are_no_steps_and_the_key_figure_gives_the_reason():
    page = budget.page(replace(BUDGET, totals=replace(BUDGET.totals, forecast=NO, variance=NO), variance_steps=()))
    assert "variance" not in figures(page)
    assert values(page)["Forecast"] == ("no forecast", "")


@pytest.mark.parametrize(
    ("variance", "side"), [(-40, "40 over budget"), (40, "40 under budget"), (0, "0 under budget")]
)
def test_the_key_figure_says_on_which_side_the_forecast_is(variance, side):
    totals = replace(BUDGET.totals, variance=Ratio(D(variance)))
    assert values(budget.page(replace(BUDGET, totals=totals)))["Forecast"][1] == side


def test_shares_of_a_budget_of_0_are_not_divided():
    totals = replace(BUDGET.totals, approved=Ratio(D(0)))
    assert values(budget.page(replace(BUDGET, totals=totals)))["Actual and accrued"][1] == "no budget is approved"


# closure


def milestones(*slips):
    return tuple(Milestone(f"M{no}", DAY, DAY + dt.timedelta(days=slip), slip) for no, slip in enumerate(slips))


@pytest.mark.parametrize(
    ("slips", "words"),
    [
        ((0, -4), "Every milestone was reached on time"),
        ((0, 9), "1 of 2 milestones was late, M1 by 9 days"),
        ((3, 9, 0), "2 of 3 milestones were late, M1 the most: 9 days"),
    ],
)
def test_the_slip_chart_names_the_latest_milestone(slips, words):
    assert title(closure.page(replace(CLOSURE, milestones=milestones(*slips))), "milestones") == words


def test_each_milestone_is_told_to_who_cannot_see_the_chart():
    page = closure.page(replace(CLOSURE, milestones=milestones(0, 9, -2)))
    assert "M0: on time; M1: +9 d; M2: −2 d" in page.figures["milestones"].alt


def curve(*points):
    rows = tuple(
        CurvePoint(DAY + dt.timedelta(days=no), D(100), *(None if v is None else D(v) for v in pair))
        for no, pair in enumerate(points)
    )
    return replace(CLOSURE, balance=replace(CLOSURE.balance, curve=rows))


@pytest.mark.parametrize(
    ("points", "words"),
    [
        (((80, 100),), "The work cost 20 EUR more than it was budgeted for"),
        (((100, 80),), "The work cost 20 EUR less than it was budgeted for"),
        (((100, 100),), "The work cost what was budgeted"),
        (((None, 80),), "No work was measured against the plan"),
        (((50, 90), (None, None)), "The work cost 40 EUR more than it was budgeted for"),
    ],
)
def test_the_curve_compares_the_last_cost_with_the_work(points, words):
    assert title(closure.page(curve(*points)), "curve") == words


@pytest.mark.parametrize(("as_of", "marked"), [(DAY, True), (DAY + dt.timedelta(days=900), False)])
def test_a_data_date_long_after_the_last_point_does_not_stretch_the_curve(as_of, marked):
    facts = replace(curve((80, 100), (90, 110)), head=replace(CLOSURE.head, data_as_of=as_of))
    assert ("data date" in str(closure.page(facts).figures["curve"].spec)) == marked


def changes(*amounts):
    rows = tuple(ChangeLine(f"C{no}", "Change", DAY, "Sue", D(amount), 0) for no, amount in enumerate(amounts))
    total = CLOSURE.balance.total
    added = D(sum(amounts))
    total = replace(total, approved_changes=added, final_budget=total.original_budget + added)
    return replace(CLOSURE, changes=rows, balance=replace(CLOSURE.balance, total=total))


@pytest.mark.parametrize(
    ("amounts", "words"),
    [
        ((5000,), "1 approved change added 5 k EUR"),
        ((5000, 1000), "2 approved changes added 6 k EUR together"),
        ((-5000,), "1 approved change took 5 k EUR away"),
        ((5000, -5000), "2 approved changes left the budget as it was"),
    ],
)
def test_the_waterfall_says_what_the_changes_did(amounts, words):
    assert title(closure.page(changes(*amounts)), "waterfall") == words


def test_changes_that_do_not_add_up_are_not_drawn():
    facts = changes(5000)
    off = replace(facts.balance.total, final_budget=facts.balance.total.final_budget + D("0.01"))
    page = closure.page(replace(facts, balance=replace(facts.balance, total=off)))
    assert "waterfall" not in figures(page)
    assert len(page.tables["changes"].rows) == 1


@pytest.mark.parametrize(
    ("exposure", "words"),
    [
        ((90, 80), "The contingency covered the exposure at all times"),
        ((110, 80), "At 1 of 2 measurements the exposure was above the contingency left"),
    ],
)
def test_the_burn_down_says_whether_the_contingency_was_enough(exposure, words):
    points = tuple(ExposurePoint(DAY + dt.timedelta(days=no), D(e), D(100)) for no, e in enumerate(exposure))
    facts = replace(CLOSURE, risks=replace(CLOSURE.risks, exposure=points))
    assert title(closure.page(facts), "exposure") == words


def goal(status):
    return Target("Time", "a", "b", "c", "d", "e", status, "")


@pytest.mark.parametrize(
    ("statuses", "shown"),
    [
        (("met", "within", "missed"), "2 / 3"),
        (("met", "unknown", "unknown"), "1 / 1"),
        (("unknown",), "0 / 0"),
        ((), "0 / 0"),
    ],
)
def test_only_measured_targets_are_counted(statuses, shown):
    page = closure.page(replace(CLOSURE, targets=tuple(map(goal, statuses))))
    assert values(page)["Targets met"][0] == shown


def test_without_products_the_milestones_stand_in_their_place():
    page = closure.page(replace(CLOSURE, products=(), milestones=milestones(0, 3, -1)))
    assert values(page)["Milestones on time"] == ("2 / 3", "of those reached")
    assert "Products accepted" in values(closure.page(CLOSURE))


@pytest.mark.parametrize("kind", ["normal", "early", "cancelled"])
def test_the_way_of_closing_is_said_in_words(kind):
    assert (
        closure.page(replace(CLOSURE, closure=kind)).words["closure"].startswith(("normal", "early", "closure after"))
    )


# cost and benefit


def flows(*cumulative):
    return tuple(
        YearFlow(year=2026 + no, cost=D(1), benefit=D(1), net=D(0), factor=D(1), discounted=D(0), cumulative=D(c))
        for no, c in enumerate(cumulative)
    )


@pytest.mark.parametrize(
    ("running", "words"),
    [
        ((-10, -5), "The preferred option does not pay back by 2027"),
        ((-10, 5), "The preferred option pays back in 2027 and is worth 5 EUR by 2027"),
        ((-10, 5, -1, 2), "The preferred option pays back in 2029 and is worth 2 EUR by 2029"),
        ((3, 5), "The preferred option pays back in 2026 and is worth 5 EUR by 2027"),
        ((-10, 0), "The preferred option pays back in 2027 and is worth 0 EUR by 2027"),
    ],
)
def test_payback_is_the_year_after_which_the_total_stays_above_zero(running, words):
    assert title(cost_benefit.page(replace(CASE, flows=flows(*running))), "flow") == words


def options(*npvs):
    base = CASE.options[-1]
    return tuple(
        replace(
            base, name=f"Option {no}", preferred=False, npv=Ratio(D(v)) if v is not None else Ratio(None, "no_case")
        )
        for no, v in enumerate(npvs)
    )


@pytest.mark.parametrize(
    ("npvs", "words"),
    [
        ((0, -5), "No option is worth more than doing nothing"),
        ((0, 7, 3), "Option 1 has the highest net present value"),
        ((None, 4), "Option 1 has the highest net present value"),
    ],
)
def test_the_best_option_is_named_unless_none_is_worth_it(npvs, words):
    assert title(cost_benefit.page(replace(CASE, options=options(*npvs))), "options") == words


def test_options_without_a_value_are_not_drawn():
    assert "options" not in figures(cost_benefit.page(replace(CASE, options=options(None, None))))


def test_more_categories_than_colours_become_one_called_other():
    line = CASE.costs[0]
    many = tuple(replace(line, category=f"Category {no}") for no in range(9))
    spec = cost_benefit.page(replace(CASE, costs=many)).figures["cost_per_year"].spec
    assert "other" in str(spec)
    assert "Category 8" not in str(spec)


def test_the_dearest_year_is_named():
    line = replace(CASE.costs[0], amounts=tuple(D(no) for no in range(len(CASE.years))))
    words = title(cost_benefit.page(replace(CASE, costs=(line,))), "cost_per_year")
    assert words.startswith(f"The dearest year is {CASE.years[-1]}")
