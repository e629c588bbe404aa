"""A page of many projects speaks of those that its reader may see, with their facts at hand."""

from django.utils import timezone

from foundation.accounts.rights import Permission
from portfolio.queries import below, figure_of, shown_to
from projects.models import Project
from tests.factories import core, portfolio


def codes(rows):
    return {project.code for project in rows}


def test_each_sees_his_own(world, cast):
    assert codes(shown_to(cast.pam)) == {"OWN-001"}
    assert codes(shown_to(cast.paul)) == {"OWN-001", "FOR-001"}
    assert codes(shown_to(cast.finn)) == {"OWN-001", "FOR-001", "FAR-001"}
    assert codes(shown_to(cast.tom)) == set()
    assert codes(shown_to(cast.zoe)) == set()


def test_a_portfolio_holds_those_below_it(world, finn):
    child = core.portfolio("Apps", parent=world.portfolio)
    grandchild = core.portfolio("Mobile", parent=child)
    core.project(grandchild, "Inspection app", code="APP-001")
    assert below(world.portfolio) == {world.portfolio.pk, child.pk, grandchild.pk}
    assert codes(shown_to(finn, portfolio=world.portfolio)) == {"OWN-001", "FOR-001", "APP-001"}
    assert codes(shown_to(finn, portfolio=child)) == {"APP-001"}


def test_an_archived_project_is_gone(world, finn):
    Project.objects.filter(pk=world.far.pk).update(archived_at=timezone.now())
    assert "FAR-001" not in codes(shown_to(finn))


def test_another_right_narrows_further(world, rita):
    assert codes(shown_to(rita)) == {"OWN-001", "FOR-001", "FAR-001"}
    assert codes(shown_to(rita, permission=Permission.BUDGET_VIEW)) == set()


def test_figures_of_a_row_ask_the_database_nothing(world, finn, django_assert_num_queries):
    portfolio.facts(world.own, budget=1000)
    rows = {project.code: project for project in shown_to(finn)}
    with django_assert_num_queries(0):
        assert figure_of(rows["OWN-001"], "budget").value == 1000
        assert figure_of(rows["FAR-001"], "budget").reason == "being_computed"
        assert figure_of(rows["OWN-001"], "cpi").reason == "no_data"


def test_the_address_of_a_row_figure_is_the_one_that_opens(world, finn, enter):
    portfolio.refreshed(world.own)
    project = shown_to(finn).get(pk=world.own.pk)
    assert figure_of(project, "budget").address == f"/figures/{world.own.public_id}/portfolio.budget/"
    assert enter(finn).get(figure_of(project, "budget").address).status_code == 200
