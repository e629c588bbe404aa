"""What does one cell say: an amount, a share, a whole number, or why there is none?

Every parser takes the raw cell (text, Decimal, date or None) and gives `Parsed`: a cell that
cannot be read is a named problem, never an exception and never zero.
"""

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from foundation.money import MAX_AMOUNT

ABSENT = re.compile(
    r"(exempt|redacted|withheld|confidential|classified|unavailable|unknown|undisclosed|nfp"
    r"|not (available|applicable|published|disclosed|provided|known|yet|for publication|reported)"
    r"|the (gmpp )?project (is|did) not|the project is still|no data|missing|pending"
    r"|to be (confirmed|determined|decided|announced|agreed)|commercial(ly)?[ -](in confidence|sensitive)"
    r"|legal sensitivity|ongoing|on-going|open[ -]ended|continuous|none|null|nan)\b"
    r"|^(n/?a|n\.a\.?|tb[acd]|x{1,4}|[-–—?*.#/ ]+)$",
    re.IGNORECASE,
)
LONGEST = 60  # characters that an amount or a date may take
SHEET_ERRORS = (
    "#DIV/0!",
    "#N/A",
    "#NAME?",
    "#NULL!",
    "#NUM!",
    "#REF!",
    "#VALUE!",
    "#SPILL!",
)
SCALES = {
    "k": 3,
    "thousand": 3,
    "m": 6,
    "mn": 6,
    "mln": 6,
    "mio": 6,
    "million": 6,
    "millions": 6,
}
SCALES |= {
    "bn": 9,
    "mrd": 9,
    "billion": 9,
    "billions": 9,
    "b": 9,
    "thousands": 3,
    "tsd": 3,
    "mm": 6,
    "tn": 12,
    "trillion": 12,
    "lakh": 5,
    "lakhs": 5,
    "crore": 7,
    "crores": 7,
    "cr": 7,
}
SYMBOLS = {
    "£": "GBP",
    "€": "EUR",
    "$": "USD",
    "¥": "JPY",
    "₹": "INR",
    "₽": "RUB",
    "₺": "TRY",
}
PREFIXED = {
    "us$": "USD",
    "au$": "AUD",
    "a$": "AUD",
    "ca$": "CAD",
    "c$": "CAD",
    "nz$": "NZD",
}
CODES = "USD GBP EUR CAD AUD NZD CHF JPY CNY INR SEK NOK DKK PLN CZK HUF RON BGN TRY UAH ZAR BRL"
CURRENCY = re.compile(
    r"(us\$|au\$|ca\$|nz\$|a\$|c\$|[£€$¥₹₽₺]|\b(?:" + CODES.lower().replace(" ", "|") + r")\b)",
    re.IGNORECASE,
)
SCALE = re.compile(
    r"[\s(]*(" + "|".join(sorted(SCALES, key=len, reverse=True)) + r")\.?\s*\)?$",
    re.IGNORECASE,
)
NUMBER = re.compile(r"\d+|\d[\d.,'’ ]*\d|[.,]\d+|\d[\d,'’ ]*[.,]")
SCIENTIFIC = re.compile(r"\d(\.\d+)?E[+-]?\d{1,3}", re.IGNORECASE)  # 3.5E-5, as programs write it
BROKEN_POUND = re.compile(r"^(M-)?[#\ufffd]\s*(?=[\d.,])")
# signs that show nothing: zero width, marks of direction, soft hyphens, blanks of other scripts
INVISIBLE = re.compile(
    "[\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0]"
)
STRAY = re.compile("[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]")
SPACES = re.compile(r"[\s\u00a0\u202f\u2009]+")


@dataclass(frozen=True)
class Parsed:
    """`note`: read, but not as it stands, or plainly absent; `error`: not readable.

    `code` names the note or the error for translation; a blank cell has none of the three.
    """

    value: Decimal | int | date | str | None = None
    note: str | None = None
    error: str | None = None
    code: str | None = None
    currency: str | None = None


def shown(raw: object) -> str:
    """The raw cell as text on one line, at most 60 characters, for messages."""
    text = " ".join(str(raw).split())
    return text if len(text) <= 60 else text[:59] + "…"


