"""Links, lags, constraints, milestones, float and levels of effort on a plain office week.

Monday 4 March 2024 is the start everywhere; the office works 9-17, Monday to Friday.
"""

from datetime import datetime

import pytest

from projects.engine.calendar import CLOCK, WorkCalendar, five_day_week, to_datetime, to_minutes
from projects.engine.network import Activity, Link, NetworkError
from projects.engine.schedule import roll_up, schedule

OFFICE = five_day_week([(540, 1020)])
SIX_DAYS = WorkCalendar([[(540, 1020)]] * 6 + [[]])
D = 480


def at(text):
    return to_minutes(datetime.fromisoformat(f"2024-{text}"))


START = at("03-04 00:00")


def show(instant):
    return to_datetime(instant).strftime("%m-%d %H:%M")


def task(key, days=1, calendar=OFFICE, **more):
    return Activity(key, int(days * D), calendar, **more)


def milestone(key, side="finish", **more):
    return Activity(key, 0, OFFICE, kind="milestone", milestone_side=side, **more)


def early(result, key):
    return show(result[key].es), show(result[key].ef)


def late(result, key):
    return show(result[key].ls), show(result[key].lf)


def test_a_plan_without_work_ends_where_it_starts():
    result = schedule([], [], START)
    assert (result.finish, len(result), result.warnings) == (START, 0, ())


def test_a_single_task_starts_when_the_office_opens_and_ends_when_it_closes():
    result = schedule([task("A")], [], START)
    assert early(result, "A") == late(result, "A") == ("03-04 09:00", "03-04 17:00")
    assert (result["A"].total_float_min, result["A"].free_float_min) == (0, 0)
    assert result["A"].is_critical and result["A"].on_longest_path


def test_the_shorter_of_two_branches_has_slack():
    result = schedule(
        [task("A"), task("B", 3), task("C"), task("D")],
        [Link("A", "B"), Link("A", "C"), Link("B", "D"), Link("C", "D")],
        START,
    )
    assert result["C"].total_float_min == result["C"].free_float_min == 2 * D
    assert not result["C"].is_critical
    assert late(result, "C") == ("03-07 09:00", "03-07 17:00")


def test_free_float_stays_with_the_last_task_of_a_chain():
    result = schedule(
        [task("A"), task("B"), task("L", 5), task("E")],
        [Link("A", "B"), Link("B", "E"), Link("L", "E")],
        START,
    )
    assert (result["A"].total_float_min, result["A"].free_float_min) == (3 * D, 0)
    assert (result["B"].total_float_min, result["B"].free_float_min) == (3 * D, 3 * D)


@pytest.mark.parametrize(
    ("kind", "lag", "expected"),
    [
        ("FS", 0, ("03-06 09:00", "03-08 17:00")),
        ("FS", 1, ("03-07 09:00", "03-11 17:00")),
        ("FS", -1, ("03-05 09:00", "03-07 17:00")),
        ("SS", 0, ("03-04 09:00", "03-06 17:00")),
        ("SS", 1, ("03-05 09:00", "03-07 17:00")),
        ("FF", 0, ("03-04 09:00", "03-06 17:00")),
        ("FF", 2, ("03-05 09:00", "03-07 17:00")),
        ("SF", 4, ("03-05 09:00", "03-07 17:00")),
        ("SF", 0, ("03-04 09:00", "03-06 17:00")),
    ],
)
def test_each_link_type_with_lag_and_lead(kind, lag, expected):
    result = schedule([task("A", 2), task("B", 3)], [Link("A", "B", kind, lag * D)], START)
    assert early(result, "B") == expected


@pytest.mark.parametrize(
    ("kind", "lag", "expected"),
    [
        ("FS", 1, ("03-06 09:00", "03-07 17:00")),
        ("SS", 1, ("03-08 09:00", "03-11 17:00")),
        ("FF", 1, ("03-11 09:00", "03-12 17:00")),
        ("SF", 4, ("03-08 09:00", "03-11 17:00")),
    ],
)
def test_each_link_type_holds_the_predecessor_back_by_the_same_lag(kind, lag, expected):
    # B must end by Wednesday 13 March, so it starts on Monday 11 March at the latest.
    activities = [task("A", 2), task("B", 3, deadline=at("03-13 17:00")), task("Z", 10)]
    result = schedule(activities, [Link("A", "B", kind, lag * D)], START)
    assert late(result, "B") == ("03-11 09:00", "03-13 17:00")
    assert late(result, "A") == expected


