"""The final balance is counted from the documents; one cent anywhere forbids to close and to sign."""

from decimal import Decimal

import pytest

from budgets.queries import balance, closure_obstacles
from foundation.errors import IllegalMove
from projects.models import Project
from reports import gathering, services
from reports.facts import canon
from reports.models import Signature
from tests.factories import core, money, reports
from tests.refusals import sql

CENT = Decimal("0.01")


@pytest.fixture
def project(world):
    """Closing: two categories, an invoice of each kind, a second currency, an accrual and its reversal."""
    project = world.own
    money.approved(project, 1000, 500)
    rate()
    money.entry(project, "400.10", document="INV-1")
    money.entry(project, "99.90", document="INV-2", of=money.category("HW", "Hardware"))
    money.entry(project, "33.33", document="INV-3", txn_currency=core.currency("USD"))
    money.entry(project, "50", "accrual", document="ACC-1")
    Project.objects.filter(pk=project.pk).update(state="closing")
    project.refresh_from_db()
    return project


def rate():
    core.currency("USD")
    sql(
        "INSERT INTO organisation_exchangerate (base_id, quote_id, date, kind, rate, source)"
        " VALUES ('USD', 'EUR', '2026-03-01', 'spot', 0.91, 'bank')"
    )


def behind_the_back(statement, *values):
    """What somebody does past every rule of the database."""
    sql("SET session_replication_role = replica")
    sql(statement, *values)
    sql("SET session_replication_role = origin")


def difference(project):
    return balance(project, as_of=core.DAY).result.reconciliation


def closure(project, by):
    return gathering.gather(project, "closure", by=by, on=core.DAY)


def draft(project, by):
    shot = reports.snapshot(project, "closure", facts=canon.to_json(closure(project, by)))
    return reports.document(project, snapshot=shot, roles=("project_manager", "finance", "sponsor"))


def test_untouched_documents_and_ledger_agree_to_the_cent(project, pam):
    assert difference(project) == 0
    assert [control.difference for control in closure(project, pam).balance.controls] == [0, 0]


def test_the_balance_says_what_is_left_of_each_category(project, pam):
    found = closure(project, pam).balance
    by_name = {line.category: line for line in found.lines}
    assert by_name["Hardware"].variance == Decimal("-99.90")
    assert by_name["Licences"].actuals == Decimal("430.43")  # 400.10 + 33.33 × 0.91 = 30.33
    assert found.total.total_cost == sum(line.total_cost for line in found.lines) == Decimal("580.33")


@pytest.mark.parametrize("document", ["INV-1", "INV-2", "INV-3", "ACC-1"])
@pytest.mark.parametrize("change", [CENT, -CENT])
def test_a_cent_at_any_document_is_found(project, pam, document, change):
    behind_the_back("UPDATE budgets_ledgerentry SET amount = amount + %s WHERE document = %s", change, document)
    assert difference(project) == CENT
    assert [word for word in closure_obstacles(project, as_of=core.DAY) if "differ by" in word]
    assert closure(project, pam).recommendation == "Do not close: documents and ledger do not agree."


@pytest.mark.parametrize("document", ["INV-1", "INV-2", "INV-3", "ACC-1"])
def test_a_cent_in_the_transaction_is_found_as_well(project, document):
    behind_the_back("UPDATE budgets_ledgerentry SET txn_amount = txn_amount + 0.02 WHERE document = %s", document)
    assert difference(project) > 0


def test_another_rate_behind_the_back_is_found(project):
    behind_the_back("UPDATE budgets_ledgerentry SET rate = 0.95 WHERE document = 'INV-3'")
    assert difference(project) > 0


def test_two_cents_that_cancel_each_other_are_found_by_category(project, pam):
    """0.01 more in one category and 0.01 less in another: the total agrees, the categories do not."""
    behind_the_back("UPDATE budgets_ledgerentry SET amount = amount + 0.01 WHERE document = 'INV-1'")
    behind_the_back("UPDATE budgets_ledgerentry SET amount = amount - 0.01 WHERE document = 'INV-2'")
    assert difference(project) == 2 * CENT
    assert sorted(abs(c.difference) for c in closure(project, pam).balance.controls) == [CENT, CENT]


@pytest.mark.parametrize("document", ["INV-1", "ACC-1"])
def test_a_report_that_does_not_reconcile_is_not_sent_to_its_signers(project, pam, document):
    behind_the_back("UPDATE budgets_ledgerentry SET amount = amount + 0.01 WHERE document = %s", document)
    made = draft(project, pam)
    with pytest.raises(IllegalMove, match=r"does not reconcile to 0\.00") as refusal:
        services.start_signing(made, by=pam)
    assert [str(word) for word in refusal.value.obstacles] == ["Licences"]
    made.refresh_from_db()
    assert made.state == "draft"


def test_even_a_report_that_slipped_into_signature_is_not_signed(project, pam):
    behind_the_back("UPDATE budgets_ledgerentry SET amount = amount + 0.01 WHERE document = 'INV-1'")
    made = draft(project, pam)
    type(made).objects.filter(pk=made.pk).update(state="in_signature")
    with pytest.raises(IllegalMove, match="reconcile"):
        services.sign(made, slot=made.slots.first(), by=pam, at=reports.NOON)
    assert not Signature.objects.exists()


def test_a_sound_report_goes_to_its_signers(project, pam):
    made = services.start_signing(draft(project, pam), by=pam)
    assert made.state == "in_signature"


def test_the_snapshot_keeps_the_difference_of_its_moment(project, pam):
    sound = draft(project, pam)
    behind_the_back("UPDATE budgets_ledgerentry SET amount = amount + 0.01 WHERE document = 'INV-1'")
    kept = services.drawing.facts_of(sound.snapshot)
    assert all(control.difference == 0 for control in kept.balance.controls)
    assert difference(project) == CENT


def test_an_entry_without_a_category_line_in_the_budget_is_still_counted(project, pam):
    money.entry(project, "7.77", of=money.category("TRV", "Travel"))
    found = closure(project, pam).balance
    travel = next(line for line in found.lines if line.category == "Travel")
    assert (travel.final_budget, travel.total_cost, travel.variance) == (0, Decimal("7.77"), Decimal("-7.77"))
    assert difference(project) == 0


def test_a_reversed_invoice_costs_nothing_and_both_documents_are_counted(project, pam):
    entry = money.entry(project, "12.34", document="INV-9")
    before = closure(project, pam).balance.total.total_cost
    money.services.reverse_entry(entry, by=money.author(), on=core.DAY, reason="Posted twice")
    assert closure(project, pam).balance.total.total_cost == before - Decimal("12.34")
    assert difference(project) == 0


@pytest.mark.parametrize("amount", ["0.01", "99999999999.99", "123456789.10"])
def test_small_and_huge_amounts_reconcile(project, amount):
    money.entry(project, amount)
    assert difference(project) == 0


def test_the_controls_name_documents_and_ledger_side_by_side(project, pam):
    for control in closure(project, pam).balance.controls:
        assert control.documents == control.ledger
        assert control.documents > 0
