"""How does a row of a file land in our tables: with which day, state, code, amounts, and which words about it?

Pure: rows in, values out. What a table cannot hold (19 digits, 500 characters, a character that
text may not have) is changed here and noted, so that nothing fails later and nothing is lost in silence.
"""

import hashlib
import re
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from portfolio.engine.mapping import Mapping
from portfolio.engine.project_rows import CHANGED, DOUBTFUL, MISSING, REJECTED, CellNote, ProjectRow

ACTIVE, PROPOSED = "active", "proposed"
LONGEST_NAME, LONGEST_CODE, LONGEST_OWNER, LONGEST_GROUP, LONGEST_WORD = 500, 60, 500, 300, 500
LARGEST = Decimal(10) ** 15
COIN = Decimal("0.0001")
AMOUNTS = {"budget": "planned_cost", "forecast": "forecast_cost", "actual": "actual_cost"}
UNSTORABLE = re.compile("[\0\ud800-\udfff]")
MOST_DAYS = 2_000_000


@dataclass(frozen=True)
class Landing:
    """One project as it will stand here. `report` holds the columns of its reported status."""

    number: int
    key: str
    name: str
    wanted_code: str
    group: str
    purpose: str
    state: str
    start: date
    as_of: date
    fingerprint: str
    report: dict
    notes: tuple[CellNote, ...]


def storable(text: str) -> str:
    """Text without what a database cannot keep: NUL and halves of characters."""
    return UNSTORABLE.sub("\ufffd", text)


def land(row: ProjectRow, mapping: Mapping, *, as_of: date, notes: tuple[CellNote, ...] = ()) -> Landing:
    """`as_of` is the day of the whole file; a day in the row itself comes first. `notes`: of this row."""
    said: list[CellNote] = []
    day = row.as_of or as_of
    state, start = _state(row, day, mapping, said)
    return Landing(
        number=row.number,
        key=row.key,
        name=_cut(row.name, LONGEST_NAME, "name", row, mapping, said),
        wanted_code=storable(row.external_code),
        group=storable(row.group or row.owner_organisation)[:LONGEST_GROUP],
        purpose=storable(row.description),
        state=state,
        start=start,
        as_of=day,
        fingerprint=fingerprint(row, day),
        report=_report(row, mapping, notes, said),
        notes=tuple(said),
    )


def _report(row: ProjectRow, mapping: Mapping, notes: tuple[CellNote, ...], said) -> dict:
    return {
        **_amounts(row, mapping, said),
        "start": row.start,
        "planned_finish": row.planned_finish,
        "forecast_finish": row.forecast_finish,
        "rating": row.rating,
        "rating_word": _cut(row.rating_word, LONGEST_WORD, "rating", row, mapping, said),
        "owner_organisation": _cut(row.owner_organisation, LONGEST_OWNER, "owner_organisation", row, mapping, said),
        "schedule_variance_days": _days(row, mapping, said),
        "narrative": _narrative(row, mapping),
        "others": _others(row, mapping),
        "notes": {storable(n.column): storable(n.message) for n in notes if n.level in (MISSING, REJECTED)},
        "source_cells": {use.field: storable(use.header) for use in mapping.columns if getattr(row, use.field, None)},
    }


def fingerprint(row: ProjectRow, day: date) -> str:
    """The same row of the same day again changes nothing; the same words of a later day are news."""
    return hashlib.sha256(f"{row.content_hash}|{day.isoformat()}".encode()).hexdigest()


def _header(field: str, mapping: Mapping) -> str:
    use = mapping.use(field)
    return use.header if use else ""


def _say(said, row, field, mapping, raw, level, message, code):
    said.append(CellNote(row.number, _header(field, mapping), str(raw), level, message, code))


def _cut(text: str, most: int, field: str, row: ProjectRow, mapping: Mapping, said) -> str:
    text = storable(text)
    if len(text) <= most:
        return text
    message = f"Longer than {most} characters; it was cut here, the whole text stands with the report."
    _say(said, row, field, mapping, text[:60] + "…", CHANGED, message, "cut")
    return text[: most - 1] + "…"


