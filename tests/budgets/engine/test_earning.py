"""Planned and earned value of work packages, by technique."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgets.engine.earning import measure, planned_curve, roll_up
from budgets.engine.work_packages import Method, Phase, WeightedMilestone, WorkPackage
from foundation.periods import DateRange, months, through

MAY = DateRange(date(2026, 5, 1), date(2026, 6, 1))  # 21 working days, from Friday to Friday
JUNE = DateRange(date(2026, 6, 1), date(2026, 7, 1))  # 22 working days
SPRING = DateRange(MAY.start, JUNE.end)


def package(method=Method.PERCENT_COMPLETE, key="a", planned=SPRING, **known):
    known.setdefault("phases", (Phase(MAY, Decimal(210)), Phase(JUNE, Decimal(220))))
    return WorkPackage(key=key, method=method, planned=planned, **known)


def on(day: tuple[int, int], *packages):
    return measure(packages, date(2026, *day))


def test_whole_periods_count_in_full():
    assert on((5, 31), package())[0].pv == 210
    assert on((6, 30), package())[0].pv == 430


def test_the_running_period_counts_by_its_working_days():
    assert on((5, 5), package())[0].pv == 30  # Friday, Monday, Tuesday of 21 days
    assert on((5, 3), package())[0].pv == 10  # the weekend adds nothing
    assert on((6, 1), package())[0].pv == 220


def test_the_running_period_is_cut_to_the_packages_own_dates():
    late = package(planned=DateRange(date(2026, 5, 18), MAY.end), phases=(Phase(MAY, Decimal(100)),))
    assert on((5, 17), late)[0].pv == 0
    assert on((5, 22), late)[0].pv == 50


def test_nothing_is_planned_before_the_baseline_starts_and_all_after_it_ends():
    odd = package(planned=through(date(2026, 5, 11), date(2026, 5, 22)))
    assert on((5, 10), odd)[0].pv == 0
    assert on((5, 22), odd)[0].pv == 430


def test_a_period_without_working_days_is_planned_at_its_end():
    weekend = through(date(2026, 5, 2), date(2026, 5, 3))
    only = package(planned=weekend, phases=(Phase(weekend, Decimal(50)),))
    assert on((5, 2), only)[0].pv == 0
    assert on((5, 3), only)[0].pv == 50


def test_another_calendar_moves_the_planned_value():
    def closed_from_the_18th(day):
        return int(day.weekday() < 5 and day < date(2026, 5, 18))

    (row,) = measure([package()], date(2026, 5, 15), closed_from_the_18th)
    assert row.pv == 210


def test_0_100_is_planned_and_earned_at_the_finish():
    wait = package(Method.ZERO_HUNDRED, started_on=date(2026, 5, 4), finished_on=date(2026, 6, 20))
    assert [(r.pv, r.ev) for r in (*on((6, 19), wait), *on((6, 20), wait), *on((6, 30), wait))] == [
        (0, 0),
        (0, 430),
        (430, 430),
    ]


def test_25_75_is_planned_and_earned_in_two_steps():
    two = package(
        Method.X_Y,
        start_share=Decimal("0.25"),
        started_on=date(2026, 5, 4),
        finished_on=date(2026, 7, 3),
    )
    assert [(r.pv, r.ev) for r in (*on((5, 1), two), *on((5, 4), two), *on((6, 30), two))] == [
        (Decimal("107.5"), 0),
        (Decimal("107.5"), Decimal("107.5")),
        (430, Decimal("107.5")),
    ]
    assert on((7, 3), two)[0].ev == 430


def test_milestones_earn_their_weight_when_reached():
    path = package(
        Method.WEIGHTED_MILESTONE,
        milestones=(
            WeightedMilestone(Decimal("0.7"), date(2026, 6, 10)),
            WeightedMilestone(Decimal("0.3"), date(2026, 5, 20), date(2026, 5, 29)),
        ),
    )
    assert [(r.pv, r.ev) for r in (*on((5, 19), path), *on((5, 20), path), *on((6, 10), path))] == [
        (0, 0),
        (129, 0),
        (430, 129),
    ]


@pytest.mark.parametrize("weights", [(), ("0.5",), ("0.5", "0.6"), ("1.5", "-0.5"), ("0.3333333",) * 3])
def test_milestone_weights_that_do_not_make_one_are_refused(weights):
    with pytest.raises(ValueError, match="exactly 1"):
        package(
            Method.WEIGHTED_MILESTONE,
            milestones=tuple(WeightedMilestone(Decimal(w), MAY.start) for w in weights),
        )


def test_percent_complete_is_held_at_the_cap_until_accepted():
    assert on((6, 1), package(complete=Decimal("0.5")))[0].ev == 215
    assert on((6, 1), package(complete=Decimal(1)))[0].ev == 387
    assert on((6, 1), package(complete=Decimal(1), accepted=True))[0].ev == 430
    assert on((6, 1), package(complete=Decimal(1), cap=Decimal(1)))[0].ev == 430


@pytest.mark.parametrize("share", ["-0.01", "1.01"])
@pytest.mark.parametrize("field", ["complete", "cap", "start_share"])
def test_a_share_outside_0_to_1_is_refused(field, share):
    with pytest.raises(ValueError, match=field):
        package(**{field: Decimal(share)})


def test_units_earn_by_count():
    assert on((6, 1), package(Method.UNITS, units_done=Decimal(3), units_total=Decimal(10)))[0].ev == 129


@pytest.mark.parametrize(("done", "total"), [(11, 10), (-1, 10)])
def test_more_units_than_agreed_are_refused(done, total):
    with pytest.raises(ValueError, match="agreed total"):
        package(Method.UNITS, units_done=Decimal(done), units_total=Decimal(total))


def test_units_without_a_total_earn_nothing():
    assert on((6, 1), package(Method.UNITS))[0].ev == 0


def test_level_of_effort_never_shows_a_schedule_variance():
    for day in [(4, 30), (5, 13), (6, 8), (7, 1)]:
        (row,) = on(day, package(Method.LOE))
        assert row.ev == row.pv


def test_a_planning_package_earns_nothing():
    (row,) = on((6, 30), package(Method.PLANNING_PACKAGE, complete=Decimal(1), accepted=True))
    assert (row.pv, row.ev) == (430, 0)


def test_an_apportioned_package_follows_its_base():
    base = package(Method.UNITS, units_done=Decimal(1), units_total=Decimal(4))
    check = package(Method.APPORTIONED, key="b", base="a", phases=(Phase(MAY, Decimal(43)),))
    rows = on((5, 31), check, base)
    assert [(r.key, r.pv, r.ev) for r in rows] == [
        ("b", 21, Decimal("10.75")),
        ("a", 210, Decimal("107.5")),
    ]


def test_an_apportioned_package_without_its_base_is_refused():
    with pytest.raises(ValueError, match="needs its base"):
        package(Method.APPORTIONED)
    with pytest.raises(ValueError, match="missing"):
        on((5, 31), package(Method.APPORTIONED, base="gone"))


def test_apportioned_packages_in_a_circle_are_refused():
    with pytest.raises(ValueError, match="circle"):
        on(
            (5, 31),
            package(Method.APPORTIONED, key="a", base="b"),
            package(Method.APPORTIONED, key="b", base="a"),
        )


def test_two_packages_with_one_key_are_refused():
    with pytest.raises(ValueError, match="same key"):
        on((5, 31), package(), package())


def test_a_negative_budget_and_a_float_are_refused():
    with pytest.raises(ValueError, match="not negative"):
        package(phases=(Phase(MAY, Decimal(-1)),))
    with pytest.raises(TypeError):
        package(complete=0.5)


def test_amounts_are_summed_and_level_of_effort_shown():
    rows = on((5, 31), package(Method.LOE, key="loe"), package(complete=Decimal("0.5")))
    totals = roll_up(rows)
    assert (totals.bac, totals.pv, totals.ev) == (860, 420, 425)
    assert totals.loe_share.value == Decimal("0.5")
    assert totals.too_much_loe


def test_no_packages_have_no_share_of_anything():
    totals = roll_up([])
    assert (totals.bac, totals.loe_share.reason, totals.too_much_loe) == (0, "no_baseline", False)
    assert planned_curve([]) == ()


def test_the_curve_has_a_point_for_every_working_day_and_ends_at_the_budget():
    curve = planned_curve([package(), package(Method.ZERO_HUNDRED, key="b", planned=MAY)])
    assert len(curve) == 43
    assert curve[0] == (date(2026, 5, 1), 10)
    # the 0/100 package is planned on Sunday 31 May: its step shows on the next working day
    assert dict(curve)[date(2026, 5, 29)] == 210
    assert dict(curve)[date(2026, 6, 1)] == 650
    assert curve[-1] == (date(2026, 6, 30), 860)


def test_the_curve_carries_apportioned_packages_too():
    check = package(Method.APPORTIONED, key="b", base="a", phases=(Phase(MAY, Decimal(43)),))
    assert dict(planned_curve([package(), check]))[date(2026, 5, 29)] == 231


@pytest.mark.parametrize(
    ("code", "known", "earned"),
    [
        ("0_100", {"finished_on": MAY.last}, 430),
        ("x_y", {"started_on": MAY.start}, 215),
        ("units", {"units_done": Decimal(1), "units_total": Decimal(2)}, 215),
        ("percent_complete", {"complete": Decimal("0.2")}, 86),
        ("loe", {}, 210),
        ("planning_package", {}, 0),
    ],
)
def test_stored_codes_of_methods_work_like_the_words(code, known, earned):
    (row,) = on((5, 31), package(code, **known))
    assert row.ev == earned
    assert row.method == Method(code)


budgets = st.lists(st.integers(0, 10**9), min_size=1, max_size=6)
methods = st.sampled_from([Method.ZERO_HUNDRED, Method.X_Y, Method.PERCENT_COMPLETE, Method.LOE])


@st.composite
def drawn_packages(draw):
    rows = []
    for number, amounts in enumerate(draw(st.lists(budgets, min_size=1, max_size=4))):
        start = date(2026, 1, 1).toordinal() + draw(st.integers(0, 300))
        span = DateRange(date.fromordinal(start), date.fromordinal(start + draw(st.integers(1, 200))))
        cents = [Decimal(amount) / 100 for amount in amounts]
        phases = tuple(Phase(m, a) for m, a in zip(months(span), cents, strict=False))
        rows.append(
            WorkPackage(
                key=str(number),
                method=draw(methods),
                planned=span,
                phases=phases,
                complete=Decimal(draw(st.integers(0, 100))) / 100,
            )
        )
    return rows


@given(drawn_packages())
def test_the_curve_never_falls_and_agrees_with_the_packages(rows):
    curve = planned_curve(rows)
    values = [value for _, value in curve]
    assert values == sorted(values)
    assert values[-1] == sum(row.bac for row in rows)
    day, value = curve[len(curve) // 2]
    assert value == roll_up(measure(rows, day)).pv or day == curve[-1][0]


@given(drawn_packages(), st.dates(date(2025, 12, 1), date(2027, 12, 1)))
def test_earned_value_lies_between_nothing_and_the_budget(rows, day):
    for row in measure(rows, day):
        assert 0 <= row.ev <= row.bac
        assert 0 <= row.pv <= row.bac
