"""How was this text file written: which encoding, which delimiter, which cells?"""

import codecs
import csv
import io
from collections import Counter, deque
from collections.abc import Iterator

from foundation.sheets.escaping import unescape
from foundation.sheets.limits import MAX_CELL_CHARS, MAX_MARKS_IN_LINE, SheetError, check_cell
from foundation.sheets.table import Cell, Remark, Sheet, build_sheet, in_words

DELIMITERS = ",;\t|"
SNIFF_CHARS = 200_000
SNIFF_RECORDS = 60
END = "\n\ue000end\ue000"  # stands in a cell only when a quotation mark is open to the end
BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it starts with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def read_text(data: bytes) -> Sheet:
    """Read a CSV, TSV or similar file; raise `SheetError` when it is no table of text."""
    text, windows_lines, warnings = decode(data)
    first = text.split("\n", 1)[0].strip().lower()
    delimiter = first[4:] if first.startswith("sep=") and len(first) == 5 else None
    if delimiter:
        text = text.split("\n", 1)[1] if "\n" in text else ""
    mark = delimiter or guess_delimiter(text)
    _check_quotes(text, mark)
    reader = csv.reader(_lines(text, mark), delimiter=mark)
    notes: dict[str, list[int]] = {"windows": [], "nul": []}
    records = _records(reader, windows_lines, notes, first_number=2 if delimiter else 1)
    sheet = build_sheet(records, [], even=True)
    return Sheet(
        sheet.header,
        sheet.rows,
        sheet.above,
        sheet.header_number,
        tuple(warnings + _note_remarks(notes)) + sheet.warnings,
    )


def _lines(text: str, mark: str) -> Iterator[str]:
    """Physical lines; one that would become a giant list of cells is refused before it does."""
    for number, line in enumerate(io.StringIO(text, newline=""), 1):
        if line.count(mark) > MAX_MARKS_IN_LINE:
            raise SheetError("too_many_columns", f"Line {number} has far too many columns.", row=number)
        yield line


def _check_quotes(text: str, mark: str) -> None:
    """A quotation mark that nothing closes would swallow every row below it into one cell."""
    records = enumerate(csv.reader(_lines(text + END, mark), delimiter=mark), 1)
    try:
        number, cells = deque(records, maxlen=1)[0]
    except csv.Error:
        return  # a too long cell, which the real reading names
    swallowed = cells[-1].removesuffix(END).rstrip().splitlines()[1:] if cells[-1].endswith(END) else []
    if swallowed:
        message = (
            f"Row {number} opens a quotation mark that nothing closes, so all below it would be one cell"
            f" (lines: {len(swallowed):,}). Close it or take it out, and try again."
        )
        raise SheetError("open_quote", message, row=number)


def decode(data: bytes) -> tuple[str, frozenset[int], list[Remark]]:
    """Return the text, the physical lines (from 1) read as Windows-1252 in a mixed file, remarks."""
    for mark, encoding in BOMS:
        if data.startswith(mark):
            text = data[len(mark) :].decode(encoding, errors="replace")
            return text, frozenset(), _replaced(text, encoding)
    wide = _wide_encoding(data)
    if wide:
        return data.decode(wide, errors="replace"), frozenset(), []
    _refuse_binary(data)
    try:
        return data.decode("utf-8"), frozenset(), []
    except UnicodeDecodeError:
        return _decode_windows(data)


def _decode_windows(data: bytes) -> tuple[str, frozenset[int], list[Remark]]:
    text = data.decode("utf-8", errors=WINDOWS_ERRORS)
    if data.decode("utf-8", errors="ignore").isascii():
        message = "The file is not UTF-8; it was read as Windows-1252 (Western European)."
        return text, frozenset(), [Remark("windows_1252", message)]
    lines = set()
    for number, line in enumerate(data.splitlines(), 1):
        try:
            line.decode("utf-8")
        except UnicodeDecodeError:
            lines.add(number)
    return text, frozenset(lines), []


def _windows_char(error: UnicodeError) -> tuple[str, int]:
    """Read the bytes that are not UTF-8 as Windows-1252, and what that lacks as Latin-1."""
    raw = error.object[error.start : error.end]
    try:
        return raw.decode("cp1252"), error.end
    except UnicodeDecodeError:
        return raw.decode("latin-1"), error.end


WINDOWS_ERRORS = "plumbline_windows_1252"
codecs.register_error(WINDOWS_ERRORS, _windows_char)


def _wide_encoding(data: bytes) -> str | None:
    """UTF-16 without a mark: nearly every second byte of Western text is zero."""
    sample = data[:2000]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > len(sample) * 0.35 and even < len(sample) * 0.05:
        return "utf-16-le"
    if even > len(sample) * 0.35 and odd < len(sample) * 0.05:
        return "utf-16-be"
    return None


def _refuse_binary(data: bytes) -> None:
    sample = data[:100_000]
    control = sum(sample.count(byte) for byte in range(32) if byte not in (9, 10, 11, 12, 13))
    if control > max(20, len(sample) * 0.02):
        raise SheetError("not_text", "The file is not a table of text: it holds binary data.")


def _replaced(text: str, encoding: str) -> list[Remark]:
    if "\ufffd" not in text:
        return []
    return [Remark("broken_text", f"Some bytes are not {encoding}; they show as \ufffd.")]


def guess_delimiter(text: str) -> str:
    """The character that cuts the most records of the top into the same number (>1) of cells."""
    best, best_score = ",", (0.0, 0)
    for delimiter in DELIMITERS:
        widths: Counter[int] = Counter()
        reader = csv.reader(io.StringIO(text[:SNIFF_CHARS], newline=""), delimiter=delimiter)
        try:
            for cells in reader:
                widths[len(cells)] += bool(cells)
                if sum(widths.values()) >= SNIFF_RECORDS:
                    break
        except csv.Error:
            pass  # a too long cell: what was read so far decides, the real reading names it
        total = sum(widths.values())
        width, count = max(widths.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
        score = (count / total, width) if total and width > 1 else (0.0, 0)
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _records(reader, windows_lines, notes, first_number) -> Iterator[tuple[int, list[Cell]]]:
    number, line = first_number - 1, 0
    while True:
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise _csv_error(error, number) from None
        if windows_lines and not windows_lines.isdisjoint(range(line + 1, reader.line_num + 1)):
            notes["windows"].append(number)
        line = reader.line_num
        yield (
            number,
            [_clean(cell, number, place, notes) for place, cell in enumerate(cells, 1)],
        )


def _clean(cell: str, number: int, place: int, notes) -> str | None:
    check_cell(cell, number, place)
    if "\0" in cell:
        notes["nul"].append(number)
        cell = cell.replace("\0", "")
    return unescape(cell) or None


def _csv_error(error: csv.Error, number: int) -> SheetError:
    if "field larger" in str(error):
        message = f"A cell in row {number} is longer than {MAX_CELL_CHARS:,} characters; look for an open quote."
        return SheetError("cell_too_long", message, row=number)
    return SheetError("broken_csv", f"Row {number} cannot be read: {error}.", row=number)


def _note_remarks(notes: dict[str, list[int]]) -> list[Remark]:
    texts = {
        "windows": ("mixed_encoding", "UTF-8 is mixed with Windows-1252, each byte was read as it fits"),
        "nul": ("nul", "NUL characters were taken out"),
    }
    found = ((texts[key], tuple(dict.fromkeys(rows))) for key, rows in notes.items() if rows)
    return [Remark(code, f"{message}: {in_words(rows)}.", rows) for (code, message), rows in found]
