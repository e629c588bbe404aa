"""Where on the paper does each bar of a plan stand?

Plain rows in wall-clock minutes in, lengths in pixels out: what a page draws needs no arithmetic.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from projects.engine.calendar import DAY, WorkCalendar, day_start, to_datetime

ROW, HEAD, PAD = 28, 28, 14  # heights of a row and of the head; room at both sides
PX = {"day": 24.0, "week": 8.0, "month": 3.0, "quarter": 1.0}  # one day
_REACH = ((31, "day"), (95, "week"), (270, "month"))  # up to so many days the zoom suits
_WIDEST = 30_000
GHOST = 8.0  # width of the outline below a milestone
_BESIDE = 200  # room for the words behind the last bar


@dataclass(frozen=True, slots=True)
class Strip:
    """One row of the plan. Instants in minutes, None where nothing is scheduled; `done` 0 to 1."""

    key: object
    kind: str
    start: int | None
    finish: int | None
    done: float = 0.0
    critical: bool = False
    complete: bool = False
    baseline: tuple[int, int] | None = None
    late_finish: int | None = None
    deadline: int | None = None


@dataclass(frozen=True, slots=True)
class Tie:
    """A link between two rows of the page."""

    pred: object
    succ: object
    type: str


@dataclass(frozen=True, slots=True)
class Shape:
    """What is drawn in one row: a bar, a summary or a milestone, and what belongs to it."""

    key: object
    kind: str
    css: str
    x: float
    y: float
    width: float
    done_width: float
    path: str
    baseline: tuple[float, float, float] | None
    float_path: str
    deadline_path: str
    word_x: float
    word_y: float


@dataclass(frozen=True, slots=True)
class Arrow:
    """A link: its line and its head."""

    line: str
    head: str
    css: str


@dataclass(frozen=True, slots=True)
class Chart:
    """All of it. `heads`: (x, day) at which a label stands; `shades`: (x, width) of days off."""

    zoom: str
    width: int
    height: int
    heads: tuple[tuple[float, date], ...]
    grid: str
    shades: tuple[tuple[float, float], ...]
    shapes: tuple[Shape, ...]
    arrows: tuple[Arrow, ...]
    today: float | None


def draw(
    strips: Sequence[Strip], ties: Iterable[Tie], *, zoom: str = "", today: int, calendar: WorkCalendar
) -> Chart | None:
    """The chart of the rows in their order, or None when nothing is scheduled. An unknown zoom is chosen by span.

    Worked number: at zoom day a bar from Monday 00:00 to Tuesday 00:00 is 24 px wide.
    """
    moments = [m for s in strips for m in _moments(s)]
    if not moments:
        return None
    first, last = min(moments) // DAY - 3, max(moments) // DAY + 4
    zoom = _fitting(zoom, last - first)
    px = PX[zoom]
    shapes = {s.key: _shape(s, at, first, px) for at, s in enumerate(strips) if s.start is not None}
    critical = {s.key for s in strips if s.critical}
    height = HEAD + ROW * len(strips)
    heads = tuple((PAD + (day - first) * px, date.fromordinal(day + 1)) for day in _label_days(first, last, zoom))
    now = today // DAY
    return Chart(
        zoom,
        round(2 * PAD + (last - first) * px) + _BESIDE,
        height,
        heads,
        "".join(f"M{x:g} 0V{height}" for x, _day in heads),
        tuple(_days_off(first, last, px, calendar)) if zoom in {"day", "week"} else (),
        tuple(shapes.values()),
        tuple(_arrow(shapes[t.pred], shapes[t.succ], t.type, {t.pred, t.succ} <= critical)
              for t in ties if t.pred in shapes and t.succ in shapes),
        _x(today, first, px) if first <= now < last else None,
    )  # fmt: skip


def _moments(strip: Strip) -> list[int]:
    if strip.start is None:
        return []
    return [strip.start, strip.finish, *(strip.baseline or ()), *([strip.deadline] if strip.deadline else [])]


def _fitting(zoom: str, days: int) -> str:
    """The asked zoom, or the one that suits the span; never a chart wider than a browser likes."""
    if zoom in PX and days * PX[zoom] <= _WIDEST:
        return zoom
    return next((name for reach, name in _REACH if days <= reach), "quarter")


def _x(moment: int, first: int, px: float) -> float:
    return round(PAD + (moment / DAY - first) * px, 1)


def _label_days(first: int, last: int, zoom: str) -> list[int]:
    """Mondays at zoom day, else the first days of months, or of quarters."""
    if zoom == "day":
        return [day for day in range(first, last) if day % 7 == 0]
    months = {"week": range(1, 13), "month": range(1, 13), "quarter": (1, 4, 7, 10)}[zoom]
    days = (to_datetime(day * DAY).date() for day in range(first, last))
    return [day.toordinal() - 1 for day in days if day.day == 1 and day.month in months]


def _days_off(first: int, last: int, px: float, calendar: WorkCalendar) -> Iterable[tuple[float, float]]:
    """Runs of days without any work."""
    began = None
    for day in range(first, last + 1):
        at = day_start(date.fromordinal(day + 1))
        off = day < last and calendar.between(at, at + DAY) == 0
        if off and began is None:
            began = day
        elif not off and began is not None:
            yield round(PAD + (began - first) * px, 1), (day - began) * px
            began = None


def _shape(strip: Strip, at: int, first: int, px: float) -> Shape:
    x, end = _x(strip.start, first, px), _x(strip.finish, first, px)
    top = HEAD + at * ROW
    css = "done" if strip.complete else "critical" if strip.critical else ""
    kind = strip.kind if strip.kind in {"summary", "milestone"} else "bar"
    width = max(round(end - x, 1), 2.0)
    ghost = None
    if strip.baseline:
        begin, finish = (_x(moment, first, px) for moment in strip.baseline)
        # where a milestone was promised is a point in time, but a dash of its own width would not be seen
        wide = max(round(finish - begin, 1), GHOST if kind == "milestone" else 2.0)
        ghost = (begin - GHOST / 2 if kind == "milestone" else begin, top + 20, wide)
    room = strip.late_finish is not None and not strip.complete and strip.late_finish > strip.finish
    return Shape(
        strip.key, kind, css, x, top + 6, width,
        0.0 if strip.complete else round(width * min(max(strip.done, 0.0), 1.0), 1),
        _path(kind, x, x + width, top),
        ghost,
        f"M{end:g} {top + 13}H{_x(strip.late_finish, first, px):g}" if room and kind == "bar" else "",
        f"M{_x(strip.deadline, first, px):g} {top + 4}v20" if strip.deadline else "",
        (end if kind == "milestone" else x + width) + (12 if kind == "milestone" else 6),
        top + 17,
    )  # fmt: skip


def _path(kind: str, x: float, end: float, top: int) -> str:
    """The outline of a summary (a bracket) or a milestone (a diamond); a bar needs none."""
    if kind == "milestone":
        return f"M{x:g} {top + 6}l8 8l-8 8l-8 -8Z"
    if kind == "summary":
        foot = min(6.0, (end - x) / 2)
        return f"M{x:g} {top + 8}H{end:g}v8l{-foot:g} 6v-6H{x + foot:g}v6l{-foot:g} -6Z"
    return ""


def _arrow(pred: Shape, succ: Shape, kind: str, critical: bool) -> Arrow:
    """An elbow from one end of the predecessor to one end of the successor."""
    leave = pred.x if kind[0] == "S" else pred.x + (0 if pred.kind == "milestone" else pred.width)
    into = succ.x if kind[1] == "S" else succ.x + succ.width
    side = -1 if kind[0] == "S" else 1
    toward = 1 if kind[1] == "S" else -1
    y, goal = pred.y + 8, succ.y + 8
    tip = into - toward * (8 if succ.kind == "milestone" else 0)
    out, before = leave + 6 * side, tip - toward * 8
    if (before - out) * toward >= 0 and side == toward:
        line = f"M{leave:g} {y:g}H{out:g}V{goal:g}H{tip:g}"
    else:
        between = goal - ROW / 2 if goal > y else goal + ROW / 2
        line = f"M{leave:g} {y:g}H{out:g}V{between:g}H{before:g}V{goal:g}H{tip:g}"
    head = f"M{tip:g} {goal:g}l{-6 * toward} -3v6Z"
    return Arrow(line, head, "critical" if critical else "")
