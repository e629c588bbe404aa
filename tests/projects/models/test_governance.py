"""What does Postgres refuse about stages, gates, lessons and the closure checklist?"""

import datetime as dt

import pytest

from projects.models import ClosureItem, FollowOnAction, GateReview, Lesson, Stage
from tests.factories import core
from tests.refusals import check_deferred, refused_by, sql

pytestmark = pytest.mark.django_db

NEXT_DAY = core.DAY + dt.timedelta(days=1)


@pytest.fixture
def stage():
    return Stage.objects.create(project=core.project(), seq=1, name="Build")


@pytest.fixture
def gate(stage):
    return GateReview.objects.create(project=stage.project, stage=stage, name="Gate 1")


def decide(gate, **fields):
    values = {"state": "decided", "decision": "proceed", "decided_at": core.MONDAY_9, **fields}
    values.setdefault("decided_by", core.person("Sue Sanders").user)
    GateReview.objects.filter(pk=gate.pk).update(**values)


def test_a_number_names_one_stage_of_a_project(stage):
    with refused_by("stage_seq_once"):
        Stage.objects.create(project=stage.project, seq=1, name="Test")


def test_two_stages_may_swap_their_numbers(stage):
    second = Stage.objects.create(project=stage.project, seq=2, name="Test")
    Stage.objects.filter(pk=stage.pk).update(seq=2)
    Stage.objects.filter(pk=second.pk).update(seq=1)
    check_deferred()


def test_a_stage_is_planned_to_finish_after_it_starts(stage):
    with refused_by("stage_planned_in_order"):
        Stage.objects.filter(pk=stage.pk).update(planned_start=NEXT_DAY, planned_finish=core.DAY)


@pytest.mark.parametrize("start", [NEXT_DAY, None])
def test_a_stage_finishes_after_a_start_that_is_known(stage, start):
    with refused_by("stage_actual_in_order"):
        Stage.objects.filter(pk=stage.pk).update(actual_start=start, actual_finish=core.DAY)


def test_a_gate_ends_a_stage_of_its_own_project_same_project(gate, stage):
    elsewhere = Stage.objects.create(project=core.project(), seq=1, name="Build")
    with refused_by("same_project"):
        GateReview.objects.filter(pk=gate.pk).update(stage=elsewhere)
    with refused_by("same_project"):
        GateReview.objects.bulk_create([GateReview(project=stage.project, stage=elsewhere, name="Gate 2")])


@pytest.mark.parametrize("missing", [{"decided_by": None}, {"decided_at": None}, {"decision": ""}])
def test_a_decision_has_a_decider_an_instant_and_a_word(gate, missing):
    with refused_by("gate_decision_has_decider"):
        decide(gate, **missing)


def test_a_gate_that_is_only_held_carries_no_decision(gate):
    with refused_by("gate_decision_has_decider"):
        decide(gate, state="held")


def test_a_decision_with_conditions_names_them(gate):
    with refused_by("gate_conditions_are_named"):
        decide(gate, decision="conditions")
    decide(gate, decision="conditions", conditions="Security test passed")


def test_who_presents_a_gate_does_not_decide_it(gate):
    presenter = core.person("Pam Porter").user
    with refused_by("gate_decider_is_not_presenter"):
        decide(gate, held_by=presenter, decided_by=presenter)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE projects_gatereview SET decision = 'stop'",
        "UPDATE projects_gatereview SET state = 'held', decided_by_id = NULL, decision = ''",
        "UPDATE projects_gatereview SET criteria = '[]'",
        "DELETE FROM projects_gatereview",
    ],
)
def test_a_decided_gate_is_frozen_by_a_frozen(gate, statement):
    decide(gate)
    with refused_by("a_frozen"):
        sql(statement)


def test_the_table_of_gates_is_never_emptied_by_no_truncate(gate):
    with refused_by("no_truncate"):
        sql("TRUNCATE projects_gatereview")


@pytest.mark.parametrize("empty", ["event", "effect", "recommendation"])
def test_a_lesson_says_what_happened_its_effect_and_what_to_do(stage, empty):
    said = {"event": "Test data came late", "effect": "Two weeks lost", "recommendation": "Order it at the start"}
    with refused_by("lesson_is_complete"):
        Lesson.objects.create(project=stage.project, **said | {empty: ""})


def test_a_follow_on_action_says_what_is_to_be_done(stage):
    with refused_by("follow_on_has_text"):
        FollowOnAction.objects.create(project=stage.project, text="", owner=core.person(), due=core.DAY)


def closure(project, **fields):
    values = {"seq": 1, "section": "Contracts", "text": "All contracts ended", **fields}
    return ClosureItem.objects.create(project=project, **values)


def test_a_number_names_one_line_of_the_closure_checklist(stage):
    closure(stage.project)
    with refused_by("closure_item_once"):
        closure(stage.project, text="All invoices paid")


@pytest.mark.parametrize("known", ["nothing", "who", "when"])
def test_a_line_is_done_by_somebody_on_a_day(stage, known):
    who = core.person().user if known == "who" else None
    when = core.DAY if known == "when" else None
    with refused_by("closure_done_by_whom"):
        closure(stage.project, state="done", done_by=who, done_on=when)


def test_a_line_that_does_not_apply_has_a_reason(stage):
    with refused_by("closure_not_applicable_has_reason"):
        closure(stage.project, state="not_applicable")
    closure(stage.project, state="not_applicable", note="No contract was made")


def lesson_by(author):
    words = {"event": "The supplier left", "effect": "Six weeks lost", "recommendation": "Agree on a step-in right"}
    return Lesson.objects.create(project=core.project(), created_by=author, **words)


def test_a_lesson_is_validated_by_another_person_than_its_author():
    tom = core.person("Tom Tanaka").user
    lesson = lesson_by(tom)
    with refused_by("lesson_validator_is_not_author"):
        Lesson.objects.filter(pk=lesson.pk).update(state="validated", validated_by=tom)


@pytest.mark.parametrize("state", ["validated", "applied"])
def test_a_valid_lesson_names_who_validated_it(state):
    lesson = lesson_by(core.person("Tom Tanaka").user)
    with refused_by("lesson_validated_by_whom"):
        Lesson.objects.filter(pk=lesson.pk).update(state=state)
