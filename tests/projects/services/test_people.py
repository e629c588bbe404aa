"""Accounts and roles by the administrator's hand: what he gives and takes, and what stays whatever he does."""

import datetime as dt

import pytest

from foundation.accounts.models import AuditEvent, Person, User
from foundation.accounts.rights import Role
from foundation.errors import Conflict, Refused
from projects import access, services
from projects.models import Project, RoleAssignment
from projects.services import people
from tests.at_once import at_once, refused
from tests.factories import core
from tests.records import acts, last_act
from tests.untouched import untouched

ON = core.DAY
LATER = dt.date(2026, 4, 1)


def of(user, role=None):
    rows = RoleAssignment.objects.filter(person=user.person)
    return (rows.filter(role=role) if role else rows).get()


def named(project):
    """(manager, sponsor) that the project names."""
    fresh = Project.objects.get(pk=project.pk)
    return fresh.manager, fresh.sponsor


@pytest.fixture
def led(world, cast):
    """The own project names Pam as its manager and Sue as its sponsor."""
    Project.objects.filter(pk=world.own.pk).update(manager=cast.pam.person, sponsor=cast.sue.person)
    world.own.refresh_from_db()
    return world.own


# ── roles on a project ──────────────────────────────────────────────────────────────────────────


def test_not_even_the_administrator_takes_the_last_manager_from_a_project(led, cast):
    row = of(cast.pam)
    with pytest.raises(Refused, match="name the next one first"):
        people.revoke_role(row, by=cast.adam, on=ON)
    assert RoleAssignment.objects.get(pk=row.pk).days.upper is None
    assert named(led)[0] == cast.pam.person
    assert last_act()[:2] == ("role.refused", cast.adam)


def test_when_the_administrator_ends_a_role_the_project_names_who_holds_it_now(led, cast):
    heir = core.person("Nina Next")
    core.role(heir, Role.PROJECT_MANAGER, project=led)
    people.revoke_role(of(cast.pam), by=cast.adam, on=ON)
    assert named(led) == (heir, cast.sue.person)
    assert not access.may(cast.pam, "plan.edit", led)
    assert last_act()[:3] == ("role.ended", cast.adam, led.public_id)


def test_a_project_may_be_without_a_sponsor_and_then_names_none(led, cast):
    people.revoke_role(of(cast.sue), by=cast.adam, on=ON)
    assert named(led) == (cast.pam.person, None)


def test_who_is_not_named_leaves_the_names_as_they_are(led, cast):
    second = core.person("Sid Second")
    core.role(second, Role.SPONSOR, project=led)
    people.revoke_role(RoleAssignment.objects.get(person=second), by=cast.adam, on=ON)
    people.revoke_role(of(cast.tom), by=cast.adam, on=ON)
    assert named(led) == (cast.pam.person, cast.sue.person)


def test_an_heir_whose_time_is_over_is_none(led, cast):
    old = core.person("Otto Old")
    core.role(old, Role.PROJECT_MANAGER, project=led, first=dt.date(2025, 1, 1), until=ON)
    with pytest.raises(Refused, match="keeps a manager"):
        people.revoke_role(of(cast.pam), by=cast.adam, on=ON)
    core.role(core.person("Flora Future"), Role.PROJECT_MANAGER, project=led, first=LATER)
    people.revoke_role(of(cast.pam), by=cast.adam, on=ON)
    assert named(led)[0].name == "Flora Future"


def test_a_manager_of_a_whole_portfolio_is_no_heir_on_one_project(led, cast):
    core.role(core.person("Wide Wanda"), Role.PROJECT_MANAGER, portfolio=led.portfolio)
    with pytest.raises(Refused, match="keeps a manager"):
        people.revoke_role(of(cast.pam), by=cast.adam, on=ON)


def test_a_role_that_the_administrator_gives_on_a_project_is_named_there(led, cast):
    nina, cleo = core.person("Nina Next"), core.person("Cleo Coin")
    for person, role in ((nina, Role.PROJECT_MANAGER), (cleo, Role.SPONSOR), (nina, Role.TEAM_MEMBER)):
        people.grant_role(person, by=cast.adam, on=ON, role=role, project=led)
    assert named(led) == (nina, cleo)
    assert acts(of=cleo) == ["role.assigned"]


def test_the_end_of_a_role_is_today_and_one_that_begins_today_never_was(led, cast):
    people.revoke_role(of(cast.tom), by=cast.adam, on=ON)
    assert of(cast.tom).days.upper == ON
    people.grant_role(cast.zoe.person, by=cast.adam, on=ON, role=Role.AUDITOR)
    people.revoke_role(of(cast.zoe), by=cast.adam, on=ON)
    assert not RoleAssignment.objects.filter(person=cast.zoe.person).exists()


@pytest.mark.parametrize("role", list(Role))
def test_nobody_gives_himself_any_role_and_every_try_stands_in_the_log(cast, world, role):
    with pytest.raises(Refused, match="Nobody gives a role to himself"):
        people.grant_role(cast.adam.person, by=cast.adam, on=ON, role=role)
    act, actor, _project, details = last_act()
    assert (act, actor, details["role"]) == ("role.refused", cast.adam, role.value)


