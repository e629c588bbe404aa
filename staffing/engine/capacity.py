"""How much can a person work, how much is booked, and on which days is it too much?

Minutes of a working day come from a calendar (a function of the day). Capacity of a day = its
minutes, less absence, times the employment's share (fte).
Reasons: no_capacity (utilisation), over_allocated and unavailable (a day).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from foundation.money import exact
from foundation.periods import DAY, DateRange, WorkOn
from foundation.ratios import Ratio, divide

OVER_ALLOCATED = "over_allocated"
UNAVAILABLE = "unavailable"


@dataclass(frozen=True, slots=True)
class Employment:
    """Employed from `start` up to, not including, `end` (None: without end), 0 < fte <= 1."""

    start: date
    end: date | None
    fte: Decimal = Decimal(1)

    def __post_init__(self) -> None:
        if not 0 < exact(self.fte) <= 1:
            raise ValueError("the share of an employment is above 0 and at most 1")
        if self.end is not None and self.end <= self.start:
            raise ValueError("an employment ends after it starts")

    def covers(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day < self.end)


@dataclass(frozen=True, slots=True)
class Absence:
    """Away on these days, all day (share 1) or for a part of each."""

    days: DateRange
    share: Decimal = Decimal(1)

    def __post_init__(self) -> None:
        if not 0 < exact(self.share) <= 1:
            raise ValueError("an absence takes more than nothing and at most the day")


@dataclass(frozen=True, slots=True)
class Availability:
    """All that decides a person's capacity: working minutes by day, employments, absences."""

    minutes_on: WorkOn
    employments: tuple[Employment, ...]
    absences: tuple[Absence, ...] = ()

    def capacity_on(self, day: date) -> Decimal:
        """Minutes of one day: (calendar - absence) x fte. 480, half a day off, 80 % -> 192."""
        fte = sum((e.fte for e in self.employments if e.covers(day)), Decimal(0))
        away = sum((a.share for a in self.absences if day in a.days), Decimal(0))
        return self.minutes_on(day) * (1 - min(away, Decimal(1))) * fte

    def capacity(self, span: DateRange) -> Decimal:
        """Minutes of a span: Σ of its days."""
        return sum((self.capacity_on(day) for day in span), Decimal(0))


@dataclass(frozen=True, slots=True)
class Booking:
    """A share of a person's capacity on a range of days (an allocation), 0 < share <= 1."""

    key: str
    days: DateRange
    share: Decimal

    def __post_init__(self) -> None:
        if not 0 < exact(self.share) <= 1:
            raise ValueError(f"{self.key}: a share is above 0 and at most 1")


@dataclass(frozen=True, slots=True)
class Assigned:
    """Minutes of work planned on one day."""

    key: str
    day: date
    minutes: int


@dataclass(frozen=True, slots=True)
class DayLoad:
    """One day: minutes possible, minutes booked, and what is wrong with it, if anything."""

    day: date
    capacity: Decimal
    load: Decimal
    reason: str | None

    @property
    def utilisation(self) -> Ratio:
        return utilisation(self.load, self.capacity)


@dataclass(frozen=True, slots=True)
class Overload:
    """Days in a row with the same trouble; `excess` is load - capacity over them, in minutes."""

    days: DateRange
    reason: str
    excess: Decimal


def utilisation(load: Decimal | int, capacity: Decimal | int) -> Ratio:
    """Allocated (or worked) minutes / capacity. 1200 of 2400 -> 0.5; capacity 0 -> null."""
    return divide(load, capacity, zero="no_capacity")


def day_load(
    day: date,
    available: Availability,
    bookings: Iterable[Booking] = (),
    assigned: Iterable[Assigned] = (),
) -> DayLoad:
    """Load of one day: Σ booked share x capacity + Σ assigned minutes.

    More than the capacity -> over_allocated. A booking on a working day of the calendar on which
    the person cannot work, or minutes on any day without capacity -> unavailable.
    """
    capacity = available.capacity_on(day)
    share = sum((booking.share for booking in bookings if day in booking.days), Decimal(0))
    minutes = sum(work.minutes for work in assigned if work.day == day)
    load = share * capacity + minutes
    reason = None
    if not capacity and (minutes or (share and available.minutes_on(day))):
        reason = UNAVAILABLE
    elif load > capacity:
        reason = OVER_ALLOCATED
    return DayLoad(day, capacity, load, reason)


def loads(
    span: DateRange,
    available: Availability,
    bookings: Iterable[Booking] = (),
    assigned: Iterable[Assigned] = (),
) -> tuple[DayLoad, ...]:
    """Load of every day of a span."""
    near = [booking for booking in bookings if booking.days.overlaps(span)]
    by_day: dict[date, list[Assigned]] = {}
    for work in assigned:
        by_day.setdefault(work.day, []).append(work)
    return tuple(day_load(day, available, near, by_day.get(day, ())) for day in span)


def overloads(days: Iterable[DayLoad]) -> tuple[Overload, ...]:
    """The troubled days, joined into ranges of the same reason.

    Days without capacity and load (a weekend) do not cut a range in two.
    """
    found: list[Overload] = []
    idle_since = None
    for row in days:
        if row.reason is None:
            idle = not row.capacity and not row.load
            idle_since = (idle_since or row.day) if idle else None
            continue
        last = found[-1] if found else None
        reached = idle_since or row.day
        excess = row.load - row.capacity
        if last and last.reason == row.reason and last.days.end == reached:
            joined = DateRange(last.days.start, row.day + DAY)
            found[-1] = Overload(joined, row.reason, last.excess + excess)
        else:
            found.append(Overload(DateRange(row.day, row.day + DAY), row.reason, excess))
        idle_since = None
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Peak:
    """The highest sum of shares and the first days on which it stands; None if nothing is booked."""

    share: Decimal
    days: DateRange | None
    keys: tuple[str, ...] = ()

    @property
    def free(self) -> Decimal:
        """What can still be booked throughout: 1 - share, not below 0."""
        return max(1 - self.share, Decimal(0))

    @property
    def too_much(self) -> bool:
        """Whether the 100 % rule is broken."""
        return self.share > 1


def peak_share(bookings: Iterable[Booking], within: DateRange) -> Peak:
    """The highest sum of overlapping shares inside a range: a sweep over starts and ends.

    Ranges are half-open, so a booking that ends on the day another starts does not overlap it.
    60 % in May and June, 50 % in June and July -> 110 % in June.
    """
    cut = [(b, b.days.overlap(within)) for b in bookings if b.days.overlaps(within)]
    edges = sorted({day for _, days in cut for day in (days.start, days.end)})
    changes = dict.fromkeys(edges, Decimal(0))
    for booking, days in cut:
        changes[days.start] += booking.share
        changes[days.end] -= booking.share
    peak, share = Peak(Decimal(0), None), Decimal(0)
    for start, end in pairwise(edges):
        share += changes[start]
        if share > peak.share:
            peak = Peak(share, DateRange(start, end))
    if peak.days is None:
        return peak
    keys = tuple(booking.key for booking, days in cut if peak.days.start in days)
    return Peak(peak.share, peak.days, keys)
