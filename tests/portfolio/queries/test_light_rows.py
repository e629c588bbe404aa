"""A home page draws a hundred rows: each comes whole from its one query, with no more than it shows."""

from decimal import Decimal

import pytest

from foundation.accounts.rights import Permission, Role
from portfolio.models import Health
from portfolio.queries.board import troubled
from portfolio.queries.decisions import waiting
from portfolio.queries.scope import shown_to, slim
from portfolio.queries.stored import figure_of
from portfolio.views.table import hidden_from
from tests.factories import core, governance, portfolio
from tests.factories.filled import one_decision_of_each_kind

FIGURES = ("variance", "slip_days", "etc", "exposure", "benefit")


@pytest.fixture
def asked(world, cast):
    """One decision of each kind waits, on a project with health."""
    portfolio.facts(world.own, health="at_risk", is_stale=True)
    return one_decision_of_each_kind(world.own, cast)


@pytest.mark.parametrize("who", ["pam", "sue", "finn", "rita", "eve"])
def test_a_waiting_decision_is_drawn_without_another_question(asked, cast, who, django_assert_num_queries):
    rows = waiting(getattr(cast, who)).rows
    assert rows or who == "eve"
    with django_assert_num_queries(0):
        for each in rows:
            assert each.project.name == "Intranet refresh"
            assert each.opens == f"/projects/{asked.public_id}/"
            assert each.health == '<span class="health at_risk stale">at risk · stale</span>'
            assert (each.asked, each.act, each.address) != ("", "", "")


def test_a_decision_on_a_project_whose_facts_are_not_computed_has_no_health(world, cast):
    governance.held(world.own, "G1", by=core.person("Otto Other").user)
    assert [each.health for each in waiting(cast.sue).rows] == [""]


def test_slim_rows_hold_what_figures_are_made_of(world, eve, django_assert_num_queries):
    portfolio.facts(world.own, variance=Decimal(-300), etc=Decimal(20), reasons={"slip_days": "no_schedule"})
    whole = shown_to(eve).get(pk=world.own.pk)
    with django_assert_num_queries(1):
        (row,) = slim(shown_to(eve).filter(pk=world.own.pk), *FIGURES)
        slimmed = [figure_of(row, name) for name in FIGURES]
        assert (row.code, row.name, row.public_id) == (whole.code, whole.name, whole.public_id)
        assert (row.facts.health, row.facts.is_stale, row.facts.rate) == ("unknown", False, 1)
    assert slimmed == [figure_of(whole, name) for name in FIGURES]


def test_the_troubled_say_why_and_how_much_in_one_question(world, eve, django_assert_num_queries):
    causes = [{"target": "cost", "status": "off_track", "reason": "beyond_tolerance", "figures": []}]
    portfolio.facts(world.own, health=Health.OFF_TRACK, variance=Decimal(-300), slip_days=12, causes=causes)
    seen = shown_to(eve)
    with django_assert_num_queries(1):
        (found,) = troubled(seen)
    assert found["why"] == "Cost"
    assert [figure.value for figure in found["figures"]] == [Decimal(-300), 12]


# which columns a reader may see


CAST = ["pam", "paul", "sue", "eve", "finn", "rita", "ada"]


@pytest.mark.parametrize("who", CAST)
def test_hidden_is_a_right_that_is_missing_on_one_of_the_projects(world, cast, who):
    user = getattr(cast, who)
    projects, hidden = shown_to(user), hidden_from(user, shown_to(user))
    for permission in (Permission.BUDGET_VIEW, Permission.PLAN_VIEW, Permission.RISK_VIEW, Permission.CBA_VIEW):
        missing = projects.exclude(pk__in=shown_to(user, permission=permission).values("pk")).exists()
        assert (permission in hidden) == missing, permission


def test_a_right_on_one_of_two_projects_hides_its_columns(world):
    mixed = core.person("Mia Mixed")
    core.role(mixed, Role.PROJECT_MANAGER, project=world.own)
    core.role(mixed, Role.RESOURCE_MANAGER, project=world.foreign)
    rows = shown_to(mixed.user)
    assert Permission.BUDGET_VIEW in hidden_from(mixed.user, rows)
    assert Permission.BUDGET_VIEW not in hidden_from(mixed.user, rows.filter(pk=world.own.pk))


def test_where_one_role_covers_all_nothing_is_asked(world, eve, django_assert_num_queries):
    rows = shown_to(eve)
    with django_assert_num_queries(0):
        assert hidden_from(eve, rows) == set()
