"""Does every act on a risk stand on record, and is a refused one as if it had never been tried?"""

import datetime as dt
from decimal import Decimal

import pytest

from budgets.models import ReserveMove
from foundation.accounts.models import AuditEvent
from foundation.errors import Conflict, IllegalMove, Refused
from projects.models import Issue, Project
from risks import services
from risks.access import all_risks_visible_to, risks_visible_to
from risks.models import Risk, RiskResponse, RiskState
from tests.at_once import at_once, refused
from tests.factories import core, money
from tests.records import acts, last_act, states
from tests.untouched import untouched

pytestmark = pytest.mark.django_db
JUDGED = {"on": core.DAY, "basis": "current", "probability": Decimal("0.4"), "impacts": {"cost": 4, "time": 2}}
WORDS = {"cause": "One supplier", "event": "It fails", "effect": "No support"}


@pytest.fixture
def risk(world, pam):
    return services.identify(world.own, by=pam, **WORDS)


# every verb that an open risk takes; a closed or occurred one takes none of them but reopening
VERBS = {
    "assess": lambda risk, by: services.assess(risk, by=by, **JUDGED),
    "respond": lambda risk, by: services.add_response(risk, by=by, strategy="accept", action="Wait"),
    "monitor": lambda risk, by: services.monitor(risk, by=by),
    "occur": lambda risk, by: services.occur(risk, by=by, on=core.DAY),
    "close": lambda risk, by: services.close(risk, by=by, reason="Over"),
    "reopen": lambda risk, by: services.reopen(risk, by=by, reason="Back"),
}
ALLOWED = {
    "identified": {"assess", "respond", "occur", "close"},
    "assessed": {"assess", "respond", "occur", "close"},
    "treated": {"assess", "respond", "monitor", "occur", "close"},
    "monitoring": {"assess", "respond", "occur", "close"},
    "occurred": set(),
    "closed": {"reopen"},
}


def led_to(risk, state, by):
    """The risk after the shortest way to the state."""
    ways = {
        "identified": (), "assessed": ("assess",), "treated": ("assess", "respond"), "closed": ("close",),
        "monitoring": ("assess", "respond", "monitor"), "occurred": ("occur",),
    }  # fmt: skip
    for verb in ways[state]:
        VERBS[verb](risk, by)
    risk.refresh_from_db()
    return risk


@pytest.mark.parametrize("state", ALLOWED)
def test_each_state_takes_its_own_verbs_and_refuses_all_others(risk, pam, state):
    led_to(risk, state, pam)
    assert risk.state == state
    for verb in set(VERBS) - ALLOWED[state]:
        with untouched(), pytest.raises(IllegalMove):
            VERBS[verb](risk, pam)
    for verb in sorted(ALLOWED[state] - {"occur", "close"}):
        VERBS[verb](risk, pam)


def test_the_whole_life_is_told_by_history_and_log(risk, pam):
    led_to(risk, "monitoring", pam)
    services.close(risk, by=pam, reason="The contract is signed")
    services.reopen(risk, by=pam, reason="It was cancelled")
    services.occur(risk, by=pam, on=core.DAY)
    assert states(risk) == ["identified", "assessed", "treated", "monitoring", "closed", "assessed", "occurred"]
    assert acts(risk) == [
        "risk.identified", "risk.assessed", "risk.treated", "risk.monitoring", "risk.closed", "risk.assessed",
        "risk.reopened", "risk.occurred",
    ]  # fmt: skip
    assert last_act()[1:] == (pam, risk.project.public_id, {"was": "assessed"})


def test_neither_the_log_nor_the_history_holds_a_word_of_the_risk(risk, pam):
    services.describe(risk, version=risk.row_version, by=pam, event="Leak of the payroll", cause="x", effect="y")
    assert not AuditEvent.objects.filter(details__icontains="payroll").exists()
    assert not {"cause", "event", "effect"} & {field.name for field in risk.events.model._meta.fields}


def test_a_reopened_risk_has_no_closing_word_any_more(risk, pam):
    led_to(risk, "closed", pam)
    assert risk.close_reason == "Over"
    assert services.reopen(risk, by=pam, reason="Back").close_reason == ""


@pytest.mark.parametrize("state", ["closed", "rejected"])
def test_an_ended_project_takes_no_new_risk_and_none_occurs_there(risk, pam, state):
    Project.objects.filter(pk=risk.project_id).update(state=state)
    with untouched():
        with pytest.raises(IllegalMove, match="has ended"):
            services.identify(risk.project, by=pam, **WORDS)
        with pytest.raises(Refused):
            services.occur(Risk.objects.get(pk=risk.pk), by=pam, on=core.DAY)


# ── judgements ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("p", ["0", "1", "-0.1", "1.5", "100"])
def test_what_is_certain_or_impossible_is_no_risk(risk, pam, p):
    with untouched(), pytest.raises(Refused) as refusal:
        services.assess(risk, by=pam, **{**JUDGED, "probability": Decimal(p)})
    assert refusal.value.field == "probability"


