"""Which column of a stranger's file is which of our fields, how sure is that, and by which words?"""

import re
from collections import Counter
from collections.abc import Mapping as Dict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from foundation.sheets.cells import absence, parse_money, settled_mark, take_currency
from foundation.sheets.dates import date_order, parse_date
from foundation.sheets.table import Row
from foundation.sheets.units import named_currency, unit_in
from portfolio.engine.identity import identity
from portfolio.engine.ratings import read_rating
from portfolio.engine.surroundings import telling_rows, told_unit
from portfolio.engine.vocabulary import FIELDS, MONEY_WORDS, NARRATIVE, SO_FAR, header_words, match, why_unmapped

NARRATIVE_FIELD, OTHER_FIELD = "narrative", "other"
REPEATED = (NARRATIVE_FIELD, OTHER_FIELD)
SAMPLE_ROWS = 400
LEAST_CONFIDENCE = 0.4
LONG_TEXT = 60
ONE, MILLION = Decimal(1), Decimal(1_000_000)
SPOKEN_MILLIONS = re.compile(r"[£€$]\s?\d[\d,.]*\s?(?:m|mn|million|bn|billion)\b", re.IGNORECASE)


@dataclass(frozen=True)
class ColumnUse:
    """One column of the file: which field it fills and how its cells are to be read.

    `mark_sure` is False when nothing in the file tells whether 1.234 is more or less than two.
    A column that fills no field has in `words` why not: part_year, or the field that its cells do not fit.
    `unit` multiplies amounts; `unit_source`: header, surroundings, neighbours, text, person or "" for none.
    """

    field: str
    column: int
    header: str
    kind: str
    confidence: float = 1.0
    words: str = ""
    unit: Decimal = ONE
    unit_source: str = ""
    order: str = "dmy"
    mark: str = "."
    mark_sure: bool = True


@dataclass(frozen=True)
class Mapping:
    """`identity`: the fields that tell one project from another, for a second import."""

    columns: tuple[ColumnUse, ...]
    identity: tuple[str, ...]
    currency: str | None = None
    currency_sure: bool = False

    def use(self, field: str) -> ColumnUse | None:
        return next((use for use in self.columns if use.field == field), None)

    def all(self, field: str) -> tuple[ColumnUse, ...]:
        return tuple(use for use in self.columns if use.field == field)


def guess_mapping(header: Sequence[str], rows: Sequence[Row], above: Sequence[Row] = ()) -> Mapping:
    """Guess every column's use from its header's words and its cells; units also from the lines `above`."""
    telling = telling_rows(header, rows)
    guesses = sorted(
        (
            (*_score(field, name, column, telling), -column, field)
            for field in FIELDS
            for column, name in enumerate(header)
        ),
        reverse=True,
    )
    chosen: dict[str, tuple[int, float, str]] = {}
    for score, words, negative_column, field in guesses:
        taken = {column for column, _, _ in chosen.values()}
        if score >= LEAST_CONFIDENCE and field not in chosen and -negative_column not in taken:
            chosen[field] = (-negative_column, round(score, 2), words)
    _settle(chosen, guesses)
    return _build(header, rows, chosen, above)


def _settle(chosen: dict[str, tuple[int, float, str]], guesses: list) -> None:
    """No project comes in without a name, so the name may take another field's column: the summary of an issue.

    Actual cost beside a variance, without a forecast, is what the project will have cost.
    """
    named = [guess for guess in guesses if guess[3] == "name" and guess[0] >= LEAST_CONFIDENCE]
    if "name" not in chosen and named:
        score, words, negative_column, _ = named[0]
        for field in [field for field, (column, _, _) in chosen.items() if column == -negative_column]:
            del chosen[field]
        chosen["name"] = (-negative_column, round(score, 2), words)
    at_the_end = "actual_cost" in chosen and not re.search(SO_FAR, chosen["actual_cost"][2])
    if at_the_end and "cost_variance" in chosen and "forecast_cost" not in chosen:
        chosen["forecast_cost"] = chosen.pop("actual_cost")


