"""A line that holds one amount is drawn as a mark, on the screen and on paper: its word stands beside something."""

import datetime as dt
import re
from decimal import Decimal

import pytest

from budgets.queries import monthly
from budgets.views.curves import s_curve
from portfolio.charts import Series, lines
from reports import drawing
from reports.charts import curves
from tests.factories import core, money

APRIL, MAY = dt.date(2026, 4, 10), dt.date(2026, 5, 10)
ALONE = re.compile(r"^M[\d.]+ [\d.]+$")  # a pen that is put down and not moved draws nothing


def paths(drawn):
    return {line["word"]: line["path"] for line in drawn["lines"]}


def test_one_month_of_cost_is_a_mark_on_the_page_of_the_budget(world):
    money.approved(world.own, 600)
    money.entry(world.own, 100)
    money.forecast(world.own, (200, APRIL), (300, MAY))
    drawn = paths(s_curve(monthly(world.own, as_of=core.DAY)))
    assert drawn["cost"].endswith("h4") and not any(ALONE.match(path) for path in drawn.values())
    assert "h" not in drawn["budget"] + drawn["forecast"]


@pytest.mark.parametrize("values", [(1, None, None), (None, 2, None), (None, None, 3)])
def test_one_value_of_a_series_is_a_mark_wherever_it_lies(values):
    whole = Series("series-1", "whole", tuple(map(Decimal, (1, 2, 3))))
    one = Series("series-2", "one", tuple(value and Decimal(value) for value in values))
    drawn = paths(lines([whole, one], first="Jan", last="Mar"))
    assert drawn["one"].endswith("h4") and "h" not in drawn["whole"]


def rows(known):
    """Three months, of which the earned value and the cost of so many are known."""
    months = [dt.date(2026, month, 28) for month in (1, 2, 3)]
    earned = [Decimal(50) if at < known else None for at in range(3)]
    return [
        {"day": day, "planned": Decimal(100), "earned": e, "actual": e} for day, e in zip(months, earned, strict=True)
    ]


def marks(known):
    spec = curves.s_curve("A finding", rows(known), currency="EUR", data_date=None)
    drawing.svg(spec)
    found = [layer["mark"] for layer in spec["layer"] if isinstance(layer.get("mark"), dict)]
    return ["point" in mark for mark in found if mark["type"] == "line"]


@pytest.mark.parametrize(("known", "marked"), [(0, [False] * 3), (1, [False, True, True]), (2, [False] * 3)])
def test_the_curve_of_a_report_marks_only_lines_of_one_point(known, marked):
    assert marks(known) == marked
