"""The same portfolio written in every way that offices write it: encodings, separators, commas, dates, workbooks."""

import datetime as dt
import io
from decimal import Decimal

import openpyxl
import pytest

from portfolio.models import ImportBatch
from projects.models import Project
from tests.factories import imports

pytestmark = pytest.mark.django_db
HEADER = ("Project ID", "Project name", "Department", "Start date", "End date", "Budget")
SHOP = ("A-1", "Café zürich", "Größe", "2025-01-10", "2026-09-30", "1200000.50")

SOUND = ("A-9", "Payroll", "People", "2026-06-01", "2027-01-31", "300000")


def text(*lines, separator=","):
    return "\n".join(separator.join(line) for line in (HEADER, *(lines or (SHOP,)))) + "\n"


def came(world, content, **fields):
    """The project of the only line, as it was imported."""
    batch = imports.done(world.portfolio, content, **fields)
    assert batch.rows == batch.created + batch.updated + batch.unchanged + batch.rejected
    return batch, Project.objects.get(imports__batch=batch)


# encodings and separators


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])
def test_names_are_whole_in_every_encoding(world, encoding):
    content = text().encode(encoding)
    if encoding in ("utf-16-le", "utf-16-be"):
        content = ("\ufeff" + text()).encode(encoding)
    _batch, project = came(world, content)
    assert (project.name, project.programme.name) == ("Café zürich", "Größe")


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_is_found(world, separator):
    _batch, project = came(world, text(separator=separator).encode())
    assert project.name == "Café zürich"
    assert project.reported.get().budget == Decimal("1200000.5")


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_line_endings_of_every_system_are_read(world, ending):
    batch, _project = came(world, text().replace("\n", ending).encode())
    assert batch.rows == 1


@pytest.mark.parametrize(
    "name", ['"Web shop, the new one"', '"Web ""shop"""', '"Web\nshop"', "  Web shop  ", "Web\u00a0shop"]
)
def test_quotes_commas_and_breaks_inside_a_name(world, name):
    _batch, project = came(world, text(("A-1", name, *SHOP[2:])).encode())
    assert project.name.startswith("Web")
    assert "shop" in project.name
    assert "  " not in project.name


@pytest.mark.parametrize("name", ["财务系统", "مشروع الشبكة", "רשת חדשה", "Ω β", "🚀 launch"])
def test_names_of_every_script_stay_as_they_are(world, name):
    _batch, project = came(world, text(("A-1", name, *SHOP[2:])).encode())
    assert project.name == name


@pytest.mark.parametrize("above", ["Portfolio of the council,,,,,\n", "\n\n", "Report of March,,,,,\n,,,,,\n"])
def test_lines_above_the_header_are_no_projects(world, above):
    batch, project = came(world, (above + text()).encode())
    assert project.name == "Café zürich"
    assert batch.created == 1


@pytest.mark.parametrize("below", ["Total,,,,,1200000.50\n", ",,,,,\n", "\n\n"])
def test_totals_and_blank_lines_below_are_no_projects(world, below):
    batch, _project = came(world, (text() + below).encode())
    assert batch.created == 1
    assert batch.rejected == batch.rows - 1


# amounts


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("1200000", "1200000"),
        ("1200000.50", "1200000.5"),
        ("1,200,000.50", "1200000.5"),
        ("1.200.000,50", "1200000.5"),
        ("1 200 000,50", "1200000.5"),
        ("1\u202f200\u202f000,50", "1200000.5"),
        ("1'200'000.50", "1200000.5"),
        ("€1,200,000.50", "1200000.5"),
        ("1200000.50 EUR", "1200000.5"),
        ("0", "0"),
        ("-500.25", "-500.25"),
    ],
)
def test_an_amount_is_read_as_it_was_meant(world, written, read):
    line = (*SHOP[:5], f'"{written}"')
    _batch, project = came(world, text(line).encode())
    assert project.reported.get().budget == Decimal(read)


@pytest.mark.parametrize("written", ["twelve", "1.2.3.4", "12 apples", "1e309", "=1+1", "#REF!", "1200000..50"])
def test_what_is_no_amount_is_named_by_row_and_column_and_never_0(world, written):
    batch = imports.done(world.portfolio, text((*SHOP[:5], f'"{written}"'), SOUND).encode())
    assert Project.objects.get(imports__batch=batch, code="A-1").reported.get().budget is None
    assert batch.notes.filter(row=2, column="Budget").exists()
    assert batch.created == 2


@pytest.mark.parametrize("written", ["", "n/a", "-", "tbc", "N/A"])
def test_an_amount_that_is_not_there_is_absent(world, written):
    _batch, project = came(world, text((*SHOP[:5], written)).encode())
    assert project.reported.get().budget is None


# days


@pytest.mark.parametrize(
    "written",
    ["2025-01-10", "10/01/2025", "10.01.2025", "10-01-2025", "10 January 2025", "10 Jan 2025", "2025/01/10"],
)
def test_a_day_is_read_in_every_usual_order(world, written):
    other = ("A-2", "Payroll", "People", written.replace("10", "25", 1), "", "1") if written.startswith("10") else SHOP
    lines = [(*SHOP[:3], written, "", "1")]
    if other is not SHOP:
        lines.append(other)  # the twenty-fifth shows which number is the day
    batch = imports.done(world.portfolio, text(*lines).encode())
    assert Project.objects.get(imports__batch=batch, code="A-1").start == dt.date(2025, 1, 10)