def choose_mapping(
    header: Sequence[str],
    rows: Sequence[Row],
    fields: Dict[str, int],
    *,
    above: Sequence[Row] = (),
    currency: str | None = None,
    unit: Decimal | None = None,
) -> Mapping:
    """The mapping that a person confirmed: `fields` gives each field its column (from 0).

    Columns that no field takes stay as narrative or other columns. `unit` is for amounts whose
    header names none. Raises `ValueError` for an unknown field, an absent or twice used column.
    """
    unknown = [f for f, c in fields.items() if f not in FIELDS or not 0 <= c < len(header)]
    if unknown:
        raise ValueError(f"Unknown field or column: {', '.join(unknown)}.")
    if len(set(fields.values())) != len(fields):
        raise ValueError("A column can fill only one field.")
    mapping = _build(header, rows, {field: (column, 1.0, "") for field, column in fields.items()}, above)
    if currency:
        mapping = replace(mapping, currency=currency, currency_sure=True)
    return mapping if unit is None else replace(mapping, columns=_with_unit(mapping.columns, unit))


def _with_unit(columns: tuple[ColumnUse, ...], unit: Decimal) -> tuple[ColumnUse, ...]:
    return tuple(
        replace(use, unit=unit, unit_source="person") if use.kind == "money" and use.unit_source != "header" else use
        for use in columns
    )


def mapping_to_data(mapping: Mapping) -> dict:
    """Plain JSON, to be stored with the batch and given back to `mapping_from_data`."""
    columns = [{**vars(use), "unit": str(use.unit)} for use in mapping.columns]
    return {**vars(mapping), "columns": columns, "identity": list(mapping.identity)}


def mapping_from_data(data: dict) -> Mapping:
    columns = (ColumnUse(**{**entry, "unit": Decimal(entry["unit"])}) for entry in data["columns"])
    return Mapping(**{**data, "columns": tuple(columns), "identity": tuple(data["identity"])})


def _cells(rows: Sequence[Row], column: int, limit: int | None = SAMPLE_ROWS) -> list:
    """The cells of a column that say something."""
    cells = (row.cells[column] for row in rows[:limit] if column < len(row.cells))
    return [cell for cell in cells if absence(cell) is None]


def _score(field: str, name: str, column: int, rows: Sequence[Row]) -> tuple[float, str]:
    confidence, words = match(field, name)
    if not confidence:
        return 0.0, ""
    cells = _cells(rows, column, None if field in ("external_code", "name") else SAMPLE_ROWS)
    if not cells:
        return (0.0 if rows else confidence), words
    if field == "name":
        confidence *= min(1.0, 1.5 * _differing(cells))  # the project of many issues is not their name
    return confidence * _fitness(FIELDS[field].kind, name, cells), words


def _fitness(kind: str, name: str, cells: list) -> float:
    """The share of cells that can be read as this kind; for codes, how far they differ."""
    if kind == "code":
        return _differing(cells)
    if kind == "rating":
        good = sum(read_rating(cell, name).state != "unknown" for cell in cells)
    elif kind in ("date", "as_of"):
        good = sum(parse_date(cell).value is not None for cell in cells)
    elif kind in ("money", "integer"):
        good = sum(parse_money(cell).value is not None for cell in cells)
    else:
        return 1.0
    return 1.0 if good >= 0.8 * len(cells) else good / len(cells)


def _differing(cells: list) -> float:
    return len({str(cell).strip() for cell in cells}) / len(cells)


def _build(header, rows, chosen: dict[str, tuple[int, float, str]], above) -> Mapping:
    by_column = {column: (field, score, words) for field, (column, score, words) in chosen.items()}
    uses = []
    telling = telling_rows(header, rows)
    for column, name in enumerate(header):
        cells = _cells(telling, column)
        if column in by_column:
            field, score, words = by_column[column]
            use = ColumnUse(field, column, name, FIELDS[field].kind, score, words)
        else:
            use = _rest(column, name, cells)
        mark = settled_mark(cells) or ""
        uses.append(replace(use, order=date_order(cells), mark=mark, **_unit(use, above, rows)))
    uses = _share_habits(uses)
    currency, sure = _currency(uses, rows, above)
    columns = _share_units(uses, rows)
    places = {use.field: use.column for use in columns if use.field not in REPEATED}
    return Mapping(columns, identity(places, rows), currency, sure)


