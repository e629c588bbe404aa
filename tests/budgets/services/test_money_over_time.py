"""Is money right to the last digit through rates, periods, credit notes and corrections?"""

import datetime as dt
from decimal import Decimal

import pytest

from budgets import services
from budgets.models import LedgerEntry
from budgets.queries import position
from foundation.errors import Refused
from foundation.organisation.models import ExchangeRate
from foundation.organisation.services import move_period
from tests.factories import core, money

pytestmark = pytest.mark.django_db
APRIL, MAY, END = dt.date(2026, 4, 10), dt.date(2026, 5, 4), dt.date(2026, 12, 31)


@pytest.fixture(autouse=True)
def _licences(db):
    money.category()


def rate(base, value, day=core.DAY, quote="EUR"):
    places = {"JPY": 0, "KWD": 3}
    rows = [core.currency(code, places.get(code, 2)) for code in (base, quote)]
    ExchangeRate.objects.create(base=rows[0], quote=rows[1], date=day, kind="spot", rate=Decimal(value), source="test")
    return rows[0]


def close(*days):
    for day in days:
        for state in ("closing", "closed"):
            move_period(money.period(day), state, by=None)


def at(project, day=END):
    """(committed, accrued, actual) on a day."""
    found = position(project, as_of=day)
    return found.committed.value, found.accrued.value, found.actual.value


def euros(text):
    return tuple(Decimal(part) for part in text.split())


# ── from requisition to payment ─────────────────────────────────────────────────────────────────


def test_an_order_is_committed_accrued_and_paid_each_euro_once(world):
    money.entry(world.own, 1000, "pre_enc", document="REQ-1")
    assert at(world.own) == euros("1000 0 0")
    services.reverse_entry(LedgerEntry.objects.get(), by=None, on=core.DAY, reason="Ordered")
    money.entry(world.own, 1000, "enc", order="PO-1")
    assert at(world.own) == euros("1000 0 0"), "the order takes the place of the requisition"
    money.entry(world.own, 600, "accrual", order="PO-1", day=APRIL)
    money.entry(world.own, 600, "enc_release", order="PO-1", day=APRIL)
    assert at(world.own) == euros("400 600 0"), "received is no longer ordered"
    money.entry(world.own, 600, "accrual_reversal", order="PO-1", day=MAY)
    money.entry(world.own, "612.30", order="PO-1", day=MAY)
    assert at(world.own) == euros("400 0 612.30"), "the invoice takes the place of the accrual"
    assert at(world.own, APRIL) == euros("400 600 0"), "and April stays what it was"


def test_an_accrual_of_a_closed_month_is_reversed_in_the_next(world):
    accrual = money.entry(world.own, 600, "accrual", day=core.DAY)
    close(core.DAY)
    with pytest.raises(Refused, match="Period Mar 2026 is closed"):
        services.reverse_entry(accrual, by=None, on=core.DAY, reason="Invoice came")
    services.reverse_entry(accrual, by=None, on=APRIL, reason="Invoice came")
    money.entry(world.own, 590, day=APRIL)
    march, year = position(world.own, as_of=dt.date(2026, 3, 31)), position(world.own, as_of=END)
    assert (march.accrued.value, march.actual.value) == (600, 0)
    assert (year.accrued.value, year.actual.value) == (0, 590)


def test_a_credit_note_mirrors_its_invoice_to_the_last_cent(world):
    rate("USD", "0.8612345678")
    dollars = core.currency("USD")
    for amount in ("10.005", "0.01", "999999.99", "1234567.89"):
        invoice = money.entry(world.own, amount, txn_currency=dollars)
        credit = money.entry(world.own, f"-{amount}", txn_currency=dollars)
        assert credit.amount == -invoice.amount
    assert at(world.own) == euros("0 0 0")


