"""How does the S-curve of a project look as plain lines of SVG, with its words beside them?"""

from decimal import Decimal

from django.utils.translation import gettext as _

from budgets.queries.monthly import finding
from foundation.figures import MONEY, show

WIDTH, HEIGHT, LEFT, TOP, RIGHT, BELOW, APART = 560, 190, 66, 18, 84, 24, 15
STUB = "h4"  # a line of one point would be a word beside nothing


def s_curve(months):
    """Paths of cumulated budget, cost and forecast; None when there are fewer than two months or no money.

    Cost ends with the last month that holds some; the forecast is drawn over the whole time.
    """
    top = max((max(m.budget_sum, m.forecast_sum, m.actual_sum) for m in months), default=Decimal(0))
    if len(months) < 2 or top <= 0:
        return None
    spent = [place for place, month in enumerate(months) if month.actual.value]
    actual = [m.actual_sum for m in months[: spent[-1] + 1]] if spent else []
    lines = [
        ("series-6", _("budget"), [m.budget_sum for m in months]),
        ("series-2 dashed", _("forecast"), [m.forecast_sum for m in months]),
        ("series-1", _("cost"), actual),
    ]
    drawn = [_line(css, word, values, top, len(months)) for css, word, values in lines if values]
    _set_apart(drawn)
    return {
        "width": LEFT + WIDTH + RIGHT, "height": TOP + HEIGHT + BELOW, "lines": drawn, "grid": _grid(top),
        "first": months[0].period.month, "last": months[-1].period.month, "left": LEFT, "right": LEFT + WIDTH,
        "foot": TOP + HEIGHT + 17, "title": finding(months),
    }  # fmt: skip


def _line(css, word, values, top, count):
    points = [
        (LEFT + WIDTH * place / (count - 1), TOP + HEIGHT * (1 - float(max(value, Decimal(0)) / top)))
        for place, value in enumerate(values)
    ]
    path = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points) + (STUB if len(points) == 1 else "")
    x, y = points[-1]
    below = 14 if len(values) < count else 0  # the forecast goes on from where the cost ends
    return {"css": css, "word": word, "path": path, "x": f"{x + 5:.1f}", "y": y + 4 + below}


def _set_apart(lines):
    """Words at the ends of lines never stand on each other."""
    floor = float("-inf")
    for line in sorted(lines, key=lambda line: line["y"]):
        line["y"] = floor = max(line["y"], floor + APART)
    for line in lines:
        line["y"] = f"{line['y']:.1f}"


def _grid(top):
    """Three lines with their amounts: nothing, half, all."""
    return [
        {"y": TOP + HEIGHT * (2 - half) // 2, "tick": show(top * half / 2, MONEY, compact=True)} for half in (0, 1, 2)
    ]
