"""Does a booking beyond the whole say on which day and how much it would be, to the last hundredth of a percent?"""

import datetime as dt
from decimal import Decimal

import pytest

from foundation.errors import Refused
from staffing import services
from staffing.models import Allocation
from tests.at_once import at_once, refused
from tests.factories import core, staffing

D = Decimal


def after(days):
    return core.DAY + dt.timedelta(days)


@pytest.fixture
def ann(world):
    person = core.person("Ann Ash")
    staffing.employment(person)
    return person


def booked(project, person, share, first=0, last=9, **fields):
    return staffing.allocation(project, person, share=share, days=staffing.days(after(first), after(last)), **fields)


@pytest.mark.parametrize(
    ("there", "more", "said"),
    [
        ("0.6", "0.5", "110 % on 2 Mar 2026"),
        ("0.5", "0.504", "100.4 % on 2 Mar 2026"),
        ("1", "0.0001", "100.01 % on 2 Mar 2026"),
        ("1", "1", "200 % on 2 Mar 2026"),
        ("0.333333", "0.666668", "100.0001 % on 2 Mar 2026"),
    ],
)
def test_what_is_too_much_is_never_told_as_the_whole(world, ann, pam, rita, there, more, said):
    booked(world.foreign, ann, there)
    row = booked(world.own, ann, more, state="tentative", created_by=pam)
    with pytest.raises(Refused) as refusal:
        services.confirm_allocation(row, by=rita)
    assert refusal.value.message.startswith(f"Ann Ash would be booked for {said}.")
    assert Allocation.objects.get(pk=row.pk).state == "tentative"


def test_the_worst_day_is_named_and_not_the_first_one_that_is_full(world, ann, pam, rita):
    booked(world.foreign, ann, "0.3", 0, 9)
    booked(world.far, ann, "0.7", 5, 6)
    row = booked(world.own, ann, "0.8", state="tentative", created_by=pam)
    with pytest.raises(Refused, match="booked for 180 % on 7 Mar 2026"):
        services.confirm_allocation(row, by=rita)


def test_exactly_the_whole_and_days_that_touch_are_taken(world, ann, pam, rita):
    booked(world.foreign, ann, "0.4", 0, 9)
    booked(world.far, ann, "1", 10, 20)
    row = booked(world.own, ann, "0.6", 0, 9, state="tentative", created_by=pam)
    assert services.confirm_allocation(row, by=rita).state == "confirmed"


@pytest.mark.django_db(transaction=True)
def test_two_managers_who_book_the_last_half_at_once_book_it_once(world, ann, pam, rita):
    booked(world.far, ann, "0.5")
    rows = [booked(project, ann, "0.5", state="tentative", created_by=pam) for project in (world.own, world.foreign)]
    results = at_once(lambda turn: services.confirm_allocation(rows[turn], by=rita), turns=2)
    (error,) = refused(results)
    assert isinstance(error, Refused)
    assert "150 %" in error.message
    assert sorted(Allocation.objects.filter(pk__in=[row.pk for row in rows]).values_list("state", flat=True)) == [
        "confirmed", "tentative",
    ]  # fmt: skip