def test_credits_above_costs_make_an_actual_below_nothing_and_more_available(world):
    money.approved(world.own, 100)
    money.entry(world.own, -30)
    found = position(world.own, as_of=END)
    assert (found.actual.value, found.available.value) == (-30, 130)


def test_what_is_paid_says_nothing_about_what_is_owed(world):
    money.entry(world.own, 50, paid_on=MAY)
    assert at(world.own, core.DAY) == euros("0 0 50"), "cost counts on its date, not when the cash leaves"


# ── three currencies ────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("home", "foreign", "value", "amount", "booked"),
    [
        ("EUR", "USD", "0.8612345678", "10.00", "8.61"),
        ("EUR", "USD", "0.8655", "1.00", "0.87"),
        ("EUR", "JPY", "0.00625", "1000", "6.25"),
        ("EUR", "JPY", "0.0061234567", "81", "0.50"),
        ("JPY", "EUR", "160.5", "0.01", "2"),
        ("JPY", "EUR", "150", "0.01", "2"),
        ("JPY", "EUR", "149.99", "0.01", "1"),
        ("KWD", "EUR", "0.3335", "1.00", "0.334"),
        ("KWD", "JPY", "0.0020005", "1000", "2.001"),
    ],
)
def test_an_amount_is_rounded_once_half_up_to_the_coin_of_the_project(world, home, foreign, value, amount, booked):
    currency = rate(foreign, value, quote=home)
    project = core.project(world.portfolio, "Branch", currency=core.currency(home))
    entry = money.entry(project, amount, txn_currency=currency)
    assert (entry.amount, entry.txn_amount, entry.rate) == (Decimal(booked), Decimal(amount), Decimal(value))
    credit = money.entry(project, f"-{amount}", txn_currency=currency)
    assert credit.amount == -Decimal(booked), "away from zero on both sides"


def test_an_amount_that_the_rate_rounds_to_nothing_is_still_an_entry(world):
    yen = rate("JPY", "0.00625")
    entry = money.entry(world.own, 0 + 1, txn_currency=yen)
    assert (entry.amount, entry.txn_amount) == (Decimal("0.01"), 1)


def test_invoice_and_payment_months_apart_keep_the_rate_of_their_own_day(world):
    dollars = rate("USD", "0.90")
    rate("USD", "0.80", day=dt.date(2026, 4, 9))
    assert money.entry(world.own, 100, "accrual", document="GR-1", txn_currency=dollars).amount == 90
    back = money.entry(world.own, 100, "accrual_reversal", document="GR-1", txn_currency=dollars, day=APRIL)
    paid = money.entry(world.own, 100, document="INV-1", txn_currency=dollars, day=APRIL)
    assert (back.amount, paid.amount) == (-90, 80)
    assert at(world.own) == euros("0 0 80"), "no exchange difference is left in the accruals"


@pytest.mark.parametrize(
    ("value", "ordered", "parts"),
    [
        ("0.333", ["1.00"], ["0.50", "0.50"]),
        ("0.8612345678", ["10.00"], ["3.33", "3.33", "3.34"]),
        ("0.8612345678", ["99.99", "0.01"], ["33.34", "33.33", "33.33"]),
        ("0.0061234567", ["100"], ["1"] * 5 + ["95"]),
        ("1.5", ["0.03"], ["0.01", "0.01", "0.01"]),
    ],
)
def test_an_order_released_in_parts_leaves_nothing_behind(world, value, ordered, parts):
    """Each part rounded at the old rate would leave a cent committed for ever, or release one too many."""
    dollars = rate("USD", value)
    for amount in ordered:
        money.entry(world.own, amount, "enc", order="PO-1", txn_currency=dollars)
    for part in parts:
        assert at(world.own)[0] > 0
        money.entry(world.own, part, "enc_release", order="PO-1", txn_currency=dollars, day=APRIL)
    assert at(world.own)[0] == 0
    with pytest.raises(Refused, match="Only 0"):
        money.entry(world.own, "0.01", "enc_release", order="PO-1", txn_currency=dollars, day=APRIL)


