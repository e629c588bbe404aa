"""Who gives which role on a project, and what happens to who tries more?"""

import datetime as dt

import pytest
from django.urls import reverse

from foundation.accounts.models import AuditEvent
from foundation.accounts.rights import Role
from foundation.errors import IllegalMove
from projects import services
from projects.models import Project, RoleAssignment
from tests.factories import core
from tests.factories.governance import assignment

pytestmark = pytest.mark.django_db


def at(name, project, *rows):
    return reverse(f"projects:{name}", args=[project.public_id, *(row.public_id for row in rows)])


def give(client, project, person, role):
    return client.post(at("team_roles", project), {"person": person.public_id, "role": role})


def held(person, **scope):
    return {row.role for row in RoleAssignment.objects.filter(person=person, days__upper_inf=True, **scope)}


@pytest.mark.parametrize("role", [Role.TEAM_MEMBER, Role.STAKEHOLDER])
def test_the_manager_gives_team_and_stakeholder_roles(cast, enter, world, role):
    newcomer = core.person("Nina New")
    assert give(enter(cast.pam), world.own, newcomer, role).status_code == 302
    assert held(newcomer, project=world.own) == {role}
    assert enter(newcomer.user).get(reverse("projects:governance", args=[world.own.public_id])).status_code == 200


@pytest.mark.parametrize(("role", "name"), [(Role.PROJECT_MANAGER, "manager"), (Role.SPONSOR, "sponsor")])
def test_the_portfolio_manager_names_manager_and_sponsor_too(cast, enter, world, role, name):
    newcomer = core.person("Nina New")
    assert give(enter(cast.paul), world.own, newcomer, role).status_code == 302
    world.own.refresh_from_db()
    assert getattr(world.own, name) == newcomer


@pytest.mark.parametrize(
    ("who", "status"),
    [("sue", 403), ("eve", 403), ("finn", 403), ("tom", 403), ("stan", 403), ("adam", 404), ("zoe", 404)],
)
def test_others_give_no_role(cast, enter, world, who, status):
    newcomer = core.person("Nina New")
    client = enter(getattr(cast, who))
    assert client.get(at("team_roles", world.own)).status_code == status
    assert give(client, world.own, newcomer, Role.TEAM_MEMBER).status_code == status
    assert held(newcomer) == set()


@pytest.mark.attack
@pytest.mark.parametrize("role", [r.value for r in Role if r not in {Role.TEAM_MEMBER, Role.STAKEHOLDER}] + ["god"])
def test_a06_a_manager_lifts_nobody_higher(cast, enter, world, role):
    answer = give(enter(cast.pam), world.own, cast.tom.person, role)
    assert answer.status_code == 422
    assert held(cast.tom.person) == {Role.TEAM_MEMBER}
    event = AuditEvent.objects.get(act="role.refused")
    assert (event.actor, event.details["role"]) == (cast.pam, role)


@pytest.mark.attack
@pytest.mark.parametrize("who", ["pam", "paul"])
@pytest.mark.parametrize("role", [Role.STAKEHOLDER, Role.SPONSOR, Role.PORTFOLIO_MANAGER])
def test_a06_nobody_gives_a_role_to_himself(cast, enter, world, who, role):
    user = getattr(cast, who)
    before = held(user.person)
    assert give(enter(user), world.own, user.person, role).status_code == 422
    assert held(user.person) == before
    assert AuditEvent.objects.filter(act="role.refused", actor=user).count() == 1


@pytest.mark.attack
def test_a06_a_manager_demotes_no_portfolio_manager(cast, enter, world):
    his = RoleAssignment.objects.get(person=cast.paul.person)
    assert enter(cast.pam).post(at("team_role_end", world.own, his)).status_code == 404
    assert held(cast.paul.person) == {Role.PORTFOLIO_MANAGER}


@pytest.mark.attack
def test_a06_a_manager_takes_no_sponsor_and_not_himself_away(cast, enter, world):
    client = enter(cast.pam)
    for user in (cast.sue, cast.pam):
        row = RoleAssignment.objects.get(person=user.person)
        assert client.post(at("team_role_end", world.own, row)).status_code == 422
        assert held(user.person)
    assert AuditEvent.objects.filter(act="role.refused").count() == 2


