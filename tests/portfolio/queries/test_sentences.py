"""Do the sentences over curves, bubbles and reports say what the numbers below them say?"""

import datetime as dt
from collections import Counter
from decimal import Decimal
from types import SimpleNamespace as Row

import pytest

from foundation.figures import Figure
from portfolio.queries import board, page, reported, status_money, status_news, status_report
from reports.facts.common import Ratio
from reports.pages import portfolio_status
from tests.factories import core, governance

D = Decimal
LATE, SOON = core.DAY - dt.timedelta(days=9), core.DAY + dt.timedelta(days=9)


# ── the curve of a project ──────────────────────────────────────────────────────────────────────


def months(budget, *forecasts):
    return [
        Row(period=Row(days=Row(lower=dt.date(2026, no, 1))), budget_sum=D(budget), forecast_sum=D(forecast))
        for no, forecast in enumerate(forecasts, 1)
    ]


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (months(0, 10, 20), "Cost and forecast, without an approved budget"),
        (months(100, 10, 100), "The forecast stays within the budget"),
        (months(100, 10, 101, 140), "The forecast passes the budget in February 2026"),
        (months(100, 500), "The forecast passes the budget in January 2026"),
    ],
)
def test_the_curve_says_when_the_forecast_passes_the_whole_budget(found, said):
    assert str(page.finding(found)) == said


# ── headlines of the status report ──────────────────────────────────────────────────────────────


def line(code, variance=None, health="on_track"):
    missing = Ratio(None, "no_budget")
    value = missing if variance is None else Ratio(D(variance))
    both = missing if variance is None else Ratio(D(1000))
    return Row(code=code, name="Move", health=health, variance=value, budget=both, eac=both)


@pytest.mark.parametrize(
    ("variances", "said"),
    [
        ([], ""),
        ([None], ""),
        ([-300, 100], "The forecast is 200.00\u00a0EUR over the budget; P0 Move is alone 300.00\u00a0EUR over."),
        ([-100, 300], "The forecast stays 200.00\u00a0EUR under the budget, although P0 Move is 100.00\u00a0EUR over."),
        ([100, 300], "The forecast stays 400.00\u00a0EUR under the budget, and no project is over its own."),
        ([0], "The forecast stays 0.00\u00a0EUR under the budget, and no project is over its own."),
        ([-5, None, 5], "The forecast stays 0.00\u00a0EUR under the budget, although P0 Move is 5.00\u00a0EUR over."),
    ],
)
def test_the_headline_of_money_names_who_moves_it_most(variances, said):
    rows = [line(f"P{no}", variance) for no, variance in enumerate(variances)]
    assert str(status_report._of_money(rows, "EUR")) == said


@pytest.mark.parametrize(
    ("codes", "said"),
    [
        ([], "No project of this portfolio is approved, running or closing."),
        (["on_track"], "Of 1 projects approved, running or closing, 0 are off track and 0 at risk."),
        (["off_track", "at_risk", "unknown"],
         "Of 3 projects approved, running or closing, 1 are off track and 1 at risk. Not rated for want of data: 1."),
    ],
)  # fmt: skip
def test_the_headline_of_health_counts_and_names_what_is_not_rated(codes, said):
    assert str(status_report._of_health([line("P", health=code) for code in codes])) == said


@pytest.mark.parametrize(
    ("dues", "said"),
    [
        ([], ""),
        ([None], "Decisions waiting: 1."),
        ([None, SOON], "Decisions waiting: 2. The first is due on 11 Mar 2026."),
        ([core.DAY], "Decisions waiting: 1. The first is due on 2 Mar 2026."),
        ([SOON, LATE], "Decisions waiting: 2. The first was due on 21 Feb 2026."),
    ],
)
def test_the_headline_of_decisions_knows_late_from_soon(dues, said):
    assert str(status_report._of_decisions([Row(due=due) for due in dues], core.DAY)) == said


# ── gates, changes and benefits ─────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("state", "planned_on", "criteria", "said"),
    [
        ("planned", SOON, [], "planned"),
        ("planned", core.DAY, [None], "planned, 0 of 1 criterion met"),
        ("planned", LATE, [True, None], "planned, late, 1 of 2 criteria met"),
        ("held", SOON, [True, False, True], "waits for its decision, 2 of 3 criteria met"),
        ("held", LATE, [], "waits for its decision, late"),
    ],
)
def test_a_gate_says_whether_it_is_late_and_what_is_met(state, planned_on, criteria, said):
    gate = Row(state=state, planned_on=planned_on, criteria=[{"text": "tests", "met": met} for met in criteria])
    assert str(status_news._gate_state(gate, core.DAY)) == said


def test_a_gate_that_is_due_within_ninety_days_is_news_and_a_later_one_is_not(world, pam):
    for name, days in (("late", -9), ("today", 0), ("in ninety days", 90), ("too far", 91)):
        governance.gate(world.own, name, planned_on=core.DAY + dt.timedelta(days))
    governance.gate(world.own, "without a day")
    governance.gate(world.foreign, "of another", planned_on=core.DAY)
    held = type(world.own).objects.none()
    found = status_news.gates([world.own], held, on=core.DAY)
    assert [gate.gate for gate in found] == ["late", "today", "in ninety days"]


