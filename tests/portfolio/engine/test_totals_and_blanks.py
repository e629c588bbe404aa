"""Is a line of sums never taken for a project, and a project never for a line of sums?"""

import pytest

from foundation.sheets.text import read_text
from portfolio.engine.intake import read_rows
from portfolio.engine.mapping import guess_mapping

HEADER = "Project,Code,Department,Budget,Finish"
PROJECTS = ("A,P1,IT,100,2025-01-01", "B,P2,HR,200,2025-01-01", "C,P3,IT,50,2025-02-02")


def read(*lines, header=HEADER):
    sheet = read_text("\n".join([header, *PROJECTS, *lines]).encode())
    intake = read_rows(sheet, guess_mapping(sheet.header, sheet.rows))
    assert len(intake.rows) + len(intake.rejected) == sheet.row_total
    return intake


SUMS = [
    "Total", "TOTAL:", "Grand total", "Grand-total", "Sub-total", "Subtotal IT", "Sub total", "Total (3 projects)",
    "IT total", "Digital programme – subtotal", "Portfolio total", "Overall totals", "Sum", "SUM:", "Average", "Mean",
    "Gesamt", "Gesamtsumme", "Zwischensumme", "Summe:", "Total général", "Sous-total", "Totale", "Totaal", "Totalt",
    "Suma", "Razem", "All projects", "∑", "Total\u200b",
]  # fmt: skip


@pytest.mark.parametrize("word", SUMS)
def test_a_line_of_sums_is_no_project(word):
    intake = read(f"{word},,,350,")
    assert [row.name for row in intake.rows] == ["A", "B", "C"]
    assert [(row.number, row.code) for row in intake.rejected] == [(5, "total")]


@pytest.mark.parametrize("line", [",,Total,350,", ",Total,,350,", ",,Grand total,350,", ",3,Total,350,"])
def test_the_word_of_the_sum_may_stand_in_another_column(line):
    assert [row.code for row in read(line).rejected] == ["total"]


@pytest.mark.parametrize(
    "name",
    ["Totally new", "Summer school", "Sum of us", "Average speed cameras", "Total Recall system", "Countdown",
     "Sumatra", "Gesamtplan Netz", "Meaningful data", "Totality"],
)  # fmt: skip
def test_a_project_whose_name_begins_like_a_sum_stays(name):
    assert [row.name for row in read(f"{name},P4,,350,2025-05-05").rows][-1] == name


@pytest.mark.parametrize(
    "name", ["Totally new", "Summer school", "Average speed cameras", "Sumatra", "Meaningful data"]
)
def test_it_stays_without_code_and_dates_too(name):
    assert [row.name for row in read(f"{name},,,350,").rows][-1] == name


def test_a_total_with_a_code_of_its_own_is_a_project():
    assert [row.name for row in read("IT total,P4,IT,350,2025-05-05").rows][-1] == "IT total"


@pytest.mark.parametrize("name", ["\u200b\u200b", "\u00a0", "\u202e\u202c", "\u2060\ufeff", "\u3164"])
def test_a_name_that_shows_nothing_is_no_name(name):
    intake = read(f"{name},P4,IT,350,2025-05-05")
    assert [(row.number, row.code) for row in intake.rejected] == [(5, "no_name")]


def test_signs_that_show_nothing_in_a_name_are_taken_out_and_said():
    intake = read("Re\u200bal\u202e,P4,IT,350,2025-05-05")
    assert intake.rows[-1].name == "Real"
    assert [(note.row, note.column, note.code) for note in intake.cells] == [(5, "Project", "invisible")]


def test_the_same_name_with_and_without_such_signs_is_one_project():
    intake = read("X,,IT,1,", "X\u200b,,IT,1,", header=HEADER)
    assert [row.code for row in intake.rejected] == ["repeated"]
