"""What has happened replaces what was planned; what remains waits for logic, or not.

Office 9-17, Monday to Friday; the project starts on Monday 4 March 2024.
"""

from datetime import datetime

import pytest

from projects.engine.calendar import five_day_week, to_datetime, to_minutes
from projects.engine.network import Activity, Link, NetworkError
from projects.engine.schedule import schedule

OFFICE = five_day_week([(540, 1020)])
D = 480


def at(text):
    return to_minutes(datetime.fromisoformat(f"2024-{text}"))


START, DATA_DATE = at("03-04 00:00"), at("03-09 00:00")  # complete up to Friday the 8th


def show(instant):
    return to_datetime(instant).strftime("%m-%d %H:%M")


def task(key, days=1, **more):
    return Activity(key, int(days * D), OFFICE, **more)


def run(activities, links=(), **terms):
    return schedule(activities, links, START, **{"data_date": DATA_DATE} | terms)


def early(result, key):
    return show(result[key].es), show(result[key].ef)


def test_work_not_started_is_never_planned_before_the_data_date():
    assert early(run([task("A")]), "A") == ("03-11 09:00", "03-11 17:00")


def test_finished_work_keeps_its_dates_and_has_no_float():
    done = task("A", 3, actual_start=at("03-04 10:00"), actual_finish=at("03-05 12:00"))
    result = run([done, task("B")], [Link("A", "B")])
    assert early(result, "A") == ("03-04 10:00", "03-05 12:00")
    row = result["A"]
    assert (row.ls, row.lf, row.total_float_min, row.free_float_min) == (row.es, row.ef, 0, 0)
    assert not row.is_critical and not row.on_longest_path
    assert early(result, "B")[0] == "03-11 09:00"


def test_a_lag_after_finished_work_still_runs():
    done = task("A", actual_start=at("03-07 09:00"), actual_finish=at("03-08 17:00"))
    result = run([done, task("B")], [Link("A", "B", "FS", 3 * D)])
    assert early(result, "B")[0] == "03-14 09:00"


def test_what_remains_of_started_work_begins_at_the_data_date():
    begun = task("A", 5, actual_start=at("03-07 09:00"), remaining_min=2 * D)
    result = run([begun])
    assert early(result, "A") == ("03-07 09:00", "03-12 17:00")
    assert result["A"].total_float_min == 0
    assert result["A"].is_critical
    assert result["A"].ls == result["A"].es


def test_started_work_without_a_stated_rest_has_all_of_it_left():
    assert early(run([task("A", 3, actual_start=at("03-08 09:00"))]), "A")[1] == "03-13 17:00"


def test_started_work_with_nothing_left_ends_at_the_data_date():
    begun = task("A", 5, actual_start=at("03-05 09:00"), remaining_min=0)
    result = run([begun, task("B", 2)], [Link("A", "B")])
    assert early(result, "A") == ("03-05 09:00", "03-08 17:00")
    assert early(result, "B")[0] == "03-11 09:00"


def test_finish_float_of_started_work():
    begun = task("A", 5, actual_start=at("03-07 09:00"), remaining_min=D)
    result = run([begun, task("Z", 4)])
    assert result["A"].total_float_min == result["A"].free_float_min == 3 * D
    assert show(result["A"].lf) == "03-14 17:00"


def out_of_sequence():
    """B began although A, its predecessor, still has two days to go."""
    a = task("A", 5, actual_start=at("03-06 09:00"), remaining_min=2 * D)
    b = task("B", 4, actual_start=at("03-07 09:00"), remaining_min=3 * D)
    return [a, b, task("C")], [Link("A", "B"), Link("B", "C")]


def test_retained_logic_lets_the_rest_wait_for_the_predecessor():
    result = run(*out_of_sequence())
    assert early(result, "B") == ("03-07 09:00", "03-15 17:00")
    assert result["B"].out_of_sequence and not result["A"].out_of_sequence
    assert [(w.key, w.code) for w in result.warnings] == [("B", "out_of_sequence")]
    assert result["A"].total_float_min == result["B"].total_float_min == 0
    assert {row.key for row in result if row.on_longest_path} == {"A", "B", "C"}


def test_progress_override_lets_it_go_on_at_once():
    result = run(*out_of_sequence(), progress="progress_override")
    assert early(result, "B") == ("03-07 09:00", "03-13 17:00")
    assert result["B"].out_of_sequence
    assert result["A"].total_float_min == 2 * D
    assert {row.key for row in result if row.on_longest_path} == {"B", "C"}


def test_override_keeps_the_links_to_the_finish_which_has_not_happened():
    a = task("A", 5, actual_start=at("03-06 09:00"), remaining_min=4 * D)
    b = task("B", 4, actual_start=at("03-07 09:00"), remaining_min=D)
    result = run([a, b], [Link("A", "B", "FF")], progress="progress_override")
    assert early(result, "B")[1] == "03-14 17:00"


def test_a_started_predecessor_no_longer_binds_through_its_start():
    a = task("A", 9, actual_start=at("03-06 09:00"), remaining_min=5 * D)
    result = run([a, task("B"), task("Z", 8)], [Link("A", "B", "SS", 2 * D)])
    assert early(result, "B")[0] == "03-11 09:00"
    assert result["A"].total_float_min == 3 * D


