"""Where do lines and bubbles of a chart stand, as plain attributes of SVG with their words?

Geometry only: what the chart says stands in its title and in the table beside it.
"""

from dataclasses import dataclass
from decimal import Decimal

from foundation.figures import MONEY, show

WIDTH, HEIGHT, LEFT, TOP, RIGHT, BELOW, APART = 520, 190, 66, 14, 84, 30, 15


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
    path = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
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

    A word that would stand on another one is left out: the circle is a link with the name, and the table
    below the chart names them all.
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
    to_the_left = x > LEFT + WIDTH * 0.8
    return {
        "name": bubble.name, "address": bubble.address, "health": bubble.health, "x": f"{x:.1f}", "y": f"{y:.1f}",
        "r": f"{radius:.1f}", "anchor": "end" if to_the_left else "start", "word": bubble.name,
        "word_x": f"{x - radius - 4:.1f}" if to_the_left else f"{x + radius + 4:.1f}", "word_y": f"{y + 4:.1f}",
    }  # fmt: skip


def _leave_room(drawn):
    """Take away the words that would stand on a word before them."""
    taken = []
    for each in drawn:
        x, y, width = float(each["word_x"]), float(each["word_y"]), LETTER * len(each["name"])
        left = x - width if each["anchor"] == "end" else x
        if any(left < right and begin < left + width and abs(y - line) < WORD_HEIGHT for begin, right, line in taken):
            each["word"] = ""
        else:
            taken.append((left, left + width, y))
