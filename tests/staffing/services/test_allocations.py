"""How does a person come to a project, and leave it?"""

import datetime as dt
from decimal import Decimal

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from foundation.accounts.models import AuditEvent, Notification
from foundation.errors import Conflict, IllegalMove, Refused
from projects.models import Project
from staffing import services
from tests.factories import core, staffing

pytestmark = pytest.mark.django_db
DAY = core.DAY


def after(days):
    return DAY + dt.timedelta(days=days)


@pytest.fixture
def ann(world):
    person = core.person("Ann Ash")
    staffing.employment(person)
    return person


@pytest.fixture
def request_of(world, pam):
    """A request of 50 % for ten days."""

    def ask(**fields):
        values = {"role": staffing.role(), "first": DAY, "last": after(9), "share": Decimal("0.5"), **fields}
        return services.request_allocation(world.own, by=pam, **values)

    return ask


def proposed(row, person, by):
    return services.propose_person(row, by=by, person=person, row_version=row.row_version)


def acts():
    return list(AuditEvent.objects.order_by("pk").values_list("act", flat=True))


def test_a_request_becomes_a_booking(request_of, ann, pam, rita, world):
    row = request_of(note="Knows search")
    assert (row.state, row.days) == ("requested", DateRange(DAY, after(10)))
    row = proposed(row, ann, rita)
    assert (row.state, row.person) == ("tentative", ann)
    row = services.confirm_allocation(row, by=rita)
    assert (row.state, row.confirmed_by) == ("confirmed", rita)
    row = services.end_allocation(row, by=rita, last=after(3), reason="Done early")
    assert (row.state, row.days, row.answer) == ("ended", DateRange(DAY, after(4)), "Done early")
    assert acts() == [
        "allocation.requested", "allocation.proposed", "allocation.confirmed", "allocation.ended",
    ]  # fmt: skip
    assert set(AuditEvent.objects.values_list("project_id", flat=True)) == {world.own.public_id}
    told = Notification.objects.order_by("pk").values_list("user", "text")
    assert list(told) == [
        (rita.pk, f"OWN-001 asks for {row.role}"),
        (pam.pk, "Ann Ash is confirmed for OWN-001"),
    ]


def test_the_last_day_of_a_request_is_not_before_the_first(request_of):
    with pytest.raises(Refused) as refusal:
        request_of(last=after(-1))
    assert refusal.value.field == "last"
    assert request_of(last=DAY).days == DateRange(DAY, after(1))


@pytest.mark.parametrize("state", ["closed", "cancelled", "rejected"])
def test_nobody_is_booked_on_a_project_that_is_over(request_of, world, state):
    Project.objects.filter(pk=world.own.pk).update(state=state)
    world.own.refresh_from_db()
    with pytest.raises(IllegalMove, match=f"a project that is {state}"):
        request_of()


def test_who_asked_does_not_confirm(request_of, ann, pam, rita):
    row = proposed(request_of(), ann, rita)
    with pytest.raises(IllegalMove, match="Somebody else"):
        services.confirm_allocation(row, by=pam)


def test_the_refusal_names_the_day_and_the_load(request_of, ann, rita, world):
    staffing.allocation(world.foreign, ann, share="0.3", days=staffing.days(DAY, after(30)))
    staffing.allocation(world.far, ann, share="0.4", days=staffing.days(after(4), after(5)))
    row = proposed(request_of(), ann, rita)
    with pytest.raises(Refused) as refusal:
        services.confirm_allocation(row, by=rita)
    assert "Ann Ash would be booked for 120 % on 6 Mar 2026" in refusal.value.message
    row.refresh_from_db()
    assert row.state == "tentative"
    assert "allocation.confirmed" not in acts()


def test_an_exception_by_another_lets_it_pass(request_of, ann, pam, rita, world):
    staffing.allocation(world.foreign, ann, share="0.9")
    row = proposed(request_of(), ann, rita)
    with pytest.raises(IllegalMove, match="Somebody else than the author"):
        services.allow_over(row, by=pam, reason="Go live")
    with pytest.raises(Refused, match="Say why"):
        services.allow_over(row, by=rita, reason=" ")
    row = services.allow_over(row, by=rita, reason="Go live")
    assert (row.over_ok, row.over_approved_by, row.over_reason) == (True, rita, "Go live")
    assert services.confirm_allocation(row, by=rita).state == "confirmed"


