"""Where do options, risks and projects stand against each other on two scales?

Rows of plain values and a title that says the finding go in, a Vega-Lite specification comes out.
"""

from collections.abc import Sequence
from math import pi, sqrt

from reports.charts.frame import (
    ACCENT,
    ACCENT_SOFT,
    BAD_SOFT,
    FILL,
    GOOD_SOFT,
    HAIRLINE,
    HEALTH,
    MUTED,
    PAPER,
    SHAPE,
    WARN_SOFT,
    Row,
    Spec,
    domain,
    frame,
    haloed,
    layer,
    money_axis,
    short,
    spread,
    text,
    values,
)

SCATTER_HEIGHT, BUBBLE_HEIGHT = 240, 280
BESIDE = {"expr": "datum.aside"}
LARGEST = 1100  # area of the largest bubble in square pixels
BANDS = ((16, BAD_SOFT, "severe"), (9, WARN_SOFT, "high"), (4, ACCENT_SOFT, "moderate"), (0, GOOD_SOFT, "low"))


def option_scatter(title: str, rows: Sequence[Row], *, currency: str) -> Spec:
    """Present value of cost against benefit, with the line where both are equal.

    Rows of name, cost, benefit, preferred.
    """
    top = domain([n for row in rows for n in (row["cost"], row["benefit"])], room=0.12)
    scale = {"type": "quantitative", "scale": {"domain": top, "nice": False}}
    x = {"field": "cost", "axis": {**money_axis(currency, label="present value of cost"), "grid": True}, **scale}
    y = {"field": "benefit", "axis": money_axis(currency, label="present value of benefit"), **scale}
    even = values([{"cost": top[0], "benefit": top[0]}, {"cost": top[1], "benefit": top[1]}])
    note = values([{"cost": top[1] * 0.62, "benefit": top[1] * 0.62, "label": "benefit = cost"}])
    data, at = values(rows), {"x": x, "y": y}
    preferred = {"test": "datum.preferred"}
    look = {
        "fill": {"condition": {**preferred, "value": ACCENT}, "value": PAPER},
        "shape": {"condition": {**preferred, "value": "diamond"}, "value": "circle"},
    }
    layers = [
        layer("line", at, even, color=MUTED, strokeDash=[4, 3], strokeWidth=1.2),
        text(note, x, y, "label", align="left", dx=12, dy=4, color=MUTED),
        layer("point", {**at, **look}, data, size=110, opacity=1, stroke=ACCENT, strokeWidth=1.5),
        *haloed(values(_apart(rows, top)), x, y, "name", align="left", dx=10, fontWeight=600),
    ]
    return frame(title, layers, height=SCATTER_HEIGHT, right=170, key="filled diamond: preferred option")


def _apart(rows: Sequence[Row], span: list[float]) -> list[Row]:
    """Names of the options at their points, moved apart where points lie close above each other."""
    places = spread([float(row["benefit"]) for row in rows], (span[1] - span[0]) * 16 / SCATTER_HEIGHT)
    return [{**row, "benefit": place} for row, place in zip(rows, places, strict=True)]


def risk_matrix(title: str, rows: Sequence[Row]) -> Spec:
    """Five by five: probability (1 to 5) up, impact (1 to 5) across; rows of probability, impact, label.

    Each square carries the product of both, its band by shade, and the references that stand in it.
    """
    found: dict[tuple[int, int], list[str]] = {}
    for row in rows:
        if not (1 <= row["probability"] <= 5 and 1 <= row["impact"] <= 5):
            raise ValueError(f"probability and impact run from 1 to 5: {dict(row)}")
        found.setdefault((row["probability"], row["impact"]), []).append(str(row["label"]))
    squares = [
        {
            "probability": p,
            "impact": i,
            "score": p * i,
            "fill": band(p * i)[0],
            "labels": _packed(found.get((p, i), [])),
        }
        for p in range(1, 6)
        for i in range(1, 6)
    ]
    bare = {"ticks": False, "domain": False, "labelAngle": 0}
    up = {"title": "probability, 1 rare to 5 almost certain", "titlePadding": 12, **bare}
    at = {
        "x": {"field": "impact", "type": "ordinal", "axis": {"title": "impact, 1 negligible to 5 severe", **bare}},
        "y": {"field": "probability", "type": "ordinal", "sort": "descending", "axis": up},
    }
    corner = {"color": MUTED, "fontSize": 9, "dx": 44, "dy": -17, "align": "right"}
    layers = [
        layer("rect", {**at, "color": FILL}, stroke=HAIRLINE),
        layer("text", {**at, "text": {"field": "score"}}, **corner),
        layer("text", {**at, "text": {"field": "labels"}}, fontWeight=600, lineHeight=13, baseline="middle"),
    ]
    return frame(title, layers, height=240, right=70, data=values(squares))


