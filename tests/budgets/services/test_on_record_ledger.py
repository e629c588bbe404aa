"""Does every posting, forecast and snapshot stand on record, and a refused one nowhere?"""

import datetime as dt
from decimal import Decimal

import pytest

from budgets import services
from foundation.errors import IllegalMove, Refused
from foundation.organisation.models import ExchangeRate
from tests.factories import core, money
from tests.records import acts, last_act
from tests.untouched import untouched

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("licences")]
APRIL = dt.date(2026, 4, 1)


# ── the ledger ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("kind", ["pre_enc", "enc", "accrual", "actual"])
def test_a_posting_is_on_record_by_its_type(world, author, kind):
    money.entry(world.own, 12, kind, by=author)
    assert last_act() == (f"ledger.{kind}", author, world.own.public_id, {"amount": "12.0000"})


def test_a_reversal_is_on_record_with_its_amount(world, author):
    entry = money.entry(world.own, 12)
    services.reverse_entry(entry, by=author, on=core.DAY, reason="Twice")
    assert last_act() == ("ledger.reversed", author, world.own.public_id, {"amount": "-12.0000"})


@pytest.mark.parametrize(
    "wrong",
    [
        {"txn_amount": Decimal(0)},
        {"document": " "},
        {"date": dt.date(2031, 1, 1)},
        {"type": "enc", "txn_amount": Decimal(-1)},
        {"type": "enc_release"},
        {"txn_currency": "USD"},
        {"txn_amount": Decimal("1e15")},
    ],
)
def test_a_refused_posting_leaves_neither_entry_nor_word(world, author, wrong):
    core.currency("USD")
    good = {
        "type": "actual", "date": core.DAY, "category": money.category(), "txn_amount": Decimal(5),
        "txn_currency": "EUR", "document": "INV-1",
    }  # fmt: skip
    fields = {**good, **wrong}
    fields["txn_currency"] = core.currency(fields["txn_currency"])
    with untouched(), pytest.raises(Refused):
        services.post_entry(world.own, by=author, **fields)


def test_an_amount_that_the_rate_makes_too_large_is_refused_and_not_a_crash(world, author):
    rate = {"base": core.currency("KWD", 3), "quote": core.currency("EUR"), "date": core.DAY}
    ExchangeRate.objects.create(kind="spot", rate=Decimal("3.1"), source="test", **rate)
    with untouched(), pytest.raises(Refused, match="too large") as refused:
        money.entry(world.own, "900000000000000", txn_currency=rate["base"])
    assert refused.value.field == "txn_amount"


def test_a_reversal_of_a_commitment_that_was_partly_released_is_refused(world, author):
    """Else more would be taken back than was ever ordered."""
    order = money.entry(world.own, 300, "enc", order="PO-1")
    money.entry(world.own, 100, "enc_release", order="PO-1")
    with untouched(), pytest.raises(Refused, match="Only 200"):
        services.reverse_entry(order, by=author, on=core.DAY, reason="Ordered twice")


def test_a_milestone_costs_nothing(world, author):
    milestone = money.task(world.own, "Go live", kind="milestone", duration_min=0)
    with untouched(), pytest.raises(Refused) as refused:
        money.entry(world.own, 5, task=milestone)
    assert refused.value.field == "task"


# ── forecasts, snapshots, baselines ─────────────────────────────────────────────────────────────


def test_each_forecast_is_a_version_of_its_own_and_the_old_one_stays(world, author):
    first = money.forecast(world.own, (100, APRIL), by=author)
    second = money.forecast(world.own, (70, APRIL), (30, APRIL), by=author)
    assert (first.version, second.version) == (1, 2)
    assert first.lines.get().etc == 100
    assert second.lines.get().etc == 100, "two amounts of one box are added up"
    assert last_act() == ("forecast.saved", author, world.own.public_id, {"version": 2, "etc": "100.00"})


@pytest.mark.parametrize(("parts", "field"), [((-1, APRIL), "etc"), ((5, dt.date(2026, 2, 1)), "period")])
def test_an_estimate_is_not_negative_nor_in_the_past(world, parts, field):
    with untouched(), pytest.raises(Refused) as refused:
        money.forecast(world.own, (10, APRIL), parts)
    assert refused.value.field == field


def test_a_forecast_of_nothing_says_that_no_cost_is_to_come(world):
    forecast = money.forecast(world.own)
    assert (forecast.version, forecast.lines.count()) == (1, 0)


def test_a_priced_baseline_and_a_snapshot_are_on_record(world, author, boss):
    money.approved(world.own, 100)
    baseline = services.approve_baseline(money.baseline(world.own, money.task(world.own)), by=boss, on=core.DAY)
    assert "baseline.priced" in acts(baseline)
    snapshot = services.take_snapshot(world.own, as_of=APRIL, by=author)
    assert last_act() == ("snapshot.taken", author, world.own.public_id, {"data_date": "2026-04-01"})
    with untouched():
        assert services.take_snapshot(world.own, as_of=APRIL, by=boss) == snapshot


def test_finance_checks_a_submitted_baseline_only(world, author):
    money.approved(world.own, 100)
    baseline = money.baseline(world.own, money.task(world.own), state="draft")
    with untouched(), pytest.raises(IllegalMove, match="Only a submitted baseline"):
        services.check_money(baseline, by=author)


def test_a_baseline_beyond_the_fiscal_periods_is_refused_and_keeps_no_money(world, boss):
    money.approved(world.own, 100)
    late = money.task(world.own, "Someday", first=dt.date(2035, 1, 1), last=dt.date(2035, 2, 1))
    baseline = money.baseline(world.own, late)
    with untouched(), pytest.raises(IllegalMove, match="no fiscal periods for all days"):
        services.approve_baseline(baseline, by=boss, on=core.DAY)
