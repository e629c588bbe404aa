"""Who holds a gate, who decides on it, and in which order?"""

import pytest
from django.urls import reverse

from foundation.accounts.models import AuditEvent, Notification
from projects.models import GateReview, Project, Stage
from tests.factories import core
from tests.factories.governance import gate, held, made

pytestmark = pytest.mark.django_db


def at(name, project, *rows):
    return reverse(f"projects:{name}", args=[project.public_id, *(row.public_id for row in rows)])


HOLD = {"met_0": "yes", "note_0": "report 7"}
PROCEED = {"decision": "proceed"}


def test_the_manager_holds_and_the_sponsor_decides(cast, enter, world):
    project = made(world.portfolio, manager=cast.pam.person, sponsor=cast.sue.person)
    first = project.gates.first()
    judged = {f"met_{n}": "yes" for n in range(len(first.criteria))}
    assert enter(cast.pam).post(at("gate_hold", project, first), judged).status_code == 302
    assert Notification.objects.filter(user=cast.sue, text__contains="waits for your decision").exists()
    assert enter(cast.sue).post(at("gate_decide", project, first), PROCEED).status_code == 302
    first.refresh_from_db()
    assert (first.state, first.decision, first.held_by, first.decided_by) == ("decided", "proceed", cast.pam, cast.sue)
    done, running = project.stages.all()[:2]
    assert done.actual_finish and running.actual_start and not running.actual_finish
    page = enter(cast.stan).get(at("gate", project, first))
    assert page.status_code == 404


def test_the_gate_s_page_shows_criteria_and_what_is_missing(cast, enter, world):
    row = gate(world.own, criteria=("tests passed", "users trained"))
    page = enter(cast.sue).get(at("gate", world.own, row)).content.decode()
    assert "users trained" in page and "has not been held yet" in page


@pytest.mark.parametrize(
    ("name", "body", "may"), [("gate_hold", HOLD, {"pam"}), ("gate_decide", PROCEED, {"sue", "eve"})]
)
@pytest.mark.parametrize("who", ["pam", "paul", "sue", "eve", "finn", "tom", "stan", "ada"])
def test_holding_and_deciding_belong_to_different_people(cast, enter, world, who, name, body, may):
    row = held(world.own, by=None) if name == "gate_decide" else gate(world.own)
    answer = enter(getattr(cast, who)).post(at(name, world.own, row), body)
    assert answer.status_code == (302 if who in may else 403)


def test_every_criterion_is_judged(cast, enter, world):
    row = gate(world.own, criteria=("tests passed", "users trained"))
    answer = enter(cast.pam).post(at("gate_hold", world.own, row), HOLD)
    assert answer.status_code == 422
    row.refresh_from_db()
    assert row.state == "planned"


@pytest.mark.attack
def test_a08_a_later_gate_waits_for_the_earlier_one(cast, enter, world):
    held(world.own, "G1", by=cast.pam)
    later = held(world.own, "G2", by=cast.pam)
    answer = enter(cast.sue).post(at("gate_decide", world.own, later), PROCEED)
    assert answer.status_code == 409
    assert "G1 comes first" in answer.content.decode()
    later.refresh_from_db()
    assert later.state == "held"


@pytest.mark.attack
def test_a08_a_decision_is_not_replayed(cast, enter, world):
    row = held(world.own, by=cast.pam)
    client, url = enter(cast.sue), at("gate_decide", world.own, row)
    assert client.post(url, PROCEED).status_code == 302
    row.refresh_from_db()
    assert client.post(url, {"decision": "stop"}).status_code == 409
    again = GateReview.objects.get(pk=row.pk)
    assert (again.decision, again.row_version) == ("proceed", row.row_version)
    assert AuditEvent.objects.filter(act="gate.decided").count() == 1
    assert enter(cast.pam).post(at("gate_hold", world.own, row), HOLD).status_code == 409


