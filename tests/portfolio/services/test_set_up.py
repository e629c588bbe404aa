"""An empty site becomes one on which people work: by one command, as often as one likes."""

import datetime as dt
from dataclasses import replace
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from budgets.models import CostCategory
from foundation.accounts.models import AuditEvent, Person, User
from foundation.accounts.rights import Role
from foundation.errors import Refused
from foundation.organisation.models import Currency, FiscalPeriod, Organisation
from portfolio import tasks
from portfolio.services.set_up import House, set_up
from projects.models import Calendar, Portfolio, Project, RoleAssignment
from projects.services import set_active
from tests.factories import core

pytestmark = pytest.mark.django_db
TODAY = core.DAY
HOUSE = House("City of Example", "EUR", "Europe/Berlin", 1, "DE", ("USD", "JPY"))
ADA, PASSWORD = "ada@example.org", "correct horse battery staple"
ASKED = {"organisation": "City of Example", "currency": "eur", "administrator": ADA, "name": "Ada Adeyemi"}


def run(**options):
    out = StringIO()
    call_command("set_up", **{**ASKED, **options}, stdout=out)
    return out.getvalue().splitlines()


def up(house=HOUSE, *, email=ADA, name="Ada Adeyemi", today=TODAY):
    return set_up(house, email=email, name=name, today=today)


def enter_by(path):
    """A browser that set its password by the link and signed in with it."""
    browser = Client()
    form = browser.get(path, follow=True)
    assert form.status_code == 200
    answer = browser.post(form.redirect_chain[-1][0], {"new_password1": PASSWORD, "new_password2": PASSWORD})
    assert answer.status_code == 302
    browser.post(reverse("accounts:sign_in"), {"username": ADA, "password": PASSWORD})
    return browser


def counts():
    models = (Organisation, Currency, FiscalPeriod, CostCategory, Calendar, Person, User, RoleAssignment)
    return [model.objects.count() for model in models]


def test_the_organisation_stands_with_what_the_books_need():
    up()
    house = Organisation.objects.get()
    assert (house.name, house.zone, house.reporting_currency_id) == ("City of Example", "Europe/Berlin", "EUR")
    assert {row.code: row.minor_unit for row in Currency.objects.all()} == {"EUR": 2, "JPY": 0, "USD": 2}
    assert CostCategory.objects.filter(is_labour=True).count() == 1


def test_periods_reach_from_the_year_before_to_three_years_ahead():
    up()
    first, last = FiscalPeriod.objects.first(), FiscalPeriod.objects.last()
    assert first.days.lower == dt.date(2025, 1, 1)
    assert last.days.upper == dt.date(2029, 4, 1), "the month that lies three years ahead is whole"


@pytest.mark.parametrize(
    ("month", "first", "year"),
    [(4, dt.date(2024, 4, 1), 2025), (1, dt.date(2025, 1, 1), 2025), (3, dt.date(2025, 3, 1), 2026)],
)
def test_a_fiscal_year_may_begin_in_any_month(month, first, year):
    up(replace(HOUSE, first_fiscal_month=month))
    found = FiscalPeriod.objects.first()
    assert (found.days.lower, found.fiscal_year, found.number) == (first, year, 1)


def test_the_calendar_works_on_weekdays_and_knows_the_holidays_of_the_country():
    up()
    made = Calendar.objects.get()
    assert made.zone == "Europe/Berlin"
    assert made.intervals.count() == 10
    assert made.exceptions.filter(date=dt.date(2026, 10, 3)).exists()
    assert not made.exceptions.filter(date=dt.date(2026, 7, 4)).exists()


def test_without_a_country_there_are_no_holidays():
    up(replace(HOUSE, country=""))
    assert Calendar.objects.get().exceptions.count() == 0


def test_run_again_what_is_there_stays_and_the_link_is_new():
    up()
    before = counts()
    path = up(replace(HOUSE, name="Another", currency="USD", zone="UTC"))
    assert counts() == before
    assert Organisation.objects.get().name == "City of Example"
    assert path.startswith("/password/")


def test_only_the_newest_sign_in_of_the_administrator_needs_the_link():
    first = up()
    enter_by(first)
    assert Client().get(first, follow=True).context["validlink"] is False, "a link works once"


