"""What does a person read who chose the wrong file, or one that a slip has spoilt?"""

import io
import zipfile

import pytest

from foundation.sheets.limits import SheetError
from foundation.sheets.reading import read_sheet
from foundation.sheets.table import in_words

ODT = {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"}
WORD = {"[Content_Types].xml": "<x/>", "word/document.xml": "<x/>"}
BINARY = {"[Content_Types].xml": "<x/>", "xl/workbook.bin": "x"}


def archive(parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, text in parts.items():
            file.writestr(name, text)
    return out.getvalue()


def refusal(data, name="projects.csv"):
    with pytest.raises(SheetError) as refused:
        read_sheet(data, name)
    return refused.value


def remarks(data):
    return {remark.code: remark.message for remark in read_sheet(data, "projects.csv").warnings}


@pytest.mark.parametrize(
    ("parts", "words"),
    [(ODT, "OpenDocument"), (WORD, "Office file"), (BINARY, ".xlsb"), ({"a.csv": "a,b"}, "not an XLSX workbook")],
)
def test_an_archive_that_is_no_workbook_is_called_what_it_is(parts, words):
    message = refusal(archive(parts)).message
    assert words in message
    assert message.endswith("Save it as .xlsx or .csv and try again.")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"<html><body><table><tr><td>Project</td></tr></table>", "a web page"),
        (b"\r\n <!DOCTYPE html><table></table>", "a web page"),
        (b"\xef\xbb\xbf<?xml version='1.0'?><Project/>", "an XML file"),
    ],
)
def test_a_page_that_calls_itself_a_spreadsheet_is_called_what_it_is(data, words):
    assert words in refusal(data, "projects.xls").message


def test_text_that_calls_itself_a_workbook_is_refused_with_the_way_out():
    assert "Rename it to .csv" in refusal(b"a,b\n1,2\n", "projects.xlsx").message


def test_a_quotation_mark_that_nothing_closes_does_not_swallow_the_rows_below_it():
    refused = refusal(b'Name,Cost\nBridge,1\n"Tunnel,2\nLane,3\nRoad,4\n')
    assert (refused.code, refused.row) == ("open_quote", 3)
    assert "Row 3" in refused.message and "lines: 2" in refused.message


@pytest.mark.parametrize("mark", [b"\r", b"\r\n", b"\n"])
def test_an_open_quotation_mark_is_seen_however_lines_end(mark):
    assert refusal(mark.join([b"Name,Cost", b'"Bridge,1', b"Tunnel,2", b"Lane,3"])).code == "open_quote"


@pytest.mark.parametrize(
    "data",
    [
        b'Name,Cost\nBridge,1\n"Tunnel",2',
        b'Name,Cost\n"Bridge\nover water",1\n"Tunnel\nunder it"',
        b'Name,Cost\nBridge "Golden" gate,1\nTunnel 3" wide,2\n',
        b'Name,Cost\nBridge,1\n"Tunnel,2',
    ],
)
def test_quotation_marks_that_lose_nothing_are_let_in(data):
    assert len(read_sheet(data, "projects.csv").rows) == 2 or data.count(b"\n") > 2


def test_blanks_are_no_cells():
    assert refusal(b"  ,  \n , \n").code == "empty"


def test_an_empty_column_needs_no_name_but_one_with_cells_does():
    told = read_sheet(b",Name,,Cost,\n,Bridge,,1,\n,Tunnel,x,2,\n", "projects.csv")
    assert [remark.message for remark in told.warnings if remark.code == "unnamed_column"] == ["Column 3 has no name."]


def test_remarks_name_their_rows():
    told = remarks(b"A title\n\nName,Owner,Cost\nBridge,Roads\nTunnel,Roads,1,2\nLane,Roads,1\n")
    assert told["text_above"] == "Above the header stands text: row 1."
    assert told["too_few_cells_in_row"].endswith(": row 4.")
    assert told["too_many_cells_in_row"].endswith(": row 5.")


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        ((4,), "row 4"),
        ((4, 7), "rows 4 and 7"),
        ((1, 2, 3, 4, 5, 6), "rows 1, 2, 3, 4, 5 and 6"),
        (tuple(range(1, 1_008)), "rows 1, 2, 3, 4, 5 and 1,002 more"),
    ],
)
def test_many_rows_are_named_by_the_first_of_them(numbers, words):
    assert in_words(numbers) == words