@pytest.mark.attack
def test_a06_the_last_manager_stays_until_the_next_is_named(cast, enter, world):
    row = RoleAssignment.objects.get(person=cast.pam.person)
    client, url = enter(cast.paul), at("team_role_end", world.own, row)
    answer = client.post(url)
    assert answer.status_code == 422
    assert "name the next one first" in answer.content.decode()
    assert AuditEvent.objects.filter(act="role.refused").count() == 1
    successor = core.person("Nina New")
    give(client, world.own, successor, Role.PROJECT_MANAGER)
    Project.objects.filter(pk=world.own.pk).update(manager=cast.pam.person)
    assert client.post(url).status_code == 302
    world.own.refresh_from_db()
    assert world.own.manager == successor
    assert AuditEvent.objects.filter(act="role.ended").count() == 1


@pytest.mark.attack
def test_a09_who_lost_his_role_sees_nothing_at_the_next_request(cast, enter, world):
    page, client = reverse("projects:governance", args=[world.own.public_id]), enter(cast.tom)
    assert client.get(page).status_code == 200
    row = RoleAssignment.objects.get(person=cast.tom.person)
    assert enter(cast.pam).post(at("team_role_end", world.own, row)).status_code == 302
    assert client.get(page).status_code == 404


def test_a_role_that_began_today_is_taken_back_whole(cast, enter, world):
    newcomer = core.person("Nina New")
    give(enter(cast.pam), world.own, newcomer, Role.TEAM_MEMBER)
    row = RoleAssignment.objects.get(person=newcomer)
    assert enter(cast.pam).post(at("team_role_end", world.own, row)).status_code == 302
    assert not RoleAssignment.objects.filter(person=newcomer).exists()


def ended_role(person, project):
    """A role that was held in January and has been held anew since the tenth of February."""
    until, again = dt.date(2026, 2, 1), dt.date(2026, 2, 10)
    core.role(person, Role.TEAM_MEMBER, project=project, first=again)
    return core.role(person, Role.TEAM_MEMBER, project=project, first=dt.date(2026, 1, 1), until=until)


def test_a_role_that_ended_is_not_ended_again(cast, enter, world):
    """A second click would stretch it to today: a past that never was, or a clash with the role of today."""
    newcomer = core.person("Nina New")
    past = ended_role(newcomer, world.own)
    for who in (cast.pam, cast.paul):
        assert enter(who).post(at("team_role_end", world.own, past)).status_code == 409
    url = reverse("projects:person_revoke", args=[newcomer.public_id, past.public_id])
    assert enter(cast.adam).post(url).status_code == 409
    past.refresh_from_db()
    assert past.days.upper == dt.date(2026, 2, 1) and held(newcomer) == {Role.TEAM_MEMBER}
    assert not AuditEvent.objects.filter(act="role.ended").exists()


def test_a_role_is_ended_once_however_often_it_is_sent(cast, enter, world):
    row = RoleAssignment.objects.get(person=cast.tom.person)
    answers = [enter(cast.pam).post(at("team_role_end", world.own, row)).status_code for _turn in range(2)]
    assert answers == [302, 409]
    assert AuditEvent.objects.filter(act="role.ended").count() == 1


def test_a_role_that_was_taken_back_meanwhile_has_ended(world, cast):
    newcomer = core.person("Nina New")
    row = services.assign_role(world.own, by=cast.pam, on=core.DAY, person=newcomer, role=Role.TEAM_MEMBER)
    services.end_role(row, by=cast.pam, on=core.DAY)
    stale = RoleAssignment(pk=10**9, person=newcomer, role=Role.TEAM_MEMBER, project=world.own, days=row.days)
    for end, by in ((services.end_role, cast.pam), (services.revoke_role, cast.adam)):
        with pytest.raises(IllegalMove, match="ended already"):
            end(stale, by=by, on=core.DAY)


def test_nobody_holds_the_same_role_twice(cast, enter, world):
    answer = give(enter(cast.pam), world.own, cast.tom.person, Role.TEAM_MEMBER)
    assert answer.status_code == 422
    assert "holds this role already" in answer.content.decode()


@pytest.mark.attack
def test_a02_a_role_on_another_project_is_not_there(cast, enter, world):
    alien = assignment(world.foreign)
    assert enter(cast.pam).post(at("team_role_end", world.own, alien)).status_code == 404
    assert RoleAssignment.objects.get(pk=alien.pk).days.upper is None


def test_the_page_lists_roles_and_offers_only_what_may_be_given(cast, enter, world):
    page = enter(cast.pam).get(at("team_roles", world.own)).content.decode()
    assert "Sue Sanders" in page and "Tom Tanaka" in page
    assert 'value="team_member"' in page
    assert 'value="sponsor"' not in page
    assert 'value="sponsor"' in enter(cast.paul).get(at("team_roles", world.own)).content.decode()
