"""What does the main visible sheet of an XLSX file say, with stored values only?"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from math import isfinite
from xml.etree.ElementTree import ParseError

import openpyxl
from defusedxml.common import DefusedXmlException
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from foundation.sheets.archive import open_workbook_archive
from foundation.sheets.escaping import unescape
from foundation.sheets.limits import LAST_ROW, SheetError, check_cell, check_width
from foundation.sheets.table import LOOKED_AT_ROWS, MOST_LOOKED_AT, Cell, Remark, Sheet, build_sheet, main_table

FORMULA = re.compile(rb"<(?:\w+:)?f[ >/]")
CHUNK = 1 << 20
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    ParseError,
    KeyError,
    ValueError,
    TypeError,
    IndexError,
    AttributeError,
    OSError,
    EOFError,
    OverflowError,
)


def read_workbook(data: bytes, sheet: str | None = None) -> Sheet:
    """Read the sheet called `sheet`, or the first visible one with the main table, of an XLSX file.

    Formulas are never computed: their stored value counts, and one without it is named.
    """
    archive = open_workbook_archive(data)
    warnings: list[Remark] = []
    if "xl/vbaProject.bin" in archive.namelist():
        warnings.append(Remark("macros", "The workbook holds macros; they were not looked at."))
    try:
        book = openpyxl.load_workbook(BytesIO(data), read_only=True, data_only=True, keep_links=False)
        page = _choose(book, sheet, warnings)
        page.reset_dimensions()  # the file's own claim about its size is not trusted
        result = build_sheet(_records(page), warnings)
        if _has_formulas(archive):
            remarks = _formulas_without_value(data, page.title)
            result = replace(result, warnings=result.warnings + tuple(remarks))
        return result
    except BROKEN as error:
        raise _refusal(error) from None


def _refusal(error: BaseException) -> SheetError:
    """openpyxl wraps what its parser says, so the whole chain is asked for a refused entity."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, DefusedXmlException):
            return SheetError("xml_entities", "The workbook defines XML entities.")
        cause = cause.__cause__ or cause.__context__
    reason = str(error).splitlines()[0] if str(error) else type(error).__name__
    return SheetError("broken_workbook", f"The workbook is damaged: {reason}")


def _choose(book, wanted: str | None, warnings: list[Remark]):
    pages = [page for page in book.worksheets if wanted or page.sheet_state == "visible"]
    if wanted:
        pages = [page for page in pages if page.title == wanted]
    if not pages:
        raise SheetError("no_sheet", f"The workbook has no sheet {wanted or 'that is visible'!r}.")
    if book.epoch == CALENDAR_MAC_1904:
        message = "The workbook counts its days from 1904; a day that stands as a plain number is not known as one."
        warnings.append(Remark("days_of_1904", message))
    place = 0 if len(pages) == 1 else main_table([_widths(page) for page in pages[:MOST_LOOKED_AT]])
    if len(pages) > 1:
        others = ", ".join(page.title for page in pages if page is not pages[place])
        message = f"Only the sheet {pages[place].title!r} was read; not: {others}."
        warnings.append(Remark("other_sheets", message))
    return pages[place]


def _widths(page) -> list[int]:
    """How many cells are filled in each of the first rows."""
    page.reset_dimensions()
    rows = page.iter_rows(max_row=LOOKED_AT_ROWS, values_only=True)
    return [sum(value is not None for value in values) for values in rows]


def _records(page) -> Iterator[tuple[int, list[Cell]]]:
    for number, values in enumerate(page.iter_rows(values_only=True), 1):
        width = max((i for i, value in enumerate(values, 1) if value is not None), default=0)
        check_width(width, number)
        yield (
            number,
            [_cell(v, number, place) for place, v in enumerate(values[:width], 1)],
        )


def _cell(value, number: int, place: int) -> Cell:
    """Give the plain value; a float as the 15 digits that spreadsheet programs show."""
    if value is None:
        return None
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int):
        return Decimal(value)
    if isinstance(value, float) and isfinite(value):
        return Decimal(f"{value:.15g}")
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = str(value)
    check_cell(text, number, place)
    return unescape(text.replace("\0", "")) or None


def _has_formulas(archive: zipfile.ZipFile) -> bool:
    for name in archive.namelist():
        if name.startswith("xl/worksheets/") and name.endswith(".xml"):
            with archive.open(name) as stream:
                tail = b""
                while chunk := stream.read(CHUNK):
                    if FORMULA.search(tail + chunk):
                        return True
                    tail = chunk[-16:]
    return False


def _formulas_without_value(data: bytes, title: str) -> list[Remark]:
    """Compare what the cells say with what was stored for them."""
    written = openpyxl.load_workbook(BytesIO(data), read_only=True, keep_links=False)[title]
    stored = openpyxl.load_workbook(BytesIO(data), read_only=True, data_only=True)[title]
    written.reset_dimensions()
    stored.reset_dimensions()
    rows, formulas = [], 0
    pairs = zip(written.iter_rows(), stored.iter_rows(values_only=True), strict=False)
    for number, (cells, values) in enumerate(pairs, 1):
        here = [place for place, cell in enumerate(cells) if cell.data_type == "f"]
        formulas += len(here)
        if any(place >= len(values) or values[place] is None for place in here):
            rows.append(number)
        check_width(len(here), number)
        if number > LAST_ROW:
            break
    remarks = []
    if formulas:
        message = f"{formulas} cells hold formulas; their stored values were read."
        remarks.append(Remark("formulas", message))
    if rows:
        message = f"{len(rows)} rows hold a formula without a stored value; it reads as empty."
        remarks.append(Remark("formula_without_value", message, tuple(rows)))
    return remarks
