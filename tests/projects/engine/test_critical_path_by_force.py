"""The passes against an arithmetic that knows nothing of them: all paths, all waits, all days counted out."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from projects.engine.calendar import CLOCK, WorkCalendar, five_day_week, to_datetime, to_minutes
from projects.engine.network import Activity, Link, NetworkError, ancestors, refuse_links_between_relatives
from projects.engine.schedule import schedule

START = to_minutes(datetime(2026, 3, 2))
TYPES = ("FS", "SS", "FF", "SF")
LAGS = st.integers(-40, 40)
MANY = settings(max_examples=60)


@st.composite
def networks(draw, types=TYPES, lags=LAGS):
    """Up to eight activities around the clock; links run from lower to higher numbers."""
    size = draw(st.integers(2, 8))
    lengths = draw(st.lists(st.integers(1, 100), min_size=size, max_size=size))
    pairs = st.tuples(st.integers(0, size - 1), st.integers(0, size - 1)).filter(lambda pair: pair[0] < pair[1])
    arcs = draw(st.lists(st.tuples(pairs, st.sampled_from(types)), unique=True, max_size=12))
    return lengths, [(i, j, kind, draw(lags)) for (i, j), kind in arcs]


def planned(lengths, arcs, **terms):
    """(es, ef, ls, lf, total, free) of each activity in minutes after the start."""
    activities = [Activity(number, length, CLOCK) for number, length in enumerate(lengths)]
    links = [Link(i, j, kind, lag, "24h") for i, j, kind, lag in arcs]
    found = {row.key: row for row in schedule(activities, links, START, calendar=CLOCK, **terms)}
    rows = (found[number] for number in range(len(lengths)))
    return [(r.es - START, r.ef - START, r.ls - START, r.lf - START, r.total_float_min, r.free_float_min) for r in rows]


def wait(kind, lag, before, after):
    """How long after the start of the one the other may start."""
    return lag + (before if kind in ("FS", "FF") else 0) - (after if kind in ("FF", "SF") else 0)


def earliest(lengths, arcs, *, late=None):
    """Starts pushed forward until nobody has to wait any more; `late`: (activity, its own delay)."""
    starts = [0] * len(lengths)
    if late:
        starts[late[0]] = late[1]
    moved = True
    while moved:
        moved = False
        for i, j, kind, lag in arcs:
            least = starts[i] + wait(kind, lag, lengths[i], lengths[j])
            if starts[j] < least:
                starts[j], moved = least, True
    return starts


def end(starts, lengths):
    return max(start + length for start, length in zip(starts, lengths, strict=True))


@MANY
@given(networks())
def test_early_dates_are_those_that_waiting_gives(network):
    lengths, arcs = network
    starts = earliest(lengths, arcs)
    assert [(row[0], row[1]) for row in planned(lengths, arcs)] == [
        (start, start + length) for start, length in zip(starts, lengths, strict=True)
    ]


@MANY
@given(networks())
def test_total_float_is_the_longest_delay_that_keeps_the_end(network):
    lengths, arcs = network
    starts = earliest(lengths, arcs)
    last = end(starts, lengths)
    for number, (es, ef, ls, lf, total, _free) in enumerate(planned(lengths, arcs)):
        assert (ls - es, lf - ef) == (total, total)
        assert end(earliest(lengths, arcs, late=(number, es + total)), lengths) == last
        assert end(earliest(lengths, arcs, late=(number, es + total + 1)), lengths) == last + 1


@MANY
@given(networks())
def test_free_float_is_the_longest_delay_that_moves_nobody_else(network):
    lengths, arcs = network
    starts = earliest(lengths, arcs)
    for number, (es, _ef, _ls, _lf, total, free) in enumerate(planned(lengths, arcs)):
        assert 0 <= free <= total
        others = [key for key in range(len(lengths)) if key != number]
        moved = earliest(lengths, arcs, late=(number, es + free))
        assert [moved[key] for key in others] == [starts[key] for key in others]
        if free < total:
            further = earliest(lengths, arcs, late=(number, es + free + 1))
            assert [further[key] for key in others] != [starts[key] for key in others]


def paths(size, arcs):
    """Every way through the network, as tuples of numbers."""
    after = {number: [j for i, j, _kind, _lag in arcs if i == number] for number in range(size)}

    def on(path):
        yield path
        for following in after[path[-1]]:
            yield from on((*path, following))

    for number in range(size):
        yield from on((number,))


@MANY
@given(networks(types=("FS",), lags=st.just(0)))
def test_the_end_is_the_longest_of_all_ways_through_and_the_critical_work_lies_on_one(network):
    lengths, arcs = network
    every = [(sum(lengths[number] for number in path), path) for path in paths(len(lengths), arcs)]
    longest = max(length for length, _path in every)
    rows = planned(lengths, arcs)
    assert max(row[1] for row in rows) == longest
    on_longest = {number for length, path in every if length == longest for number in path}
    assert {number for number, row in enumerate(rows) if row[4] == 0} == on_longest
    for number, row in enumerate(rows):
        through = max(length for length, path in every if number in path)
        assert row[4] == longest - through


@MANY
@given(networks(types=("FS",), lags=st.just(0)), st.integers(1, 50))
def test_a_longer_activity_ends_the_project_later_by_what_its_float_does_not_hold(network, more):
    lengths, arcs = network
    rows = planned(lengths, arcs)
    before = max(row[1] for row in rows)
    for number in range(len(lengths)):
        grown = [length + more * (key == number) for key, length in enumerate(lengths)]
        after = max(row[1] for row in planned(grown, arcs))
        assert after - before == max(0, more - rows[number][4])


@MANY
@given(networks())
def test_backwards_the_late_dates_are_the_early_ones_of_the_mirrored_network(network):
    lengths, arcs = network
    turned = {"FS": "FS", "SS": "FF", "FF": "SS", "SF": "SF"}
    mirrored = [(j, i, turned[kind], lag) for i, j, kind, lag in arcs]
    starts = earliest(lengths, arcs)
    last = end(starts, lengths)
    back = earliest(lengths, mirrored)
    assert [row[3] for row in planned(lengths, arcs)] == [last - start for start in back]


@MANY
@given(networks(types=("FS",), lags=st.integers(0, 40)), st.integers(0, 60))
def test_a_later_end_that_was_promised_gives_everybody_the_same_room(network, room):
    lengths, arcs = network
    rows = planned(lengths, arcs)
    last = max(row[1] for row in rows)
    promised = planned(lengths, arcs, must_finish=START + last + room)
    assert [row[4] for row in promised] == [row[4] + room for row in rows]
    assert [row[:2] for row in promised] == [row[:2] for row in rows]


# ── whole days in an office ─────────────────────────────────────────────────────────────────────

OFFICE = five_day_week([(480, 960)])
HOLIDAYS = [date(2026, 4, 3), date(2026, 4, 6), date(2026, 5, 1)]


def working_days(off=()):
    day = date(2026, 3, 2)
    while True:
        if day.weekday() < 5 and day not in off:
            yield day
        day += timedelta(days=1)


@MANY
@given(networks(types=("FS",), lags=st.just(0)), st.booleans())
def test_in_an_office_a_plan_runs_through_the_days_that_are_worked(network, holidays):
    lengths, arcs = network
    off = HOLIDAYS if holidays else []
    calendar = five_day_week([(480, 960)], off)
    activities = [Activity(number, length % 9 * 480 + 480, calendar) for number, length in enumerate(lengths)]
    days = [activity.duration_min // 480 for activity in activities]
    found = {row.key: row for row in schedule(activities, [Link(*arc[:3]) for arc in arcs], START, calendar=calendar)}
    worked = list(zip(range(400), working_days(off), strict=False))
    by_number = dict(worked)
    for number, start in enumerate(earliest(days, arcs)):
        row = found[number]
        assert to_datetime(row.es) == datetime.combine(by_number[start], datetime.min.time()) + timedelta(hours=8)
        last = by_number[start + days[number] - 1]
        assert to_datetime(row.ef) == datetime.combine(last, datetime.min.time()) + timedelta(hours=16)


def minute_by_minute(calendar, t, amount):
    """`amount` minutes of work after (or before) the instant, each minute looked at."""
    step = 1 if amount > 0 else -1
    while amount:
        probe = t if step > 0 else t - 1
        day, minute = divmod(probe, 1440)
        spans = calendar.exceptions.get(day, calendar.week[day % 7])
        amount -= step * any(a <= minute < b for a, b in spans)
        t += step
    return t


CALENDARS = (
    OFFICE,
    five_day_week([(540, 720), (780, 1020)], [date(2026, 3, 4)]),
    WorkCalendar([[(0, 360), (1320, 1440)]] * 5 + [[], []]),
    WorkCalendar([[]] * 6 + [[(600, 601)]], {date(2026, 3, 10): [(0, 5), (700, 702)]}),
)


@settings(max_examples=80)
@given(st.sampled_from(CALENDARS), st.integers(0, 9 * 1440), st.integers(-20, 1000))
def test_adding_work_is_looking_at_every_minute(calendar, offset, amount):
    if calendar is CALENDARS[3]:
        amount = max(-2, min(amount, 6))  # one minute a week
    t = START + offset
    assert calendar.add(t, amount) == minute_by_minute(calendar, t, amount)


@settings(max_examples=80)
@given(st.sampled_from(CALENDARS), st.integers(0, 9 * 1440), st.integers(0, 300), st.integers(0, 300))
def test_work_in_two_steps_is_work_in_one(calendar, offset, one, other):
    t = START + offset
    if calendar is CALENDARS[3]:
        one, other = one % 5, other % 5
    assert calendar.add(calendar.add(t, one), other) == calendar.add(t, one + other)
    assert calendar.between(t, calendar.add(t, one)) == one
    assert calendar.between(calendar.add(t, one), t) == -one


# ── circles ─────────────────────────────────────────────────────────────────────────────────────


@MANY
@given(st.integers(2, 7), st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), max_size=14, unique=True))
def test_a_plan_is_refused_exactly_when_somebody_waits_for_himself(size, pairs):
    pairs = [(i, j) for i, j in pairs if i < size and j < size and i != j]
    reach = [[(i, j) in pairs for j in range(size)] for i in range(size)]
    for middle, i, j in product(range(size), repeat=3):
        reach[i][j] = reach[i][j] or (reach[i][middle] and reach[middle][j])
    circle = any(reach[i][i] for i in range(size))
    activities = [Activity(number, 10, CLOCK) for number in range(size)]
    links = [Link(i, j) for i, j in pairs]
    if not circle:
        assert len(list(schedule(activities, links, START, calendar=CLOCK))) == size
        return
    with pytest.raises(NetworkError) as refused:
        schedule(activities, links, START, calendar=CLOCK)
    assert refused.value.code == "cycle"
    named = refused.value.keys
    assert all((i, j) in pairs for i, j in pairwise((*named, named[0])))
    assert len(set(named)) == len(named)


PARENTS = {"1": None, "1.1": "1", "1.1.1": "1.1", "1.2": "1", "2": None}


def test_what_stands_above_is_named_nearest_first():
    assert ancestors(PARENTS, "1.1.1") == ["1.1", "1"]
    assert ancestors(PARENTS, "2") == ancestors(PARENTS, "unknown") == []


def test_every_pair_of_the_tree_may_be_linked_unless_one_contains_the_other():
    for one, other in product(PARENTS, repeat=2):
        inside = one.startswith(f"{other}.") or other.startswith(f"{one}.")
        if inside:
            with pytest.raises(NetworkError) as refused:
                refuse_links_between_relatives(PARENTS, [Link(one, other)])
            assert (refused.value.code, refused.value.keys) == ("ancestor_link", (one, other))
        else:
            refuse_links_between_relatives(PARENTS, [Link(one, other)])


def test_a_tree_that_bites_its_tail_is_refused_and_not_walked_for_ever():
    with pytest.raises(NetworkError) as refused:
        ancestors({"a": "b", "b": "c", "c": "a"}, "a")
    assert refused.value.code == "parent_cycle"


def test_half_of_a_predecessor_is_rounded_to_the_nearest_minute():
    pair = [Activity("a", 15, CLOCK), Activity("b", 10, CLOCK)]
    link = Link("a", "b", "SS", lag_calendar="24h")
    for share, lag in (("0.5", 8), ("0.1", 2), ("0", 0), ("1", 15), ("-0.5", 0)):
        from_share = schedule(pair, [replace(link, lag_share=Decimal(share))], START, calendar=CLOCK)
        starts = {row.key: row.es - START for row in from_share}
        assert starts["b"] == lag
