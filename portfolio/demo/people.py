"""Who works in the demo: accounts for one click, and sixty people with roles, rates and calendars?"""

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.backends.postgresql.psycopg_any import DateRange

from budgets.services import default_categories
from foundation.accounts.models import Person, User
from foundation.accounts.rights import Role
from foundation.organisation.models import Currency, ExchangeRate, FiscalPeriod, Organisation
from foundation.organisation.services import generate_periods, month_after
from foundation.periods import DateRange as Days
from portfolio.demo import catalogue
from portfolio.demo.days import Diary
from projects.models import Calendar, Portfolio, Programme, RoleAssignment
from projects.services import office_hours
from staffing.models import CostRate, Employment, ProjectRole

EVER = dt.date(2020, 1, 1)
ZONE = "Europe/Berlin"
# key: name, unit, role, where the role is held (None: the organisation; "": given with the projects)
CAST = {
    "pam": ("Pam Porter", "ICT project management", Role.PROJECT_MANAGER, ""),
    "paul": ("Paul Pereira", "Portfolio office", Role.PORTFOLIO_MANAGER, None),
    "sue": ("Sue Sanders", "Citizen services, sponsor", Role.SPONSOR, ""),
    "eve": ("Eve Ekström", "Executive board", Role.EXECUTIVE, None),
    "finn": ("Finn Fischer", "Finance", Role.FINANCE, None),
    "rita": ("Rita Romano", "Resource planning", Role.RESOURCE_MANAGER, None),
    "tom": ("Tom Tanaka", "ICT development team", Role.TEAM_MEMBER, ""),
    "stan": ("Stan Steiner", "Works council, stakeholder", Role.STAKEHOLDER, ""),
    "ada": ("Ada Adeyemi", "Internal audit", Role.AUDITOR, None),
    "adam": ("Adam Arslan", "ICT administration", Role.ADMINISTRATOR, None),
}
MANAGERS = ("Hanna Vogt", "Marek Novák", "Lucie Morel", "Ravi Patel", "Signe Lund")
SPONSORS = ("Ole Bakker", "Irene Conti", "Thomas Weiss")
RATES = {"USD": Decimal("0.92"), "GBP": Decimal("1.17"), "CHF": Decimal("1.04")}


@dataclass
class Council:
    """What the projects of the demo are built with. `managers` and `sponsors` are people with accounts."""

    today: dt.date
    packages: int = 14  # of a project, about
    weeks: int = 8  # of time sheets
    people: dict = field(default_factory=dict)
    managers: list = field(default_factory=list)
    sponsors: list = field(default_factory=list)
    portfolios: dict = field(default_factory=dict)
    programmes: dict = field(default_factory=dict)
    calendar: Calendar | None = None
    categories: dict = field(default_factory=dict)
    roles: dict = field(default_factory=dict)
    workers: list = field(default_factory=list)
    periods: dict = field(default_factory=dict)
    rates: dict = field(default_factory=dict)
    diary: Diary | None = None

    def user(self, key):
        return self.people[key].user


def set_up(today, **size):
    """Organisation, money, calendar, tree and people; `size`: packages and weeks of the Council. → Council"""
    council = Council(today, diary=Diary(today), **size)
    _money(council)
    years = {"first_year": today.year - 4, "last_year": today.year + 4}
    council.calendar = office_hours(name="Office hours", zone=ZONE, country="DE", **years)
    council.categories = default_categories()
    _cast(council)
    paul = council.people["paul"]
    for code, name in catalogue.PORTFOLIOS.items():
        council.portfolios[code] = Portfolio.objects.create(
            code=code, name=name, reporting_currency_id="EUR", owner=paul, created_by=paul.user
        )
    for code, (above, name) in catalogue.PROGRAMMES.items():
        council.programmes[code] = Programme.objects.create(
            code=code, name=name, portfolio=council.portfolios[above], owner=paul, created_by=paul.user
        )
    _workers(council)
    return council


def months_before(day, months):
    """The first day of the month that lies so many months earlier: 3 before 22 November is 1 August."""
    count = day.year * 12 + day.month - 1 - months
    return dt.date(count // 12, count % 12 + 1, 1)


def _money(council):
    today = council.today
    for code, name in (("EUR", "Euro"), ("USD", "US dollar"), ("GBP", "Pound sterling"), ("CHF", "Swiss franc")):
        Currency.objects.get_or_create(code=code, defaults={"name": name})
    Organisation.objects.create(name="Norddeich Council", zone=ZONE, reporting_currency_id="EUR")
    generate_periods(first=dt.date(today.year - 4, 1, 1), months=108, first_fiscal_month=1, by=None)
    council.periods = {Days(row.days.lower, row.days.upper): row for row in FiscalPeriod.objects.all()}
    rows, month = [], months_before(today, 40)
    while month <= today:
        drift = Decimal((month.month * 7) % 5 - 2) / 500
        for code, usual in RATES.items():
            council.rates[code, month] = usual + drift
            rows += [
                ExchangeRate(base_id=code, quote_id="EUR", date=month, kind=kind, rate=usual + drift,
                             source="Monthly table of the council")
                for kind in ("closing", "spot", "budget")
            ]  # fmt: skip
        month = month_after(month)
    ExchangeRate.objects.bulk_create(rows)


def _cast(council):
    for key, (name, unit, role, scope) in CAST.items():
        council.people[key] = account(f"{key}@demo.example", name, unit, is_demo=True)
        if scope is None:
            RoleAssignment.objects.create(person=council.people[key], role=role, days=DateRange(EVER, None))
    council.managers = [council.people["pam"], *(_colleague(name) for name in MANAGERS)]
    council.sponsors = [council.people["sue"], *(_colleague(name) for name in SPONSORS)]


def account(email, name, unit="Council", *, is_demo=False):
    """A person with an account that no password opens."""
    user = User.objects.create(email=email, is_demo=is_demo, password="!", zone=ZONE)
    return Person.objects.create(user=user, name=name, email=email, unit=unit)


def _colleague(name):
    return account(f"{name.split()[0].lower()}@demo.example", name)


def _workers(council):
    """Sixty people in seven roles, each with a role's rate since the beginning."""
    for name, per_hour in catalogue.ROLES.items():
        role = ProjectRole.objects.create(name=name)
        council.roles[name] = role
        CostRate.objects.create(role=role, amount=per_hour, currency_id="EUR", days=DateRange(EVER, None))
    names = [f"{first} {last}" for last in catalogue.LAST[:3] for first in catalogue.FIRST]
    people = Person.objects.bulk_create(
        Person(name=name, email=f"{name.lower().replace(' ', '.')}@demo.example", unit="ICT") for name in names[:59]
    )
    council.workers = [council.people["tom"], *people]
    kinds = list(catalogue.ROLES)[1:]
    Employment.objects.bulk_create(
        Employment(person=person, role=council.roles[kinds[(no + 2) % len(kinds)]], calendar=council.calendar,
                   days=DateRange(EVER, None), fte=1, zone=ZONE)
        for no, person in enumerate(council.workers)
    )  # fmt: skip