def visible(text: str) -> str:
    """The text without signs that show nothing and join nothing: the joiners of emoji and of Persian stay.

    Text of such signs and blanks alone is empty: `\\u200b\\u3164` → "".
    """
    return STRAY.sub("", text) if INVISIBLE.sub("", text).strip() else ""


def without_accents(text: str) -> str:
    """`décembre` → decembre; letters that are no accented ones stay."""
    return "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))


def parse_text(raw) -> Parsed:
    """Text with single spaces kept as paragraphs: ends stripped, the value None when blank."""
    text = "" if raw is None else str(raw).replace("\u00a0", " ").strip()
    text = text if text.isascii() or INVISIBLE.sub("", text).strip() else ""
    return Parsed(text or None)


def absence(raw) -> Parsed | None:
    """The answer for a blank, withheld or broken cell; None when there is something to read."""
    if raw is None or (isinstance(raw, str) and not raw.strip("\u00a0 \t\r\n")):
        return Parsed()
    if not isinstance(raw, str):
        return None
    text = SPACES.sub(" ", raw if raw.isascii() else visible(raw)).strip()
    if not text:
        return Parsed()
    if text.upper() in SHEET_ERRORS:
        return Parsed(error=f"The spreadsheet shows the error {text}.", code="sheet_error")
    if ABSENT.match(text):
        return Parsed(note=f"No value is given: “{shown(text)}”.", code="not_given")
    return None


def decimal_mark(column) -> str:
    """`,` when the column's unmistakable numbers use it (1.234,50 or 12,5), else `.`."""
    return settled_mark(column) or "."


def settled_mark(column) -> str | None:
    """The decimal mark that the column's unmistakable numbers use; None when there is none, as in 1.234."""
    votes = {".": 0, ",": 0}
    for raw in column:
        digits = re.sub(r"[^\d.,]", "", raw) if isinstance(raw, str) else ""
        points, commas = digits.count("."), digits.count(",")
        if points and commas:
            votes["." if digits.rfind(".") > digits.rfind(",") else ","] += 1
        elif points == 1 and (len(digits) - digits.find(".") != 4 or digits.startswith("0.")):
            votes["."] += 1
        elif commas == 1 and (len(digits) - digits.find(",") != 4 or digits.startswith("0,")):
            votes[","] += 1
        elif points > 1 or commas > 1:
            votes["," if points > 1 else "."] += 1
    if votes["."] == votes[","]:
        return "." if votes["."] else None
    return max(votes, key=votes.get)


def parse_money(raw, *, mark: str = ".", unit: Decimal = Decimal(1)) -> Parsed:
    """Read an amount and multiply it with the column's `unit`, unless the cell names its own.

    `£2,013.02` with unit 1,000,000 → 2013020000 GBP; `$ 3.4 M` → 3400000 USD whatever the unit.
    """
    gone = absence(raw)
    if gone:
        return gone
    if isinstance(raw, Decimal):
        return _bounded(raw, unit, Parsed())
    if isinstance(raw, date):
        return Parsed(error=f"A date stands where an amount belongs: {raw}.", code="not_a_number")
    text = SPACES.sub(" ", raw if raw.isascii() else visible(raw)).strip()
    if len(text) > LONGEST:
        return Parsed(error=f"“{shown(raw)}” is not an amount.", code="not_a_number")
    text, broken = BROKEN_POUND.subn("", text)
    text, currency = take_currency(text)
    text, negative = _take_sign(text)
    text, own_unit = _take_scale(text)
    text, negative_inside = _take_sign(text)
    number, note = _number(text, mark)
    if number is None or (negative and negative_inside):
        return Parsed(error=f"“{shown(raw)}” is not an amount.", code="not_a_number")
    value = -number if negative or negative_inside else number
    if own_unit is not None:
        note = note or ("unit_in_cell", "The cell names its own unit.")
    if broken:
        note = ("broken_symbol", "The currency sign is broken; the number was read.")
    code, message = note or (None, None)
    return _bounded(value, own_unit or unit, Parsed(None, message, None, code, currency))


def _bounded(value: Decimal, unit: Decimal, parsed: Parsed) -> Parsed:
    """Amounts beyond any project are typing errors, and no column of money could hold them."""
    if not value.is_finite() or abs(value) * unit >= MAX_AMOUNT:
        return Parsed(error=f"The amount is not below {MAX_AMOUNT:,}.", code="too_large")
    return replace(parsed, value=value * unit)


