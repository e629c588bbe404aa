"""Health by rule is read from figures, and its causes name the figures that a page can open."""

from decimal import Decimal
from types import SimpleNamespace

import pytest

from foundation.figures import DAYS, MONEY, Figure
from portfolio.queries.standing import standing
from projects.models import Charter
from tests.factories import core

pytestmark = pytest.mark.django_db


def figure(name, value, kind=MONEY):
    return Figure(f"portfolio.{name}", name, value, kind, "EUR", "" if value is not None else "no_data")


def judged(project, *, variance=None, slip=None, exposure=None, budget=1000, contingency=None, **more):
    figures = {
        "budget": figure("budget", None if budget is None else Decimal(budget)),
        "variance": figure("variance", None if variance is None else Decimal(variance)),
        "slip_days": figure("slip_days", slip, DAYS),
        "exposure": figure("exposure", None if exposure is None else Decimal(exposure)),
    }
    reserve = None if contingency is None else SimpleNamespace(balance=Decimal(contingency))
    said = {"charter": Charter.objects.get(project=project), "reserve": reserve, "reported": None, "override": None,
            "updated_on": core.DAY, "as_of": core.DAY}  # fmt: skip
    return standing(project, figures, **{**said, **more})


@pytest.mark.parametrize(
    ("variance", "health"),
    [(500, "on_track"), (0, "on_track"), (-50, "on_track"), (-51, "at_risk"), (-100, "at_risk"), (-101, "off_track")],
)
def test_cost_against_a_tolerance_of_a_tenth_of_the_budget(world, variance, health):
    assert judged(world.own, variance=variance).health == health


@pytest.mark.parametrize(
    ("slip", "health"), [(-30, "on_track"), (10, "on_track"), (11, "at_risk"), (20, "at_risk"), (21, "off_track")]
)
def test_time_against_a_tolerance_of_twenty_days(world, slip, health):
    assert judged(world.own, slip=slip).health == health


@pytest.mark.parametrize(
    ("exposure", "health"), [(-900, "on_track"), (50, "on_track"), (51, "at_risk"), (101, "off_track")]
)
def test_exposure_against_the_contingency_that_is_left(world, exposure, health):
    assert judged(world.own, exposure=exposure, contingency=100).health == health


def test_exposure_without_a_contingency_says_nothing_by_itself(world):
    found = judged(world.own, exposure=500)
    assert (found.health, found.causes) == ("unknown", [])
    assert found.limits["contingency"].reason == "no_contingency"


def test_the_worst_target_decides_and_stands_first(world):
    found = judged(world.own, variance=-60, slip=90)
    assert found.health == "off_track"
    assert [cause["target"] for cause in found.causes] == ["time", "cost"]


def test_a_cause_names_the_deviation_and_its_limit(world):
    (cause,) = judged(world.own, variance=-200).causes
    assert cause == {
        "target": "cost", "status": "off_track", "reason": "beyond_tolerance",
        "figures": ["portfolio.variance", "portfolio.cost_tolerance"],
    }  # fmt: skip


def test_the_tolerance_of_a_project_without_a_budget_says_why_it_is_missing(world):
    limit = judged(world.own, budget=None).limits["cost_tolerance"]
    assert (limit.value, limit.reason) == (None, "no_data")


def test_without_a_charter_there_is_no_tolerance_and_no_health(world):
    found = judged(world.own, variance=-900, slip=900, charter=None)
    assert found.health == "unknown"
    assert {found.limits[name].reason for name in ("cost_tolerance", "time_tolerance")} == {"no_tolerance"}


def test_an_idea_is_not_stale_though_nobody_reports_on_it(world):
    found = judged(world.own, variance=0, updated_on=None)
    assert (found.health, found.is_stale) == ("on_track", False)


def test_a_running_project_that_nobody_ever_updated_is_unknown(world):
    world.own.state = "active"
    found = judged(world.own, variance=-900, updated_on=None)
    assert (found.health, found.rule, found.is_stale) == ("unknown", "off_track", True)


def test_an_override_counts_before_everything_and_keeps_the_causes(world):
    found = judged(world.own, variance=-900, override=SimpleNamespace(health="on_track"))
    assert (found.health, found.rule, found.reason) == ("on_track", "off_track", "override")
    assert [cause["target"] for cause in found.causes] == ["override", "cost"]