def test_only_a_second_baseline_of_these_days_is_a_change_and_says_why(world, pam):
    governance.approved_baseline(world.foreign, by=pam)
    first = governance.approved_baseline(world.own, by=pam)
    type(first).objects.filter(pk=first.pk).update(state="superseded")
    governance.approved_baseline(world.own, by=pam, version=2)
    rows = type(world.own).objects.all()
    (change,) = status_news._rebaselined(rows, core.DAY)
    assert (str(change.kind), change.project) == ("re-baselined", "OWN-001")
    assert change.words == "The figures count against baseline 2 from 2026-03-02 on: Intranet refresh"
    assert status_news._rebaselined(rows, core.DAY + dt.timedelta(1)) == []


@pytest.mark.parametrize(
    ("was", "now", "kind"),
    [
        ("on_track", "at_risk", "worse"),
        ("at_risk", "off_track", "worse"),
        ("off_track", "on_track", "better"),
        ("on_track", "on_track", None),
    ],
)
def test_a_health_that_turned_is_worse_or_better_in_words(was, now, kind):
    before = Row(projects=[Row(code="P", health=was)])
    found = status_news._rated([Row(code="P", health=now), Row(code="new", health="off_track")], before)
    if kind is None:
        assert found == []
        return
    assert [(str(change.kind), change.project) for change in found] == [(kind, "P")]
    assert found[0].words == f"from {was.replace('_', ' ')} to {now.replace('_', ' ')}"
    assert status_news._rated([Row(code="P", health=now)], None) == []


def test_of_several_points_the_newest_that_has_the_value_counts():
    points = [
        Row(date=LATE, planned=D(1), realised=D(3)), Row(date=SOON, planned=D(2), realised=None),
        Row(date=core.DAY, planned=None, realised=D(0)),
    ]  # fmt: skip
    assert status_money._last(points, "planned") == 2
    assert status_money._last(points, "realised") == 0
    assert status_money._last([Row(date=LATE, planned=None)], "planned") is None


# ── bubbles, ratings and the findings on paper ──────────────────────────────────────────────────


def test_the_bubbles_name_who_carries_most_risk_and_nothing_when_there_are_none():
    pairs = [(Row(name=code.lower(), code=code), Row(risk=D(risk))) for code, risk in (("A", 5), ("B", 50), ("C", 7))]
    assert str(board._finding(pairs)) == "b (B) carries the most risk"
    assert board._finding([]) == ""


def test_a_project_without_value_or_risk_is_no_bubble():
    project = Row(code="A", public_id="00000000-0000-4000-8000-000000000000", facts=Row(health="on_track"))
    for missing in ("benefit", "exposure"):
        basis = Row(of=lambda _project, name, missing=missing: None if name == missing else D(4))
        assert board._bubble(project, basis) is None
    _same, bubble = board._bubble(project, Row(of=lambda _project, name: None if name == "etc" else D(4)))
    assert (bubble.value, bubble.risk, bubble.size) == (4, 4, 0)


def test_a_file_without_a_rating_gives_no_figure_and_its_own_word_is_kept():
    assert reported._rating(Row(rating="")) is None


@pytest.mark.parametrize(
    ("first", "second", "value", "reason"),
    [
        (Figure("a", "A", D(10)), Figure("b", "B", D(4)), D(6), ""),
        (Figure("a", "A", None, reason="no_budget"), Figure("b", "B", D(4)), None, "no_budget"),
        (Figure("a", "A", D(10)), Figure("b", "B", None, reason="no_forecast"), None, "no_forecast"),
        (Figure("a", "A", SOON), Figure("b", "B", LATE), 18, ""),
    ],
)
def test_a_difference_is_missing_for_the_reason_of_what_is_missing(first, second, value, reason):
    kind = "shift" if isinstance(first.value, dt.date) else "money"
    found = reported._difference("gap", "Gap", "a - b", first, second, kind, "", None)
    assert (found.value, found.reason, found.inputs) == (value, reason, (first, second))


def test_the_findings_on_paper_know_none_one_and_many():
    def bad(number):
        return Row(risks=[Row(probability=5, impact=5)] * number + [Row(probability=1, impact=2)])

    assert str(portfolio_status._health_finding(Counter(on_track=3), 3)) == "No project is off track or at risk"
    said = portfolio_status._health_finding(Counter(off_track=1, at_risk=2), 5)
    assert str(said) == "1 of 5 projects off track, 2 at risk"
    assert str(portfolio_status._risk_finding(bad(0))) == "None of the top risks is severe"
    assert str(portfolio_status._risk_finding(bad(1))) == "One of the top risks is severe"
    assert str(portfolio_status._risk_finding(bad(4))) == "4 of the top risks are severe"
    found = Row(bubbles=[Row(code="A", risk=D(1)), Row(code="B", risk=D(2))])
    assert str(portfolio_status._bubble_finding(found)) == "B carries the most money at risk"
