"""What is to go in a project that ended, or that waits in closure for its last invoices."""

import datetime as dt
from decimal import Decimal

import pytest

from budgets.queries import category_rows, earned_value, find_figure, monthly, position, positions
from budgets.queries.home import finance
from budgets.queries.ledger import amounts, amounts_by_period
from projects.models import Project
from reports.queries.budget_facts import budget_facts
from tests.factories import core, money, portfolio

MARCH, APRIL, MAY, JUNE = core.DAY, dt.date(2026, 4, 10), dt.date(2026, 5, 10), dt.date(2026, 6, 1)
OVER = pytest.mark.parametrize("state", ["closing", "closed", "cancelled"])
ENDED = pytest.mark.parametrize("state", ["closed", "cancelled"])


def moved(project, state):
    days = {"finished_on": MAY} if state in ("closed", "cancelled") else {}
    days |= {"state_reason": "No money", "review_on": JUNE} if state == "on_hold" else {}
    Project.objects.filter(pk=project.pk).update(state=state, **days)
    return Project.objects.get(pk=project.pk)


@pytest.fixture
def ordered(world):
    """1,000 approved, 400 paid, 90 accrued; ordered 200 in March and 100 in May, 120 released in May."""
    money.approved(world.own, 600, 400)
    money.entry(world.own, 400)
    money.entry(world.own, 90, "accrual")
    money.entry(world.own, 200, "enc", order="PO-1")
    money.entry(world.own, 100, "enc", order="PO-2", day=MAY, of=money.category("HW", "Hardware", "capex"))
    money.entry(world.own, 120, "enc_release", order="PO-1", day=MAY)
    return world.own


@OVER
def test_what_is_still_ordered_is_to_go(ordered, state):
    found = position(moved(ordered, state), as_of=JUNE)
    assert found.committed.value == 180
    assert (found.etc.value, found.forecast.value, found.variance.value) == (180, 670, 330)


@OVER
def test_the_figure_says_so_and_opens_the_orders(ordered, state):
    etc = position(moved(ordered, state), as_of=JUNE).etc
    assert etc.formula == "what is still ordered: the work is over"
    assert [part.key for part in etc.inputs] == ["budgets.committed"]
    assert etc.value == sum(part.value for part in etc.inputs)


@OVER
def test_every_figure_is_found_again_by_its_key(ordered, state):
    project = moved(ordered, state)
    shown = [*position(project, as_of=JUNE)]
    shown += [figure for row in category_rows(project, as_of=JUNE) for figure in row.position]
    shown += [cell for m in monthly(project, as_of=JUNE) for cell in (m.budget, m.actual, m.to_go, m.forecast)]
    for figure in shown:
        assert find_figure(project, figure.key, as_of=JUNE) == figure


@pytest.mark.parametrize("state", ["draft", "proposed", "approved", "active", "on_hold"])
def test_before_the_end_an_order_is_no_forecast(ordered, state):
    found = position(moved(ordered, state), as_of=JUNE)
    assert (found.etc.reason, found.forecast.reason, found.variance.reason) == ("no_forecast",) * 3


@ENDED
def test_an_estimate_from_before_the_end_counts_no_more(ordered, state):
    money.forecast(ordered, (500, JUNE), as_of=APRIL)
    found = position(moved(ordered, state), as_of=JUNE)
    assert (found.etc.value, found.forecast.value) == (180, 670)


def test_what_was_estimated_when_it_was_cancelled_is_the_cost_of_its_termination(ordered):
    money.forecast(ordered, (60, JUNE), as_of=MAY)
    found = position(moved(ordered, "cancelled"), as_of=JUNE)
    assert (found.etc.value, found.forecast.value) == (60, 550)
    assert position(moved(ordered, "closed"), as_of=JUNE).etc.value == 180, "nothing is to come but what is ordered"


def test_in_closure_the_estimate_of_the_manager_counts_while_there_is_one(ordered):
    money.forecast(ordered, (500, JUNE), as_of=APRIL)
    found = position(moved(ordered, "closing"), as_of=JUNE)
    assert (found.etc.value, found.forecast.value) == (500, 990)


