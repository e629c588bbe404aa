"""Whether a schedule can be trusted: fourteen checks, each with its offenders."""

from datetime import datetime
from decimal import Decimal

import pytest

from projects.engine.calendar import CLOCK, five_day_week, to_minutes
from projects.engine.network import Activity, Link
from projects.engine.schedule import schedule
from projects.engine.schedule_health import check_schedule

OFFICE = five_day_week([(540, 1020)])
D = 480


def at(text):
    return to_minutes(datetime.fromisoformat(f"2024-{text}"))


START, DATA_DATE = at("03-04 00:00"), at("03-09 00:00")


def task(key, days=1, **more):
    return Activity(key, int(days * D), OFFICE, **more)


def chain(size, days=1):
    """A plan as it should be: each task after the one before it."""
    return [task(i, days) for i in range(size)], [Link(i, i + 1) for i in range(size - 1)]


def checks(activities, links, *, terms=None, **more):
    terms = terms or {}
    result = schedule(activities, links, START, **terms)
    again = {"reschedule": lambda changed: schedule(changed, links, START, **terms)} | more
    return {c.code: c for c in check_schedule(activities, links, result, **again)}


def test_the_fourteen_checks_come_in_dcmas_order():
    assert list(checks(*chain(3))) == [
        "missing_logic",
        "leads",
        "lags",
        "fs_links",
        "hard_constraints",
        "high_float",
        "negative_float",
        "high_duration",
        "invalid_dates",
        "unresourced",
        "missed_tasks",
        "critical_path",
        "cpli",
        "bei",
    ]


def test_a_plain_chain_of_fifty_passes_all_that_can_be_computed():
    found = checks(*chain(50), resourced=set(range(50)))
    assert [c.code for c in found.values() if c.passed is False] == []
    assert {c.code for c in found.values() if c.passed is None} == {
        "unresourced",
        "invalid_dates",
        "missed_tasks",
        "bei",
    }


def test_an_empty_plan_passes_no_share_by_having_nothing():
    found = checks([], [])
    for code in ("missing_logic", "lags", "fs_links", "hard_constraints", "high_float", "critical_path", "cpli"):
        assert (found[code].passed, found[code].value) == (None, None)
        assert found[code].reason


def test_work_without_predecessor_or_successor_is_named():
    found = checks(*chain(10))["missing_logic"]
    assert (found.value, found.of, found.offenders) == (Decimal("0.2"), 10, (0, 9))
    assert found.passed is False


def test_a_link_to_support_is_no_logic():
    activities, links = chain(2)
    loe = Activity("PM", D, OFFICE, kind="loe")
    found = checks([*activities, loe], [*links, Link(0, "PM", "SS"), Link(1, "PM", "FF")])
    assert found["missing_logic"].offenders == (0, 1)


def test_exactly_five_percent_is_too_much():
    activities, links = chain(20)
    activities[3] = task(3, constraint_type="MSO", constraint_at=at("03-07 00:00"))
    found = checks(activities, links)["hard_constraints"]
    assert (found.value, found.passed, found.offenders) == (Decimal("0.05"), False, (3,))


@pytest.mark.parametrize(
    ("kind", "hard"), [("SNET", False), ("FNET", False), ("SNLT", True), ("FNLT", True), ("MFO", True)]
)
def test_only_late_and_fixed_dates_are_hard(kind, hard):
    a = task("A", constraint_type=kind, constraint_at=at("03-29 17:00"))
    assert (checks([a], [])["hard_constraints"].offenders == ("A",)) is hard


def test_leads_lags_and_other_link_types_are_counted_by_link():
    activities, links = chain(4)
    links[0] = Link(0, 1, "FS", -60)
    links[1] = Link(1, 2, "SS", 60)
    found = checks(activities, links)
    assert (found["leads"].passed, found["leads"].value) == (False, 1)
    assert found["leads"].offenders == ((0, 1, "FS"),)
    assert found["lags"].offenders == ((1, 2, "SS"),)
    assert (found["fs_links"].value, found["fs_links"].passed) == (Decimal("0.666667"), False)
    assert found["fs_links"].offenders == ((1, 2, "SS"),)


def test_a_lag_given_as_a_share_is_a_lag_too():
    activities, _ = chain(2)
    found = checks(activities, [Link(0, 1, lag_share=Decimal("-0.5"))])
    assert found["leads"].offenders == ((0, 1, "FS"),)


def test_links_to_finished_work_are_history():
    done = task("A", actual_start=at("03-04 09:00"), actual_finish=at("03-04 17:00"))
    prior = task("P", actual_start=at("03-04 09:00"), actual_finish=at("03-04 10:00"))
    found = checks([prior, done], [Link("P", "A", "FS", -60)], terms={"data_date": DATA_DATE})
    assert found["leads"].of == 0
    assert found["leads"].passed


def test_more_than_44_days_of_float_or_length_are_named():
    found = checks([task("short"), task("exact", 44), task("long", 45), task("end", 90)], [])
    assert found["high_duration"].offenders == ("long", "end")
    assert found["high_float"].offenders == ("short", "exact", "long")


def test_negative_float_must_not_be():
    found = checks([task("A", 3, deadline=at("03-05 17:00"))], [])["negative_float"]
    assert (found.value, found.passed, found.offenders) == (1, False, ("A",))


def test_a_forecast_before_the_data_date_is_invalid():
    terms = {"data_date": DATA_DATE, "mode": "honour_constraints"}
    a = task("A", constraint_type="MSO", constraint_at=at("03-06 00:00"))
    assert checks([a, task("B")], [], terms=terms)["invalid_dates"].offenders == ("A",)
    assert checks([task("A")], [], terms={"data_date": DATA_DATE})["invalid_dates"].passed


