"""Does an ODS file give its stored values, and is a hostile or broken one refused in words?"""

import io
import zipfile
from datetime import date
from decimal import Decimal
from xml.sax.saxutils import escape

import pytest

from foundation.sheets.limits import SheetError
from foundation.sheets.reading import read_sheet

TYPE = "application/vnd.oasis.opendocument.spreadsheet"
SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text", "style")
)
HIDDEN = '<style:style style:name="h"><style:table-properties table:display="false"/></style:style>'
EMPTY_END = (
    '<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="1024"/>'
)
EMPTY_END += "</table:table-row>"


def cell(value, more=""):
    if value is None:
        return f"<table:table-cell {more}/>"
    if isinstance(value, bool):
        return f'<table:table-cell office:value-type="boolean" office:boolean-value="{str(value).lower()}" {more}/>'
    if isinstance(value, date):
        return f'<table:table-cell office:value-type="date" office:date-value="{value}T00:00:00" {more}/>'
    if isinstance(value, str):
        return (
            f'<table:table-cell office:value-type="string" {more}><text:p>{escape(value)}</text:p></table:table-cell>'
        )
    return f'<table:table-cell office:value-type="float" office:value="{value}" {more}/>'


def times(what, number):
    return f'table:number-{what}-repeated="{number}"'


def row(*cells, more=""):
    return f"<table:table-row {more}>{''.join(cells)}</table:table-row>"


def table(*rows, name="Sheet1", style=""):
    lines = "".join(line if isinstance(line, str) else row(*map(cell, line)) for line in rows)
    return f'<table:table table:name="{name}" table:style-name="{style}">{lines}{EMPTY_END}</table:table>'


def ods(*tables, content=None, prologue="", manifest="<m/>"):
    body = "".join(tables)
    xml = f"{prologue}<office:document-content {SPACES}><office:automatic-styles>{HIDDEN}</office:automatic-styles>"
    xml += f"<office:body><office:spreadsheet>{body}</office:spreadsheet></office:body></office:document-content>"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", TYPE)
        archive.writestr("content.xml", xml if content is None else content)
        archive.writestr("META-INF/manifest.xml", manifest)
    return out.getvalue()


def refusal(data):
    with pytest.raises(SheetError) as refused:
        read_sheet(data, "f.ods")
    return refused.value.code


HEADER = ["Name", "Cost", "Start", "Open"]


def test_numbers_dates_and_text_come_as_what_they_are():
    sheet = read_sheet(
        ods(table(HEADER, ["Portal", 12.5, date(2026, 3, 1), True], ["Ledger", 1e3, None, False])), "f.ods"
    )
    assert sheet.header == ("Name", "Cost", "Start", "Open")
    assert sheet.rows[0].cells == ("Portal", Decimal("12.5"), date(2026, 3, 1), "TRUE")
    assert sheet.rows[1].cells == ("Ledger", Decimal(1000), None, "FALSE")
    assert sheet.row_total == 2


@pytest.mark.parametrize("name", ["plan.ods", "plan.xlsx", "plan.csv", "plan"])
def test_the_bytes_decide_not_the_name(name):
    assert read_sheet(ods(table(["Name", "Cost"], ["A", 1])), name).header == ("Name", "Cost")


def test_repeated_cells_and_rows_are_all_there_and_keep_their_numbers():
    wide = row(cell("A"), cell(5, times("columns", 2)))
    gap = row(cell(None), more=times("rows", 3))
    twice = row(cell("B"), cell(None), cell(7), more=times("rows", 2))
    sheet = read_sheet(ods(table(["Name", "Plan", "Cost"], wide, gap, twice)), "f.ods")
    filled = [(line.number, line.cells) for line in sheet.rows if not line.blank]
    assert filled == [(2, ("A", 5, 5)), (6, ("B", None, 7)), (7, ("B", None, 7))]