@pytest.mark.parametrize("impact", [0, 6, -1])
def test_an_impact_lies_between_one_and_five(risk, pam, impact):
    with untouched(), pytest.raises(Refused):
        services.assess(risk, by=pam, **{**JUDGED, "impacts": {"cost": impact}})


def test_each_basis_has_its_own_judgement_in_force(risk, pam):
    for basis, p in (("inherent", "0.6"), ("current", "0.4"), ("residual", "0.1"), ("current", "0.3")):
        services.assess(risk, by=pam, **{**JUDGED, "basis": basis, "probability": Decimal(p)})
    now = dict(risk.assessments.filter(is_current=True).values_list("basis", "probability"))
    assert now == {"inherent": Decimal("0.6"), "current": Decimal("0.3"), "residual": Decimal("0.1")}
    assert risk.assessments.count() == 4


def test_judging_another_basis_does_not_move_the_risk(risk, pam):
    services.assess(risk, by=pam, **{**JUDGED, "basis": "inherent"})
    risk.refresh_from_db()
    assert risk.state == RiskState.IDENTIFIED
    assert last_act()[0] == "risk.judged"


@pytest.mark.parametrize(
    ("currency", "typed", "kept"), [("EUR", "10.005", "10.01"), ("JPY", "10.5", "11"), ("KWD", "10.0005", "10.001")]
)
def test_money_of_a_risk_is_kept_to_the_coin_of_its_project(world, pam, currency, typed, kept):
    coin = core.currency(currency, {"JPY": 0, "KWD": 3}.get(currency, 2))
    project = core.project(world.portfolio, "Branch", currency=coin)
    money.reserve(project, 100)
    risk = services.identify(project, by=pam, **WORDS)
    assert services.assess(risk, by=pam, **JUDGED, cost_impact=Decimal(typed)).cost_impact == Decimal(kept)
    answer = services.add_response(risk, by=pam, strategy="reduce", action="Second source", cost=Decimal(typed))
    assert answer.cost == Decimal(kept)
    draw = services.draw_contingency(risk, by=pam, on=core.DAY, amount=Decimal(typed), reason="Overtime")
    assert draw.move.amount == Decimal(kept)
    assert services.occur(risk, by=pam, on=core.DAY, actual_impact=Decimal(typed)).actual_impact == Decimal(kept)


@pytest.mark.parametrize("amount", ["-0.01", "1e15", "1e30"])
def test_money_below_nothing_or_beyond_all_measure_is_refused_beside_its_box(risk, pam, amount):
    for field, act in (
        ("cost_impact", lambda: services.assess(risk, by=pam, **JUDGED, cost_impact=Decimal(amount))),
        ("cost", lambda: services.add_response(risk, by=pam, strategy="accept", action="Wait", cost=Decimal(amount))),
        ("actual_impact", lambda: services.occur(risk, by=pam, on=core.DAY, actual_impact=Decimal(amount))),
    ):
        with untouched(), pytest.raises(Refused) as refusal:
            act()
        assert refusal.value.field == field


# ── answers ─────────────────────────────────────────────────────────────────────────────────────


FITTING = {
    "threat": {"avoid", "reduce", "transfer", "share", "accept", "contingent"},
    "opportunity": {"exploit", "enhance", "transfer", "share", "accept", "contingent"},
}


@pytest.mark.parametrize("kind", FITTING)
def test_each_kind_of_risk_is_answered_by_its_own_strategies(world, pam, kind):
    risk = services.identify(world.own, by=pam, kind=kind, **WORDS)
    for strategy in RiskResponse.Strategy.values:
        if strategy in FITTING[kind]:
            services.add_response(risk, by=pam, strategy=strategy, action="So")
        else:
            with untouched(), pytest.raises(Refused) as refusal:
                services.add_response(risk, by=pam, strategy=strategy, action="So")
            assert refusal.value.field == "strategy"


def test_a_threat_that_is_reduced_does_not_turn_into_an_opportunity(risk, pam):
    answer = services.add_response(risk, by=pam, strategy="reduce", action="Second source")
    with untouched(), pytest.raises(Refused) as refusal:
        services.describe(risk, version=risk.row_version, by=pam, kind="opportunity")
    assert refusal.value.field == "kind"
    services.move_response(answer, by=pam, on=core.DAY, state="dropped", version=answer.row_version)
    assert services.describe(risk, version=risk.row_version, by=pam, kind="opportunity").kind == "opportunity"


@pytest.mark.parametrize("end", ["done", "dropped"])
def test_an_answer_that_is_over_is_not_taken_up_again(risk, pam, end):
    answer = services.add_response(risk, by=pam, strategy="reduce", action="Second source")
    answer = services.move_response(answer, by=pam, on=core.DAY, state="under_way", version=answer.row_version)
    answer = services.move_response(answer, by=pam, on=core.DAY, state=end, version=answer.row_version)
    assert answer.done_on == (core.DAY if end == "done" else None)
    assert states(answer) == ["planned", "under_way", end]
    for state in ("under_way", "done", "dropped"):
        with untouched(), pytest.raises(IllegalMove):
            services.move_response(answer, by=pam, on=core.DAY, state=state, version=answer.row_version)


