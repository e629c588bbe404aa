"""What does Postgres keep about allocations, above all: nobody is booked for more than 100 %? Allocation."""

import datetime as dt
import threading

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from staffing.models import Allocation
from tests.factories import core, staffing
from tests.refusals import refused_by

DAY = core.DAY


def after(days):
    return DAY + dt.timedelta(days=days)


@pytest.fixture
def ann(world):
    return core.person("Ann")


@pytest.mark.django_db
@pytest.mark.parametrize("share", ["0", "1.000001"])
def test_a_share_is_above_nothing_and_at_most_all(world, ann, share):
    with refused_by("allocation_share_0_1"):
        staffing.allocation(world.own, ann, share=share)


@pytest.mark.django_db
def test_an_allocation_has_days_with_both_ends_and_a_known_state(world, ann):
    with refused_by("allocation_has_days"):
        staffing.allocation(world.own, ann, days=DateRange(DAY, DAY))
    with refused_by("allocation_has_both_ends"):
        staffing.allocation(world.own, ann, days=DateRange(DAY, None))
    with refused_by("allocation_state_known"):
        staffing.allocation(world.own, ann, state="maybe")


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["tentative", "confirmed", "ended"])
def test_who_is_booked_is_somebody(world, state):
    staffing.allocation(world.own, state="requested")
    with refused_by("allocation_booked_has_person"):
        staffing.allocation(world.own, state=state)


@pytest.mark.django_db
def test_an_exception_has_a_reason_and_is_given_by_another(world, ann, pam, rita):
    for missing in ({"over_approved_by": rita}, {"over_reason": "Only she knows it"}):
        with refused_by("allocation_exception_is_recorded"):
            staffing.allocation(world.own, ann, over_ok=True, **missing)
    with refused_by("allocation_exception_by_another"):
        staffing.allocation(world.own, ann, over_ok=True, over_reason="Go live", over_approved_by=pam, created_by=pam)


@pytest.mark.django_db
def test_who_asked_does_not_confirm(world, ann, pam):
    with refused_by("allocation_confirmed_by_another"):
        staffing.allocation(world.own, ann, created_by=pam, confirmed_by=pam)


@pytest.mark.django_db
def test_shares_of_a_day_never_pass_the_whole(world, ann):
    staffing.allocation(world.own, ann, share="0.6", days=staffing.days(DAY, after(9)))
    with refused_by("within_capacity"):
        staffing.allocation(world.foreign, ann, share="0.400001", days=staffing.days(after(9), after(20)))
    staffing.allocation(world.foreign, ann, share="0.4", days=staffing.days(after(9), after(20)))
    staffing.allocation(world.own, ann, share="0.6", days=staffing.days(after(10), after(20)))
    staffing.allocation(world.own, core.person("Bob"), share="1")


@pytest.mark.django_db
def test_three_bookings_that_meet_on_one_day_only_are_found(world, ann):
    staffing.allocation(world.own, ann, share="0.5", days=staffing.days(DAY, after(5)))
    staffing.allocation(world.own, ann, share="0.5", days=staffing.days(after(5), after(10)))
    with refused_by("within_capacity"):
        staffing.allocation(world.foreign, ann, share="0.1", days=staffing.days(DAY, after(10)))
    staffing.allocation(world.foreign, ann, share="0.1", days=staffing.days(after(11), after(12)))


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["requested", "tentative", "ended", "declined"])
def test_only_what_is_confirmed_takes_capacity(world, ann, state):
    staffing.allocation(world.own, ann, share="0.8", state=state)
    later = staffing.allocation(world.foreign, ann, share="0.8")
    assert later.pk
    with refused_by("within_capacity"):
        Allocation.objects.filter(state=state).update(state="confirmed")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change", [{"share": "0.9"}, {"days": staffing.YEARS}, {"state": "confirmed"}, {"over_ok": False}]
)
def test_no_change_of_a_row_leads_past_the_whole(world, ann, change, rita):
    near = staffing.days(DAY, after(3))
    staffing.allocation(world.own, ann, share="0.5", days=near)
    one = {"share": "0.5", "days": near}
    if "days" in change:
        one = {"share": "0.9", "days": staffing.days(after(10), after(11))}
    if "state" in change:
        one = {"share": "0.6", "days": near, "state": "tentative"}
    if "over_ok" in change:
        why = {"over_ok": True, "over_reason": "Go live", "over_approved_by": rita}
        one = {"share": "0.6", "days": near, **why}
    row = staffing.allocation(world.foreign, ann, **one)
    with refused_by("within_capacity"):
        Allocation.objects.filter(pk=row.pk).update(**change)


@pytest.mark.django_db
def test_a_recorded_exception_may_pass_the_whole_and_the_next_may_not(world, ann, rita):
    staffing.allocation(world.own, ann, share="0.9")
    why = {"over_ok": True, "over_reason": "Only she knows the old system", "over_approved_by": rita}
    staffing.allocation(world.foreign, ann, share="0.5", **why)
    with refused_by("within_capacity"):
        staffing.allocation(world.foreign, ann, share="0.1")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("grown", "smaller"),
    [
        ({"share": "0.8"}, {"share": "0.4"}),
        ({"days": staffing.days(DAY, after(9))}, {"days": staffing.days(DAY, after(2))}),
        ({"person": None}, {"share": "0.5"}),
    ],
)
def test_an_exception_holds_for_what_it_was_made_for_and_for_less(world, ann, rita, grown, smaller):
    why = {"over_ok": True, "over_reason": "Go live", "over_approved_by": rita}
    row = staffing.allocation(world.own, ann, share="0.5", days=staffing.days(DAY, after(5)), state="requested", **why)
    mine = Allocation.objects.filter(pk=row.pk)
    with refused_by("exception_of_this_booking"):
        mine.update(**grown)
    mine.update(**smaller)
    mine.update(over_ok=False, **grown)


@pytest.mark.django_db(transaction=True)
def test_two_sessions_that_book_the_last_fifth_at_once_never_overbook(world, ann):
    """Both read that 20 % are free; the lock on the person lets only one of them have it."""
    staffing.allocation(world.own, ann, share="0.8")
    role, together, booked, refused = staffing.role(), threading.Barrier(4), [], []

    def book(project):
        try:
            with transaction.atomic():
                together.wait(10)
                staffing.allocation(project, ann, of=role, share="0.2")
            booked.append(project)
        except IntegrityError as error:
            refused.append(error.__cause__.diag.constraint_name)
        finally:
            connection.close()

    sessions = [threading.Thread(target=book, args=(world.foreign,)) for _each in range(4)]
    for session in sessions:
        session.start()
    for session in sessions:
        session.join(30)
    assert len(booked) == 1
    assert refused == ["allocation_within_capacity"] * 3
    assert sum(Allocation.objects.values_list("share", flat=True)) == 1
