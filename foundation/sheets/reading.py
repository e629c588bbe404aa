"""What table does this uploaded file hold, whatever program wrote it?"""

from foundation.sheets.archive import is_opendocument, open_workbook_archive
from foundation.sheets.limits import ADVICE, SheetError, check_size
from foundation.sheets.opendocument import read_opendocument
from foundation.sheets.table import Sheet
from foundation.sheets.text import read_text
from foundation.sheets.workbook import read_workbook

SIGNATURES = (
    (
        b"\xd0\xcf\x11\xe0",
        "old_workbook",
        "This is an old or password-protected Excel file.",
    ),
    (b"%PDF", "not_text", "This is a PDF file."),
    (b"\x1f\x8b", "not_text", "This is a compressed file."),
    (b"{\\rtf", "not_text", "This is a word processor's file."),
    (b"\x89PNG", "not_text", "This is a picture."),
)


MARKUP = (
    (b"<?xml", "an XML file"),
    (b"<!doctype html", "a web page"),
    (b"<html", "a web page"),
    (b"<table", "a web page"),
)
BOOKS = (".xlsx", ".xlsm", ".ods")


def read_sheet(data: bytes, name: str, *, sheet: str | None = None) -> Sheet:
    """Read a CSV, XLSX or ODS upload; what the bytes are counts, not what the name ends with.

    `sheet` names the worksheet of a workbook (default: the first visible one with the main table). Raises
    `SheetError` when the file as a whole is refused; single bad cells never do that.
    """
    check_size(data)
    if data.startswith(b"PK"):
        archive = open_workbook_archive(data)
        return read_opendocument(archive, sheet) if is_opendocument(archive) else read_workbook(data, sheet)
    for signature, code, message in SIGNATURES:
        if data.startswith(signature):
            raise SheetError(code, f"{message} {ADVICE}")
    start = data[:200].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    for word, kind in MARKUP:
        if start.startswith(word):
            raise SheetError("not_a_table", f"This is {kind}, whatever its name says. {ADVICE}")
    if name.lower().endswith(BOOKS):
        message = "The name says workbook, but the file is not a workbook: it is text. Rename it to .csv and try again."
        raise SheetError("not_a_workbook", message)
    return read_text(data)
