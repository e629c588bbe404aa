"""What a work package may be, and milestones of a plan that does not keep to its own dates."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from budgets.engine.earning import measure, planned_curve, planned_steps, roll_up
from budgets.engine.work_packages import PERCENT_CAP, Method, Phase, WeightedMilestone, WorkPackage
from foundation.periods import DateRange

D = Decimal
MAY = DateRange(date(2026, 5, 1), date(2026, 6, 1))
JUNE = DateRange(date(2026, 6, 1), date(2026, 7, 1))
SPRING = DateRange(MAY.start, JUNE.end)
PHASES = (Phase(MAY, D(210)), Phase(JUNE, D(220)))


def package(method=Method.PERCENT_COMPLETE, **known):
    return WorkPackage(**{"key": "a", "method": method, "planned": SPRING, "phases": PHASES, **known})


def path(*milestones):
    """Milestones of (weight, planned day)."""
    return package(
        Method.WEIGHTED_MILESTONE, milestones=tuple(WeightedMilestone(D(weight), day) for weight, day in milestones)
    )


def test_what_nobody_said_is_half_at_the_start_ninety_percent_at_most_and_nothing_done():
    plain = package()
    assert (plain.start_share, plain.cap, plain.complete, plain.accepted) == (D("0.5"), PERCENT_CAP, 0, False)
    assert (plain.units_done, plain.units_total, plain.milestones, plain.base) == (0, 0, (), None)
    assert plain.bac == 430
    assert package(phases=()).bac == 0


def test_a_budget_of_one_month_below_nothing_is_refused_even_when_the_sum_is_above():
    with pytest.raises(ValueError, match="a: a budget is not negative"):
        package(phases=(Phase(MAY, D(500)), Phase(JUNE, D("-0.01"))))


def test_milestones_of_no_weight_are_allowed_and_their_weights_make_exactly_one():
    assert path(("0", MAY.start), ("1", MAY.last)).milestones[0].weight == 0
    thirds = ("0.3333", "0.3333", "0.3334")
    assert len(path(*((weight, MAY.last) for weight in thirds)).milestones) == 3
    for weights in (("0.3333",) * 3, ("1", "0.0000001"), ("0.9999999",)):
        with pytest.raises(ValueError, match="add up to exactly 1"):
            path(*((weight, MAY.last) for weight in weights))


@pytest.mark.parametrize("method", [m for m in Method if m not in (Method.WEIGHTED_MILESTONE, Method.APPORTIONED)])
def test_milestones_and_a_base_matter_only_to_the_rules_that_use_them(method):
    lame = package(method, milestones=(WeightedMilestone(D("0.3"), MAY.start),), base="nobody")
    assert [row.bac for row in measure([lame], MAY.last)] == [430]


def test_what_follows_another_names_it():
    for base in (None, ""):
        with pytest.raises(ValueError, match="needs its base"):
            package(Method.APPORTIONED, base=base)


@pytest.mark.parametrize("name", ["start_share", "complete", "cap", "units_done", "units_total"])
def test_a_float_is_no_share_and_no_number_of_units(name):
    with pytest.raises(TypeError):
        package(Method.UNITS, **{"units_total": D(4), name: 0.5})


def test_the_edges_of_a_share_are_shares_and_all_units_may_be_done():
    for share in (D(0), D(1)):
        assert package(start_share=share, complete=share, cap=share).cap == share
    done = package(Method.UNITS, units_done=D(4), units_total=D(4))
    assert measure([done], MAY.start)[0].ev == 430


# ── milestones beyond the dates of their package ────────────────────────────────────────────────


@pytest.mark.parametrize("late", [date(2026, 7, 1), date(2026, 7, 20)])
def test_a_milestone_that_is_planned_after_its_package_ends_still_brings_the_curve_to_the_whole(late):
    stretched = path(("0.25", date(2026, 5, 20)), ("0.75", late))
    curve = planned_curve([stretched])
    assert curve[-1] == (date(2026, 6, 30), 430)
    assert dict(curve)[date(2026, 6, 29)] == D("107.5")
    days = [date(2026, 6, 30), late - timedelta(days=1), late]
    assert [measure([stretched], day)[0].pv for day in days] == [D("107.5"), D("107.5"), 430]


def test_a_milestone_that_is_planned_before_its_package_begins_counts_from_the_first_day_of_the_curve():
    early = path(("0.5", date(2026, 4, 1)), ("0.5", date(2026, 6, 30)))
    curve = planned_curve([early])
    assert curve[0] == (date(2026, 5, 1), 215)
    assert curve[-1] == (date(2026, 6, 30), 430)
    assert measure([early], date(2026, 4, 30))[0].pv == 215


def test_milestones_of_one_day_rise_together_whatever_their_order():
    steps = planned_steps(path(("0.25", JUNE.last), ("0.5", MAY.last), ("0.25", MAY.last)))
    assert steps == [(MAY.last, 215), (MAY.last, D("322.5")), (JUNE.last, 430)]
    assert measure([path(("0.75", MAY.last), ("0.25", JUNE.last))], MAY.last)[0].pv == D("322.5")


def test_money_of_a_month_in_which_the_package_does_not_work_is_planned_inside_its_dates():
    outside = package(planned=MAY)  # its money of June lies after its last day
    assert measure([outside], MAY.last)[0].pv == 430
    assert measure([outside], MAY.start - timedelta(days=1))[0].pv == 0
    before = package(planned=JUNE)  # its money of May lies before its first day
    assert measure([before], MAY.last)[0].pv == 0
    assert measure([before], JUNE.start)[0].pv == 220  # the whole of May and a 22nd of June
    assert planned_curve([before])[0] == (JUNE.start, 220)


@pytest.mark.parametrize(("loe", "share", "warned"), [(15, "0.15", False), (16, "0.16", True), (0, "0", False)])
def test_fifteen_percent_of_support_is_still_no_warning(loe, share, warned):
    rows = [package(Method.LOE, key="guard", phases=(Phase(MAY, D(loe)),)), package(phases=(Phase(MAY, D(100 - loe)),))]
    total = roll_up(measure(rows, MAY.last))
    assert (total.loe_share.value, total.too_much_loe) == (D(share), warned)
    assert roll_up([]).loe_share.reason == "no_baseline"
