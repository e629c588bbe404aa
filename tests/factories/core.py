"""Small builders of people, organisation, portfolios and projects."""

import datetime as dt
from itertools import count

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange, NumericRange

from foundation.accounts.models import Person, User
from foundation.organisation.models import Currency, Organisation
from foundation.organisation.services import generate_periods
from projects.models import Calendar, CalendarInterval, Charter, Portfolio, Programme, Project, RoleAssignment

_number = count(1)
DAY = dt.date(2026, 3, 2)  # a Monday: the "today" of most tests
MONDAY_9 = dt.datetime(2026, 3, 2, 8, 0, tzinfo=dt.UTC)


def currency(code="EUR", minor_unit=2):
    return Currency.objects.get_or_create(code=code, defaults={"name": code, "minor_unit": minor_unit})[0]


def organisation(**fields):
    existing = Organisation.objects.first()
    return existing or Organisation.objects.create(
        **{"name": "Nordwind", "zone": "UTC", "reporting_currency": currency(), **fields}
    )


def periods(first=dt.date(2025, 1, 1), months=36):
    generate_periods(first=first, months=months, first_fiscal_month=1, by=None)


def mail(name):
    return f"{name.lower().replace(' ', '.')}{next(_number)}@example.org"


def person(name="Somebody", *, user=True, **fields):
    address = mail(name)
    account = User.objects.create(email=address, password="!") if user else None
    return Person.objects.create(user=account, name=name, email=address, **fields)


def users(names):
    """The accounts of people of these names, in two strokes."""
    names = list(names)
    made = User.objects.bulk_create(User(email=mail(name), password="!") for name in names)
    pairs = zip(made, names, strict=True)
    Person.objects.bulk_create(Person(user=user, name=name, email=user.email) for user, name in pairs)
    return made


@transaction.atomic
def calendar(name=None):
    """Monday to Friday, 8 to 12 and 13 to 17."""
    made = Calendar.objects.create(name=name or f"Office {next(_number)}")
    CalendarInterval.objects.bulk_create(
        CalendarInterval(calendar=made, weekday=day, minutes=NumericRange(*span))
        for day in range(5)
        for span in ((480, 720), (780, 1020))
    )
    return made


def portfolio(name="Digital services", **fields):
    fields.setdefault("reporting_currency", currency())
    return Portfolio.objects.create(name=name, code=f"PF{next(_number)}", **fields)


def programme(in_portfolio, name="Workplace", **fields):
    return Programme.objects.create(portfolio=in_portfolio, name=name, code=f"PG{next(_number)}", **fields)


def project(in_portfolio=None, name="Intranet refresh", **fields):
    fields.setdefault("currency", currency())
    fields.setdefault("calendar", calendar())
    fields.setdefault("start", DAY)
    fields.setdefault("code", f"P-{next(_number):03d}")
    made = Project.objects.create(portfolio=in_portfolio or portfolio(), name=name, **fields)
    Charter.objects.create(project=made, purpose="Staff find what they need", goals="Search below 2 s", scope="Site")
    return made


LONG_AGO = dt.date(2020, 1, 1)


def roles(held):
    """Give each (user, role, fields of the scope) in one stroke, from long ago on."""
    days = DateRange(LONG_AGO, None)
    made = (RoleAssignment(person=user.person, role=name, days=days, **where) for user, name, where in held)
    RoleAssignment.objects.bulk_create(made)


def role(holder, name, *, portfolio=None, programme=None, project=None, first=LONG_AGO, until=None):
    """Give a Person or User the role in a scope; no scope is the organisation."""
    who = holder if isinstance(holder, Person) else holder.person
    return RoleAssignment.objects.create(
        person=who, role=name, portfolio=portfolio, programme=programme, project=project, days=DateRange(first, until)
    )
