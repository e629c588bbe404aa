"""When is work done, and how much of it lies between two instants?

Instants are integers: wall-clock minutes since Monday 1 January of the year 1,
in the zone of the project (no zone, so no missing or doubled hour). Working
amounts are integer minutes too. All dates of a schedule rest on W(t), the
working minutes before instant t (DOMAIN.md 2.3).
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

DAY = 1440
EARLIEST = (date(1900, 1, 1).toordinal() - 1) * DAY
LATEST = (date(2201, 1, 1).toordinal() - 1) * DAY
_FIRST_REACH = 400  # days laid out around the first question; doubled when it is not enough

Interval = tuple[int, int]


class CalendarError(ValueError):
    """A calendar, or a question to one, that cannot be answered; `code` is data for the page."""

    def __init__(self, code: str, message: str):
        super().__init__(message)
        self.code = code


def to_minutes(moment: datetime) -> int:
    """The instant of a naive wall-clock datetime; seconds are dropped.

    Monday 1 January of the year 1, 00:01 is instant 1.
    """
    if moment.tzinfo is not None:
        raise CalendarError("zone", "The engine takes wall-clock times without a zone.")
    return (moment.toordinal() - 1) * DAY + moment.hour * 60 + moment.minute


def to_datetime(instant: int) -> datetime:
    """The naive wall-clock datetime of an instant (the inverse of `to_minutes`)."""
    return datetime(1, 1, 1) + timedelta(minutes=instant)


def day_start(day: date) -> int:
    """The instant at which a day begins (00:00)."""
    return (day.toordinal() - 1) * DAY


def day_end(day: date) -> int:
    """The instant at which a day ends (24:00): what "complete up to this data date" means."""
    return day.toordinal() * DAY


class WorkCalendar:
    """Weekly working intervals with dated exceptions.

    `week`: seven lists of (from, to) in minutes of the day, Monday first.
    `exceptions`: per date the intervals that replace the week's; none = a day off.
    Raises CalendarError `interval` (not inside a day, empty, overlapping),
    `week` (not seven days) and `no_working_time` (a week without any work).

    Worked number: Monday to Friday 9-17, Friday 16:00 plus 120 min is Monday 10:00.
    """

    __slots__ = ("_anchor", "_c", "_e", "_first", "_last", "_s", "exceptions", "week")

    def __init__(
        self,
        week: Sequence[Sequence[Interval]],
        exceptions: Mapping[date, Sequence[Interval]] | None = None,
    ):
        if len(week) != 7:
            raise CalendarError("week", "A week has seven days.")
        self.week = tuple(_day(intervals) for intervals in week)
        if not any(self.week):
            raise CalendarError("no_working_time", "A calendar needs working time in its week.")
        self.exceptions = {day.toordinal() - 1: _day(intervals) for day, intervals in (exceptions or {}).items()}
        self._s: list[int] = []  # starts, ends of the working segments, and the work before each
        self._e: list[int] = []
        self._c: list[int] = []
        self._anchor: int | None = None
        self._first = self._last = 0

    @property
    def day_min(self) -> int:
        """Minutes of the usual working day: the commonest daily total of the week."""
        totals = Counter(sum(b - a for a, b in day) for day in self.week if day)
        return max(totals, key=lambda total: (totals[total], total))

    def work(self, t: int) -> int:
        """W(t): working minutes before t, counted from a point fixed for this calendar."""
        if not self._first <= t < self._last:
            self._reach(t)
        i = bisect_right(self._s, t) - 1
        if i < 0:
            return self._c[0] if self._s else 0
        end = self._e[i]
        return self._c[i] + (min(end, t)) - self._s[i]

    def start(self, t: int) -> int:
        """The latest instant with the work of t: jumps forward over time off."""
        while True:
            i = bisect_right(self._s, t) - 1
            if i >= 0 and t < self._e[i]:
                return t
            if i + 1 < len(self._s) and t >= self._first:
                return self._s[i + 1]
            self._reach(t) if self._outside(t) else self._grow(later=True)

    def finish(self, t: int) -> int:
        """The earliest instant with the work of t: jumps back over time off."""
        while True:
            i = bisect_left(self._s, t) - 1
            if i >= 0 and t <= self._last:
                end = self._e[i]
                return min(end, t)
            self._reach(t) if self._outside(t) else self._grow(later=False)

    def earliest(self, work: int) -> int:
        """The earliest instant u with W(u) = work."""
        while True:
            i = bisect_left(self._c, work) - 1
            if i >= 0:
                u = self._s[i] + work - self._c[i]
                if u <= self._e[i]:
                    return u
            self._grow(later=i >= 0)

    def latest(self, work: int) -> int:
        """The latest instant u with W(u) = work."""
        while True:
            i = bisect_right(self._c, work) - 1
            if i >= 0:
                u = self._s[i] + work - self._c[i]
                if u < self._e[i]:
                    return u
            self._grow(later=i >= 0)

    def add(self, t: int, amount: int) -> int:
        """t moved by working minutes: the earliest such instant forward, the latest backward."""
        if amount > 0:
            return self.earliest(self.work(t) + amount)
        if amount < 0:
            return self.latest(self.work(t) + amount)
        return t

    def between(self, a: int, b: int) -> int:
        """Working minutes from a to b, negative when b is before a."""
        return self.work(b) - self.work(a)

    def is_working(self, t: int) -> bool:
        """Whether the minute that begins at t is working time."""
        return self.start(t) == t

    # The layout: segments over a range of days that grows on demand.

    def _outside(self, t: int) -> bool:
        return not self._first <= t < self._last

    def _reach(self, t: int) -> None:
        if not EARLIEST <= t < LATEST:
            raise CalendarError("range", "Dates must lie between the years 1900 and 2200.")
        if self._anchor is None:
            self._anchor = t // DAY * DAY
            self._first = max(EARLIEST, self._anchor - _FIRST_REACH * DAY)
            self._last = min(LATEST, self._anchor + _FIRST_REACH * DAY)
            self._lay_out()
        while not self._first <= t < self._last:
            self._grow(later=t >= self._last)
        while not self._s:  # nothing but days off around here
            self._grow(later=True)

    def _grow(self, later: bool) -> None:
        if self._anchor is None:
            raise CalendarError("unasked", "Ask for the work of an instant first.")
        if later and self._last >= LATEST or not later and self._first <= EARLIEST:
            raise CalendarError("range", "Dates must lie between the years 1900 and 2200.")
        if later:
            self._last = min(LATEST, 2 * self._last - self._anchor)
        else:
            self._first = max(EARLIEST, 2 * self._first - self._anchor)
        self._lay_out()

    def _lay_out(self) -> None:
        starts: list[int] = []
        ends: list[int] = []
        week, exceptions = self.week, self.exceptions
        for day in range(self._first // DAY, self._last // DAY):
            base = day * DAY
            for a, b in exceptions.get(day, week[day % 7]):
                if ends and ends[-1] == base + a:  # a shift over midnight is one segment
                    ends[-1] = base + b
                else:
                    starts.append(base + a)
                    ends.append(base + b)
        before, total = [], 0
        for a, b in zip(starts, ends, strict=True):
            before.append(total)
            total += b - a
        self._s, self._e, self._c = starts, ends, before
        shift = self.work(self._anchor)  # W stays the same number when the range grows
        self._c = [value - shift for value in before]


class AroundTheClock(WorkCalendar):
    """Every minute works: elapsed time. W(t) is t itself, and nothing has to be laid out."""

    __slots__ = ()

    def __init__(self):
        super().__init__([[(0, DAY)]] * 7)

    def work(self, t: int) -> int:
        return t

    start = finish = earliest = latest = work

    def add(self, t: int, amount: int) -> int:
        if not EARLIEST <= t + amount < LATEST:
            raise CalendarError("range", "Dates must lie between the years 1900 and 2200.")
        return t + amount


def five_day_week(hours: Sequence[Interval] = ((540, 780), (840, 1080)), days_off: Iterable[date] = ()) -> WorkCalendar:
    """Monday to Friday with the same hours (9-13 and 14-18: 480 min) and whole days off."""
    week = [list(hours)] * 5 + [[], []]
    return WorkCalendar(week, {day: () for day in days_off})


def _day(intervals: Sequence[Interval]) -> tuple[Interval, ...]:
    """The intervals of one day in order, touching ones joined; refuses what cannot be a day."""
    joined: list[Interval] = []
    for a, b in sorted((int(a), int(b)) for a, b in intervals):
        if not 0 <= a < b <= DAY:
            raise CalendarError("interval", "A working interval lies inside one day, from < to.")
        if joined and a < joined[-1][1]:
            raise CalendarError("interval", "Working intervals of a day must not overlap.")
        if joined and a == joined[-1][1]:
            joined[-1] = (joined[-1][0], b)
        else:
            joined.append((a, b))
    return tuple(joined)


CLOCK = AroundTheClock()
