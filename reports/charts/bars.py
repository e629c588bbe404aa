"""How is a sum made up: by stage of spending, by step from plan to result, by year, by health?

Rows of plain values and a title that says the finding go in, a Vega-Lite specification comes out.
Amounts are in the currency named.
"""

from collections.abc import Sequence
from decimal import Decimal

from reports.charts.frame import (
    ACCENT,
    ACCENT_PALE,
    ACCENT_TINT,
    BAD,
    FILL,
    GOOD,
    HEALTH,
    INK,
    MUTED,
    PAPER,
    SERIES,
    SHAPE,
    TOTAL_WIDTH,
    Row,
    Spec,
    baseline,
    domain,
    frame,
    layer,
    lying,
    money_axis,
    short,
    signed,
    text,
    values,
)

#: field, name, fill, colour of the label inside
SPENDING = (
    ("actual", "Actual", ACCENT, PAPER),
    ("accrued", "Accrued", ACCENT_TINT, INK),
    ("committed", "Committed", ACCENT_PALE, INK),
)
ROW = 30
CUT = "the axis is cut: it does not begin at zero"


def budget_stack(title: str, rows: Sequence[Row], *, currency: str) -> Spec:
    """Actual, accrued and committed of each name stacked against its budget (the upright stroke).

    Rows of name, budget, actual, accrued, committed. The label says what is available or missing.
    """
    span = domain([n for row in rows for n in (row["budget"], _used(row))], room=0.02)
    name = {"field": "name", "type": "ordinal", "sort": None, "axis": _names(180)}
    data = values(
        {**row, "at": max(row["budget"], _used(row)), "label": _left(row["budget"] - _used(row))} for row in rows
    )
    stages = {"y": name, "x": lying("start", span, currency), "x2": {"field": "end"}, "color": FILL}
    said = {"y": name, "x": lying("at", span), "text": {"field": "label"}}
    layers = [
        layer("bar", stages, values(_parts(rows)), size=16, stroke=PAPER, strokeWidth=1),
        baseline("x"),
        layer("tick", {"y": name, "x": lying("budget", span)}, data, thickness=2.5, size=24, color=INK),
        layer("text", said, data, align="left", dx=8),
    ]
    key = "dark: actual · middle: accrued · pale: committed · upright stroke: budget"
    return frame(title, layers, height=ROW * max(len(rows), 1), left=190, right=100, key=key)


def change_waterfall(title: str, *, original: Decimal, changes: Sequence[Row], final: Decimal, currency: str) -> Spec:
    """From the original budget over each approved change (rows of name, amount) to the final budget."""
    return _waterfall(title, ("Original budget", original), changes, ("Final budget", final), currency)


def variance_waterfall(
    title: str, *, budget: Decimal, changes: Sequence[Row], forecast: Decimal, currency: str
) -> Spec:
    """From the budget over each cause or category that costs more or less (rows of name, amount) to the forecast."""
    return _waterfall(title, ("Budget", budget), changes, ("Forecast", forecast), currency)


def _waterfall(title: str, first: tuple, changes: Sequence[Row], last: tuple, currency: str) -> Spec:
    """Lying bars, one step a row, so that long names stay readable.

    Where the steps are small against the sums, the axis is cut to their reach: then the two sums are
    strokes and not bars, whose length would lie, and the line of reference is the first sum, not zero.
    """
    steps = _steps(first, changes, last)
    levels = [n for step in steps[1:-1] for n in (step["start"], step["end"])] + [first[1], last[1]]
    cut = max(levels) > 0 and min(levels) > max(levels) / 2
    data = values({**step, "no": no, "tip": max(step["start"], step["end"])} for no, step in enumerate(steps))
    span = _reach(levels) if cut else domain([Decimal(0), *levels], room=0.02)
    name = {"field": "name", "type": "ordinal", "sort": {"field": "no"}, "axis": _names(230)}
    bar = {"y": name, "x": lying("start", span, currency), "x2": {"field": "end"}, "color": FILL}
    said = {"y": name, "x": lying("tip", span), "text": {"field": "label"}}
    bars = layer("bar", bar, size=16)
    if cut:
        bars["transform"] = [{"filter": f"datum.no > 0 && datum.no < {len(steps) - 1}"}]
    sums = layer("tick", {"y": name, "x": lying("end", span), "color": FILL}, size=20, thickness=4)
    sums["transform"] = [{"filter": f"datum.no === 0 || datum.no === {len(steps) - 1}"}]
    layers = [bars, *([sums] if cut else []), baseline("x", float(first[1]) if cut else 0)]
    layers.append(layer("text", said, align="left", dx=6))
    return frame(title, layers, height=26 * len(steps), left=240, right=70, data=data, key=CUT if cut else "")


def _reach(levels: Sequence[Decimal]) -> list[float]:
    """The span of the levels with a tenth of room on each side; a flat one gets a hundredth of its height."""
    low, high = float(min(levels)), float(max(levels))
    room = (high - low) * 0.1 or high * 0.01
    return [low - room, high + room]


def _steps(first: tuple, changes: Sequence[Row], last: tuple) -> list[dict]:
    """From the first sum over each change to the last; a change that adds cost is red, one that saves is green."""
    level = first[1]
    steps = [{"name": first[0], "start": Decimal(0), "end": level, "label": short(level), "fill": MUTED}]
    for change in changes:
        amount = change["amount"]
        fill = BAD if amount > 0 else GOOD
        steps.append(
            {"name": change["name"], "start": level, "end": level + amount, "label": signed(amount), "fill": fill}
        )
        level += amount
    if level != last[1]:
        raise ValueError(f"the steps end at {level}, the last bar says {last[1]}")
    return [*steps, {"name": last[0], "start": Decimal(0), "end": level, "label": short(level), "fill": ACCENT}]


