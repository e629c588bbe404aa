"""What does a new project bring with it?"""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from foundation.accounts.models import AuditEvent
from foundation.accounts.rights import Permission, Role
from foundation.errors import Refused
from projects.access import may, visible_to
from projects.engine.lifecycles import methodologies, phases_for, sourcing_models
from projects.models import Project, RoleAssignment, State
from projects.services import suggested_code
from tests.factories import core
from tests.factories.governance import made

pytestmark = pytest.mark.django_db


@pytest.fixture
def portfolio():
    return core.portfolio("Digital services")


def test_a_new_project_is_a_draft_with_an_empty_charter(portfolio):
    project = made(portfolio, purpose="Staff find what they need")
    assert project.state == State.DRAFT
    assert project.charter.purpose == "Staff find what they need"
    assert project.charter.goals == ""


def test_stages_and_gates_come_from_the_method_in_their_order(portfolio):
    project = made(portfolio, methodology="waterfall")
    assert [s.name for s in project.stages.all()] == ["Requirements", "Design", "Build", "Test", "Deploy", "Close"]
    gates = list(project.gates.all())
    assert [g.name for g in gates][:2] == ["G1 requirements approved", "G2 design approved"]
    assert gates[0].criteria[0] == {"text": "requirements baselined", "met": None, "note": ""}
    assert {g.state for g in gates} == {"planned"}


def test_the_first_stage_is_planned_from_the_start_of_the_project(portfolio):
    project = made(portfolio)
    assert project.stages.get(seq=1).planned_start == project.start
    assert project.stages.get(seq=2).planned_start is None


def test_the_plan_is_not_empty_it_has_a_summary_for_each_stage(portfolio):
    project = made(portfolio)
    rows = project.tasks.order_by("position")
    assert [(t.wbs_code, t.name, t.kind) for t in rows][:2] == [
        ("1", "Requirements", "summary"),
        ("2", "Design", "summary"),
    ]


def test_a_sourcing_model_brings_its_own_phases(portfolio):
    project = made(portfolio, sourcing_model="saas")
    assert "Select service" in [s.name for s in project.stages.all()]


@pytest.mark.parametrize("method", methodologies())
def test_every_method_can_be_started(portfolio, method):
    project = made(portfolio, methodology=method, sourcing_model=next(iter(sourcing_models())))
    phases = phases_for(method, project.sourcing_model)
    assert project.stages.count() == len(phases) == project.tasks.count()
    assert project.gates.count() == sum(1 for phase in phases if phase.gate)
    assert project.closure_items.count() >= 13


def test_manager_and_sponsor_hold_their_roles_from_that_day(portfolio):
    pam, sue = core.person("Pam Porter"), core.person("Sue Sanders")
    project = made(portfolio, manager=pam, sponsor=sue)
    held = RoleAssignment.objects.filter(project=project)
    assert {(r.person, r.role) for r in held} == {(pam, Role.PROJECT_MANAGER), (sue, Role.SPONSOR)}
    assert {r.days.lower for r in held} == {core.DAY}
    assert visible_to(pam.user).get() == project
    assert may(sue.user, Permission.PROJECT_DECIDE, project)


def test_a_project_without_people_gives_nobody_a_role(portfolio):
    assert not RoleAssignment.objects.filter(project=made(portfolio)).exists()


def test_creation_stands_in_the_audit_log(portfolio):
    paul = core.person("Paul Pereira").user
    project = made(portfolio, by=paul, manager=core.person("Pam"))
    acts = AuditEvent.objects.filter(project_id=project.public_id).order_by("id")
    assert [event.act for event in acts] == ["role.assigned", "project.created"]
    assert {event.actor for event in acts} == {paul}
    assert acts.last().details["methodology"] == "waterfall"


def test_codes_are_counted_within_the_portfolio(portfolio):
    first, second = made(portfolio), made(portfolio)
    assert first.code == f"{portfolio.code}-001"
    assert second.code == f"{portfolio.code}-002"
    made(portfolio, code=f"{portfolio.code}-009")
    assert suggested_code(portfolio) == f"{portfolio.code}-010"


def test_a_suggested_code_never_meets_one_in_other_letters(portfolio):
    made(portfolio, code=f"{portfolio.code}-001".lower())
    assert suggested_code(portfolio) == f"{portfolio.code}-002"


def refused_for(field, portfolio, **fields):
    before = Project.objects.count()
    with pytest.raises(Refused) as caught:
        made(portfolio, **fields)
    assert caught.value.field == field
    assert Project.objects.count() == before


def test_a_taken_code_is_refused_at_its_field(portfolio):
    made(portfolio, code="NET-1")
    refused_for("code", portfolio, code="net-1")


def test_a_programme_of_another_portfolio_is_refused(portfolio):
    refused_for("programme", portfolio, programme=core.programme(core.portfolio("Infrastructure")))


def test_an_archived_programme_or_portfolio_takes_no_project(portfolio):
    refused_for("programme", portfolio, programme=core.programme(portfolio, archived_at=core.MONDAY_9))
    refused_for("portfolio", core.portfolio("Old", archived_at=core.MONDAY_9))


def test_nobody_sponsors_what_he_manages(portfolio):
    pam = core.person("Pam Porter")
    refused_for("sponsor", portfolio, manager=pam, sponsor=pam)


@pytest.mark.parametrize("field", ["methodology", "sourcing_model"])
def test_an_unknown_choice_is_refused_at_its_field(portfolio, field):
    refused_for(field, portfolio, **{field: "wishful_thinking"})


def test_the_number_of_queries_does_not_grow_with_the_stages(portfolio):
    def queries(method):
        with CaptureQueriesContext(connection) as seen:
            made(portfolio, methodology=method, calendar=calendar, start=core.DAY + dt.timedelta(days=1))
        return len(seen)

    calendar = core.calendar()
    assert queries("kanban") == queries("v_model")
