"""Does a file hold exactly what the page shows, all of it, and nothing that a spreadsheet would run?"""

import csv
import datetime as dt
import io
from decimal import Decimal
from types import SimpleNamespace

import openpyxl
import pytest
from django.core.exceptions import BadRequest
from django.test import RequestFactory
from django.utils import timezone

from foundation.accounts.models import Person
from foundation.cells import Column
from foundation.errors import Refused
from foundation.exports import file_of
from foundation.figures import Figure
from foundation.sheets.escaping import unescape
from foundation.tables import Filter, Table
from tests.factories import core

FORMULAS = [
    "=cmd|' /C calc'!A0",
    "=1+1",
    "+1",
    "-1",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "\0=1+1",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM(1)",
    "=HYPERLINK(\"http://example.org\",\"x\")",
]  # fmt: skip
HARMLESS = ["Payroll", "a=b", "1-1", "'tis", "Ünï ©", "", "a,b", 'say "x"', "two\nlines"]
COLUMNS = (
    Column("name", "Name"),
    Column("amount", "Budget", kind="money", unit="EUR"),
    Column("day", "Start", kind="date"),
)


def row(name="Payroll", amount=Decimal("-1110.50"), day=dt.date(2026, 3, 2), **more):
    return SimpleNamespace(name=name, amount=amount, day=day, **more)


def read_csv(rows, columns=COLUMNS, **options):
    response = file_of(rows, columns, form="csv", filename="x", **options)
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


def read_xlsx(rows, columns=COLUMNS, **options):
    response = file_of(rows, columns, form="xlsx", filename="x", **options)
    return openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content))).active


def test_the_csv_has_heads_with_units_and_plain_values():
    assert read_csv([row()]) == [["Name", "Budget (EUR)", "Start"], ["Payroll", "-1110.50", "2026-03-02"]]


def test_the_csv_opens_as_utf_8_and_has_lines_as_the_standard_says():
    raw = b"".join(file_of([row("Ünï")], COLUMNS, form="csv", filename="x").streaming_content)
    assert raw.startswith(b"\xef\xbb\xbf")
    assert raw.count(b"\r\n") == 2


@pytest.mark.attack
@pytest.mark.parametrize("text", FORMULAS)
def test_a17_no_text_becomes_a_formula_in_csv(text):
    cell = read_csv([row(text)])[1][0]
    assert cell == f"'{text}"
    assert unescape(cell) == text


@pytest.mark.attack
@pytest.mark.parametrize("text", [text for text in FORMULAS if text.isprintable()])
def test_a17_no_text_becomes_a_formula_in_a_workbook(text):
    cell = read_xlsx([row(text)])["A2"]
    assert (cell.data_type, cell.value) == ("s", text)


@pytest.mark.attack
@pytest.mark.parametrize("text", [text for text in FORMULAS if not text.isprintable()])
def test_a17_control_characters_stay_text_in_a_workbook(text):
    assert read_xlsx([row(text)])["A2"].data_type == "s"


@pytest.mark.attack
def test_a17_a_head_is_no_formula_either():
    columns = (Column("name", "=1+1"),)
    assert read_csv([row()], columns)[0] == ["'=1+1"]
    assert read_xlsx([row()], columns)["A1"].data_type == "s"


@pytest.mark.attack
def test_a17_without_the_guard_the_formula_gets_out(monkeypatch):
    monkeypatch.setattr("foundation.exports.escape", lambda text: text)
    assert read_csv([row("=1+1")])[1][0] == "=1+1"


@pytest.mark.parametrize("text", HARMLESS)
def test_other_text_is_left_as_it_is(text):
    assert read_csv([row(text)])[1][0] == text


@pytest.mark.parametrize("number", [Decimal("-1"), Decimal("-0.01"), -5, 0, Decimal("1E+3"), Decimal("0.0000001")])
def test_numbers_stay_numbers(number):
    assert Decimal(read_csv([row(amount=number)])[1][1]) == number
    cell = read_xlsx([row(amount=number)])["B2"]
    assert cell.data_type == "n"
    assert Decimal(str(cell.value)) == number


def test_a_number_that_a_spreadsheet_would_change_is_written_as_text():
    long = Decimal("123456789012345.6789")
    assert read_csv([row(amount=long)])[1][1] == "123456789012345.6789"
    cell = read_xlsx([row(amount=long)])["B2"]
    assert (cell.data_type, cell.value) == ("s", "123456789012345.6789")


def test_days_are_days_in_a_workbook():
    cell = read_xlsx([row()])["C2"]
    assert (cell.value, cell.number_format) == (dt.datetime(2026, 3, 2), "yyyy-mm-dd")


def test_instants_are_those_of_the_reader(settings):
    at = dt.datetime(2026, 3, 2, 23, 30, tzinfo=dt.UTC)
    with timezone.override("Europe/Berlin"):
        assert read_csv([row(day=at)])[1][2] == "2026-03-03 00:30:00"
        assert read_xlsx([row(day=at)])["C2"].value == dt.datetime(2026, 3, 3, 0, 30)


def test_a_missing_value_is_an_empty_cell_and_no_zero():
    assert read_csv([row(None, None, None)])[1] == ["", "", ""]
    assert read_xlsx([row("x", None, None)])["B2"].value is None


def test_a_figure_gives_its_value_or_its_reason():
    columns = (Column("name", "Name"), Column("cpi", "CPI", kind="figure"))
    known = Figure("cpi", "CPI", Decimal("0.8123"), kind="ratio")
    unknown = Figure("cpi", "CPI", None, kind="ratio", reason="not_started")
    assert read_csv([row(cpi=known), row(cpi=unknown)], columns)[1:] == [
        ["Payroll", "0.8123"],
        ["Payroll", "not started"],
    ]
    sheet = read_xlsx([row(cpi=known), row(cpi=unknown)], columns)
    assert (sheet["B2"].value, sheet["B3"].value) == (0.8123, "not started")


