"""Lines and bubbles stand where their values say, inside the drawing, with words that do not collide."""

from decimal import Decimal
from itertools import pairwise

import pytest

from portfolio.charts import (
    APART,
    HEIGHT,
    LARGEST,
    LEFT,
    SMALLEST,
    TOP,
    WIDTH,
    Bubble,
    Series,
    _ceiling,
    bubbles,
    lines,
)


def series(*values, css="series-1", word="cost"):
    return Series(css, word, tuple(None if v is None else Decimal(v) for v in values))


def points(path):
    return [tuple(map(float, pair.split())) for pair in path.removeprefix("M").split("L")]


def drawn(*rows):
    return lines(rows, first="2026-01", last="2026-12")


def test_the_lowest_value_stands_at_the_foot_and_the_highest_at_the_top():
    (first, _middle, last) = points(drawn(series(0, 50, 100))["lines"][0]["path"])
    assert first == (LEFT, TOP + HEIGHT)
    assert last == (LEFT + WIDTH, TOP)


def test_half_of_the_highest_value_stands_half_way():
    (_first, middle, _last) = points(drawn(series(0, 50, 100))["lines"][0]["path"])
    assert middle == (LEFT + WIDTH / 2, TOP + HEIGHT / 2)


def test_all_lines_share_one_scale():
    chart = drawn(series(0, 50), series(0, 100))
    ends = [points(line["path"])[-1][1] for line in chart["lines"]]
    assert ends == [TOP + HEIGHT / 2, TOP]


def test_a_line_may_end_early_and_its_word_stands_below_its_end():
    chart = drawn(series(0, 40, 50, 60), series(0, 30))
    short = chart["lines"][1]
    assert len(points(short["path"])) == 2
    assert float(short["y"]) > points(short["path"])[-1][1]


def test_a_gap_is_left_out():
    assert len(points(drawn(series(10, None, 30))["lines"][0]["path"])) == 2


def test_words_of_lines_that_end_together_stand_apart():
    chart = drawn(series(0, 100), series(0, 100), series(0, 99))
    heights = sorted(float(line["y"]) for line in chart["lines"])
    assert all(below - above >= APART - 0.1 for above, below in pairwise(heights))


def test_a_negative_value_does_not_leave_the_drawing():
    lowest = points(drawn(series(-50, 100))["lines"][0]["path"])[0]
    assert lowest[1] == TOP + HEIGHT


@pytest.mark.parametrize("rows", [[], [series()], [series(5)], [series(0, 0)], [series(None, None)]])
def test_nothing_to_draw_is_none(rows):
    assert lines(rows, first="", last="") is None


def test_the_grid_names_nothing_half_and_all():
    assert [line["tick"] for line in drawn(series(0, 3_000_000))["grid"]] == ["0.00", "1.50\u00a0M", "3.00\u00a0M"]


# ── bubbles ─────────────────────────────────────────────────────────────────────────────────────


def bubble(name="A", value=100, risk=10, size=100):
    return Bubble(name, f"/projects/{name}/", "at_risk", Decimal(value), Decimal(risk), Decimal(size))


def test_value_goes_up_and_risk_to_the_right():
    low, high = bubbles([bubble("A", value=0, risk=0), bubble("B", value=100, risk=50)])["bubbles"]
    assert (float(low["x"]), float(low["y"])) == (LEFT, TOP + HEIGHT)
    # the axes end at 120 and 60, so that the circle of the largest stays inside
    assert (float(high["x"]), float(high["y"])) == pytest.approx((LEFT + WIDTH * 50 / 60, TOP + HEIGHT / 6), abs=0.1)


@pytest.mark.parametrize(
    ("largest", "end"), [("0", "1.2"), ("1", "1.2"), ("9", "10"), ("95", "120"), ("9470000", "12000000"), ("7", "8")]
)
def test_an_axis_ends_at_a_round_number_with_room_to_spare(largest, end):
    assert _ceiling(Decimal(largest)) == Decimal(end)


def test_a_word_that_would_stand_on_another_is_left_out_and_the_circle_keeps_its_name():
    crowd = [bubble(f"INF-00{n}", value=100 + n, risk=10, size=9 - n) for n in range(5)]
    drawn = bubbles([*crowd, bubble("alone", value=10, risk=4, size=1)])["bubbles"]
    assert [each["word"] for each in drawn] == ["INF-000", "INF-001", "", "", "", "alone"]
    assert [each["name"] for each in drawn[:5]] == [each.name for each in crowd]


def test_the_project_that_the_title_names_keeps_its_word_however_small_it_is():
    crowd = [bubble(f"INF-00{n}", value=100 + n, risk=10, size=9 - n) for n in range(5)]
    words = [each["word"] for each in bubbles([*crowd, bubble("INF-009", value=102, risk=11, size=1)])["bubbles"]]
    assert words[-1] == "INF-009" and "" in words


def test_no_word_stands_on_the_amounts_of_the_axis():
    crowd = [bubble(f"INF-00{n}", value=10 + n, risk=1, size=9 - n) for n in range(5)]
    drawn = bubbles([*crowd, bubble("far", value=90, risk=100, size=1)])["bubbles"]
    assert [each["word"] for each in drawn] == ["INF-000", "", "", "", "", "far"]


def test_words_above_each_other_all_stand():
    tower = [bubble(f"INF-00{n}", value=100 - 20 * n, risk=10, size=9 - n) for n in range(5)]
    assert all(each["word"] for each in bubbles(tower)["bubbles"])


def test_four_times_the_cost_is_twice_the_radius():
    large, small = bubbles([bubble("A", size=25), bubble("B", size=100)])["bubbles"]
    assert (large["name"], float(large["r"]), float(small["r"])) == ("B", LARGEST, LARGEST / 2)


def test_a_bubble_without_cost_to_go_can_still_be_hit():
    assert float(bubbles([bubble(size=0), bubble(size=100)])["bubbles"][1]["r"]) == SMALLEST


def test_the_large_ones_are_drawn_first():
    names = [b["name"] for b in bubbles([bubble("small", size=1), bubble("large", size=9)])["bubbles"]]
    assert names == ["large", "small"]


def test_a_word_at_the_right_edge_stands_to_the_left_of_its_bubble():
    near, far = bubbles([bubble("near", risk=1, size=2), bubble("INFRA-2027-0012", risk=100, size=1)])["bubbles"]
    assert (near["anchor"], far["anchor"]) == ("start", "end")
    assert float(far["word_x"]) < float(far["x"])


def test_no_bubble_is_no_drawing():
    assert bubbles([]) is None
