"""Every chart with no row, one row, many rows, huge and tiny and negative amounts, long and foreign names."""

import json
import re
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest

from reports import drawing
from reports.charts import bars, curves, frame, maps

D = Decimal
DAY = date(2026, 3, 2)
EUR = {"currency": "EUR"}
HUNDRED = D(100)
SIZES = [D("0.01"), D(1), D(999_999), D(10) ** 12, D(-1), D(-(10**12)), D(0)]
NAMES = {
    "unbroken": "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
    "arabic": "مشروع تجديد الشبكة",
    "hostile": "<script>alert(1)</script> & \"quoted\" 'so'",
    "expression": "datum.value = 1; {{signal}}",
}


def days(number):
    return [DAY + timedelta(days=30 * no) for no in range(number)]


def drawn(spec):
    """The picture, which holds nothing that is no number."""
    json.dumps(spec, allow_nan=False)
    picture = drawing.svg(spec)
    assert picture.startswith("<svg")
    assert not re.search(r"NaN|Infinity|undefined", picture)
    return picture


def s_curve(number, size=HUNDRED):
    rows = [{"day": day, "planned": size * no, "earned": size, "actual": None} for no, day in enumerate(days(number))]
    return curves.s_curve("A finding in words", rows, data_date=DAY, **EUR)


def money_lines(number, size=HUNDRED):
    rows = [{"day": d, "budget": size * no, "actual": size, "forecast": None} for no, d in enumerate(days(number))]
    return curves.cumulative_money("A finding in words", rows, data_date=DAY, **EUR)


def burn_down(number, size=HUNDRED):
    rows = [{"day": day, "exposure": size, "contingency": size * no} for no, day in enumerate(days(number))]
    return curves.exposure_burn_down("A finding in words", rows, **EUR)


def cash_flow(number, size=HUNDRED):
    rows = [{"year": 2026 + no, "discounted": -size, "cumulative": size * no} for no in range(number)]
    return curves.discounted_cash_flow("A finding in words", rows, **EUR)


def stack(number, size=HUNDRED, name="Category"):
    rows = [
        {"name": f"{name} {no}", "budget": size, "actual": size, "accrued": size, "committed": D(0)}
        for no in range(number)
    ]
    return bars.budget_stack("A finding in words", rows, **EUR)


def waterfall(number, size=HUNDRED, name="Change"):
    steps = [{"name": f"{name} {no}", "amount": size} for no in range(number)]
    return bars.change_waterfall(
        "A finding in words", original=D(1000), changes=steps, final=1000 + size * number, **EUR
    )


def options(number, size=HUNDRED, name="Option"):
    rows = [{"name": f"{name} {no}", "npv": size * (no - 1), "preferred": no == 0} for no in range(number)]
    return bars.option_bars("A finding in words", rows, **EUR)


def scatter(number, size=HUNDRED, name="Option"):
    rows = [{"name": f"{name} {no}", "cost": size, "benefit": size, "preferred": no == 0} for no in range(number)]
    return maps.option_scatter("A finding in words", rows, **EUR)


def bubble(number, size=HUNDRED, name="Project"):
    rows = [
        {"name": f"{name} {no}", "value": D(5), "risk": D("0.1"), "cost": abs(size), "health": "unknown"}
        for no in range(number)
    ]
    return maps.balance_bubble("A finding in words", rows, **EUR)


SIZED = [s_curve, money_lines, burn_down, cash_flow, stack, waterfall, options, scatter, bubble]
NAMED = [stack, waterfall, options, scatter, bubble]


@pytest.mark.parametrize("chart", SIZED)
def test_a_chart_of_one_and_of_thirty_rows_can_be_drawn(chart):
    for number in (1, 30):
        drawn(chart(number))


@pytest.mark.parametrize("chart", SIZED)
def test_a_chart_of_every_size_of_money_can_be_drawn(chart):
    for size in (SIZES[0], SIZES[3], SIZES[5], SIZES[6]):
        drawn(chart(3, size))


@pytest.mark.parametrize("chart", SIZED)
def test_the_scale_holds_every_amount_and_zero(chart):
    for size in SIZES:
        spec = json.dumps(chart(3, size))
        for low, high in re.findall(r'"domain": \[(-?[\d.e+]+), (-?[\d.e+]+)\]', spec):
            assert float(low) < float(high), (chart.__name__, size)


@pytest.mark.parametrize("chart", NAMED)
def test_odd_names_are_words_and_nothing_else(chart):
    for name in ("unbroken", "arabic", "hostile", "expression"):
        picture = drawn(chart(2, name=NAMES[name]))
        assert "<script" not in picture


@pytest.mark.parametrize("chart", [stack, waterfall, options])
def test_a_row_more_makes_the_drawing_higher_and_not_the_rows_thinner(chart):
    assert chart(9)["height"] > chart(3)["height"] > chart(2)["height"]


