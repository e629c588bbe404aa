"""What does one row of a portfolio file say about one project, and which of its cells need a word?"""

import hashlib
import json
import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from foundation.sheets.cells import Parsed, parse_integer, parse_money, parse_text, shown, visible
from foundation.sheets.dates import parse_date
from foundation.sheets.table import Row
from portfolio.engine.mapping import NARRATIVE_FIELD, OTHER_FIELD, ColumnUse, Mapping
from portfolio.engine.ratings import UNKNOWN, read_rating

CHANGED, MISSING, REJECTED, DOUBTFUL = "changed", "missing", "rejected", "doubtful"
GROUPED_CODE = re.compile(r"\d{1,3}(,\d{3})+")
ENTITIES = {"&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'", "&nbsp;": " "}
THREE_AFTER = re.compile(r"[^\d.,]*[1-9]\d{0,2}\.\d{3}[^\d.,]*")
ENTITY = re.compile("|".join(ENTITIES))


@dataclass(frozen=True)
class CellNote:
    """`level`: changed (read, but not as it stands), missing (the file says that it gives no
    value), rejected (not readable, the project comes without it), doubtful (taken as it stands,
    look at it). `column` is the header, empty when the note is about the whole row."""

    row: int
    column: str
    raw: str
    level: str
    message: str
    code: str


@dataclass(frozen=True)
class OtherCell:
    """A column that is no field of ours: its text as it stood, and the amount or day if it is one."""

    header: str
    raw: str
    amount: Decimal | None = None
    day: date | None = None


@dataclass(frozen=True)
class ProjectRow:
    """Amounts in whole units of `currency`, the schedule variance in days (late is negative).

    `key` tells the project again in a later file; `content_hash` tells whether anything changed.
    """

    number: int
    name: str
    external_code: str = ""
    owner_organisation: str = ""
    group: str = ""
    description: str = ""
    rating: str = UNKNOWN
    rating_word: str = ""
    rating_comment: str = ""
    start: date | None = None
    planned_finish: date | None = None
    forecast_finish: date | None = None
    planned_cost: Decimal | None = None
    forecast_cost: Decimal | None = None
    actual_cost: Decimal | None = None
    cost_variance: Decimal | None = None
    schedule_variance: int | None = None
    currency: str | None = None
    as_of: date | None = None
    narratives: tuple[tuple[str, str], ...] = ()
    others: tuple[OtherCell, ...] = ()
    key: str = ""
    content_hash: str = ""


def read_row(row: Row, mapping: Mapping) -> tuple[ProjectRow, list[CellNote]]:
    """Read every cell by its column's use; what cannot be read is left out and noted."""
    notes: list[CellNote] = []
    values: dict = {"number": row.number, "currency": mapping.currency, "name": ""}
    narratives, others = [], []
    for use in mapping.columns:
        raw = row.cells[use.column] if use.column < len(row.cells) else None
        if use.kind == "rating":
            values["rating"], values["rating_word"] = _rating(raw, use, row, notes)
            continue
        parsed = _parse(raw, use, mapping)
        _note(parsed, raw, use, row, notes)
        if use.field == NARRATIVE_FIELD:
            narratives += [(use.header, parsed.value)] if parsed.value else []
        elif use.field == OTHER_FIELD:
            others += _other(parsed, raw, use)
        elif parsed.value is not None:
            values[use.field] = parsed.value
    _drop_early_finishes(values, row, mapping, notes)
    _compare_variance(values, row, mapping, notes)
    if row.extra:
        message = f"{row.extra} more cells than columns; a column may have slipped."
        notes.append(CellNote(row.number, "", "", DOUBTFUL, message, "too_many_cells"))
    if row.short:
        message = f"{row.short} fewer cells than columns; the rest reads as empty."
        notes.append(CellNote(row.number, "", "", DOUBTFUL, message, "too_few_cells"))
    if not _has_figures(values):
        notes.append(CellNote(row.number, "", "", MISSING, "The row has no dates and no costs.", "no_figures"))
    values["narratives"], values["others"] = tuple(narratives), tuple(others)
    values["key"] = project_key(values, mapping.identity)
    return ProjectRow(**values, content_hash=content_hash(values)), notes


def project_key(values: dict, identity: tuple[str, ...]) -> str:
    """At most 80 characters: `external_code:656`, or a digest of name and owner.

    Capitals and blanks do not count. A row without code is known by its name and owner.
    """
    fields = identity if values.get(identity[0]) else ("name", "owner_organisation")
    words = [" ".join(str(values.get(field, "")).casefold().split()) for field in fields]
    plain = f"{'+'.join(fields)}:{'|'.join(words)}"
    if len(fields) == 1 and len(plain) <= 80:
        return plain
    return "digest:" + hashlib.sha256(plain.encode()).hexdigest()


