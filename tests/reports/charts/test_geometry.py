"""Where do bars, steps, bubbles and words stand? Their places once more, by another way."""

import datetime as dt
import json
from decimal import Decimal
from itertools import pairwise, product
from math import isclose, pi

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.charts import bars, curves, frame, maps

D = Decimal
EUR = {"currency": "EUR"}
money = st.integers(-(10**7), 10**7).map(lambda n: D(n) / 100)
spending = st.integers(0, 10**7).map(lambda n: D(n) / 100)
AMOUNTS = dict.fromkeys(("budget", "actual", "accrued", "committed"), spending)
stacks = st.lists(st.fixed_dictionaries({"name": st.text(max_size=5), **AMOUNTS}), min_size=1, max_size=6)


def rows_of(layer):
    return layer["data"]["values"]


@settings(max_examples=40)
@given(stacks)
def test_the_pieces_of_a_stack_lie_end_to_end_and_reach_what_is_used(rows):
    spec = bars.budget_stack("Over", rows, **EUR)
    pieces, words = rows_of(spec["layer"][0]), rows_of(spec["layer"][2])
    low, high = spec["layer"][0]["encoding"]["x"]["scale"]["domain"]
    for no, row in enumerate(rows):
        mine = pieces[3 * no : 3 * no + 3]
        assert [piece["part"] for piece in mine] == ["Actual", "Accrued", "Committed"]
        assert mine[0]["start"] == 0
        assert all(one["end"] == after["start"] for one, after in pairwise(mine))
        used = row["actual"] + row["accrued"] + row["committed"]
        assert mine[-1]["end"] == float(used)
        assert words[no]["at"] == float(max(used, row["budget"])) <= high
        assert words[no]["label"].endswith("free" if row["budget"] >= used else "over")
    assert low == 0


@given(money, st.lists(money, max_size=8))
def test_each_step_of_a_waterfall_starts_where_the_one_before_ended(first, amounts):
    changes = [{"name": f"CR-{no}", "amount": amount} for no, amount in enumerate(amounts)]
    last = first + sum(amounts, D(0))
    spec = bars.change_waterfall("Changes", original=first, changes=changes, final=last, **EUR)
    steps = spec["data"]["values"]
    assert [step["name"] for step in steps] == [
        "Original budget",
        *(change["name"] for change in changes),
        "Final budget",
    ]
    assert [step["no"] for step in steps] == list(range(len(changes) + 2))
    assert steps[0]["start"] == steps[-1]["start"] == 0
    assert not changes or steps[1]["start"] == steps[0]["end"]
    for one, after in pairwise(steps[1:-1]):
        assert one["end"] == after["start"]
    assert steps[-1]["end"] == float(last)
    for step, amount in zip(steps[1:-1], amounts, strict=True):
        assert step["fill"] == (frame.BAD if amount > 0 else frame.GOOD)
        assert step["tip"] == max(step["start"], step["end"])
        assert step["label"].startswith("+") == (amount > 0)
    low, high = spec["layer"][0]["encoding"]["x"]["scale"]["domain"]
    reach = [end for step in steps[1:-1] for end in (step["start"], step["end"])] + [float(first), float(last)]
    assert low <= min(reach) and max(reach) <= high
    assert (low <= 0) != ("subtitle" in spec["title"]), "an axis that does not begin at zero says so"


@given(st.lists(st.floats(-500, 500), max_size=12), st.floats(1, 30))
def test_words_that_are_moved_apart_keep_their_order_their_gap_and_their_middle(places, gap):
    moved = frame.spread(places, gap)
    order = sorted(range(len(places)), key=lambda no: places[no])
    assert all(moved[b] - moved[a] >= gap - 1e-6 for a, b in pairwise(order))
    assert isclose(sum(moved), sum(places), abs_tol=1e-6)
    if all(b - a > gap for a, b in pairwise(sorted(places))):
        assert moved == [float(place) for place in places], "what has room stays where it is"


