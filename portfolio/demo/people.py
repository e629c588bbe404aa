"""Who works in the demo: accounts for one click, and sixty people with roles, rates and calendars?"""

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.backends.postgresql.psycopg_any import DateRange, NumericRange

from budgets.services import default_categories
from foundation.accounts.models import Person, User
from foundation.accounts.rights import Role
from foundation.organisation.models import Currency, ExchangeRate, Organisation
from foundation.organisation.services import generate_periods, month_after
from portfolio.demo import catalogue
from projects.models import Calendar, CalendarInterval, Portfolio, Programme, RoleAssignment
from projects.services import fill_holidays
from staffing.models import CostRate, Employment, ProjectRole

EVER = dt.date(2020, 1, 1)
# key: name, role, where the role is held (None: the organisation; "": given with the projects)
CAST = {
    "pam": ("Pam Porter", Role.PROJECT_MANAGER, ""),
    "paul": ("Paul Pereira", Role.PORTFOLIO_MANAGER, None),
    "sue": ("Sue Sanders", Role.SPONSOR, ""),
    "eve": ("Eve Ekström", Role.EXECUTIVE, None),
    "finn": ("Finn Fischer", Role.FINANCE, None),
    "rita": ("Rita Romano", Role.RESOURCE_MANAGER, None),
    "tom": ("Tom Tanaka", Role.TEAM_MEMBER, ""),
    "stan": ("Stan Steiner", Role.STAKEHOLDER, ""),
    "ada": ("Ada Adeyemi", Role.AUDITOR, None),
    "adam": ("Adam Arslan", Role.ADMINISTRATOR, None),
}
RATES = {"USD": Decimal("0.92"), "GBP": Decimal("1.17"), "CHF": Decimal("1.04")}


@dataclass
class Stage:
    """What the projects of the demo are built with."""

    today: dt.date
    people: dict = field(default_factory=dict)
    portfolios: dict = field(default_factory=dict)
    programmes: dict = field(default_factory=dict)
    calendar: Calendar | None = None
    categories: dict = field(default_factory=dict)
    roles: dict = field(default_factory=dict)
    workers: list = field(default_factory=list)

    def user(self, key):
        return self.people[key].user


def set_up(today):
    """Organisation, money, calendar, tree and people. → Stage"""
    stage = Stage(today)
    _money(today)
    stage.calendar = _calendar()
    stage.categories = default_categories()
    for code, name in catalogue.PORTFOLIOS.items():
        stage.portfolios[code] = Portfolio.objects.create(code=code, name=name, reporting_currency_id="EUR")
    for code, (above, name) in catalogue.PROGRAMMES.items():
        stage.programmes[code] = Programme.objects.create(code=code, name=name, portfolio=stage.portfolios[above])
    _cast(stage)
    _workers(stage)
    return stage


def _money(today):
    for code, name in (("EUR", "Euro"), ("USD", "US dollar"), ("GBP", "Pound sterling"), ("CHF", "Swiss franc")):
        Currency.objects.get_or_create(code=code, defaults={"name": name})
    Organisation.objects.create(name="Norddeich Council", zone="Europe/Berlin", reporting_currency_id="EUR")
    first = today.replace(year=today.year - 4, month=1, day=1)
    generate_periods(first=first, months=108, first_fiscal_month=1, by=None)
    month = today.replace(day=1, year=today.year - 3)
    rows = []
    while month <= today:
        drift = Decimal((month.month * 7) % 5 - 2) / 500
        for code, rate in RATES.items():
            for kind in ("closing", "spot", "budget"):
                rows.append(ExchangeRate(base_id=code, quote_id="EUR", date=month, kind=kind, rate=rate + drift,
                                         source="Monthly table of the council"))  # fmt: skip
        month = month_after(month)
    ExchangeRate.objects.bulk_create(rows)


def _calendar():
    made = Calendar.objects.create(name="Office hours", zone="Europe/Berlin", country="DE")
    spans = ((480, 720), (780, 1020))
    CalendarInterval.objects.bulk_create(
        CalendarInterval(calendar=made, weekday=day, minutes=NumericRange(*span)) for day in range(5) for span in spans
    )
    return made


def holidays(stage):
    years = range(stage.today.year - 3, stage.today.year + 4)
    fill_holidays(stage.calendar, years=years, by=stage.user("adam"))


def _cast(stage):
    for key, (name, role, scope) in CAST.items():
        mail = f"{key}@demo.example"
        user = User.objects.create(email=mail, is_demo=True, password="!", zone="Europe/Berlin")
        person = Person.objects.create(user=user, name=name, email=mail, unit="Council")
        stage.people[key] = person
        if scope is None:
            RoleAssignment.objects.create(person=person, role=role, days=DateRange(EVER, None))


def _workers(stage):
    """Sixty people in seven roles, each with a role's rate since the beginning."""
    for name, per_hour in catalogue.ROLES.items():
        role = ProjectRole.objects.create(name=name)
        stage.roles[name] = role
        CostRate.objects.create(role=role, amount=per_hour, currency_id="EUR", days=DateRange(EVER, None))
    names = [f"{first} {last}" for last in catalogue.LAST[:3] for first in catalogue.FIRST]
    people = Person.objects.bulk_create(
        Person(name=name, email=f"{name.lower().replace(' ', '.')}@demo.example", unit="ICT") for name in names
    )
    stage.workers = [stage.people["tom"], *people[: len(names) - 1]]
    kinds = list(catalogue.ROLES)[1:]
    Employment.objects.bulk_create(
        Employment(person=person, role=stage.roles[kinds[no % len(kinds)]], calendar=stage.calendar,
                   days=DateRange(EVER, None), fte=1)
        for no, person in enumerate(stage.workers)
    )  # fmt: skip