@pytest.mark.parametrize(
    ("lag_calendar", "expected"),
    [
        ("succ", "03-12 09:00"),  # office days: Friday, Monday
        ("pred", "03-11 09:00"),  # six-day week: Friday, Saturday
        ("project", "03-11 09:00"),
        ("24h", "03-08 09:00"),  # 960 minutes of the clock end on Friday 09:00
    ],
)
def test_a_lag_of_960_minutes_counts_in_its_own_calendar(lag_calendar, expected):
    result = schedule(
        [task("A", 4, SIX_DAYS), task("B")],
        [Link("A", "B", "FS", 960, lag_calendar)],
        START,
        calendar=SIX_DAYS,
    )
    assert early(result, "A") == ("03-04 09:00", "03-07 17:00")
    assert early(result, "B")[0] == expected
    assert result["A"].total_float_min >= 0


def test_concrete_that_cures_over_the_weekend_leaves_float_until_friday():
    # Poured on Thursday, 48 h of curing end on Saturday, the office goes on Monday:
    # pouring may end later by what still reaches Monday 9:00.
    result = schedule(
        [task("pour", 4), task("strip")],
        [Link("pour", "strip", "FS", 2880, "24h")],
        START,
    )
    assert early(result, "strip")[0] == "03-11 09:00"
    assert result["pour"].total_float_min == result["pour"].free_float_min == D
    assert result["pour"].on_longest_path


# Milestones.


def test_a_finish_milestone_lies_at_the_end_of_the_day_a_start_milestone_on_the_next_morning():
    activities = [task("A", 5), milestone("done"), milestone("go", "start")]
    result = schedule(activities, [Link("A", "done"), Link("A", "go")], START)
    assert early(result, "done") == ("03-08 17:00", "03-08 17:00")
    assert early(result, "go") == ("03-11 09:00", "03-11 09:00")


def test_the_side_of_a_milestone_decides_when_a_team_that_works_saturdays_begins():
    for side, expected in (("finish", "03-09 09:00"), ("start", "03-11 09:00")):
        activities = [task("A", 5), milestone("M", side), task("B", 1, SIX_DAYS)]
        result = schedule(activities, [Link("A", "M"), Link("M", "B")], START)
        assert early(result, "B")[0] == expected


def test_a_finish_milestone_never_lies_before_work_that_ended_on_a_weekend():
    result = schedule([task("A", 6, SIX_DAYS), milestone("M")], [Link("A", "M")], START)
    assert early(result, "A")[1] == "03-09 17:00"
    assert early(result, "M")[0] == "03-11 09:00"
    assert result["M"].total_float_min == 0


def test_a_milestone_has_one_late_date():
    for side in ("start", "finish"):
        result = schedule([task("A"), milestone("M", side), task("Z", 5)], [Link("A", "M")], START)
        assert result["M"].ls == result["M"].lf
        assert result["M"].total_float_min == 4 * D


def test_a_milestone_at_the_very_start_waits_for_the_office_to_open():
    assert early(schedule([milestone("M")], [], START), "M")[0] == "03-04 09:00"


def test_a_late_finish_milestone_moves_to_the_end_of_the_project():
    result = schedule([milestone("M", constraint_type="ALAP"), task("Z", 5)], [], START)
    assert early(result, "M") == ("03-08 17:00", "03-08 17:00")
    assert early(schedule([milestone("M", "start", constraint_type="ALAP"), task("Z", 5)], [], START), "M") == (
        "03-11 09:00",
        "03-11 09:00",
    )


# Levels of effort.


def test_support_spans_its_drivers_and_never_drives():
    loe = Activity("PM", 10 * D, OFFICE, kind="loe")
    links = [Link("A", "B"), Link("A", "PM", "SS"), Link("B", "PM", "FF"), Link("PM", "C")]
    result = schedule([task("A", 2), task("B", 2), task("C"), loe], links, START)
    assert early(result, "PM") == ("03-04 09:00", "03-07 17:00")
    assert early(result, "C")[0] == "03-04 09:00"
    assert not result["PM"].is_critical and not result["PM"].on_longest_path
    assert show(result.finish) == "03-07 17:00"


def test_support_that_leads_links_takes_its_span_from_its_successors_too():
    loe = Activity("PM", D, OFFICE, kind="loe")
    links = [Link("A", "B"), Link("PM", "A", "SS"), Link("PM", "B", "FF")]
    result = schedule([task("A", 2), task("B", 2), loe], links, START)
    assert early(result, "PM") == ("03-04 09:00", "03-07 17:00")


