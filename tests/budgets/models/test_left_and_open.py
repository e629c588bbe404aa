"""Past all of our Python: is a Reserve what its moves left, and is no more released than a LedgerEntry committed?"""

from decimal import Decimal

import pytest
from django.db import transaction

from budgets import services
from budgets.models import EntryType, LedgerEntry, Reserve, ReserveMove
from foundation.errors import Refused
from tests.at_once import must_wait
from tests.factories import core, money
from tests.refusals import check_deferred, refused_by, sql

DRAW = (
    "INSERT INTO budgets_reservemove (reserve_id, kind, amount, date, reason) "
    "VALUES (%s, 'draw', %s, '2026-03-02', 'x')"
)


@pytest.fixture
def reserve(world):
    return money.drawn(world.own, 500, 200)


# ── reserves ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.django_db
@pytest.mark.parametrize("change", ["balance = 299", "balance = 301", "amount = 600", "amount = 400, balance = 300"])
def test_the_balance_of_a_reserve_is_what_its_moves_left(reserve, change):
    with refused_by("balance_is_what_is_left"):
        sql(f"UPDATE budgets_reserve SET {change} WHERE id = %s", reserve.pk)
    sql("UPDATE budgets_reserve SET amount = 600, balance = 400 WHERE id = %s", reserve.pk)
    check_deferred()


@pytest.mark.django_db
def test_a_move_that_lowers_no_balance_is_refused(reserve):
    with refused_by("balance_is_what_is_left"):
        sql(DRAW, reserve.pk, 1)
    sql(DRAW, reserve.pk, 1)
    sql("UPDATE budgets_reserve SET balance = balance - 1 WHERE id = %s", reserve.pk)
    check_deferred()
    assert ReserveMove.objects.count() == 2


@pytest.mark.django_db
def test_no_more_is_drawn_than_was_held_back(reserve):
    """Either the balance falls below nothing, or it no longer tells what was taken."""
    with refused_by("reserve_balance_not_negative"):
        sql(DRAW, reserve.pk, 301)
        sql("UPDATE budgets_reserve SET balance = balance - 301 WHERE id = %s", reserve.pk)
    with refused_by("balance_is_what_is_left"):
        sql(DRAW, reserve.pk, 301)
        sql("UPDATE budgets_reserve SET balance = 0 WHERE id = %s", reserve.pk)


@pytest.mark.django_db
def test_a_reserve_does_not_begin_with_a_balance_of_its_own(world):
    with refused_by("balance_is_what_is_left"):
        Reserve.objects.create(project=world.own, kind="contingency", amount=100, balance=90)


@pytest.mark.django_db
def test_a_reserve_and_a_move_are_of_a_known_kind(reserve, world):
    with refused_by("reserve_kind_known"):
        Reserve.objects.create(project=world.own, kind="pocket", amount=0, balance=0)
    with refused_by("reserve_move_kind_known"):
        ReserveMove.objects.create(reserve=reserve, kind="refill", amount=1, date=core.DAY, reason="x")


@pytest.mark.django_db
def test_set_drawn_and_released_by_the_services_the_reserve_balances(reserve):
    services.release_reserve(reserve, amount=Decimal(100), on=core.DAY, reason="Not needed", by=None)
    check_deferred()
    services.set_reserve(reserve.project, kind="contingency", amount=Decimal(300), by=None)
    check_deferred()
    reserve.refresh_from_db()
    assert (reserve.amount, reserve.balance) == (300, 0)


# ── orders and accruals ─────────────────────────────────────────────────────────────────────────

BACK = {"enc": "enc_release", "accrual": "accrual_reversal"}


def raw(project, amount, type, **fields):
    """An entry past all services, not stored."""
    known = {
        "project": project, "date": core.DAY, "period": money.period(), "category": money.category(),
        "cost_class": "opex", "txn_currency": project.currency, "rate": 1, "rate_date": core.DAY, "document": "D-1",
    }  # fmt: skip
    return LedgerEntry(**{**known, "type": type, "txn_amount": amount, "amount": amount, **fields})


def post(*entries):
    return LedgerEntry.objects.bulk_create(entries)


