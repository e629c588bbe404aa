"""Amounts of another currency count at the closing rate of the last month, or not at all."""

import datetime as dt
from decimal import Decimal

import pytest

from foundation.organisation.models import ExchangeRate
from portfolio.queries import closing_rates, last_month_end
from tests.factories import core

pytestmark = pytest.mark.django_db
PAIR = ("GBP", "EUR")


def rate(day, value, kind="closing", base="GBP", quote="EUR"):
    return ExchangeRate.objects.create(
        base=core.currency(base), quote=core.currency(quote), date=day, kind=kind, rate=Decimal(value), source="bank"
    )


@pytest.mark.parametrize(
    ("day", "end"),
    [
        (dt.date(2026, 3, 1), dt.date(2026, 2, 28)),
        (dt.date(2026, 3, 31), dt.date(2026, 2, 28)),
        (dt.date(2026, 1, 15), dt.date(2025, 12, 31)),
        (dt.date(2024, 3, 1), dt.date(2024, 2, 29)),
    ],
)
def test_the_last_month_ends_before_the_first_of_this_one(day, end):
    assert last_month_end(day) == end


def test_a_currency_to_itself_is_one_and_asks_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert closing_rates({("EUR", "EUR")}, as_of=core.DAY) == {("EUR", "EUR"): (1, dt.date(2026, 2, 28))}


def test_the_newest_closing_rate_on_or_before_the_end_counts():
    rate(dt.date(2026, 1, 31), "1.1")
    rate(dt.date(2026, 2, 27), "1.2")
    rate(dt.date(2026, 3, 1), "9")
    assert closing_rates({PAIR}, as_of=core.DAY)[PAIR] == (Decimal("1.2"), dt.date(2026, 2, 27))


def test_another_kind_of_rate_does_not_count():
    for kind in ("spot", "month_avg", "budget"):
        rate(dt.date(2026, 2, 28), "1.2", kind)
    assert closing_rates({PAIR}, as_of=core.DAY) == {}


def test_a_rate_older_than_forty_days_does_not_count():
    rate(dt.date(2026, 1, 18), "1.2")
    assert closing_rates({PAIR}, as_of=core.DAY) == {}
    rate(dt.date(2026, 1, 19), "1.3")
    assert PAIR in closing_rates({PAIR}, as_of=core.DAY)


def test_a_rate_is_never_turned_round():
    rate(dt.date(2026, 2, 28), "0.8", base="EUR", quote="GBP")
    assert closing_rates({PAIR}, as_of=core.DAY) == {}


def test_many_pairs_cost_one_query(django_assert_num_queries):
    rate(dt.date(2026, 2, 28), "1.2")
    rate(dt.date(2026, 2, 28), "0.9", base="USD")
    with django_assert_num_queries(1):
        found = closing_rates({PAIR, ("USD", "EUR"), ("EUR", "EUR")}, as_of=core.DAY)
    assert len(found) == 3
