"""Which day does this cell mean, when day and month may stand in either order?"""

import calendar
import re
from datetime import date, timedelta
from decimal import Decimal

from foundation.sheets.cells import LONGEST, Parsed, absence, shown, visible, without_accents

FIRST_YEAR, LAST_YEAR = 1900, 2200
PIVOT = 69  # two-digit years: 00-69 are 2000-2069, as POSIX reads them
SERIAL_ORIGIN = date(1899, 12, 30)
FIRST_SERIAL, LAST_SERIAL = 10_000, 109_575  # 1927-05-18 to 2199-12-31
MONTHS = {m.lower(): i for i, m in enumerate(calendar.month_name) if m}
MONTHS |= {m.lower()[:3]: i for i, m in enumerate(calendar.month_name) if m} | {"sept": 9}
# the months as other languages of Europe write them, whole and short, without accents
ELSEWHERE = """januar februar marz april mai juni juli august september oktober november dezember
 janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre
 enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
 gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre
 januari februari maart april mei juni juli augustus september oktober november december
 janeiro fevereiro marco abril maio junho julho agosto setembro outubro novembro dezembro"""
MONTHS |= {name: place % 12 + 1 for place, name in enumerate(ELSEWHERE.split())}
SHORT = "okt:10 dez:12 maerz:3 mrz:3 janv:1 fevr:2 avr:4 juil:7 dic:12 ene:1 abr:4 ago:8 mrt:3 gen:1 mag:5 giu:6 lug:7"
MONTHS |= {name: int(number) for name, number in (pair.split(":") for pair in SHORT.split())}
TIME = r"(?:[T ,]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:[ap]m)?(?:\s*(?:Z|UTC|[+-]\d{2}:?\d{2}))?)?"
YEAR_FIRST = re.compile(rf"(\d{{4}})[-/.](\d{{1,2}})[-/.](\d{{1,2}}){TIME}", re.IGNORECASE)
YEAR_LAST = re.compile(rf"(\d{{1,2}})([-/. ])(\d{{1,2}})\2\s?(\d{{4}}|\d{{2}}){TIME}", re.IGNORECASE)
COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
DAY_WORD = re.compile(
    rf"(\d{{1,2}})(?:st|nd|rd|th|er|\.)?[\s\-./]+(?:de )?([a-z]+)(?: de)?\.?[\s\-./,]+(\d{{4}}|\d{{2}}){TIME}",
    re.IGNORECASE,
)
WORD_DAY = re.compile(rf"([a-z]+)\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?[\s,]+(\d{{4}}){TIME}", re.IGNORECASE)
MONTH_YEAR = re.compile(r"([a-z]+)\.?[\s\-/,']+(\d{4}|\d{2})", re.IGNORECASE)
NUMBER_MONTH = re.compile(r"(\d{4})[-/.](\d{1,2})|(\d{1,2})[/.](\d{4})")
QUARTER_WORD = r"(q|t|h|quarter|qtr|quartal|trimest(?:re|er)|half)"
HALF_OR_QUARTER = (
    rf"(?:{QUARTER_WORD}\s?([1-4])|([1-4])\s?([qth])"
    r"|([1-4])(?:st|nd|rd|th|er|e|eme|\.)? (quarter|qtr|quartal|trim|half)[a-z]*\.?)"
)
PERIOD_YEAR = re.compile(rf"{HALF_OR_QUARTER}[\s\-/,.']*(?:of |de )?(\d{{4}}|\d{{2}})", re.IGNORECASE)
YEAR_PERIOD = re.compile(r"(\d{4})[\s\-/,.]*([qth])\s?([1-4])", re.IGNORECASE)
WEEK = re.compile(r"(\d{4})[\s\-/]?w(\d{1,2})", re.IGNORECASE)
END_OF = re.compile(r"(?:the )?(end|ende|fin|late|eind) (?:of |de |van )?(.*\d{4})", re.IGNORECASE)
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
    text = WEEKDAY.sub("", " ".join(visible(raw).replace("\u00a0", " ").split()))
    if len(text) > LONGEST:
        return _unreadable(raw)
    for pattern, reader in READERS:
        found = pattern.fullmatch(without_accents(text))
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


def _period_year(found, raw, order, edge) -> Parsed:
    kind = (found[1] or found[4] or found[6])[0].lower()
    return _period(_full_year(found[7]), kind, int(found[2] or found[3] or found[5]), raw, edge)


def _year_period(found, raw, order, edge) -> Parsed:
    return _period(int(found[1]), found[2].lower(), int(found[3]), raw, edge)


def _period(year: int, kind: str, number: int, raw, edge: str) -> Parsed:
    """A quarter (q, t as in trimestre) or a half (h) of a calendar year: its first or last day."""
    months = 6 if kind == "h" else 3
    if number * months > 12 or not FIRST_YEAR <= year <= LAST_YEAR:
        return _unreadable(raw)
    last = number * months
    month = last - months + 1 if edge == "start" else last
    day = date(year, month, 1 if edge == "start" else calendar.monthrange(year, month)[1])
    words = "half of a year" if kind == "h" else "quarter"
    return Parsed(day, note=f"Only a {words} is given; read as {day}, by the calendar year.", code="quarter_only")


def _week(found, raw, order, edge) -> Parsed:
    try:
        day = date.fromisocalendar(int(found[1]), int(found[2]), 1 if edge == "start" else 7)
    except ValueError:
        return _unreadable(raw)
    return Parsed(day, note=f"Only a week is given; read as {day}.", code="week_only")


def _end_of(found, raw, order, edge) -> Parsed:
    parsed = parse_date(found[2], order=order, edge="finish")
    vague = parsed.code in ("month_only", "year_only", "quarter_only")
    return Parsed(parsed.value, note=f"Read as {parsed.value}.", code=parsed.code) if vague else _unreadable(raw)


READERS = (
    (PERIOD_YEAR, _period_year),
    (YEAR_PERIOD, _year_period),
    (WEEK, _week),
    (END_OF, _end_of),
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
