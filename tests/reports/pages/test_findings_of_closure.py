"""The sentence over a figure of a closure report says what the figure says, in each case that can be."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from reports.facts.closure import ChangeLine, ExposurePoint, Milestone, Target
from reports.facts.common import CurvePoint
from reports.pages import closure
from tests.reports.papers import FACTS

D = Decimal
DAY = dt.date(2026, 3, 2)
CLOSURE = FACTS["closure"]


def title(page, key):
    return page.figures[key].title


def figures(page):
    return set(page.figures)


def values(page):
    return {figure.label: (figure.value.replace("\u202f", " "), figure.note) for figure in page.key_figures}


def milestones(*slips):
    return tuple(Milestone(f"M{no}", DAY, DAY + dt.timedelta(days=slip), slip) for no, slip in enumerate(slips))


@pytest.mark.parametrize(
    ("slips", "words"),
    [
        ((0, -4), "Every milestone was reached on time"),
        ((0, 9), "1 of 2 milestones was late, M1 by 9 days"),
        ((3, 9, 0), "2 of 3 milestones were late, M1 the most: 9 days"),
    ],
)
def test_the_slip_chart_names_the_latest_milestone(slips, words):
    assert title(closure.page(replace(CLOSURE, milestones=milestones(*slips))), "milestones") == words


def test_each_milestone_is_told_to_who_cannot_see_the_chart():
    page = closure.page(replace(CLOSURE, milestones=milestones(0, 9, -2)))
    assert "M0: on time; M1: +9 d; M2: −2 d" in page.figures["milestones"].alt


def curve(*points):
    rows = tuple(
        CurvePoint(DAY + dt.timedelta(days=no), D(100), *(None if v is None else D(v) for v in pair))
        for no, pair in enumerate(points)
    )
    return replace(CLOSURE, balance=replace(CLOSURE.balance, curve=rows))


@pytest.mark.parametrize(
    ("points", "words"),
    [
        (((80, 100),), "The work cost 20 EUR more than it was budgeted for"),
        (((100, 80),), "The work cost 20 EUR less than it was budgeted for"),
        (((100, 100),), "The work cost what was budgeted"),
        (((None, 80),), "No work was measured against the plan"),
        (((50, 90), (None, None)), "The work cost 40 EUR more than it was budgeted for"),
    ],
)
def test_the_curve_compares_the_last_cost_with_the_work(points, words):
    assert title(closure.page(curve(*points)), "curve") == words


@pytest.mark.parametrize(("as_of", "marked"), [(DAY, True), (DAY + dt.timedelta(days=900), False)])
def test_a_data_date_long_after_the_last_point_does_not_stretch_the_curve(as_of, marked):
    facts = replace(curve((80, 100), (90, 110)), head=replace(CLOSURE.head, data_as_of=as_of))
    assert ("data date" in str(closure.page(facts).figures["curve"].spec)) == marked


def changes(*amounts):
    rows = tuple(ChangeLine(f"C{no}", "Change", DAY, "Sue", D(amount), 0) for no, amount in enumerate(amounts))
    total = CLOSURE.balance.total
    added = D(sum(amounts))
    total = replace(total, approved_changes=added, final_budget=total.original_budget + added)
    return replace(CLOSURE, changes=rows, balance=replace(CLOSURE.balance, total=total))


@pytest.mark.parametrize(
    ("amounts", "words"),
    [
        ((5000,), "1 approved change added 5 k EUR"),
        ((5000, 1000), "2 approved changes added 6 k EUR together"),
        ((-5000,), "1 approved change took 5 k EUR away"),
        ((5000, -5000), "2 approved changes left the budget as it was"),
    ],
)
def test_the_waterfall_says_what_the_changes_did(amounts, words):
    assert title(closure.page(changes(*amounts)), "waterfall") == words


def test_changes_that_do_not_add_up_are_not_drawn():
    facts = changes(5000)
    off = replace(facts.balance.total, final_budget=facts.balance.total.final_budget + D("0.01"))
    page = closure.page(replace(facts, balance=replace(facts.balance, total=off)))
    assert "waterfall" not in figures(page)
    assert len(page.tables["changes"].rows) == 1


@pytest.mark.parametrize(
    ("exposure", "words"),
    [
        ((90, 80), "The contingency covered the exposure at all times"),
        ((110, 80), "At 1 of 2 measurements the exposure was above the contingency left"),
    ],
)
def test_the_burn_down_says_whether_the_contingency_was_enough(exposure, words):
    points = tuple(ExposurePoint(DAY + dt.timedelta(days=no), D(e), D(100)) for no, e in enumerate(exposure))
    facts = replace(CLOSURE, risks=replace(CLOSURE.risks, exposure=points))
    assert title(closure.page(facts), "exposure") == words


def goal(status):
    return Target("Time", "a", "b", "c", "d", "e", status, "")


@pytest.mark.parametrize(
    ("statuses", "shown"),
    [
        (("met", "within", "missed"), "2 / 3"),
        (("met", "unknown", "unknown"), "1 / 1"),
        (("unknown",), "0 / 0"),
        ((), "0 / 0"),
    ],
)
def test_only_measured_targets_are_counted(statuses, shown):
    page = closure.page(replace(CLOSURE, targets=tuple(map(goal, statuses))))
    assert values(page)["Targets met"][0] == shown


def test_without_products_the_milestones_stand_in_their_place():
    page = closure.page(replace(CLOSURE, products=(), milestones=milestones(0, 3, -1)))
    assert values(page)["Milestones on time"] == ("2 / 3", "of those reached")
    assert "Products accepted" in values(closure.page(CLOSURE))


@pytest.mark.parametrize("kind", ["normal", "early", "cancelled"])
def test_the_way_of_closing_is_said_in_words(kind):
    assert (
        closure.page(replace(CLOSURE, closure=kind)).words["closure"].startswith(("normal", "early", "closure after"))
    )
