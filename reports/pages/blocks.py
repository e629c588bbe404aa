"""Of which blocks is a page made: tables, figures, key figures, sections?

A block holds values, not words; `cells` writes them for paper, `csv` for the file attached.
"""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from foundation.sheets.escaping import escape
from reports import numerals
from reports.facts.common import Ratio

Values = Mapping[str, Any]
MOST_TOGETHER = 10


@dataclass(frozen=True)
class Column:
    """A column: its words, the kind of `reports.numerals`, and a class of paper.css for its width."""

    label: str
    kind: str = "text"
    width: str = ""

    @property
    def css(self) -> str:
        side = "right" if self.kind in numerals.TO_THE_RIGHT else "left"
        return " ".join(part for part in (side, "day" if self.kind == "day" else "", self.width) if part)


@dataclass(frozen=True)
class Cell:
    """One written cell."""

    text: str
    css: str


@dataclass(frozen=True)
class Table:
    """Rows under columns; `unit` stands in the caption, `empty` is the sentence when there is no row.

    total: the last row, set apart. attached: the rows also go into a CSV file of the PDF.
    shown: at most so many rows on paper; every: only each third row, say, counted back from the last
    (the rest is in the file, and a line below the table says so).
    """

    key: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Any, ...], ...]
    empty: str
    unit: str = ""
    total: tuple[Any, ...] | None = None
    attached: bool = False
    shown: int | None = None
    every: int = 1
    note: str = ""
    currency: str = ""  # of a table whose columns name it, since it has amounts and other units side by side

    @property
    def printed(self) -> list[list[Cell]]:
        return [self._cells(row) for row in self._on_paper()]

    @property
    def short(self) -> bool:
        """Few enough rows to stand on one page together."""
        return len(self._on_paper()) <= MOST_TOGETHER

    @property
    def row_heads(self) -> bool:
        """Whether the first cell heads its row; a very small table is clearer with heads of columns only."""
        rows, columns = len(self._on_paper()) + (self.total is not None), len(self.columns)
        return rows * (columns - 1) >= rows + columns

    @property
    def total_cells(self) -> list[Cell]:
        """What has no total stays blank: nothing is missing there."""
        cells = self._cells(self.total) if self.total else []
        return [
            Cell("", cell.css) if value in (None, "") else cell
            for cell, value in zip(cells, self.total or (), strict=True)
        ]

    @property
    def hidden(self) -> int:
        """How many rows only the attached file has."""
        return len(self.rows) - len(self._on_paper())

    @property
    def places(self) -> int:
        """Digits of amounts: those of the currency that is the table's unit."""
        return numerals.coin(self.currency or self.unit)

    @property
    def filename(self) -> str:
        return f"{self.key.replace('_', '-')}.csv"

    def csv(self) -> bytes:
        """All rows with plain numbers, ISO days and reason codes; text that looks like a formula is defused."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\r\n")
        writer.writerow([f"{self.caption}" + (f" ({self.unit})" if self.unit else "")])
        writer.writerow([escape(str(column.label)) for column in self.columns])
        for row in (*self.rows, *([self.total] if self.total else [])):
            writer.writerow([_raw(value) for value in row])
        return out.getvalue().encode("utf-8-sig")

    def _on_paper(self) -> tuple[tuple[Any, ...], ...]:
        return self.rows[:: -self.every][::-1][: self.shown]

    def _cells(self, row: Sequence[Any]) -> list[Cell]:
        pairs = zip(row, self.columns, strict=True)
        return [
            Cell(numerals.written(value, column.kind, self.places), column.css + _sign(value, column.kind))
            for value, column in pairs
        ]


@dataclass(frozen=True)
class Figure:
    """A chart: its specification, what it shows for those who cannot see it, and the table behind it."""

    key: str
    spec: Values
    alt: str
    table: Table

    @property
    def title(self) -> str:
        return self.spec["title"]["text"]

    @property
    def source(self) -> str:
        return f"plumbline:chart/{self.key}.svg"


@dataclass(frozen=True)
class KeyFigure:
    """A large value with its words: the value is written already."""

    label: str
    value: str
    note: str = ""


@dataclass(frozen=True)
class Section:
    """A numbered section of a report and its template; `wide` turns the page, `more` follows upright again."""

    key: str
    title: str
    template: str
    wide: bool = False
    number: int = 0
    more: str = ""


@dataclass(frozen=True)
class Page:
    """Everything that a report's templates read beside its facts."""

    template: str
    key_figures: tuple[KeyFigure, ...]
    sections: tuple[Section, ...]
    tables: Mapping[str, Table]
    figures: Mapping[str, Figure]
    glossary: tuple[tuple[str, str], ...] = ()
    words: Values = field(default_factory=dict)


def table(key: str, caption: str, columns: Iterable[Any], rows: Iterable[Sequence[Any]], **more: Any) -> Table:
    """A table from any rows; a column is its words or (words, kind, width); `empty` is required."""
    made = tuple(Column(*one) if isinstance(one, tuple) else Column(one) for one in columns)
    return Table(key, caption, made, tuple(tuple(row) for row in rows), **more)


def money_columns() -> list[tuple[str, str]]:
    """The columns that every table of a budget begins its amounts with."""
    return [(_("Approved"), "money"), (_("Committed"), "money"), (_("Accrued"), "money"), (_("Actual"), "money")]


def keyed(blocks: Iterable[Any]) -> dict[str, Any]:
    """Blocks by their key, so that a template can say `tables.balance`."""
    found: dict[str, Any] = {}
    for block in blocks:
        if block.key in found:
            raise ValueError(f"two blocks are called {block.key}")
        found[block.key] = block
    return found


def numbered(
    folder: str, sections: Iterable[tuple[str, str]], wide: Sequence[str] = (), more: Sequence[str] = ()
) -> tuple[Section, ...]:
    """(key, title) pairs as sections 1, 2, 3 ... drawn by `reports/<folder>/_<key>.html`.

    The keys in `wide` stand on a turned page; those in `more` go on upright with `_<key>_more.html`.
    """
    return tuple(
        Section(
            key,
            title,
            f"reports/{folder}/_{key}.html",
            key in wide,
            number,
            f"reports/{folder}/_{key}_more.html" if key in more else "",
        )
        for number, (key, title) in enumerate(sections, 1)
    )


def rows_of(items: Iterable[Any], names: str) -> list[dict[str, Any]]:
    """Named attributes ("day planned earned") of each item as rows for a chart."""
    return [{name: getattr(item, name) for name in names.split()} for item in items]


def columns_of(items: Iterable[Any], names: str) -> list[tuple[Any, ...]]:
    """Named attributes ("name owner due") of each item as rows for a table."""
    return [tuple(getattr(item, name) for name in names.split()) for item in items]


def _sign(value: Any, kind: str) -> str:
    """What a cell's look adds to its words: a missing value, a bad one, the shape of a health."""
    if isinstance(value, Ratio):
        if value.value is None:
            return " reason"
        value = value.value
    if value is not None and kind in ("health", "result"):
        return f" shape {value if kind == 'health' else numerals.RESULTS[value][0]}"
    return " negative" if kind in numerals.VARIANCES and value is not None and value < 0 else ""


def _raw(value: Any) -> Any:
    if isinstance(value, Ratio):
        value = value.reason if value.value is None else value.value
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else escape(value) if isinstance(value, str) else value
