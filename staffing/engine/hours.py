"""How are working hours written and read? "7.5", "7,5" and "7:30" are 450 minutes."""

import re
from decimal import ROUND_HALF_UP, Decimal

_CLOCK = re.compile(r"(\d{1,2}):([0-5]\d)", re.ASCII)
_DECIMAL = re.compile(r"\d{1,2}([.,]\d{1,4})?|[.,]\d{1,4}", re.ASCII)


def minutes_of(text: str) -> int:
    """Minutes of hours as people type them, rounded half up to a minute; nothing typed is 0.

    "7.5" -> 450, "7:30" -> 450, "0,33" -> 20. Errors: ValueError for anything else and above 24 hours.
    """
    text = text.strip()
    if not text:
        return 0
    clock = _CLOCK.fullmatch(text)
    if clock:
        minutes = int(clock[1]) * 60 + int(clock[2])
    elif _DECIMAL.fullmatch(text):
        exact = Decimal(text.replace(",", ".")) * 60
        minutes = int(exact.to_integral_value(ROUND_HALF_UP))
    else:
        raise ValueError("not hours")
    if minutes > 1440:
        raise ValueError("more than a day")
    return minutes


def hours_text(minutes: int) -> str:
    """Minutes as people read them back: 450 -> "7:30"; 0 -> ""."""
    return f"{minutes // 60}:{minutes % 60:02d}" if minutes else ""


def hours(minutes: Decimal | int) -> Decimal:
    """Hours of minutes, to a hundredth, half up: 450 -> 7.50, 100 -> 1.67."""
    return (Decimal(minutes) / 60).quantize(Decimal("0.01"), ROUND_HALF_UP)
