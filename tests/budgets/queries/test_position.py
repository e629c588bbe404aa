"""What is approved, ordered, received, paid, to come, and what is left?"""

import datetime as dt
from decimal import Decimal

import pytest

from budgets import services
from budgets.queries import category_rows, find_figure, monthly, position, positions
from tests.factories import core, money

MAY = dt.date(2026, 5, 31)
pytestmark = pytest.mark.django_db


def values(found):
    return {figure.key.removeprefix("budgets."): figure.value for figure in found}


@pytest.fixture
def spent(world):
    """1,000 approved, 300 ordered of which 100 released, 150 accrued of which 50 reversed, 400 paid."""
    money.approved(world.own, 600, 400)
    money.entry(world.own, 300, "enc", order="PO-1")
    money.entry(world.own, 100, "enc_release", order="PO-1")
    money.entry(world.own, 150, "accrual", order="PO-1")
    money.entry(world.own, 50, "accrual_reversal", order="PO-1")
    money.entry(world.own, 400)
    return world.own


def test_what_is_left_is_budget_less_commitments_accruals_and_actuals(spent):
    found = values(position(spent, as_of=MAY))
    assert found["budget"] == 1000
    assert (found["committed"], found["accrued"], found["actual"]) == (200, 100, 400)
    assert found["available"] == 1000 - 200 - 100 - 400


def test_forecast_is_cost_and_what_is_to_go_and_variance_is_negative_over_budget(spent):
    money.forecast(spent, (700, dt.date(2026, 4, 1)))
    found = values(position(spent, as_of=MAY))
    assert found["etc"] == 700
    assert found["forecast"] == 400 + 100 + 700
    assert found["variance"] == 1000 - 1200


def test_cost_posted_after_the_forecast_uses_up_its_estimate(spent):
    money.forecast(spent, (700, dt.date(2026, 4, 1)))
    money.entry(spent, 250, day=dt.date(2026, 4, 10))
    found = values(position(spent, as_of=MAY))
    assert (found["etc"], found["forecast"]) == (450, 1200)
    money.entry(spent, 600, day=dt.date(2026, 4, 20))
    found = values(position(spent, as_of=MAY))
    assert (found["etc"], found["forecast"]) == (0, 1350), "what passes the estimate makes the forecast grow"


def test_without_budget_or_forecast_the_reason_stands_where_the_number_would(world):
    found = position(world.own, as_of=MAY)
    assert (found.budget.reason, found.available.reason, found.variance.reason) == ("no_budget",) * 3
    assert (found.etc.reason, found.forecast.reason) == ("no_forecast",) * 2
    assert found.actual.value == 0


def test_what_is_dated_later_does_not_count_yet(spent):
    money.entry(spent, 999, day=dt.date(2026, 6, 15))
    assert position(spent, as_of=MAY).actual.value == 400
    assert position(spent, as_of=dt.date(2026, 6, 30)).actual.value == 1399


def test_categories_add_up_to_the_project(spent):
    money.entry(spent, 70, of=money.category("HW", "Hardware", "capex"))
    money.forecast(spent, (700, dt.date(2026, 4, 1)))
    whole, rows = values(position(spent, as_of=MAY)), category_rows(spent, as_of=MAY)
    assert [(row.category.code, row.cost_class) for row in rows] == [("HW", "capex"), ("LIC", "opex")]
    for name, total in whole.items():
        assert sum(getattr(row.position, name).value for row in rows) == total, name


def test_a_fiscal_year_counts_only_its_own_periods(spent):
    money.entry(spent, 40, day=dt.date(2025, 11, 5))
    assert position(spent, as_of=MAY, fiscal_year=2025).actual.value == 40
    assert position(spent, as_of=MAY, fiscal_year=2026).actual.value == 400


def test_months_add_up_to_budget_cost_and_forecast(spent):
    money.forecast(spent, (300, dt.date(2026, 4, 1)), (400, dt.date(2026, 6, 1)))
    money.entry(spent, 350, day=dt.date(2026, 4, 10))
    whole, months = position(spent, as_of=MAY), monthly(spent, as_of=MAY)
    assert [str(month.period) for month in months] == ["2026-03", "2026-04", "2026-05", "2026-06"]
    assert sum(month.budget.value for month in months) == whole.budget.value
    assert sum(month.to_go.value for month in months) == whole.etc.value == 350
    assert months[-1].forecast_sum == whole.forecast.value
    assert [month.to_go.value for month in months] == [0, 0, 0, 350], "the estimate is used up from its first month"


def test_every_figure_is_found_again_by_its_key(spent):
    money.forecast(spent, (700, dt.date(2026, 4, 1)))
    shown = [*position(spent, as_of=MAY), *position(spent, as_of=MAY, fiscal_year=2026)]
    shown += [figure for row in category_rows(spent, as_of=MAY) for figure in row.position]
    shown += [cell for m in monthly(spent, as_of=MAY) for cell in (m.budget, m.actual, m.to_go, m.forecast)]
    for figure in shown:
        assert find_figure(spent, figure.key, as_of=MAY) == figure
    assert find_figure(spent, "budgets.nonsense", as_of=MAY) is None


def test_inputs_add_up_to_the_figure_that_they_open(spent):
    money.forecast(spent, (700, dt.date(2026, 4, 1)))
    found = position(spent, as_of=MAY)
    assert found.forecast.value == sum(part.value for part in found.forecast.inputs)
    first, *others = found.available.inputs
    assert found.available.value == first.value - sum(part.value for part in others)


@pytest.mark.parametrize("many", [1, 12])
def test_many_projects_take_as_many_queries_as_one(world, many, django_assert_num_queries):
    projects = [core.project(world.portfolio, f"P{number}") for number in range(many)]
    for project in projects:
        money.approved(project, 100)
        money.entry(project, 30)
    with django_assert_num_queries(5):
        found = positions(projects, as_of=MAY)
    assert {found[project.pk].available.value for project in projects} == {Decimal(70)}


def test_a_reversed_entry_counts_nothing(spent):
    services.reverse_entry(money.entry(spent, 80), by=None, on=core.DAY, reason="Posted twice")
    assert position(spent, as_of=MAY).actual.value == 400