@given(st.lists(st.none() | money, max_size=8), st.sampled_from([0.0, 0.02, 0.06, 0.15]))
def test_a_span_holds_every_number_and_zero_and_no_more_than_its_room(numbers, room):
    low, high = frame.domain(numbers, room=room)
    known = [float(n) for n in numbers if n is not None] + [0.0]
    assert low <= min(known) and max(known) <= high and low < high
    width = (max(known) - min(known)) or 1.0
    assert min(known) - low <= width * room + 1e-9
    assert high - max(known) <= max(width * room, 1.0) + 1e-9


@given(st.integers(-(10**14), 10**14).map(lambda n: D(n) / 100))
def test_a_short_amount_is_the_amount_to_three_figures(amount):
    text = frame.short(amount)
    number, _space, unit = text.partition(" ")
    value = D(number.replace("−", "-")) * {"": 1, "k": 10**3, "M": 10**6, "bn": 10**9}[unit]
    assert abs(value - amount) <= max(abs(amount) * D("0.0051"), D("0.5"))
    assert len(number.strip("−").replace(".", "")) <= (6 if unit == "bn" else 4)
    assert "-" not in text and "−0" not in text.split(".")[0].split(" ")[0] or amount < 0
    assert frame.signed(amount).lstrip("+") == text


@given(st.lists(st.tuples(st.integers(2024, 2029), st.sampled_from("ABCDEF"), spending), min_size=1, max_size=15))
def test_the_pieces_of_a_year_stand_on_each_other_in_the_order_of_the_key(entries):
    rows = [{"year": year, "name": name, "amount": amount} for year, name, amount in entries]
    spec = bars.cost_per_year("Cost", rows, **EUR)
    pieces, tops = rows_of(spec["layer"][0]), {top["year"]: top["total"] for top in rows_of(spec["layer"][2])}
    names = list(dict.fromkeys(row["name"] for row in rows))
    for year in {row["year"] for row in rows}:
        mine = [piece for piece in pieces if piece["year"] == year]
        assert mine[0]["start"] == 0
        assert all(one["end"] == after["start"] for one, after in pairwise(mine))
        assert [names.index(piece["name"]) for piece in mine] == sorted(names.index(piece["name"]) for piece in mine)
        assert tops[year] == mine[-1]["end"] == float(sum(row["amount"] for row in rows if row["year"] == year))
    key = rows_of(spec["layer"][3])
    assert [entry["name"] for entry in key] == names
    assert [entry["y"] for entry in key] == sorted((entry["y"] for entry in key), reverse=True)
    assert {entry["name"]: entry["fill"] for entry in key} == {piece["name"]: piece["fill"] for piece in pieces}


@pytest.mark.parametrize("counts", product((0, 1, 3), repeat=4))
def test_the_bar_of_health_is_cut_by_the_counts_and_nothing_of_none_stands_in_it(counts):
    order = ("off_track", "at_risk", "on_track", "unknown")
    parts = bars.health_bar("Health", dict(zip(order, counts, strict=True)))["data"]["values"]
    assert [part["end"] - part["start"] for part in parts] == [count for count in counts if count]
    assert all(one["end"] == after["start"] for one, after in pairwise(parts))
    assert all(after["place"] - one["place"] >= 150 for one, after in pairwise(parts))
    shown = [name for name, count in zip(order, counts, strict=True) if count]
    assert [part["label"].split(" ", 1)[1] for part in parts] == [frame.HEALTH[name][2] for name in shown]
    assert all((part["inside"] == "none") == part["label"].endswith("unknown") for part in parts)


@given(st.lists(st.tuples(st.integers(1, 5), st.integers(1, 5)), max_size=40))
def test_every_risk_stands_in_its_square_or_is_counted_there(places):
    rows = [{"probability": p, "impact": i, "label": f"R{no}"} for no, (p, i) in enumerate(places)]
    squares = maps.risk_matrix("Risks", rows)["data"]["values"]
    assert len(squares) == 25
    for square in squares:
        here = [
            row["label"]
            for row in rows
            if (row["probability"], row["impact"]) == (square["probability"], square["impact"])
        ]
        shown = "  ".join(square["labels"]).split()
        beyond = [word for word in shown if word.startswith("+")]
        named = [word for word in shown if word not in beyond]
        assert named == here[: len(named)]
        assert len(named) + sum(int(word) for word in beyond) == len(here)
        assert len(shown) <= 6 and len(square["labels"]) <= 3
        assert square["fill"] == maps.band(square["score"])[0]


