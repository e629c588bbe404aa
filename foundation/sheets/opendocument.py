"""What does the main visible sheet of an ODS file (LibreOffice) say, with stored values only?"""

import zipfile
import zlib
from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from foundation.sheets.escaping import unescape
from foundation.sheets.limits import LAST_ROW, SheetError, check_cell, check_width
from foundation.sheets.table import (
    LOOKED_AT_ROWS,
    MOST_LOOKED_AT,
    Cell,
    Remark,
    Sheet,
    build_sheet,
    is_empty,
    main_table,
)

_NAMES = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
TABLE, OFFICE, TEXT, STYLE = (_NAMES % name for name in ("table", "office", "text", "style"))
CELLS = (f"{TABLE}table-cell", f"{TABLE}covered-table-cell")
NUMBERS = ("float", "currency", "percentage")
MOST_IN_A_ROW = 300_000  # elements: cells, paragraphs, remarks
BROKEN = (
    RecursionError,
    zipfile.BadZipFile,
    zlib.error,
    ParseError,
    ValueError,
    KeyError,
    EOFError,
    OSError,
    NotImplementedError,
)


def read_opendocument(archive: zipfile.ZipFile, sheet: str | None = None) -> Sheet:
    """Read the sheet called `sheet`, or the first visible one with the main table.

    Formulas are never computed: their stored value counts. `archive` was checked before.
    """
    try:
        pages = _pages(archive)
        wanted = [name for name in pages if name == sheet] if sheet else [n for n, (seen, _) in pages.items() if seen]
        if not wanted:
            raise SheetError("no_sheet", f"The workbook has no sheet {sheet or 'that is visible'!r}.")
        looked_at = wanted[:MOST_LOOKED_AT]
        chosen = looked_at[main_table([pages[name][1] for name in looked_at])]
        others = ", ".join(name for name in wanted if name != chosen)
        message = f"Only the sheet {chosen!r} was read; not: {others}."
        return build_sheet(_records(archive, chosen), [Remark("other_sheets", message)] if others else [])
    except DefusedXmlException:
        raise SheetError("xml_entities", "The workbook defines XML entities.") from None
    except BROKEN as error:
        raise SheetError("broken_workbook", f"The workbook is damaged: {error}") from None


def _rows(archive: zipfile.ZipFile) -> Iterator[tuple[str, str, Element]]:
    """(name of the sheet, its style, its row) for every row of every sheet; a row is gone after its turn."""
    name = style = ""
    above: list[Element] = []  # the elements around the present one
    tables = begun = 0  # a table inside a cell is no sheet
    with archive.open("content.xml") as stream:
        for event, element in iterparse(stream, events=("start", "end"), forbid_dtd=True):
            tables += (element.tag == f"{TABLE}table") * (1 if event == "start" else -1)
            if event == "start":
                above.append(element)
                begun += 1
                if begun > MOST_IN_A_ROW:
                    raise SheetError("too_many_columns", "A row of the workbook holds far too much.")
                if element.tag == f"{TABLE}table" and tables == 1:
                    name, style = element.get(f"{TABLE}name", ""), element.get(f"{TABLE}style-name", "")
                continue
            above.pop()
            if element.tag in (f"{TABLE}table-row", f"{STYLE}style") and tables < 2:
                yield name, style, element
                above[-1].remove(element)
                begun = 0


def _pages(archive) -> dict[str, tuple[bool, list[int]]]:
    """Whether each sheet is visible and how many cells are filled in its first rows."""
    hidden, pages = set(), {}
    for name, style, element in _rows(archive):
        if element.tag == f"{STYLE}style":
            shown = element.find(f"{STYLE}table-properties")
            if shown is not None and shown.get(f"{TABLE}display") == "false":
                hidden.add(element.get(f"{STYLE}name"))
            continue
        _seen, widths = pages.setdefault(name, (style not in hidden, []))
        if len(widths) < LOOKED_AT_ROWS:
            widths.append(sum(not is_empty(cell) for cell in _cells(element, 1)))
    return pages


def _records(archive, wanted: str) -> Iterator[tuple[int, list[Cell]]]:
    number = 0
    for name, _style, element in _rows(archive):
        if name != wanted or element.tag != f"{TABLE}table-row":
            continue
        times = _times(element, "rows")
        cells = _cells(element, number + 1)
        for _again in range(times if cells else 0):
            number += 1
            yield number, list(cells)
        number += 0 if cells else times


def _times(element: Element, what: str) -> int:
    return min(max(int(element.get(f"{TABLE}number-{what}-repeated", "1")), 1), LAST_ROW)


def _cells(row: Element, number: int) -> list[Cell]:
    """The cells up to the last that says something."""
    cells: list[Cell] = []
    empty = 0
    for element in row:
        if element.tag not in CELLS:
            continue
        value, times = _value(element, number, len(cells) + empty + 1), _times(element, "columns")
        if value is None:
            empty += times
            continue
        check_width(len(cells) + empty + times, number)
        cells += [None] * empty + [value] * times
        empty = 0
    return cells


def _value(element: Element, number: int, place: int) -> Cell:
    kind, value = element.get(f"{OFFICE}value-type"), element.get(f"{OFFICE}value")
    if kind in NUMBERS and value:
        try:
            return Decimal(f"{Decimal(value):.15g}")
        except InvalidOperation:
            return value
    if kind == "date":
        return date.fromisoformat(element.get(f"{OFFICE}date-value", "")[:10])
    if kind == "boolean":
        return element.get(f"{OFFICE}boolean-value", "").upper() or None
    text = "\n".join(_text(line) for line in element.findall(f"{TEXT}p"))
    check_cell(text, number, place)
    return unescape(text) or None


def _text(element: Element) -> str:
    """The words of a paragraph with its blanks, tabs and links, without its notes."""
    said = element.text or ""
    for child in element:
        if child.tag == f"{TEXT}s":
            said += " " * min(int(child.get(f"{TEXT}c", "1")), 1_000)
        elif child.tag in (f"{TEXT}tab", f"{TEXT}line-break"):
            said += " "
        elif not child.tag.startswith(OFFICE):
            said += _text(child)
        said += child.tail or ""
    return said
