"""The gate: who sees which project, and what may he do there?"""

import datetime as dt

import pytest

from foundation.accounts.rights import RIGHTS, Permission, Role, roles_with
from projects import access
from tests.conftest import CAST
from tests.factories import core


def seen(user, permission=Permission.PROJECT_VIEW):
    return {p.code for p in access.visible_to(user, permission)}


def test_a_project_manager_sees_only_his_own_project(cast):
    assert seen(cast.pam) == {"OWN-001"}


def test_a_portfolio_manager_sees_his_portfolio(cast):
    assert seen(cast.paul) == {"OWN-001", "FOR-001"}


def test_finance_sees_every_project(cast):
    assert seen(cast.finn) == {"OWN-001", "FOR-001", "FAR-001"}


def test_a_stranger_and_the_administrator_see_no_project(cast):
    assert seen(cast.zoe) == set()
    assert seen(cast.adam) == set()


def test_a_role_on_a_portfolio_holds_below_it(cast, world):
    below = core.portfolio("Below", parent=world.portfolio)
    core.project(below, code="BEL-001")
    assert "BEL-001" in seen(cast.paul)


def test_a_role_on_a_programme_opens_its_projects(world):
    programme = core.programme(world.far_portfolio)
    inside = core.project(world.far_portfolio, code="IN-001", programme=programme)
    holder = core.person("Nia")
    core.role(holder, Role.PROJECT_MANAGER, programme=programme)
    assert seen(holder.user) == {"IN-001"}
    assert access.may(holder.user, Permission.PLAN_EDIT, inside)


def test_a_role_ends_with_its_last_day(world):
    holder = core.person("Olga")
    core.role(holder, Role.PROJECT_MANAGER, project=world.own, until=dt.date(2020, 2, 1))
    assert seen(holder.user) == set()


def test_a_disabled_user_sees_nothing(cast):
    cast.finn.is_active = False
    assert seen(cast.finn) == set()


def test_an_archived_project_is_nobodys(cast, world):
    world.own.archived_at = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    world.own.save()
    assert seen(cast.pam) == set()


@pytest.mark.parametrize("permission", list(Permission))
def test_what_a_person_may_is_what_the_table_says(cast, world, permission):
    keys = {
        "pam": Role.PROJECT_MANAGER,
        "paul": Role.PORTFOLIO_MANAGER,
        "sue": Role.SPONSOR,
        "eve": Role.EXECUTIVE,
        "finn": Role.FINANCE,
        "rita": Role.RESOURCE_MANAGER,
        "tom": Role.TEAM_MEMBER,
        "stan": Role.STAKEHOLDER,
        "ada": Role.AUDITOR,
        "adam": Role.ADMINISTRATOR,
    }
    for key, role in keys.items():
        assert access.may(getattr(cast, key), permission, world.own) == (permission in RIGHTS[role]), key
    assert not access.may(cast.zoe, permission, world.own)


def test_nobody_but_finance_posts_to_the_ledger():
    assert roles_with(Permission.LEDGER_POST) == {Role.FINANCE}


def test_the_administrator_holds_no_business_approval():
    assert not {p for p in RIGHTS[Role.ADMINISTRATOR] if "approve" in p or "decide" in p}


def test_grants_cost_two_queries_at_most(cast, django_assert_max_num_queries):
    with django_assert_max_num_queries(2):
        access.grants_of(cast.paul)
        access.grants_of(cast.paul)


def test_people_with_a_permission_are_found_in_every_scope(cast, world):
    deciders = access.people_with(Permission.GATE_DECIDE, world.own)
    assert {u.pk for u in deciders} == {cast.sue.pk, cast.eve.pk}


def test_a_portfolio_is_visible_to_those_who_hold_something_inside(cast, world):
    assert list(access.portfolios_visible_to(cast.pam)) == [world.portfolio]
    assert not access.may_in_portfolio(cast.pam, Permission.PORTFOLIO_VIEW, world.portfolio)
    assert access.may_in_portfolio(cast.eve, Permission.PORTFOLIO_VIEW, world.portfolio)


NARROW = Permission.PORTFOLIO_VIEW


@pytest.mark.parametrize("who", ["pam", "paul", "sue", "eve", "finn", "rita", "tom", "stan", "ada", "adam", "zoe"])
def test_what_a_role_covers_is_what_the_database_says(cast, world, who):
    user = getattr(cast, who)
    for permission in Permission:
        if access.covers(user, permission, NARROW):
            assert seen(user, NARROW) <= seen(user, permission), permission


