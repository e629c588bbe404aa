"""How does a planner write a duration and a link, and how is it read back?

Durations: `3d`, `4h`, `2w`, `90m`, `1.5 d`; a bare number means days. Links as in the tables of
planning tools: `3FS+2d, 5SS` - the number of the predecessor, the type (FS when left out), the lag.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from projects.engine.network import LagCalendar, LinkType

LONGEST_MIN = 50 * 366 * 1440  # fifty years around the clock: beyond it somebody mistyped
_AMOUNT = r"(?P<number>\d{1,9}(?:[.,]\d{1,4})?)\s*(?P<unit>[a-z]*)"
_DURATION = re.compile(rf"^\s*{_AMOUNT}\s*$", re.IGNORECASE)
_LINK = re.compile(
    rf"^\s*(?P<code>[^\s,;+]+?)\s*(?P<type>FS|SS|FF|SF)?\s*(?:(?P<sign>[+\-\u2212])\s*{_AMOUNT})?\s*$", re.IGNORECASE
)
_UNITS = {
    "": "d", "d": "d", "day": "d", "days": "d", "h": "h", "hr": "h", "hour": "h", "hours": "h", "w": "w", "wk": "w",
    "week": "w", "weeks": "w", "m": "m", "min": "m", "mins": "m", "minute": "m", "minutes": "m",
    "ed": "ed", "eh": "eh", "ew": "ew", "em": "em",
}  # fmt: skip
_CLOCK_MIN = {"ed": 1440, "eh": 60, "ew": 7 * 1440, "em": 1}


class TextError(ValueError):
    """What was typed cannot be read; `code` is data for the page, `part` the piece that is wrong."""

    def __init__(self, code: str, part: str):
        super().__init__(f"{code}: {part}")
        self.code = code
        self.part = part


@dataclass(frozen=True, slots=True)
class Hours:
    """How long a working day and a working week are, in minutes."""

    day_min: int = 480
    week_min: int = 2400


@dataclass(frozen=True, slots=True)
class LinkText:
    """One link as it was typed: the number of the predecessor, type, signed lag and its calendar."""

    code: str
    type: str = LinkType.FS
    lag_min: int = 0
    lag_calendar: str = LagCalendar.SUCC


def read_duration(text: str, hours: Hours = Hours()) -> int:
    """Working minutes. Raises TextError `duration` (unreadable) and `duration_range` (too long).

    Worked number: with a day of 480 min, `1.5d` is 720 and `2w` of five such days 4800.
    """
    found = _DURATION.match(text)
    unit = _UNITS.get(found["unit"].lower()) if found else None
    if unit is None or unit in _CLOCK_MIN:
        raise TextError("duration", text.strip())
    return _minutes(found["number"], unit, hours)


def show_duration(minutes: int, hours: Hours = Hours()) -> tuple[Decimal, str]:
    """The amount and its unit: whole or half days as days, else hours, else minutes. 720 min is (1.5, d)."""
    for size, unit, step in ((hours.day_min, "d", Decimal("0.5")), (60, "h", Decimal("0.25"))):
        amount = Decimal(minutes) / size
        if amount % step == 0:
            return amount.normalize() + 0, unit
    return Decimal(minutes), "m"


def duration_text(minutes: int, hours: Hours = Hours()) -> str:
    """As a person types it: `1.5d`."""
    amount, unit = show_duration(minutes, hours)
    return f"{amount:f}{unit}"


def read_links(text: str, hours: Hours = Hours()) -> list[LinkText]:
    """The links of a cell. Raises TextError `link`, `link_twice`, `duration_range`; an empty text is no links.

    Worked number: `1.3FS+2d, 5SS` is (1.3, FS, 960 min) and (5, SS, 0).
    """
    links = [_link(part, hours) for part in re.split(r"[;,]", text) if part.strip()]
    seen = set()
    for link in links:
        if (link.code, link.type) in seen:
            raise TextError("link_twice", f"{link.code}{link.type}")
        seen.add((link.code, link.type))
    return links


def links_text(links: Iterable[LinkText], hours: Hours = Hours()) -> str:
    """The links of one task as they are typed: `1.3FS+2d, 5`."""
    return ", ".join(_written(link, hours) for link in links)


def _link(part: str, hours: Hours) -> LinkText:
    found = _LINK.match(part)
    if not found:
        raise TextError("link", part.strip())
    kind = (found["type"] or "FS").upper()
    if not found["sign"]:
        return LinkText(found["code"], LinkType(kind))
    unit = _UNITS.get(found["unit"].lower())
    if unit is None:
        raise TextError("link", part.strip())
    lag = _minutes(found["number"], unit, hours)
    calendar = LagCalendar.CLOCK if unit in _CLOCK_MIN else LagCalendar.SUCC
    return LinkText(found["code"], LinkType(kind), lag if found["sign"] == "+" else -lag, calendar)


def _written(link: LinkText, hours: Hours) -> str:
    if not link.lag_min:
        return link.code if link.type == LinkType.FS else f"{link.code}{link.type}"
    clock = link.lag_calendar == LagCalendar.CLOCK
    amount, unit = show_duration(abs(link.lag_min), Hours(1440, 7 * 1440) if clock else hours)
    sign = "+" if link.lag_min > 0 else "-"
    return f"{link.code}{link.type}{sign}{amount:f}{'e' if clock else ''}{unit}"


def _minutes(number: str, unit: str, hours: Hours) -> int:
    sizes = {"d": hours.day_min, "h": 60, "w": hours.week_min, "m": 1, **_CLOCK_MIN}
    minutes = (Decimal(number.replace(",", ".")) * sizes[unit]).to_integral_value(ROUND_HALF_UP)
    if minutes > LONGEST_MIN:
        raise TextError("duration_range", f"{number}{unit}")
    return int(minutes)
