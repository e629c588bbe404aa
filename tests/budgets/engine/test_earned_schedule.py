"""Progress in time, from earned value and the planned curve."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgets.engine.earned_schedule import earned_schedule, earned_time
from foundation.ratios import Ratio

REFERENCE = [Decimal(v) for v in (0, 100, 250, 400, 700, 900, 1000)]
PLATEAU = [Decimal(v) for v in (0, 50, 100, 100, 100, 180, 200, 200)]


def close(ratio: Ratio, expected: float, digits: float = 1e-12) -> bool:
    return float(ratio.value) == pytest.approx(expected, rel=digits)


def test_the_reference_example():
    found = earned_schedule(REFERENCE, Decimal(300), Decimal(3))
    assert found.pd == 6
    assert close(found.es, 2.333333, 1e-6)
    assert close(found.sv_t, -0.666667, 1e-6)
    assert close(found.spi_t, 0.777778, 1e-6)
    assert close(found.ieac_t, 7.714286, 1e-6)
    assert close(found.tspi, 1.222222, 1e-6)


def test_eighteen_periods_earned_in_twenty():
    linear = [Decimal(week) for week in range(41)]
    found = earned_schedule(linear, Decimal(18), Decimal(20))
    assert (found.spi_t.value, found.sv_t.value) == (Decimal("0.9"), -2)


def test_a_linear_year_with_half_of_its_value_after_thirty_weeks():
    linear = [Decimal("5.3") * week / 52 for week in range(53)]
    found = earned_schedule(linear, Decimal("2.7"), Decimal(30))
    assert close(found.es, 26.49056603773585)
    assert close(found.sv_t, -3.5094339622641506)
    assert close(found.spi_t, 0.8830188679245283)
    assert close(found.ieac_t, 58.888888888888886)


def test_finished_before_the_plan_is_ahead_in_time():
    found = earned_schedule([Decimal(v) for v in (0, 100, 200, 300, 400)], Decimal(400), Decimal(3))
    assert (found.es.value, found.sv_t.value) == (4, 1)
    assert close(found.spi_t, 1.3333333333333333)
    assert found.tspi.value == 0


def test_a_plateau_counts_to_its_right_end():
    assert earned_time([Decimal(v) for v in (0, 100, 100, 200)], Decimal(100)) == 2
    assert earned_time(PLATEAU, Decimal(100)) == 4


def test_all_value_counts_at_the_first_moment_that_reaches_it():
    assert earned_time(REFERENCE, Decimal(1000)) == 6
    assert earned_time(PLATEAU, Decimal(200)) == 6
    assert earned_time(PLATEAU, Decimal(250)) == 6
    assert earned_schedule(PLATEAU, Decimal(10), Decimal(1)).pd == 6


def test_nothing_earned_is_the_start_even_on_a_flat_start():
    assert earned_time([Decimal(v) for v in (0, 0, 0, 100)], Decimal(0)) == 0
    found = earned_schedule(REFERENCE, Decimal(0), Decimal(2))
    assert found.es == Ratio(Decimal(0))
    assert found.spi_t == Ratio(Decimal(0))
    assert found.ieac_t == Ratio(None, "not_started")


def test_a_late_finish_stays_late_in_time():
    found = earned_schedule(REFERENCE, Decimal(1000), Decimal(20), finished_at=Decimal(8))
    assert found.at == 8
    assert found.sv_t.value == -2
    assert found.spi_t.value == Decimal("0.75")


def test_time_runs_on_while_work_remains():
    assert earned_schedule(REFERENCE, Decimal(999), Decimal(20), finished_at=Decimal(8)).at == 20


@pytest.mark.parametrize("at", [0, -3])
def test_before_any_time_has_passed_there_is_no_index_of_time(at):
    found = earned_schedule(REFERENCE, Decimal(0), Decimal(at))
    missing = {found.sv_t.reason, found.spi_t.reason, found.ieac_t.reason, found.tspi.reason}
    assert missing == {"not_due"}
    assert earned_schedule(REFERENCE, Decimal(5), Decimal(at)).spi_t == Ratio(None, "started_early")


@pytest.mark.parametrize("at", [6, 7])
def test_no_pace_helps_once_the_planned_duration_is_over(at):
    found = earned_schedule(REFERENCE, Decimal(300), Decimal(at))
    assert found.tspi == Ratio(None, "time_exhausted")


@pytest.mark.parametrize("curve", [[0], [0, 0, 0]])
def test_a_plan_without_value_has_no_baseline(curve):
    found = earned_schedule([Decimal(v) for v in curve], Decimal(0), Decimal(2))
    assert found.spi_t == Ratio(None, "no_baseline")
    assert found.es == Ratio(None, "no_baseline")


@pytest.mark.parametrize("curve", [[], [1, 2], [0, 5, 4]])
def test_a_curve_that_is_none_is_refused(curve):
    with pytest.raises(ValueError, match="planned curve"):
        earned_schedule([Decimal(v) for v in curve], Decimal(1), Decimal(2))


def test_negative_value_and_floats_are_refused():
    with pytest.raises(ValueError):
        earned_time(REFERENCE, Decimal(-1))
    with pytest.raises(TypeError):
        earned_schedule(REFERENCE, 300.0, Decimal(3))
    with pytest.raises(TypeError):
        earned_schedule([0, 0.5], Decimal(1), Decimal(3))


@st.composite
def curves(draw):
    total, curve = Decimal(0), [Decimal(0)]
    for step in draw(st.lists(st.integers(0, 10**7), min_size=1, max_size=40).filter(any)):
        total += Decimal(step) / 100
        curve.append(total)
    return curve


shares = st.integers(0, 1000).map(lambda n: Decimal(n) / 1000)


@given(curves(), shares, shares)
def test_more_earned_is_never_earlier(curve, one, other):
    low, high = sorted((one * curve[-1], other * curve[-1]))
    assert earned_time(curve, low) <= earned_time(curve, high) <= len(curve) - 1


@given(curves(), shares)
def test_work_exactly_on_plan_is_on_time(curve, share):
    period = int(share * (len(curve) - 1))
    # on a plateau the right end counts, so work on plan is never behind
    assert earned_time(curve, curve[period]) >= min(period, curve.index(curve[-1])) or not curve[period]
