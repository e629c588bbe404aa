"""Green, amber, red, grey: by rule, and with the cause named."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from projects.engine.health import Health, Reading, assess, assess_target

TODAY = date(2024, 6, 28)


def cost(deviation, low=None, high="0.10", **more):
    return Reading(
        "cost",
        None if deviation is None else Decimal(deviation),
        None if low is None else Decimal(low),
        None if high is None else Decimal(high),
        **more,
    )


def whole(*readings, days=3, period=30):
    last = None if days is None else TODAY - timedelta(days=days)
    return assess(readings, as_of=TODAY, last_update=last, period_days=period)


@pytest.mark.parametrize(
    ("deviation", "status", "reason"),
    [
        ("0", "on_track", "within_tolerance"),
        ("0.05", "on_track", "within_tolerance"),
        ("0.0501", "at_risk", "half_of_tolerance_used"),
        ("0.10", "at_risk", "half_of_tolerance_used"),
        ("0.1001", "off_track", "beyond_tolerance"),
        ("-0.40", "on_track", "harmless_side"),
    ],
)
def test_the_share_of_the_tolerance_decides_the_colour(deviation, status, reason):
    result = assess_target(cost(deviation))
    assert (result.status, result.reason) == (status, reason)


def test_half_the_tolerance_is_still_green_and_the_whole_still_amber():
    assert assess_target(cost("0.05")).used == Decimal("0.5")
    assert assess_target(cost("0.10")).used == 1


def test_benefits_hurt_when_they_fall_short():
    short = Reading("benefits", Decimal(-30), low=Decimal(-20))
    assert assess_target(short).status == Health.OFF_TRACK
    assert assess_target(short).tolerance == -20
    more = Reading("benefits", Decimal(30), low=Decimal(-20))
    assert assess_target(more).status == Health.ON_TRACK


def test_each_side_has_its_own_tolerance():
    both = cost("-0.15", low="-0.20", high="0.05")
    assert assess_target(both).status == Health.AT_RISK
    assert assess_target(both).used == Decimal("0.75")


def test_without_any_tolerance_every_deviation_is_beyond_it():
    assert assess_target(cost("0.0001", high="0")).status == Health.OFF_TRACK
    assert assess_target(cost("0.0001", high="0")).used is None
    assert assess_target(cost("0", high="0")).status == Health.ON_TRACK


def test_no_data_is_grey_and_keeps_its_reason():
    assert assess_target(cost(None, reason="no_baseline")).reason == "no_baseline"
    assert assess_target(cost(None)).reason == "no_data"
    assert assess_target(cost(None)).status == Health.UNKNOWN


def test_a_deviation_without_an_agreed_tolerance_is_grey_not_green():
    result = assess_target(cost("0.9", high=None))
    assert (result.status, result.reason) == (Health.UNKNOWN, "no_tolerance")
    assert result.deviation == Decimal("0.9")


@pytest.mark.parametrize("limits", [{"low": "0.1"}, {"high": "-0.1"}])
def test_a_tolerance_on_the_wrong_side_is_a_mistake(limits):
    with pytest.raises(ValueError, match="wrong side"):
        assess_target(cost("0.05", **limits))


def test_the_project_is_as_its_worst_target_and_names_it():
    time = Reading("time", Decimal(12), high=Decimal(10), unit="days")
    result = whole(cost("0.07"), time, Reading("scope", Decimal(0), high=Decimal(1)))
    assert result.overall == result.computed == Health.OFF_TRACK
    assert [(c.target, c.status) for c in result.causes] == [("time", "off_track"), ("cost", "at_risk")]
    first = result.causes[0]
    assert (first.deviation, first.tolerance, first.unit, first.reason) == (12, 10, "days", "beyond_tolerance")
    assert first.used == Decimal("1.2")


def test_of_two_red_targets_the_one_further_beyond_comes_first():
    result = whole(cost("0.2"), Reading("time", Decimal(90), high=Decimal(10)), Reading("risk", 1, high=Decimal(0)))
    assert [c.target for c in result.causes] == ["risk", "time", "cost"]


def test_a_target_without_data_does_not_hide_what_the_others_say():
    assert whole(cost("0.01"), cost(None)).overall == Health.ON_TRACK
    assert whole(cost("0.2"), cost(None)).overall == Health.OFF_TRACK


def test_a_healthy_project_has_no_causes():
    assert whole(cost("0.01")).causes == ()
    assert whole(cost("0.01")).reason == ""


@pytest.mark.parametrize(
    ("days", "period", "overall", "reason"),
    [
        (45, 30, "off_track", ""),
        (46, 30, "unknown", "stale"),
        (10, 7, "off_track", ""),
        (11, 7, "unknown", "stale"),
        (None, 30, "unknown", "never_updated"),
    ],
)
def test_after_one_and_a_half_periods_without_news_the_colour_is_grey(days, period, overall, reason):
    result = whole(cost("0.5"), days=days, period=period)
    assert (result.overall, result.reason) == (overall, reason)
    assert result.days_since_update == days


def test_what_a_stale_project_said_last_is_still_there_to_read():
    result = whole(cost("0.5"), days=100)
    assert result.computed == Health.OFF_TRACK
    assert [c.target for c in result.causes] == ["cost"]


def test_a_project_without_readings_is_grey_for_want_of_data():
    assert (whole().overall, whole().reason) == (Health.UNKNOWN, "no_data")


def test_a_reporting_period_has_a_length():
    with pytest.raises(ValueError, match="at least one day"):
        whole(cost("0"), period=0)


@pytest.mark.parametrize(
    ("low", "high", "shown"),
    [("-0.20", "0.05", "0.05"), (None, "0.05", "0.05"), ("-0.20", None, "-0.20"), ("0", "0", "0")],
)
def test_exactly_on_the_baseline_the_limit_is_that_of_the_side_that_can_do_harm(low, high, shown):
    result = assess_target(cost("0", low=low, high=high))
    assert (result.status, result.tolerance, result.used) == (Health.ON_TRACK, Decimal(shown), None)


@pytest.mark.parametrize(("deviation", "low", "high"), [("0.4", "-0.2", None), ("-0.4", None, "0.2")])
def test_on_the_side_without_a_limit_no_limit_is_shown(deviation, low, high):
    result = assess_target(cost(deviation, low=low, high=high))
    assert (result.status, result.reason, result.tolerance) == (Health.ON_TRACK, "harmless_side", None)
