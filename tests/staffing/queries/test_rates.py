"""Which rate is valid for a person on a day?"""

import datetime as dt

import pytest

from staffing.models import TimesheetLine
from staffing.queries import rate_on, rates_of_lines
from tests.factories import core, plan, staffing

pytestmark = pytest.mark.django_db
DAY = core.DAY


@pytest.fixture
def role():
    return staffing.role("Developer")


def test_the_rate_of_the_role_is_valid_on_its_days_only(role):
    old = staffing.rate("70", of=role, days=staffing.days(dt.date(2025, 1, 1), dt.date(2025, 12, 31)))
    new = staffing.rate("80", of=role, days=staffing.days(dt.date(2026, 1, 1), dt.date(2026, 12, 31)))
    person = core.person("Ann")
    assert rate_on(role=role, person=person, day=dt.date(2025, 12, 31)) == old
    assert rate_on(role=role, person=person, day=dt.date(2026, 1, 1)) == new
    assert rate_on(role=role, person=person, day=dt.date(2027, 1, 1)) is None


def test_a_rate_of_the_person_goes_before_that_of_the_role(role):
    person = core.person("Ann")
    staffing.rate("80", of=role)
    own = staffing.rate("95", person=person)
    assert rate_on(role=role, person=person, day=DAY) == own
    assert rate_on(role=role, person=core.person("Bob"), day=DAY).amount == 80


def test_without_role_and_person_there_is_no_rate(role):
    staffing.rate("80", of=role)
    staffing.rate("95", person=core.person("Ann"))
    assert rate_on(role=None, person=None, day=DAY) is None


def test_a_line_costs_what_the_role_of_its_allocation_costs(world, role):
    tester = staffing.role("Tester")
    person = core.person("Ann")
    staffing.employment(person, of=role)
    staffing.allocation(world.own, person, of=tester)
    dear, cheap = staffing.rate("80", of=role), staffing.rate("60", of=tester)
    sheet = staffing.sheet(person)
    here = staffing.line(sheet, plan.task(world.own), 60)
    elsewhere = staffing.line(sheet, plan.task(world.foreign), 60)
    rows = TimesheetLine.objects.select_related("timesheet")
    assert rates_of_lines(rows) == {here.pk: cheap, elsewhere.pk: dear}


def test_lines_without_rate_are_named_with_none_and_the_rate_of_a_person_is_never_one(world, role):
    """Hours beside an amount at his own rate would tell it to everybody who reads the ledger."""
    ann, bob = staffing.worker(world.own, of=role), staffing.worker(world.own)
    staffing.rate("95", person=ann)
    staffing.rate("96", person=bob)
    of_role = staffing.rate("80", of=role)
    task = plan.task(world.own)
    first, second = (staffing.line(staffing.sheet(who), task, 60) for who in (ann, bob))
    assert rates_of_lines([first, second]) == {first.pk: of_role, second.pk: None}


def test_it_takes_the_same_queries_for_one_line_and_for_many(world, django_assert_num_queries):
    task = plan.task(world.own)
    lines = [staffing.line(staffing.sheet(staffing.worker(world.own)), task) for _each in range(5)]
    with django_assert_num_queries(3):
        rates_of_lines(lines[:1])
    with django_assert_num_queries(3):
        rates_of_lines(lines)
