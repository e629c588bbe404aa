"""Is this workbook's archive harmless enough to unpack? Answered from its directory alone."""

import io
import stat
import struct
import zipfile

from foundation.sheets.limits import (
    ADVICE,
    MAX_DIRECTORY_BYTES,
    MAX_PARTS,
    MAX_RATIO,
    MAX_UNPACKED_BYTES,
    SMALL_UNPACKED_BYTES,
    SheetError,
)

END_RECORD = b"PK\x05\x06"
NESTED = (
    ".zip",
    ".xlsx",
    ".xlsm",
    ".docx",
    ".pptx",
    ".jar",
    ".gz",
    ".bz2",
    ".xz",
    ".7z",
    ".rar",
)
PROLOGUE_BYTES = 8_192
SPREADSHEET = b"application/vnd.oasis.opendocument.spreadsheet"


def open_workbook_archive(data: bytes) -> zipfile.ZipFile:
    """Return the opened archive, or raise `SheetError` before anything large is unpacked."""
    _check_directory_size(data)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, struct.error):
        raise SheetError("broken_workbook", "The workbook is damaged: it cannot be opened.") from None
    parts = archive.infolist()
    _check_sizes(parts, len(data))
    for part in parts:
        _check_part(part)
    names = [part.filename for part in parts]
    if len(set(names)) != len(names):
        raise SheetError("broken_workbook", "The workbook holds the same part twice.")
    if is_opendocument(archive) and "content.xml" in names:
        _check_open_to_read(archive, names)
    elif "xl/workbook.xml" not in names or "[Content_Types].xml" not in names:
        raise SheetError("not_a_workbook", f"{_kind(archive, names)} {ADVICE}")
    for part in parts:
        _check_prologue(archive, part)
    return archive


def is_opendocument(archive: zipfile.ZipFile) -> bool:
    """A spreadsheet of LibreOffice and others (.ods), by the type that it names itself."""
    return "mimetype" in archive.namelist() and archive.open("mimetype").read(100).strip() == SPREADSHEET


def _check_open_to_read(archive: zipfile.ZipFile, names: list[str]) -> None:
    manifest = archive.read("META-INF/manifest.xml") if "META-INF/manifest.xml" in names else b""
    if b"encryption-data" in manifest:
        raise SheetError("protected", "The workbook is protected by a password.")


def _kind(archive: zipfile.ZipFile, names: list[str]) -> str:
    if "mimetype" in names and b"opendocument" in archive.open("mimetype").read(100):
        return "This is an OpenDocument file, but not a spreadsheet."
    if "xl/workbook.bin" in names:
        return "This is a binary Excel workbook (.xlsb)."
    if "[Content_Types].xml" in names:
        return "This is an Office file, but not an XLSX workbook."
    return "The file is an archive, but not an XLSX workbook."


def _check_directory_size(data: bytes) -> None:
    """Refuse by the end record, before the entries themselves become objects."""
    place = data.rfind(END_RECORD, max(0, len(data) - 66_000))
    if place < 0 or len(data) < place + 22:
        raise SheetError("broken_workbook", "The workbook is damaged: its end is missing.")
    entries, directory_bytes = struct.unpack("<HI", data[place + 10 : place + 16])
    if entries > MAX_PARTS or directory_bytes > MAX_DIRECTORY_BYTES:
        raise SheetError("too_many_parts", f"The workbook has more than {MAX_PARTS:,} parts.")


def _check_sizes(parts: list[zipfile.ZipInfo], packed: int) -> None:
    if len(parts) > MAX_PARTS:
        raise SheetError("too_many_parts", f"The workbook has more than {MAX_PARTS:,} parts.")
    unpacked = sum(part.file_size for part in parts)
    if unpacked > MAX_UNPACKED_BYTES:
        raise SheetError(
            "unpacks_too_large",
            f"The workbook unpacks to {unpacked / 1e6:,.0f} MB; {MAX_UNPACKED_BYTES // 1_000_000} MB are allowed.",
        )
    if unpacked > SMALL_UNPACKED_BYTES and unpacked > packed * MAX_RATIO:
        raise SheetError(
            "zip_bomb",
            f"The workbook unpacks to {unpacked // max(packed, 1):,} times its size; {MAX_RATIO} times are allowed.",
        )


def _check_part(part: zipfile.ZipInfo) -> None:
    name = part.filename.replace("\\", "/")
    if name.startswith("/") or ":" in name or ".." in name.split("/"):
        raise SheetError("bad_part_name", f"The workbook holds a part outside itself: {name!r}.")
    if stat.S_ISLNK(part.external_attr >> 16):
        raise SheetError("bad_part_name", f"The workbook holds a link to elsewhere: {name!r}.")
    if part.flag_bits & 1:
        raise SheetError("protected", "The workbook is protected by a password.")
    if name.lower().endswith(NESTED):
        raise SheetError("nested_archive", f"The workbook holds another archive: {name!r}.")


def _check_prologue(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """A document type stands before the root element; spreadsheets never write one."""
    if not part.filename.lower().endswith((".xml", ".rels", ".vml")):
        return
    try:
        with archive.open(part) as stream:
            start = stream.read(PROLOGUE_BYTES).replace(b"\0", b"")
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError):
        raise _damaged(part) from None
    except Exception as error:  # zlib.error has no common parent with the others
        raise _damaged(part) from error
    if b"<!DOCTYPE" in start or b"<!ENTITY" in start:
        raise SheetError("xml_entities", f"The workbook defines XML entities in {part.filename!r}.")


def _damaged(part: zipfile.ZipInfo) -> SheetError:
    return SheetError("broken_workbook", f"The workbook is damaged: {part.filename!r}.")
