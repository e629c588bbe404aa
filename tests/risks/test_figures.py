"""What does each figure of a risk say when it is opened, and what when there is nothing to say?"""

from decimal import Decimal

import pytest

from foundation.accounts.rights import Permission
from foundation.figures import Figure
from risks import queries, services
from tests.factories import core, money, risks

pytestmark = pytest.mark.django_db


@pytest.fixture
def register(world):
    """Threats of .3 × 1,000 and .5 × 400 (residual .1 × 400), a chance of .2 × 500, one without money."""
    first, second = risks.risk(world.own), risks.risk(world.own, event="Prices rise")
    chance, unpriced = risks.risk(world.own, kind="opportunity"), risks.risk(world.own)
    risks.assessment(first, p="0.3", cost="1000")
    risks.assessment(second, p="0.5", cost="400")
    risks.assessment(second, p="0.1", cost="400", basis="residual")
    risks.assessment(chance, p="0.2", cost="500")
    risks.assessment(unpriced, p="0.9", cost=None)
    return world.own


def figure(project, key):
    return queries.find_figure(project, f"risks.{key}", as_of=core.DAY)


@pytest.mark.parametrize(
    ("key", "value", "formula", "parts"),
    [
        ("threats", 500, "Σ probability × cost impact", [300, 200]),
        ("opportunities", 100, "Σ probability × cost impact", [100]),
        ("open", 4, "risks that are not closed and have not occurred", [4]),
    ],
)
def test_each_sum_opens_into_the_risks_that_it_adds_up(register, key, value, formula, parts):
    found = figure(register, key)
    assert (found.value, str(found.formula)) == (value, formula)
    assert [part.value for part in found.inputs] == parts


def test_net_exposure_is_threats_less_chances_and_opens_both(register):
    net = figure(register, "exposure")
    assert net.value == 400
    assert [part.value for part in net.inputs] == [500, 100]


def test_the_residual_counts_what_was_judged_after_the_answers(register):
    assert figure(register, "residual").value == 40


@pytest.mark.parametrize(("held", "drawn", "coverage"), [(80, 0, "2"), (80, 60, "0.5"), (40, 40, "0")])
def test_coverage_is_what_is_left_of_contingency_for_the_residual(register, held, drawn, coverage):
    reserve = money.reserve(register, held)
    if drawn:
        money.services.draw_reserve(reserve, amount=Decimal(drawn), on=core.DAY, reason="Overtime", by=None)
    found = figure(register, "coverage")
    assert found.value == Decimal(coverage)
    assert [part.value for part in found.inputs] == [held - drawn, 40]


def test_what_cannot_be_computed_says_why(world):
    assert (figure(world.own, "exposure").value, figure(world.own, "exposure").reason) == (None, "no_exposure")
    assert figure(world.own, "residual").reason == "no_exposure"
    assert figure(world.own, "coverage").reason == "no_contingency"
    assert (figure(world.own, "threats").value, figure(world.own, "open").value) == (0, 0)
    money.reserve(world.own, 80)
    assert figure(world.own, "coverage").value is None, "nothing to cover is no infinity"


def test_a_risk_that_nobody_judged_has_neither_score_nor_value(world):
    row = risks.risk(world.own)
    for name in ("emv", "score"):
        found = figure(world.own, f"{name}:{row.public_id}")
        assert (found.value, found.reason, found.inputs) == (None, "not_assessed", ())


def test_score_and_value_of_a_risk_open_into_what_was_judged(register):
    row = register.risks.get(event="Prices rise")
    emv, score = figure(register, f"emv:{row.public_id}"), figure(register, f"score:{row.public_id}")
    assert (emv.value, [part.value for part in emv.inputs]) == (200, [Decimal("0.5"), 400])
    assert (score.value, [part.value for part in score.inputs]) == (8, [2, 4])
    assert (str(emv.formula), emv.unit) == ("probability × cost impact", "EUR")


def test_every_input_of_a_confidential_risk_asks_for_that_right(world):
    row = risks.risk(world.own, confidentiality="confidential")
    risks.assessment(row, p="0.3", cost="1000")
    assert figure(world.own, f"emv:{row.public_id}").permission == Permission.RISK_CONFIDENTIAL
    parts = [part for part in figure(world.own, "threats").inputs if isinstance(part, Figure)]
    assert {part.permission for part in parts} == {Permission.RISK_CONFIDENTIAL}


@pytest.mark.parametrize("state", ["closed", "occurred"])
def test_what_is_over_counts_in_no_figure_any_more(register, state):
    row = register.risks.get(event="Prices rise")
    if state == "closed":
        type(row).objects.filter(pk=row.pk).update(state="closed", close_reason="Fixed price")
    else:
        services.occur(row, by=None, on=core.DAY)
    assert (figure(register, "threats").value, figure(register, "open").value) == (300, 3)
    assert figure(register, "residual").reason == "no_exposure"


def test_money_of_risks_is_kept_exact_below_and_rounded_where_it_is_shown(world):
    for n in range(3):
        risks.assessment(risks.risk(world.own, event=f"E{n}"), p="0.333333", cost="0.01")
    assert figure(world.own, "threats").value == 3 * Decimal("0.333333") * Decimal("0.01")