def cost_per_year(title: str, rows: Sequence[Row], *, currency: str) -> Spec:
    """Cost of each year stacked by category; rows of year, name, amount, categories in the order they first come.

    Each category is named once, beside the chart, in its colour and with its place in the stack.
    """
    names = list(dict.fromkeys(row["name"] for row in rows))
    if len(names) > len(SERIES):
        raise ValueError(f"{len(names)} categories, at most {len(SERIES)} can be told apart: sum the small ones")
    totals: dict[int, Decimal] = {}
    pieces = []
    for row in sorted(rows, key=lambda row: names.index(row["name"])):
        start = totals.get(row["year"], Decimal(0))
        totals[row["year"]] = start + row["amount"]
        pieces.append({**row, "start": start, "end": totals[row["year"]], "fill": SERIES[names.index(row["name"])]})
    year = {"field": "year", "type": "ordinal", "axis": {"title": None, "labelAngle": 0}}
    amount = {"type": "quantitative", "scale": {"domain": domain(totals.values(), room=0.1), "nice": False}}
    standing = {"y": {"field": "start", "axis": money_axis(currency), **amount}, "y2": {"field": "end"}}
    bars = layer("bar", {"x": year, **standing, "color": FILL}, values(pieces), size=34, stroke=PAPER, strokeWidth=1.2)
    tops = values({"year": y, "total": total, "label": short(total)} for y, total in totals.items())
    sums = text(tops, year, {"field": "total", **amount}, "label", dy=-8, fontWeight=600)
    return frame(title, [bars, baseline(), sums, *_key(names)], height=220, right=190)


def option_bars(title: str, rows: Sequence[Row], *, currency: str) -> Spec:
    """Net present value of each option, the preferred one filled; rows of name, npv, preferred."""
    span = domain([row["npv"] for row in rows], room=0.02)
    data = values(
        {
            **row,
            "tip": max(row["npv"], Decimal(0)),
            "label": short(row["npv"]) + (" preferred" if row["preferred"] else ""),
        }
        for row in rows
    )
    name = {"field": "name", "type": "ordinal", "sort": None, "axis": _names(230)}
    tone = {"condition": {"test": "datum.preferred", "value": ACCENT}, "value": ACCENT_PALE}
    bar = {"y": name, "x": lying("npv", span, currency, "net present value"), "color": tone}
    said = {"y": name, "x": lying("tip", span), "text": {"field": "label"}}
    layers = [
        layer("bar", bar, size=16, stroke=ACCENT, strokeWidth=0.8),
        baseline("x"),
        layer("text", said, align="left", dx=6),
    ]
    return frame(title, layers, height=ROW * max(len(rows), 1), left=240, right=110, data=data)


def health_bar(title: str, counts: Row) -> Spec:
    """How many projects have which health: one bar, and below it each shape, number and word in the same order."""
    start, parts = 0, []
    for health in ("off_track", "at_risk", "on_track", "unknown"):
        count = counts.get(health, 0)
        if count:
            colour, shape, word = HEALTH[health]
            place = len(parts) * TOTAL_WIDTH / 4
            look = {"place": place, "fill": colour, "shape": shape, "inside": "none" if health == "unknown" else colour}
            parts.append({"start": start, "end": start + count, "label": f"{count} {word}", **look})
            start += count
    span = {"type": "quantitative", "axis": None, "scale": {"domain": [0, max(start, 1)], "nice": False}}
    at = {"x": {"field": "place", "type": "quantitative", "axis": None, "scale": None}}
    layers = [
        layer("bar", {"x": {"field": "start", **span}, "x2": {"field": "end"}, "color": FILL}, size=20, stroke=PAPER),
        layer("point", {**at, **SHAPE}, size=70, opacity=1, xOffset=6, yOffset=24),
        layer("text", {**at, "text": {"field": "label"}, "color": FILL}, dy=24, dx=16, align="left", fontWeight=600),
    ]
    separate = {"scale": {"x": "independent"}}
    return frame(title, layers, height=30, left=2, right=2, bottom=24, data=values(parts), resolve=separate)


def _used(row: Row) -> Decimal:
    return row["actual"] + row["accrued"] + row["committed"]


def _parts(rows: Sequence[Row]) -> list[Row]:
    pieces = []
    for row in rows:
        start = Decimal(0)
        for field, part, fill, _ink in SPENDING:
            pieces.append({"name": row["name"], "part": part, "start": start, "end": start + row[field], "fill": fill})
            start += row[field]
    return pieces


def _left(amount: Decimal) -> str:
    """What remains, in words and not by colour: '120 k free', '15 k over'."""
    return f"{short(amount)} free" if amount >= 0 else f"{short(-amount)} over"


def _names(limit: int) -> Spec:
    return {"title": None, "labelLimit": limit, "labelPadding": 8, "ticks": False, "domain": False}


def _key(names: Sequence[str]) -> list[Spec]:
    """The categories from the top of the stack down, each a square and its name, right of the bars."""
    count = len(names)
    rows = [{"name": n, "y": 14 + 19 * (count - 1 - i), "fill": SERIES[i]} for i, n in enumerate(names)]
    place = {"y": {"field": "y", "type": "quantitative", "axis": None, "scale": None}}
    square = layer("square", {**place, "x": {"value": 424}, "color": FILL}, size=90, opacity=1)
    words = layer("text", {**place, "x": {"value": 434}, "text": {"field": "name"}}, align="left", limit=170)
    return [{"data": values(rows), "layer": [square, words], "resolve": {"scale": {"y": "independent"}}}]