def content_hash(values: dict) -> str:
    """SHA-256 over everything that the row says, whatever its place in the file."""
    said = {key: value for key, value in values.items() if key not in ("number", "key")}
    said["others"] = [(cell.header, cell.raw) for cell in values["others"]]
    text = json.dumps(said, sort_keys=True, default=_plain, ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _plain(value) -> str:
    return str(value.normalize()) if isinstance(value, Decimal) else str(value)


def _parse(raw, use: ColumnUse, mapping: Mapping) -> Parsed:
    if use.kind == "money":
        return _money(raw, use, mapping)
    if use.kind == "integer":
        return parse_integer(raw, mark=use.mark)
    if use.kind in ("date", "as_of"):
        edge = "start" if use.field == "start" else "finish"
        parsed = parse_date(raw, order=use.order, edge=edge)
        # a column of years is no surprise for the day of a report
        return Parsed(parsed.value) if use.kind == "as_of" and parsed.code == "year_only" else parsed
    parsed = parse_text(raw)
    return _text(parsed.value, use) if parsed.value else parsed


def _money(raw, use: ColumnUse, mapping: Mapping) -> Parsed:
    parsed = parse_money(raw, mark=use.mark, unit=use.unit)
    found, expected = parsed.currency, mapping.currency
    same = found in (None, expected) or (found == "USD" and "$" in str(raw) and expected in ("CAD", "AUD", "NZD"))
    if expected is None or same:
        return parsed
    return Parsed(error=f"The amount is in {found}, the file in {expected}.", code="other_currency")


def _text(text: str, use: ColumnUse) -> Parsed:
    if use.kind == "code" and GROUPED_CODE.fullmatch(text):
        return Parsed(text.replace(",", ""), "The commas of a number were taken out.", code="grouped_code")
    plain = ENTITY.sub(lambda found: ENTITIES[found[0]], text)
    if plain != text:
        return Parsed(plain, "Codes of a web page were turned into characters.", code="entity")
    if use.field in ("name", "owner_organisation", "group", "external_code"):
        seen = " ".join(visible(text).split())
        note = "Signs that show nothing were taken out." if visible(text) != text else None
        return Parsed(seen, note, code="invisible" if note else None)
    return Parsed(text)


def _rating(raw, use: ColumnUse, row: Row, notes: list[CellNote]) -> tuple[str, str]:
    rating = read_rating(raw, use.header)
    if rating.word and not rating.known:
        message = f"“{shown(raw)}” is no rating that we know; the word is kept."
        notes.append(CellNote(row.number, use.header, shown(raw), CHANGED, message, "unknown_rating"))
    elif rating.word and rating.state == UNKNOWN:
        message = f"No rating is given: “{shown(raw)}”."
        notes.append(CellNote(row.number, use.header, shown(raw), MISSING, message, "not_given"))
    return rating.state, rating.word


def _note(parsed: Parsed, raw, use: ColumnUse, row: Row, notes: list[CellNote]) -> None:
    message = parsed.error or parsed.note
    if message:
        level = REJECTED if parsed.error else MISSING if parsed.value is None else CHANGED
        notes.append(CellNote(row.number, use.header, shown(raw), level, message, parsed.code or ""))
    elif use.kind == "money" and not use.mark_sure and isinstance(raw, str) and THREE_AFTER.fullmatch(raw):
        message = "The point was read as decimal mark, not as parting thousands; no other amount tells."
        notes.append(CellNote(row.number, use.header, shown(raw), DOUBTFUL, message, "mark_unclear"))


def _other(parsed: Parsed, raw, use: ColumnUse) -> list[OtherCell]:
    text = parse_text(raw).value
    if text is None:
        return []
    amount = parsed.value if use.kind == "money" else None
    day = parsed.value if use.kind == "date" else None
    return [OtherCell(use.header, text, amount, day)]


def _drop_early_finishes(values: dict, row: Row, mapping: Mapping, notes: list[CellNote]) -> None:
    start = values.get("start")
    for field in ("planned_finish", "forecast_finish"):
        finish = values.get(field)
        if start and finish and finish < start:
            message = f"The finish {finish} is before the start {start}; it was not taken."
            use = mapping.use(field)
            raw = shown(row.cells[use.column])
            notes.append(CellNote(row.number, use.header, raw, REJECTED, message, "finish_before_start"))
            del values[field]


def _compare_variance(values: dict, row: Row, mapping: Mapping, notes: list[CellNote]) -> None:
    """A file that gives planned, actual and variance should agree with itself to one in 10,000."""
    said = [values.get(field) for field in ("planned_cost", "forecast_cost", "cost_variance")]
    if None in said:
        return
    planned, forecast, variance = said
    difference = abs(planned - forecast) - abs(variance)
    if abs(difference) > max(abs(planned), abs(forecast)) / 10_000:
        use = mapping.use("cost_variance")
        message = f"Planned less forecast is {planned - forecast:,.0f}, the file says {variance:,.0f}."
        raw = shown(row.cells[use.column])
        notes.append(CellNote(row.number, use.header, raw, DOUBTFUL, message, "variance_differs"))


def _has_figures(values: dict) -> bool:
    figures = ("start", "planned_finish", "forecast_finish", "planned_cost", "forecast_cost", "actual_cost")
    return any(values.get(field) is not None for field in figures)
