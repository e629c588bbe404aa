"""A06: who gives himself a role, demotes another, locks an account or goes as the last one?

Every way to a role is tried by every member of the cast with every role; afterwards the list of
roles says what he reached, and each refusal stands in the audit log.
"""

import pytest
from django.urls import reverse

from foundation.accounts.models import AuditEvent, User
from foundation.accounts.rights import Role
from projects.models import RoleAssignment
from projects.services import people, team
from tests.conftest import CAST
from tests.factories import core

pytestmark = [pytest.mark.attack, pytest.mark.django_db]
ANY = {role.value for role in Role}
ON_PROJECT = {"project_manager", "sponsor", "team_member", "stakeholder"}
# who may give which role to somebody else on his project, and by the administrator's page
MAY_GIVE = {"pam": {"team_member", "stakeholder"}, "paul": ON_PROJECT, "adam": ANY - ON_PROJECT}


def held():
    rows = RoleAssignment.objects.filter(days__upper_inf=True)
    return set(rows.values_list("person__name", "role", "project", "portfolio"))


def ways(world, person):
    """The address of each page that gives a role, with what it asks besides the role."""
    team_page = reverse("projects:team_roles", args=[world.own.public_id])
    grant = reverse("projects:person_grant", args=[person.public_id])
    return [(team_page, {"person": person.public_id}), (grant, {}), (grant, {"portfolio": world.portfolio.public_id})]


def give_every_role(browser, world, person):
    """Send every role by every way; → how often the answer was a refusal of the trade (422)."""
    refused = 0
    for url, body in ways(world, person):
        for role in sorted(ANY | {"god"}):
            status = browser.post(url, {**body, "role": role}).status_code
            assert status in {302, 403, 404, 422}, (url, role, status)
            refused += status == 422
    return refused


@pytest.mark.parametrize("who", CAST)
def test_nobody_gives_a_role_to_himself(who, world, cast, enter):
    user = getattr(cast, who)
    before = held()
    refused = give_every_role(enter(user), world, user.person)
    assert held() == before
    recorded = AuditEvent.objects.filter(act="role.refused", actor=user).count()
    # the administrator's list has no roles of a project: its form refuses those before there is an act
    no_choice = 2 * len(ON_PROJECT | {"god"}) + 1 if who == "adam" else 0
    assert recorded == refused - no_choice
    assert (recorded > 0) == (who in MAY_GIVE)


@pytest.mark.parametrize("who", CAST)
def test_nobody_gives_another_more_than_the_table_lets_him(who, world, cast, enter):
    newcomer, before = core.person("Nina New"), held()
    give_every_role(enter(getattr(cast, who)), world, newcomer)
    given = {role for name, role, *_scope in held() - before}
    assert given == MAY_GIVE.get(who, set())
    assert {name for name, *_rest in held() - before} <= {"Nina New"}


@pytest.mark.parametrize("who", CAST)
def test_nobody_ends_his_own_role_or_one_above_him(who, world, cast, enter):
    """The portfolio manager ends roles on his projects, the manager those of his team."""
    may_end = {"pam": {"Tom Tanaka", "Stan Steiner"}, "paul": {"Sue Sanders", "Tom Tanaka", "Stan Steiner"}}
    before, user = held(), getattr(cast, who)
    browser = enter(user)
    for row in RoleAssignment.objects.select_related("person"):
        browser.post(reverse("projects:team_role_end", args=[world.own.public_id, row.public_id]))
        if who != "adam":
            browser.post(reverse("projects:person_revoke", args=[row.person.public_id, row.public_id]))
    own = RoleAssignment.objects.filter(person=user.person).first()
    if own:
        browser.post(reverse("projects:person_revoke", args=[user.person.public_id, own.public_id]))
    assert {name for name, *_rest in before - held()} == may_end.get(who, set())


@pytest.mark.parametrize("who", CAST)
def test_only_the_administrator_locks_an_account_and_not_his_own(who, world, cast, enter):
    browser, paul = enter(getattr(cast, who)), cast.paul.person
    for person in (getattr(cast, who).person, paul):
        browser.post(reverse("projects:person_active", args=[person.public_id]), {"active": "no"})
    locked = set(User.objects.filter(is_active=False).values_list("person__name", flat=True))
    assert locked == ({"Paul Pereira"} if who == "adam" else set())


def test_the_last_manager_of_a_project_stays(world, cast, enter):
    row = RoleAssignment.objects.get(person=cast.pam.person)
    answer = enter(cast.paul).post(reverse("projects:team_role_end", args=[world.own.public_id, row.public_id]))
    assert (answer.status_code, "name the next one first" in answer.content.decode()) == (422, True)
    assert AuditEvent.objects.filter(act="role.refused", actor=cast.paul).count() == 1


def test_the_last_administrator_stays(world, cast, enter):
    """Bea gave the role up this morning, yet her open page may still post."""
    bea = core.person("Bea Backup")
    backup, browser = core.role(bea, Role.ADMINISTRATOR), enter(bea.user)
    browser.get(reverse("projects:people"))
    people.revoke_role(RoleAssignment.objects.get(person=cast.adam.person), by=bea.user, on=core.DAY)
    core.role(cast.adam, Role.ADMINISTRATOR, portfolio=world.portfolio)
    enter(cast.adam).post(reverse("projects:person_revoke", args=[bea.public_id, backup.public_id]))
    assert RoleAssignment.objects.get(pk=backup.pk).days.upper is None
    assert AuditEvent.objects.filter(act="role.refused", actor=cast.adam).count() == 1


def test_with_the_guards_out_the_lift_is_seen(monkeypatch, world, cast, enter):
    """The twins: without the list of roles to give, and without the look at one's own name."""
    before = held()
    monkeypatch.setattr("projects.views.team.assignable_roles", lambda *_args: tuple(Role), raising=False)
    monkeypatch.setattr("projects.forms.people.assignable_roles", lambda *_args: tuple(Role), raising=False)
    monkeypatch.setattr(team, "assignable_roles", lambda *_args: tuple(Role))
    give_every_role(enter(cast.pam), world, core.person("Nina New"))
    assert ("Nina New", "portfolio_manager") in {(name, role) for name, role, *_scope in held() - before}
    monkeypatch.setattr(team, "is_own", lambda *_args: False)
    monkeypatch.setattr(people, "is_own", lambda *_args: False)
    give_every_role(enter(cast.adam), world, cast.adam.person)
    assert ("Adam Arslan", "finance") in {(name, role) for name, role, *_scope in held() - before}
