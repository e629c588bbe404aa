"""Does what is decided about a project stand on record, and is a refused act as if it had never been tried?"""

import datetime as dt
from decimal import Decimal

import pytest

from foundation.accounts.models import Notification
from foundation.accounts.rights import Role
from foundation.errors import Conflict, IllegalMove, Refused
from projects import services
from projects.models import GateReview, Project, Stage, State
from tests.factories import core, governance
from tests.records import acts, last_act, states
from tests.untouched import untouched

pytestmark = pytest.mark.django_db
DAY, LATER = core.DAY, dt.date(2026, 4, 1)
YES, NO = (True, "seen"), (False, "not yet")
OVER = ["closed", "cancelled", "rejected"]


@pytest.fixture
def project(world, cast):
    return world.own


def end(project, state):
    fields = {"state": state}
    if state in ("closed", "cancelled"):
        fields["finished_on"] = DAY
    Project.objects.filter(pk=project.pk).update(**fields)
    project.refresh_from_db()


# ── charter and settings ────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("state", ["proposed", *OVER])
def test_a_charter_that_is_decided_upon_or_over_stays(project, pam, state):
    end(project, state)
    with untouched(), pytest.raises(IllegalMove, match="stays as it is"):
        services.edit_charter(project.charter, by=pam, version=project.charter.row_version, purpose="Other")


def test_two_who_write_the_charter_see_both_texts(project, pam, paul):
    charter = project.charter
    read = charter.row_version
    services.edit_charter(charter, by=pam, version=read, purpose="Faster search", cost_tolerance=Decimal("0.2"))
    assert last_act()[:3] == ("charter.edited", pam, project.public_id)
    with untouched(), pytest.raises(Conflict) as conflict:
        services.edit_charter(charter, by=paul, version=read, purpose="Better search", cost_tolerance=Decimal("0.2"))
    assert [(theirs, mine) for _label, theirs, mine in conflict.value.fields] == [("Faster search", "Better search")]
    assert states(charter, "purpose") == ["Staff find what they need", "Faster search"]


@pytest.mark.parametrize(
    ("values", "field"),
    [({"code": "for-001"}, "code"), ({"code": "FOR-001 "}, "code"), ({"programme": "far"}, "programme")],
)
def test_settings_that_belong_to_another_are_refused_at_their_field(project, world, pam, values, field):
    if "programme" in values:
        values = {"programme": core.programme(world.far_portfolio)}
    values = {name: value.strip() if isinstance(value, str) else value for name, value in values.items()}
    with untouched(), pytest.raises(Refused) as refusal:
        services.edit_project(project, by=pam, version=project.row_version, **values)
    assert refusal.value.field == field


def test_the_log_of_settings_names_the_fields_and_not_their_words(project, pam):
    services.edit_project(project, by=pam, version=project.row_version, name="Intranet 2", reporting_days=14)
    assert last_act() == ("project.edited", pam, project.public_id, {"fields": ["name", "reporting_days"]})


# ── stages and gates ────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def gates(project):
    """Three stages, each with a gate."""
    return [governance.gate(project, f"G{n}", criteria=("tests passed", "budget kept")) for n in (1, 2, 3)]


def test_the_life_of_a_gate_is_told_by_its_history(gates, pam, sue):
    gate = gates[0]
    services.hold_gate(gate, by=pam, on=DAY, judged=[YES, NO])
    services.hold_gate(gate, by=pam, on=DAY, judged=[YES, YES])
    services.decide_gate(gate, by=sue, at=core.MONDAY_9, on=DAY, decision="proceed")
    assert states(gate) == ["planned", "held", "decided"]
    assert acts(gate) == ["gate.held", "gate.held", "gate.decided"]
    stages = list(
        Stage.objects.filter(project=gate.project).order_by("seq").values_list("actual_start", "actual_finish")
    )
    assert stages == [(DAY, DAY), (DAY, None), (None, None)], "the decision ends one stage and begins the next"


def test_a_gate_is_decided_in_its_turn_by_another_and_once(gates, pam, sue):
    first, second = gates[0], gates[1]
    decide = {"at": core.MONDAY_9, "on": DAY, "decision": "proceed"}
    for gate in (first, second):
        services.hold_gate(gate, by=pam, on=DAY, judged=[YES, YES])
    with untouched():
        with pytest.raises(IllegalMove) as early:
            services.decide_gate(second, by=sue, **decide)
        with pytest.raises(IllegalMove) as own:
            services.decide_gate(first, by=pam, **decide)
        with pytest.raises(IllegalMove) as unheld:
            services.decide_gate(gates[2], by=sue, **decide)
    assert "G1 comes first" in early.value.obstacles[0]
    assert "Who presented the gate" in own.value.obstacles[0]
    assert any("has not been held" in words for words in unheld.value.obstacles)
    services.decide_gate(first, by=sue, **decide)
    with untouched(), pytest.raises(IllegalMove):
        services.decide_gate(first, by=sue, **decide)


