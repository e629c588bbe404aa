"""Which days belong to a month, a week, a fiscal year, and how much of the work falls on them?

Ranges are half-open, [start, end): the last day of January 2026 is in [2026-01-01, 2026-02-01),
the first of February is not. So neighbours touch without overlap and lengths add up.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

DAY = timedelta(days=1)
# what a person may type: sums of days and weeks around it never leave the calendar
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)

# How much can be worked on a day, in any unit (minutes of a calendar, or 1 and 0).
WorkOn = Callable[[date], int]


@dataclass(frozen=True, slots=True, order=True)
class DateRange:
    """The days from `start` up to, not including, `end`. Never empty: ValueError."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.start >= self.end:
            raise ValueError(f"a range of days ends after it starts: {self.start} to {self.end}")

    def __contains__(self, day: date) -> bool:
        return self.start <= day < self.end

    def __iter__(self) -> Iterator[date]:
        day = self.start
        while day < self.end:
            yield day
            day += DAY

    @property
    def days(self) -> int:
        return (self.end - self.start).days

    @property
    def last(self) -> date:
        """The last day inside, as people write it."""
        return self.end - DAY

    def overlaps(self, other: "DateRange") -> bool:
        return self.start < other.end and other.start < self.end

    def overlap(self, other: "DateRange") -> "DateRange | None":
        """The days that both have, None if they share none (touching ranges share none)."""
        if not self.overlaps(other):
            return None
        return DateRange(max(self.start, other.start), min(self.end, other.end))


@dataclass(frozen=True, slots=True)
class FiscalYear:
    """A fiscal year: the calendar year that it starts in, its days and its usual name."""

    start_year: int
    days: DateRange

    @property
    def label(self) -> str:
        """ "2026" for a calendar year, "2025/26" for one that crosses New Year."""
        if self.days.start.month == 1:
            return str(self.start_year)
        return f"{self.start_year}/{(self.start_year + 1) % 100:02d}"


def through(first: date, last: date) -> DateRange:
    """The range from the first to the last day, both inside."""
    return DateRange(first, last + DAY)


def read_day(text: str) -> date:
    """A day as an address holds it: 2026-03-02. ValueError for what is no day or before 1900 or after 2199."""
    day = date.fromisoformat(text)
    if not FIRST_DAY <= day <= LAST_DAY:
        raise ValueError(f"no day of a project: {day}")
    return day


def month_start(day: date) -> date:
    return day.replace(day=1)


def add_months(day: date, months: int) -> date:
    """The first day of the month that lies `months` after (or before) the month of `day`."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, 1)


def month_of(day: date) -> DateRange:
    """The month of a day: 2026-02-14 -> [2026-02-01, 2026-03-01)."""
    return DateRange(month_start(day), add_months(day, 1))


def months(span: DateRange) -> tuple[DateRange, ...]:
    """The whole months that the span touches, in order."""
    found = [month_of(span.start)]
    while found[-1].end < span.end:
        found.append(month_of(found[-1].end))
    return tuple(found)


def fiscal_year(day: date, first_month: int = 1) -> FiscalYear:
    """The fiscal year of a day. 2026-02-14 with first month 4 -> 2025/26, 1 April to 31 March.

    Errors: ValueError unless 1 <= first_month <= 12.
    """
    if not 1 <= first_month <= 12:
        raise ValueError("the first fiscal month is 1 to 12")
    year = day.year if day.month >= first_month else day.year - 1
    return FiscalYear(year, DateRange(date(year, first_month, 1), date(year + 1, first_month, 1)))


def fiscal_period(day: date, first_month: int = 1) -> int:
    """The month's number, 1 to 12, inside its fiscal year: February with first month 4 -> 11."""
    if not 1 <= first_month <= 12:
        raise ValueError("the first fiscal month is 1 to 12")
    return (day.month - first_month) % 12 + 1


def week_start(day: date) -> date:
    """The Monday of the day's week."""
    return day - timedelta(days=day.weekday())


def week_of(day: date) -> DateRange:
    """Monday to Sunday around a day."""
    monday = week_start(day)
    return DateRange(monday, monday + timedelta(days=7))


def weeks(span: DateRange) -> tuple[DateRange, ...]:
    """The whole weeks that the span touches, in order."""
    found = [week_of(span.start)]
    while found[-1].end < span.end:
        found.append(week_of(found[-1].end))
    return tuple(found)


def monday_to_friday(day: date) -> int:
    """1 on Monday to Friday, else 0: the plain calendar where a project has no other."""
    return int(day.weekday() < 5)


def work_in(span: DateRange, work_on: WorkOn = monday_to_friday) -> int:
    """The work that fits into a span: Σ of its days. January 2026 -> 22 working days."""
    return sum(work_on(day) for day in span)


def work_share(part: DateRange, whole: DateRange, work_on: WorkOn = monday_to_friday) -> Fraction:
    """The share of the whole's work that falls on the part, 0 to 1, exactly.

    Where the whole has no working day, calendar days are counted instead, so that money planned
    on a weekend is not lost. The first half of a 10-day fortnight -> 1/2.
    """
    common = part.overlap(whole)
    if common is None:
        return Fraction(0)
    total = work_in(whole, work_on)
    if not total:
        return Fraction(common.days, whole.days)
    return Fraction(work_in(common, work_on), total)