@given(st.lists(st.tuples(money, spending, spending, st.sampled_from(sorted(frame.HEALTH))), min_size=1, max_size=8))
def test_a_name_stands_beside_its_bubble_and_never_in_it(found):
    rows = [
        {"name": f"P{no}", "value": value, "risk": risk, "cost": cost, "health": health}
        for no, (value, risk, cost, health) in enumerate(found)
    ]
    spec = maps.balance_bubble("Value", rows, **EUR)
    largest = max(float(row["cost"]) for row in rows) or 1.0
    for row, drawn in zip(rows, spec["data"]["values"], strict=True):
        area = maps.LARGEST * float(row["cost"]) / largest
        assert (drawn["aside"] - 5) ** 2 * pi >= area - 1
        assert drawn["shape"] == frame.HEALTH[row["health"]][1]
    words = spec["layer"][-1]["data"]["values"]
    gap = (lambda span: (span[1] - span[0]) * 13 / maps.BUBBLE_HEIGHT)(
        spec["layer"][0]["encoding"]["y"]["scale"]["domain"]
    )
    heights = sorted(word["value"] for word in words)
    assert all(b - a >= gap * 0.999 for a, b in pairwise(heights))


@pytest.mark.parametrize("known", [0, 1, 2, 5])
def test_a_curve_that_ends_today_says_its_last_known_value(known):
    rows = [
        {"day": dt.date(2026, no + 1, 28), "planned": D(100 * no), "earned": D(90 * no) if no < known else None,
         "actual": D(95 * no) if no < known else None}
        for no in range(5)
    ]  # fmt: skip
    spec = curves.s_curve("Late", rows, data_date=None, **EUR)
    said = json.dumps(spec)
    assert "Planned value 400" in said
    assert ("Earned value" in said) == bool(known)
    if known:
        assert f"Earned value {90 * (known - 1)}" in said
        assert f"Actual cost {95 * (known - 1)}" in said


def marked(data_date, months=10):
    """(place of the data date's word, its look, days of the words at the ends) of a sum that grows by month."""
    rows = [{"day": dt.date(2026, no + 1, 28), "budget": D(100 * no), "actual": D(90 * no), "forecast": None}
            for no in range(months)]  # fmt: skip
    layers = curves.cumulative_money("Grows", rows, data_date=data_date, **EUR)["layer"]
    texts = [layer for layer in layers if layer["mark"]["type"] == "text"]
    word = next(layer for layer in texts if "data date" in layer["data"]["values"][0]["label"])
    ends = {layer["data"]["values"][0]["day"] for layer in texts if layer is not word}
    return word["data"]["values"][0]["at"], word["mark"], ends


@pytest.mark.parametrize(
    ("data_date", "is_below"),
    [
        (dt.date(2026, 2, 1), False),
        (dt.date(2026, 5, 28), False),
        (dt.date(2026, 7, 1), True),
        (dt.date(2026, 10, 28), True),
        (dt.date(2026, 12, 15), True),
    ],
)
def test_the_word_of_the_data_date_stands_where_a_growing_sum_leaves_room(data_date, is_below):
    at, look, _ends = marked(data_date)
    top = marked(dt.date(2026, 2, 1))[0]
    assert (float(at) < float(top)) == is_below
    assert (look["dy"] < 0) == is_below, "inside the drawing"
    assert look["align"] == ("right" if is_below else "left"), "towards the side that has room"
    assert (look["dx"] < 0) == is_below


@pytest.mark.parametrize(
    ("data_date", "edge"),
    [(dt.date(2026, 5, 28), dt.date(2026, 10, 28)), (dt.date(2026, 12, 15), dt.date(2026, 12, 15))],
)
def test_the_words_at_the_ends_stand_right_of_the_last_day_and_of_the_data_date(data_date, edge):
    assert {str(day)[:10] for day in marked(data_date)[2]} == {edge.isoformat()}
