"""Do lines and bubbles of a page stay inside their drawing, in proportion, with words that can be read?"""

from decimal import Decimal
from itertools import combinations, pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from portfolio.charts import (
    APART,
    HEIGHT,
    LARGEST,
    LEFT,
    LETTER,
    SMALLEST,
    TOP,
    WIDTH,
    WORD_HEIGHT,
    Bubble,
    Series,
    _ceiling,
    bubbles,
    lines,
)

D = Decimal
values = st.none() | st.integers(-(10**6), 10**9).map(D)
rows = st.lists(st.lists(values, max_size=8), max_size=4)
found = st.lists(
    st.builds(
        Bubble, st.text("abcdefgh", min_size=1, max_size=8), st.just("/p/"), st.sampled_from(["on_track", "unknown"]),
        *[st.integers(-(10**6), 10**9).map(D)] * 3,
    ),
    min_size=1, max_size=9,
)  # fmt: skip


def points(path):
    """The places of a line; one of a single point ends in a stub, so that its word stands beside something."""
    path, stub, _rest = path.removeprefix("M").partition("h4")
    places = [tuple(map(float, pair.split())) for pair in path.split("L")]
    assert bool(stub) == (len(places) == 1)
    return places


@settings(max_examples=60)
@given(rows)
def test_every_line_stays_in_its_drawing_and_every_point_in_proportion(table):
    drawn = lines([Series(f"s{no}", f"w{no}", tuple(row)) for no, row in enumerate(table)], first="a", last="b")
    known = [value for row in table for value in row if value is not None]
    if max(map(len, table), default=0) < 2 or max(known, default=D(0)) <= 0:
        assert drawn is None
        return
    top, steps = max(known), max(map(len, table))
    shown = [(no, row) for no, row in enumerate(table) if any(value is not None for value in row)]
    assert [line["css"] for line in drawn["lines"]] == [f"s{no}" for no, _row in shown]
    for line, (_no, row) in zip(drawn["lines"], shown, strict=True):
        places = points(line["path"])
        given_ = [(at, value) for at, value in enumerate(row) if value is not None]
        assert len(places) == len(given_)
        for (x, y), (at, value) in zip(places, given_, strict=True):
            assert LEFT <= x <= LEFT + WIDTH and TOP <= y <= TOP + HEIGHT
            assert abs(x - (LEFT + WIDTH * at / (steps - 1))) <= 0.051
            assert abs((TOP + HEIGHT - y) - HEIGHT * float(max(value, D(0)) / top)) <= 0.051
    heights = sorted(float(line["y"]) for line in drawn["lines"])
    assert all(below - above >= APART - 0.11 for above, below in pairwise(heights))


@settings(max_examples=60)
@given(found)
def test_every_bubble_can_be_seen_and_hit_and_no_word_stands_on_another(rows):
    drawn = bubbles(rows)["bubbles"]
    assert sorted(each["name"] for each in drawn) == sorted(each.name for each in rows)
    boxes = []
    for each in drawn:
        x, y, radius = float(each["x"]), float(each["y"]), float(each["r"])
        assert LEFT <= x <= LEFT + WIDTH and TOP <= y <= TOP + HEIGHT
        assert SMALLEST <= radius <= LARGEST
        assert each["word"] in ("", each["name"])
        if each["word"]:
            begin = float(each["word_x"]) - (LETTER * len(each["word"]) if each["anchor"] == "end" else 0)
            boxes.append((begin, begin + LETTER * len(each["word"]), float(each["word_y"])))
    for one, other in combinations(boxes, 2):
        beside = one[1] <= other[0] + 0.01 or other[1] <= one[0] + 0.01
        assert beside or abs(one[2] - other[2]) >= WORD_HEIGHT
    assert drawn[0]["word"], "the largest keeps its word"
    assert [float(each["r"]) for each in drawn] == sorted((float(each["r"]) for each in drawn), reverse=True)


@given(st.integers(-(10**6), 10**12).map(D))
def test_an_axis_leaves_a_tenth_of_room_and_not_much_more(largest):
    end = _ceiling(largest)
    wanted = max(largest, D(1)) * D("1.1")
    assert wanted <= end <= wanted * 2
    assert len(str(end.normalize().as_tuple().digits).replace(", ", "").strip("(),")) <= 2, "a round number"
