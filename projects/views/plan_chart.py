"""How do the bars of the plan reach the template? As pieces of SVG whose words and lengths are ready.

A chart of a hundred rows has a thousand attributes: put together here they take a third of the time that
the tags of a template take.
"""

from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

_LABELS = {"day": "j M", "week": "M Y", "month": "M y", "quarter": "M Y"}


def chart_context(plan):
    """The chart with the words of its head and of its rows; lengths as text, which no locale changes."""
    chart = plan.chart
    if chart is None:
        return {"chart": None}
    rows = {row.task.pk: row.task for row in plan.rows}
    return {
        "chart": chart,
        "heads": [(f"{x + 4:g}", date_format(day, _LABELS[chart.zoom])) for x, day in chart.heads],
        "shades": [(f"{x:g}", f"{width:g}") for x, width in chart.shades],
        "shapes": SafeString("\n".join(shape_html(shape, rows[shape.key]) for shape in chart.shapes)),
        "arrows": SafeString("".join(_arrow(arrow) for arrow in chart.arrows)),
        "today_x": None if chart.today is None else f"{chart.today:g}",
        "label": _("Bars of %(count)s rows of the plan; the table holds the same dates") % {"count": len(rows)},
    }


def shape_html(shape, task):
    """What is drawn in one row: the promise behind it, the work, its room, its deadline and its words."""
    who = task.responsible.name if task.responsible else ""
    at = f'x="{shape.word_x:g}" y="{shape.word_y:g}"'
    return "".join((
        _ghost(shape), _bar(shape) if shape.kind == "bar" else _path(f"{shape.kind} {shape.css}", shape.path),
        _path("float", shape.float_path), _path("deadline", shape.deadline_path),
        f'<text class="bar-word" {at}>{escape(who)}</text><text class="bar-name" {at}>{escape(task.name)}</text>',
    ))  # fmt: skip


def _ghost(shape):
    if not shape.baseline:
        return ""
    x, y, width = shape.baseline
    return f'<rect class="baseline" x="{x:g}" y="{y:g}" width="{width:g}" height="5"/>'


def _bar(shape):
    at = f'x="{shape.x:g}" y="{shape.y:g}"'
    drawn = f'<rect class="bar {shape.css}" {at} width="{shape.width:g}" height="14" rx="2"/>'
    if shape.done_width:
        drawn += f'<rect class="bar-done {shape.css}" {at} width="{shape.done_width:g}" height="14" rx="2"/>'
    return drawn


def _path(css, line):
    return f'<path class="{css}" d="{line}"/>' if line else ""


def _arrow(arrow):
    return _path(f"dependency {arrow.css}", arrow.line) + _path(f"arrow {arrow.css}", arrow.head)
