"""What does a reader hand on: a header, the rows below it, what stood above it, and the remarks."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from foundation.sheets.limits import (
    LAST_ROW,
    MAX_CELLS,
    MAX_ROWS,
    SheetError,
    check_row_number,
    check_width,
)

Cell = str | Decimal | date | None
HEADER_SEARCH_ROWS = 100
LOOKED_AT_ROWS, MOST_LOOKED_AT = 100, 50  # rows of a sheet, sheets of a workbook, before one is chosen
NAMED_ROWS = 6  # of the rows that a remark is about
YEAR_LIKE = re.compile(r"(fy ?)?((19|20)\d\d|\d\d)([/-]\d\d(\d\d)?)?", re.IGNORECASE)
NUMBER_LIKE = re.compile(r"[\W\d]+")


def is_empty(cell: Cell) -> bool:
    """Nothing, or blanks only."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


@dataclass(frozen=True)
class Row:
    """One record; `number` is its place in the file as a spreadsheet program counts."""

    number: int
    cells: tuple[Cell, ...]
    extra: int = 0  # filled cells beyond the header
    short: int = 0  # cells that a text file's row lacks

    @property
    def blank(self) -> bool:
        return all(is_empty(cell) for cell in self.cells)


@dataclass(frozen=True)
class Remark:
    """Something the reader did or saw; the rows that it concerns, if any."""

    code: str
    message: str
    rows: tuple[int, ...] = ()


@dataclass(frozen=True)
class Sheet:
    """`len(above) + len(rows)` is the number of rows of the file beside its header."""

    header: tuple[str, ...]
    rows: tuple[Row, ...]
    above: tuple[Row, ...] = ()
    header_number: int = 1
    warnings: tuple[Remark, ...] = ()

    @property
    def row_total(self) -> int:
        return len(self.above) + len(self.rows)


def build_sheet(
    records: Iterable[tuple[int, list[Cell]]],
    warnings: list[Remark],
    *,
    even: bool = False,
) -> Sheet:
    """Find the header among `(number, cells)` and lay every later record beside it.

    `even`: every record should be as long as the header, as in a text file.
    """
    kept = _collect(records)
    if not kept:
        raise SheetError("empty", "The file holds no cells.")
    place = _header_place([cells for _, cells, _ in kept])
    place += _goes_on(kept, place)
    header_number, header_cells, length = kept[place]
    header_cells = _under_groups(header_cells, kept[place - 1][1] if place else [])
    used = {at for _, cells, _ in kept[place + 1 :] for at, cell in enumerate(cells) if not is_empty(cell)}
    header, remarks = _header_names(header_cells, used)
    expected = length if even else 0
    rows = tuple(_fit(record, len(header), expected) for record in kept[place + 1 :])
    above = tuple(Row(number, tuple(cells)) for number, cells, _ in kept[:place])
    return Sheet(
        header,
        rows,
        above,
        header_number,
        tuple(warnings + remarks + _shape_remarks(above, rows)),
    )


def _collect(records) -> list[tuple[int, list[Cell], int]]:
    """Records as (number, cells without empty ends, length as written), without empty last rows."""
    kept, cells_seen, filled = [], 0, 0
    for number, cells in records:
        if number > LAST_ROW:
            raise SheetError("too_many_rows", f"The file has more than {LAST_ROW:,} rows.", row=number)
        length = len(cells)
        while cells and is_empty(cells[-1]):
            cells.pop()
        check_width(len(cells), number)
        if cells:
            check_row_number(number - 1)
            filled = len(kept) + 1
        cells_seen += len(cells)
        if cells_seen > MAX_CELLS:
            raise SheetError("too_many_cells", f"More than {MAX_CELLS:,} cells.", row=number)
        if cells or number <= MAX_ROWS:  # empty rows beyond the limit are nobody's
            kept.append((number, cells, length))
    return kept[:filled]


def _header_place(records: list[list[Cell]]) -> int:
    """The first record that is about as wide as most and holds words rather than numbers."""
    top = records[:HEADER_SEARCH_ROWS]
    widths = Counter(len(cells) for cells in top if len(cells) > 1)
    if widths:
        usual = max(widths, key=lambda width: (widths[width] * width, width))
        for place, cells in enumerate(top):
            filled = [cell for cell in cells if cell not in (None, "")]
            words = [c for c in filled if isinstance(c, str) and not NUMBER_LIKE.fullmatch(c)]
            if len(filled) >= max(2, usual * 0.7) and len(words) >= len(filled) * 0.7:
                return place
    return next(place for place, cells in enumerate(records) if cells)


def _word(cell: Cell) -> bool:
    return isinstance(cell, str) and not is_empty(cell) and not NUMBER_LIKE.fullmatch(cell)


