"""Constraints, deadlines and a must-finish date: what they move, and what they only show.

Office 9-17, Monday to Friday; every plan starts on Monday 4 March 2024.
"""

from datetime import datetime

import pytest

from projects.engine.calendar import five_day_week, to_datetime, to_minutes
from projects.engine.network import Activity, Link
from projects.engine.schedule import schedule

OFFICE = five_day_week([(540, 1020)])
D = 480


def at(text):
    return to_minutes(datetime.fromisoformat(f"2024-{text}"))


START = at("03-04 00:00")


def show(instant):
    return to_datetime(instant).strftime("%m-%d %H:%M")


def task(key, days=1, **more):
    return Activity(key, int(days * D), OFFICE, **more)


def early(result, key):
    return show(result[key].es), show(result[key].ef)


def late(result, key):
    return show(result[key].ls), show(result[key].lf)


@pytest.mark.parametrize(
    ("constraint", "day", "expected"),
    [
        ("SNET", "03-06 00:00", ("03-06 09:00", "03-07 17:00")),
        ("SNET", "03-09 12:00", ("03-11 09:00", "03-12 17:00")),
        ("FNET", "03-08 24:00", ("03-07 09:00", "03-08 17:00")),
        ("MSO", "03-06 00:00", ("03-06 09:00", "03-07 17:00")),
        ("MFO", "03-08 24:00", ("03-07 09:00", "03-08 17:00")),
        ("SNLT", "03-06 00:00", ("03-04 09:00", "03-05 17:00")),
        ("FNLT", "03-08 24:00", ("03-04 09:00", "03-05 17:00")),
    ],
)
def test_a_constraint_moves_the_early_dates_only_where_it_says_so(constraint, day, expected):
    a = task("A", 2, constraint_type=constraint, constraint_at=instant(day))
    assert early(schedule([a, task("Z", 10)], [], START), "A") == expected


@pytest.mark.parametrize(
    ("constraint", "day", "expected"),
    [
        ("SNET", "03-06 00:00", ("03-14 09:00", "03-15 17:00")),
        ("FNET", "03-08 24:00", ("03-14 09:00", "03-15 17:00")),
        ("SNLT", "03-06 00:00", ("03-06 09:00", "03-07 17:00")),
        ("MSO", "03-06 00:00", ("03-06 09:00", "03-07 17:00")),
        ("FNLT", "03-08 24:00", ("03-07 09:00", "03-08 17:00")),
        ("MFO", "03-08 24:00", ("03-07 09:00", "03-08 17:00")),
    ],
)
def test_a_constraint_limits_the_late_dates_only_where_it_says_so(constraint, day, expected):
    a = task("A", 2, constraint_type=constraint, constraint_at=instant(day))
    assert late(schedule([a, task("Z", 10)], [], START), "A") == expected


def instant(day):
    return at(day.replace("24:00", "00:00")) + (1440 if day.endswith("24:00") else 0)


@pytest.mark.parametrize("constraint", ["MSO", "MFO"])
def test_a_task_that_must_be_on_its_date_has_no_float(constraint):
    day = instant("03-06 00:00" if constraint == "MSO" else "03-07 24:00")
    a = task("A", 2, constraint_type=constraint, constraint_at=day)
    result = schedule([a, task("Z", 10)], [], START)
    assert result["A"].total_float_min == 0
    assert result["A"].is_critical


@pytest.mark.parametrize(
    ("constraint", "day"),
    [
        ("SNLT", "03-06 00:00"),
        ("MSO", "03-06 00:00"),
        ("FNLT", "03-06 24:00"),
        ("MFO", "03-06 24:00"),
    ],
)
def test_where_logic_wins_a_missed_date_is_visible_negative_float(constraint, day):
    b = task("B", 1, constraint_type=constraint, constraint_at=instant(day))
    result = schedule([task("A", 4), b], [Link("A", "B")], START)
    assert early(result, "B") == ("03-08 09:00", "03-08 17:00")
    assert result["B"].total_float_min == result["A"].total_float_min == -2 * D
    assert [(w.key, w.code) for w in result.warnings] == [("B", "constraint_missed")]