@pytest.mark.parametrize("written", ["31/02/2025", "2025-13-45", "soon", "99.99.9999", "0000-00-00"])
def test_a_day_that_does_not_exist_is_named_and_the_row_still_comes(world, written):
    sound = [(f"A-{no}", f"Project {no}", *SOUND[2:]) for no in range(5, 9)]
    batch = imports.done(world.portfolio, text((*SHOP[:4], written, "1"), *sound).encode())
    assert Project.objects.get(imports__batch=batch, code="A-1").reported.get().planned_finish is None
    assert batch.notes.filter(row=2, column="End date").exists()
    assert batch.created == 5


def test_a_finish_before_the_start_is_told(world):
    batch, _project = came(world, text((*SHOP[:3], "2026-01-10", "2025-01-10", "1")).encode())
    assert batch.notes.filter(row=2).exists()


# workbooks


def workbook(*rows, formats=(), merged=(), sheets=1, title="Portfolio"):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    for row in (HEADER, *rows):
        sheet.append(row)
    for cell, form in formats:
        sheet[cell].number_format = form
    for area in merged:
        sheet.merge_cells(area)
    for no in range(1, sheets):
        book.create_sheet(f"Notes {no}").append(["nothing", "of", "interest"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


TYPED = ("A-1", "Web shop", "Sales", dt.date(2025, 1, 10), dt.datetime(2026, 9, 30), 1200000.5)


def test_a_workbook_gives_days_and_numbers_as_they_are(world):
    _batch, project = came(world, workbook(TYPED), name="projects.xlsx")
    said = project.reported.get()
    assert project.start == dt.date(2025, 1, 10)
    assert (said.planned_finish, said.budget) == (dt.date(2026, 9, 30), Decimal("1200000.5"))


def test_a_number_of_a_workbook_is_no_float_with_a_tail(world):
    _batch, project = came(world, workbook((*TYPED[:5], 0.1 + 0.2)), name="projects.xlsx")
    assert project.reported.get().budget == Decimal("0.3")


def test_a_numeric_code_keeps_its_digits_and_gets_no_point(world):
    _batch, project = came(world, workbook((1001, *TYPED[1:])), name="projects.xlsx")
    assert project.code == "1001"


def test_a_formula_without_its_value_is_no_amount(world):
    batch, project = came(world, workbook((*TYPED[:5], "=SUM(A1:A3)")), name="projects.xlsx")
    assert project.reported.get().budget is None
    assert batch.rows == 1


def test_a_name_that_looks_like_a_formula_stays_words(world):
    content = text(("A-1", '"=HYPERLINK(""http://x"")"', *SHOP[2:])).encode()
    _batch, project = came(world, content)
    assert project.name.lstrip("'").startswith("=HYPERLINK")


def test_merged_cells_give_their_words_once_and_break_nothing(world):
    second = ("A-2", "Payroll", None, dt.date(2026, 6, 1), None, 300000)
    batch = imports.done(world.portfolio, workbook(TYPED, second, merged=["C2:C3"]), name="projects.xlsx")
    assert batch.created == 2
    assert batch.rows == batch.created + batch.rejected


def test_the_sheet_with_the_projects_is_read_and_the_others_are_told(world):
    batch, project = came(world, workbook(TYPED, sheets=3), name="projects.xlsx")
    assert project.name == "Web shop"
    assert batch.created == 1


def test_a_workbook_by_another_name_is_still_a_workbook(world):
    _batch, project = came(world, workbook(TYPED), name="projects.csv")
    assert project.name == "Web shop"


@pytest.mark.parametrize("content", [b"PK\x03\x04" + b"\0" * 30, workbook()[:200]], ids=["no archive", "cut"])
def test_a_broken_workbook_is_refused_with_a_sentence(world, content):
    batch = imports.read(world.portfolio, content, name="projects.xlsx")
    assert batch.state == ImportBatch.State.REFUSED
    assert batch.problem.endswith(".")
    assert not Project.objects.filter(imports__batch=batch).exists()


def test_a_header_alone_brings_nothing_and_says_so(world):
    batch = imports.read(world.portfolio, text().splitlines()[0].encode() + b"\n")
    if batch.state == ImportBatch.State.READ:
        assert batch.rows == 0
    else:
        assert batch.problem


@pytest.mark.parametrize("number", [2, 50, 400])
def test_rows_created_and_rejected_are_the_rows_of_the_file(world, number):
    """Every third row has no name: it is left out and counted."""
    names = ["" if no % 3 == 0 else f"Project {no}" for no in range(number)]
    lines = [(f"N-{no}", name, "Sales", "2025-01-10", "", "1") for no, name in enumerate(names)]
    batch = imports.done(world.portfolio, text(*lines).encode())
    assert batch.rows == number
    assert batch.created + batch.rejected == number
    assert batch.rejected == len([line for line in lines if not line[1]])
    assert batch.notes.filter(level="row").count() == batch.rejected


def test_two_lines_of_one_project_are_one_project_and_the_second_is_told(world):
    batch = imports.done(world.portfolio, text(SHOP, SHOP).encode())
    assert (batch.rows, batch.created, batch.rejected) == (2, 1, 1)
    assert batch.notes.filter(row=3, level="row").exists()


def test_a_cell_of_fifty_thousand_letters_comes_whole(world):
    header = (*HEADER, "Comments")
    long = "word " * 10_000
    content = (",".join(header) + "\n" + ",".join((*SHOP, long)) + "\n").encode()
    _batch, project = came(world, content)
    assert len(" ".join(project.reported.get().narrative["Comments"].split())) == len(long.strip())


@pytest.mark.parametrize("extra", [",surplus,cells,more", ""])
def test_a_row_with_more_or_fewer_cells_than_the_header_does_not_shift(world, extra):
    line = ",".join(SHOP[:4]) if not extra else ",".join(SHOP) + extra
    batch = imports.done(world.portfolio, (",".join(HEADER) + "\n" + line + "\n").encode())
    assert batch.created == 1
    assert Project.objects.get(imports__batch=batch).name == "Café zürich"