def _share_habits(uses: list[ColumnUse]) -> list[ColumnUse]:
    """Who wrote one column wrote them all: what it leaves open, 03/04/2022 or 1.234, the others settle."""
    days = {use.order for use in uses if use.kind in ("date", "as_of") and use.order in ("dmy", "mdy")}
    marks = {use.mark for use in uses if use.kind in ("money", "integer") and use.mark}
    order = days.pop() if len(days) == 1 else "unclear"
    mark = marks.pop() if len(marks) == 1 else ""
    return [
        replace(
            use,
            order=order if use.order == "unclear" else use.order,
            mark=use.mark or mark or ".",
            mark_sure=bool(use.mark or mark),
        )
        for use in uses
    ]


def _rest(column: int, name: str, cells: list) -> ColumnUse:
    """A column without a field of ours: nothing of a file is lost, so it keeps its own kind."""
    length = sum(len(str(cell)) for cell in cells) / len(cells) if cells else 0
    if NARRATIVE.search(header_words(name)) or length > LONG_TEXT:
        return ColumnUse(NARRATIVE_FIELD, column, name, "text")
    kind, hint = "text", why_unmapped(name)
    plain = header_words(name)
    if cells and "percent" not in plain:
        if re.search(r"\bdate\b", plain) and _fitness("date", name, cells) == 1.0:
            kind = "date"
        elif (MONEY_WORDS.search(plain) or unit_in(name)) and _fitness("money", name, cells) == 1.0:
            kind = "money"
    kinds = {FIELDS[hint].kind} if hint in FIELDS else set()
    misfit = kinds & {"date", "money", "rating", "integer"} and cells and _fitness(*kinds, name, cells) < 1.0
    return ColumnUse(OTHER_FIELD, column, name, kind, words=hint if misfit or hint == "part_year" else "")


def _unit(use: ColumnUse, above: Sequence[Row], rows: Sequence[Row]) -> dict:
    if use.kind != "money":
        return {}
    if unit := unit_in(use.header):
        return {"unit": unit, "unit_source": "header"}
    unit = told_unit(use.column, above, rows)
    return {"unit": unit, "unit_source": "surroundings"} if unit else {}


def _share_units(uses: list[ColumnUse], rows: Sequence[Row]) -> tuple[ColumnUse, ...]:
    """Amounts without a unit take that of their neighbours, or the one the texts speak in."""
    named = {use.unit for use in uses if use.unit_source}
    unit, source = (named.pop(), "neighbours") if len(named) == 1 else (ONE, "")
    if not source and not named and _speaks_millions(uses, rows):
        unit, source = MILLION, "text"
    return tuple(
        replace(use, unit=unit, unit_source=source) if use.kind == "money" and not use.unit_source else use
        for use in uses
    )


def _speaks_millions(uses: list[ColumnUse], rows: Sequence[Row]) -> bool:
    """The comments say £2013.02m where the amounts say £2,013.02."""
    texts = [cell for use in uses if use.kind == "text" for cell in _cells(rows, use.column)]
    spoken = sum(bool(SPOKEN_MILLIONS.search(str(text))) for text in texts)
    amounts = [
        parsed.value
        for use in uses
        if use.kind == "money"
        for cell in _cells(rows, use.column)
        if (parsed := parse_money(cell)).value
    ]
    small = sum(abs(amount) < 100_000 for amount in amounts)
    return spoken >= 5 and bool(amounts) and small >= 0.95 * len(amounts)


def _currency(uses: list[ColumnUse], rows: Sequence[Row], above: Sequence[Row]) -> tuple[str | None, bool]:
    said = (str(cell) for row in above for cell in row.cells if unit_in(str(cell)))
    votes = Counter(found for text in said if (found := named_currency(text)))
    for use in uses:
        if use.kind == "money":
            votes.update([found] if (found := named_currency(use.header)) else [])
            texts = [cell for cell in _cells(rows, use.column) if isinstance(cell, str)]
            votes.update(found for text in texts if (found := take_currency(text)[1]))
    if not votes:
        return None, False
    currency, count = votes.most_common(1)[0]
    return currency, currency != "USD" and count >= 0.9 * votes.total()