@pytest.mark.parametrize("other", ["person", "share", "last"])
def test_an_exception_is_gone_when_another_person_share_or_time_is_proposed(request_of, ann, rita, world, other):
    staffing.allocation(world.foreign, ann, share="0.9")
    row = services.allow_over(proposed(request_of(), ann, rita), by=rita, reason="One morning a week")
    ben = core.person("Ben Birch")
    staffing.employment(ben)
    staffing.allocation(world.foreign, ben, share="0.9")
    asked = {"person": ann, "share": row.share, "first": DAY, "last": after(9)}
    asked |= (
        {"person": ben} if other == "person" else {"share": Decimal(1)} if other == "share" else {"last": after(99)}
    )
    row = services.propose_person(row, by=rita, row_version=row.row_version, **asked)
    assert (row.over_ok, row.over_reason, row.over_approved_by) == (False, "", None)
    with pytest.raises(Refused, match="would be booked for"):
        services.confirm_allocation(row, by=rita)


def test_an_exception_stays_when_the_same_is_proposed_again(request_of, ann, rita):
    row = services.allow_over(proposed(request_of(), ann, rita), by=rita, reason="One morning a week")
    assert proposed(row, ann, rita).over_ok


def test_only_who_is_employed_on_these_days_is_proposed_and_confirmed(request_of, rita):
    nobody = core.person("Gone")
    row = request_of()
    with pytest.raises(Refused, match="not employed on these days"):
        proposed(row, nobody, rita)
    staffing.employment(nobody, days=staffing.days(DAY, after(4)))
    row = proposed(row, nobody, rita)
    with pytest.raises(Refused, match="not employed on all of these days"):
        services.confirm_allocation(row, by=rita)
    staffing.employment(nobody, days=DateRange(after(5), None))
    assert services.confirm_allocation(row, by=rita).state == "confirmed"


def test_a_gap_between_two_employments_is_found(request_of, rita):
    person = core.person("Twice")
    staffing.employment(person, days=staffing.days(DAY, after(2)))
    staffing.employment(person, days=DateRange(after(5), None))
    row = proposed(request_of(), person, rita)
    with pytest.raises(Refused, match="not employed on all"):
        services.confirm_allocation(row, by=rita)


def test_a_proposal_may_change_days_and_share_and_loses_nobodys_edit(request_of, ann, rita):
    row = request_of()
    seen = row.row_version
    new = {"person": ann, "share": Decimal("0.25"), "first": after(1), "last": after(2)}
    row = services.propose_person(row, by=rita, row_version=seen, **new)
    assert (row.share, row.days) == (Decimal("0.25"), DateRange(after(1), after(3)))
    with pytest.raises(Conflict):
        services.propose_person(row, by=rita, row_version=seen, person=ann, share=Decimal("0.75"))


def test_a_request_is_declined_with_a_reason(request_of, rita, pam):
    row = request_of()
    with pytest.raises(Refused, match="Say why"):
        services.decline_allocation(row, by=rita, reason="")
    row = services.decline_allocation(row, by=rita, reason="Everybody is busy")
    assert (row.state, row.answer) == ("declined", "Everybody is busy")
    assert Notification.objects.filter(user=pam, text__contains="was declined").exists()


@pytest.mark.parametrize("last", [-1, 10])
def test_people_are_released_inside_the_booked_days(request_of, ann, rita, last):
    row = services.confirm_allocation(proposed(request_of(), ann, rita), by=rita)
    with pytest.raises(Refused) as refusal:
        services.end_allocation(row, by=rita, last=after(last))
    assert refusal.value.field == "last"


@pytest.mark.parametrize(
    ("state", "possible"),
    [
        ("requested", {"propose", "decline", "allow"}),
        ("tentative", {"propose", "decline", "allow", "confirm"}),
        ("confirmed", {"end"}),
        ("ended", set()),
        ("declined", set()),
    ],
)
def test_each_state_allows_its_own_steps_only(world, ann, rita, state, possible):
    steps = {
        "propose": lambda row: proposed(row, ann, rita),
        "decline": lambda row: services.decline_allocation(row, by=rita, reason="No"),
        "allow": lambda row: services.allow_over(row, by=rita, reason="Yes"),
        "confirm": lambda row: services.confirm_allocation(row, by=rita),
        "end": lambda row: services.end_allocation(row, by=rita, last=DAY),
    }
    for name, step in steps.items():
        row = staffing.allocation(world.own, ann, share="0.01", state=state, days=staffing.days(DAY, after(3)))
        if name in possible:
            step(row)
        else:
            with pytest.raises(IllegalMove, match=f"the allocation is {state}"):
                step(row)
