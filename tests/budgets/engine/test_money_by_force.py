"""Money over months, earned value and earned schedule against exact fractions and counted days."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from budgets.engine.earned_schedule import earned_schedule, earned_time
from budgets.engine.earned_value import indices
from budgets.engine.earning import measure, planned_curve, planned_steps, roll_up, value_on
from budgets.engine.splitting import Profile, merged, s_curve, spread
from budgets.engine.work_packages import Method, Phase, WeightedMilestone, WorkPackage
from foundation.periods import DateRange, months, through

D = Decimal
NEAR = D("1e-18")
MANY = settings(max_examples=60)
cents = st.integers(-(10**9), 10**9).map(lambda n: D(n) / 100)
spans = st.builds(
    lambda day, length: DateRange(day, day + timedelta(days=length)),
    st.dates(date(2024, 1, 1), date(2028, 1, 1)),
    st.integers(1, 400),
)


# ── money over months ───────────────────────────────────────────────────────────────────────────


def exact_shares(amount, span, profile):
    """The unrounded share of each month, by counting the days one by one."""
    worked = {}
    for day in span:
        weekday = int(day.weekday() < 5)
        so_far = worked.setdefault((day.year, day.month), [0, 0])
        so_far[0] += weekday
        so_far[1] += 1
    column = 0 if any(week for week, _days in worked.values()) else 1
    weights = [1 if profile == Profile.EVEN else row[column] for row in worked.values()]
    return [Fraction(amount) * weight / sum(weights) for weight in weights]


@MANY
@given(cents, spans, st.sampled_from(Profile))
def test_each_month_gets_its_share_to_the_cent_and_the_largest_rest_gets_the_odd_one(amount, span, profile):
    shares = [Fraction(share.amount) * 100 for share in spread(amount, span, "EUR", profile=profile)]
    wanted = [share * 100 for share in exact_shares(amount, span, profile)]
    assert sum(shares) == Fraction(amount) * 100
    assert all(abs(share - exact) < 1 for share, exact in zip(shares, wanted, strict=True))
    rests = [(abs(exact) % 1, abs(share) > abs(exact)) for share, exact in zip(shares, wanted, strict=True)]
    lucky = [rest for rest, up in rests if up]
    others = [rest for rest, up in rests if not up]
    assert not lucky or not others or min(lucky) >= max(others)


@MANY
@given(st.lists(st.tuples(cents, spans), max_size=6))
def test_lines_spread_one_by_one_add_up_month_by_month(lines):
    shares = [share for amount, span in lines for share in spread(amount, span, "EUR")]
    whole = merged(shares)
    assert [row.period for row in whole] == sorted({share.period for share in shares})
    for row in whole:
        assert row.amount == sum(share.amount for share in shares if share.period == row.period)
    curve = s_curve(shares)
    assert [point.cumulated for point in curve] == list(accumulate(row.amount for row in whole))
    assert sum(row.amount for row in whole) == sum(amount for amount, _span in lines)


@MANY
@given(cents, spans, st.integers(1, 90))
def test_any_cut_into_periods_keeps_the_amount(amount, span, length):
    periods, first = [], span.start - timedelta(days=3)
    while first < span.end:
        periods.append(DateRange(first, first + timedelta(days=length)))
        first = periods[-1].end
    shares = spread(amount, span, "EUR", periods=periods[::-1])
    assert sum(share.amount for share in shares) == amount
    assert [share.period for share in shares] == [period for period in periods if period.overlaps(span)]


# ── earned schedule ─────────────────────────────────────────────────────────────────────────────


@st.composite
def curves(draw):
    steps = draw(st.lists(st.integers(0, 40), min_size=1, max_size=12).filter(any))
    return [D(0), *map(D, accumulate(steps))]


def planned_at(curve, moment):
    """Planned value at a moment between two ends of periods, as an exact fraction."""
    period = min(int(moment), len(curve) - 2)
    step = Fraction(curve[period + 1]) - Fraction(curve[period])
    return Fraction(curve[period]) + step * (moment - period)


@MANY
@given(curves(), st.integers(0, 100))
def test_earned_time_is_the_moment_at_which_the_plan_wanted_what_is_earned(curve, percent):
    earned = curve[-1] * percent / 100
    moment = earned_time(curve, earned)
    assert abs(planned_at(curve, Fraction(moment)) - Fraction(earned)) < Fraction(1, 10**20)
    full = next(period for period, value in enumerate(curve) if value == curve[-1])
    if 0 < earned < curve[-1]:
        later = [n for n in range(len(curve)) if n > moment]
        assert all(curve[n] > earned for n in later), "on a plateau the right end counts"
    assert moment <= full


@MANY
@given(curves(), st.integers(1, 100), st.integers(1, 30))
def test_the_indices_of_time_fit_each_other(curve, percent, at):
    earned = curve[-1] * percent / 100
    found = earned_schedule(curve, earned, D(at))
    es, pd = found.es.value, found.pd
    assert found.sv_t.value == es - at
    assert abs(found.spi_t.value * at - es) < NEAR
    if es:
        assert abs(found.ieac_t.value * found.spi_t.value - pd) < NEAR * 100
    if pd > at:
        assert abs(es + found.tspi.value * (pd - at) - pd) < NEAR * 100, "at that pace the rest ends on time"
    else:
        assert found.tspi.reason == "time_exhausted"


@MANY
@given(curves(), st.integers(1, 9), st.integers(1, 100), st.integers(1, 30))
def test_the_same_plan_in_smaller_periods_gives_the_same_index(curve, parts, percent, at):
    fine = [D(0)]
    for before, after in pairwise(curve):
        fine += [before + (after - before) * part / parts for part in range(1, parts)] + [after]
    earned = curve[-1] * percent / 100
    coarse, split = earned_schedule(curve, earned, D(at)), earned_schedule(fine, earned, D(at * parts))
    assert abs(coarse.es.value * parts - split.es.value) < D("1e-9")
    assert abs(coarse.spi_t.value - split.spi_t.value) < D("1e-9")


# ── earned value ────────────────────────────────────────────────────────────────────────────────

positive = st.integers(1, 10**8).map(D)


@MANY
@given(positive, st.integers(1, 100), st.integers(1, 100), positive)
def test_the_formulas_of_earned_value_agree_with_fractions(bac, planned, earned, ac):
    pv, ev = bac * planned / 100, bac * earned / 100
    found = indices(bac, pv, ev, ac)
    b, p, e, a = map(Fraction, (bac, pv, ev, ac))
    wanted = {
        "cpi": e / a,
        "spi": e / p,
        "percent_complete": e / b,
        "percent_planned": p / b,
        "percent_spent": a / b,
        "eac_typical": a + (b - e) / (e / a),
        "eac_atypical": a + b - e,
        "eac_combined": a + (b - e) / ((e / a) * (e / p)),
        "eac": b / (e / a),
        "etc": b / (e / a) - a,
        "vac": b - b / (e / a),
    }
    for name, value in wanted.items():
        ratio = getattr(found, name).value
        assert abs(Fraction(ratio) - value) <= max(abs(value), 1) * Fraction(1, 10**20), name
    if earned < 100:
        assert abs(found.tcpi_eac.value - found.cpi.value) < D("1e-9"), "the typical forecast keeps the pace"
    low, high = found.eac_range
    assert all(low <= e.value <= high for e in (found.eac_typical, found.eac_atypical, found.eac_combined))


@MANY
@given(positive, st.integers(0, 99), positive, st.integers(1, 10**6).map(D))
def test_the_pace_to_keep_spends_exactly_what_is_left(bac, earned, ac, more):
    ev = bac * earned / 100
    found = indices(bac, bac, ev, ac, bottom_up_etc=more)
    assert found.eac.value == ac + more
    assert found.vac.value == bac - ac - more
    assert abs(found.tcpi_eac.value * more - (bac - ev)) < D("1e-9")
    if ac < bac:
        assert abs(found.tcpi_bac.value * (bac - ac) - (bac - ev)) < D("1e-9")
    else:
        assert found.tcpi_bac.reason == "budget_exhausted"


# ── work packages ───────────────────────────────────────────────────────────────────────────────


@st.composite
def packages(draw, key="a", methods=tuple(set(Method) - {Method.APPORTIONED})):
    """A package over some weeks with money in each of its months."""
    first, days = draw(st.dates(date(2026, 1, 1), date(2026, 12, 1))), draw(st.integers(1, 120))
    span = DateRange(first, first + timedelta(days=days))
    phases = tuple(Phase(month, D(draw(st.integers(0, 10**6))) / 100) for month in months(span))
    method = draw(st.sampled_from(sorted(methods)))
    share = D(draw(st.integers(0, 100))) / 100
    known = {"start_share": share, "complete": share, "units_done": D(draw(st.integers(0, 7))), "units_total": D(7)}
    if method == Method.WEIGHTED_MILESTONE:
        known["milestones"] = tuple(WeightedMilestone(weight, span.last) for weight in (share, 1 - share))
    return WorkPackage(key=key, method=method, planned=span, phases=phases, **known)


@MANY
@given(packages(), st.integers(-10, 140))
def test_planned_value_rises_from_nothing_to_the_budget_and_never_falls(package, offset):
    steps = planned_steps(package)
    values = [value for _day, value in steps]
    assert values == sorted(values)
    assert [day for day, _value in steps] == sorted(day for day, _value in steps)
    assert value_on(steps, package.planned.start - timedelta(days=1)) == 0
    assert value_on(steps, package.planned.last) == package.bac
    (found,) = measure([package], package.planned.start + timedelta(days=offset))
    assert 0 <= found.pv <= found.bac == package.bac
    assert 0 <= found.ev <= found.bac
    if package.method == Method.LOE:
        assert found.ev == found.pv


@MANY
@given(packages(methods=(Method.PERCENT_COMPLETE, Method.UNITS, Method.LOE, Method.PLANNING_PACKAGE)))
def test_in_the_middle_of_a_month_its_money_is_planned_by_counted_days(package):
    steps = planned_steps(package)
    for day in list(package.planned)[:-1][::5]:
        wanted = Fraction(0)
        for phase in package.phases:
            inside = [d for d in package.planned if d in phase.period]
            worked = [d for d in inside if d.weekday() < 5]
            if inside[-1] <= day:
                wanted += Fraction(phase.amount)
            elif worked:
                wanted += Fraction(phase.amount) * sum(d <= day for d in worked) / len(worked)
        assert abs(Fraction(value_on(steps, day)) - wanted) < Fraction(1, 10**8)


@MANY
@given(st.lists(packages(), min_size=1, max_size=5), st.dates(date(2026, 1, 1), date(2027, 4, 1)))
def test_a_node_holds_what_its_packages_hold_and_the_curve_runs_through_the_sum(rows, day):
    rows = [WorkPackage(**{**{f: getattr(p, f) for f in p.__slots__}, "key": str(n)}) for n, p in enumerate(rows)]
    found = measure(rows, day)
    total = roll_up(found)
    assert (total.bac, total.pv, total.ev) == tuple(sum(getattr(m, n) for m in found) for n in ("bac", "pv", "ev"))
    curve = planned_curve(rows)
    values = [value for _day, value in curve]
    assert values == sorted(values) and values[-1] == total.bac
    assert curve[-1][0] == max(p.planned.last for p in rows)
    for moment, value in curve[:: max(1, len(curve) // 4)]:
        assert value == roll_up(measure(rows, moment)).pv
    if total.bac:
        loe = sum(p.bac for p in rows if p.method == Method.LOE)
        assert total.loe_share.value == loe / total.bac
        assert total.too_much_loe == (loe * 100 > total.bac * 15)


@MANY
@given(packages(methods=(Method.PERCENT_COMPLETE, Method.ZERO_HUNDRED, Method.X_Y)), st.integers(0, 130))
def test_what_follows_another_package_is_as_far_as_that_one(base, offset):
    follower = WorkPackage("b", Method.APPORTIONED, base.planned, (Phase(base.phases[0].period, D(300)),), base="a")
    behind = WorkPackage("c", Method.APPORTIONED, base.planned, (Phase(base.phases[0].period, D(30)),), base="b")
    day = base.planned.start + timedelta(days=offset)
    last, middle, first = measure([behind, follower, base], day)
    if base.bac:
        assert abs(middle.pv * base.bac - first.pv * 300) < base.bac
        assert abs(middle.ev - first.ev * 300 / base.bac) < D("1e-8")
        assert abs(last.ev * 10 - middle.ev) < D("1e-8")
    else:
        assert (middle.pv, middle.ev, last.ev) == (0, 0, 0)


def test_a_chain_of_followers_that_ends_nowhere_or_in_itself_is_refused():
    span = through(date(2026, 3, 2), date(2026, 3, 6))
    lost = WorkPackage("a", Method.APPORTIONED, span, (), base="z")
    with pytest.raises(ValueError, match="its base z is missing"):
        measure([lost], span.last)
    ring = [WorkPackage(key, Method.APPORTIONED, span, (), base=base) for key, base in ("ab", "bc", "ca")]
    with pytest.raises(ValueError, match="in a circle"):
        planned_curve(ring)
    with pytest.raises(ValueError, match="the same key"):
        measure([lost, lost], span.last)