def _amounts(row: ProjectRow, mapping: Mapping, said) -> dict:
    amounts = {}
    for ours, field in AMOUNTS.items():
        value = getattr(row, field)
        amounts[ours] = fitted = _fitted(value)
        if value is not None and fitted is None:
            _say(said, row, field, mapping, value, REJECTED, "No amount of a project is that large.", "too_large")
        elif value is not None and fitted != value:
            message = f"Rounded to {fitted.normalize():f}."
            _say(said, row, field, mapping, value.normalize(), CHANGED, message, "rounded")
    return amounts


def _fitted(value: Decimal | None) -> Decimal | None:
    if value is None or abs(value) >= LARGEST:
        return None
    rounded = value.quantize(COIN, ROUND_HALF_UP)
    return rounded if abs(rounded) < LARGEST else None


def _days(row: ProjectRow, mapping: Mapping, said) -> int | None:
    days = row.schedule_variance
    if days is not None and abs(days) > MOST_DAYS:
        _say(said, row, "schedule_variance", mapping, days, REJECTED, "No project is that late or early.", "too_large")
        return None
    return days


def _narrative(row: ProjectRow, mapping: Mapping) -> dict[str, str]:
    """Every long text under the header of its column, whole."""
    texts = [(_header(field, mapping), getattr(row, field)) for field in ("description", "rating_comment")]
    long = [("name", LONGEST_NAME), ("owner_organisation", LONGEST_OWNER), ("rating_word", LONGEST_WORD)]
    for field, most in long:
        if len(getattr(row, field)) > most:
            texts.append((_header(field, mapping) or _header("rating", mapping), getattr(row, field)))
    return {storable(header): storable(text) for header, text in [*texts, *row.narratives] if text}


def _others(row: ProjectRow, mapping: Mapping) -> dict[str, str]:
    """What is no column of ours, as it was written."""
    pairs = [(cell.header, cell.raw) for cell in row.others]
    if row.group:
        pairs.append((_header("group", mapping), row.group))
    if row.cost_variance is not None:
        pairs.append((_header("cost_variance", mapping), f"{row.cost_variance:f}"))
    return {storable(header): storable(text) for header, text in pairs}


def _state(row: ProjectRow, day: date, mapping: Mapping, said) -> tuple[str, date]:
    """Started by the day of the report is active, all else proposed: closing has duties that no file has done."""
    finish = row.forecast_finish or row.planned_finish
    if row.start is None:
        message = f"No start is given; {day} stands as planned start, and the project is proposed."
        _say(said, row, "start", mapping, "", MISSING, message, "no_start")
        return PROPOSED, day
    if row.start > day:
        return PROPOSED, row.start
    if finish and finish < day:
        field = "forecast_finish" if row.forecast_finish else "planned_finish"
        message = f"Its finish {finish} lies before the report of {day}; it stays active until somebody closes it."
        _say(said, row, field, mapping, finish, DOUBTFUL, message, "finish_passed")
    return ACTIVE, row.start


class Codes:
    """Gives each project a code that nobody has: the wanted one if it is free, else `X-2`, `X-3`.

    Without a wanted code the next of the stem. Capitals do not make codes different:
    `Codes({"a-1"}, stem="DIG")` gives `free("A-1") == "A-1-2"`, `free("") == "DIG-001"`.
    """

    def __init__(self, taken, *, stem: str):
        self.taken = {code.casefold() for code in taken}
        self.stem, self.last = stem, {}

    def free(self, wanted: str) -> str:
        wanted = " ".join(wanted.split())[:LONGEST_CODE]
        code, start = wanted, wanted or self.stem
        number = self.last.get(start.casefold(), 1 if wanted else 0)
        while not code or code.casefold() in self.taken:
            number += 1
            tail = f"-{number}" if wanted else f"-{number:03d}"
            code = start[: LONGEST_CODE - len(tail)] + tail
        self.last[start.casefold()] = number
        self.taken.add(code.casefold())
        return code