def _goes_on(kept, place: int) -> bool:
    """Does the header take a second line, `2024 | 2025 | Start | End` under `Project | Budget | | Dates |`?

    That line fills what the first one leaves open, says nothing under the first name, and has no amount.
    """
    if place + 2 >= len(kept):
        return False
    upper, lower = kept[place][1], kept[place + 1][1]
    at = [i for i, cell in enumerate(lower) if not is_empty(cell)]
    first = next(i for i, cell in enumerate(upper) if not is_empty(cell))
    filled = {i for i, cell in enumerate(upper) if not is_empty(cell)}
    said = all(_word(lower[i]) or YEAR_LIKE.fullmatch(str(lower[i])) for i in at)
    return said and len(at) > 1 and first < min(at) and len(filled) > 1 and not set(at) <= filled


def _under_groups(cells: list[Cell], over: list[Cell]) -> list[Cell]:
    """`Finish | Finish` under `Baseline | Forecast` → Finish (Baseline), Finish (Forecast).

    A name that stands once needs no group, unless the line leaves names to the one above it.
    """
    if sum(map(_word, over)) < 2 or any(not is_empty(cell) and not _word(cell) for cell in over):
        return cells
    wide = max(len(cells), len(over))
    cells, over = [[*line, *[None] * (wide - len(line))] for line in (cells, over)]
    names = Counter(str(cell).casefold() for cell in cells if not is_empty(cell))
    halved = any(is_empty(cell) and _word(above) for cell, above in zip(cells, over, strict=True))
    joined, group = [], None
    for cell, above in zip(cells, over, strict=True):
        group = group if is_empty(above) else above
        again = halved or names[str(cell).casefold()] > 1
        joined.append(above if is_empty(cell) else f"{cell} ({group})" if group and again else cell)
    return joined


def main_table(widths: list[list[int]]) -> int:
    """Which of several sheets is meant, by how many cells are filled in each of their first rows?

    The first whose table is at least half as wide as the widest: no read-me, no list of changes.
    """
    tables = [max(rows) if sum(count > 1 for count in rows) > 1 else 0 for rows in ([0, *rows] for rows in widths)]
    return next(place for place, width in enumerate(tables) if width * 2 >= max(tables))


def _header_names(cells: list[Cell], used: set[int]) -> tuple[tuple[str, ...], list[Remark]]:
    """`used`: the places, from 0, of the columns that hold something; an empty one needs no name."""
    names, seen, remarks = [], Counter(), []
    for place, cell in enumerate(cells, 1):
        name = " ".join(str(cell).split()) if cell is not None else ""
        if not name:
            name = f"Column {place}"
        if name == f"Column {place}" and place - 1 in used:
            remarks.append(Remark("unnamed_column", f"Column {place} has no name."))
        seen[name.casefold()] += 1
        if seen[name.casefold()] > 1:
            remarks.append(Remark("repeated_column", f"The column name {name!r} occurs twice."))
            name = f"{name} ({seen[name.casefold()]})"
        names.append(name)
    return tuple(names), remarks


def _fit(record: tuple[int, list[Cell], int], width: int, expected: int) -> Row:
    number, cells, length = record
    beyond = sum(1 for cell in cells[width:] if cell not in (None, ""))
    padded = tuple(cell if cell != "" else None for cell in cells) + (None,) * (width - len(cells))
    return Row(number, padded, extra=beyond, short=max(0, expected - length) if cells else 0)


def _shape_remarks(above: tuple[Row, ...], rows: tuple[Row, ...]) -> list[Remark]:
    remarks = []
    told = tuple(row.number for row in above if not row.blank)
    if told:
        remarks.append(Remark("text_above", f"Above the header stands text: {in_words(told)}.", told))
    wide = tuple(row.number for row in rows if row.extra > 0)
    if wide:
        message = f"More cells than the header, so a column may have slipped: {in_words(wide)}."
        remarks.append(Remark("too_many_cells_in_row", message, wide))
    short = tuple(row.number for row in rows if row.short and not row.blank)
    if short:
        message = f"Fewer cells than the header, the rest reads as empty: {in_words(short)}."
        remarks.append(Remark("too_few_cells_in_row", message, short))
    return remarks


def in_words(numbers: tuple[int, ...]) -> str:
    """row 4; rows 4 and 7; rows 1, 2, 3, 4, 5 and 12 more."""
    if len(numbers) == 1:
        return f"row {numbers[0]}"
    named = numbers if len(numbers) <= NAMED_ROWS else numbers[: NAMED_ROWS - 1]
    rest = f"{len(numbers) - len(named):,} more" if len(named) < len(numbers) else str(named[-1])
    listed = named if len(named) < len(numbers) else named[:-1]
    return f"rows {', '.join(map(str, listed))} and {rest}"
