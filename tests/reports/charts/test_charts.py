"""Does each chart say what it shows, with units, a baseline and more than colour to tell things apart?"""

# ruff: noqa: E501  (a table of inputs reads better with one row a line)

import json
import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from reports import drawing
from reports.charts import bars, curves, frame, maps

D = Decimal
DAY = date(2025, 6, 30)
CURVE = [
    {"day": date(2025, 1, 31), "planned": D(100), "earned": D(80), "actual": D(90)},
    {"day": DAY, "planned": D(400), "earned": D(300), "actual": D(450)},
    {"day": date(2025, 12, 31), "planned": D(1000), "earned": None, "actual": None},
]
EUR = {"currency": "EUR"}
STACK = [
    {"name": "Licences", "budget": D(200), "actual": D(120), "accrued": D(10), "committed": D(20)},
    {"name": "Services", "budget": D(300), "actual": D(250), "accrued": D(40), "committed": D(60)},
]
YEARS = [{"year": 2025 + i, "name": name, "amount": D(100 + i)} for i in range(3) for name in ("Licences", "Labour")]
FLOW = [
    {"year": 2025, "discounted": D(-900), "cumulative": D(-900)},
    {"year": 2026, "discounted": D(1000), "cumulative": D(100)},
]
SLIPS = [{"name": "Go-live", "baseline": DAY, "latest": date(2025, 8, 11), "slip_days": 42}]
CHANGES = [{"name": "CR-1", "amount": D(120)}, {"name": "CR-2", "amount": D(-40)}]
OPTIONS = [{"name": "A", "npv": D(-200), "preferred": False}, {"name": "B", "npv": D(800), "preferred": True}]
PLACES = [
    {"name": "A", "cost": D(300), "benefit": D(100), "preferred": False},
    {"name": "B", "cost": D(900), "benefit": D(1700), "preferred": True},
]
RISKS = [{"probability": 4, "impact": 5, "label": f"R-{no}"} for no in range(9)]
BUBBLES = [{"name": "ERP", "value": D(8), "risk": D("0.2"), "cost": D(3000000), "health": "off_track"}]
MONTHS = [
    {"day": row["day"], "budget": row["planned"], "actual": row["actual"], "forecast": row["planned"]} for row in CURVE
]
BURN = [{"day": row["day"], "exposure": row["planned"], "contingency": D(500)} for row in CURVE]

CHARTS = {
    "s_curve": curves.s_curve("Cost runs ahead of work", CURVE, data_date=DAY, **EUR),
    "cumulative_money": curves.cumulative_money("Forecast meets the budget", MONTHS, data_date=DAY, **EUR),
    "exposure_burn_down": curves.exposure_burn_down("Contingency covers the exposure", BURN, **EUR),
    "discounted_cash_flow": curves.discounted_cash_flow("Pays back in 2026", FLOW, **EUR),
    "milestone_slip": curves.milestone_slip("Go-live slipped by six weeks", SLIPS),
    "budget_stack": bars.budget_stack("Services are over", STACK, **EUR),
    "change_waterfall": bars.change_waterfall("Two changes", original=D(1000), changes=CHANGES, final=D(1080), **EUR),
    "variance_waterfall": bars.variance_waterfall("Services cost more", budget=D(1000), changes=CHANGES, forecast=D(1080), **EUR),
    "cost_per_year": bars.cost_per_year("Labour is the larger part", YEARS, **EUR),
    "option_bars": bars.option_bars("B is worth most", OPTIONS, **EUR),
    "health_bar": bars.health_bar("One of four is off track", {"off_track": 1, "on_track": 3}),
    "option_scatter": maps.option_scatter("B gives more than it costs", PLACES, **EUR),
    "risk_matrix": maps.risk_matrix("Nine risks are severe", RISKS),
    "balance_bubble": maps.balance_bubble("The ERP is valuable and risky", BUBBLES, **EUR),
}  # fmt: skip
EACH = pytest.mark.parametrize("name", CHARTS)


@EACH
def test_a_chart_is_plain_data_that_json_can_carry(name):
    assert json.loads(json.dumps(CHARTS[name], allow_nan=False)) == CHARTS[name]


