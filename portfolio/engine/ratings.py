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
from portfolio.engine.tongues import fold

ON_TRACK, AT_RISK, OFF_TRACK, UNKNOWN = "on_track", "at_risk", "off_track", "unknown"
STATES = (ON_TRACK, AT_RISK, OFF_TRACK, UNKNOWN)
GOOD = "green|amber green|green amber|on track|on target|on schedule|on plan|good|healthy|ok|g|ag|a g|g a"
MIDDLE = "behind|behind schedule|amber|yellow|at risk|some risk|caution|warning|needs attention|delayed|fair|a|y"
BAD = "a r|r a|red|amber red|red amber|black|off track|off target|critical|failing|poor|late|blocked|r|ar"
WORDS = {word: ON_TRACK for word in GOOD.split("|")}
WORDS |= {word: AT_RISK for word in MIDDLE.split("|")}
WORDS |= {word: OFF_TRACK for word in BAD.split("|")} | {"slightly behind": AT_RISK, "far behind": OFF_TRACK}
# the same in other languages of Europe, without accents
GOOD_ELSEWHERE = (
    "grun|gruen|vert|verde|groen|gronn|gron|gront|zielony|zelena|vihrea|im plan|planmassig|op schema|i rute"
)
MIDDLE_ELSEWHERE = "gelb|orange|jaune|amarillo|amarilla|ambar|giallo|arancione|geel|oranje|gul|zolty|amarelo|keltainen"
BAD_ELSEWHERE = "rot|rouge|rojo|rosso|rood|rod|czerwony|vermelho|cervena|punainen|kritisch|critique|critico"
ELSEWHERE = {word: ON_TRACK for word in GOOD_ELSEWHERE.split("|")}
ELSEWHERE |= {word: AT_RISK for word in MIDDLE_ELSEWHERE.split("|")}
ELSEWHERE |= {word: OFF_TRACK for word in BAD_ELSEWHERE.split("|")}
COLOURS = {"green": ON_TRACK, "amber": AT_RISK, "yellow": AT_RISK, "red": OFF_TRACK}
SIGNS = {
    "🟢": "green",
    "🟩": "green",
    "🟡": "yellow",
    "🟨": "yellow",
    "🟠": "amber",
    "🟧": "amber",
    "🔴": "red",
    "🟥": "red",
}
MOST_WORDS = 5  # a sentence in which a colour occurs is no rating
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
    plain = _plain(word)
    state = WORDS.get(plain) or ELSEWHERE.get(plain) or _one_colour(plain)
    if state is None:
        state = CONFIDENCE.get(plain) or _mark(plain)
        if state and re.search(r"\brisk", header, re.IGNORECASE):
            state = TURNED[state]
    return Rating(state, word) if state else Rating(UNKNOWN, word, known=False)


def _plain(word: str) -> str:
    """Small letters and digits: `Grün` → grun, `🟢` → green, `Amber/Red` → amber red."""
    for sign, colour in SIGNS.items():
        word = word.replace(sign, f" {colour} ")
    return re.sub(r"[^a-z0-9.]+", " ", fold(word).lower()).strip()


def _one_colour(plain: str) -> str | None:
    """`1 green`, `green on track`, `amber improving`: one colour, at an end of a few words, and no not."""
    words = plain.split()
    colours = [word for word in words if word in COLOURS]
    plainly = len(colours) == 1 and len(words) <= MOST_WORDS and not {"not", "no", "to", "was", "from"} & set(words)
    return COLOURS[colours[0]] if plainly and colours[0] in (words[0], words[-1]) else None


def _mark(plain: str) -> str | None:
    found = re.fullmatch(r"([1-5])(\.0+)?( (of|out of) 5)?", plain)
    return MARKS[int(Decimal(found[1]))] if found else None
