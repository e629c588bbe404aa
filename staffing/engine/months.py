"""How much can people work in a month, and how much of it is asked for?

The same arithmetic as `capacity.Availability`, summed over whole ranges instead of day by day:
calendar minutes of a range are one subtraction, so a year of hundreds of people is quick.
"""

from collections.abc import Callable, Iterable
from decimal import Decimal

from foundation.periods import DateRange
from staffing.engine.capacity import Employment

WorkIn = Callable[[DateRange], int]  # working minutes of a calendar inside a range of days
CapacityIn = Callable[[DateRange], Decimal]  # minutes that a person can give inside a range of days


def employed_minutes(
    employment: Employment, work_in: WorkIn, absences: Iterable[DateRange], span: DateRange
) -> Decimal:
    """Minutes that one employment gives in the span: (calendar - absence) x fte.

    absences: whole days, without overlap. A month of 22 days of 480 minutes, 2 days away, 50 % -> 4800.
    """
    end = span.end if employment.end is None else min(employment.end, span.end)
    start = max(employment.start, span.start)
    if start >= end:
        return Decimal(0)
    inside = DateRange(start, end)
    away = sum(work_in(part) for days in absences if (part := days.overlap(inside)))
    return (work_in(inside) - away) * employment.fte


def booked_minutes(
    share: Decimal, days: DateRange, span: DateRange, capacity_in: Callable[[DateRange], Decimal]
) -> Decimal:
    """Minutes that a booking takes in the span: share x capacity of the days that both have."""
    common = days.overlap(span)
    return share * capacity_in(common) if common else Decimal(0)
