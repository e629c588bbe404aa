"""How does an amount come into the ledger, and how is it taken back?"""

import datetime as dt
from decimal import Decimal

import pytest

from budgets import services
from budgets.models import LedgerEntry
from foundation.errors import IllegalMove, Refused
from foundation.organisation.models import ExchangeRate
from foundation.organisation.services import move_period
from projects.models import Project
from tests.factories import core, money

pytestmark = pytest.mark.django_db


def rate(base="USD", quote="EUR", value="0.8612345678", day=core.DAY, kind="spot"):
    return ExchangeRate.objects.create(
        base=core.currency(base), quote=core.currency(quote), date=day, kind=kind, rate=Decimal(value), source="test"
    )


def test_an_entry_in_the_project_currency_has_the_rate_1(world):
    entry = money.entry(world.own, "100.005")
    assert (entry.txn_amount, entry.amount, entry.rate) == (Decimal("100.01"), Decimal("100.01"), 1)
    assert str(entry.period) == "2026-03"


def test_a_foreign_amount_is_converted_at_the_stored_rate_and_rounded_once(world):
    rate()
    entry = money.entry(world.own, 10, txn_currency=core.currency("USD"))
    assert (entry.amount, entry.rate, entry.rate_date) == (Decimal("8.61"), Decimal("0.8612345678"), core.DAY)


@pytest.mark.parametrize("day", [dt.date(2026, 1, 5), dt.date(2026, 3, 20)])
def test_a_missing_or_stale_rate_is_refused_and_named_never_guessed(world, day):
    rate(day=day)
    with pytest.raises(Refused, match="from USD to EUR is stored for 2026-03-02") as refused:
        money.entry(world.own, 10, txn_currency=core.currency("USD"))
    assert refused.value.field == "txn_currency"


def test_a_rate_is_never_inverted(world):
    rate(base="EUR", quote="USD")
    with pytest.raises(Refused, match="No exchange rate"):
        money.entry(world.own, 10, txn_currency=core.currency("USD"))


def test_nothing_is_posted_into_a_closed_period_and_a_closing_one_still_takes_it(world):
    period = money.period()
    move_period(period, "closing", by=None)
    money.entry(world.own, 10)
    move_period(period, "closed", by=None)
    with pytest.raises(Refused, match="Period Mar 2026 is closed") as refused:
        money.entry(world.own, 10)
    assert refused.value.field == "date"


def test_a_day_without_fiscal_period_is_refused(world):
    with pytest.raises(Refused, match="No fiscal period holds 2031-01-01"):
        money.entry(world.own, 10, day=dt.date(2031, 1, 1))


@pytest.mark.parametrize("state", ["closed", "rejected"])
def test_the_books_of_an_ended_project_are_shut(world, state):
    Project.objects.filter(pk=world.own.pk).update(state=state)
    with pytest.raises(IllegalMove, match=state):
        money.entry(world.own, 10)


@pytest.mark.parametrize(
    ("amount", "kind", "field"),
    [(0, "actual", "txn_amount"), (-5, "enc", "txn_amount"), (-5, "accrual", "txn_amount")],
)
def test_an_entry_says_something_and_has_the_sign_of_its_kind(world, amount, kind, field):
    with pytest.raises(Refused) as refused:
        money.entry(world.own, amount, kind)
    assert refused.value.field == field


def test_a_credit_note_is_an_actual_below_0(world):
    assert money.entry(world.own, -5).amount == -5


def test_an_entry_names_its_document(world):
    with pytest.raises(Refused, match="document"):
        money.entry(world.own, 10, document="  ")


def test_a_release_takes_its_minus_by_itself_and_no_more_than_is_open(world):
    money.entry(world.own, 300, "enc", order="PO-1")
    assert money.entry(world.own, 100, "enc_release", order="PO-1").amount == -100
    with pytest.raises(Refused, match=r"Only 200\.00 are open"):
        money.entry(world.own, 201, "enc_release", order="PO-1")
    with pytest.raises(Refused, match=r"Only 0\.00 are open"):
        money.entry(world.own, 1, "enc_release", order="PO-2")


def test_a_release_carries_the_rate_of_what_it_releases(world):
    rate(value="0.9")
    dollars = core.currency("USD")
    money.entry(world.own, 100, "enc", order="PO-1", txn_currency=dollars)
    rate(value="0.8", day=dt.date(2026, 4, 1))
    released = money.entry(world.own, 100, "enc_release", order="PO-1", txn_currency=dollars, day=dt.date(2026, 4, 2))
    assert (released.amount, released.rate) == (-90, Decimal("0.9"))


def test_a_reversal_mirrors_its_original_into_an_open_period_once(world):
    entry = money.entry(world.own, 80, "accrual", document="GR-7")
    move_period(money.period(), "closing", by=None)
    move_period(money.period(), "closed", by=None)
    april = dt.date(2026, 4, 1)
    mirror = services.reverse_entry(entry, by=None, on=april, reason="Invoice came")
    assert (mirror.type, mirror.amount, mirror.reverses) == ("accrual_reversal", -80, entry)
    assert str(mirror.period) == "2026-04"
    with pytest.raises(IllegalMove, match="already"):
        services.reverse_entry(entry, by=None, on=april, reason="Again")
    with pytest.raises(IllegalMove, match="not reversed"):
        services.reverse_entry(mirror, by=None, on=april, reason="Back")
    with pytest.raises(Refused, match="why"):
        services.reverse_entry(money.entry(world.own, 1, day=april), by=None, on=core.DAY, reason="")


def test_what_is_refused_leaves_nothing_behind(world):
    with pytest.raises(Refused):
        money.entry(world.own, 10, txn_currency=core.currency("USD"))
    assert not LedgerEntry.objects.exists()


# ── rates and categories ────────────────────────────────────────────────────────────────────────


def test_the_usual_categories_come_once(world):
    first = services.default_categories()
    assert set(first) == {"LAB", "CON", "LIC", "HW", "CLD", "TRN", "OTH"}
    assert first["LAB"].is_labour and first["HW"].cost_class == "capex"
    assert services.default_categories() == first


@pytest.mark.parametrize(
    ("fields", "field"), [({"code": "lic"}, "code"), ({"code": "NEW", "is_labour": True}, "is_labour")]
)
def test_a_category_that_exists_or_a_second_one_for_labour_is_refused(world, fields, field):
    services.default_categories()
    with pytest.raises(Refused) as refused:
        services.add_category(by=None, name="X", cost_class="opex", **fields)
    assert refused.value.field == field


def test_an_exchange_rate_of_a_day_and_kind_is_stored_once(world):
    fields = {"date": core.DAY, "kind": "spot", "rate": Decimal("0.9"), "source": "ECB"}
    dollars, euros = core.currency("USD"), core.currency("EUR")
    services.add_rate(by=None, base=dollars, quote=euros, **fields)
    for wrong, field in (({}, "date"), ({"rate": Decimal(0)}, "rate"), ({"quote": dollars}, "quote")):
        with pytest.raises(Refused) as refused:
            services.add_rate(**{"by": None, "base": dollars, "quote": euros, **fields, **wrong})
        assert refused.value.field == field