@EACH
def test_the_finding_stands_over_the_chart_and_not_on_paper_where_the_caption_says_it(name):
    title = CHARTS[name]["title"]["text"]
    assert title in words(drawing.svg(CHARTS[name]))
    assert title not in words(drawing.svg(CHARTS[name], titled=False))


@EACH
def test_the_same_chart_is_the_same_picture(name):
    assert drawing.svg(CHARTS[name]) == drawing.svg(json.loads(json.dumps(CHARTS[name])))


@EACH
def test_a_picture_is_as_wide_as_the_column_of_text(name):
    width = re.search(r'<svg[^>]* width="(\d+)"', drawing.svg(CHARTS[name])).group(1)
    assert int(width) == frame.TOTAL_WIDTH


@EACH
def test_only_colours_of_the_design_tokens_are_used(name):
    used = set(re.findall(r"#[0-9a-f]{6}", json.dumps(CHARTS[name])))
    named = {value for key, value in vars(frame).items() if key.isupper() and isinstance(value, str)}
    assert used <= named | set(frame.SERIES)


def test_the_colours_are_those_of_the_screen():
    tokens = (Path(__file__).parents[3] / "static/css/tokens.css").read_text()
    light = dict(re.findall(r"--([\w-]+): light-dark\((#[0-9a-f]{6})", tokens))
    on_paper = {
        "ink": frame.INK,
        "ink-3": frame.MUTED,
        "hairline": frame.HAIRLINE,
        "ground": frame.GROUND,
        "accent": frame.ACCENT,
        "accent-soft": frame.ACCENT_SOFT,
        "good": frame.GOOD,
        "warn": frame.WARN,
        "bad": frame.BAD,
        "good-soft": frame.GOOD_SOFT,
        "warn-soft": frame.WARN_SOFT,
        "bad-soft": frame.BAD_SOFT,
        **{f"series-{no}": colour for no, colour in enumerate(frame.SERIES, start=1)},
    }
    assert {key: light[key] for key in on_paper} == on_paper


@pytest.mark.parametrize(
    "name", sorted(set(CHARTS) - {"milestone_slip", "health_bar", "risk_matrix", "balance_bubble"})
)
def test_an_axis_of_money_names_its_currency(name):
    assert any("EUR" in text for text in words(drawing.svg(CHARTS[name])))


def words(svg):
    return [re.sub(r"<[^>]+>", "", text) for text in re.findall(r"<text[^>]*>(.*?)</text>", svg, re.DOTALL)]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("s_curve", ["Planned value 1 k", "Earned value 300", "Actual cost 450", "data date 30 Jun 2025"]),
        ("milestone_slip", ["Go-live", "+42 d"]),
        ("budget_stack", ["50 free", "50 over"]),
        ("change_waterfall", ["Original budget", "+120", "−40", "1.08 k"]),
        ("option_bars", ["800 preferred", "−200"]),
        ("health_bar", ["1 off track", "3 on track"]),
        (
            "balance_bubble",
            ["ERP", "triangle: off track · diamond: at risk · circle: on track · area: cost to go, up to 3 M EUR"],
        ),
        ("option_scatter", ["benefit = cost"]),
    ],
)
def test_what_colour_shows_is_said_in_words_too(name, said):
    drawn = words(drawing.svg(CHARTS[name]))
    assert [text for text in said if text not in drawn] == []


def test_health_is_a_shape_besides_a_colour():
    shapes = [row["shape"] for row in bars.health_bar("x", dict.fromkeys(frame.HEALTH, 1))["data"]["values"]]
    assert shapes == ["triangle-up", "diamond", "circle", "circle"]
    ring = bars.health_bar("x", {"unknown": 1})["data"]["values"][0]
    assert ring["inside"] == "none"


def test_lines_of_the_earned_value_chart_differ_by_their_dashes():
    dashes = [layer["mark"]["strokeDash"] for layer in CHARTS["s_curve"]["layer"][:3]]
    assert len({tuple(dash) for dash in dashes}) == 3


