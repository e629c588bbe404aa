"""Does a workbook give its stored values, and is a hostile one refused before it is unpacked?"""

import io
import zipfile
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest

from foundation.sheets.limits import SheetError
from foundation.sheets.reading import read_sheet

SHEET = "xl/worksheets/sheet1.xml"


def workbook(*rows, title="Plan", more=()):
    book = openpyxl.Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    for name in more:
        book.create_sheet(name)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def rebuilt(data, change=None, add=()):
    """The same archive with some parts replaced by `change` and others added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", 8) as new:
        for name in old.namelist():
            new.writestr(name, (change or {}).get(name, old.read(name)))
        for name, content in add:
            new.writestr(name, content)
    return out.getvalue()


def sheet_xml(rows):
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<worksheet xmlns="{space}"><sheetData>{rows}</sheetData></worksheet>'


def refusal(data, name="f.xlsx"):
    with pytest.raises(SheetError) as refused:
        read_sheet(data, name)
    return refused.value.code


def test_numbers_dates_and_text_come_as_what_they_are():
    data = workbook(
        ["Name", "Cost", "Start", "Open"],
        ["Portal", 12.5, datetime(2026, 3, 1), True],
        ["Ledger", 0.1 + 0.2, date(2026, 4, 1), None],
    )
    sheet = read_sheet(data, "plan.xlsx")
    assert sheet.header == ("Name", "Cost", "Start", "Open")
    assert sheet.rows[0].cells == ("Portal", Decimal("12.5"), date(2026, 3, 1), "TRUE")
    assert sheet.rows[1].cells == ("Ledger", Decimal("0.3"), date(2026, 4, 1), None)


def test_the_bytes_decide_not_the_name():
    assert read_sheet(workbook(["Name", "Cost"], ["A", 1]), "plan.csv").header == (
        "Name",
        "Cost",
    )


def test_text_above_the_header_of_a_sheet_is_kept_apart():
    data = workbook(
        ["Our plan"],
        [],
        ["Name", "Owner", "Cost"],
        ["A", "Tax", 1],
        [],
        ["B", "Tax", 2],
    )
    sheet = read_sheet(data, "f.xlsx")
    assert sheet.header == ("Name", "Owner", "Cost")
    assert [row.number for row in sheet.rows] == [4, 5, 6]
    assert sheet.row_total == 5


def test_the_first_visible_sheet_is_read_and_the_others_named():
    data = workbook(["Name", "Cost"], ["A", 1], more=["Old"])
    sheet = read_sheet(data, "f.xlsx")
    assert [w.code for w in sheet.warnings] == ["other_sheets"]
    with pytest.raises(SheetError):
        read_sheet(data, "f.xlsx", sheet="Missing")
    with pytest.raises(SheetError) as refused:
        read_sheet(data, "f.xlsx", sheet="Old")
    assert refused.value.code == "empty"


def test_a_formula_gives_its_stored_value_and_is_never_computed():
    rows = (
        '<row r="1"><c r="A1" t="inlineStr"><is><t>Name</t></is></c>'
        '<c r="B1" t="inlineStr"><is><t>Cost</t></is></c></row>'
        '<row r="2"><c r="A2" t="inlineStr"><is><t>A</t></is></c><c r="B2"><f>1+1</f><v>41</v></c></row>'
        '<row r="3"><c r="A3" t="inlineStr"><is><t>B</t></is></c><c r="B3"><f>WEBSERVICE("http://x")</f></c></row>'
    )
    sheet = read_sheet(rebuilt(workbook(["a", "b"]), {SHEET: sheet_xml(rows)}), "f.xlsx")
    assert [row.cells for row in sheet.rows] == [("A", Decimal(41)), ("B", None)]
    remarks = {remark.code: remark.rows for remark in sheet.warnings}
    assert remarks == {"formulas": (), "formula_without_value": (3,)}


def test_the_escape_of_our_export_is_taken_off_in_workbooks_too():
    sheet = read_sheet(workbook(["Name", "Owner"], ["'=cmd", "'tis"]), "f.xlsx")
    assert sheet.rows[0].cells == ("=cmd", "'tis")


def test_macros_are_named_and_left_alone():
    sheet = read_sheet(
        rebuilt(workbook(["Name", "Cost"], ["A", 1]), add=[("xl/vbaProject.bin", b"x")]),
        "f.xlsm",
    )
    assert "macros" in [remark.code for remark in sheet.warnings]


def test_a_small_file_that_unpacks_to_two_hundred_megabytes_is_refused():
    data = rebuilt(workbook(["a"]), add=[("xl/media/big.bin", b"\0" * 200_000_000)])
    assert len(data) < 400_000
    assert refusal(data) == "unpacks_too_large"


def test_a_high_ratio_below_the_size_limit_is_refused():
    data = rebuilt(workbook(["a"]), add=[("xl/media/big.bin", b"\0" * 60_000_000)])
    assert refusal(data) == "zip_bomb"


def test_too_many_parts_are_refused():
    data = rebuilt(workbook(["a"]), add=[(f"xl/p{i}.bin", b"") for i in range(2_100)])
    assert refusal(data) == "too_many_parts"


@pytest.mark.parametrize("name", ["xl/embeddings/inner.zip", "xl/embeddings/Inner.XLSX", "x.tar.gz"])
def test_an_archive_inside_the_archive_is_refused(name):
    assert refusal(rebuilt(workbook(["a"]), add=[(name, workbook(["b"]))])) == "nested_archive"


@pytest.mark.parametrize("name", ["../evil.xml", "/etc/passwd", "xl\\..\\..\\x.xml", "C:/x.xml"])
def test_a_part_outside_the_archive_is_refused(name):
    assert refusal(rebuilt(workbook(["a"]), add=[(name, b"x")])) == "bad_part_name"


def test_a_link_inside_the_archive_is_refused():
    link = zipfile.ZipInfo("xl/link.xml")
    link.external_attr = 0o120777 << 16
    assert refusal(rebuilt(workbook(["a"]), add=[(link, b"/etc/passwd")])) == "bad_part_name"


@pytest.mark.parametrize("before", ["", "<!--" + "x" * 20_000 + "-->"])
def test_entities_in_a_part_are_refused_wherever_they_stand(before):
    bomb = f'<?xml version="1.0"?>{before}<!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "&x;&x;&x;&x;">]>' + sheet_xml(
        '<row r="1"><c r="A1" t="inlineStr"><is><t>&y;</t></is></c></row>'
    )
    assert refusal(rebuilt(workbook(["a"]), {SHEET: bomb})) == "xml_entities"


def test_an_external_entity_reads_no_file():
    text = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><sst>&x;</sst>'
    assert refusal(rebuilt(workbook(["a"]), {SHEET: text})) == "xml_entities"


def test_the_parser_behind_workbooks_refuses_entities_itself():
    assert openpyxl.DEFUSEDXML


def test_five_thousand_columns_are_refused():
    assert refusal(workbook([f"c{i}" for i in range(5_000)], [1])) == "too_many_columns"


def test_a_row_far_below_costs_no_memory_and_is_refused():
    for number in (60_000, 1_048_576, 99_999_999_999):
        rows = f'<row r="1"><c r="A1"><v>1</v></c></row><row r="{number}"><c r="A{number}"><v>1</v></c></row>'
        data = rebuilt(workbook(["a"]), {SHEET: sheet_xml(rows)})
        assert refusal(data) in {"too_many_rows", "broken_workbook"}


def test_a_false_dimension_does_not_widen_the_sheet():
    rows = '<row r="1"><c r="A1" t="inlineStr"><is><t>Name</t></is></c></row><row r="2"><c r="A2"><v>5</v></c></row>'
    xml = sheet_xml(rows).replace("<sheetData>", '<dimension ref="A1:XFD1048576"/><sheetData>')
    assert len(read_sheet(rebuilt(workbook(["a"]), {SHEET: xml}), "f.xlsx").header) == 1


def test_a_number_beyond_floats_stays_a_text_that_no_parser_takes():
    rows = (
        '<row r="1"><c r="A1" t="inlineStr"><is><t>Cost</t></is></c></row><row r="2"><c r="A2"><v>1.0E999</v></c></row>'
    )
    sheet = read_sheet(rebuilt(workbook(["a"]), {SHEET: sheet_xml(rows)}), "f.xlsx")
    assert sheet.rows[0].cells == ("inf",)


def test_a_cell_longer_than_allowed_is_refused():
    shared = '<row r="1"><c r="A1" t="inlineStr"><is><t>' + "x" * 100_001 + "</t></is></c></row>"
    assert refusal(rebuilt(workbook(["a"]), {SHEET: sheet_xml(shared)})) == "cell_too_long"


@pytest.mark.parametrize(
    "data",
    [
        b"PK\x03\x04 nothing more",
        workbook(["a"])[:-30],
        workbook(["a"])[:200] + workbook(["a"])[260:],
        rebuilt(workbook(["a"]), {SHEET: "<worksheet><sheetData><row>"}),
        rebuilt(workbook(["a"]), {"xl/workbook.xml": "<nothing/>"}),
        rebuilt(workbook(["a"]), {SHEET: b"\xff\xfe\0\0 not xml"}),
    ],
)
def test_a_damaged_workbook_is_refused(data):
    assert refusal(data) in {"broken_workbook", "empty", "no_sheet"}


def test_an_archive_that_is_no_workbook_is_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("readme.txt", "x")
    assert refusal(out.getvalue()) == "not_a_workbook"
