"""What of a table is header, though it stands in the middle or takes a second line?"""

from foundation.sheets.text import read_text
from portfolio.engine.intake import read_rows
from portfolio.engine.mapping import guess_mapping


def read(*lines):
    sheet = read_text("\n".join(lines).encode())
    mapping = guess_mapping(sheet.header, sheet.rows, sheet.above)
    intake = read_rows(sheet, mapping)
    assert len(intake.rows) + len(intake.rejected) == sheet.row_total
    return mapping, intake


def test_a_header_that_comes_again_and_again_does_not_spoil_the_guess():
    again = ["Project,Budget,RAG", "PROJECT,BUDGET,RAG", "project , budget,rag"]
    mapping, intake = read("Project,Budget,RAG", "A,100,G", *again, "B,200,A", "C,1,R")
    assert mapping.use("planned_cost").header == "Budget"
    assert mapping.use("rating").confidence == 0.95
    assert [row.planned_cost for row in intake.rows] == [100, 200, 1]
    assert [row.code for row in intake.rejected] == ["header_again"] * 3


def test_a_header_that_comes_again_in_part_is_no_project():
    _mapping, intake = read("Project,Budget,RAG", "A,100,G", "Project,Budget,", "B,200,A")
    assert [row.name for row in intake.rows] == ["A", "B"]
    assert [(row.number, row.code) for row in intake.rejected] == [(3, "header_again")]


def test_one_word_of_the_header_alone_is_left_to_the_rules_for_headings():
    _mapping, intake = read("Project,Budget,RAG,Owner", "A,100,G,x", "Project,,,", "B,200,A,y")
    assert [(row.number, row.code) for row in intake.rejected] == [(3, "heading")]


def test_a_project_that_is_called_like_its_column_stays():
    _mapping, intake = read("Project,Budget", "Project,100", "B,200")
    assert [row.name for row in intake.rows] == ["Project", "B"]


def test_a_line_of_units_under_the_header_is_no_project_and_its_units_count():
    lines = ("A,100,120,01/02/2024,13/03/2025", "B,100,120,01/02/2024,01/03/2025")
    mapping, intake = read("Project,Budget,Forecast,Start,Finish", "(name),(£k),(£k),[dd/mm/yyyy],[dd/mm/yyyy]", *lines)
    assert [(row.number, row.code) for row in intake.rejected] == [(2, "header_again")]
    assert [row.planned_cost for row in intake.rows] == [100_000, 100_000]
    assert {use.field for use in mapping.columns} == {
        "name",
        "planned_cost",
        "forecast_cost",
        "start",
        "planned_finish",
    }
    assert not [note for note in intake.cells if note.level == "rejected"]


def test_brackets_further_down_are_a_project():
    _mapping, intake = read("Project,Owner", "A,IT", "(B),(to be found)")
    assert [row.name for row in intake.rows] == ["A", "(B)"]