@pytest.mark.parametrize("chart", SIZED)
def test_every_drawing_is_as_wide_as_the_column(chart):
    picture = drawn(chart(4))
    assert re.search(r'<svg[^>]* width="(\d+)"', picture).group(1) == str(frame.TOTAL_WIDTH)


def test_a_milestone_far_away_and_one_on_time():
    rows = [
        {"name": "Start", "baseline": DAY, "latest": DAY, "slip_days": 0},
        {"name": "End", "baseline": DAY, "latest": DAY + timedelta(days=2000), "slip_days": 2000},
    ]
    picture = drawn(curves.milestone_slip("A finding in words", rows))
    assert "+2000 d" in picture
    assert "on time" in picture


def test_forty_milestones_have_forty_rows():
    rows = [{"name": f"M{no}", "baseline": day, "latest": day, "slip_days": 0} for no, day in enumerate(days(40))]
    assert curves.milestone_slip("A finding in words", rows)["height"] == 26 * 40


@pytest.mark.parametrize("title", ["", " ", "\n"])
def test_a_chart_without_a_finding_is_refused(title):
    with pytest.raises(ValueError, match="says what it shows"):
        bars.option_bars(title, [], **EUR)


def test_more_categories_than_colours_are_refused():
    rows = [{"year": 2026, "name": f"Category {no}", "amount": D(1)} for no in range(len(frame.SERIES) + 1)]
    with pytest.raises(ValueError, match="sum the small ones"):
        bars.cost_per_year("A finding in words", rows, **EUR)


def test_steps_that_do_not_lead_to_the_end_are_refused():
    with pytest.raises(ValueError, match="the steps end at"):
        bars.change_waterfall("A finding in words", original=D(1), changes=[], final=D(2), **EUR)


@pytest.mark.parametrize(("probability", "impact"), [(0, 3), (6, 3), (3, 0), (3, 6), (-1, 3)])
def test_a_risk_outside_the_matrix_is_refused(probability, impact):
    with pytest.raises(ValueError, match="from 1 to 5"):
        maps.risk_matrix("A finding in words", [{"probability": probability, "impact": impact, "label": "R1"}])


def test_a_hundred_risks_in_one_square_are_counted():
    rows = [{"probability": 3, "impact": 3, "label": f"R-{no}"} for no in range(100)]
    spec = json.dumps(maps.risk_matrix("A finding in words", rows))
    assert "+95" in spec


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (0, "0"), (1, "1"), (-1, "−1"), (999, "999"), (999.4, "999"), (999.5, "1 k"), (1000, "1 k"), (1234, "1.23 k"),
        (-4100, "−4.1 k"), (999_499, "999 k"), (999_500, "1 M"), (12_345_678, "12.3 M"), (1e9, "1 bn"),
        (123_456_789_012, "123 bn"), (1e15, "1000000 bn"), (0.4, "0"), (-0.4, "0"),
    ],
)  # fmt: skip
def test_an_amount_is_written_short_with_three_figures(amount, text):
    assert frame.short(amount) == text


@pytest.mark.parametrize(("amount", "text"), [(5, "+5"), (0, "0"), (-5, "−5"), (4100, "+4.1 k")])
def test_a_change_is_written_with_its_sign(amount, text):
    assert frame.signed(amount) == text


@pytest.mark.parametrize("numbers", [[], [None], [0], [5], [-5], [5, -5], [None, 3]])
def test_a_span_holds_zero_and_has_a_width(numbers):
    low, high = frame.domain(numbers)
    assert low <= 0 <= high
    assert low < high


@pytest.mark.parametrize("places", [[], [5], [1, 1, 1], [3, 1, 2], [0, 100], [5, 5.1, 5.2, 90]])
def test_labels_are_moved_apart_in_their_order(places):
    moved = frame.spread([float(place) for place in places], 4)
    assert len(moved) == len(places)
    ordered = [moved[no] for no in sorted(range(len(places)), key=lambda no: places[no])]
    assert all(b - a >= 4 - 1e-9 for a, b in pairwise(ordered))


def test_words_over_a_line_have_a_rim_of_paper_below_them():
    rim, ink = frame.haloed({"values": []}, {}, {}, "label", dy=-12)
    assert rim["mark"]["stroke"] == frame.PAPER
    assert rim["mark"]["dy"] == ink["mark"]["dy"] == -12
    assert "stroke" not in ink["mark"]


def test_names_of_bubbles_that_lie_together_stand_apart():
    rows = [
        {"name": f"P{no}", "value": D(100 + no), "risk": D(5), "cost": D(1), "health": "on_track"} for no in range(3)
    ]
    rows.append({"name": "Far", "value": D(10_000), "risk": D(5), "cost": D(1), "health": "on_track"})
    spec = maps.balance_bubble("A finding in words", rows, **EUR)
    places = [row["value"] for row in spec["layer"][-1]["data"]["values"]]
    assert all(b - a > 300 for a, b in pairwise(sorted(places)))
    assert [row["value"] for row in spec["data"]["values"]] == [100.0, 101.0, 102.0, 10000.0]