def test_an_unmet_criterion_is_passed_only_with_conditions_that_are_said(gates, pam, sue):
    gate = gates[0]
    services.hold_gate(gate, by=pam, on=DAY, judged=[YES, NO])
    decide = {"by": sue, "at": core.MONDAY_9, "on": DAY}
    with untouched():
        with pytest.raises(IllegalMove) as refusal:
            services.decide_gate(gate, decision="proceed", **decide)
        with pytest.raises(Refused, match="which conditions"):
            services.decide_gate(gate, decision="conditions", conditions="  ", **decide)
    assert "Not met: budget kept" in refusal.value.obstacles[0]
    done = services.decide_gate(gate, decision="conditions", conditions=" Cut the scope ", **decide)
    assert (done.decision, done.conditions) == ("conditions", "Cut the scope")


@pytest.mark.parametrize("decision", ["rework", "hold"])
def test_rework_and_hold_open_the_gate_anew_with_nothing_judged(gates, pam, sue, decision):
    gate = gates[0]
    services.hold_gate(gate, by=pam, on=DAY, judged=[YES, NO])
    services.decide_gate(gate, by=sue, at=core.MONDAY_9, on=DAY, decision=decision)
    again = GateReview.objects.filter(stage=gate.stage, state="planned").get()
    assert [each["met"] for each in again.criteria] == [None, None]
    assert Stage.objects.get(pk=gate.stage_id).actual_finish is None


def test_after_a_stop_no_later_gate_is_decided(gates, pam, sue):
    for gate in gates[:2]:
        services.hold_gate(gate, by=pam, on=DAY, judged=[YES, YES])
    services.decide_gate(gates[0], by=sue, at=core.MONDAY_9, on=DAY, decision="stop")
    with untouched(), pytest.raises(IllegalMove) as refusal:
        services.decide_gate(gates[1], by=sue, at=core.MONDAY_9, on=DAY, decision="proceed")
    assert any("decided “stop”" in words for words in refusal.value.obstacles)


@pytest.mark.parametrize("judged", [[], [YES], [YES, (None, "")], [YES, YES, YES]])
def test_a_gate_is_held_with_every_criterion_judged(gates, pam, judged):
    with untouched(), pytest.raises(Refused, match="Judge every criterion"):
        services.hold_gate(gates[0], by=pam, on=DAY, judged=judged)


@pytest.mark.parametrize("state", OVER)
def test_stages_and_gates_of_an_ended_project_stay(gates, project, pam, sue, state):
    services.hold_gate(gates[0], by=pam, on=DAY, judged=[YES, YES])
    end(project, state)
    stage = gates[0].stage
    with untouched():
        for act in (
            lambda: services.edit_stage(stage, by=pam, version=stage.row_version, planned_start=DAY),
            lambda: services.hold_gate(gates[0], by=pam, on=DAY, judged=[YES, YES]),
            lambda: services.decide_gate(gates[0], by=sue, at=core.MONDAY_9, on=DAY, decision="proceed"),
        ):
            with pytest.raises(IllegalMove):
                act()


# ── lessons, checklist, actions ─────────────────────────────────────────────────────────────────


def test_a_lesson_is_recorded_validated_by_another_and_applied(project, pam, sue):
    words = {"event": "The supplier left", "effect": "Six weeks lost", "recommendation": "Agree on a step-in right"}
    lesson = services.record_lesson(project, by=pam, **words)
    with untouched():
        for to in ("applied", "recorded"):
            with pytest.raises(IllegalMove):
                services.advance_lesson(lesson, to, by=sue)
        with pytest.raises(IllegalMove, match="Another person"):
            services.advance_lesson(lesson, "validated", by=pam)
    services.advance_lesson(lesson, "validated", by=sue)
    with untouched(), pytest.raises(IllegalMove, match="stays as it was"):
        services.edit_lesson(lesson, by=pam, version=lesson.row_version, event="Else")
    services.advance_lesson(lesson, "applied", by=pam)
    assert states(lesson) == ["recorded", "validated", "applied"]
    assert acts(lesson) == ["lesson.recorded", "lesson.validated", "lesson.applied"]