def test_an_answer_that_somebody_moved_meanwhile_is_shown_with_both_values(risk, pam):
    answer = services.add_response(risk, by=pam, strategy="reduce", action="Second source")
    services.move_response(answer, by=pam, on=core.DAY, state="under_way", version=answer.row_version)
    read = RiskResponse.objects.get(pk=answer.pk)
    with untouched(), pytest.raises(Conflict):
        services.move_response(read, by=pam, on=core.DAY, state="done", version=read.row_version - 1)


# ── what happens, and what it costs ─────────────────────────────────────────────────────────────


def test_an_occurred_risk_hands_its_owner_and_effect_to_the_issue(world, pam, tom):
    risk = services.identify(world.own, by=pam, owner=tom.person, **WORDS)
    occurred = services.occur(risk, by=pam, on=dt.date(2026, 2, 27), actual_impact=Decimal(700), severity=4)
    issue = Issue.objects.get()
    assert (issue.owner, issue.description, issue.severity) == (tom.person, "No support", 4)
    assert (occurred.issue, occurred.occurred_on, occurred.actual_impact) == (issue, dt.date(2026, 2, 27), 700)
    assert acts(issue) == ["issue.raised"]


def test_money_drawn_for_a_risk_names_it_in_reserve_and_log(risk, pam):
    reserve = money.reserve(risk.project, 100)
    draw = services.draw_contingency(risk, by=pam, on=core.DAY, amount=Decimal(60), reason=" Overtime ")
    assert (draw.move.reason, draw.move.created_by, draw.risk) == ("Overtime", pam, risk)
    assert acts(reserve) == ["reserve.set", "reserve.draw"]
    assert acts(risk)[-1] == "risk.contingency_drawn"


@pytest.mark.parametrize(
    ("amount", "reason", "field"),
    [("100.01", "x", "amount"), ("0", "x", "amount"), ("-5", "x", "amount"), ("5", " ", "reason")],
)
def test_a_draw_is_refused_whole(risk, pam, amount, reason, field):
    money.reserve(risk.project, 100)
    with untouched(), pytest.raises(Refused) as refusal:
        services.draw_contingency(risk, by=pam, on=core.DAY, amount=Decimal(amount), reason=reason)
    assert refusal.value.field == field


def test_the_management_reserve_is_not_for_risks(risk, pam):
    money.reserve(risk.project, 100, kind="management")
    with untouched(), pytest.raises(Refused, match="no contingency"):
        services.draw_contingency(risk, by=pam, on=core.DAY, amount=Decimal(5), reason="Overtime")


# ── who sees it ─────────────────────────────────────────────────────────────────────────────────


def test_whoever_writes_a_confidential_risk_goes_on_seeing_it(world, pam, tom, sue):
    risk = services.identify(world.own, by=pam, confidentiality="confidential", **WORDS)
    assert risk in risks_visible_to(pam, world.own) and risk in risks_visible_to(sue, world.own)
    assert risk not in risks_visible_to(tom, world.own) and risk not in all_risks_visible_to(tom)


def test_a_risk_made_confidential_later_stays_with_who_did_it_and_leaves_all_others(risk, pam, tom):
    assert risk in risks_visible_to(tom, risk.project)
    services.describe(risk, version=risk.row_version, by=pam, confidentiality="confidential")
    assert risk in risks_visible_to(pam, risk.project)
    assert risk not in risks_visible_to(tom, risk.project)


def test_the_owner_of_a_confidential_risk_sees_it_once_however_often_he_is_named(world, pam, tom):
    risk = services.identify(world.own, by=pam, owner=tom.person, confidentiality="confidential", **WORDS)
    risk.named.add(tom.person)
    assert list(risks_visible_to(tom, world.own)) == [risk]
    assert list(all_risks_visible_to(tom)) == [risk]


@pytest.mark.django_db(transaction=True)
def test_eight_at_once_get_eight_numbers_and_the_last_money_is_drawn_once(world):
    made = at_once(lambda _turn: services.identify(world.own, by=None, **WORDS), turns=8)
    assert sorted(risk.number for risk in made) == list(range(1, 9))
    money.reserve(world.own, 100)
    draw = {"by": None, "on": core.DAY, "amount": Decimal(60), "reason": "Overtime"}
    drawn = at_once(lambda turn: services.draw_contingency(made[turn], **draw))
    assert len(refused(drawn)) == 3 and ReserveMove.objects.count() == 1
    struck = at_once(lambda _turn: services.occur(made[0], by=None, on=core.DAY))
    assert len(refused(struck)) == 3 and Issue.objects.count() == 1
    judged = at_once(lambda _turn: services.assess(made[1], by=None, **JUDGED))
    assert not refused(judged) and made[1].assessments.filter(is_current=True).count() == 1