def test_a_finished_successor_no_longer_holds_its_predecessor():
    a = task("A", 5, actual_start=at("03-06 09:00"), remaining_min=D)
    b = task("B", actual_start=at("03-07 09:00"), actual_finish=at("03-07 17:00"))
    result = run([a, b, task("Z", 5)], [Link("A", "B")])
    assert result["A"].total_float_min == result["A"].free_float_min == 4 * D
    assert result["B"].out_of_sequence


@pytest.mark.parametrize(
    ("kind", "pred", "succ", "flagged"),
    [
        ("FS", ("03-04 09:00", "03-05 17:00"), ("03-06 09:00", None), False),
        ("FS", ("03-04 09:00", "03-05 17:00"), ("03-05 16:59", None), True),
        ("SS", ("03-05 09:00", None), ("03-05 09:00", None), False),
        ("SS", ("03-05 09:00", None), ("03-04 09:00", None), True),
        ("FF", ("03-04 09:00", None), ("03-04 09:00", None), False),
        ("FF", ("03-04 09:00", None), ("03-04 09:00", "03-06 17:00"), True),
        ("SF", ("03-05 09:00", None), ("03-04 09:00", "03-04 17:00"), False),
        ("SF", ("03-06 09:00", None), ("03-04 09:00", "03-04 17:00"), True),
    ],
)
def test_work_done_before_its_turn_is_flagged_for_each_link_type(kind, pred, succ, flagged):
    def actual(key, dates):
        start, finish = (None if text is None else at(text) for text in dates)
        return task(key, 5, actual_start=start, actual_finish=finish)

    result = run([actual("A", pred), actual("B", succ)], [Link("A", "B", kind)])
    assert result["B"].out_of_sequence is flagged


def test_work_begun_before_a_predecessor_started_at_all_is_flagged():
    result = run([task("A"), task("B", 2, actual_start=at("03-06 09:00"))], [Link("A", "B", "SS")])
    assert result["B"].out_of_sequence


def test_finishing_on_friday_evening_and_starting_on_monday_morning_is_in_sequence():
    a = task("A", actual_start=at("03-01 09:00"), actual_finish=at("03-01 17:00"))
    b = task("B", actual_start=at("03-04 09:00"))
    assert not run([a, b], [Link("A", "B")])["B"].out_of_sequence


@pytest.mark.parametrize(
    "dates",
    [
        {"actual_start": at("03-09 00:01")},
        {"actual_start": at("03-08 09:00"), "actual_finish": at("03-11 17:00")},
    ],
)
def test_nothing_has_happened_after_the_data_date(dates):
    with pytest.raises(NetworkError) as refused:
        run([task("A", 2, **dates)])
    assert (refused.value.code, refused.value.keys) == ("actual_after_data_date", ("A",))


def test_actual_dates_need_a_data_date():
    with pytest.raises(NetworkError) as refused:
        run([task("A", actual_start=at("03-08 09:00"))], data_date=None)
    assert refused.value.code == "data_date_missing"


def test_support_that_began_keeps_its_start_and_runs_on_with_its_drivers():
    loe = Activity("PM", D, OFFICE, kind="loe", actual_start=at("03-04 09:00"))
    result = run([task("A", 4), loe], [Link("A", "PM", "SS"), Link("A", "PM", "FF")])
    assert early(result, "PM") == ("03-04 09:00", "03-14 17:00")


def test_support_that_ended_keeps_both_dates():
    loe = Activity("PM", D, OFFICE, kind="loe", actual_start=at("03-04 09:00"), actual_finish=at("03-06 17:00"))
    result = run([task("A", 4), loe], [Link("A", "PM", "SS")])
    assert early(result, "PM") == ("03-04 09:00", "03-06 17:00")
    assert result["PM"].total_float_min == 0


def test_where_constraints_are_honoured_a_date_before_the_data_date_stays_and_is_named():
    a = task("A", constraint_type="MSO", constraint_at=at("03-06 00:00"))
    result = run([a], mode="honour_constraints")
    assert early(result, "A")[0] == "03-06 09:00"
    assert [w.code for w in result.warnings] == ["constraint_over_logic", "before_data_date"]
    assert early(run([a]), "A")[0] == "03-11 09:00"


def test_an_actual_start_overrules_a_constraint():
    begun = task("A", 2, constraint_type="MSO", constraint_at=at("03-20 00:00"), actual_start=at("03-08 09:00"))
    assert early(run([begun]), "A") == ("03-08 09:00", "03-12 17:00")


def test_late_work_that_has_begun_is_not_moved_right():
    begun = task("A", 2, constraint_type="ALAP", actual_start=at("03-08 09:00"), remaining_min=D)
    assert early(run([begun, task("Z", 9)]), "A") == ("03-08 09:00", "03-11 17:00")


def test_a_project_where_everything_is_done_has_no_critical_work():
    done = task("A", actual_start=at("03-04 09:00"), actual_finish=at("03-04 17:00"))
    result = run([done])
    assert show(result.finish) == "03-04 17:00"
    assert not any(row.is_critical or row.on_longest_path for row in result)
