"""Do the sums of the sample reports hold, so that a drawn page can be trusted to show true ones?"""

from decimal import Decimal

from tests.reports.samples.balance import BALANCE
from tests.reports.samples.budget import BUDGET
from tests.reports.samples.cost_benefit import COST_BENEFIT
from tests.reports.samples.portfolio import PORTFOLIO


def test_the_final_balance_adds_up_and_reconciles():
    for line in (*BALANCE.lines, BALANCE.total):
        assert line.final_budget == line.original_budget + line.approved_changes
        assert line.total_cost == line.actuals + line.accruals
        assert line.variance == line.final_budget - line.total_cost
    assert BALANCE.settlement == BALANCE.funding_received - BALANCE.total.total_cost == Decimal("40108.50")
    assert [control.difference for control in BALANCE.controls] == [Decimal("0.00")] * 3
    assert sum(line.variance for line in BALANCE.lines) == BALANCE.total.variance


def test_what_the_reserves_gave_is_what_was_approved():
    for reserve in (*BALANCE.reserves, *BUDGET.reserves):
        assert reserve.approved == reserve.drawn + reserve.released + reserve.balance


def test_the_lines_of_the_budget_sum_to_its_totals():
    totals = BUDGET.totals
    for name in ("committed", "accrued", "actual"):
        assert sum(getattr(line, name) for line in BUDGET.lines) == getattr(totals, name)
    for name in ("approved", "forecast", "variance"):
        assert sum(getattr(line, name) for line in BUDGET.lines) == getattr(totals, name).value
    assert totals.available.value == totals.approved.value - totals.committed - totals.accrued - totals.actual
    assert totals.approved.value + sum(step.amount for step in BUDGET.variance_steps) == totals.forecast.value


def test_the_running_total_of_the_flows_is_the_net_present_value():
    preferred = next(option for option in COST_BENEFIT.options if option.preferred)
    assert abs(COST_BENEFIT.flows[-1].cumulative - preferred.npv.value) <= Decimal("0.04")
    assert all(flow.net == flow.benefit - flow.cost for flow in COST_BENEFIT.flows)


def test_the_portfolio_is_the_sum_of_its_projects_with_a_forecast():
    known = [line for line in PORTFOLIO.projects if line.eac.value is not None]
    assert PORTFOLIO.totals.budget.value == sum(line.budget.value for line in known)
    assert PORTFOLIO.totals.forecast.value == sum(line.eac.value for line in known)
    for lines in (PORTFOLIO.by_category, PORTFOLIO.by_strategy):
        assert sum(line.budget for line in lines) == PORTFOLIO.totals.budget.value
        assert sum(line.forecast for line in lines) == PORTFOLIO.totals.forecast.value