def test_two_orders_under_one_number_at_two_rates_are_released_together(world):
    dollars = rate("USD", "0.90")
    rate("USD", "0.80", day=dt.date(2026, 4, 9))
    money.entry(world.own, 100, "enc", order="PO-1", txn_currency=dollars)
    money.entry(world.own, 100, "enc", order="PO-1", txn_currency=dollars, day=APRIL)
    assert at(world.own)[0] == 170
    money.entry(world.own, 200, "enc_release", order="PO-1", txn_currency=dollars, day=MAY)
    assert at(world.own)[0] == 0


def test_what_is_open_is_told_in_the_coins_of_its_currency(world):
    dinars = rate("KWD", "3.1")
    money.entry(world.own, "1.005", "enc", order="PO-1", txn_currency=dinars)
    with pytest.raises(Refused, match=r"Only 1\.005 are open"):
        money.entry(world.own, "1.006", "enc_release", order="PO-1", txn_currency=dinars)


def test_a_release_in_another_currency_or_category_finds_nothing_open(world):
    rate("USD", "0.9")
    money.entry(world.own, 100, "enc", order="PO-1")
    for other in ({"txn_currency": core.currency("USD")}, {"of": money.category("HW", "Hardware")}):
        with pytest.raises(Refused, match="Only 0"):
            money.entry(world.own, 10, "enc_release", order="PO-1", **other)


# ── closed periods and fiscal years ─────────────────────────────────────────────────────────────


def test_a_closed_month_keeps_its_figures_whatever_is_posted_later(world):
    money.approved(world.own, 1000)
    money.entry(world.own, 100)
    close(core.DAY)
    money.entry(world.own, 40, day=APRIL)
    money.entry(world.own, -10, day=MAY)
    assert [at(world.own, day)[2] for day in (dt.date(2026, 3, 31), dt.date(2026, 4, 30), END)] == [100, 140, 130]


def test_a_reopened_month_takes_postings_again(world):
    close(core.DAY)
    with pytest.raises(Refused, match="closed"):
        money.entry(world.own, 5)
    move_period(money.period(), "open", by=None)
    assert money.entry(world.own, 5).amount == 5


def test_the_last_day_of_a_month_and_the_first_of_the_next_lie_in_their_own_periods(world):
    days = (dt.date(2026, 3, 1), dt.date(2026, 3, 31), dt.date(2026, 4, 1), dt.date(2025, 12, 31), dt.date(2026, 1, 1))
    found = [str(money.entry(world.own, 1, day=day).period) for day in days]
    assert found == ["2026-03", "2026-03", "2026-04", "2025-12", "2026-01"]


def test_fiscal_years_add_up_to_all_years(world):
    money.entry(world.own, "10.01", day=dt.date(2025, 12, 31))
    money.entry(world.own, "20.02", "accrual", day=dt.date(2026, 1, 1))
    money.entry(world.own, "30.03", "enc", day=dt.date(2027, 1, 1))
    day = dt.date(2027, 6, 1)
    for name in ("committed", "accrued", "actual"):
        years = [getattr(position(world.own, as_of=day, fiscal_year=y), name).value for y in (2025, 2026, 2027)]
        assert sum(years) == getattr(position(world.own, as_of=day), name).value


# ── many small, one huge ────────────────────────────────────────────────────────────────────────


def test_a_thousand_cents_are_ten_euros(world):
    money.entries(world.own, 1000, amount="0.01")
    assert at(world.own)[2] == 10


def test_the_largest_amount_is_kept_to_its_last_cent(world):
    largest = "999999999999999.99"
    money.entry(world.own, largest)
    money.entry(world.own, f"-{largest}", day=APRIL)
    money.entry(world.own, "0.01", day=APRIL)
    assert at(world.own, core.DAY)[2] == Decimal(largest)
    assert at(world.own)[2] == Decimal("0.01")
