"""The final balance of a project."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgets.engine.balance import CapexTransfer, CategoryRow, CurrencyRow, ReserveRow, final_balance

D = Decimal
LABOUR = CategoryRow("labour", original=D(1000), changes=D(200), actual=D(1100), accruals=D(40))
LICENCES = CategoryRow("licences", original=D(500), changes=D(-200), actual=D("312.55"))
LEDGER = {"labour": D(1140), "licences": D("312.55")}


FUNDING = D(1500)


def balance(*rows, funding=FUNDING, ledger=None, **more):
    return final_balance(rows or (LABOUR, LICENCES), funding=funding, ledger=ledger or LEDGER, **more)


def test_a_category_runs_from_its_first_budget_to_its_variance():
    assert (LABOUR.final, LABOUR.total_cost, LABOUR.variance) == (1200, 1140, 60)
    assert LICENCES.variance == D("-12.55")


def test_the_total_is_the_sum_of_its_rows():
    total = balance().total
    assert (total.original, total.changes, total.final) == (1500, 0, 1500)
    assert (total.actual, total.accruals, total.total_cost) == (D("1412.55"), 40, D("1452.55"))
    assert total.variance == LABOUR.variance + LICENCES.variance == D("47.45")


def test_money_that_was_not_used_goes_back():
    found = balance()
    assert (found.to_return, found.to_cover) == (D("47.45"), 0)


def test_money_that_was_missing_has_to_be_covered():
    found = balance(funding=D(1400))
    assert (found.to_return, found.to_cover) == (0, D("52.55"))


def test_documents_that_agree_with_the_ledger_reconcile_to_nothing():
    found = balance()
    assert found.reconciliation == 0
    assert found.obstacles == ()


def test_one_cent_in_the_ledger_forbids_the_closure():
    found = balance(ledger={**LEDGER, "labour": D("1140.01")})
    assert found.reconciliation == D("0.01")
    assert found.differences[0].amount == D("-0.01")
    assert found.obstacles == ("not_reconciled",)


def test_two_errors_that_cancel_out_are_still_two_errors():
    found = balance(ledger={"labour": D("1140.01"), "licences": D("312.54")})
    assert sum(row.amount for row in found.differences) == 0
    assert found.reconciliation == D("0.02")
    assert "not_reconciled" in found.obstacles


def test_a_category_that_only_the_ledger_knows_is_named():
    found = balance(ledger={**LEDGER, "travel": D(3)})
    assert [(row.category, row.amount) for row in found.differences if row.amount] == [("travel", -3)]


def test_a_category_that_the_ledger_misses_is_named():
    found = balance(ledger={"labour": D(1140)})
    assert [(row.category, row.amount) for row in found.differences if row.amount] == [("licences", D("312.55"))]


def test_an_open_order_is_no_cost_but_an_obstacle():
    ordered = replace(LABOUR, commitments=D(75))
    found = balance(ordered, LICENCES)
    assert found.total.total_cost == D("1452.55")
    assert found.total.commitments == 75
    assert found.obstacles == ("open_commitments",)


def test_orders_of_opposite_sign_do_not_hide_each_other():
    found = balance(replace(LABOUR, commitments=D(5)), replace(LICENCES, commitments=D(-5)))
    assert found.obstacles == ("open_commitments",)


def test_a_reserve_is_drawn_or_released_before_the_end():
    kept = ReserveRow("contingency", held=D(100), drawn=D(30))
    assert kept.left == 70
    assert balance(reserves=[kept]).obstacles == ("reserve_not_released",)
    assert balance(reserves=[replace(kept, released=D(70))]).obstacles == ()


def test_original_currencies_add_up_to_the_ledgers_total():
    euros, dollars = CurrencyRow("EUR", D(1000), D(1000)), CurrencyRow("USD", D(500), D("452.55"))
    assert balance(by_currency=[euros, dollars]).obstacles == ()
    assert balance(by_currency=[euros]).obstacles == ("currencies_differ",)


def test_what_became_an_asset_is_summed():
    found = balance(capex=[CapexTransfer("licences", D(200), "2026-05-01"), CapexTransfer("labour", D(50))])
    assert found.capex_total == 250


def test_a_project_without_money_is_balanced():
    found = final_balance([], funding=D(0), ledger={})
    assert (found.total.final, found.to_return, found.to_cover, found.obstacles) == (0, 0, 0, ())


def test_a_category_twice_is_refused():
    with pytest.raises(ValueError, match="twice"):
        balance(LABOUR, LABOUR)


def test_floats_are_refused():
    with pytest.raises(TypeError):
        CategoryRow("labour", actual=0.1)
    with pytest.raises(TypeError):
        balance(funding=1.0)
    with pytest.raises(TypeError):
        balance(ledger={"labour": 1140.0})


cents = st.integers(-(10**9), 10**9).map(lambda n: D(n) / 100)


@given(st.lists(st.tuples(cents, cents, cents, cents), max_size=8), cents)
def test_what_came_in_is_what_was_spent_and_what_goes_back(rows, funding):
    found = final_balance(
        [CategoryRow(str(n), *row) for n, row in enumerate(rows)],
        funding=funding,
        ledger={str(n): row[2] + row[3] for n, row in enumerate(rows)},
    )
    assert found.total.total_cost + found.to_return - found.to_cover == funding
    assert min(found.to_return, found.to_cover) == 0
    assert found.total.variance == sum(row.variance for row in found.rows)
    assert found.obstacles == ()
