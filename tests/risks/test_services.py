"""A risk goes its way: named, judged, answered, watched, struck or closed."""

from decimal import Decimal

import pytest

from budgets.models import Reserve
from foundation.accounts.models import AuditEvent
from foundation.errors import Conflict, IllegalMove, Refused
from projects.models import Issue
from risks import services
from risks.models import RiskAssessment, RiskState
from tests.factories import core

JUDGED = {"on": core.DAY, "basis": "current", "probability": Decimal("0.4"), "impacts": {"cost": 4, "time": 2}}


@pytest.fixture
def risk(world, pam):
    return services.identify(world.own, by=pam, cause="One supplier", event="It fails", effect="No support")


def test_numbers_run_without_gaps_in_each_project(risk, world, pam):
    second = services.identify(world.own, by=pam, cause="a", event="b", effect="c")
    other = services.identify(world.foreign, by=pam, cause="a", event="b", effect="c")
    assert (risk.number, second.number, other.number) == (1, 2, 1)


def test_a_judgement_moves_the_risk_and_the_one_before_stays_as_history(risk, pam):
    first = services.assess(risk, by=pam, **JUDGED, cost_impact=Decimal(1000))
    assert (first.probability_index, first.impact_index) == (3, 4)
    services.assess(risk, by=pam, **{**JUDGED, "probability": Decimal("0.8")}, cost_impact=Decimal(1000))
    risk.refresh_from_db()
    assert risk.state == RiskState.ASSESSED
    assert list(RiskAssessment.objects.order_by("pk").values_list("is_current", flat=True)) == [False, True]


@pytest.mark.parametrize(
    ("change", "field"), [({"probability": Decimal(1)}, "probability"), ({"impacts": {}}, "impact_cost")]
)
def test_a_judgement_without_sense_is_refused_beside_its_field(risk, pam, change, field):
    with pytest.raises(Refused) as refusal:
        services.assess(risk, by=pam, **{**JUDGED, **change})
    assert refusal.value.field == field
    assert not RiskAssessment.objects.exists()


def test_the_first_answer_makes_an_assessed_risk_treated(risk, pam):
    services.assess(risk, by=pam, **JUDGED)
    services.add_response(risk, by=pam, strategy="reduce", action="Second source", cost=Decimal(50))
    services.add_response(risk, by=pam, strategy="transfer", action="Insure")
    risk.refresh_from_db()
    assert risk.state == RiskState.TREATED
    assert services.monitor(risk, by=pam).state == RiskState.MONITORING


def test_a_threat_is_not_exploited(risk, pam):
    with pytest.raises(Refused) as refusal:
        services.add_response(risk, by=pam, strategy="exploit", action="Enjoy")
    assert refusal.value.field == "strategy"


def test_a_watched_risk_that_is_judged_anew_is_assessed_again(risk, pam):
    services.assess(risk, by=pam, **JUDGED)
    services.add_response(risk, by=pam, strategy="reduce", action="Second source")
    services.monitor(risk, by=pam)
    services.assess(risk, by=pam, **JUDGED)
    risk.refresh_from_db()
    assert risk.state == RiskState.ASSESSED


def test_a_risk_that_is_only_named_is_not_monitored(risk, pam):
    with pytest.raises(IllegalMove):
        services.monitor(risk, by=pam)


def test_a_risk_that_occurs_becomes_an_issue(risk, world, pam):
    services.occur(risk, by=pam, on=core.DAY, actual_impact=Decimal(700), severity=4)
    risk.refresh_from_db()
    issue = Issue.objects.get(project=world.own)
    assert risk.issue == issue
    assert "It fails" in issue.title
    assert issue.severity == 4
    with pytest.raises(IllegalMove):
        services.occur(risk, by=pam, on=core.DAY)


def test_closing_needs_a_reason_and_so_does_opening_again(risk, pam):
    with pytest.raises(Refused):
        services.close(risk, by=pam, reason=" ")
    services.close(risk, by=pam, reason="The contract is signed")
    with pytest.raises(IllegalMove):
        services.assess(risk, by=pam, **JUDGED)
    with pytest.raises(IllegalMove):
        services.add_response(risk, by=pam, strategy="reduce", action="Late")
    with pytest.raises(Refused):
        services.reopen(risk, by=pam, reason="")
    assert services.reopen(risk, by=pam, reason="It was cancelled").state == RiskState.ASSESSED


def test_contingency_is_drawn_as_far_as_it_reaches(risk, world, pam):
    with pytest.raises(Refused):
        services.draw_contingency(risk, by=pam, on=core.DAY, amount=Decimal(1), reason="None there")
    reserve = Reserve.objects.create(project=world.own, kind="contingency", amount=100, balance=100)
    draw = services.draw_contingency(risk, by=pam, on=core.DAY, amount=Decimal(60), reason="Overtime")
    reserve.refresh_from_db()
    assert reserve.balance == 40
    assert draw.risk == risk
    with pytest.raises(Refused) as refusal:
        services.draw_contingency(risk, by=pam, on=core.DAY, amount=Decimal(41), reason="More")
    assert refusal.value.field == "amount"


def test_two_people_do_not_overwrite_each_others_words(risk, pam):
    services.describe(risk, version=1, by=pam, event="It fails badly")
    with pytest.raises(Conflict):
        services.describe(risk, version=1, by=pam, event="It fails softly")


def test_an_answer_is_finished_once(risk, pam):
    row = services.add_response(risk, by=pam, strategy="reduce", action="Second source")
    done = services.move_response(row, by=pam, on=core.DAY, state="done", version=row.row_version)
    assert done.done_on == core.DAY
    with pytest.raises(IllegalMove):
        services.move_response(done, by=pam, on=core.DAY, state="dropped", version=done.row_version)


def test_every_step_is_on_record(risk, pam):
    services.assess(risk, by=pam, **JUDGED)
    services.close(risk, by=pam, reason="Done")
    acts = list(AuditEvent.objects.filter(object_id=risk.public_id).order_by("pk").values_list("act", flat=True))
    assert acts == ["risk.identified", "risk.assessed", "risk.closed"]
    assert not AuditEvent.objects.filter(details__icontains="supplier").exists()
