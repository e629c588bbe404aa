"""The lines of a budget report add up to its totals, whatever was posted where nothing was budgeted."""

import datetime as dt
from decimal import Decimal

import pytest

from budgets.queries import position, still_to_come
from reports.queries.budget_facts import budget_facts
from reports.queries.budget_lines import budget_lines
from tests.factories import core, money

APRIL, MAY = dt.date(2026, 4, 10), dt.date(2026, 5, 11)
D = Decimal


@pytest.fixture
def project(world):
    return world.own


def lines(project, *, on=core.DAY, forecast=True):
    approved = project.budgets.filter(state="approved").first()
    return budget_lines(project, approved, on=on, forecast=forecast)


def total(rows, name):
    return sum((getattr(row, name) for row in rows), D(0))


def test_a_project_without_budget_and_postings_has_no_line(project):
    assert lines(project) == ()


def test_two_amounts_on_one_place_are_one_line(project):
    money.approved(project, 1000, 500)
    (line,) = lines(project)
    assert (line.approved, line.period, line.cost_class) == (1500, "2026-03", "opex")


def test_a_category_a_class_a_work_and_a_period_part_lines(project):
    task = money.task(project)
    budget = money.draft(project, 100)
    money.line(budget, 20, of=money.category("HW", "Hardware"))
    money.line(budget, 30, cost_class="capex")
    money.line(budget, 40, task=task)
    money.line(budget, 50, day=APRIL)
    money.approve(budget)
    found = lines(project)
    assert sorted(line.approved for line in found) == [20, 30, 40, 50, 100]
    assert {line.wbs for line in found} == {"", task.wbs_code}


def test_a_posting_without_budget_is_a_line_with_a_budget_of_0(project):
    money.approved(project, 1000)
    money.entry(project, 70, of=money.category("TRV", "Travel"))
    travel = next(line for line in lines(project) if line.category == "Travel")
    assert (travel.approved, travel.actual, travel.forecast, travel.variance) == (0, 70, 70, -70)


def test_postings_after_the_day_are_not_in_the_lines(project):
    money.approved(project, 1000)
    money.entry(project, 70, day=dt.date(2026, 3, 20))
    assert total(lines(project, on=dt.date(2026, 3, 19)), "actual") == 0
    assert total(lines(project, on=dt.date(2026, 3, 20)), "actual") == 70


def test_an_order_and_its_release_leave_what_is_still_ordered(project):
    money.approved(project, 1000)
    money.entry(project, 300, "enc", order="PO-1")
    money.entry(project, 120, "enc_release", order="PO-1")
    (line,) = lines(project)
    assert (line.committed, line.actual) == (180, 0)


def test_an_accrual_counts_as_cost_until_it_is_reversed(project):
    money.approved(project, 1000)
    money.entry(project, 90, "accrual")
    (line,) = lines(project)
    assert (line.accrued, line.forecast, line.variance) == (90, 90, 910)


def test_without_a_forecast_no_line_pretends_to_have_one(project):
    money.approved(project, 1000)
    (line,) = lines(project, forecast=False)
    assert (line.forecast, line.variance) == (None, None)


def test_an_estimate_is_split_over_the_lines_of_its_period_by_their_budget(project):
    one, two = money.task(project, "One"), money.task(project, "Two")
    budget = money.draft(project)
    money.line(budget, 300, task=one, day=APRIL)
    money.line(budget, 100, task=two, day=APRIL)
    money.approve(budget)
    money.forecast(project, (200, APRIL))
    by_work = {line.wbs: line.forecast for line in lines(project)}
    assert by_work == {one.wbs_code: 150, two.wbs_code: 50}


def test_an_estimate_that_cannot_be_split_evenly_loses_no_cent(project):
    budget = money.draft(project)
    for no in range(3):
        money.line(budget, 100, task=money.task(project, f"Part {no}"), day=APRIL)
    money.approve(budget)
    money.forecast(project, (100, APRIL))
    shares = sorted(line.forecast for line in lines(project))
    assert shares == [D("33.33"), D("33.33"), D("33.34")]


