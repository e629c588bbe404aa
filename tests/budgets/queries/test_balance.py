"""Is the cost the same when it is counted from its documents, and what keeps the project open?"""

import datetime as dt
from decimal import Decimal

import pytest

from budgets import services
from budgets.queries import activation_obstacles, balance, closure_obstacles, find_figure
from budgets.queries.home import reconciliations
from foundation.organisation.models import ExchangeRate
from tests.factories import core, money
from tests.refusals import check_deferred, sql

END = dt.date(2026, 12, 31)
pytestmark = pytest.mark.django_db
VIEWS = (
    "recon_budget_total", "recon_ledger_amount", "recon_ledger_reversal", "recon_ledger_period", "recon_commitment",
    "recon_actuals_batch", "recon_reserve_balance", "recon_baseline_pv", "recon_timesheet_posted", "recon_available",
)  # fmt: skip


@pytest.fixture
def spent(world):
    """Approved 1,000, then 1,200; spent 1,100 and accrued 40; funded with 1,200."""
    money.approved(world.own, 1000)
    second = services.new_budget(world.own, by=money.author())
    money.line(second, 200)
    budget = money.approve(second)
    services.receive_funding(budget, amount=Decimal(1200), by=None)
    money.entry(world.own, 1100)
    money.entry(world.own, 40, "accrual")
    return world.own


def behind_the_back(statement, *values):
    """What only somebody with the keys of the database can do: past every trigger."""
    check_deferred()
    sql("SET LOCAL session_replication_role = replica")
    sql(statement, *values)
    sql("SET LOCAL session_replication_role = DEFAULT")


def test_the_balance_goes_from_the_first_budget_to_what_goes_back(spent):
    found = balance(spent, as_of=END)
    total = found.result.total
    assert (total.original, total.changes, total.final) == (1000, 200, 1200)
    assert (total.actual, total.accruals, total.total_cost, total.variance) == (1100, 40, 1140, 60)
    assert (found.result.to_return, found.result.to_cover) == (60, 0)
    assert found.reconciliation.value == 0
    assert closure_obstacles(spent, as_of=END) == []


def test_a_cent_behind_the_ledgers_back_is_found_and_named(spent):
    behind_the_back("UPDATE budgets_ledgerentry SET amount = amount + 0.01 WHERE type = 'actual'")
    assert balance(spent, as_of=END).reconciliation.value == Decimal("0.01")
    assert closure_obstacles(spent, as_of=END) == ["Documents and ledger differ by \u22120.01\xa0EUR in Licences."]
    assert reconciliations([spent], as_of=END)[spent.pk].value == Decimal("0.01")
    assert len(sql("SELECT * FROM recon_ledger_amount")) == len(sql("SELECT * FROM recon_available")) == 1


def test_two_cents_that_cancel_out_are_still_two_errors(spent):
    money.entry(spent, 10, of=money.category("HW", "Hardware"))
    change = "UPDATE budgets_ledgerentry SET amount = amount + %s WHERE category_id = %s AND type = 'actual'"
    behind_the_back(change, Decimal("0.01"), money.category().pk)
    behind_the_back(change, Decimal("-0.01"), money.category("HW", "Hardware").pk)
    assert balance(spent, as_of=END).reconciliation.value == Decimal("0.02")
    assert len(closure_obstacles(spent, as_of=END)) == 2


def test_foreign_amounts_agree_at_their_stored_rates(spent):
    dollars = core.currency("USD")
    ExchangeRate.objects.create(
        base=dollars, quote=core.currency(), date=core.DAY, kind="spot", rate="0.8612345678", source="test"
    )
    for amount in ("10.01", "0.05", "333.33"):
        money.entry(spent, amount, txn_currency=dollars)
    found = balance(spent, as_of=END)
    assert found.reconciliation.value == 0
    assert {row.currency for row in found.result.by_currency} == {"EUR", "USD"}
    assert sum(row.ledger_amount for row in found.result.by_currency) == found.total_cost.value


def test_open_orders_reserves_and_undecided_budgets_keep_a_project_open(spent):
    money.entry(spent, 300, "enc", order="PO-9")
    money.reserve(spent, 50)
    waiting = services.new_budget(spent, by=money.author())
    services.submit_budget(waiting, by=None, on=core.DAY)
    assert closure_obstacles(spent, as_of=END) == [
        "300.00\u00a0EUR are still committed on order PO-9.",
        "50.00\u00a0EUR of the contingency reserve are neither drawn nor released.",
        "A submitted budget is not decided.",
    ]


def test_large_amounts_that_keep_a_project_open_are_grouped_as_everywhere(spent):
    money.entry(spent, 1_234_567, "enc", order="PO-9")
    money.reserve(spent, 384_400)
    order, reserve = closure_obstacles(spent, as_of=END)
    assert order.startswith("1,234,567.00\u00a0EUR ") and reserve.startswith("384,400.00\u00a0EUR ")


def test_capex_is_what_goes_to_the_register_of_assets(spent):
    money.entry(spent, 70, of=money.category("HW", "Hardware", "capex"))
    assert [(row.category, row.amount) for row in balance(spent, as_of=END).result.capex] == [("HW", 70)]


def test_the_figures_of_the_balance_are_found_by_their_keys(spent):
    for figure in balance(spent, as_of=END):
        assert find_figure(spent, figure.key, as_of=END) == figure


def test_work_does_not_begin_without_budget_and_baseline(world):
    assert activation_obstacles(world.own) == [
        "The project has no approved budget.", "The project has no approved baseline.",
    ]  # fmt: skip
    money.approved(world.own, 100)
    money.priced(world.own, money.task(world.own))
    assert activation_obstacles(world.own) == []


def test_every_view_of_reconciliation_is_empty_after_ordinary_work(spent):
    money.priced(spent, money.task(spent))
    services.reverse_entry(money.entry(spent, 5), by=None, on=core.DAY, reason="Twice")
    services.draw_reserve(money.reserve(spent, 50), amount=Decimal(20), on=core.DAY, reason="Late", by=None)
    assert {name: sql(f"SELECT * FROM {name}") for name in VIEWS} == {name: [] for name in VIEWS}


@pytest.mark.parametrize(
    ("view", "statement"),
    [
        ("recon_budget_total", "UPDATE budgets_budget SET total = total + 1"),
        ("recon_ledger_reversal", "UPDATE budgets_ledgerentry SET txn_amount = 4 WHERE reverses_id IS NOT NULL"),
        ("recon_ledger_period", "UPDATE budgets_ledgerentry SET date = date + 400"),
        ("recon_commitment", "UPDATE budgets_ledgerentry SET type = 'enc_release', txn_amount = -1, \"order\" = 'X'"),
        ("recon_actuals_batch", "INSERT INTO budgets_actualsbatch (project_id, file_name, sha256, rows) "
                                "SELECT id, 'a.csv', 'x', 3 FROM projects_project LIMIT 1"),
        ("recon_reserve_balance", "UPDATE budgets_reserve SET balance = balance - 1"),
        ("recon_baseline_pv", "UPDATE budgets_baselineperiod SET pv = pv + 1"),
        ("recon_available", "UPDATE budgets_budget SET total = total + 1"),
    ],
)  # fmt: skip
def test_each_view_finds_what_it_is_for(spent, view, statement):
    money.priced(spent, money.task(spent))
    services.reverse_entry(money.entry(spent, 5), by=None, on=core.DAY, reason="Twice")
    money.reserve(spent, 50)
    behind_the_back(statement)
    assert sql(f"SELECT * FROM {view}")
