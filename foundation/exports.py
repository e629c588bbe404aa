"""How do the rows of a table become a file that a spreadsheet opens without harm?

Numbers stay numbers, also negative ones. Text never becomes a formula: in CSV an apostrophe stands
before it (our import takes it off again), in XLSX the cell has the type text.
"""

import csv
import datetime as dt
import re
import tempfile
from decimal import Decimal
from itertools import islice

import xlsxwriter
from django.core.exceptions import BadRequest
from django.http import FileResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from foundation.errors import Refused
from foundation.sheets.escaping import escape

CSV, XLSX = "csv", "xlsx"
FORMATS = (CSV, XLSX)
CHUNK = 500
MOST_XLSX_ROWS = 1_048_575  # of a sheet, without its head
LONGEST_XLSX_TEXT = 32_767
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
XLSX_FORMATS = {"money": "#,##0.00", "percent": "0.0%", "figure": "General", "days": "0", "date": "yyyy-mm-dd"}
_UNSAFE_IN_NAME = re.compile(r"[^\w. ()-]+")


def file_of(rows, columns, *, form, filename, as_of=None, prepare=None):
    """The response with all rows of the queryset. BadRequest for an unknown form of file.

    `as_of` puts a line with the day above the head; `prepare` is applied to 500 rows at a time.
    """
    if form not in FORMATS:
        raise BadRequest("not a form of file")
    name = f"{_UNSAFE_IN_NAME.sub('_', str(filename)).strip(' .')[:120] or 'table'}.{form}"
    write = _csv_response if form == CSV else _xlsx_response
    response = write(rows, _fields(columns), as_of, prepare)
    response["Content-Disposition"] = content_disposition_header(True, name)
    return response


def _fields(columns):
    """(head, kind, function of the row) for each column of the file; a unit of its own per row is one more."""
    fields = []
    for column in columns:
        unit = f" ({column.head_unit})" if column.head_unit else ""
        fields.append((f"{column.label}{unit}", column.kind, column.plain))
        if callable(column.unit):
            fields.append((_("{label}, unit").format(label=column.label), "text", column.unit))
    return fields


def _chunks(rows, prepare):
    """Every row once, in constant memory; related rows are fetched for a chunk at a time."""
    found = iter(rows.iterator(chunk_size=CHUNK) if hasattr(rows, "iterator") else rows)
    while chunk := list(islice(found, CHUNK)):
        yield from prepare(chunk) if prepare else chunk


def _as_of_line(as_of):
    return _("As of {day}").format(day=as_of.isoformat())


class _Line:
    """A file that hands back what is written to it, so that each line goes out at once."""

    def write(self, text):
        return text


def _csv_response(rows, fields, as_of, prepare):
    writer = csv.writer(_Line())

    def lines():
        yield "\ufeff"  # tells Excel that this is UTF-8
        if as_of:
            yield writer.writerow([_as_of_line(as_of)])
        yield writer.writerow([escape(head) for head, _kind, _get in fields])
        for row in _chunks(rows, prepare):
            yield writer.writerow([_csv_cell(get(row)) for _head, _kind, get in fields])

    return StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")


def _csv_cell(value):
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, dt.datetime):
        return _local(value).isoformat(sep=" ", timespec="seconds")
    if isinstance(value, dt.date):
        return value.isoformat()
    return value if isinstance(value, int) else escape(str(value))


def _local(instant):
    return timezone.make_naive(instant) if timezone.is_aware(instant) else instant


def _xlsx_response(rows, fields, as_of, prepare):
    file = tempfile.TemporaryFile()  # noqa: SIM115  the response closes it
    with xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
        _write_sheet(book, fields, _chunks(rows, prepare), as_of)
    file.seek(0)
    return FileResponse(file, content_type=XLSX_TYPE)


def _write_sheet(book, fields, rows, as_of):
    sheet, bold = book.add_worksheet(), book.add_format({"bold": True})
    dates = book.add_format({"num_format": XLSX_FORMATS["date"]})
    instants = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    formats = [
        book.add_format({"num_format": XLSX_FORMATS[kind]}) if kind in XLSX_FORMATS else None
        for _head, kind, _get in fields
    ]
    top = 0
    if as_of:
        sheet.write_string(0, 0, _as_of_line(as_of))
        top = 1
    sheet.freeze_panes(top + 1, 1)
    sheet.set_column(0, max(len(fields) - 1, 0), 18)
    for place, (head, _kind, _get) in enumerate(fields):
        sheet.write_string(top, place, head, bold)
    for number, row in enumerate(rows, top + 1):
        if number > MOST_XLSX_ROWS:
            raise Refused(_("A spreadsheet has no room for that many rows; take the CSV file."))
        for place, (_head, _kind, get) in enumerate(fields):
            _write_cell(sheet, number, place, get(row), formats[place], dates, instants)


def _write_cell(sheet, number, place, value, form, dates, instants):
    if value is None:
        return
    if isinstance(value, dt.datetime):
        sheet.write_datetime(number, place, _local(value), instants)
    elif isinstance(value, dt.date):
        sheet.write_datetime(number, place, value, dates)
    elif _is_exact(value):
        sheet.write_number(number, place, value, form)
    else:
        sheet.write_string(number, place, _fitting(str(value)))


def _is_exact(value):
    """Whether a spreadsheet, which counts in binary fractions of 15 digits, holds the number unchanged."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return False
    return len(Decimal(value).normalize().as_tuple().digits) <= 15


def _fitting(text):
    return text if len(text) <= LONGEST_XLSX_TEXT else f"{text[: LONGEST_XLSX_TEXT - 1]}…"