def test_money_shares_and_errors_of_formulas_are_read_as_stored():
    money = '<table:table-cell office:value-type="currency" office:currency="EUR" office:value="1250.5"/>'
    broken = cell("#DIV/0!", 'table:formula="of:=1/0"')
    sheet = read_sheet(ods(table(["Name", "Cost", "Plan"], row(cell("A"), money, broken))), "f.ods")
    assert sheet.rows[0].cells == ("A", Decimal("1250.5"), "#DIV/0!")


def test_words_keep_blanks_and_links_and_lose_the_notes_of_a_cell():
    said = "<text:p>Web<text:s/>shop <text:a>two</text:a><text:span>!</text:span></text:p><text:p>next</text:p>"
    note = "<office:annotation><text:p>who?</text:p></office:annotation>"
    words = f'<table:table-cell office:value-type="string">{note}{said}</table:table-cell>'
    sheet = read_sheet(ods(table(["Name", "Cost"], row(words, cell(1)))), "f.ods")
    assert sheet.rows[0].cells[0] == "Web shop two!\nnext"


def test_a_read_me_and_a_hidden_sheet_are_passed_over():
    readme = table(["This workbook holds the portfolio"], name="Read me")
    hidden = table(["Name", "Cost", "Owner", "End"], ["H", 1, "x", "y"], name="Old", style="h")
    sheet = read_sheet(ods(readme, hidden, table(["Name", "Cost"], ["A", 1], name="Plan")), "f.ods")
    assert sheet.rows[0].cells == ("A", 1)
    assert [remark.message for remark in sheet.warnings] == ["Only the sheet 'Plan' was read; not: Read me."]


def test_a_sheet_can_be_asked_for_by_its_name():
    data = ods(table(["Name", "Cost"], ["A", 1]), table(["Name", "Cost"], ["B", 2], name="Two"))
    assert read_sheet(data, "f.ods", sheet="Two").rows[0].cells == ("B", 2)
    with pytest.raises(SheetError):
        read_sheet(data, "f.ods", sheet="Three")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (ods(content="<office"), "broken_workbook"),
        (ods(content=""), "broken_workbook"),
        (ods(), "no_sheet"),
        (ods(table()), "empty"),
        (ods(table(["A", "B"]), manifest="<manifest:encryption-data/>"), "protected"),
        (ods(table(["A", "B"]), prologue='<!DOCTYPE x [<!ENTITY a "b">]>'), "xml_entities"),
        (ods(table(["A", "B"], row(cell(1, times("columns", 9999))))), "too_many_columns"),
        (ods(table(["A", "B"], row(cell(1), cell(2), more=times("rows", 99999)))), "too_many_rows"),
        (ods(table(["A", "B"], ["x" * 100_001, 1])), "cell_too_long"),
        (ods(table(["A"], row(cell(None), more=times("rows", "x")))), "broken_workbook"),
    ],
)  # fmt: skip
def test_what_is_broken_hostile_or_empty_is_refused_in_words(data, code):
    assert refusal(data) == code


def test_a_row_of_far_too_many_cells_and_a_text_nested_without_end_are_refused():
    assert refusal(ods(table(["A", "B"], row(*[cell(None)] * 300_001)))) == "too_many_columns"
    deep = "<text:span>" * 5_000 + "</text:span>" * 5_000
    words = f'<table:table-cell office:value-type="string"><text:p>{deep}</text:p></table:table-cell>'
    assert refusal(ods(table(["A", "B"], row(words)))) == "broken_workbook"


def test_a_table_inside_a_cell_is_no_sheet():
    inner = f"<table:table-cell>{table(['x', 'y'], name='Inner')}</table:table-cell>"
    sheet = read_sheet(ods(table(["Name", "Cost"], ["A", 1], row(inner, cell(2)))), "f.ods")
    assert [line.cells for line in sheet.rows] == [("A", 1), (None, 2)]
    assert sheet.warnings == ()


def test_a_number_that_is_none_stays_as_it_was_written():
    odd = '<table:table-cell office:value-type="float" office:value="many"/>'
    sheet = read_sheet(ods(table(["Cost", "Name"], row(odd, cell("x")))), "f.ods")
    assert sheet.rows[0].cells == ("many", "x")
