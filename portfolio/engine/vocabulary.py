"""By which words does a column's header tell what it holds?

Each field has patterns with the confidence that they give, tried in this order, and words that
rule a column out. They are matched against the header in plain lower-case words: `totalBudget`
→ `total budget`, `Cost Variance (%)` → `cost variance percent`.
"""

import re
from dataclasses import dataclass

from portfolio.engine.tongues import fold, in_english

FINISH = r"(finish|end|completion|complete|completed|delivery)"
FORECAST = r"\b(forecast|estimated|projected|expected|revised|anticipated|latest)\b"
FIRST = r"\b(original|initial|baseline\d*)\b"
PLANNED = r"\b(planned|baseline\d*|original|initial|target|approved|budgeted)\b"
# approved once more: a plan beside no older one, a forecast beside the original
RENEWED = r"\b(latest|current|revised|last) (approved|baseline|authori[sz]ed)\b"
COST = r"\b(cost|costs|budget|spend|expenditure|value|funding)\b"
PART_YEAR = r"yearly|annual|in year|this year|(financial|fiscal|current|per) year|\bfy|ytd|quarterly|monthly"
YEAR = r"\b((19|20)\d\d|\d\d \d\d)\b"  # Cost 2024, 2024/25 budget, Budget 24/25
SO_FAR = r"\b(to date|so far|spent|paid|invoiced|remaining|left)\b"
REMARK = r"comments?|commentary|narrative|explanation|reasons?|notes?|remarks?"
# a year that is no part of the amount: Cost (2024 prices), Budget as at 31 March 2024
ASIDE = re.compile(r"\b(as (at|of)|since) [a-z0-9 ]*?\b(19|20)\d\d\b|\b(19|20)\d\d( \d\d)? (prices?|terms|values)\b")
NOT_MONEY = rf"variance|percent|\bdate\b|benefits?|{PART_YEAR}|{YEAR}|{REMARK}"


@dataclass(frozen=True)
class Words:
    kind: str
    patterns: tuple[tuple[str, float], ...]
    never: str = r"$^"


