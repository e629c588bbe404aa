"""Where do lines and bubbles of a chart stand, as plain attributes of SVG with their words?

Geometry only: what the chart says stands in its title and in the table beside it.
"""

from dataclasses import dataclass
from decimal import Decimal

from foundation.figures import MONEY, show

WIDTH, HEIGHT, LEFT, TOP, RIGHT, BELOW, APART = 520, 190, 66, 14, 84, 30, 15
STUB = "h4"  # a line of one point would be a word beside nothing


@dataclass(frozen=True)
class Series:
    """One line: css class, the word at its end, one value per step (None: the line ends or begins later)."""

    css: str
    word: str
    values: tuple


def lines(series, *, first, last):
    """The drawing of lines over equal steps, from `first` to `last` in words; None when there is nothing to draw."""
    top = max((value for each in series for value in each.values if value is not None), default=Decimal(0))
    steps = max((len(each.values) for each in series), default=0)
    if steps < 2 or top <= 0:
        return None
    drawn = [_line(each, top, steps) for each in series if any(v is not None for v in each.values)]
    _set_apart(drawn)
    return _frame(top) | {"lines": drawn, "first": first, "last": last}


def _frame(top):
    ticks = [{"y": _y(top * half / 2, top), "tick": show(top * half / 2, MONEY, compact=True)} for half in (0, 1, 2)]
    return {
        "width": LEFT + WIDTH + RIGHT, "height": TOP + HEIGHT + BELOW, "grid": ticks, "left": LEFT,
        "right": LEFT + WIDTH, "foot": TOP + HEIGHT + 18, "top": TOP, "bottom": TOP + HEIGHT,
    }  # fmt: skip


def _y(value, top):
    return f"{TOP + HEIGHT * (1 - float(max(value, Decimal(0)) / top)):.1f}"


def _line(series, top, steps):
    points = [
        (LEFT + WIDTH * at / (steps - 1), float(_y(value, top)))
        for at, value in enumerate(series.values)
        if value is not None
    ]
    path = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points) + (STUB if len(points) == 1 else "")
    x, y = points[-1]
    beside = y + 4 if len(series.values) == steps else y + APART  # a line that ends early has its word below
    return {"css": series.css, "word": series.word, "path": path, "x": f"{x + 5:.1f}", "y": beside}


def _set_apart(drawn):
    """Words at the ends of lines never stand on each other."""
    floor = float("-inf")
    for line in sorted(drawn, key=lambda line: line["y"]):
        line["y"] = floor = max(line["y"], floor + APART)
    for line in drawn:
        line["y"] = f"{line['y']:.1f}"


@dataclass(frozen=True)
class Bubble:
    """One project: value up, risk to the right, size by the cost to go; amounts in one currency."""

    name: str
    address: str
    health: str
    value: Decimal
    risk: Decimal
    size: Decimal


LARGEST, SMALLEST = 26, 5
LETTER, WORD_HEIGHT = 10, 18  # of a word beside a bubble, about, as large as a telephone draws it
STEPS = [Decimal(step) for step in ("1", "1.2", "1.5", "2", "2.5", "3", "4", "5", "6", "8", "10")]


def bubbles(found):
    """Circles with their words, the largest first so that small ones stay in sight; None for no bubble.

    The one with the most risk has its word in any case, since the title speaks of it. A word that would stand
    on another one, to the right of its circle and to the left, is left out: the circle is a link with the name,
    and the table below the chart names them all.
    """
    if not found:
        return None
    top, far = (_ceiling(max(values)) for values in zip(*((b.value, b.risk) for b in found), strict=True))
    most = max(max(b.size for b in found), Decimal(1))
    drawn = [_bubble(b, top, far, most) for b in sorted(found, key=lambda b: b.size, reverse=True)]
    _leave_room(drawn)
    across = [{"x": LEFT + WIDTH * half // 2, "tick": show(far * half / 2, MONEY, compact=True)} for half in (0, 1, 2)]
    return _frame(top) | {"bubbles": drawn, "across": across}


def _ceiling(largest):
    """The end of an axis: a round number that leaves a tenth of room. `_ceiling(9_470_000)` is 12,000,000."""
    wanted = max(largest, Decimal(1)) * Decimal("1.1")
    unit = Decimal(10) ** wanted.adjusted()
    return next(step * unit for step in STEPS if step * unit >= wanted)


def _bubble(bubble, top, far, most):
    radius = max(SMALLEST, LARGEST * float(max(bubble.size, Decimal(0)) / most) ** 0.5)
    x = LEFT + WIDTH * float(max(bubble.risk, Decimal(0)) / far)
    y = float(_y(bubble.value, top))
    return {
        "name": bubble.name, "address": bubble.address, "health": bubble.health, "x": f"{x:.1f}", "y": f"{y:.1f}",
        "r": f"{radius:.1f}", "risk": bubble.risk,
    }  # fmt: skip


def _leave_room(drawn):
    """Give each its word beside the circle, the riskiest first, where it stands on no word before it."""
    taken = []
    riskiest = max(drawn, key=lambda each: each["risk"])
    for each in sorted(drawn, key=lambda each: each is not riskiest):
        places = (place for place in _places(each) if not any(_meet(place, other) for other in taken))
        left, right, y, anchor = found = next(places, (0.0, 0.0, 0.0, ""))
        each |= {"word": each["name"] if anchor else "", "anchor": anchor, "word_y": f"{y:.1f}",
                 "word_x": f"{right if anchor == 'end' else left:.1f}"}  # fmt: skip
        if anchor:
            taken.append(found)


def _places(each):
    """(left, right, line, anchor) beside a circle, where the drawing has room: to its right, to its left."""
    x, y, radius, width = float(each["x"]), float(each["y"]) + 4, float(each["r"]) + 4, LETTER * len(each["name"])
    if x + radius + width <= LEFT + WIDTH + RIGHT:
        yield x + radius, x + radius + width, y, "start"
    if x - radius - width >= LEFT:
        yield x - radius - width, x - radius, y, "end"


def _meet(one, other):
    return one[0] < other[1] and other[0] < one[1] and abs(one[2] - other[2]) < WORD_HEIGHT