def test_support_without_drivers_says_so_and_runs_for_its_own_duration():
    result = schedule([Activity("PM", 2 * D, OFFICE, kind="loe"), task("A", 5)], [], START)
    assert early(result, "PM") == ("03-04 09:00", "03-05 17:00")
    assert [(w.key, w.code) for w in result.warnings] == [("PM", "loe_without_drivers")]
    assert result["PM"].total_float_min == 3 * D


def test_support_alone_gives_the_project_its_end():
    result = schedule([Activity("PM", 2 * D, OFFICE, kind="loe")], [], START)
    assert show(result.finish) == "03-05 17:00"


# Critical work, summaries, terms.


def test_a_threshold_makes_nearly_critical_work_critical():
    activities = [task("A", 4), task("B", 5)]
    assert not schedule(activities, [], START)["A"].is_critical
    assert schedule(activities, [], START, critical_threshold_min=D)["A"].is_critical


def test_the_longest_path_is_found_where_calendars_hide_it_behind_float():
    # The office ends on Friday; machines go on around the clock but must wait for Monday's people.
    activities = [task("A", 4.5), Activity("oven", 600, CLOCK), task("C")]
    result = schedule(activities, [Link("A", "oven"), Link("oven", "C")], START)
    assert early(result, "C")[0] == "03-11 09:00"
    assert result["oven"].total_float_min > 0
    assert result["oven"].on_longest_path and result["oven"].is_critical
    assert result["A"].on_longest_path


def test_a_wait_for_a_date_breaks_the_longest_path():
    b = task("B", 1, constraint_type="SNET", constraint_at=at("03-20 00:00"))
    result = schedule([task("A"), b], [Link("A", "B")], START)
    assert [row.key for row in result if row.on_longest_path] == ["B"]


def test_summaries_span_what_hangs_below_them():
    parents = {"1": None, "1.1": "1", "A": "1.1", "B": "1.1", "C": "1", "other": None}
    result = schedule([task("A"), task("B", 3), task("C", 6), task("Z", 6)], [Link("A", "B")], START)
    rows = roll_up(parents, result)
    assert set(rows) == {"1", "1.1"}
    assert (show(rows["1.1"].es), show(rows["1.1"].ef)) == ("03-04 09:00", "03-07 17:00")
    assert (show(rows["1"].es), show(rows["1"].ef)) == ("03-04 09:00", "03-11 17:00")
    assert (rows["1.1"].total_float_min, rows["1.1"].is_critical) == (2 * D, False)
    assert (rows["1"].total_float_min, rows["1"].is_critical) == (0, True)


@pytest.mark.parametrize("terms", [{"mode": "hope"}, {"progress": "magic"}])
def test_terms_that_do_not_exist_are_refused(terms):
    with pytest.raises(NetworkError) as refused:
        schedule([], [], START, **terms)
    assert refused.value.code == "terms"


def test_the_weekend_of_the_clock_change_is_like_any_other_on_the_wall():
    result = schedule([task("A", 1), Activity("B", 48 * 60, CLOCK)], [Link("A", "B")], at("03-29 00:00"))
    assert early(result, "B") == ("03-29 17:00", "03-31 17:00")


def test_support_never_begins_before_the_project_or_the_data_date_however_early_its_driver_would_have_it():
    loe = Activity("PM", D, OFFICE, kind="loe")
    links = [Link("A", "PM", "SS", -3 * D), Link("A", "PM", "FF")]
    early_start = schedule([task("A", 4), loe], links, START)
    assert early(early_start, "PM") == ("03-04 09:00", "03-07 17:00")
    from_wednesday = schedule([task("A", 4), loe], links, START, data_date=at("03-06 00:00"))
    assert early(from_wednesday, "PM")[0] == "03-06 09:00"


def test_support_of_support_takes_its_span_from_the_one_before_and_its_start_from_every_driver():
    first, second = (Activity(key, D, OFFICE, kind="loe") for key in ("PM", "QA"))
    links = [Link("A", "PM", "SS"), Link("A", "PM", "FF"), Link("PM", "QA", "SS", D), Link("PM", "QA", "FF")]
    result = schedule([task("A", 3), first, second], links, START)
    assert early(result, "PM") == ("03-04 09:00", "03-06 17:00")
    assert early(result, "QA") == ("03-05 09:00", "03-06 17:00")
    assert not any(row.is_critical for row in result if row.key != "A")