@pytest.mark.parametrize(
    ("state", "note", "who"), [("done", "Archive 7", True), ("not_applicable", "No paper", True), ("open", "", False)]
)
def test_a_line_of_the_checklist_names_who_settled_it_and_when(project, pam, state, note, who):
    item = governance.closure_item(project)
    services.settle_item(item, by=pam, on=DAY, state="done", note="Somewhere")
    settled = services.settle_item(item, by=pam, on=LATER, state=state, note=note)
    assert (settled.done_by, settled.done_on) == ((pam, LATER) if who else (None, None))
    assert last_act() == ("closure_item.settled", pam, project.public_id, {"state": state})


def test_the_checklist_of_a_closed_project_stays(project, pam):
    item = governance.closure_item(project)
    end(project, "closed")
    with untouched(), pytest.raises(IllegalMove, match="stays as it was"):
        services.settle_item(item, by=pam, on=DAY, state="done", note="Archive 7")


def test_a_follow_on_action_tells_its_owner_and_is_done_once(project, pam, tom):
    act = {"by": pam, "on": DAY, "text": "Watch the load", "owner": tom.person}
    with untouched(), pytest.raises(Refused) as refusal:
        services.add_action(project, due=dt.date(2026, 3, 1), **act)
    assert refusal.value.field == "due"
    action = services.add_action(project, due=DAY, **act)
    assert Notification.objects.filter(user=tom).count() == 1
    services.finish_action(action, by=tom, on=LATER)
    with untouched(), pytest.raises(IllegalMove, match="done already"):
        services.finish_action(action, by=tom, on=LATER)
    assert acts(action) == ["follow_on.added", "follow_on.done"]


# ── roles ───────────────────────────────────────────────────────────────────────────────────────


def test_a_role_given_and_taken_is_on_record_and_changes_who_is_named(project, paul):
    nina = core.person("Nina New")
    given = services.assign_role(project, by=paul, on=DAY, person=nina, role=Role.PROJECT_MANAGER)
    project.refresh_from_db()
    assert (project.manager, last_act()[0]) == (nina, "role.assigned")
    with pytest.raises(Refused, match="holds this role already"):
        services.assign_role(project, by=paul, on=DAY, person=nina, role=Role.PROJECT_MANAGER)
    services.end_role(given, by=paul, on=LATER)
    project.refresh_from_db()
    assert project.manager != nina and last_act()[0] == "role.ended"
    assert Notification.objects.filter(user=nina.user).count() == 1


@pytest.mark.parametrize("role", [Role.PORTFOLIO_MANAGER, Role.FINANCE, Role.ADMINISTRATOR, "king"])
def test_a_manager_gives_no_role_above_his_own_and_the_try_stands_in_the_log(project, pam, role):
    before = project.role_assignments.count() if hasattr(project, "role_assignments") else None
    with pytest.raises(Refused) as refusal:
        services.assign_role(project, by=pam, on=DAY, person=core.person("Nina New"), role=role)
    assert refusal.value.field == "role" and last_act()[0] == "role.refused"
    assert before is None or project.role_assignments.count() == before


def test_nobody_lifts_himself(project, pam, paul, adam):
    for by, act in (
        (paul, lambda by: services.assign_role(project, by=by, on=DAY, person=by.person, role=Role.SPONSOR)),
        (adam, lambda by: services.grant_role(by.person, by=by, on=DAY, role=Role.EXECUTIVE)),
        (adam, lambda by: services.set_active(by.person, by=by, on=DAY, active=False)),
    ):
        with pytest.raises(Refused, match="Nobody"):
            act(by)
        assert last_act()[:2] == ("role.refused", by)


# ── the project's own states ────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("to", [state for state in State.values if state != "proposed"])
def test_a_draft_is_only_proposed_and_a_refused_step_leaves_nothing(project, pam, to):
    with untouched(), pytest.raises(IllegalMove):
        services.lifecycle(project, to, by=pam, on=DAY, reason="Because", review_on=LATER)


def test_an_obstacle_from_above_leaves_the_state_and_is_said_once(project, pam):
    with untouched(), pytest.raises(IllegalMove) as refusal:
        services.lifecycle(project, "proposed", by=pam, on=DAY, obstacles=["No money", "No money"])
    assert list(refusal.value.obstacles).count("No money") == 1
