"""How far is an activity, and does what was reported make sense?

Progress speaks of time here, never of earned money: `percent` is a share of the
working duration, and nothing in this module changes a budget or an earned value.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from projects.engine.calendar import WorkCalendar, day_end
from projects.engine.network import Key


@dataclass(frozen=True, slots=True)
class Progress:
    """What a team reports about one activity; `percent` 0 to 1, instants in minutes."""

    key: Key
    duration_min: int
    percent: Decimal = Decimal(0)
    remaining_min: int | None = None
    actual_start: int | None = None
    actual_finish: int | None = None


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a report cannot be taken: `code` is data for the page, `field` where it stands."""

    key: Key
    field: str
    code: str


def data_date_instant(day: date) -> int:
    """Progress is complete up to the *end* of the data date: midnight after it."""
    return day_end(day)


def remaining_from_percent(duration_min: int, percent: Decimal) -> int:
    """Working minutes left, rounded half up; 0.25 of 480 min leaves 360."""
    if not 0 <= percent <= 1:
        raise ValueError("A share complete lies between 0 and 1.")
    left = (duration_min * (1 - Decimal(percent))).to_integral_value(ROUND_HALF_UP)
    return int(left)


def percent_from_remaining(duration_min: int, remaining_min: int) -> Decimal | None:
    """Share complete, six places; None for an activity without length. 480 min, 120 left: 0.75.

    More left than was planned is no progress yet: 0.
    """
    if not duration_min:
        return None
    done = Decimal(duration_min - remaining_min) / duration_min
    return max(Decimal(0), done).quantize(Decimal("0.000001"), ROUND_HALF_UP)


def expected_percent(calendar: WorkCalendar, start: int, finish: int, at: int) -> Decimal:
    """The share of a planned span that should be done at an instant, by working time.

    Worked number: planned Monday to Friday (9-17), at Wednesday 17:00 it is 0.6.
    A milestone is 0 before its instant and 1 from it on.
    """
    length = calendar.between(start, finish)
    if length <= 0:
        return Decimal(int(at >= finish))
    share = Decimal(calendar.between(start, min(max(at, start), finish))) / length
    return share.quantize(Decimal("0.000001"), ROUND_HALF_UP)


def faults(rows: Iterable[Progress], data_date: int) -> list[Fault]:
    """Everything that cannot be true of reported progress, row by row, none left out."""
    found: list[Fault] = []
    for row in rows:
        found += [Fault(row.key, field, code) for wrong, field, code in _checks(row, data_date) if wrong]
    return found


def _checks(row: Progress, data_date: int) -> list[tuple[bool, str, str]]:
    started, finished, left = row.actual_start is not None, row.actual_finish is not None, row.remaining_min
    return [
        (not 0 <= row.percent <= 1, "percent", "percent_range"),
        (left is not None and left < 0, "remaining_min", "negative_remaining"),
        (started and row.actual_start > data_date, "actual_start", "after_data_date"),
        (finished and row.actual_finish > data_date, "actual_finish", "after_data_date"),
        (finished and not started, "actual_start", "finished_without_start"),
        (finished and started and row.actual_finish < row.actual_start, "actual_finish", "finish_before_start"),
        (row.percent > 0 and not started, "actual_start", "progress_without_start"),
        (row.percent == 1 and not finished, "actual_finish", "done_without_finish"),
        (finished and row.percent < 1, "percent", "finished_below_100"),
        (finished and bool(left), "remaining_min", "finished_with_remaining"),
    ]
