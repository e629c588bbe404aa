"""What does a closure report say about stages, their gates, and the answers to risks?"""

import datetime as dt
from decimal import Decimal

import pytest

from projects.models import Project
from reports import gathering
from tests.factories import core, governance, risks

D = Decimal
pytestmark = pytest.mark.django_db


@pytest.fixture
def project(world):
    Project.objects.filter(pk=world.own.pk).update(state="closing")
    world.own.refresh_from_db()
    return world.own


def facts(project, by):
    return gathering.gather(project, "closure", by=by, on=core.DAY)


def struck(project, **fields):
    """A risk that became an issue."""
    return risks.risk(project, state="occurred", issue=governance.issue(project), occurred_on=core.DAY, **fields)


def answers(project, by):
    return {line.strategy: (line.chosen, line.worked, line.cost) for line in facts(project, by).risks.responses}


SLIPS = (
    (core.DAY, core.DAY, 0),
    (core.DAY, core.DAY + dt.timedelta(12), 12),
    (core.DAY, core.DAY - dt.timedelta(3), -3),
    (core.DAY, None, None),
    (None, core.DAY, None),
    (None, None, None),
)


def test_a_stage_slips_by_days_and_only_when_both_days_are_known(project, pam):
    early = core.DAY - dt.timedelta(30)
    for planned, actual, _slip in SLIPS:
        governance.stage(project, planned_finish=planned, actual_start=actual and early, actual_finish=actual)
    found = facts(project, pam).stages
    assert [(line.planned_finish, line.actual_finish, line.slip_days) for line in found] == list(SLIPS)
    assert {(line.name, line.decision, line.decided_by) for line in found} == {("Build", "", "")}


def test_a_stage_names_the_decision_of_its_gate_and_who_took_it(project, pam, sue):
    undecided = governance.held(project, "G1", by=pam)
    decided = governance.held(project, "G2", by=pam)
    decided.state, decided.decision, decided.conditions = "decided", "conditions", "Train the night shift"
    decided.decided_by, decided.decided_at = sue, core.MONDAY_9
    decided.save()
    first, second = facts(project, pam).stages
    assert (first.name, first.decision) == (undecided.stage.name, "")
    assert (second.decision, second.decided_by) == ("proceed with conditions", "Sue Sanders")


def test_stages_stand_in_their_order_however_they_came(project, pam):
    for seq, name in ((3, "Close"), (1, "Plan"), (2, "Build")):
        governance.stage(project, seq=seq, name=name)
    assert [line.name for line in facts(project, pam).stages] == ["Plan", "Build", "Close"]


def test_answers_are_counted_by_strategy_with_their_cost_and_whether_they_held(project, pam):
    occurred, spared = struck(project), risks.risk(project)
    risks.response(spared, state="done", done_on=core.DAY, cost=D(100))
    risks.response(occurred, state="done", done_on=core.DAY, cost=D(30))
    risks.response(spared, cost=D(7))
    risks.response(spared, state="dropped", cost=D(1000))
    risks.response(spared, strategy="transfer", state="done", done_on=core.DAY, cost=D(5))
    assert answers(project, pam) == {"reduce": (3, 1, 137), "transfer": (1, 1, 5)}


def test_the_answers_to_a_hidden_risk_stand_in_no_report(project, pam):
    """Everybody who gets the paper could read that there is something, and what it costs."""
    hidden = struck(project, confidentiality="confidential", event="The vendor is for sale")
    risks.response(hidden, strategy="transfer", cost=D(90_000), state="done", done_on=core.DAY)
    risks.response(risks.risk(project), cost=D(50))
    found = facts(project, pam)
    assert answers(project, pam) == {"reduce": (1, 0, 50)}
    assert (found.risks.risks_occurred, found.risks.risks_transferred, found.risks.threats_closed) == (0, 0, 0)
    assert "vendor is for sale" not in str(found)


def test_a_project_without_stages_and_risks_has_empty_lists_and_no_line_of_nothing(project, pam):
    found = facts(project, pam)
    assert (found.stages, found.risks.responses, found.risks.occurred) == ((), (), ())
