"""What does Postgres refuse about the tree of portfolios and about who holds which role where?"""

import datetime as dt

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from foundation.accounts.rights import Role
from projects.models import Portfolio, Programme, RoleAssignment
from tests.factories import core
from tests.refusals import refused_by, sql

pytestmark = pytest.mark.django_db

MANAGER = Role.PROJECT_MANAGER


def span(first, until):
    return DateRange(dt.date(2026, *first), dt.date(2026, *until))


def test_a_code_names_one_portfolio_whatever_its_case():
    core.portfolio()
    Portfolio.objects.update(code="it")
    with refused_by("portfolio_code_once"):
        Portfolio.objects.create(name="Another", code="IT", reporting_currency=core.currency())


def test_a_code_names_one_programme_whatever_its_case():
    inside = core.portfolio()
    Programme.objects.create(portfolio=inside, name="Workplace", code="wp")
    with refused_by("programme_code_once"):
        Programme.objects.create(portfolio=inside, name="Another", code="WP")


def test_a_portfolio_cannot_hang_below_itself_no_cycle_of_one():
    top = core.portfolio()
    with refused_by("no_cycle"):
        Portfolio.objects.filter(pk=top.pk).update(parent=top)


def test_a_portfolio_cannot_hang_below_its_grandchild_no_cycle_of_three():
    top = core.portfolio("Top")
    middle = core.portfolio("Middle", parent=top)
    low = core.portfolio("Low", parent=middle)
    with refused_by("no_cycle"):
        sql("UPDATE projects_portfolio SET parent_id = %s WHERE id = %s", low.pk, top.pk)


def test_two_branches_swapped_in_one_statement_may_not_close_a_circle():
    left, right = core.portfolio("Left"), core.portfolio("Right")
    both = (left.pk, right.pk)
    with refused_by("no_cycle"):
        sql(
            "UPDATE projects_portfolio SET parent_id = CASE id WHEN %s THEN %s ELSE %s END WHERE id IN (%s, %s)",
            *(*both, left.pk, *both),
        )


def test_a_branch_may_move_to_another_place_of_the_tree():
    top = core.portfolio("Top")
    left, right = core.portfolio("Left", parent=top), core.portfolio("Right", parent=top)
    Portfolio.objects.filter(pk=left.pk).update(parent=right)
    left.refresh_from_db()
    assert left.parent == right


def test_a_role_is_one_of_the_ten():
    with refused_by("role_known"):
        core.role(core.person(), "emperor")


def test_a_role_is_held_in_one_scope_only():
    project = core.project()
    with refused_by("role_one_scope"):
        core.role(core.person(), MANAGER, project=project, portfolio=project.portfolio)
    inside = core.programme(project.portfolio)
    with refused_by("role_one_scope"):
        core.role(core.person(), MANAGER, programme=inside, portfolio=project.portfolio)
    with refused_by("role_one_scope"):
        core.role(core.person(), MANAGER, programme=inside, project=project)


def test_a_role_without_a_day_is_none():
    with refused_by("role_has_days"):
        RoleAssignment.objects.create(person=core.person(), role=MANAGER, days=DateRange(empty=True))


@pytest.mark.parametrize("scope", ["organisation", "portfolio", "programme", "project"])
def test_nobody_holds_a_role_twice_on_a_day_in_any_scope(scope):
    holder, project = core.person(), core.project()
    where = {
        "organisation": {},
        "portfolio": {"portfolio": project.portfolio},
        "programme": {"programme": core.programme(project.portfolio)},
        "project": {"project": project},
    }[scope]
    RoleAssignment.objects.create(person=holder, role=MANAGER, days=span((1, 1), (6, 1)), **where)
    with refused_by("role_no_overlap"):
        RoleAssignment.objects.bulk_create(
            [RoleAssignment(person=holder, role=MANAGER, days=span((5, 31), (7, 1)), **where)]
        )
    RoleAssignment.objects.create(person=holder, role=MANAGER, days=span((6, 1), (7, 1)), **where)


def test_two_people_two_roles_and_two_projects_do_not_disturb_each_other():
    holder, project = core.person(), core.project()
    core.role(holder, MANAGER, project=project)
    core.role(holder, MANAGER, project=core.project(project.portfolio))
    core.role(holder, Role.SPONSOR, project=project)
    core.role(core.person(), MANAGER, project=project)
    assert RoleAssignment.objects.count() == 4
