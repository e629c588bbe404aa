"""Random plans over several calendars: what must hold for every one of them."""

from dataclasses import replace
from datetime import date, datetime
from time import process_time

from hypothesis import given, settings
from hypothesis import strategies as st

from projects.engine.calendar import CLOCK, WorkCalendar, five_day_week, to_minutes
from projects.engine.network import Activity, Link
from projects.engine.schedule import schedule

START = to_minutes(datetime(2024, 3, 4))
CALENDARS = (
    five_day_week(),
    five_day_week([(540, 1020)], [date(2024, 3, 6), date(2024, 3, 11)]),
    WorkCalendar([[(0, 360), (1320, 1440)]] * 6 + [[]]),
    WorkCalendar([[], [], [(600, 660)], [], [], [(480, 900)], [(480, 900)]]),
    CLOCK,
)
LAGS = st.integers(-600, 900)
TYPES = ("FS", "SS", "FF", "SF")
LAG_CALENDARS = ("pred", "succ", "project", "24h")


@st.composite
def plans(draw, calendars=CALENDARS, lags=LAGS, least=1):
    """Up to nine activities, links from lower to higher numbers only."""
    size = draw(st.integers(2, 9))
    durations = st.integers(least, 1500)
    activities = [Activity(i, draw(durations), draw(st.sampled_from(calendars))) for i in range(size)]
    pairs = st.tuples(st.integers(0, size - 1), st.integers(0, size - 1)).filter(lambda p: p[0] < p[1])
    arcs = draw(st.lists(st.tuples(pairs, st.sampled_from(TYPES)), unique=True, max_size=14))
    links = [Link(*pair, kind, draw(lags), draw(st.sampled_from(LAG_CALENDARS))) for pair, kind in arcs]
    return activities, links


def run(plan, **terms):
    return schedule(*plan, START, calendar=CALENDARS[0], **terms)


MANY = settings(max_examples=80, deadline=None)


@MANY
@given(plans())
def test_without_constraints_no_float_is_negative_and_total_is_at_least_free(plan):
    for row in run(plan):
        assert row.total_float_min >= row.free_float_min >= 0


@MANY
@given(plans(least=0))
def test_neither_do_tasks_without_length_invent_negative_float(plan):
    for row in run(plan):
        assert row.total_float_min >= row.free_float_min >= 0


@MANY
@given(plans())
def test_start_and_finish_float_agree_in_the_activitys_own_calendar(plan):
    result = run(plan)
    for activity in plan[0]:
        row = result[activity.key]
        assert activity.calendar.between(row.es, row.ls) == row.total_float_min
        assert activity.calendar.between(row.es, row.ef) == activity.duration_min
        assert activity.calendar.between(row.ls, row.lf) == activity.duration_min


@MANY
@given(plans())
def test_starts_lie_where_work_begins_and_finishes_where_it_ends(plan):
    for activity, row in zip(plan[0], run(plan), strict=True):
        calendar = activity.calendar
        assert calendar.start(row.es) == row.es and calendar.start(row.ls) == row.ls
        assert calendar.finish(row.ef) == row.ef and calendar.finish(row.lf) == row.lf


@MANY
@given(plans(), st.data())
def test_using_up_the_total_float_keeps_the_end_and_one_minute_more_does_not(plan, data):
    result = run(plan)
    i = data.draw(st.integers(0, len(plan[0]) - 1))
    row, calendar = result[i], plan[0][i].calendar
    last = delayed(plan, i, calendar.start(calendar.add(row.es, row.total_float_min)))
    assert last.finish <= result.finish
    beyond = delayed(plan, i, calendar.start(calendar.add(row.es, row.total_float_min + 1)))
    assert beyond.finish > result.finish


@MANY
@given(plans(), st.data())
def test_using_up_the_free_float_moves_no_other_activity(plan, data):
    result = run(plan)
    i = data.draw(st.integers(0, len(plan[0]) - 1))
    calendar = plan[0][i].calendar
    moved = delayed(plan, i, calendar.start(calendar.add(result[i].es, result[i].free_float_min)))
    for row in result:
        if row.key != i:
            assert (moved[row.key].es, moved[row.key].ef) == (row.es, row.ef)


def delayed(plan, i, instant):
    activities = list(plan[0])
    activities[i] = replace(activities[i], constraint_type="SNET", constraint_at=instant)
    return run((activities, plan[1]))


@MANY
@given(plans())
def test_every_link_is_kept_by_the_early_dates(plan):
    result = run(plan)
    for link in plan[1]:
        succ = plan[0][link.succ].calendar
        lag_calendar = {
            "pred": plan[0][link.pred].calendar,
            "succ": succ,
            "project": CALENDARS[0],
            "24h": CLOCK,
        }[link.lag_calendar]
        before, after = result[link.pred], result[link.succ]
        moment = lag_calendar.add(before.ef if link.type in {"FS", "FF"} else before.es, link.lag_min)
        reached = after.es if link.type in {"FS", "SS"} else after.ef
        assert succ.work(reached) >= succ.work(moment)


@MANY
@given(plans())
def test_somebody_is_always_critical_and_the_longest_path_reaches_the_end(plan):
    result = run(plan)
    longest = [row for row in result if row.on_longest_path]
    assert max(row.ef for row in longest) == result.finish
    assert min(row.total_float_min for row in result) == 0 or len({a.calendar for a in plan[0]}) > 1
    assert all(row.is_critical for row in longest)


@MANY
@given(plans(calendars=CALENDARS[:1], lags=st.just(0)))
def test_with_one_calendar_and_no_lags_the_longest_path_has_no_float(plan):
    assert all(row.total_float_min == 0 for row in run(plan) if row.on_longest_path)


@MANY
@given(plans(), st.data())
def test_late_starters_push_nobody_and_the_end_stays(plan, data):
    chosen = data.draw(st.sets(st.integers(0, len(plan[0]) - 1)))
    late = [replace(a, constraint_type="ALAP") if a.key in chosen else a for a in plan[0]]
    before, after = run(plan), run((late, plan[1]))
    assert after.finish == before.finish
    for row in after:
        assert row.total_float_min >= row.free_float_min >= 0
        if row.key in chosen:
            assert row.es >= before[row.key].es
        else:
            assert (row.es, row.ef) == (before[row.key].es, before[row.key].ef)


@MANY
@given(plans(), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_changes_nothing(plan, chance):
    activities, links = list(plan[0]), list(plan[1])
    chance.shuffle(activities)
    chance.shuffle(links)
    assert {row.key: row for row in run((activities, links))} == {row.key: row for row in run(plan)}


def test_ten_thousand_activities_are_scheduled_well_within_a_second():
    office = five_day_week()
    activities = [Activity(i, (i * 7919 % 21) * 240, office) for i in range(10_000)]
    links = [Link(i - step, i) for i in range(50, 10_000) for step in (1 + i % 7, 40)]
    began = process_time()
    result = schedule(activities, links, START)
    assert len(result) == 10_000
    assert process_time() - began < 2  # 0.3 s on a quiet machine; the bound only catches a wrong order of growth
