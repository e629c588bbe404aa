"""A site without a project leads whoever can begin it: step by step, in order, each an address that opens for him."""

import re
from types import SimpleNamespace

import pytest
from django.urls import reverse

from foundation.accounts.rights import Permission, Role
from portfolio.queries.first_steps import STEPS, first_steps
from projects.access import may_anywhere
from tests.factories import core

TITLE = "No project here yet: how to begin"


@pytest.fixture
def people(db):
    """Somebody of each role, and no project; portfolio managers have nothing but a role for the whole organisation."""
    core.organisation()
    found = {}
    for role in Role:
        if role not in (Role.PROJECT_MANAGER, Role.SPONSOR, Role.TEAM_MEMBER, Role.STAKEHOLDER):
            found[role] = core.person(f"A {role.value}")
            core.role(found[role].user, role)
    return SimpleNamespace(**{role.value: person.user for role, person in found.items()})


def steps(page):
    part = page.partition('class="list first-steps"')[2].partition("</ol>")[0]
    return re.findall(r'<a href="([^"]+)">', part)


def test_an_administrator_describes_the_organisation_and_enters_people(people, enter):
    page = enter(people.administrator).get("/").content.decode()
    assert TITLE in page and "Nothing needs you today" not in page
    assert steps(page)[:2] == [reverse("settings"), reverse("projects:people")]


@pytest.mark.parametrize("htmx", [False, True])
def test_a_portfolio_manager_creates_a_portfolio_and_brings_projects(people, enter, htmx):
    page = enter(people.portfolio_manager, htmx=htmx).get("/").content.decode()
    names = ("projects:portfolio_list", "portfolio:import_choose", "projects:create")
    assert TITLE in page and steps(page) == [reverse(name) for name in names]


def test_every_step_opens_for_everybody_to_whom_it_is_offered(people, enter):
    offered = 0
    for user in vars(people).values():
        for step in first_steps(user):
            offered += 1
            assert may_anywhere(user, step.permission)
            assert enter(user).get(reverse(step.name)).status_code == 200, (user, step.name)
    assert offered >= len(STEPS)


def test_who_can_begin_nothing_is_offered_nothing(people, enter):
    for user in (people.auditor, people.executive):
        assert TITLE not in enter(user).get("/").content.decode()
        assert not first_steps(user)


def test_a_site_with_a_project_leads_nobody(world, cast, enter):
    for user in (cast.adam, cast.paul, cast.eve):
        assert not first_steps(user)
        assert TITLE not in enter(user).get("/").content.decode()


def test_the_steps_stand_in_the_order_in_which_one_needs_the_other():
    assert [step.permission for step in STEPS] == [
        Permission.SETTINGS_EDIT, Permission.USERS_EDIT, Permission.PORTFOLIO_EDIT, Permission.PORTFOLIO_IMPORT,
        Permission.PROJECT_CREATE,
    ]  # fmt: skip
    assert len({step.name for step in STEPS}) == len(STEPS)


def test_the_question_costs_no_more_than_the_roles_of_the_person_and_one(world, cast, django_assert_max_num_queries):
    user = type(cast.paul).objects.get(pk=cast.paul.pk)
    with django_assert_max_num_queries(4):  # roles, delegations, and whether there is a project
        first_steps(user)