def take_currency(text: str) -> tuple[str, str | None]:
    """The text without its currency, and the ISO code: `£5` → 5, GBP. A plain `$` counts as USD."""
    found = CURRENCY.findall(text)
    if not found:
        return text, None
    name = found[0].lower()
    currency = PREFIXED.get(name) or SYMBOLS.get(name) or name.upper()
    return CURRENCY.sub(" ", text).strip(), currency


def _take_sign(text: str) -> tuple[str, bool]:
    """(1,234) and 1,234- and −1,234 are negative."""
    text = text.strip().replace("−", "-").replace("–", "-")
    if text.startswith("(") and text.endswith(")") and text.count("(") == 1:
        inner, negative = _take_sign(text[1:-1])
        return (text, False) if negative else (inner, True)
    if text.startswith("-"):
        return text[1:].strip(), True
    if text.endswith("-"):
        return text[:-1].strip(), True
    return text.removeprefix("+").strip(), False


def _take_scale(text: str) -> tuple[str, Decimal | None]:
    found = SCALE.search(text)
    if not found or not text[: found.start()].strip():
        return text, None
    return text[: found.start()].strip(" ("), Decimal(10) ** SCALES[found[1].lower()]


def _number(text: str, mark: str) -> tuple[Decimal | None, tuple[str, str] | None]:
    """The plain number and, when its marks were not the column's, a remark about it."""
    if SCIENTIFIC.fullmatch(text):
        return Decimal(text), None
    if not NUMBER.fullmatch(text) or re.search(r"['’ ](?!\d{3}(\D|$))", text):
        return None, None  # the second: a space that does not part thousands, so two numbers
    digits = re.sub(r"['’ ]", "", text)
    other = "," if mark == "." else "."
    swapped = ("decimal_mark", f"“{other}” was read as the decimal mark.")
    whole, _, fraction = digits.partition(mark)
    if mark in fraction or other in fraction:
        if digits.count(other) == 1 and digits.rfind(other) > digits.rfind(mark):
            return _number(text, other)[0], swapped
        grouped = _grouped(digits, mark)
        remark = ("thousands_mark", f"“{mark}” parts thousands.")
        return (Decimal(digits.replace(mark, "")), remark) if grouped else (None, None)
    if other in whole and not _grouped(whole, other):
        single = digits.count(other) == 1 and mark not in digits
        return (Decimal(digits.replace(other, ".").strip(".")), swapped) if single else (None, None)
    plain = whole.replace(other, "") or "0"
    return Decimal(f"{plain}.{fraction}" if fraction else plain), None


def _grouped(digits: str, mark: str) -> bool:
    """1,234,567 or, as in India, 12,34,567."""
    part = re.escape(mark)
    return bool(re.fullmatch(rf"\d{{1,3}}({part}\d{{2,3}})*{part}\d{{3}}", digits))


def parse_integer(raw, *, mark: str = ".") -> Parsed:
    """`1,944` → 1944; a fraction is an error."""
    parsed = parse_money(raw, mark=mark)
    if parsed.value is None:
        return parsed if not parsed.error else Parsed(error=_not_whole(raw), code="not_a_number")
    if parsed.currency or parsed.value != parsed.value.to_integral_value():
        return Parsed(error=_not_whole(raw), code="not_whole")
    return Parsed(int(parsed.value), note=parsed.note, code=parsed.code)


def _not_whole(raw) -> str:
    return f"“{shown(raw)}” is not a whole number."


def parse_share(raw, *, points: bool = False, mark: str = ".") -> Parsed:
    """A percentage as a share of 1: `45 %` → 0.45; a bare number counts in points if `points`."""
    percent = isinstance(raw, str) and "%" in raw
    parsed = parse_money(raw.replace("%", "") if percent else raw, mark=mark)
    if parsed.error or parsed.currency:
        return Parsed(error=f"“{shown(raw)}” is not a percentage.", code="not_a_number")
    if parsed.value is None:
        return parsed
    value = parsed.value / 100 if percent or points else parsed.value
    return Parsed(value, note=parsed.note, code=parsed.code)
