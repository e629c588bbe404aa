"""Is a file of entries understood whose columns have other names, with sums and remarks, and is none wrong by 1000?"""

import io
from decimal import Decimal

import openpyxl
import pytest

from budgets import services
from budgets.models import LedgerEntry
from budgets.services.actuals import read_actuals
from budgets.services.actuals_columns import COLUMNS, NAMES, columns_of, entry_rows
from foundation.errors import Refused
from foundation.sheets.text import read_text
from tests.factories import money

pytestmark = pytest.mark.django_db
HEAD = "date,category,amount,document,supplier\n"
ROW = "2026-03-03,LIC,10.50,INV-1,Acme\n"
SECOND = "2026-03-04,LIC,5,INV-2,Acme\n"


@pytest.fixture
def project(world):
    money.category()
    return world.own


def read(project, text, name="a.csv"):
    return read_actuals(project, text.encode() if isinstance(text, str) else text, name, by=None)


# ── names of columns ────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "head",
    [
        "Posting date,Cost element,Net amount,Document No.,Vendor",
        "Invoice date,Cost category,Amount (EUR),Invoice number,Vendor name",
        "Buchungsdatum,Kostenart,Betrag,Belegnummer,Lieferant",
        "POSTING_DATE,COST_ELEMENT,NET_AMOUNT,DOC_NO,VENDOR",
        "date,Account,Value,Voucher no,supplier",
    ],
)
def test_the_columns_of_an_accounting_program_are_known_and_said(project, head):
    reading = read(project, f"{head}\n{ROW}")
    entry = reading.entries[0]
    assert (entry.document, entry.supplier, entry.amount) == ("INV-1", "Acme", Decimal("10.50"))
    renamed = dict(reading.renamed)
    assert set(renamed) <= set(head.split(","))
    assert "date" in (*renamed.values(), *head.split(","))
    assert reading.unknown_columns == ()


def test_a_file_with_our_own_names_renames_nothing(project):
    assert read(project, HEAD + ROW).renamed == ()
    assert read(project, HEAD.upper() + ROW).renamed == ()


def test_our_own_name_comes_before_another(project):
    reading = read(project, f"date,category,amount,document,value\n{ROW}".replace("Acme", "99"))
    assert reading.entries[0].amount == Decimal("10.50")
    assert reading.unknown_columns == ("value",)


def test_two_columns_that_could_be_the_amount_are_asked_about(project):
    with pytest.raises(Refused, match=r"“Net amount” and “Value” could both be the column amount") as refused:
        read(project, f"date,category,Net amount,document,Value\n{ROW}")
    assert refused.value.field == "file"


def test_a_missing_column_is_still_named(project):
    with pytest.raises(Refused, match="lacks the column category, document"):
        read(project, "Posting date,Betrag\n2026-03-03,5\n")


def test_every_other_name_stands_for_one_of_our_columns_and_is_none_of_them():
    assert set(NAMES.values()) <= set(COLUMNS)
    assert not set(NAMES) & set(COLUMNS)


# ── units ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "head", ["amount (k€)", "Net amount (x1000)", "Betrag (TEUR)", "Value (£m)", "Amount (in Tsd. EUR)"]
)
def test_amounts_in_thousands_or_millions_are_refused_not_posted_too_small(project, head):
    with pytest.raises(Refused, match="in a unit"):
        read(project, f"date,category,{head},document\n2026-03-03,LIC,10,INV-1\n")


@pytest.mark.parametrize("head", ["Amount (USD)", "amount £", "Value ($)"])
def test_amounts_in_another_currency_than_the_project_s_are_not_posted_as_if_in_its_own(project, head):
    with pytest.raises(Refused, match="Say so in a column currency"):
        read(project, f"date,category,{head},document\n2026-03-03,LIC,10,INV-1\n")


def test_a_column_of_currencies_counts_more_than_the_header(project):
    reading = read(project, "date,category,Amount (USD),document,currency\n2026-03-03,LIC,10,INV-1,EUR\n")
    assert reading.entries[0].txn_currency_id == "EUR"


@pytest.mark.parametrize("title", ["All amounts in thousands", "Figures in k€", "in 1.000 €"])
def test_a_title_that_speaks_of_a_unit_is_refused_too(project, title):
    with pytest.raises(Refused, match="in a unit"):
        read(project, f"{title},,,,\n{HEAD}{ROW}{SECOND}")


