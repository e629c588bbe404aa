"""Of several sheets and several lines of header, which are meant?"""

import datetime as dt
import io

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from foundation.sheets.reading import read_sheet
from foundation.sheets.table import main_table
from foundation.sheets.text import read_text


def workbook(**sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        page = book.create_sheet(name)
        for row in rows:
            page.append(row)
    return book


def saved(book):
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


PLAN = [["Name", "Owner", "Cost", "End"], ["A", "IT", 1, "x"], ["B", "IT", 2, "y"]]


@pytest.mark.parametrize(
    "other",
    [[["This workbook holds the portfolio"], ["Contact: the office"]], [], [["Green"], ["Amber"], ["Red"]]],
)
def test_a_read_me_an_empty_sheet_or_a_list_before_the_table_is_passed_over(other):
    sheet = read_sheet(saved(workbook(Other=other, Plan=PLAN)), "f.xlsx")
    assert sheet.header == ("Name", "Owner", "Cost", "End")
    assert [remark.message for remark in sheet.warnings] == ["Only the sheet 'Plan' was read; not: Other."]


def test_the_first_of_two_tables_is_read_though_the_second_is_wider():
    risks = [["Risk", "Owner", "Cause", "Effect", "Cost"], ["R", "IT", "c", "e", 1]] * 30
    assert read_sheet(saved(workbook(Plan=PLAN, Risks=risks)), "f.xlsx").header == ("Name", "Owner", "Cost", "End")


def test_a_hidden_table_is_not_read():
    book = workbook(Old=PLAN, Plan=PLAN[:2])
    book["Old"].sheet_state = "hidden"
    assert len(read_sheet(saved(book), "f.xlsx").rows) == 1


@pytest.mark.parametrize(
    ("widths", "place"),
    [([[]], 0), ([[], []], 0), ([[1, 1], [4, 4]], 1), ([[3, 3], [5, 5]], 0), ([[2, 2], [9, 9]], 1), ([[9], [4, 4]], 1)],
)
def test_the_main_table_is_the_first_that_is_half_as_wide_as_the_widest(widths, place):
    assert main_table(widths) == place


def test_a_workbook_that_counts_from_1904_gives_its_dates_and_says_so():
    book = workbook(Plan=[["Name", "End"], ["A", dt.date(2025, 1, 1)]])
    book.epoch = CALENDAR_MAC_1904
    sheet = read_sheet(saved(book), "f.xlsx")
    assert sheet.rows[0].cells == ("A", dt.date(2025, 1, 1))
    assert [remark.code for remark in sheet.warnings] == ["days_of_1904"]


def header(*lines):
    sheet = read_text("\n".join([*lines, "Bridge,1,2,3,4", "Tunnel,1,2,3,4"]).encode())
    assert len(sheet.rows) == 2
    assert sheet.row_total == len(lines) + 1
    return sheet.header


def test_names_that_stand_twice_take_the_group_above_them():
    found = header(",Baseline,,Forecast,", "Project,Start,Finish,Start,Finish")
    assert found == ("Project", "Start (Baseline)", "Finish (Baseline)", "Start (Forecast)", "Finish (Forecast)")


def test_names_that_stand_once_need_no_group():
    assert header("Project,Cost,,Dates,", "Name,Budget,Forecast,Start,Finish") == (
        "Name", "Budget", "Forecast", "Start", "Finish",
    )  # fmt: skip


def test_a_second_line_fills_what_the_first_leaves_open():
    found = header("Project,Budget,,Dates,", ",2024,2025,Start,End")
    assert found == ("Project", "2024 (Budget)", "2025 (Budget)", "Start (Dates)", "End (Dates)")


def test_a_second_line_that_looks_like_the_header_takes_its_open_names_from_above():
    found = header("Project,Cost,,Dates,", ",Planned,Actual,Start,End")
    assert found == ("Project", "Planned (Cost)", "Actual (Cost)", "Start (Dates)", "End (Dates)")


def test_a_title_above_the_header_is_no_group():
    assert header("Quarterly report,,,,", "Name,Cost,Cost,Start,End")[1:3] == ("Cost", "Cost (2)")


def test_a_first_row_without_a_name_is_no_second_line():
    sheet = read_text(b"Project,Budget,Owner\n,100,IT\nB,200,HR\nC,300,HR\n")
    assert sheet.header == ("Project", "Budget", "Owner")
    assert [row.number for row in sheet.rows] == [2, 3, 4]