def test_it_is_on_record_that_it_was_done():
    up()
    acts = list(AuditEvent.objects.order_by("pk").values_list("act", flat=True))
    assert acts == ["organisation.changed", "person.created", "role.assigned", "person.link_made"]


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"name": "  "}, "name", "Give the organisation a name."),
        ({"currency": "EUX"}, "currency", "EUX is not an active ISO 4217 currency."),
        ({"currency": ""}, "currency", " is not an active ISO 4217 currency."),
        ({"currencies": ("USD", "12")}, "currency", "12 is not an active ISO 4217 currency."),
        ({"zone": "Europe/Nowhere"}, "zone", "No time zone is called Europe/Nowhere."),
        ({"first_fiscal_month": 0}, "first_fiscal_month", "The fiscal year begins in month 1 to 12."),
        ({"first_fiscal_month": 13}, "first_fiscal_month", "The fiscal year begins in month 1 to 12."),
        ({"country": "XX"}, "country", "No holidays are known of XX."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_half_written(change, field, words):
    with pytest.raises(Refused) as refusal:
        up(replace(HOUSE, **change))
    assert (refusal.value.field, refusal.value.message) == (field, words)
    assert not any(counts())


@pytest.mark.parametrize("email", ["", "ada", "ada@", "a b@example.org"])
def test_an_address_that_is_none_writes_nothing(email):
    with pytest.raises(ValidationError):
        up(email=email)
    assert not any(counts())


def test_a_second_administrator_comes_beside_the_first():
    up()
    up(email="bo@example.org", name="Bo Berg")
    held = RoleAssignment.objects.filter(role=Role.ADMINISTRATOR)
    assert {row.person.name for row in held} == {"Ada Adeyemi", "Bo Berg"}


def test_somebody_who_is_known_keeps_his_name_and_gets_the_role():
    core.organisation()
    known = core.person("Nina Known")
    up(email=known.email.upper(), name="Somebody Else")
    known.refresh_from_db()
    assert known.name == "Nina Known"
    assert RoleAssignment.objects.get(person=known).role == Role.ADMINISTRATOR


def test_an_account_that_was_closed_stays_closed():
    up()
    up(email="bo@example.org", name="Bo Berg")
    set_active(Person.objects.get(email=ADA), by=None, on=TODAY, active=False)
    with pytest.raises(Refused) as refusal:
        up()
    assert "cannot sign in" in refusal.value.message and refusal.value.field == "email"


def test_a_one_click_account_of_the_demo_gets_no_password():
    core.organisation()
    person = core.person("Demo Dora")
    User.objects.filter(pk=person.user_id).update(is_demo=True)
    with pytest.raises(Refused):
        up(email=person.email)


# from the link to the first project


def test_the_command_prints_a_link_by_which_the_administrator_comes_in():
    said = run(site="https://plan.example.org/")
    assert said[0] == f"{ADA} sets a password here, once and within three days:"
    assert said[1].startswith("https://plan.example.org/password/")
    browser = enter_by(said[1].removeprefix("https://plan.example.org"))
    home = browser.get("/").content.decode()
    assert "No project here yet: how to begin" in home
    assert browser.get(reverse("settings")).status_code == 200
    assert browser.get(reverse("projects:people")).status_code == 200


def test_the_site_leads_on_to_a_first_project(enter):
    run(zone="Europe/Berlin", country="de", currencies="usd, gbp,")
    assert {row.code for row in Currency.objects.all()} == {"EUR", "USD", "GBP"}
    paul = core.person("Paul")
    core.role(paul, Role.PORTFOLIO_MANAGER)
    browser = enter(paul.user)
    fields = {"code": "DIG", "name": "Digital services", "reporting_currency": "EUR"}
    answer = browser.post(reverse("projects:portfolio_add"), fields)
    assert answer.status_code == 302, answer.content.decode()
    assert Portfolio.objects.get().code == "DIG"
    assert browser.get(reverse("projects:create")).status_code == 200
    assert not Project.objects.exists()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"currency": "zzz"}, "ZZZ is not an active ISO 4217 currency."),
        ({"administrator": "ada"}, "ada: Enter a valid email address."),
        ({"zone": "Berlin"}, "No time zone is called Berlin."),
    ],
)
def test_the_command_refuses_in_words(options, words):
    with pytest.raises(CommandError) as error:
        run(**options)
    assert str(error.value) == words


# the years go by


def test_every_night_three_years_lie_ahead_again(monkeypatch):
    up()
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: dt.date(2027, 6, 15))
    tasks.keep_periods()
    assert FiscalPeriod.objects.last().days.upper == dt.date(2030, 7, 1)
    before = FiscalPeriod.objects.count()
    tasks.keep_periods()
    assert FiscalPeriod.objects.count() == before


def test_on_a_site_that_is_not_set_up_the_night_does_nothing():
    tasks.keep_periods()
    assert not FiscalPeriod.objects.exists()