@pytest.mark.django_db
@pytest.mark.parametrize("kind", BACK)
@pytest.mark.parametrize("order", ["PO-1", ""])
def test_no_more_is_taken_back_than_is_open(world, kind, order):
    post(raw(world.own, 100, kind, order=order))
    post(raw(world.own, -60, BACK[kind], order=order))
    with refused_by("no_more_than_open"):
        post(raw(world.own, "-40.01", BACK[kind], order=order))
    post(raw(world.own, -40, BACK[kind], order=order))
    with refused_by("no_more_than_open"):
        post(raw(world.own, "-0.01", BACK[kind], order=order))


OTHER = {
    "order": lambda world: {"order": "PO-2"},
    "no order": lambda world: {"order": ""},
    "category": lambda world: {"category": money.category("HW", "Hardware")},
    "currency": lambda world: {"txn_currency": core.currency("USD")},
    "project": lambda world: {"project": world.foreign},
    "kind": lambda world: {"type": "accrual_reversal"},
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", OTHER)
def test_what_is_open_elsewhere_is_not_taken_back_here(world, name):
    post(raw(world.own, 100, "enc", order="PO-1"))
    with refused_by("no_more_than_open"):
        post(raw(**{"project": world.own, "amount": -1, "type": "enc_release", "order": "PO-1", **OTHER[name](world)}))


@pytest.mark.django_db
def test_without_an_order_the_document_says_what_is_open(world):
    post(raw(world.own, 100, "enc", document="D-1"))
    with refused_by("no_more_than_open"):
        post(raw(world.own, -1, "enc_release", document="D-2"))


@pytest.mark.django_db
def test_a_statement_is_judged_as_a_whole(world):
    """Its rows stand in any order, and two releases of it are counted together."""
    post(raw(world.own, -60, "enc_release", order="PO-1"), raw(world.own, 100, "enc", order="PO-1"))
    with refused_by("no_more_than_open"):
        post(raw(world.own, -30, "enc_release", order="PO-1"), raw(world.own, -30, "enc_release", order="PO-1"))
    with refused_by("no_more_than_open"):
        post(raw(world.own, 50, "enc", order="PO-2"), raw(world.own, -41, "enc_release", order="PO-1"))


SIGNS = [("enc", -1), ("pre_enc", -1), ("accrual", -1), ("enc_release", 1), ("accrual_reversal", 1)]


@pytest.mark.django_db
@pytest.mark.parametrize(("kind", "amount"), SIGNS)
def test_the_sign_of_an_entry_fits_its_type(world, kind, amount):
    """A negative commitment would be a release that nobody counts."""
    with refused_by("ledger_sign_fits_type"):
        post(raw(world.own, amount, kind))


@pytest.mark.django_db
@pytest.mark.parametrize("kind", [EntryType.PRE_ENC, EntryType.ENC, EntryType.ACCRUAL, EntryType.ACTUAL, EntryType.FX])
def test_each_kind_is_still_taken_back_and_brought_again(world, kind):
    entry = money.entry(world.own, 40, kind, order="PO-1")
    assert services.reverse_entry(entry, by=None, on=core.DAY, reason="Twice").amount == -40
    assert money.entry(world.own, 40, kind, order="PO-1").amount == 40


@pytest.mark.django_db
def test_a_release_that_names_the_paper_but_not_the_order_is_refused_in_words(world):
    """It would stand outside the order, which stayed open for ever."""
    money.entry(world.own, 100, "enc", order="PO-1", document="D-1")
    with pytest.raises(Refused, match="Only 0"):
        money.entry(world.own, 10, "enc_release", document="D-1")
    money.entry(world.own, 50, "enc", document="D-1")
    with pytest.raises(Refused, match=r"Only 50\.00 are open"):
        money.entry(world.own, 60, "enc_release", document="D-1")


@pytest.mark.django_db(transaction=True)
def test_two_releases_at_the_same_time_wait_for_each_other(world):
    post(raw(world.own, 100, "enc", order="PO-1"))
    post(raw(world.foreign, 100, "enc", order="PO-1"))
    with transaction.atomic():
        post(raw(world.own, -60, "enc_release", order="PO-1"))
        assert must_wait(lambda: post(raw(world.own, -60, "enc_release", order="PO-1")))
        assert not must_wait(lambda: post(raw(world.own, 60, "enc", order="PO-1"))), "only who takes back waits"
        assert not must_wait(lambda: post(raw(world.foreign, -60, "enc_release", order="PO-1")))
