"""Which day does this cell mean, when day and month may stand in either order?"""

import calendar
import re
from datetime import date, timedelta
from decimal import Decimal

from foundation.sheets.cells import LONGEST, Parsed, absence, shown

FIRST_YEAR, LAST_YEAR = 1900, 2200
PIVOT = 69  # two-digit years: 00-69 are 2000-2069, as POSIX reads them
SERIAL_ORIGIN = date(1899, 12, 30)
FIRST_SERIAL, LAST_SERIAL = 10_000, 109_575  # 1927-05-18 to 2199-12-31
MONTHS = {m.lower(): i for i, m in enumerate(calendar.month_name) if m}
MONTHS |= {m.lower()[:3]: i for i, m in enumerate(calendar.month_name) if m} | {"sept": 9}
TIME = r"(?:[T ,]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:[ap]m)?(?:\s*(?:Z|UTC|[+-]\d{2}:?\d{2}))?)?"
YEAR_FIRST = re.compile(rf"(\d{{4}})[-/.](\d{{1,2}})[-/.](\d{{1,2}}){TIME}", re.IGNORECASE)
YEAR_LAST = re.compile(rf"(\d{{1,2}})([-/. ])(\d{{1,2}})\2\s?(\d{{4}}|\d{{2}}){TIME}", re.IGNORECASE)
COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
DAY_WORD = re.compile(
    rf"(\d{{1,2}})(?:st|nd|rd|th)?[\s\-./]+([a-z]+)\.?[\s\-./,]+(\d{{4}}|\d{{2}}){TIME}",
    re.IGNORECASE,
)
WORD_DAY = re.compile(rf"([a-z]+)\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?[\s,]+(\d{{4}}){TIME}", re.IGNORECASE)
MONTH_YEAR = re.compile(r"([a-z]+)\.?[\s\-/,']+(\d{4}|\d{2})", re.IGNORECASE)
NUMBER_MONTH = re.compile(r"(\d{4})[-/.](\d{1,2})|(\d{1,2})[/.](\d{4})")
WEEKDAY = re.compile(r"^(mon|tues?|wed(nes)?|thu(rs)?|fri|sat(ur)?|sun)(day)?[ ,.]+", re.IGNORECASE)


def date_order(column) -> str:
    """`dmy`, `mdy`, `mixed` or `unclear`, by the days above 12 among 31/12/2022-like cells.

    Dates with points (31.12.22) are written day first everywhere.
    """
    votes = {"dmy": 0, "mdy": 0}
    for raw in column:
        found = YEAR_LAST.fullmatch(raw.strip()) if isinstance(raw, str) else None
        if found:
            first, second = int(found[1]), int(found[3])
            votes["dmy"] += (first > 12 and second <= 12) or found[2] == "."
            votes["mdy"] += second > 12 and first <= 12
    if votes["dmy"] and votes["mdy"]:
        large = max(votes.values())
        return "mixed" if large < 10 * min(votes.values()) else max(votes, key=votes.get)
    return next((order for order, count in votes.items() if count), "unclear")


def parse_date(raw, *, order: str = "dmy", edge: str = "finish") -> Parsed:
    """Read a day. `order` decides 03/04/2022; `edge` the day of a cell that names only a month
    or a year: the first for `start`, the last for `finish`; a note says that it was so."""
    gone = absence(raw)
    if gone:
        return gone
    if isinstance(raw, Decimal):
        return _from_number(raw, edge)
    if isinstance(raw, date):
        return _checked(raw.year, raw.month, raw.day, raw)
    text = WEEKDAY.sub("", " ".join(raw.replace("\u00a0", " ").split()))
    if len(text) > LONGEST:
        return _unreadable(raw)
    for pattern, reader in READERS:
        found = pattern.fullmatch(text)
        if found:
            return reader(found, raw, order, edge)
    if re.fullmatch(r"\d{4,5}(\.\d+)?", text):
        return _from_number(Decimal(text), edge)
    return _unreadable(raw)


def _year_first(found, raw, order, edge) -> Parsed:
    year, month, day = int(found[1]), int(found[2]), int(found[3])
    if month > 12 >= day:
        return _checked(year, day, month, raw, "swapped", "Day and month stand swapped.")
    return _checked(year, month, day, raw)


def _year_last(found, raw, order, edge) -> Parsed:
    first, second, year = int(found[1]), int(found[3]), _full_year(found[4])
    month_first = order == "mdy" and found[2] != "."
    day, month = (second, first) if month_first else (first, second)
    if month > 12 >= day:
        return _checked(year, day, month, raw, "swapped", "Day and month stand swapped.")
    either_way = found[2] != "." and max(first, second) <= 12 and first != second
    if either_way and order in ("mixed", "unclear"):
        return _checked(year, month, day, raw, "order_unclear", "Read as day before month.")
    return _checked(year, month, day, raw)


def _day_word(found, raw, order, edge) -> Parsed:
    month = MONTHS.get(found[2].lower(), 0)
    return _checked(_full_year(found[3]), month, int(found[1]), raw)


def _word_day(found, raw, order, edge) -> Parsed:
    return _checked(int(found[3]), MONTHS.get(found[1].lower(), 0), int(found[2]), raw)


def _month_year(found, raw, order, edge) -> Parsed:
    month = MONTHS.get(found[1].lower(), 0)
    return _month(_full_year(found[2]), month, raw, edge)


def _number_month(found, raw, order, edge) -> Parsed:
    year, month = (found[1], found[2]) if found[1] else (found[4], found[3])
    return _month(int(year), int(month), raw, edge)


READERS = (
    (YEAR_FIRST, _year_first),
    (YEAR_LAST, _year_last),
    (COMPACT, _year_first),
    (DAY_WORD, _day_word),
    (WORD_DAY, _word_day),
    (MONTH_YEAR, _month_year),
    (NUMBER_MONTH, _number_month),
)


def _month(year: int, month: int, raw, edge: str) -> Parsed:
    if not (1 <= month <= 12 and FIRST_YEAR <= year <= LAST_YEAR):
        return _unreadable(raw)
    day = 1 if edge == "start" else calendar.monthrange(year, month)[1]
    whole = date(year, month, day)
    return Parsed(whole, note=f"Only a month is given; read as {whole}.", code="month_only")


def _from_number(number: Decimal, edge: str) -> Parsed:
    if number == number.to_integral_value() and FIRST_YEAR <= number <= LAST_YEAR:
        whole = date(int(number), 1, 1) if edge == "start" else date(int(number), 12, 31)
        return Parsed(whole, note=f"Only a year is given; read as {whole}.", code="year_only")
    if FIRST_SERIAL <= number <= LAST_SERIAL:
        day = SERIAL_ORIGIN + timedelta(days=int(number))
        return Parsed(day, note=f"A spreadsheet's day number; read as {day}.", code="serial")
    return _unreadable(number)


def _full_year(text: str) -> int:
    year = int(text)
    if len(text) > 2:
        return year
    return year + (2000 if year <= PIVOT else 1900)


def _checked(year, month, day, raw, code=None, note=None) -> Parsed:
    try:
        value = date(year, month, day)
    except ValueError:
        return _unreadable(raw)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        message = f"The year of “{shown(raw)}” is not between {FIRST_YEAR} and {LAST_YEAR}."
        return Parsed(error=message, code="year_out_of_range")
    return Parsed(value, note=note and f"{note} Read as {value}.", code=code)


def _unreadable(raw) -> Parsed:
    return Parsed(error=f"“{shown(raw)}” is not a date.", code="not_a_date")