@pytest.mark.parametrize(
    ("constraint", "day"),
    [
        ("SNLT", "03-06 00:00"),
        ("MSO", "03-06 00:00"),
        ("FNLT", "03-06 24:00"),
        ("MFO", "03-06 24:00"),
    ],
)
def test_where_constraints_are_honoured_the_task_moves_and_its_predecessor_shows_the_conflict(constraint, day):
    b = task("B", 1, constraint_type=constraint, constraint_at=instant(day))
    result = schedule([task("A", 4), b, task("C")], [Link("A", "B"), Link("B", "C")], START, mode="honour_constraints")
    assert early(result, "B") == ("03-06 09:00", "03-06 17:00")
    assert early(result, "C")[0] == "03-07 09:00"
    assert result["A"].total_float_min == -2 * D
    assert result["A"].free_float_min == 0
    assert [(w.key, w.code) for w in result.warnings] == [("B", "constraint_over_logic")]


@pytest.mark.parametrize("constraint", ["SNET", "FNET"])
def test_no_earlier_constraints_never_pull_a_task_before_its_predecessor(constraint):
    b = task("B", 1, constraint_type=constraint, constraint_at=at("03-05 12:00"))
    for mode in ("logic_wins", "honour_constraints"):
        result = schedule([task("A", 4), b], [Link("A", "B")], START, mode=mode)
        assert early(result, "B")[0] == "03-08 09:00"
        assert result.warnings == ()


def test_a_kept_constraint_gives_no_warning_in_either_mode():
    b = task("B", 1, constraint_type="FNLT", constraint_at=instant("03-20 24:00"))
    for mode in ("logic_wins", "honour_constraints"):
        assert schedule([task("A", 4), b], [Link("A", "B")], START, mode=mode).warnings == ()


def test_a_deadline_moves_nothing_but_shows_when_it_is_missed():
    result = schedule([task("A", 3, deadline=instant("03-05 24:00"))], [], START)
    assert early(result, "A") == ("03-04 09:00", "03-06 17:00")
    assert result["A"].total_float_min == -D
    assert [(w.key, w.code) for w in result.warnings] == [("A", "deadline_missed")]


def test_the_must_finish_date_of_the_project_is_where_late_dates_begin():
    tight = schedule([task("A", 3)], [], START, must_finish=instant("03-05 24:00"))
    loose = schedule([task("A", 3)], [], START, must_finish=instant("03-08 24:00"))
    assert tight["A"].total_float_min == -D
    assert loose["A"].total_float_min == 2 * D
    assert loose["A"].on_longest_path


def test_as_late_as_possible_moves_right_by_free_float_and_pushes_nobody():
    activities = [task("L", 5), task("E"), task("A", 2, constraint_type="ALAP")]
    result = schedule(activities, [Link("L", "E"), Link("A", "E")], START)
    assert early(result, "A") == ("03-07 09:00", "03-08 17:00")
    assert early(result, "E")[0] == "03-11 09:00"
    assert (result["A"].free_float_min, result["A"].total_float_min) == (0, 0)
    assert not result["A"].on_longest_path


def test_a_chain_of_late_tasks_moves_together_and_its_predecessor_gains_room():
    activities = [task("P"), task("A", constraint_type="ALAP"), task("B", constraint_type="ALAP"), task("Z", 10)]
    result = schedule(activities, [Link("P", "A"), Link("A", "B")], START)
    assert early(result, "B") == ("03-15 09:00", "03-15 17:00")
    assert early(result, "A") == ("03-14 09:00", "03-14 17:00")
    assert early(result, "P") == ("03-04 09:00", "03-04 17:00")
    assert result["P"].free_float_min == 7 * D


def test_as_late_as_possible_still_keeps_its_deadline():
    a = task("A", 2, constraint_type="ALAP", deadline=instant("03-08 24:00"))
    result = schedule([a, task("Z", 10)], [], START)
    assert early(result, "A") == ("03-07 09:00", "03-08 17:00")