def band(score: int) -> tuple[str, str]:
    """Shade and word of a product of probability and impact: 16 and more severe, 9 high, 4 moderate, else low."""
    return next((fill, word) for limit, fill, word in BANDS if score >= limit)


def balance_bubble(title: str, rows: Sequence[Row], *, currency: str) -> Spec:
    """Value (benefits) against risk (exposure), both in money; rows of name, value, risk, cost, health.

    The area of a mark is the cost to go; health is its colour and its shape, which the key names.
    """
    largest = max((float(row["cost"]) for row in rows), default=1.0) or 1.0
    data = values({**row, **_bubble(row, largest)} for row in rows)
    risks = {"domain": domain([row["risk"] for row in rows], room=0.15), "nice": False}
    across = {**money_axis(currency), "title": f"risk exposure, {currency}", "grid": True}
    x = {"field": "risk", "type": "quantitative", "axis": across, "scale": risks}
    up = {**money_axis(currency), "title": f"benefits planned, {currency}", "grid": True}
    values_of = {"domain": domain([row["value"] for row in rows], room=0.15), "nice": False}
    words = _beside(rows, largest, values_of["domain"])
    y = {"field": "value", "type": "quantitative", "axis": up, "scale": values_of}
    area = {"domain": [0, largest], "range": [0, LARGEST]}
    size = {"field": "cost", "type": "quantitative", "legend": None, "scale": area}
    layers = [
        layer("point", {"x": x, "y": y, "size": size, **SHAPE}, fillOpacity=0.35, strokeWidth=1.2, opacity=1),
        *haloed(values(words), x, y, "label", fontSize=10, align="left", dx=BESIDE),
    ]
    key = f"triangle: off track · diamond: at risk · circle: on track · area: cost to go, up to {short(largest)} "
    key += currency
    return frame(title, layers, height=BUBBLE_HEIGHT, right=60, data=data, key=key)


def _beside(rows: Sequence[Row], largest: float, span: list[float]) -> list[Row]:
    """Names of the bubbles, moved apart where bubbles lie close above each other."""
    places = spread([float(row["value"]) for row in rows], (span[1] - span[0]) * 13 / BUBBLE_HEIGHT)
    return [{**row, **_bubble(row, largest), "value": place} for row, place in zip(rows, places, strict=True)]


def _bubble(row: Row, largest: float) -> Row:
    """Colour, shape, name and how far beside the middle the name stands."""
    colour, shape, _word = HEALTH[row["health"]]
    radius = sqrt(LARGEST * float(row["cost"]) / largest / pi)
    inside = "none" if row["health"] == "unknown" else colour
    return {"fill": colour, "shape": shape, "inside": inside, "label": row["name"], "aside": round(radius + 6)}


def _packed(labels: Sequence[str], per_line: int = 2, lines: int = 3) -> list[str]:
    """References in a square, two a line; what does not fit is counted."""
    room = per_line * lines
    shown = list(labels) if len(labels) <= room else [*labels[: room - 1], f"+{len(labels) - room + 1}"]
    return ["  ".join(shown[i : i + per_line]) for i in range(0, len(shown), per_line)]
