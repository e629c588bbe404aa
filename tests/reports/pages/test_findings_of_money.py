"""The sentence over a figure of a budget or a business case says what the figure says, in each case that can be."""

from dataclasses import replace
from decimal import Decimal

import pytest

from reports.facts.budget import CategoryLine
from reports.facts.common import Ratio, Step
from reports.facts.cost_benefit import YearFlow
from reports.pages import budget, cost_benefit
from tests.reports.papers import FACTS

D = Decimal
BUDGET, CASE = FACTS["budget"], FACTS["cost_benefit"]


def title(page, key):
    return page.figures[key].title


def figures(page):
    return set(page.figures)


def values(page):
    return {figure.label: (figure.value.replace("\u202f", " "), figure.note) for figure in page.key_figures}


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