@pytest.mark.attack
def test_a08_who_presents_does_not_decide(cast, enter, world):
    core.role(cast.pam, "sponsor", project=world.own)
    row = held(world.own, by=cast.pam)
    answer = enter(cast.pam).post(at("gate_decide", world.own, row), PROCEED)
    assert answer.status_code == 409
    assert "does not decide" in answer.content.decode()


def test_a_gate_that_was_not_held_is_not_decided(cast, enter, world):
    assert enter(cast.sue).post(at("gate_decide", world.own, gate(world.own)), PROCEED).status_code == 409


def test_with_a_criterion_open_one_proceeds_only_under_conditions(cast, enter, world):
    row = held(world.own, by=cast.pam, met=False)
    client, url = enter(cast.sue), at("gate_decide", world.own, row)
    assert client.post(url, PROCEED).status_code == 409
    assert client.post(url, {"decision": "conditions"}).status_code == 422
    assert client.post(url, {"decision": "conditions", "conditions": "Train by May"}).status_code == 302


@pytest.mark.parametrize("decision", ["rework", "hold"])
def test_rework_opens_the_same_gate_anew(cast, enter, world, decision):
    row = held(world.own, by=cast.pam)
    assert enter(cast.sue).post(at("gate_decide", world.own, row), {"decision": decision}).status_code == 302
    anew = GateReview.objects.get(stage=row.stage, state="planned")
    assert anew.name == row.name
    assert [each["met"] for each in anew.criteria] == [None]
    assert Stage.objects.get(pk=row.stage_id).actual_finish is None


def test_after_a_stop_no_later_gate_is_decided(cast, enter, world):
    first, second = held(world.own, "G1", by=cast.pam), held(world.own, "G2", by=cast.pam)
    client = enter(cast.sue)
    assert client.post(at("gate_decide", world.own, first), {"decision": "stop"}).status_code == 302
    assert client.post(at("gate_decide", world.own, second), PROCEED).status_code == 409


@pytest.mark.parametrize("state", ["closed", "cancelled", "rejected"])
def test_a_project_that_is_over_holds_no_gate(cast, enter, world, state):
    row = gate(world.own)
    Project.objects.filter(pk=world.own.pk).update(state=state)
    assert enter(cast.pam).post(at("gate_hold", world.own, row), HOLD).status_code == 409


@pytest.mark.attack
@pytest.mark.parametrize("name", ["gate", "gate_hold", "gate_decide"])
def test_a02_a_gate_of_another_project_is_not_there(cast, enter, world, name):
    alien = held(world.foreign, by=None)
    for who in (cast.pam, cast.sue):
        answer = enter(who).get(at(name, world.own, alien))
        assert answer.status_code in {403, 404}
        assert b"Stage of G1" not in answer.content


@pytest.mark.attack
def test_a07_a_decision_takes_no_other_field(cast, enter, world):
    row = held(world.own, by=cast.pam)
    answer = enter(cast.sue).post(at("gate_decide", world.own, row), {**PROCEED, "decided_by": cast.eve.pk})
    assert answer.status_code == 400
    row.refresh_from_db()
    assert row.state == "held"


def asked(user):
    return Notification.objects.filter(user=user, text__contains="waits for your decision").count()


def test_a_gate_asks_once_however_often_it_is_presented_and_no_more_when_it_is_decided(cast, enter, world):
    row = gate(world.own)
    for _again in range(2):
        assert enter(cast.pam).post(at("gate_hold", world.own, row), HOLD).status_code == 302
        assert asked(cast.sue) == 1
    assert enter(cast.sue).post(at("gate_decide", world.own, row), PROCEED).status_code == 302
    assert asked(cast.sue) == asked(cast.eve) == 0


def test_a_gate_that_is_decided_leaves_the_others_asking(cast, enter, world):
    rows = [gate(world.own, name) for name in ("G1", "G2")]
    for row in rows:
        enter(cast.pam).post(at("gate_hold", world.own, row), HOLD)
    enter(cast.sue).post(at("gate_decide", world.own, rows[0]), PROCEED)
    (left,) = Notification.objects.filter(user=cast.sue, text__contains="waits for your decision")
    assert left.text.startswith("G2")
