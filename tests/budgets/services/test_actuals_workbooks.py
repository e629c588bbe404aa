"""Which workbooks do book-keepers send, and is each cell read as it stands on their screen?"""

import datetime as dt
import io

import openpyxl
import pytest
import xlsxwriter

from budgets.services.actuals import read_actuals
from budgets.services.actuals_columns import COLUMNS
from tests.factories import money

pytestmark = pytest.mark.django_db
MARCH_3 = dt.date(2026, 3, 3)


@pytest.fixture
def project(world):
    money.category()
    return world.own


def read(project, data, name="a.xlsx"):
    return read_actuals(project, data, name, by=None)


def workbook(fill):
    """The bytes of a workbook whose first sheet `fill(sheet, book)` has filled."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Actuals")
        sheet.write_row(0, 0, ("date", "category", "amount", "document", "supplier"))
        fill(sheet, book)
    return file.getvalue()


def test_a_workbook_has_real_dates_numbers_and_stored_results_of_formulas(project):
    def fill(sheet, book):
        day = book.add_format({"num_format": "dd.mm.yyyy"})
        for row, amount in enumerate((1234.5, 0.1 + 0.2, -50, 100 / 3), 1):
            sheet.write_datetime(row, 0, dt.datetime(2026, 3, 3), day)
            sheet.write_row(row, 1, ("LIC", amount, f"INV-{row}", "Müller"))
        sheet.write_datetime(5, 0, dt.datetime(2026, 3, 31, 23, 59), day)
        sheet.write_row(5, 1, ("LIC", "", "INV-5"))
        sheet.write_formula(5, 2, "=SUM(C2:C5)", None, 1218.13)

    found = read(project, workbook(fill), "a.xlsx")
    assert [str(e.txn_amount) for e in found.entries] == ["1234.50", "0.30", "-50.00", "33.33", "1218.13"]
    assert [e.date for e in found.entries] == [MARCH_3] * 4 + [dt.date(2026, 3, 31)]


def test_a_formula_without_a_stored_result_is_an_empty_cell(project):
    book = openpyxl.Workbook()
    for row in (("date", "category", "amount", "document"), (MARCH_3, "LIC", "=1+1", "INV-1")):
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    found = read(project, file.getvalue(), "a.xlsx")
    assert [(p.row, p.column) for p in found.problems] == [(2, "amount")]


def test_of_merged_cells_only_the_first_holds_the_value_and_the_others_are_named(project):
    def fill(sheet, _book):
        sheet.merge_range(1, 0, 3, 0, "2026-03-03")
        for row in (1, 2, 3):
            sheet.write_row(row, 1, ("LIC", 10, f"INV-{row}"))

    found = read(project, workbook(fill), "a.xlsx")
    assert found.good == 1
    assert [(p.row, p.column) for p in found.problems] == [(3, "date"), (4, "date")]


def test_errors_of_the_spreadsheet_and_days_in_the_amount_are_named(project):
    def fill(sheet, book):
        sheet.write_row(1, 0, ("2026-03-03", "LIC", "", "INV-1"))
        sheet.write_formula(1, 2, "=1/0", None, "#DIV/0!")
        sheet.write_row(2, 0, ("2026-03-03", "LIC", "", "INV-2"))
        sheet.write_datetime(2, 2, dt.datetime(2026, 3, 3), book.add_format({"num_format": "yyyy-mm-dd"}))
        sheet.write_row(3, 0, ("2026-03-03", "LIC", True, "INV-3"))

    found = read(project, workbook(fill), "a.xlsx")
    assert [(p.row, p.column) for p in found.problems] == [(2, "amount"), (3, "amount"), (4, "amount")]
    assert "#DIV/0!" in found.problems[0].message


def test_our_own_template_filled_in_comes_back_whole(project, finn, enter):
    data = enter(finn).get(money.address("actuals_template", project)).content
    book = openpyxl.load_workbook(io.BytesIO(data))
    values = (MARCH_3, "accrual", "LIC", "capex", None, 10.5, "EUR", "GR-1", "PO-1", "Acme", "Half of it")
    book.active.append(values)
    file = io.BytesIO()
    book.save(file)
    entry = read(project, file.getvalue(), "filled.xlsx").entries[0]
    assert len(values) == len(COLUMNS)
    assert (entry.type, entry.cost_class, entry.order, entry.text) == ("accrual", "capex", "PO-1", "Half of it")
