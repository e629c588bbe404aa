"""What does an empty site need before anybody can work on it, and who is the first to come in?"""

import zoneinfo
from dataclasses import dataclass

import holidays
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from budgets.services import default_categories
from foundation.accounts.models import Person
from foundation.accounts.rights import Role
from foundation.accounts.services import record
from foundation.errors import Refused
from foundation.money import MINOR_UNITS
from foundation.organisation.models import Currency, Organisation
from foundation.organisation.services import keep_periods
from projects.models import Calendar, RoleAssignment
from projects.services import create_person, grant_role, office_hours, password_address, record_link

AHEAD = 4  # years of public holidays after the running one


@dataclass(frozen=True)
class House:
    """What is asked about an organisation; `country` is that of its public holidays, "" for none."""

    name: str
    currency: str
    zone: str = "UTC"
    first_fiscal_month: int = 1
    country: str = ""
    currencies: tuple = ()


@transaction.atomic
def set_up(house, *, email, name, today):
    """The organisation with currencies, periods, cost categories and calendar, and its first administrator.

    What is there already stays as it is; the address with which the administrator sets a password is always new.
    Errors: Refused names the field. → the address, without the name of the site
    """
    _check(house, email)
    for code in sorted({house.currency, *house.currencies}):
        Currency.objects.get_or_create(code=code, defaults={"name": code, "minor_unit": MINOR_UNITS[code]})
    if not Organisation.objects.exists():
        made = Organisation.objects.create(
            name=house.name, zone=house.zone, first_fiscal_month=house.first_fiscal_month,
            reporting_currency_id=house.currency,
        )  # fmt: skip
        record("organisation.changed", made, by=None)
    keep_periods(on=today)
    default_categories()
    if not Calendar.objects.exists():
        years = {"first_year": today.year - 1, "last_year": today.year + AHEAD}
        office_hours(name=_("Office hours"), zone=house.zone, country=house.country, **years)
    return _administrator(email, name, house.zone, today)


def _check(house, email):
    if not house.name.strip():
        raise Refused(_("Give the organisation a name."), field="name")
    for code in (house.currency, *house.currencies):
        if code not in MINOR_UNITS:
            raise Refused(_("{code} is not an active ISO 4217 currency.").format(code=code), field="currency")
    if house.zone not in zoneinfo.available_timezones():
        raise Refused(_("No time zone is called {zone}.").format(zone=house.zone), field="zone")
    if house.first_fiscal_month not in range(1, 13):
        raise Refused(_("The fiscal year begins in month 1 to 12."), field="first_fiscal_month")
    if house.country and house.country not in holidays.list_supported_countries():
        raise Refused(_("No holidays are known of {country}.").format(country=house.country), field="country")
    validate_email(email)


def _administrator(email, name, zone, today):
    person = Person.objects.select_related("user").filter(email__iexact=email.strip()).first()
    if person is None:
        person = create_person(by=None, name=name.strip() or email, email=email, zone=zone)
    if person.user is None or person.user.is_demo or not person.user.is_active:
        raise Refused(_("The account of {person} cannot sign in with a password.").format(person=person), field="email")
    held = RoleAssignment.objects.filter(person=person, role=Role.ADMINISTRATOR, days__contains=today)
    if not held.filter(portfolio=None, programme=None, project=None).exists():
        grant_role(person, by=None, on=today, role=Role.ADMINISTRATOR)
    record_link(person, by=None)
    return password_address(person.user)
