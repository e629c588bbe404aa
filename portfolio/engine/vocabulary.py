"""By which words does a column's header tell what it holds?

Each field has patterns with the confidence that they give, tried in this order, and words that
rule a column out. They are matched against the header in plain lower-case words: `totalBudget`
→ `total budget`, `Cost Variance (%)` → `cost variance percent`.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from foundation.sheets.cells import CODES

FINISH = r"(finish|end|completion|complete|delivery)"
FORECAST = r"\b(forecast|estimated|projected|actual|expected|current|revised|anticipated|latest)\b"
PLANNED = r"\b(planned|baseline|original|target|approved|budgeted)\b"
COST = r"\b(cost|costs|budget|spend|expenditure|value|funding)\b"
PART_YEAR = r"yearly|annual|in year|this year|year to date|ytd|quarterly|monthly"
REMARK = r"comments?|commentary|narrative|explanation|reasons?|notes?|remarks?"


@dataclass(frozen=True)
class Words:
    kind: str
    patterns: tuple[tuple[str, float], ...]
    never: str = r"$^"


FIELDS: dict[str, Words] = {
    "external_code": Words(
        "code",
        (
            (r"\bproject (id|code|number|no|ref|reference|key|identifier)\b", 0.95),
            (r"\bunique (project )?(id|identifier|reference)\b", 0.9),
            (r"^(id|code|ref|reference|key|number|no)$", 0.85),
            (r"\b(identifier|id)\b", 0.5),
        ),
        r"agency|department|dept|business case|investment|portfolio|programme|program|cost|postal|owner",
    ),
    "name": Words(
        "text",
        (
            (r"^project (name|title)$|^name of (the )?project$", 1.0),
            (r"\bproject (name|title)\b", 0.95),
            (r"^(name|title|project|initiative)$", 0.85),
            (r"\b(name|title)\b", 0.5),
        ),
        r"agency|department|dept|investment|owner|manager|portfolio|programme|program|sponsor|organi|file",
    ),
    "owner_organisation": Words(
        "text",
        (
            (r"^(owner )?(department|directorate|division|agency|organi[sz]ation)( name)?$", 1.0),
            (r"^(owner )?(ministry|bureau|authority)( name)?$", 1.0),
            (r"\b(department|directorate|division|agency|organi[sz]ation|ministry|dept|owner|business unit)\b", 0.6),
        ),
        r"code|acronym|\bid\b|number|project|date|email",
    ),
    "group": Words(
        "text",
        (
            (r"^(programme|program|portfolio|investment)( name| title)?$", 0.9),
            (r"\b(category|group|stream)\b", 0.6),
        ),
        r"code|\bid\b|identifier|manager|cost|budget|description|risk",
    ),
    "description": Words("text", ((r"\b(description|aims?|objectives?|scope)\b", 0.9), (r"\bsummary\b", 0.7))),
    "rating": Words(
        "rating",
        (
            (r"\b(colour|color|rag|delivery confidence|dca)\b", 0.95),
            (r"^(status|health|rating|overall (status|rating|health)|evaluation)$", 0.85),
            (r"\b(rating|health|rag|status|risk level)\b", 0.6),
        ),
        rf"date|year|{REMARK}",
    ),
    "rating_comment": Words("text", ((rf"\b(rating|dca|confidence|status|health|rag)\b.*\b({REMARK})\b", 0.95),)),
    "start": Words(
        "date",
        ((r"\b(start|begin|commencement)\b.*\bdate\b|^(project )?start$", 0.95), (r"\bstart", 0.6)),
        REMARK,
    ),
    "planned_finish": Words(
        "date",
        (
            (rf"{PLANNED}.*\b{FINISH}\b", 0.95),
            (r"\b(finish|end|completion|due)( date)?\b", 0.75),
        ),
        rf"forecast|estimated|projected|actual|expected|revised|anticipated|latest|{REMARK}",
    ),
    "forecast_finish": Words("date", ((rf"{FORECAST}.*\b{FINISH}\b", 0.95),), REMARK),
    "planned_cost": Words(
        "money",
        (
            (r"\b(wlc|whole life)\b", 0.98),
            (rf"{PLANNED} (total )?(project )?{COST}", 0.95),
            (rf"\btotal (project )?(baseline|{COST})", 0.9),
            (r"^(budget|cost|value|funding)\b", 0.8),
            (r"\blife ?cycle cost\b", 0.7),
        ),
        rf"variance|actual|forecast|projected|percent|spent|\bdate\b|{PART_YEAR}|{REMARK}",
    ),
    "forecast_cost": Words(
        "money",
        ((rf"{FORECAST}.*({COST}|\btotal\b)|\beac\b|estimate at completion", 0.95), (r"\bforecast\b", 0.5)),
        rf"variance|percent|\bdate\b|{PART_YEAR}|{REMARK}",
    ),
    "cost_variance": Words(
        "money", ((r"\b(cost|budget)\b.*\bvariance\b|\bvariance\b.*\bcost\b", 0.95),), f"percent|{REMARK}"
    ),
    "schedule_variance": Words(
        "integer",
        ((r"\bschedule\b.*\b(variance|slippage|delay)\b|\bdays (late|delay)", 0.95),),
        f"percent|{REMARK}",
    ),
    "as_of": Words(
        "as_of",
        (
            (r"\bas (of|at)\b|\b(reporting|report|status|snapshot|data|updated) (date|year|period)\b|^year$", 0.9),
            (r"\b(updated|dca|assessment)\b.*\bdate\b", 0.7),
            (r"^(date|quarter|period)$", 0.5),
        ),
        REMARK,
    ),
}
NARRATIVE = re.compile(rf"\b({REMARK})\b")
MONEY_WORDS = re.compile(rf"{COST}|\b(baseline|amount|forecast|price)\b")
SIGN = rf"(?:[£€$¥₹]|\b(?:{CODES.lower().replace(' ', '|')}|rs\.?|kr|in))"
BEHIND = r"['’]?(000s?|k|thousand|mn|mm|mln|mio|m|million|bn|b|billion|lakh|crore|cr)s?\b"
BEFORE = r"\b(k|mn|mm|mln|mio|m|bn|t(?=\s*(?:€|eur|chf)))\.?\s*(?:[£€$¥]|(?:eur|usd|gbp|chf|cad|aud|sek|nok|dkk)\b)"
UNIT = re.compile(
    rf"{SIGN}\s*{BEHIND}|{BEFORE}"
    r"|[(\[]\s*(k|mn|mm|mln|m|million|thousand|bn|billion)s?\s*[)\]]"
    r"|(?:^|[\s(\[])['’]?(000)['’]?s?(?:$|[\s)\]])"
    r"|\b(millions|thousands|billions|lakhs|crores)\b|\s(k|mn|m|bn)$",
    re.IGNORECASE,
)
UNITS = {"0": 3, "k": 3, "t": 3, "m": 6, "b": 9, "l": 5, "c": 7}  # a unit's first letter: the power of ten


def header_words(header: str) -> str:
    """`DCA\\nDate` → dca date; `wlc_baseline_incl_NCG` → wlc baseline incl ncg."""
    parted = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", header.replace("%", " percent "))
    return " ".join(re.findall(r"[a-z0-9]+", parted.lower()))


def match(field: str, header: str) -> tuple[float, str]:
    """The confidence that this header names the field, and the words that said so."""
    words, plain = FIELDS[field], header_words(header)
    if re.search(words.never, plain):
        return 0.0, ""
    for pattern, confidence in words.patterns:
        found = re.search(pattern, plain)
        if found:
            return confidence, found[0]
    return 0.0, ""


def unit_in(header: str) -> Decimal | None:
    """`Planned Cost ($ M)` → 1,000,000; `Budget (£000)` and `KEUR` → 1,000; None when no unit is named."""
    found = UNIT.search(re.sub(r"(?<=[a-z])(?=[A-Z])|_", " ", header))
    if not found:
        return None
    word = next(group for group in found.groups() if group).lower()
    return Decimal(10) ** UNITS[word[0]]
