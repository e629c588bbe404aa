"""What is at stake, shown with its formula, and for whose eyes?"""

from decimal import Decimal

import pytest

from foundation.accounts.rights import Permission
from foundation.figures import Figure, figure_html
from risks import queries
from risks.access import all_risks_visible_to, risks_visible_to
from risks.models import Risk
from tests.factories import core, money, risks


@pytest.fixture
def three(world):
    """The published register: .3 of 100, .1 of 400 and .5 of 40 are worth 90."""
    for p, cost in (("0.3", "100"), ("0.1", "400"), ("0.5", "40")):
        risks.assessment(risks.risk(world.own), p=p, cost=cost)
    return world.own


def facts(project):
    return queries.exposure(project, as_of=core.DAY)


def test_exposure_is_the_sum_of_expected_values(three):
    assert facts(three).net.value == 90
    assert facts(three).open.value == 3


def test_opportunities_lower_the_exposure(three):
    risks.assessment(risks.risk(three, kind="opportunity"), p="0.5", cost="20")
    found = facts(three)
    assert (found.threats.value, found.opportunities.value, found.net.value) == (90, 10, 80)


def test_without_a_risk_in_money_the_exposure_says_why(world):
    risks.assessment(risks.risk(world.own), cost=None)
    assert facts(world.own).net.reason == "no_exposure"
    assert facts(world.own).coverage.reason == "no_contingency"


def test_closed_and_occurred_risks_leave_the_exposure(three):
    Risk.objects.filter(number=1).update(state="closed", close_reason="Signed")
    assert facts(three).net.value == 60


def test_coverage_is_contingency_over_residual_exposure(three):
    money.drawn(three, 100, 55)
    assert facts(three).coverage.value == Decimal("0.5")
    assert "50.0\u00a0%" in figure_html(facts(three).coverage)
    risks.assessment(Risk.objects.get(number=1), basis="residual", p="0.3", cost="50")
    assert facts(three).coverage.value == 3


def _keys(figure):
    yield figure.key
    for part in figure.inputs:
        if isinstance(part, Figure):
            yield from _keys(part)


def test_every_figure_is_found_again_by_its_key(three):
    money.drawn(three, 100, 55)
    found = facts(three)
    for name in ("threats", "opportunities", "net", "residual", "coverage", "open"):
        for key in _keys(getattr(found, name)):
            assert queries.find_figure(three, key, as_of=core.DAY) is not None, key
    some = Risk.objects.first().public_id
    assert queries.find_figure(three, f"risks.score:{some}", as_of=core.DAY).value == 8
    assert queries.find_figure(three, "risks.nonsense", as_of=core.DAY) is None
    assert queries.find_figure(three, f"risks.nonsense:{some}", as_of=core.DAY) is None


def test_a_figure_of_another_project_is_not_found(three, world):
    foreign = risks.risk(world.foreign)
    assert queries.find_figure(three, f"risks.emv:{foreign.public_id}", as_of=core.DAY) is None


def test_the_highest_scores_come_first(three, pam):
    low = risks.risk(three)
    risks.assessment(low, impact=1)
    unjudged = risks.risk(three)
    order = list(queries.top(three, 10, risks_visible_to(pam, three)))
    assert order[-2:] == [low, unjudged]


def test_the_matrix_counts_each_open_risk_once(three, pam):
    rows = queries.matrix_figures(three, risks_visible_to(pam, three), as_of=core.DAY)
    counts = [figure for row in rows for _cell, figure in row if figure]
    assert [figure.value for figure in counts] == [3]
    assert counts[0].key == "risks.cell:24"
    assert queries.find_figure(three, "risks.cell:24", as_of=core.DAY).value == 3
    assert queries.find_figure(three, "risks.cell:11", as_of=core.DAY) is None


def test_a_confidential_risk_is_for_deciders_and_those_named(world, cast):
    secret = risks.risk(world.own, confidentiality="confidential")
    secret.named.add(cast.tom.person)
    who = {key for key in ("pam", "paul", "sue", "eve", "finn", "tom", "ada")
           if risks_visible_to(getattr(cast, key), world.own).exists()}  # fmt: skip
    assert who == {"sue", "eve", "tom"}
    everywhere = {key for key in ("pam", "paul", "sue", "eve", "finn", "tom", "ada", "zoe")
                  if all_risks_visible_to(getattr(cast, key)).exists()}  # fmt: skip
    assert everywhere == {"sue", "eve", "tom"}


def test_the_figures_of_a_confidential_risk_are_not_for_every_reader(three):
    secret = risks.risk(three, confidentiality="confidential", event="Canary breach")
    risks.assessment(secret, p="0.5", cost="10")
    net = facts(three).net
    assert net.value == 95
    hidden = net.find(f"risks.emv:{secret.public_id}")
    assert hidden.permission == Permission.RISK_CONFIDENTIAL
    assert "Canary" not in str(net)


def test_open_risks_stand_in_the_way_of_closing(three):
    assert len(queries.closure_obstacles(three)) == 1
    Risk.objects.update(state="closed", close_reason="Done")
    assert queries.closure_obstacles(three) == []


@pytest.mark.parametrize("many", [1, 30])
def test_exposure_costs_the_same_for_many_risks(world, django_assert_num_queries, many):
    for _n in range(many):
        risks.assessment(risks.risk(world.own))
    with django_assert_num_queries(4):
        facts(world.own)


def test_risks_past_their_review_are_listed(world, pam):
    risks.risk(world.own, review_on=core.DAY.replace(day=1))
    risks.risk(world.own, review_on=core.DAY)
    assert queries.overdue(risks_visible_to(pam, world.own), on=core.DAY).count() == 1
