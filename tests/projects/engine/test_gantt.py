"""Bars stand where their dates say, whatever the zoom."""

import datetime as dt

import pytest

from projects.engine.calendar import day_end, day_start, five_day_week
from projects.engine.gantt import GHOST, HEAD, PAD, PX, ROW, Strip, Tie, draw

OFFICE = five_day_week()
MONDAY = dt.date(2026, 3, 2)


def day(n):
    return MONDAY + dt.timedelta(days=n)


def strip(key, first, last, kind="task", **fields):
    return Strip(key, kind, day_start(day(first)), day_end(day(last)), **fields)


def chart(*strips, ties=(), zoom="day", today=1):
    return draw(strips, ties, zoom=zoom, today=day_start(day(today)), calendar=OFFICE)


@pytest.mark.parametrize("zoom", ["day", "week", "month", "quarter"])
def test_a_bar_is_as_long_as_its_days(zoom):
    (shape,) = chart(strip("A", 0, 9), zoom=zoom).shapes
    assert shape.width == pytest.approx(10 * PX[zoom], abs=0.1)
    assert shape.x == pytest.approx(PAD + 3 * PX[zoom], abs=0.1)  # three days of room before the first


def test_rows_stand_below_each_other_and_the_height_holds_them():
    drawn = chart(strip("A", 0, 1), strip("B", 1, 2), strip("C", 2, 3))
    assert [s.y for s in drawn.shapes] == [HEAD + ROW * n + 6 for n in range(3)]
    assert drawn.height == HEAD + 3 * ROW


def test_done_work_fills_its_share_and_never_more():
    half, over, complete = chart(
        strip("A", 0, 9, done=0.5), strip("B", 0, 9, done=3.0), strip("C", 0, 9, done=1.0, complete=True)
    ).shapes
    assert half.done_width == half.width / 2
    assert complete.done_width == 0  # the whole bar looks finished
    assert over.done_width == over.width


def test_a_row_without_dates_keeps_its_place_empty():
    drawn = chart(Strip("X", "task", None, None), strip("A", 0, 1))
    assert [s.key for s in drawn.shapes] == ["A"]
    assert drawn.shapes[0].y == HEAD + ROW + 6


def test_nothing_scheduled_is_no_chart():
    assert chart(Strip("X", "task", None, None)) is None


def test_kinds_have_their_own_outline():
    bar, bracket, diamond = chart(strip("A", 0, 1), strip("S", 0, 4, "summary"), strip("M", 2, 2, "milestone")).shapes
    assert (bar.path, bar.kind) == ("", "bar")
    assert bracket.path.startswith("M") and bracket.kind == "summary"
    assert diamond.path.count("l") == 3 and diamond.kind == "milestone"


def test_words_of_colour_say_done_before_critical():
    done, critical, plain = chart(
        strip("A", 0, 1, critical=True, complete=True), strip("B", 0, 1, critical=True), strip("C", 0, 1)
    ).shapes
    assert [done.css, critical.css, plain.css] == ["done", "critical", ""]


def test_the_promise_of_a_milestone_is_wide_enough_to_be_seen_and_stands_around_its_moment():
    promised = day_end(day(-2))
    milestone = Strip("M", "milestone", day_end(day(0)), day_end(day(0)), baseline=(promised, promised))
    (shape,) = chart(milestone).shapes
    x, _y, width = shape.baseline
    assert width == GHOST
    assert x + width / 2 == pytest.approx(shape.x - 2 * PX["day"], abs=0.1)


def test_float_ghost_and_deadline_are_drawn_where_they_are():
    late = day_end(day(5))
    (shape,) = chart(
        strip("A", 0, 1, late_finish=late, deadline=late, baseline=(day_start(day(-2)), day_end(day(-1))))
    ).shapes
    assert shape.float_path.startswith(f"M{shape.x + shape.width:g} ")
    assert shape.deadline_path
    assert shape.baseline[0] == shape.x - 2 * PX["day"]
    (tight,) = chart(strip("A", 0, 1, late_finish=day_end(day(1)))).shapes
    assert tight.float_path == ""


def test_weekends_are_shaded_where_days_can_be_seen():
    drawn = chart(strip("A", 0, 9))
    assert [width for _x, width in drawn.shades] == [2 * PX["day"]] * 3
    assert chart(strip("A", 0, 9), zoom="month").shades == ()


@pytest.mark.parametrize(("kind", "backward"), [("FS", False), ("SS", True), ("FF", False), ("SF", True)])
def test_an_arrow_leaves_and_reaches_the_right_ends(kind, backward):
    drawn = chart(strip("A", 0, 1), strip("B", 4, 6), ties=[Tie("A", "B", kind)])
    a, b = drawn.shapes
    (arrow,) = drawn.arrows
    leave = a.x if kind[0] == "S" else a.x + a.width
    into = b.x if kind[1] == "S" else b.x + b.width
    assert arrow.line.startswith(f"M{leave:g} {a.y + 8:g}H{leave + (-6 if backward else 6):g}")
    assert arrow.line.endswith(f"H{into:g}")


def test_links_to_rows_of_other_pages_are_left_out_and_critical_ones_marked():
    strips = strip("A", 0, 1, critical=True), strip("B", 2, 3, critical=True), strip("C", 2, 3)
    drawn = chart(*strips, ties=[Tie("A", "B", "FS"), Tie("A", "C", "FS"), Tie("Z", "A", "FS")])
    assert [arrow.css for arrow in drawn.arrows] == ["critical", ""]


def test_today_is_a_line_only_when_it_lies_on_the_paper():
    assert chart(strip("A", 0, 5), today=2).today == PAD + 5 * PX["day"]
    assert chart(strip("A", 0, 5), today=99).today is None


@pytest.mark.parametrize(("days", "zoom"), [(10, "day"), (60, "week"), (200, "month"), (800, "quarter")])
def test_without_a_wish_the_zoom_fits_the_plan(days, zoom):
    assert chart(strip("A", 0, days), zoom="").zoom == zoom
    assert chart(strip("A", 0, days), zoom="galaxy").zoom == zoom


def test_a_chart_never_grows_wider_than_a_browser_likes():
    drawn = chart(strip("A", 0, 20_000), zoom="day")
    assert drawn.zoom == "quarter"


def test_labels_stand_at_mondays_months_or_quarters():
    assert {label.weekday() for _x, label in chart(strip("A", 0, 20)).heads} == {0}
    months = [label for _x, label in chart(strip("A", 0, 100), zoom="week").heads]
    assert [m.day for m in months] == [1] * len(months) and len(months) == 4
    quarters = [label.month for _x, label in chart(strip("A", 0, 400), zoom="quarter").heads]
    assert set(quarters) <= {1, 4, 7, 10}
