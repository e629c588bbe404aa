"""How does an amount spread over months or fiscal periods, and how does it add up on the way?

Planned value and forecasts by month come from here. Shares are whole minor units by largest
remainder, so the months add up to the amount to the last cent.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from foundation.money import split
from foundation.periods import DateRange, WorkOn, monday_to_friday, months, work_in


class Profile(StrEnum):
    """How an amount spreads: by the working time in each period, or the same in each."""

    WORK = "work"
    EVEN = "even"


@dataclass(frozen=True, slots=True)
class Share:
    """The part of an amount that falls on a period."""

    period: DateRange
    amount: Decimal


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """The sum up to the end of a period."""

    period: DateRange
    amount: Decimal
    cumulated: Decimal


def spread(
    amount: Decimal,
    span: DateRange,
    currency: str,
    *,
    periods: Sequence[DateRange] | None = None,
    profile: Profile = Profile.WORK,
    work_on: WorkOn = monday_to_friday,
) -> tuple[Share, ...]:
    """An amount of a span, by month or by the given periods that the span touches.

    `work` counts the working time of the span inside each period (calendar days where the span
    has none), `even` gives each touched period the same. 100 over May and June 2026 evenly ->
    50, 50; 100 EUR over 25 May to 5 June by work -> 50, 50. Negative amounts mirror positive.
    Errors: ValueError when periods leave a day of the span out or overlap; as `split`.
    """
    touched = months(span) if periods is None else _touched(span, periods)
    parts = [period.overlap(span) for period in touched]
    if profile == Profile.EVEN:
        weights = [1] * len(parts)
    else:
        weights = [work_in(part, work_on) for part in parts]
        if not any(weights):
            weights = [part.days for part in parts]
    shares = split(amount, weights, currency)
    return tuple(Share(period, share) for period, share in zip(touched, shares, strict=True))


def _touched(span: DateRange, periods: Iterable[DateRange]) -> list[DateRange]:
    touched = sorted(period for period in periods if period.overlaps(span))
    reached = span.start
    for number, period in enumerate(touched):
        if period.start > reached or (number and period.start < reached):
            raise ValueError("the periods leave a gap in the span, or overlap")
        reached = period.end
    if reached < span.end:
        raise ValueError("the periods end before the span")
    return touched


def merged(shares: Iterable[Share]) -> tuple[Share, ...]:
    """Shares of several amounts added up by period, in order of time."""
    sums: dict[DateRange, Decimal] = {}
    for share in shares:
        sums[share.period] = sums.get(share.period, Decimal(0)) + share.amount
    return tuple(Share(period, sums[period]) for period in sorted(sums))


def s_curve(shares: Iterable[Share]) -> tuple[CurvePoint, ...]:
    """The cumulated curve of shares: 30, 50, 20 -> 30, 80, 100."""
    curve, total = [], Decimal(0)
    for share in merged(shares):
        total += share.amount
        curve.append(CurvePoint(share.period, share.amount, total))
    return tuple(curve)
