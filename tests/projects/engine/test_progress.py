"""Reported progress: what it means in time, and what cannot be true."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from projects.engine.calendar import five_day_week, to_minutes
from projects.engine.progress import (
    Progress,
    data_date_instant,
    expected_percent,
    faults,
    percent_from_remaining,
    remaining_from_percent,
)

OFFICE = five_day_week([(540, 1020)])


def at(text):
    return to_minutes(datetime.fromisoformat(f"2024-{text}"))


FRIDAY = data_date_instant(date(2024, 3, 8))


def codes(**more):
    return [(f.field, f.code) for f in faults([Progress("A", 480, **more)], FRIDAY)]


def test_a_data_date_includes_the_whole_day():
    assert at("03-09 00:00") == FRIDAY


@pytest.mark.parametrize(("percent", "left"), [("0", 480), ("0.25", 360), ("1", 0), ("0.333333", 320)])
def test_the_rest_follows_from_the_share_done(percent, left):
    assert remaining_from_percent(480, Decimal(percent)) == left


def test_half_a_minute_is_rounded_up():
    assert remaining_from_percent(5, Decimal("0.5")) == 3


@pytest.mark.parametrize("percent", ["-0.01", "1.01"])
def test_a_share_beyond_the_whole_is_refused(percent):
    with pytest.raises(ValueError, match="between 0 and 1"):
        remaining_from_percent(480, Decimal(percent))


def test_the_share_done_follows_from_the_rest():
    assert percent_from_remaining(480, 120) == Decimal("0.75")
    assert percent_from_remaining(480, 0) == 1
    assert percent_from_remaining(900, 600) == Decimal("0.333333")


def test_more_left_than_planned_is_no_progress_yet():
    assert percent_from_remaining(480, 600) == 0


def test_a_milestone_has_no_share():
    assert percent_from_remaining(0, 0) is None


@pytest.mark.parametrize(
    ("moment", "share"),
    [
        ("03-01 12:00", "0"),
        ("03-04 13:00", "0.1"),
        ("03-06 17:00", "0.6"),
        ("03-07 03:00", "0.6"),
        ("04-01 00:00", "1"),
    ],
)
def test_what_should_be_done_follows_working_time_not_the_clock(moment, share):
    assert expected_percent(OFFICE, at("03-04 09:00"), at("03-08 17:00"), at(moment)) == Decimal(share)


def test_a_milestone_should_be_done_from_its_instant_on():
    due = at("03-04 09:00")
    assert expected_percent(OFFICE, due, due, due - 1) == 0
    assert expected_percent(OFFICE, due, due, due) == 1


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"percent": Decimal("0.5"), "actual_start": FRIDAY},
        {"percent": Decimal(1), "actual_start": at("03-04 09:00"), "actual_finish": FRIDAY, "remaining_min": 0},
        {"actual_start": at("03-08 09:00"), "remaining_min": 900},
    ],
)
def test_a_report_that_can_be_true_has_no_faults(more):
    assert codes(**more) == []


@pytest.mark.parametrize(
    ("more", "fault"),
    [
        ({"percent": Decimal("1.2"), "actual_start": FRIDAY}, ("percent", "percent_range")),
        ({"percent": Decimal("-0.1")}, ("percent", "percent_range")),
        ({"remaining_min": -1}, ("remaining_min", "negative_remaining")),
        ({"actual_start": FRIDAY + 1}, ("actual_start", "after_data_date")),
        ({"percent": Decimal("0.1")}, ("actual_start", "progress_without_start")),
        ({"percent": Decimal(1), "actual_start": FRIDAY}, ("actual_finish", "done_without_finish")),
    ],
)
def test_a_report_that_cannot_be_true_is_named_by_field(more, fault):
    assert codes(**more) == [fault]


def test_all_faults_of_a_finished_row_are_told_at_once():
    found = codes(actual_finish=FRIDAY + 5, remaining_min=60, percent=Decimal("0.5"))
    assert set(found) == {
        ("actual_finish", "after_data_date"),
        ("actual_start", "finished_without_start"),
        ("actual_start", "progress_without_start"),
        ("percent", "finished_below_100"),
        ("remaining_min", "finished_with_remaining"),
    }


def test_finishing_before_starting_is_named():
    found = codes(actual_start=at("03-06 09:00"), actual_finish=at("03-05 09:00"), percent=Decimal(1))
    assert found == [("actual_finish", "finish_before_start")]


def test_work_may_begin_and_end_in_the_same_minute_and_on_the_last_minute_of_the_data_date():
    done = {"percent": Decimal(1), "remaining_min": 0}
    assert codes(actual_start=FRIDAY, actual_finish=FRIDAY, **done) == []
    assert codes(actual_start=FRIDAY + 1, actual_finish=FRIDAY + 1, **done) == [
        ("actual_start", "after_data_date"),
        ("actual_finish", "after_data_date"),
    ]


def test_each_row_of_a_report_is_judged_on_its_own_and_named():
    rows = [Progress("A", 480, percent=Decimal(2)), Progress("B", 480), Progress("C", 480, remaining_min=-1)]
    assert [(fault.key, fault.code) for fault in faults(rows, FRIDAY)] == [
        ("A", "percent_range"),
        ("A", "progress_without_start"),
        ("C", "negative_remaining"),
    ]
