"""Two people, one button: does the lock let only one of them through?"""

from decimal import Decimal

import pytest

from budgets import services
from budgets.models import ActualsBatch, Budget, Forecast, LedgerEntry, ReserveMove
from foundation.errors import Refused
from tests.at_once import at_once, refused
from tests.factories import cases, core, money

pytestmark = pytest.mark.django_db(transaction=True)
FILE = b"date,category,amount,document\n2026-03-03,LIC,10.00,INV-7\n"


def test_the_last_money_is_drawn_imported_and_reversed_once(world):
    """Four sessions each: a reserve of 500 drawn by 200, one file, one entry taken back, one order released."""
    money.category()
    reserve, entry = money.reserve(world.own, 500), money.entry(world.own, 80)
    money.entry(world.own, 300, "enc", order="PO-1")
    draw = {"amount": Decimal(200), "on": core.DAY, "reason": "Late supplier", "by": None}
    drawn = at_once(lambda _turn: services.draw_reserve(reserve, **draw))
    assert [type(error) for error in refused(drawn)] == [Refused] * 2
    reserve.refresh_from_db()
    assert (reserve.balance, ReserveMove.objects.count()) == (100, 2)

    imported = at_once(lambda _turn: services.import_actuals(world.own, FILE, "march.csv", by=None))
    assert len(refused(imported)) == 3 and ActualsBatch.objects.count() == 1
    assert LedgerEntry.objects.filter(document="INV-7").count() == 1

    mirrored = at_once(lambda _turn: services.reverse_entry(entry, by=None, on=core.DAY, reason="Twice"))
    assert len(refused(mirrored)) == 3 and LedgerEntry.objects.filter(reverses=entry).count() == 1

    released = at_once(lambda _turn: money.entry(world.own, 200, "enc_release", order="PO-1"))
    assert len(refused(released)) == 3


def test_versions_get_one_number_each_and_one_approval(world):
    """Budgets, forecasts and business cases are numbered under the lock of their project."""
    money.category()
    made = at_once(lambda _turn: services.new_budget(world.own, by=None))
    assert len(refused(made)) == 3, "one undecided version at a time"
    budget = Budget.objects.get()
    money.line(budget, 100)
    services.submit_budget(budget, by=None, on=core.DAY)
    bosses = [core.person(f"Boss {turn}").user for turn in range(4)]
    decided = at_once(lambda turn: services.approve_budget(budget, by=bosses[turn], on=core.DAY))
    assert len(refused(decided)) == 3
    budget.refresh_from_db()
    assert budget.state == "approved" and budget.approved_by in bosses

    at_once(lambda turn: money.forecast(world.own, (turn + 1, core.DAY)))
    assert sorted(Forecast.objects.values_list("version", flat=True)) == [1, 2, 3, 4]

    drafts = at_once(lambda _turn: services.new_case(world.own, by=None, **_parameters()))
    assert len(refused(drafts)) == 3 and world.own.cases.get().version == 1


def _parameters():
    case = {"base_year": 2026, "horizon": 4, "rate": Decimal("0.05"), "rate_source": "Handbook"}
    return {**case, **cases.WORDS}