@OVER
def test_without_orders_the_forecast_is_the_cost(world, state):
    money.approved(world.own, 1000)
    money.entry(world.own, 1030)
    found = position(moved(world.own, state), as_of=JUNE)
    assert (found.etc.value, found.forecast.value, found.variance.value) == (0, 1030, -30)


@OVER
def test_without_an_approved_budget_the_variance_says_why(world, state):
    money.entry(world.own, 10)
    found = position(moved(world.own, state), as_of=JUNE)
    assert found.forecast.value == 10
    assert found.variance.reason == "no_budget"


@OVER
def test_categories_months_and_periods_add_up_to_the_project(ordered, state):
    project = moved(ordered, state)
    whole = position(project, as_of=JUNE)
    rows, months = category_rows(project, as_of=JUNE), monthly(project, as_of=JUNE)
    assert sum(row.position.etc.value for row in rows) == whole.etc.value
    assert sum(row.position.forecast.value for row in rows) == whole.forecast.value
    assert sum(month.to_go.value for month in months) == whole.etc.value
    assert months[-1].forecast_sum == whole.forecast.value
    by_period = amounts_by_period([project.pk], as_of=JUNE).values()
    assert sum(cell.to_go for cell in by_period) == whole.etc.value
    assert sum(cell.to_go for cell in amounts([project.pk], as_of=JUNE).values()) == whole.etc.value


@OVER
def test_an_order_stands_in_its_own_period_less_what_was_released(ordered, state):
    months = monthly(moved(ordered, state), as_of=JUNE)
    assert {str(m.period): m.to_go.value for m in months} == {"2026-03": 80, "2026-04": 0, "2026-05": 100}


@OVER
@pytest.mark.parametrize("group", ["category", "class", "period", "project"])
def test_finance_reads_the_same_forecast_however_it_groups(ordered, state, group):
    moved(ordered, state)
    found = finance(Project.objects.select_related("currency"), as_of=JUNE, group=group)
    names = {figure.key.split(":")[0].removeprefix("budgets.total_"): figure.value for figure in found.totals}
    assert (names["etc"], names["forecast"]) == (180, 670)


@OVER
def test_earned_value_ends_at_cost_and_what_is_still_ordered(world, state):
    work = money.task(world.own)
    money.line(money.draft(world.own), 100, task=work)
    money.approve(world.own.budgets.get())
    money.priced(world.own, work)
    money.entry(world.own, 50)
    money.entry(world.own, 20, "enc", order="PO-1")
    found = earned_value(moved(world.own, state), as_of=JUNE)
    if state != "closing":  # work that is not done keeps its index until the project ends
        assert found.eac.value == 70
    assert found.ac.value == 50


@OVER
def test_what_is_stored_is_what_the_page_computes(ordered, state):
    project = moved(ordered, state)
    facts = portfolio.refreshed(project, now=money.at(JUNE))
    assert (facts.etc, facts.forecast, facts.variance) == (180, 670, 330)
    assert "forecast" not in facts.reasons


@OVER
def test_the_budget_report_says_how_it_ends(ordered, pam, state):
    facts = budget_facts(moved(ordered, state), by=pam, on=JUNE)
    assert facts.totals.forecast.value == 670
    assert sum(line.forecast for line in facts.lines) == 670
    assert "stays" in facts.summary and "330.00" in facts.summary.replace("\u202f", "").replace("\u00a0", " ")


def test_many_that_are_over_take_as_many_questions_as_one(world, django_assert_num_queries):
    projects = [core.project(world.portfolio, f"P{number}") for number in range(9)]
    for project in projects:
        money.entry(project, 30)
    Project.objects.filter(pk__in=[p.pk for p in projects]).update(state="closing")
    projects = list(Project.objects.filter(pk__in=[p.pk for p in projects]))
    with django_assert_num_queries(5):
        found = positions(projects, as_of=JUNE)
    assert {found[project.pk].forecast.value for project in projects} == {Decimal(30)}
