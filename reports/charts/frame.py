"""What do all our charts have in common: size, colours, axes and the way numbers become words?

A chart is a plain Vega-Lite dict, drawn by the browser and by `reports.drawing` from the same
specification. Sizes are pixels of a 640 px wide picture (160 mm on paper, so 11 px text is 8 pt).
Colours are the design tokens; a colour never stands alone, so every series also has a dash,
a shape or a label of its own. Amounts arrive as Decimal and become floats only here: a picture
needs no cents, and the figures themselves stand in the table beside it.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

Spec = dict[str, Any]
Row = Mapping[str, Any]

# the light half of static/css/tokens.css; a test compares them
INK, MUTED, HAIRLINE, GROUND, PAPER = "#1b1f24", "#5f6a7c", "#d9dde3", "#f7f8fa", "#ffffff"
ACCENT, ACCENT_SOFT, GOOD, WARN, BAD = "#0b5cad", "#e8f1fb", "#177245", "#945400", "#b42318"
GOOD_SOFT, WARN_SOFT, BAD_SOFT = "#e8f5ee", "#fbf2e3", "#fdeeec"
SERIES = ("#0b5cad", "#b8570b", "#177245", "#7a4fb5", "#0e7c86", "#8a8f98")
#: one hue in three weights, for the stages of one sum of money: spent, received, ordered, free
ACCENT_TINT, ACCENT_PALE = "#6d9dce", "#c5d9ed"
#: health is a colour, a shape and a word (INTERFACE.md); no glyph, since the typeface has none for them
HEALTH = {
    "on_track": (GOOD, "circle", "on track"),
    "at_risk": (WARN, "diamond", "at risk"),
    "off_track": (BAD, "triangle-up", "off track"),
    "unknown": (MUTED, "circle", "unknown"),
}
FONT = "IBM Plex Sans"
TOTAL_WIDTH = 640
SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"
#: from which size on an amount is written in which unit
SCALES = ((999.5e6, 1e9, " bn"), (999.5e3, 1e6, " M"), (999.5, 1e3, " k"))
#: Vega writes 1.2G; people read 1.2bn
MONEY_LABEL = "replace(format(datum.value, '~s'), 'G', 'bn')"


def frame(
    title: str,
    layers: Sequence[Spec],
    *,
    height: int,
    left: int = 56,
    right: int = 24,
    bottom: int = 44,
    top: int = 10,
    key: str = "",
    **more: Any,
) -> Spec:
    """A chart of fixed size: the finding as title, `layers`, and room in pixels on each side.

    `key` is one line under the title that says what shapes mean where they are not labelled.
    """
    if not title.strip():
        raise ValueError("a chart's title says what it shows")
    return {
        "$schema": SCHEMA,
        "title": {"text": title, "subtitle": key} if key else {"text": title},
        "autosize": {"type": "none"},
        "width": TOTAL_WIDTH - left - right,
        "height": height,
        "padding": {"left": left, "right": right, "top": top, "bottom": bottom},
        "layer": list(layers),
        "config": CONFIG,
        **more,
    }


CONFIG: Spec = {
    "font": FONT,
    "background": None,
    "view": {"stroke": None},
    "title": {
        "anchor": "start",
        "frame": "group",
        "fontSize": 13,
        "fontWeight": 600,
        "color": INK,
        "offset": 10,
        "subtitleFont": FONT,
        "subtitleFontSize": 11,
        "subtitleColor": MUTED,
        "subtitlePadding": 4,
    },
    "axis": {
        "labelFont": FONT,
        "titleFont": FONT,
        "labelColor": INK,
        "titleColor": MUTED,
        "labelFontSize": 11,
        "titleFontSize": 11,
        "titleFontWeight": 400,
        "gridColor": HAIRLINE,
        "gridWidth": 0.6,
        "domainColor": MUTED,
        "tickColor": MUTED,
        "tickSize": 4,
    },
    "text": {"font": FONT, "fontSize": 11, "color": INK},
}


def values(rows: Iterable[Row]) -> Spec:
    """Rows as inline data, Decimals and dates in the form that JSON and Vega know."""
    return {"values": [{key: plain(value) for key, value in row.items()} for row in rows]}


def plain(value: Any) -> Any:
    """A Decimal as float, a day as ISO text, the rest as it is."""
    if isinstance(value, Decimal):
        return float(value)
    return value.isoformat() if isinstance(value, date) else value


def short(amount: Decimal | float) -> str:
    """An amount for a label, three figures: 1234567 → '1.23 M', −4100 → '−4.1 k'."""
    size = abs(float(amount))
    divisor, unit = next(((by, word) for limit, by, word in SCALES if size >= limit), (1, ""))
    scaled = size / divisor
    digits = 0 if divisor == 1 or scaled >= 99.95 else 1 if scaled >= 9.995 else 2
    text = f"{scaled:.{digits}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return ("−" if amount < 0 and float(text) else "") + text + unit


def signed(amount: Decimal | float) -> str:
    """Like `short`, with a plus before what adds: 4100 → '+4.1 k'."""
    return ("+" if amount > 0 else "") + short(amount)


def domain(numbers: Iterable[Any], *, room: float = 0.06) -> list[float]:
    """The span from the lowest to the highest number that always holds zero, with a little room."""
    found = [float(n) for n in numbers if n is not None] + [0.0]
    low, high = min(found), max(found)
    span = (high - low) or 1.0
    return [low - span * room if low < 0 else 0.0, high + span * room if high > 0 else 0.0 if low < 0 else 1.0]


def spread(places: Sequence[float], gap: float) -> list[float]:
    """Move labels apart until neighbours are `gap` apart, keeping their order and their middle.

    spread([10, 10, 30], 4) → [8, 12, 30]
    """
    groups: list[tuple[float, list[int]]] = []
    for index in sorted(range(len(places)), key=lambda i: places[i]):
        middle, members = float(places[index]), [index]
        while groups and middle - gap * (len(members) - 1) / 2 < groups[-1][0] + gap * len(groups[-1][1]) / 2 + gap / 2:
            other, earlier = groups.pop()
            count = len(earlier) + len(members)
            middle = (other * len(earlier) + middle * len(members)) / count
            members = earlier + members
        groups.append((middle, members))
    moved = [0.0] * len(places)
    for middle, members in groups:
        for position, index in enumerate(members):
            moved[index] = middle + gap * (position - (len(members) - 1) / 2)
    return moved


def money_axis(currency: str, *, label: str = "") -> Spec:
    """An axis of money, its unit in the title: 'EUR, cumulative'."""
    return {"title": f"{currency}, {label}" if label else currency, "labelExpr": MONEY_LABEL, "tickCount": 5}


def baseline(channel: str = "y", at: float = 0) -> Spec:
    """The zero line, drawn over the bars."""
    return {
        "data": {"values": [{"zero": at}]},
        "mark": {"type": "rule", "color": INK, "strokeWidth": 1},
        "encoding": {channel: {"field": "zero", "type": "quantitative"}},
    }


#: each row carries its own colour in `fill`
FILL: Spec = {"field": "fill", "type": "nominal", "scale": None}

#: and for a point its shape, its edge and what is inside
SHAPE: Spec = {
    "shape": {"field": "shape", "type": "nominal", "scale": None},
    "stroke": FILL,
    "fill": {"field": "inside", "type": "nominal", "scale": None},
}


def layer(mark: str, encoding: Spec, data: Spec | None = None, **look: Any) -> Spec:
    """One layer: a mark with its look, its channels and, where they are its own, its rows."""
    return {"mark": {"type": mark, **look}, "encoding": encoding, **({"data": data} if data else {})}


def lying(field: str, span: list[float], currency: str = "", label: str = "") -> Spec:
    """A horizontal channel of money over the whole span; with a currency it brings the axis."""
    channel: Spec = {"field": field, "type": "quantitative", "scale": {"domain": span, "nice": False}}
    return {**channel, "axis": {**money_axis(currency, label=label), "grid": True}} if currency else channel


def text(data: Spec, x: Spec, y: Spec, label: str, **mark: Any) -> Spec:
    """A layer of words: field `label` at x and y."""
    return {"data": data, "mark": {"type": "text", **mark}, "encoding": {"x": x, "y": y, "text": {"field": label}}}


def haloed(data: Spec, x: Spec, y: Spec, label: str, **mark: Any) -> list[Spec]:
    """Words that stay legible where they cross a line or a bar: once as a rim of paper, once as ink."""
    rim = {"stroke": PAPER, "strokeWidth": 3.5, "strokeJoin": "round", "color": PAPER}
    return [text(data, x, y, label, **mark, **rim), text(data, x, y, label, **mark)]
