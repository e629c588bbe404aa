"""How did something run over time: earned value, exposure, discounted cash, milestones?

Each function takes rows of plain values and a title that says the finding, and returns a
Vega-Lite specification. Amounts are in the currency named, days `date`, years whole numbers.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from reports.charts.frame import (
    ACCENT,
    ACCENT_PALE,
    ACCENT_TINT,
    BAD,
    GOOD,
    INK,
    MUTED,
    PAPER,
    Row,
    Spec,
    baseline,
    domain,
    frame,
    haloed,
    money_axis,
    short,
    spread,
    text,
    values,
)

#: field, name, colour, dash: dash and direct label tell the lines apart without colour
EARNED_VALUE = (
    ("planned", "Planned value", MUTED, [5, 3]),
    ("earned", "Earned value", GOOD, [1, 0]),
    ("actual", "Actual cost", ACCENT, [8, 2, 2, 2]),
)
EXPOSURE = (("exposure", "Exposure", ACCENT, [1, 0]), ("contingency", "Contingency left", MUTED, [5, 3]))
MONEY_OVER_TIME = (
    ("budget", "Budget", MUTED, [5, 3]),
    ("actual", "Actual", ACCENT, [1, 0]),
    ("forecast", "Forecast", ACCENT, [3, 2]),
)
#: months that would touch each other leave one out, and none leans to the side at the ends
APART = {"labelOverlap": "greedy", "labelSeparation": 10, "labelFlush": False}
HEIGHT = 220
LINE_HEIGHT = 15


def s_curve(title: str, rows: Sequence[Row], *, currency: str, data_date: date | None) -> Spec:
    """Cumulative planned value, earned value and actual cost; rows of day, planned, earned, actual.

    Earned value and actual cost are None after the data date, which a rule marks where it lies on the curve.
    """
    return _lines(title, rows, EARNED_VALUE, unit=money_axis(currency, label="cumulative"), data_date=data_date)


def cumulative_money(title: str, rows: Sequence[Row], *, currency: str, data_date: date) -> Spec:
    """Cumulative budget, actual and forecast of a budget; rows of day, budget, actual, forecast."""
    return _lines(title, rows, MONEY_OVER_TIME, unit=money_axis(currency, label="cumulative"), data_date=data_date)


def exposure_burn_down(title: str, rows: Sequence[Row], *, currency: str) -> Spec:
    """Expected money value of the open risks against the contingency left; rows of day, exposure, contingency."""
    return _lines(title, rows, EXPOSURE, unit=money_axis(currency, label="expected value"), data_date=None)


def discounted_cash_flow(title: str, rows: Sequence[Row], *, currency: str) -> Spec:
    """Discounted net flow of each year as bars, its running total as a line; rows of year, discounted, cumulative."""
    span = domain([n for row in rows for n in (row["discounted"], row["cumulative"])], room=0.12)
    labelled = values({**row, "label": short(row["cumulative"])} for row in rows)
    year = {"field": "year", "type": "ordinal", "axis": {"title": None, "labelAngle": 0}}
    bars = {
        "data": labelled,
        "mark": {"type": "bar", "color": ACCENT_PALE, "stroke": ACCENT_TINT, "strokeWidth": 0.8, "size": 30},
        "encoding": {"x": year, "y": _amount("discounted", span, money_axis(currency, label="discounted"))},
    }
    point = {"filled": True, "fill": PAPER, "stroke": INK, "size": 36}
    line = {
        "data": labelled,
        "mark": {"type": "line", "color": INK, "strokeWidth": 1.8, "point": point},
        "encoding": {"x": year, "y": _amount("cumulative", span)},
    }
    place = {"dy": -12, "fontWeight": 600}
    words = haloed(labelled, year, _amount("cumulative", span), "label", **place)
    key = "bars: net flow of the year · line: running total"
    return frame(title, [bars, baseline(), line, *words], height=HEIGHT, key=key)


def milestone_slip(title: str, rows: Sequence[Row]) -> Spec:
    """Baseline day (ring), actual or forecast day (diamond); rows of name, baseline, latest, slip_days."""
    data = values(
        {**row, "label": slip_words(row["slip_days"]), "end": max(row["baseline"], row["latest"])} for row in rows
    )
    name = {"field": "name", "type": "ordinal", "sort": None, "axis": {"title": None, "labelLimit": 180, "grid": True}}
    when = {
        "type": "temporal",
        "axis": {"title": None, "format": "%b %Y", "tickCount": 6, **APART},
        "scale": {"nice": "month", "padding": 12},
    }
    at = {field: {"y": name, "x": {"field": field, **when}} for field in ("baseline", "latest", "end")}
    tone = {"condition": {"test": "datum.slip_days > 0", "value": BAD}, "value": GOOD}
    bar = {
        "mark": {"type": "rule", "strokeWidth": 2, "color": MUTED},
        "encoding": {**at["baseline"], "x2": {"field": "latest"}},
    }
    ring = {
        "mark": {"type": "point", "size": 55, "stroke": MUTED, "fill": PAPER, "opacity": 1},
        "encoding": at["baseline"],
    }
    gem = {
        "mark": {"type": "point", "shape": "diamond", "size": 70, "filled": True, "opacity": 1},
        "encoding": {**at["latest"], "color": tone},
    }
    words = {"mark": {"type": "text", "align": "left", "dx": 9}, "encoding": {**at["end"], "text": {"field": "label"}}}
    key = "ring: latest approved plan · diamond: reached or forecast"
    return frame(title, [bar, ring, gem, words], height=26 * max(len(rows), 1), left=200, right=70, data=data, key=key)


def slip_words(days: int) -> str:
    """Days against the plan for a label: +12 d, −3 d, on time."""
    return f"{'+' if days > 0 else '−'}{abs(days)} d" if days else "on time"


def _lines(title: str, rows: Sequence[Row], series: Sequence[tuple], *, unit: Spec, data_date: date | None) -> Spec:
    """One line per series, each named at its end."""
    span = domain(row[field] for row in rows for field, *_ in series)
    day = {
        "field": "day",
        "type": "temporal",
        "axis": {"title": None, "format": "%b %Y", "tickCount": 7, "grid": False, **APART},
    }
    layers = [_line(rows, one, day, _amount(one[0], span, unit)) for one in series]
    edge = max((*(row["day"] for row in rows), *([data_date] if data_date else [])), default=None)
    layers += _end_labels(rows, series, day, span, edge)
    if data_date is not None:
        layers += _data_date(rows, day, span, data_date)
    return frame(title, [*layers, baseline()], height=HEIGHT, right=150)


def _data_date(rows: Sequence[Row], day: Spec, span: list[float], data_date: date) -> list[Spec]:
    """The rule and its word, where a sum that grows leaves room: above right of it, in the second half below left."""
    days = [row["day"] for row in rows]
    is_late = bool(days) and data_date > min(days) + (max(days) - min(days)) / 2
    at, align, dx, dy = (span[0], "right", -5, -7) if is_late else (span[1], "left", 5, 6)
    mark = values([{"day": data_date, "at": at, "label": f"data date {data_date:%-d %b %Y}"}])
    rule = {"data": mark, "mark": {"type": "rule", "color": INK, "strokeDash": [2, 2]}, "encoding": {"x": day}}
    return [rule, text(mark, day, _amount("at", span), "label", align=align, dx=dx, dy=dy, color=MUTED)]


def _line(rows: Sequence[Row], one: tuple, day: Spec, amount: Spec) -> Spec:
    field, _name, colour, dash = one
    known = [{"day": row["day"], field: row[field]} for row in rows if row[field] is not None]
    mark: Spec = {"type": "line", "color": colour, "strokeDash": dash, "strokeWidth": 2}
    if len(known) == 1:  # a line of one point would be a word beside nothing
        mark["point"] = {"filled": True, "fill": colour, "size": 40}
    return {"data": values(known), "mark": mark, "encoding": {"x": day, "y": amount}}


def _end_labels(
    rows: Sequence[Row], series: Sequence[tuple], day: Spec, span: list[float], edge: date | None
) -> list[Spec]:
    """Name and last amount of each line at the right edge, moved apart where lines end together."""
    last: list[tuple[tuple, Any]] = []
    for one in series:
        found = [row[one[0]] for row in rows if row[one[0]] is not None]
        if found:
            last.append((one, found[-1]))
    gap = (span[1] - span[0]) * LINE_HEIGHT / HEIGHT
    places = spread([float(amount) for _, amount in last], gap)
    lift = max(span[0] + gap / 2 - min(places, default=span[0] + gap), 0)
    layers = []
    for ((_, name, colour, _dash), amount), place in zip(last, places, strict=True):
        data = values([{"day": edge, "at": place + lift, "label": f"{name} {short(amount)}"}])
        look = {"align": "left", "dx": 8, "color": colour, "fontWeight": 600, "baseline": "middle"}
        layers.append(text(data, day, _amount("at", span), "label", **look))
    return layers


def _amount(field: str, span: list[float], axis: Spec | None = None) -> Spec:
    """A vertical channel of money over the whole span; the axis is drawn by the layer that brings one."""
    channel: Spec = {"field": field, "type": "quantitative", "scale": {"domain": span, "nice": False}}
    return {**channel, "axis": axis} if axis else channel


def at_data_date(rows: Sequence[Row], field: str) -> Decimal | None:
    """The last known amount of a line, for the sentence beside the chart."""
    found = [row[field] for row in rows if row[field] is not None]
    return found[-1] if found else None