def test_lines_end_where_they_are_known():
    points = {layer["encoding"]["y"]["field"]: len(layer["data"]["values"]) for layer in CHARTS["s_curve"]["layer"][:3]}
    assert points == {"planned": 3, "earned": 2, "actual": 2}


def test_labels_of_lines_that_end_together_are_moved_apart():
    assert frame.spread([10, 10, 30], 4) == [8, 12, 30]
    assert frame.spread([30, 10, 10, 11], 4) == pytest.approx([30, 6.33, 10.33, 14.33], abs=0.01)
    assert frame.spread([], 4) == []


def test_a_waterfall_that_does_not_reach_its_end_is_refused():
    with pytest.raises(ValueError, match="the steps end at 1080, the last bar says 1081"):
        bars.change_waterfall("x", original=D(1000), changes=CHANGES, final=D(1081), **EUR)


def test_a_risk_off_the_scale_is_refused():
    with pytest.raises(ValueError, match="from 1 to 5"):
        maps.risk_matrix("x", [{"probability": 0, "impact": 5, "label": "R"}])


def test_more_risks_than_a_square_can_hold_are_counted():
    squares = CHARTS["risk_matrix"]["data"]["values"]
    full = next(square for square in squares if square["labels"])
    assert full["labels"] == ["R-0  R-1", "R-2  R-3", "R-4  +4"]
    assert len(squares) == 25


@pytest.mark.parametrize(("score", "word"), [(25, "severe"), (16, "severe"), (15, "high"), (9, "high"), (8, "moderate"), (4, "moderate"), (3, "low")])  # fmt: skip
def test_the_bands_of_the_matrix(score, word):
    assert maps.band(score)[1] == word


def test_more_categories_than_can_be_told_apart_are_refused():
    with pytest.raises(ValueError, match="7 categories, at most 6"):
        bars.cost_per_year("x", [{"year": 2025, "name": str(no), "amount": D(1)} for no in range(7)], **EUR)


def test_a_chart_without_a_finding_is_refused():
    with pytest.raises(ValueError, match="title"):
        bars.health_bar(" ", {"on_track": 1})


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (D("1234567"), "1.23 M"), (D("-4100"), "−4.1 k"), (D("999"), "999"), (D("999.6"), "1 k"), (D("0"), "0"),
        (D("12345678"), "12.3 M"), (D("1234567890"), "1.23 bn"), (D("-0.2"), "0"), (D("100000"), "100 k"),
    ],
)  # fmt: skip
def test_an_amount_on_a_chart_has_three_figures(amount, text):
    assert frame.short(amount) == text


def test_the_span_of_an_axis_holds_zero():
    assert frame.domain([D(50), None, D(100)], room=0) == [0, 100]
    assert frame.domain([D(-50)], room=0) == [-50, 0]
    assert frame.domain([]) == [0.0, 1.0]


def test_a_chart_of_nothing_can_still_be_drawn():
    for spec in (
        curves.s_curve("Nothing is planned yet", [], data_date=DAY, **EUR),
        bars.budget_stack("No budget yet", [], **EUR),
        curves.milestone_slip("No milestone yet", []),
        maps.balance_bubble("No project yet", [], **EUR),
        bars.health_bar("No project yet", {}),
    ):
        assert drawing.svg(spec).startswith("<svg")


def test_hostile_names_stay_text_in_the_picture():
    rows = [{**STACK[0], "name": '<script>alert(1)</script>"&'}]
    drawn = drawing.svg(bars.budget_stack("x", rows, **EUR))
    assert "<script" not in drawn
    assert "&lt;script&gt;" in drawn


def test_a_chart_may_not_fetch_anything(canary):
    spec = {**CHARTS["option_bars"], "data": {"url": canary.url + "/data.json"}}
    with pytest.raises(drawing.ChartError):
        drawing.svg(spec)
    image = {"mark": {"type": "image", "url": canary.url + "/x.png"}, "data": {"values": [{}]}}
    drawing.svg({**CHARTS["option_bars"], "layer": [image]})
    assert canary.hits == []


def test_nonsense_is_no_chart():
    with pytest.raises(drawing.ChartError):
        drawing.svg({"mark": "no such mark", "title": {"text": "x"}})
