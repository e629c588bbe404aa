"""Does a text file come in as its author meant it, whatever program wrote it?"""

import csv
import io

import pytest

from foundation.sheets.escaping import DANGEROUS, escape, unescape
from foundation.sheets.limits import SheetError
from foundation.sheets.reading import read_sheet


def cells(sheet):
    return [row.cells for row in sheet.rows]


def codes(sheet):
    return {remark.code: remark.rows for remark in sheet.warnings}


def test_a_plain_comma_file_gives_its_header_and_rows():
    sheet = read_sheet(b"Name,Cost\nPortal,12\nLedger,7\n", "plan.csv")
    assert sheet.header == ("Name", "Cost")
    assert cells(sheet) == [("Portal", "12"), ("Ledger", "7")]
    assert [row.number for row in sheet.rows] == [2, 3]
    assert sheet.warnings == ()


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(mark):
    lines = [
        ["Name", "Owner", "Aim"],
        ["Portal", "Tax", "a, b; c"],
        ["Ledger", "Fin", "x | y"],
    ]
    out = io.StringIO()
    csv.writer(out, delimiter=mark).writerows(lines)
    assert cells(read_sheet(out.getvalue().encode(), "f.csv")) == [tuple(r) for r in lines[1:]]


def test_commas_inside_the_amounts_of_a_semicolon_file_do_not_mislead():
    sheet = read_sheet(b"Name;Betrag\nA;1,5\nB;2,5\nC;3,5\n", "f.csv")
    assert sheet.header == ("Name", "Betrag")
    assert cells(sheet)[0] == ("A", "1,5")


def test_the_sep_line_of_spreadsheet_programs_is_obeyed_and_counted():
    sheet = read_sheet(b"sep=|\r\nName|Cost\r\nA|1\r\n", "f.csv")
    assert sheet.header == ("Name", "Cost")
    assert sheet.rows[0].number == 3


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_unicode_files_come_in_with_and_without_a_mark(encoding):
    text = "Project name;Department\nCafé ledger and more words;Öko\n"
    sheet = read_sheet(text.encode(encoding), "f.csv")
    assert sheet.header == ("Project name", "Department")
    assert cells(sheet) == [("Café ledger and more words", "Öko")]


def test_a_windows_file_shows_its_pounds_and_quotes():
    sheet = read_sheet("Name;Cost\n“Ship”;£43.00\n".encode("cp1252"), "uk.csv")
    assert cells(sheet) == [("“Ship”", "£43.00")]
    assert "windows_1252" in codes(sheet)


def test_bytes_that_windows_lacks_are_read_as_latin_1():
    assert cells(read_sheet(b"Name;X\n\xa3\x81;1\n", "f.csv")) == [("£\x81", "1")]


def test_a_mixed_file_names_the_rows_that_were_not_utf_8():
    data = b"Name,Cost\n" + "Café,1\n".encode() + b"Ship,\xa32\n" + b'"two\nlines \xa3",3\n'
    sheet = read_sheet(data, "f.csv")
    assert cells(sheet) == [("Café", "1"), ("Ship", "£2"), ("two\nlines £", "3")]
    assert codes(sheet)["mixed_encoding"] == (3, 4)


def test_line_breaks_and_quotes_inside_a_cell_stay():
    sheet = read_sheet(b'Name,Text\r\nA,"one\r\ntwo ""x"""\r\nB,c\r\n', "f.csv")
    assert cells(sheet) == [("A", 'one\r\ntwo "x"'), ("B", "c")]
    assert sheet.rows[1].number == 3  # as a spreadsheet program counts, not as an editor


def test_text_above_the_header_is_kept_apart_and_counted():
    data = b"This is a public data set.\nFree to use, reuse it.\n\nName,Owner,Cost\nA,Tax,1\n"
    sheet = read_sheet(data, "f.csv")
    assert sheet.header == ("Name", "Owner", "Cost")
    assert sheet.header_number == 4
    assert codes(sheet)["text_above"] == (1, 2)
    assert sheet.row_total == 4


def test_long_and_short_rows_are_named():
    sheet = read_sheet(b"Name,Owner,Cost\nA,Tax,1,slipped\nB,Tax\nC,Tax,3\nD,,\n", "f.csv")
    assert sheet.rows[0].extra == 1
    assert sheet.rows[0].cells == ("A", "Tax", "1", "slipped")
    assert sheet.rows[1].short == 1
    assert codes(sheet)["too_many_cells_in_row"] == (2,)
    assert codes(sheet)["too_few_cells_in_row"] == (3,)