FIELDS: dict[str, Words] = {
    "external_code": Words(
        "code",
        (
            (r"\bproject (id|code|number|no|ref|reference|key|identifier|uid|guid)\b", 0.95),
            (r"\bunique (project )?(id|identifier|reference)\b|\bissue key\b", 0.9),
            (r"^(id|code|ref|reference|key|number|no)$", 0.85),
            (r"\b(identifier|id|uid|guid)\b", 0.5),
        ),
        r"agency|department|dept|business case|investment|portfolio|programme|program|cost|postal|owner",
    ),
    "name": Words(
        "text",
        (
            (r"^project (name|title)$|^name of (the )?project$", 1.0),
            (r"\bproject (name|title)\b", 0.95),
            (r"^(name|title|project|initiative)( (or|and)? ?programme)?$|^(initiative|work) name$", 0.85),
            (r"\b(name|title)\b", 0.5),
            (r"^(short )?(summary|description)$", 0.45),  # of issues and records that have no other name
        ),
        r"agency|department|dept|investment|owner|manager|sponsor|organi|file|"
        r"(?<!project )(?<!project or )(?<!project and )\b(portfolio|programme|program)",
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
        (
            (r"\b(baseline\d*|original)\b.*\bstart", 0.5),
            (r"\b(start|begin|commencement)\b.*\bdate\b|^(project )?start$", 0.95),
            (r"\bstart", 0.6),
        ),
        REMARK,
    ),
    "planned_finish": Words(
        "date",
        (
            (rf"{RENEWED}.*\b{FINISH}\b|\b{FINISH}\b.*{RENEWED}", 0.9),
            (rf"{PLANNED}.*\b{FINISH}\b", 0.95),
            (rf"\b{FINISH}\b.*{PLANNED}", 0.9),
            (r"\b(finish|end|completion|due)( date)?\b", 0.75),
        ),
        r"forecast|estimated|projected|actual|expected|anticipated|"
        rf"\b(revised|latest)\b(?! (approved|baseline|authori[sz]ed))|{REMARK}",
    ),
    "forecast_finish": Words(
        "date",
        (
            (rf"{RENEWED}.*\b{FINISH}\b|\b{FINISH}\b.*{RENEWED}", 0.6),
            (rf"{FORECAST}.*\b{FINISH}\b", 0.95),
            (rf"\b{FINISH}\b.*{FORECAST}", 0.9),
            (rf"\bcurrent\b.*\b{FINISH}\b", 0.8),
            (r"^(project |scheduled? )?(finish|end|completion)( date)?$", 0.7),
            (rf"\bactual\b.*\b{FINISH}\b", 0.65),
        ),
        rf"{FIRST}|{REMARK}",
    ),
    "planned_cost": Words(
        "money",
        (
            (r"\b(wlc|whole (of )?life|whole lifetime)\b", 0.98),
            (rf"{RENEWED} (total )?(project )?{COST}", 0.9),
            (rf"{PLANNED} (total )?(project )?{COST}", 0.95),
            (rf"{FIRST}.*{COST}", 0.9),
            (rf"\btotal (project )?(baseline|{COST})", 0.9),
            (rf"{COST}.* (planned|baseline|initial|original|approved|total)$", 0.85),
            (r"^(budget|cost|costs|value|funding)\b", 0.8),
            (r"\blife ?cycle cost\b", 0.7),
            (r"^(project|programme|program|overall|full|contract|investment) (cost|costs|budget|value)\b", 0.7),
        ),
        rf"actual|forecast|projected|\bestimate at|\bcurrent (total|project|estimated)|{SO_FAR}|{NOT_MONEY}",
    ),
    "forecast_cost": Words(
        "money",
        (
            (rf"{RENEWED} (total )?(project )?{COST}", 0.6),
            (rf"{FORECAST}.*({COST}|\btotal\b)|\beac\b|\bat completion\b", 0.95),
            (rf"{COST}.*{FORECAST}", 0.9),
            (rf"\bcurrent\b.*({COST}|\btotal\b)", 0.8),
            (r"\b(forecast|outturn)\b", 0.5),
            (r"^project costs?$", 0.5),
        ),
        rf"{FIRST}|{SO_FAR}|{NOT_MONEY}",
    ),
    "actual_cost": Words(
        "money",
        (
            (r"\b(spent|spend|costs?|expenditure|paid|invoiced|actuals?)\b.*\b(to date|so far)\b", 0.9),
            (rf"\bactual\b.*{COST}|{COST}.*\bactual\b", 0.9),
            (r"^(actuals?|(amount )?spent)$", 0.8),
        ),
        rf"\b(finish|end|start|completion)\b|forecast|projected|estimated|planned|remaining|variance|percent|benefits?|{PART_YEAR}|{YEAR}|{REMARK}",
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
        rf"{COST}|{REMARK}",
    ),
}
NARRATIVE = re.compile(rf"\b({REMARK})\b")
MONEY_WORDS = re.compile(rf"{COST}|\b(baseline|amount|forecast|price)\b")


def header_words(header: str) -> str:
    """`DCA\\nDate` → dca date; `wlc_baseline_incl_NCG` → wlc baseline incl ncg; `Projektname` → project name."""
    parted = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", fold(header).replace("%", " percent "))
    return in_english(" ".join(re.findall(r"[a-z0-9]+", parted.lower())))


def match(field: str, header: str) -> tuple[float, str]:
    """The confidence that this header names the field, and the words that said so."""
    words, plain = FIELDS[field], header_words(header)
    if re.search(words.never, ASIDE.sub(" ", plain)):
        return 0.0, ""
    for pattern, confidence in words.patterns:
        found = re.search(pattern, plain)
        if found:
            return confidence, found[0]
    return 0.0, ""


def why_unmapped(header: str) -> str:
    """`FY24 budget` → part_year; else the field that the header names best, or nothing."""
    plain = header_words(header)
    asides = ASIDE.sub(" ", plain)
    if re.search(rf"{PART_YEAR}|{YEAR}", asides) and re.search(rf"{COST}|\b(actuals?|forecast|baseline)\b", plain):
        return "part_year"
    scored = ((match(field, header)[0], field) for field in FIELDS)
    score, field = max(scored)
    return field if score >= 0.7 else ""
