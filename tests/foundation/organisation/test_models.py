"""What does Postgres refuse about currencies, rates and fiscal periods?"""

import datetime as dt
from decimal import Decimal

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from foundation.organisation.models import Currency, ExchangeRate, FiscalPeriod, Organisation
from tests.factories import core
from tests.refusals import check_deferred, refused_by, sql

pytestmark = pytest.mark.django_db


def rate(value="1.08", base="EUR", quote="USD", **fields):
    values = {"date": core.DAY, "kind": "spot", "source": "central bank", **fields}
    return ExchangeRate.objects.create(
        base=core.currency(base), quote=core.currency(quote), rate=Decimal(value), **values
    )


def month(year, number, *, fiscal_year=None, period=None, **fields):
    start = dt.date(year, number, 1)
    end = dt.date(year + number // 12, number % 12 + 1, 1)
    return FiscalPeriod.objects.create(
        days=DateRange(start, end), fiscal_year=fiscal_year or year, number=period or number, **fields
    )


@pytest.mark.parametrize("code", ["eur", "EU", "E1R", "ÄÖÜ"])
def test_a_currency_has_an_iso_code(code):
    with refused_by("currency_code_is_iso"):
        Currency.objects.bulk_create([Currency(code=code, name="Euro")])


def test_no_currency_has_five_decimals():
    with refused_by("currency_minor_unit_0_4"):
        core.currency("EUR", minor_unit=5)


def test_there_is_one_organisation():
    core.organisation()
    with refused_by("organisation_organisation_one_row_key"):
        Organisation.objects.create(name="Second", reporting_currency=core.currency())
    with refused_by("organisation_one_row"):
        Organisation.objects.create(name="Second", reporting_currency=core.currency(), one_row=False)


@pytest.mark.parametrize("first_month", [0, 13])
def test_a_fiscal_year_starts_in_one_of_twelve_months(first_month):
    core.organisation()
    with refused_by("organisation_month_1_12"):
        Organisation.objects.update(first_fiscal_month=first_month)


@pytest.mark.parametrize("value", ["0", "-1.08"])
def test_an_exchange_rate_is_above_zero(value):
    with refused_by("exchange_rate_positive"):
        rate(value)


def test_a_rate_is_between_two_currencies():
    with refused_by("exchange_rate_two_currencies"):
        rate("1", base="EUR", quote="EUR")


def test_one_day_has_one_rate_of_a_kind():
    rate("1.08")
    rate("1.07", kind="closing")
    rate("1.09", date=core.DAY + dt.timedelta(days=1))
    with refused_by("exchange_rate_once"):
        rate("1.081")


def test_periods_may_not_overlap():
    month(2026, 1)
    with refused_by("fiscal_period_no_overlap"):
        FiscalPeriod.objects.create(
            days=DateRange(dt.date(2026, 1, 31), dt.date(2026, 3, 1)), fiscal_year=2026, number=2
        )


def test_a_period_of_a_year_exists_once():
    month(2026, 1)
    with refused_by("fiscal_period_once"):
        month(2026, 2, period=1)


def test_a_period_has_days():
    with refused_by("fiscal_period_has_days"):
        FiscalPeriod.objects.create(days=DateRange(empty=True), fiscal_year=2026, number=1)


def test_a_period_is_open_closing_or_closed():
    period = month(2026, 1)
    with refused_by("fiscal_period_state"):
        FiscalPeriod.objects.filter(pk=period.pk).update(state="reopened")


def test_months_one_after_the_other_leave_no_gap():
    for number in (1, 2, 3):
        month(2026, number)
    check_deferred()
    assert FiscalPeriod.objects.count() == 3


def test_a_missing_month_is_found_at_the_end_no_gap_is_left():
    month(2026, 1)
    with refused_by("no_gap"):
        month(2026, 3)


def test_the_missing_month_may_come_later_in_the_same_transaction():
    month(2026, 1)
    month(2026, 3)
    month(2026, 2)
    check_deferred()


def test_deleting_or_moving_a_month_in_between_is_refused_by_no_gap():
    middle = [month(2026, number) for number in (1, 2, 3)][1]
    with refused_by("no_gap"):
        sql("DELETE FROM organisation_fiscalperiod WHERE id = %s", middle.pk)
    with refused_by("no_gap"):
        sql(
            "UPDATE organisation_fiscalperiod SET days = '[2026-02-01,2026-02-20)' WHERE id = %s",
            middle.pk,
        )


def test_the_last_month_may_be_taken_away_again():
    last = [month(2026, number) for number in (1, 2)][-1]
    last.delete()
    check_deferred()
