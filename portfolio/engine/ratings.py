"""Which of on track, at risk and off track does the word mean that a file uses for a rating?

The word itself is always kept beside the answer. Traffic lights follow the delivery confidence
of the UK major projects portfolio: Amber/Green "probable" counts as on track, Amber "feasible"
as at risk, Amber/Red "in doubt" as off track. Marks from 1 to 5 follow the US federal dashboard:
5 is the lowest risk. Under a header that speaks of risk, High and Low turn round.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from foundation.sheets.cells import absence

ON_TRACK, AT_RISK, OFF_TRACK, UNKNOWN = "on_track", "at_risk", "off_track", "unknown"
STATES = (ON_TRACK, AT_RISK, OFF_TRACK, UNKNOWN)
GOOD = "green|amber green|green amber|on track|on target|on schedule|on plan|good|healthy|ok|g|ag"
MIDDLE = "amber|yellow|at risk|some risk|caution|warning|needs attention|delayed|fair|a|y"
BAD = "red|amber red|red amber|black|off track|off target|critical|failing|poor|late|blocked|r|ar"
WORDS = {word: ON_TRACK for word in GOOD.split("|")}
WORDS |= {word: AT_RISK for word in MIDDLE.split("|")}
WORDS |= {word: OFF_TRACK for word in BAD.split("|")}
CONFIDENCE = {
    "high": ON_TRACK,
    "very high": ON_TRACK,
    "medium high": ON_TRACK,
    "medium": AT_RISK,
    "moderate": AT_RISK,
    "medium low": OFF_TRACK,
    "low": OFF_TRACK,
    "very low": OFF_TRACK,
}
MARKS = {1: OFF_TRACK, 2: OFF_TRACK, 3: AT_RISK, 4: ON_TRACK, 5: ON_TRACK}
TURNED = {ON_TRACK: OFF_TRACK, AT_RISK: AT_RISK, OFF_TRACK: ON_TRACK}


@dataclass(frozen=True)
class Rating:
    """`known` is False for a word that is neither a rating nor a plain absence."""

    state: str
    word: str
    known: bool = True


def read_rating(raw, header: str = "") -> Rating:
    """`Amber/red` → off_track, `Exempt under Section 43` → unknown, `Purple` → unknown, not known."""
    word = "" if raw is None else " ".join(str(raw).split())
    gone = absence(raw)
    if gone:
        return Rating(UNKNOWN, word, known=gone.error is None)
    plain = re.sub(r"[^a-z0-9.]+", " ", word.lower()).strip()
    state = WORDS.get(plain)
    if state is None:
        state = CONFIDENCE.get(plain) or _mark(plain)
        if state and re.search(r"\brisk", header, re.IGNORECASE):
            state = TURNED[state]
    return Rating(state, word) if state else Rating(UNKNOWN, word, known=False)


def _mark(plain: str) -> str | None:
    found = re.fullmatch(r"([1-5])(\.0+)?( (of|out of) 5)?", plain)
    return MARKS[int(Decimal(found[1]))] if found else None