def test_blank_rows_inside_are_rows_and_blank_rows_at_the_end_are_not():
    sheet = read_sheet(b"Name,Cost\nA,1\n\nB,2\n,,\n\n", "f.csv")
    assert [(row.number, row.blank) for row in sheet.rows] == [
        (2, False),
        (3, True),
        (4, False),
    ]


def test_unnamed_and_repeated_columns_get_a_name_and_a_remark():
    sheet = read_sheet(b"Name,,Cost,Cost\nA,x,1,2\n", "f.csv")
    assert sheet.header == ("Name", "Column 2", "Cost", "Cost (2)")
    assert {"unnamed_column", "repeated_column"} <= set(codes(sheet))


def test_a_header_over_two_lines_becomes_one_name():
    assert read_sheet(b'Agency,"DCA\nDate"\nA,x\n', "f.csv").header == (
        "Agency",
        "DCA Date",
    )


def test_nul_characters_are_taken_out_and_the_rows_named():
    sheet = read_sheet(b"Name,Cost\nA\0B,1\nC,2\n", "f.csv")
    assert cells(sheet)[0] == ("AB", "1")
    assert codes(sheet)["nul"] == (2,)


def test_a_single_column_is_a_table_too():
    sheet = read_sheet(b"Name\nA\nB\n", "f.csv")
    assert (sheet.header, len(sheet.rows)) == (("Name",), 2)


@pytest.mark.parametrize("first", list(DANGEROUS))
def test_text_that_looks_like_a_formula_survives_export_and_import(first):
    for text in (first + "cmd|' /C calc'!A0", "'" + first + "x", "''" + first):
        assert escape(text).startswith("'")
        assert unescape(escape(text)) == text


def test_ordinary_text_is_not_escaped_and_keeps_its_apostrophes():
    for text in ("", "'", "'tis", "Tax", "a=b", "12"):
        assert escape(text) == text
        assert unescape(text) == text


def test_an_escaped_cell_of_our_own_export_comes_back_as_it_was():
    out = io.StringIO()
    names = ["=cmd", "+1", "-1 day", "@SUM", "\t=x", "\r=x", "＝1", "'=x"]
    csv.writer(out).writerows([["Name", "Owner"]] + [[escape(name), "Tax"] for name in names])
    sheet = read_sheet(out.getvalue().encode(), "f.csv")
    assert [row.cells[0] for row in sheet.rows] == names


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b" \n\r\n", "empty"),
        (b"\0" * 500, "empty"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 50, "old_workbook"),
        (b"%PDF-1.7 x", "not_text"),
        (b"\x1f\x8bxxx", "not_text"),
        (bytes(range(256)) * 40, "not_text"),
        (b"a,b\n" + b"x" * 10_000_000 + b",1\n", "cell_too_long"),
        (b"a,b\n" + b"x" * 100_001 + b",1\n", "cell_too_long"),
        (b'a,b\n"' + b"x" * 10_000_000, "cell_too_long"),
        (b",".join(b"c%d" % i for i in range(5000)) + b"\n1,2\n", "too_many_columns"),
        (b"a,b\n1,2\n" + b"," * 400 + b"x\n", "too_many_columns"),
        (b"a,b\n" + b"1,2\n" * 50_001, "too_many_rows"),
        (b"x" * 25_000_001, "file_too_large"),
        (b"a;b\n" + b";" * 20_000_000, "too_many_columns"),
        (b"a,b\n" + b"\n" * 5_000_000 + b"x,y", "too_many_rows"),
    ],
)
def test_hostile_and_hopeless_files_are_refused_with_a_reason(data, code):
    with pytest.raises(SheetError) as refused:
        read_sheet(data, "f.csv")
    assert refused.value.code == code
    assert refused.value.message.endswith((".", "again."))


def test_the_refusal_names_row_and_column():
    with pytest.raises(SheetError) as refused:
        read_sheet(b"a,b\n1,2\n1," + b"x" * 100_001 + b"\n", "f.csv")
    assert (refused.value.row, refused.value.column) == (3, 2)


def test_fifty_thousand_rows_are_allowed():
    assert len(read_sheet(b"a,b\n" + b"1,2\n" * 50_000, "f.csv").rows) == 50_000


def test_a_csv_that_calls_itself_a_workbook_is_refused():
    with pytest.raises(SheetError, match="not a workbook"):
        read_sheet(b"a,b\n1,2\n", "plan.XLSX")