def test_an_estimate_where_nothing_was_budgeted_has_a_line_without_work(project):
    money.approved(project, 1000)
    money.forecast(project, (400, MAY))
    late = next(line for line in lines(project) if line.period == "2026-05")
    assert (late.wbs, late.approved, late.forecast, late.variance) == ("", 0, 400, -400)


def test_cost_after_the_forecast_uses_up_its_estimate_first_come_first_served(project):
    money.approved(project, 1000)
    money.forecast(project, (200, APRIL), (300, MAY))
    money.entry(project, 250, day=dt.date(2026, 4, 20))
    left = still_to_come(project, as_of=dt.date(2026, 4, 30))
    assert sorted(left.values()) == [0, 250]


def test_a_cost_larger_than_the_estimate_leaves_nothing_to_come_and_never_less(project):
    money.approved(project, 1000)
    money.forecast(project, (200, APRIL))
    money.entry(project, 999, day=dt.date(2026, 4, 20))
    assert sum(still_to_come(project, as_of=dt.date(2026, 4, 30)).values()) == 0


def test_a_project_without_a_forecast_has_nothing_to_come(project):
    assert still_to_come(project, as_of=core.DAY) == {}


@pytest.fixture
def busy(project):
    """Three categories, two currencies, orders, accruals, a forecast that moved in time."""
    task, budget = money.task(project), money.draft(project, 1000, 250)
    money.line(budget, 333, task=task, day=APRIL)
    money.line(budget, 77, of=money.category("HW", "Hardware"), cost_class="capex")
    money.approve(budget)
    money.entry(project, 400)
    money.entry(project, 55, task=task)
    money.entry(project, 12, "accrual", of=money.category("HW", "Hardware"))
    money.entry(project, 300, "enc", order="PO-9")
    money.entry(project, 31, of=money.category("TRV", "Travel"))
    money.forecast(project, (500, APRIL), (123, MAY))
    return project


@pytest.mark.parametrize("name", ["committed", "accrued", "actual"])
def test_the_lines_add_up_to_the_totals_of_the_position(busy, name):
    assert total(lines(busy), name) == getattr(position(busy, as_of=core.DAY), name).value


@pytest.mark.parametrize(
    ("column", "figure"), [("approved", "budget"), ("forecast", "forecast"), ("variance", "variance")]
)
def test_budget_forecast_and_variance_add_up_too(busy, column, figure):
    assert total(lines(busy), column) == getattr(position(busy, as_of=core.DAY), figure).value


@pytest.mark.parametrize("name", ["approved", "committed", "accrued", "actual", "forecast", "variance"])
def test_lines_and_categories_of_a_report_agree(busy, finn, name):
    found = budget_facts(busy, by=finn, on=core.DAY)
    for row in found.categories:
        mine = [line for line in found.lines if (line.category, line.cost_class) == (row.category, row.cost_class)]
        value = getattr(row, name)
        assert total(mine, name) == getattr(value, "value", value), (row.category, name)


def test_the_steps_lead_from_the_budget_to_the_forecast(busy, finn):
    found = budget_facts(busy, by=finn, on=core.DAY)
    assert sum(step.amount for step in found.variance_steps) == -found.totals.variance.value


def test_lines_come_in_the_order_of_category_and_period(busy):
    found = [(line.category, line.period) for line in lines(busy)]
    assert found == sorted(found)


def test_an_earlier_forecast_no_longer_counts(project):
    money.approved(project, 1000)
    money.forecast(project, (900, APRIL))
    money.forecast(project, (100, APRIL))
    assert total(lines(project), "forecast") == 100


def test_a_superseded_budget_is_not_in_the_lines(project):
    money.approved(project, 1000)
    money.approved(project, 1800)
    assert total(lines(project), "approved") == position(project, as_of=core.DAY).budget.value


def test_more_lines_cost_no_more_questions(project, world, django_assert_max_num_queries):
    def budgeted(of, number):
        budget = money.draft(of)
        for no in range(number):
            money.line(budget, 10 + no, of=money.category(f"C{no:02d}", f"Category {no}"))
        money.approve(budget)
        return of

    few, many = budgeted(project, 3), budgeted(world.foreign, 40)
    with django_assert_max_num_queries(8) as asked:
        assert len(lines(few)) == 3
    with django_assert_max_num_queries(len(asked)):
        assert len(lines(many)) == 40