def test_a_right_that_is_held_on_one_project_only_does_not_cover_two(world):
    holder = core.person("Nora")
    core.role(holder, Role.PROJECT_MANAGER, project=world.own)
    core.role(holder, Role.RESOURCE_MANAGER, project=world.foreign)
    wanted = Permission.BUDGET_VIEW
    assert seen(holder.user, NARROW) == {"OWN-001", "FOR-001"}
    assert seen(holder.user, wanted) == {"OWN-001"}
    assert not access.covers(holder.user, wanted, NARROW)


def test_a_right_on_the_whole_covers_a_right_on_a_part_and_never_the_other_way(world):
    holder = core.person("Nelly")
    core.role(holder, Role.FINANCE)
    core.role(holder, Role.RESOURCE_MANAGER, project=world.own)
    assert access.covers(holder.user, Permission.BUDGET_VIEW, NARROW)
    other = core.person("Nick")
    core.role(other, Role.RESOURCE_MANAGER)
    core.role(other, Role.PROJECT_MANAGER, project=world.own)
    assert not access.covers(other.user, Permission.BUDGET_VIEW, NARROW)


def test_whether_a_right_covers_asks_no_row(world, eve, django_assert_num_queries):
    access.grants_of(eve)
    with django_assert_num_queries(0):
        assert access.covers(eve, Permission.BUDGET_VIEW, NARROW)


def test_a_whole_portfolio_is_only_his_whose_role_stands_on_it_or_above(cast, world):
    below = core.portfolio("Below", parent=world.portfolio)

    def whole(user, permission=Permission.PORTFOLIO_VIEW):
        return set(access.whole_portfolios(user, permission))

    assert whole(cast.paul) == whole(cast.eve) == {world.portfolio, below}
    assert whole(cast.pam) == whole(cast.zoe) == whole(cast.stan) == set()
    assert whole(cast.finn) == {world.portfolio, below, world.far_portfolio}
    below.archived_at = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    below.save()
    assert whole(cast.finn) == {world.portfolio, world.far_portfolio}
    assert whole(cast.paul) == {world.portfolio}


def test_who_has_a_permission_wherever_he_has_another_is_said_by_his_roles(cast, world):
    view, edit = Permission.PROJECT_VIEW, Permission.PLAN_EDIT
    assert access.covers(cast.pam, view, edit) and access.covers(cast.pam, edit, edit)
    assert access.covers(cast.zoe, edit, edit), "who holds nothing holds everything of it"
    assert not access.covers(cast.tom, edit, view)
    core.role(cast.pam, Role.STAKEHOLDER, project=world.foreign)
    del cast.pam._grants
    assert not access.covers(cast.pam, edit, view), "on one of the two he only looks"
    core.role(cast.pam, Role.AUDITOR)
    del cast.pam._grants
    assert access.covers(cast.pam, view, edit)
    assert not access.covers(cast.pam, edit, view)


def test_whom_to_ask_is_found_from_the_project_up_to_the_organisation(world):
    programme = core.programme(world.portfolio)
    inside = core.project(world.portfolio, code="IN-002", programme=programme)
    above = core.portfolio("Above")
    world.portfolio.parent = above
    world.portfolio.save()
    scopes = ({"project": inside}, {"programme": programme}, {"portfolio": world.portfolio}, {"portfolio": above}, {})
    holders = [core.person(f"Holder {number}") for number in range(len(scopes))]
    for holder, scope in zip(holders, scopes, strict=True):
        core.role(holder, Role.AUDITOR, **scope)
    asked = {user.pk for user in access.people_with(Permission.PROJECT_VIEW, inside)}
    assert asked == {holder.user.pk for holder in holders}
    beside = {user.pk for user in access.people_with(Permission.PROJECT_VIEW, world.own)}
    assert beside == {holder.user.pk for holder in holders[2:]}
    assert len(access.people_with(Permission.PROJECT_VIEW, world.far)) == 1


@pytest.mark.parametrize("who", CAST)
def test_a_right_in_the_whole_organisation_comes_from_a_role_without_a_scope(cast, world, who):
    _name, role, scope = CAST[who]
    for permission in Permission:
        held = scope is None and role is not None and permission in RIGHTS[role]
        assert access.may_everywhere(getattr(cast, who), permission) == held


@pytest.mark.parametrize("who", CAST)
def test_what_a_person_is_on_a_project_is_found_in_every_scope(cast, world, who):
    user = getattr(cast, who)
    for role in Role:
        found = set(access.held_as(user, role))
        assert found == {p for p in (world.own, world.foreign, world.far) if role in access.grants_of(user).roles_on(p)}
