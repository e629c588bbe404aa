"""What does Postgres keep of reversals, of shut books and of moves of a reserve, whatever our Python does?"""

import datetime as dt
from decimal import Decimal

import pytest

from budgets import services
from budgets.models import EntryType, LedgerEntry
from projects.models import Project, State
from tests.factories import core, money
from tests.refusals import refused_by, sql

pytestmark = pytest.mark.django_db


def raw(project, **fields):
    """An entry past all services."""
    values = {
        "project": project, "date": core.DAY, "period": money.period(), "category": money.category(),
        "cost_class": "opex", "type": "actual", "txn_amount": 10, "txn_currency": project.currency, "amount": 10,
        "rate": 1, "rate_date": core.DAY, "document": "X",
    }  # fmt: skip
    return LedgerEntry.objects.create(**{**values, **fields})


OTHER = {
    "type": lambda project: "accrual",
    "category": lambda project: money.category("HW", "Hardware"),
    "cost_class": lambda project: "capex",
    "task": money.task,
    "order": lambda project: "PO-9",
    "document": lambda project: "Y",
}


@pytest.mark.parametrize("name", OTHER)
def test_a_reversal_takes_back_where_the_original_stands(world, name):
    """Else the cost would leave one category, task or order and stay in another."""
    original, mirror = raw(world.own), {"txn_amount": -10, "amount": -10}
    with refused_by("fits"):
        raw(world.own, reverses=original, **{**mirror, name: OTHER[name](world.own)})
    assert raw(world.own, reverses=original, **mirror).reverses == original


def test_a_reversal_of_foreign_money_keeps_its_rate(world):
    dollars = {"txn_currency": core.currency("USD"), "txn_amount": 10}
    original = raw(world.own, rate="0.5", amount=5, **dollars)
    mirror = {**dollars, "txn_amount": -10, "amount": -5, "reverses": original}
    with refused_by("fits"):
        raw(world.own, rate="0.5000000001", **mirror)
    assert raw(world.own, rate="0.5", **mirror).amount == -5


@pytest.mark.parametrize(
    ("kind", "back"),
    [
        (EntryType.ENC, EntryType.ENC_RELEASE),
        (EntryType.ACCRUAL, EntryType.ACCRUAL_REVERSAL),
        (EntryType.PRE_ENC, EntryType.PRE_ENC),
        (EntryType.ACTUAL, EntryType.ACTUAL),
    ],
)
def test_each_kind_is_taken_back_by_its_own(world, kind, back):
    entry = money.entry(world.own, 40, kind, order="PO-1")
    for wrong in set(EntryType) - {back}:
        with refused_by("fits"):
            mirror = {"txn_amount": -40, "amount": -40, "document": entry.document, "order": "PO-1"}
            raw(world.own, type=wrong, reverses=entry, **mirror)
    mirrored = services.reverse_entry(entry, by=None, on=core.DAY, reason="Twice")
    assert (mirrored.type, mirrored.amount) == (back, Decimal(-40))


@pytest.mark.parametrize("state", State.values)
def test_nothing_enters_books_that_are_shut(world, state):
    review = {"review_on": core.DAY + dt.timedelta(days=1), "state_reason": "Wait"}
    Project.objects.filter(pk=world.own.pk).update(state=state, **review)
    if state in ("rejected", "closed"):
        with refused_by("fits"):
            raw(world.own)
    else:
        assert raw(world.own).pk


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE budgets_reservemove SET amount = 1",
        "DELETE FROM budgets_reservemove",
        "TRUNCATE budgets_reservemove CASCADE",
    ],
)
def test_what_was_drawn_from_a_reserve_stays_on_record(world, statement):
    reserve = money.reserve(world.own, 500)
    services.draw_reserve(reserve, amount=Decimal(200), on=core.DAY, reason="Late supplier", by=None)
    with refused_by("a_append_only"):
        sql(statement)
    assert reserve.moves.get().amount == 200