def test_the_same_role_twice_is_refused_in_each_scope_and_elsewhere_it_is_another(cast, world):
    for scope in ({}, {"portfolio": world.portfolio}, {"project": world.foreign}):
        people.grant_role(cast.zoe.person, by=cast.adam, on=ON, role=Role.EXECUTIVE, **scope)
        with pytest.raises(Refused, match="holds this role already") as caught:
            people.grant_role(cast.zoe.person, by=cast.adam, on=LATER, role=Role.EXECUTIVE, **scope)
        assert caught.value.field == "person"
    assert RoleAssignment.objects.filter(person=cast.zoe.person).count() == 3


# ── accounts ────────────────────────────────────────────────────────────────────────────────────


def test_one_administrator_stays_whether_his_role_or_his_account_would_go(cast, world):
    second = core.person("Bea Backup")
    core.role(second, Role.ADMINISTRATOR)
    people.set_active(second, by=cast.adam, on=ON, active=False)
    by = core.person("Third Hand").user
    with pytest.raises(Refused, match="One administrator stays"):
        people.revoke_role(of(cast.adam), by=by, on=ON)
    with pytest.raises(Refused, match="One administrator stays"):
        people.set_active(cast.adam.person, by=by, on=ON, active=False)
    people.set_active(second, by=cast.adam, on=ON, active=True)
    people.set_active(cast.adam.person, by=second.user, on=ON, active=False)
    assert User.objects.filter(person__roles__role=Role.ADMINISTRATOR, is_active=True).get() == second.user


def test_an_administrator_of_tomorrow_does_not_let_that_of_today_go(cast, world):
    core.role(core.person("Tilda Tomorrow"), Role.ADMINISTRATOR, first=LATER)
    by = core.person("Third Hand").user
    with pytest.raises(Refused, match="One administrator stays"):
        people.revoke_role(of(cast.adam), by=by, on=ON)
    people.revoke_role(of(cast.adam), by=by, on=LATER)
    assert of(cast.adam).days.upper == LATER


def test_nobody_closes_his_own_account_and_opening_it_is_no_matter(cast, world):
    with pytest.raises(Refused, match="his own account"):
        people.set_active(cast.adam.person, by=cast.adam, on=ON, active=False)
    people.set_active(cast.adam.person, by=cast.adam, on=ON, active=True)
    assert last_act()[0] == "person.activated"


@pytest.mark.parametrize("address", ["pam@example.org", "PAM@EXAMPLE.ORG", "  Pam@Example.org  "])
def test_an_address_belongs_to_one_person_however_it_is_written(db, address):
    people.create_person(by=None, name="Pam", email="pam@example.org")
    with untouched(), pytest.raises(Refused, match="has this address already") as caught:
        people.create_person(by=None, name="Other", email=address)
    assert caught.value.field == "email"


def test_a_person_without_an_account_keeps_his_address_too(db):
    Person.objects.create(name="Uma Unit", email="uma@example.org")
    with pytest.raises(Refused, match="has this address already"):
        people.create_person(by=None, name="Other", email="Uma@example.org")


def test_a_new_person_signs_in_by_no_password_and_stands_in_the_log(cast, world):
    made = people.create_person(by=cast.adam, name="Nina New", email=" Nina@Example.ORG ", unit="IT", zone="Asia/Tokyo")
    assert (made.email, made.user.email, made.unit, made.user.zone) == ("nina@example.org",) * 2 + ("IT", "Asia/Tokyo")
    assert not made.user.has_usable_password()
    assert (made.created_by, acts(of=made)) == (cast.adam, ["person.created"])


def test_a_person_whom_two_rename_is_renamed_by_the_first(cast, world):
    person = people.create_person(by=cast.adam, name="Nina New", email="nina@example.org")
    seen = person.row_version
    people.edit_person(person, by=cast.adam, version=seen, name="Nina Newton")
    with pytest.raises(Conflict):
        people.edit_person(person, by=cast.adam, version=seen, name="Nina Neumann")
    assert Person.objects.get(pk=person.pk).name == "Nina Newton"
    assert acts(of=person) == ["person.created", "person.edited"]


@pytest.mark.django_db(transaction=True)
def test_of_two_who_take_each_others_role_in_the_same_moment_one_stays(world):
    """Two administrators, then two managers of one project; the second hand is a page of another kind."""
    hands = [core.person(f"Hand {n}").user for n in range(2)]
    rows = [core.role(hand.person, Role.ADMINISTRATOR) for hand in hands]
    taken = at_once(lambda n: people.revoke_role(rows[1 - n], by=hands[n], on=ON), turns=2)
    assert len(refused(taken)) == 1
    assert AuditEvent.objects.filter(act="role.refused").count() == 1

    boss = core.person("Paul Portfolio").user
    core.role(boss.person, Role.PORTFOLIO_MANAGER, portfolio=world.portfolio)
    rows = [core.role(hand.person, Role.PROJECT_MANAGER, project=world.own) for hand in hands]
    ways = (lambda row: people.revoke_role(row, by=boss, on=ON), lambda row: services.end_role(row, by=boss, on=ON))
    ended = at_once(lambda n: ways[n](RoleAssignment.objects.get(pk=rows[n].pk)), turns=2)
    assert [type(error) for error in refused(ended)] == [Refused]
    left = RoleAssignment.objects.filter(project=world.own, days__upper_inf=True)
    assert left.count() == 1
