"""What do the lines around the table say of its amounts, and which of its rows say nothing of a project?"""

import re
from collections.abc import Sequence
from decimal import Decimal

from foundation.sheets.sums import header_again
from foundation.sheets.table import Row
from foundation.sheets.units import unit_in

BRACKETS = re.compile(r"[(\[<][^()\[\]<>]*[)\]>]")
OF_ALL = re.compile(r"\b(figures|amounts|costs|values|budgets|money|all|expressed|stated)\b", re.IGNORECASE)


def told_unit(column: int, above: Sequence[Row], rows: Sequence[Row]) -> Decimal | None:
    """`All figures in £m` over the table, `Cost (£m)` over its group of columns, `£m` under its header."""
    for row in reversed(above):
        if unit := unit_in(_over(column, row)):
            return unit
    return _under_the_header(column, rows) or _in_a_footnote(rows)


def _over(column: int, row: Row) -> str:
    """The text of the cell above the column, or of the nearest to its left, over which it may be merged."""
    texts = [cell for cell in row.cells[: column + 1] if cell not in (None, "")]
    return texts[-1] if texts and isinstance(texts[-1], str) else ""


def _under_the_header(column: int, rows: Sequence[Row]) -> Decimal | None:
    cell = rows[0].cells[column] if rows and column < len(rows[0].cells) else None
    return unit_in(f" {cell} ") if isinstance(cell, str) and not re.search(r"[1-9]", cell) else None


def _in_a_footnote(rows: Sequence[Row]) -> Decimal | None:
    for row in reversed(rows):
        filled = [cell for cell in row.cells if cell not in (None, "")]
        if len(filled) == 1 and isinstance(filled[0], str) and OF_ALL.search(filled[0]) and unit_in(filled[0]):
            return unit_in(filled[0])
    return None


def units_line(row: Row) -> bool:
    """A second line of the header: `(name)`, `(£k)`, `[dd/mm/yyyy]` under the names of the columns."""
    filled = [cell for cell in row.cells if cell not in (None, "")]
    return len(filled) > 1 and all(isinstance(cell, str) and BRACKETS.fullmatch(cell.strip()) for cell in filled)


def telling_rows(header: Sequence[str], rows: Sequence[Row]) -> list[Row]:
    """The rows by which columns are guessed: without a header that is repeated and a line of units."""
    top = list(rows[:1])
    return [row for row in rows if not header_again(row, header) and not (row in top and units_line(row))]