def test_a_title_without_a_unit_is_passed_over_and_said(project):
    reading = read(project, f"Ledger of March,,,,\n{HEAD}{ROW}{SECOND}")
    assert (reading.good, reading.bad) == (2, 0)
    assert reading.remarks == ("Above the header stands text: row 1.",)


# ── rows that are no entries ────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "line",
    [
        "Total,,15.50,,",
        ",Total,15.50,,",
        ",,15.50,Total,",
        ",,15.50,,Grand total",
        "Summe,,15.50,,",
        ",LIC total,15.50,,",
    ],
)
def test_a_line_of_sums_is_passed_over_and_said(project, line):
    reading = read(project, f"{HEAD}{ROW}{SECOND}{line}\n")
    assert (reading.rows, reading.good, reading.bad) == (2, 2, 0)
    assert reading.total == Decimal("15.50")
    assert reading.remarks == ("Row 4 is a line of sums; it is not read.",)


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("2026-03-05,LIC,7,INV-3,Total", None),
        (",LIC,7,,Total", "date"),
        ("2026-03-05,,7,,Total", "category"),
        (",,7,INV-3,Total", "date"),
        (",,15.50,,", "date"),
    ],
)
def test_an_entry_of_a_supplier_called_total_is_posted_or_its_bad_cell_named(project, line, column):
    reading = read(project, f"{HEAD}{ROW}{line}\n")
    assert reading.remarks == ()
    assert [problem.column for problem in reading.problems][:1] == ([column] if column else [])
    assert reading.rows == 2


def test_a_header_in_the_middle_is_passed_over_and_said(project):
    reading = read(project, f"{HEAD}{ROW}{HEAD}{SECOND}")
    assert (reading.good, reading.bad) == (2, 0)
    assert reading.remarks == ("Row 3 is the header again; it is not read.",)


def test_a_file_of_sums_alone_has_no_rows(project):
    with pytest.raises(Refused, match="no rows"):
        read(project, f"{HEAD}Total,,15.50,,\n")


def test_what_is_passed_over_is_not_posted(project):
    batch = services.import_actuals(project, f"{HEAD}{ROW}{SECOND}Total,,15.50,,\n".encode(), "a.csv", by=None)
    assert batch.rows == 2
    assert LedgerEntry.objects.filter(batch=batch).count() == 2


def test_rows_and_remarks_add_up_to_the_rows_of_the_file():
    sheet = read_text(f"{HEAD}{ROW}{HEAD}{SECOND}Total,,1,,\n,,,,\n".encode())
    places, unknown = columns_of(sheet, "EUR")
    rows, remarks = entry_rows(sheet, places)
    blank = sum(row.blank for row in sheet.rows)
    assert (len(rows), len(remarks), unknown) == (2, 2, ())
    assert len(rows) + len(remarks) + blank == len(sheet.rows)


# ── signs that show nothing, other sheets ───────────────────────────────────────────────────────


def test_signs_that_show_nothing_do_not_hide_a_category_or_make_a_second_document(project):
    reading = read(project, f"{HEAD}2026-03-03,LIC\u200b,10.50,INV-1\u200e,Acme\n{ROW}")
    assert reading.entries[0].document == "INV-1"
    assert [(problem.row, problem.column) for problem in reading.problems] == [(3, "document")]


@pytest.mark.parametrize("name", ["\u200b", "\u3164", "\u202e\u202c"])
def test_a_document_of_signs_that_show_nothing_is_none(project, name):
    reading = read(project, f"{HEAD}2026-03-03,LIC,10.50,{name},Acme\n")
    assert [(problem.row, problem.column) for problem in reading.problems] == [(2, "document")]


@pytest.mark.parametrize("day", ["Q1 2026", "March 2026", "2026-W10", "end of March 2026", "H1 2026", "2026"])
def test_a_quarter_or_a_week_is_no_day_to_post_on(project, day):
    reading = read(project, f"{HEAD}{day},LIC,10.50,INV-1,Acme\n")
    assert [(problem.row, problem.column) for problem in reading.problems] == [(2, "date")]


def test_sheets_that_were_not_read_are_named(project):
    book = openpyxl.Workbook()
    book.active.append(["date", "category", "amount", "document"])
    book.active.append(["2026-03-03", "LIC", 10, "INV-1"])
    more = book.create_sheet("April")
    more.append(["date", "category", "amount", "document"])
    more.append(["2026-04-03", "LIC", 10, "INV-2"])
    out = io.BytesIO()
    book.save(out)
    reading = read(project, out.getvalue(), "a.xlsx")
    assert reading.remarks == ("Only the sheet 'Sheet' was read; not: April.",)
