"""What Postgres refuses about risks, each rule tried."""

from decimal import Decimal

import pytest

from budgets.services import draw_reserve, release_reserve
from risks.models import ReserveDraw, Risk, RiskAssessment, RiskResponse
from tests.factories import core, money, risks
from tests.refusals import refused_by, sql

pytestmark = pytest.mark.django_db


@pytest.fixture
def risk(world):
    return risks.risk(world.own)


def test_a_number_is_given_once_in_a_project(risk, world):
    with refused_by("risk_number_once"):
        risks.risk(world.own, number=1)
    assert risks.risk(world.foreign, number=1)


@pytest.mark.parametrize("part", ["cause", "event", "effect"])
def test_a_risk_is_cause_event_and_effect(world, part):
    with refused_by("risk_is_complete"):
        risks.risk(world.own, **{part: ""})


def test_an_unknown_state_is_refused(risk):
    with refused_by("risk_state_known"):
        Risk.objects.filter(pk=risk.pk).update(state="forgotten")


def test_a_risk_that_occurred_has_its_issue(risk):
    with refused_by("risk_occurred_has_issue"):
        Risk.objects.filter(pk=risk.pk).update(state="occurred")


def test_a_closed_risk_says_why(risk):
    with refused_by("risk_closed_has_reason"):
        Risk.objects.filter(pk=risk.pk).update(state="closed")


def test_only_one_assessment_is_in_force_on_a_basis(risk):
    risks.assessment(risk)
    risks.assessment(risk, basis="residual")
    with refused_by("assessment_one_current"):
        risks.assessment(risk)


@pytest.mark.parametrize("p", ["0", "1"])
def test_an_open_risk_is_neither_impossible_nor_certain(risk, p):
    with refused_by("assessment_probability_0_1"):
        risks.assessment(risk, p=p)


@pytest.mark.parametrize("fields", [{"impact": 0}, {"impact": 6}, {"probability_index": 6}])
def test_indices_run_from_one_to_five(risk, fields):
    with refused_by("assessment_indices_1_5"):
        risks.assessment(risk, **fields)


def test_a_cost_impact_is_not_negative(risk):
    with refused_by("assessment_cost_not_negative"):
        risks.assessment(risk, cost="-1")


def test_the_basis_is_one_of_three(risk):
    with refused_by("assessment_basis"):
        risks.assessment(risk, basis="guess")


@pytest.mark.parametrize("change", ["probability = 0.9", "cost_impact = 1", "risk_id = risk_id + 1", "date = now()"])
def test_an_assessment_never_changes(risk, change):
    risks.assessment(risk)
    with refused_by("a_append_only"):
        sql(f"UPDATE risks_riskassessment SET {change}")


def test_an_assessment_is_followed_but_never_comes_back_into_force(risk):
    row = risks.assessment(risk)
    RiskAssessment.objects.filter(pk=row.pk).update(is_current=False)
    with refused_by("a_append_only"):
        RiskAssessment.objects.filter(pk=row.pk).update(is_current=True)


@pytest.mark.parametrize("whole", [True, False])
def test_an_assessment_is_never_deleted_not_even_with_its_risk(risk, whole):
    risks.assessment(risk)
    RiskAssessment.objects.update(is_current=False)
    risks.assessment(risk, p="0.2")
    with refused_by("a_append_only"):
        risk.delete() if whole else sql("DELETE FROM risks_riskassessment WHERE NOT is_current")
    assert RiskAssessment.objects.count() == 2


def test_a_risk_that_nobody_judged_may_go(risk):
    risk.delete()
    assert not Risk.objects.exists()


def test_assessments_are_never_truncated(risk):
    with refused_by("no_truncate"):
        sql("TRUNCATE risks_riskassessment")


def test_a_response_costs_nothing_or_more(risk):
    with refused_by("response_cost_not_negative"):
        risks.response(risk, cost=Decimal(-1))


def test_a_response_is_an_action(risk):
    with refused_by("response_has_action"):
        risks.response(risk, action="")


def test_a_response_that_is_done_has_its_day(risk):
    with refused_by("response_done_has_day"):
        risks.response(risk, state="done")


def test_an_unknown_kind_is_refused(risk):
    with refused_by("risk_kind_known"):
        sql("UPDATE risks_risk SET kind = 'nuisance' WHERE id = %s", risk.pk)


@pytest.mark.parametrize("value", ["secret", "", "NORMAL"])
def test_who_may_see_a_risk_is_one_of_two_answers(risk, value):
    with refused_by("risk_confidentiality_known"):
        sql("UPDATE risks_risk SET confidentiality = %s WHERE id = %s", value, risk.pk)
    with refused_by("risk_confidentiality_known"):
        risks.risk(risk.project, confidentiality=value)