def test_started_work_with_nothing_left_is_not_invalid():
    a = task("A", 2, actual_start=at("03-05 09:00"), remaining_min=0)
    assert checks([a], [], terms={"data_date": DATA_DATE})["invalid_dates"].passed


def test_without_a_data_date_dates_cannot_be_invalid():
    assert checks(*chain(2))["invalid_dates"].reason == "no_data_date"


def test_work_without_people_is_reported_not_judged():
    activities = [task("A"), task("B"), Activity("M", 0, OFFICE, kind="milestone")]
    found = checks(activities, [], resourced={"A"})["unresourced"]
    assert (found.value, found.passed, found.offenders) == (Decimal("0.5"), None, ("B",))
    assert checks(activities, [])["unresourced"].reason == "no_resource_data"


def tracked():
    """Four tasks due by the data date: on time, late, open, and one done that was not due."""
    return [
        task("ontime", actual_start=at("03-04 09:00"), actual_finish=at("03-05 17:00")),
        task("late", actual_start=at("03-04 09:00"), actual_finish=at("03-07 17:00")),
        task("open", actual_start=at("03-06 09:00")),
        task("early", actual_start=at("03-06 09:00"), actual_finish=at("03-08 17:00")),
    ]


BASELINE = {
    "ontime": at("03-05 17:00"),
    "late": at("03-06 17:00"),
    "open": at("03-08 17:00"),
    "early": at("03-20 17:00"),
}


def test_tasks_that_missed_their_baseline_are_named():
    found = checks(tracked(), [], terms={"data_date": DATA_DATE}, baseline_finish=BASELINE)["missed_tasks"]
    assert (found.value, found.of, found.offenders) == (Decimal("0.666667"), 3, ("late", "open"))


def test_the_execution_index_counts_all_that_is_done_against_all_that_was_due():
    found = checks(tracked(), [], terms={"data_date": DATA_DATE}, baseline_finish=BASELINE)["bei"]
    assert (found.value, found.passed, found.offenders) == (1, True, ("open",))


@pytest.mark.parametrize(
    ("terms", "baseline", "reason"),
    [
        ({"data_date": DATA_DATE}, None, "no_baseline"),
        ({}, {0: START}, "no_data_date"),
        ({"data_date": DATA_DATE}, {0: at("12-31 17:00")}, "nothing_due"),
    ],
)
def test_indices_against_a_baseline_say_why_they_are_missing(terms, baseline, reason):
    found = checks(*chain(2), terms=terms, baseline_finish=baseline)
    assert (found["bei"].value, found["bei"].reason) == (None, reason)
    assert (found["missed_tasks"].value, found["missed_tasks"].reason) == (None, reason)


def test_a_delay_in_critical_work_reaches_the_end():
    found = checks(*chain(5))["critical_path"]
    assert (found.value, found.passed) == (600, True)


def test_an_end_that_is_tied_down_swallows_the_delay_and_fails():
    activities, links = chain(3)
    activities[2] = task(2, constraint_type="MFO", constraint_at=at("03-06 17:00"))
    found = checks(activities, links, terms={"mode": "honour_constraints"})["critical_path"]
    assert found.passed is False
    assert found.offenders == (0,)


def test_a_started_task_is_delayed_by_its_rest():
    a = task("A", 2, actual_start=at("03-05 09:00"), remaining_min=D)
    found = checks([a, task("B")], [Link("A", "B")], terms={"data_date": DATA_DATE})["critical_path"]
    assert (found.value, found.passed) == (600, True)


def test_the_critical_path_test_is_made_only_where_it_can_be():
    assert checks(*chain(3), reschedule=None)["critical_path"].reason == "not_asked"
    milestone = Activity("M", 0, OFFICE, kind="milestone")
    assert checks([milestone], [])["critical_path"].reason == "no_critical_work"


def test_float_that_several_calendars_hide_in_critical_work_does_not_fail_the_test():
    # The oven runs day and night but the office takes over only after the weekend.
    activities = [task("A", 4.5), Activity("oven", 600, CLOCK), task("C")]
    links = [Link("A", "oven"), Link("oven", "C")]
    assert checks(activities, links)["critical_path"].passed


@pytest.mark.parametrize(
    ("must_finish", "index", "passed"),
    [("03-15 17:00", "1", True), ("03-14 17:00", "0.9", False), ("03-18 17:00", "1.1", True)],
)
def test_the_length_index_sees_a_must_finish_date_that_is_too_early(must_finish, index, passed):
    found = checks(*chain(10), terms={"must_finish": at(must_finish)})["cpli"]
    assert (found.value, found.passed) == (Decimal(index), passed)


def test_a_finished_plan_has_no_critical_length_left():
    done = task("A", actual_start=at("03-04 09:00"), actual_finish=at("03-04 17:00"))
    found = checks([done], [], terms={"data_date": DATA_DATE})
    assert found["cpli"].reason == "no_critical_work"


def test_support_is_not_judged():
    loe = Activity("PM", 90 * D, OFFICE, kind="loe")
    found = checks([task("A", 90), loe], [Link("A", "PM", "SS"), Link("A", "PM", "FF")])
    assert found["high_duration"].offenders == ("A",)
    assert found["missing_logic"].of == 1


def test_what_was_due_in_the_last_minute_of_the_data_date_was_due_and_a_minute_later_was_not():
    for minutes, due in ((0, 1), (1, 0)):
        baseline = {"A": DATA_DATE + minutes}
        found = checks([task("A"), task("B")], [], terms={"data_date": DATA_DATE}, baseline_finish=baseline)
        assert found["missed_tasks"].of == due
        assert found["missed_tasks"].reason == ("" if due else "nothing_due")
        assert found["missed_tasks"].offenders == (("A",) if due else ())
