"""Which unit does a header, a title or a footnote name for its amounts: thousands, millions, lakhs?"""

import re
from decimal import Decimal

from foundation.sheets.cells import CODES, take_currency

SIGN = rf"(?:[£€$¥₹]|\b(?:{CODES.lower().replace(' ', '|')}|rs\.?|kr|in))"
BEHIND = r"['’]?(000s?|k|thousand|mn|mm|mln|mio|mill|m|million|bn|b|billion|mrd|md|lakh|crore|cr|tsd)s?\b"
BEFORE = (
    r"\b(k|mn|mm|mln|mio|mill|mrd|md|m|bn|tsd|t(?=\s*(?:€|eur|chf|kr\b)))\.?\s*"
    r"(?:[£€$¥]|(?:eur|euros?|usd|gbp|chf|cad|aud|sek|nok|dkk|pln|czk|huf|kr|kč|zł)\b)"
)
# the unit in full, as languages of Europe write it; one million is a limit, not a unit
IN_FULL = (
    r"(?<![\d.,] )(?<!\d)\b(thousand|million|billion|tausend|tsd|milliers|millionen|milliarden|milliards"
    r"|miles(?= (?:de )?(?:€|eur))|millones|migliaia|milioni|miliardi|duizend|miljoen|miljard|tusen|tusental"
    r"|miljoner|mkr|tkr|mnkr|tys|mln|mrd|mio)\b"
)
ROUND = r"(?<![\d.,])1([., ’']000(?:[., ’']000)?|000)(?![\d.,]\d)"  # in 1.000 €, x 1,000, x1000
UNIT = re.compile(
    rf"{SIGN}\s*{BEHIND}|{BEFORE}"
    r"|[(\[]\s*(k|mn|mm|mln|m|million|thousand|bn|billion)s?\s*[)\]]"
    r"|(?:^|[\s(\[]|\bR)['’]?(000)['’]?s?(?:$|[\s)\]])"
    r"|\b(millions|thousands|billions|lakhs|crores)\b|\s(k|mn|m|bn)$"
    rf"|{IN_FULL}",
    re.IGNORECASE,
)
MONEY = r"(?:[€£$]|euros?|eur|usd|gbp|chf|kr|sek|nok|dkk|pln|dollars|pounds|francs|franken)"
TIMES = re.compile(rf"(?:\bin|\bx|[×*]|\()\s*{MONEY}?\s*{ROUND}s?\s*(?:\)|$|{MONEY})", re.IGNORECASE)
UNITS = {"0": 3, "k": 3, "t": 3, "m": 6, "b": 9, "l": 5, "c": 7}  # a unit's first letter: the power of ten
LONGER = {"mrd": 9, "md": 9, "miljard": 9, "milliard": 9, "miliard": 9, "millier": 3, "miles": 3, "miglia": 3, "du": 3}


def unit_in(header: str) -> Decimal | None:
    """`Planned Cost ($ M)` → 1,000,000; `Budget (£000)` and `KEUR` → 1,000; None when no unit is named."""
    plain = re.sub(r"(?<=[a-z])(?=[A-Z])|_", " ", header)
    if times := TIMES.search(plain):
        return Decimal(re.sub(r"\D", "", "1" + times[1]))
    found = UNIT.search(plain)
    if not found:
        return None
    word = next(group for group in found.groups() if group).lower()
    longer = next((power for start, power in LONGER.items() if word.startswith(start)), None)
    return Decimal(10) ** (longer or UNITS[word[0]])


def named_currency(text: str) -> str | None:
    """The currency that a header or a title names, also behind its unit: `TEUR`, `MSEK`, `in Tausend Euro`."""
    parted = re.sub(rf"\b[KTM](?=(?:{CODES.replace(' ', '|')})\b)", "", text)
    return take_currency(re.sub(r"\beuros?\b", "EUR", parted, flags=re.IGNORECASE))[1]