@pytest.mark.parametrize("value", Risk.Confidentiality.values)
def test_each_answer_that_the_form_offers_is_taken(risk, value):
    sql("UPDATE risks_risk SET confidentiality = %s WHERE id = %s", value, risk.pk)
    risk.refresh_from_db()
    assert risk.confidentiality == value


def test_a_response_is_planned_under_way_done_or_dropped(risk):
    risks.response(risk)
    with refused_by("response_state_known"):
        sql("UPDATE risks_riskresponse SET state = 'hoped for'")


# ── what answers a threat, and what an opportunity ──────────────────────────────────────────────

THREAT = {"avoid", "reduce", "transfer", "share", "accept", "contingent"}
OPPORTUNITY = {"exploit", "enhance", "transfer", "share", "accept", "contingent"}
ANSWERS = {"threat": THREAT, "opportunity": OPPORTUNITY}
PAIRS = [(kind, strategy) for kind in ANSWERS for strategy in (*RiskResponse.Strategy.values, "pray")]


@pytest.mark.parametrize(("kind", "strategy"), PAIRS)
def test_a_strategy_answers_its_kind_of_risk(world, kind, strategy):
    other = risks.risk(world.own, kind=kind)
    if strategy in ANSWERS[kind]:
        assert risks.response(other, strategy=strategy).pk
        return
    with refused_by("response_strategy_fits_kind"):
        risks.response(other, strategy=strategy)


def test_strategy_fits_kind_also_for_raw_sql(risk):
    risks.response(risk)
    with refused_by("strategy_fits_kind"):
        sql("UPDATE risks_riskresponse SET strategy = 'enhance'")


def test_a_response_is_not_carried_to_a_risk_that_it_does_not_answer(risk):
    chance = risks.risk(risk.project, kind="opportunity")
    risks.response(risk)
    with refused_by("strategy_fits_kind"):
        sql("UPDATE risks_riskresponse SET risk_id = %s", chance.pk)


@pytest.mark.parametrize(("kind", "strategy"), [("threat", "reduce"), ("opportunity", "exploit")])
def test_a_risk_keeps_the_kind_that_its_responses_answer(world, kind, strategy):
    row = risks.risk(world.own, kind=kind)
    risks.response(row, strategy=strategy)
    other = (set(ANSWERS) - {kind}).pop()
    with refused_by("kind_fits_responses"):
        sql("UPDATE risks_risk SET kind = %s WHERE id = %s", other, row.pk)


def test_what_answers_both_kinds_holds_no_risk_back(risk):
    for strategy in THREAT & OPPORTUNITY:
        risks.response(risk, strategy=strategy)
    sql("UPDATE risks_risk SET kind = 'opportunity' WHERE id = %s", risk.pk)
    risk.refresh_from_db()
    assert risk.kind == "opportunity"


def test_a_dropped_response_holds_no_risk_back_and_does_not_come_to_life_again(risk):
    risks.response(risk, state="dropped")
    sql("UPDATE risks_risk SET kind = 'opportunity' WHERE id = %s", risk.pk)
    sql("UPDATE risks_riskresponse SET action = 'It was dropped for good reasons'")
    with refused_by("strategy_fits_kind"):
        sql("UPDATE risks_riskresponse SET state = 'planned'")


def test_a_reserve_move_belongs_to_one_risk(risk, world):
    move = money.drawn(world.own, 100, 10).moves.get()
    ReserveDraw.objects.create(move=move, risk=risk)
    with refused_by("risks_reservedraw_move_id_key"):
        ReserveDraw.objects.create(move=move, risk=risk)


@pytest.mark.parametrize("statement", ["DELETE FROM risks_reservedraw", "UPDATE risks_reservedraw SET risk_id = 0"])
def test_what_a_risk_drew_stays_on_record(risk, world, statement):
    ReserveDraw.objects.create(move=money.drawn(world.own, 100, 10).moves.get(), risk=risk)
    with refused_by("a_append_only"):
        sql(statement)


def test_a_risk_draws_on_the_contingency_of_its_own_project(risk, world):
    foreign = money.drawn(world.foreign, 100, 10).moves.get()
    managed = draw_reserve(
        money.reserve(world.own, 50, "management"), amount=Decimal(5), on=core.DAY, reason="Unknown", by=None
    )
    released = release_reserve(money.reserve(world.own), amount=Decimal(5), on=core.DAY, reason="Done", by=None)
    for move in (foreign, managed, released):
        with refused_by("draws_on_its_project"):
            ReserveDraw.objects.create(move=move, risk=risk)
    assert not ReserveDraw.objects.exists()


def test_a_change_of_a_risk_touches_its_project(risk, world):
    sql("DELETE FROM projects_touched")
    risks.assessment(risk)
    risks.response(risk)
    assert {row[0] for row in sql("SELECT project_id FROM projects_touched")} == {world.own.pk}
