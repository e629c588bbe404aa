"""Two lists that the tests of tables ask: people, and exchange rates with days, numbers and totals."""

import datetime as dt
from decimal import Decimal

from django.db.models import Max
from django.test import RequestFactory

from foundation.accounts.models import Person
from foundation.organisation.models import ExchangeRate
from foundation.tables import Column, Filter, Link, Table, Total
from tests.factories import core

PEOPLE = Table(
    "people",
    (
        Column("name", "Name", kind="link", value=lambda row: Link(row.name, f"/people/{row.public_id}/"), sort="name"),
        Column("email", "E-mail"),
        Column("unit", "Unit", sort=("unit", "name"), filter=Filter("unit", "Unit", "unit")),
        Column("account", "Account", value="user.email", sort="user__email", hidden=True),
    ),
    filters=(
        Filter("q", "Search", ("name", "email")),
        Filter("has_account", "Account", apply=lambda rows, value: rows.filter(user__isnull=value == "no"),
               kind="choice", choices=(("yes", "yes"), ("no", "no"))),
    ),
    default_sort="name",
    per_page=10,
    label="People",
    parameters=("as_of",),
)  # fmt: skip

RATES = Table(
    "rates",
    (
        Column("quote", "Currency", value="quote_id", sort="quote_id",
               filter=Filter("quote", "Currency", "quote_id", "choice", lambda: [("USD", "Dollar"), ("JPY", "Yen")])),
        Column("date", "Day", kind="date", sort="date", filter=Filter("day", "Day", "date", "dates")),
        Column("rate", "Rate", kind="number", unit="per EUR", sort="-rate",
               total=Total(Max("rate"), lambda value, **_: f"highest {value.normalize():f}")),
        Column("source", "Source", value="source", total=lambda rows, **context: f"{rows.count()} of {context['of']}"),
    ),
    default_sort="-date",
)  # fmt: skip


def request(query=""):
    return RequestFactory().get(f"/list/?{query}")


def people(*names, **fields):
    return [core.person(name, user=False, **fields) for name in names]


def names(page):
    return [row.name for row in page.shown]


def ask(query="", table=PEOPLE, queryset=None, **context):
    rows = Person.objects.all() if queryset is None else queryset
    return table.page(request(query), rows, **context)


def rates():
    for code, digits in (("EUR", 2), ("USD", 2), ("JPY", 0)):
        core.currency(code, digits)
    for day, quote, rate in ((1, "USD", "1.10"), (2, "USD", "1.30"), (3, "JPY", "160"), (4, "JPY", "158")):
        ExchangeRate.objects.create(
            base_id="EUR", quote_id=quote, date=dt.date(2026, 3, day), rate=Decimal(rate), kind="spot", source="ECB"
        )
    return ExchangeRate.objects.all()
