"""What stands in the way of a step is asked of every app, once, and told in one list."""

from portfolio.queries import obstacles_above, obstacles_to
from projects.models import Project
from tests.factories import cases, core, money, risks


def at(project, state):
    Project.objects.filter(pk=project.pk).update(state=state, state_reason="A reason", review_on=core.DAY)
    project.refresh_from_db()
    return project


def test_approval_waits_for_a_business_case_in_force(world):
    project = at(world.own, "proposed")
    assert obstacles_above(project, "approved", as_of=core.DAY) == ["No business case is issued."]
    cases.issued(project)
    assert obstacles_above(project, "approved", as_of=core.DAY) == []


def test_the_start_waits_for_budget_and_baseline(world):
    project = at(world.own, "approved")
    assert "The project has no approved budget." in obstacles_above(project, "active", as_of=core.DAY)
    money.approved(project, 1000)
    assert "The project has no approved budget." not in obstacles_above(project, "active", as_of=core.DAY)


def test_resuming_after_a_hold_asks_nothing_anew(world):
    assert obstacles_to(at(world.own, "on_hold"), "active", as_of=core.DAY) == []


def test_closing_asks_every_app(world):
    risks.risk(world.own)
    found = obstacles_to(at(world.own, "closing"), "closed", as_of=core.DAY)
    assert any("risks are still open" in sentence or "risk" in sentence for sentence in found)
    assert "The closure report is not signed and issued." in found
    assert len(found) == len(set(found))