def test_a_unit_of_each_row_has_a_column_of_its_own():
    columns = (COLUMNS[0], Column("amount", "Amount", kind="money", unit=lambda each: each.currency))
    assert read_csv([row(currency="JPY")], columns) == [
        ["Name", "Amount", "Amount, unit"],
        ["Payroll", "-1110.50", "JPY"],
    ]


def test_the_day_of_the_figures_may_stand_above():
    assert read_csv([row()], as_of=dt.date(2026, 3, 31))[0] == ["As of 2026-03-31"]
    sheet = read_xlsx([row()], as_of=dt.date(2026, 3, 31))
    assert (sheet["A1"].value, sheet["A2"].value, sheet["A3"].value) == ("As of 2026-03-31", "Name", "Payroll")
    assert sheet.freeze_panes == "B3"


def test_a_text_longer_than_a_cell_keeps_its_beginning():
    value = read_xlsx([row("x" * 40_000)])["A2"].value
    assert len(value) == 32_767
    assert value.endswith("…")
    assert read_csv([row("x" * 40_000)])[1][0] == "x" * 40_000


def test_a_sheet_with_more_rows_than_a_spreadsheet_has_is_refused(monkeypatch):
    monkeypatch.setattr("foundation.exports.MOST_XLSX_ROWS", 2)
    assert read_xlsx([row()] * 2).max_row == 3
    with pytest.raises(Refused):
        read_xlsx([row()] * 3)
    assert len(read_csv([row()] * 3)) == 4


def test_an_unknown_form_is_a_bad_request():
    with pytest.raises(BadRequest):
        file_of([], COLUMNS, form="pdf", filename="x")


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("Budget of January", "Budget of January.csv"),
        ("../../etc/passwd", "_.._etc_passwd.csv"),
        ('a"b\r\nX: y', "a_b_X_ y.csv"),
        ("", "table.csv"),
        ("...", "table.csv"),
    ],
)
def test_the_file_name_is_only_a_name(name, safe):
    head = file_of([], COLUMNS, form="csv", filename=name)["Content-Disposition"]
    assert head == f'attachment; filename="{safe}"'


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_file_has_its_type(form):
    kind = file_of([], COLUMNS, form=form, filename="x")["Content-Type"]
    assert kind.startswith({"csv": "text/csv", "xlsx": "application/vnd.openxmlformats"}[form])


# -- what the page shows

TABLE = Table(
    "people",
    (
        Column("name", "Name", sort="name"),
        Column("unit", "Unit"),
        Column("account", "Account", value="user.email", hidden=True),
    ),
    filters=(Filter("q", "Search", "name"),),
    default_sort="name",
    per_page=5,
)


def exported(query, form="csv", queryset=None, table=TABLE, **context):
    rows = Person.objects.all() if queryset is None else queryset
    response = table.export(RequestFactory().get(f"/list/?{query}"), rows, form, "people", **context)
    return b"".join(response.streaming_content)


def lines(query, **options):
    return exported(query, **options).decode("utf-8-sig").split("\r\n")[:-1]


@pytest.mark.django_db
def test_the_file_holds_all_pages_in_the_order_shown():
    for number in range(12):
        core.person(f"P{number:02d}", user=False, unit="IT")
    assert lines("sort=-name&page=2") == ["Name,Unit", *(f"P{number:02d},IT" for number in reversed(range(12)))]


@pytest.mark.django_db
def test_the_file_holds_only_the_rows_and_columns_shown():
    for name in ("Anna", "Annabel", "Berta"):
        core.person(name, user=False)
    assert lines("q=anna&columns=name") == ["Name", "Anna", "Annabel"]
    assert lines("q=berta&columns=account") == ["Name,Account", "Berta,"]


@pytest.mark.django_db
def test_the_file_knows_no_more_questions_than_the_page():
    for query in ("sort=unit", "user__password__startswith=a", "columns=password"):
        with pytest.raises(BadRequest):
            lines(query)


@pytest.mark.django_db
@pytest.mark.parametrize("number", [2, 1_100])
def test_a_file_is_one_query_however_long(number, django_assert_num_queries):
    Person.objects.bulk_create(Person(name=f"P{each}", email=f"p{each}@example.org") for each in range(number))
    with django_assert_num_queries(1):
        assert len(lines("", queryset=Person.objects.select_related("user"))) == number + 1


@pytest.mark.django_db
def test_prepared_rows_are_prepared_for_the_file_too():
    Person.objects.bulk_create(Person(name=f"P{each:04d}", email=f"p{each}@example.org") for each in range(1_100))
    parts = []

    def prepare(rows, *, sign):
        parts.append(len(rows))
        return [f"{row.name}{sign}" for row in rows]

    table = Table(
        "t", (Column("name", "Name", value=lambda text: text, sort="name"),), default_sort="name", prepare=prepare
    )
    assert lines("", table=table, sign="!")[1:3] == ["P0000!", "P0001!"]
    assert parts == [500, 500, 100]


@pytest.mark.django_db
def test_the_workbook_holds_the_same_cells_as_the_csv():
    for name in ("Anna", "Berta"):
        core.person(name, user=False, unit="IT")
    sheet = openpyxl.load_workbook(io.BytesIO(exported("sort=-name", "xlsx"))).active
    assert [",".join(cells) for cells in sheet.iter_rows(values_only=True)] == lines("sort=-name")
