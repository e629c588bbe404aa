"""How is a number, a day or a missing value written on paper?

Paper has no link to open, so every value is written out: thousands parted by a narrow space,
a real minus sign, half rounded up, the unit in the head of the column or behind the value.
A value that could not be computed is written as the reason in words, never as 0 or a blank.
"""

import re
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from foundation.cells import HEALTH_WORDS
from foundation.money import MINOR_UNITS
from foundation.reasons import reason_text
from reports.facts.common import Ratio

_LONG = re.compile(r"\S{28}(?=\S)")
NARROW = "\u202f"
MINUS = "−"
NOTHING = "–"


def number(value: Decimal | int, places: int, *, plus: bool = False) -> str:
    """−1234.5 with two places → '−1 234.50' (the space is U+202F)."""
    exact = Decimal(value).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    text = f"{abs(exact):,.{places}f}".replace(",", NARROW)
    return (MINUS if exact < 0 else "+" if plus and exact > 0 else "") + text


def percent(value: Decimal, places: int = 0) -> str:
    """A fraction: 0.31 → '31 %'."""
    return f"{number(value * 100, places)}{NARROW}%"


def day(value: date | None) -> str:
    """1 October 2026 → '1 Oct 2026'; no day is a dash."""
    return date_format(value, "j M Y") if value else NOTHING


def instant(value: datetime) -> str:
    """Day and minute with the zone, as signatures show it: '20 Nov 2026, 14:05 UTC'."""
    return f"{date_format(value, 'j M Y, H:i')} {value.tzname()}"


def slip(value: int | None) -> str:
    """Days against the plan: 12 → '+12', −3 → '−3', 0 → '0'."""
    return NOTHING if value is None else number(value, 0, plus=True)


def days(value: int) -> str:
    """A number of days with its word: 1 → '1 day'."""
    return ngettext("%(count)s day", "%(count)s days", value) % {"count": number(value, 0)}


def breakable(text: str) -> str:
    """Text in which a word longer than 28 characters may be broken, so that it never widens a table."""
    return _LONG.sub(lambda found: found[0] + "\u200b", text)


def yes_no(value: bool) -> str:
    return _("yes") if value else _("no")


#: result of a target: which health it looks like, and its word
RESULTS = {
    "met": ("on_track", gettext_lazy("met")),
    "within": ("at_risk", gettext_lazy("within tolerance")),
    "missed": ("off_track", gettext_lazy("missed")),
    "unknown": ("unknown", gettext_lazy("unknown")),
}
#: amounts to the smallest coin of their currency: two digits unless `written` is told otherwise
_TO_THE_COIN = {"money": False, "variance": False, "change": True}
_WRITERS = {
    "whole": lambda value: number(value, 0),
    "whole_change": lambda value: number(value, 0, plus=True),
    "whole_variance": lambda value: number(value, 0),
    "variance_tenth": lambda value: number(value, 1),
    "count": lambda value: number(value, 0),
    "tenth": lambda value: number(value, 1),
    "ratio": lambda value: number(value, 2),
    "factor": lambda value: number(value, 4),
    "percent": percent,
    "year": str,
    "day": day,
    "month": lambda value: date_format(value, "M Y"),
    "slip": slip,
    "yes_no": yes_no,
    "health": lambda value: str(HEALTH_WORDS[value]),
    "result": lambda value: str(RESULTS[value][1]),
    "text": lambda value: breakable(str(value)),
}
#: kinds whose negative values are bad news: the head of the column says so, colour repeats it
VARIANCES = frozenset({"variance", "whole_variance", "variance_tenth"})
KINDS = frozenset({*_WRITERS, *_TO_THE_COIN})
TO_THE_RIGHT = KINDS - {"text", "yes_no", "day", "month", "health", "result"}


def coin(currency: str) -> int:
    """Digits of the smallest coin: EUR 2, JPY 0, KWD 3; two for a unit that is no currency."""
    return MINOR_UNITS.get(currency, 2)


def written(value: Any, kind: str, places: int = 2) -> str:
    """Any value as `kind` on paper; a Ratio without value as its reason, None and empty text as a dash.

    places: digits of the smallest coin, for kinds of money.
    """
    if isinstance(value, Ratio):
        if value.value is None:
            return str(reason_text(value.reason))
        value = value.value
    if value is None or value == "":
        return NOTHING
    if kind in _TO_THE_COIN:
        return number(value, places, plus=_TO_THE_COIN[kind])
    return _WRITERS[kind](value)
