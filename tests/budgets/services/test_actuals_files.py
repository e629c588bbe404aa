"""Which files do book-keepers really send, and is each of them read as it was meant or refused by its cell?"""

import datetime as dt
from decimal import Decimal

import pytest

from budgets import services
from budgets.models import LedgerEntry
from budgets.services.actuals import read_actuals
from foundation.errors import Refused
from foundation.organisation.models import ExchangeRate
from foundation.sheets.limits import MAX_ROWS
from tests.factories import core, money
from tests.untouched import untouched

pytestmark = pytest.mark.django_db
MARCH_3 = dt.date(2026, 3, 3)


@pytest.fixture
def project(world):
    money.category()
    return world.own


def read(project, data, name="a.csv"):
    return read_actuals(project, data.encode() if isinstance(data, str) else data, name, by=None)


def amounts(project, *cells, mark=","):
    """What the amount cells of one column are read as; the other columns are sound. Cells are quoted."""
    rows = "".join(f'2026-03-03{mark}LIC{mark}"{cell}"{mark}INV-{row}\n' for row, cell in enumerate(cells))
    found = read(project, f"date{mark}category{mark}amount{mark}document\n{rows}")
    return [str(entry.txn_amount) for entry in found.entries], found.problems


# ── encodings and marks ─────────────────────────────────────────────────────────────────────────

TEXT = "date,category,amount,document,supplier\n2026-03-03,LIC,10.50,INV-1,Müller & Söhne\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1", "cp1252", "utf-16", "utf-16-le"])
def test_the_supplier_keeps_its_umlauts_whatever_program_wrote_the_file(project, encoding):
    entry = read(project, TEXT.encode(encoding)).entries[0]
    assert (entry.supplier, entry.amount) == ("Müller & Söhne", Decimal("10.50"))


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_columns_and_lines_are_parted_by_what_the_file_uses(project, mark, end):
    rows = [
        ("date", "category", "amount", "document"),
        ("2026-03-03", "LIC", "10", "INV-1"),
        ("2026-03-04", "LIC", "5", "INV-2"),
    ]
    assert read(project, end.join(mark.join(row) for row in rows)).total == 15


def test_a_german_file_has_semicolons_decimal_commas_and_days_first(project):
    data = "Date;Category;Amount;Document\n31.03.2026;LIC;1.234,50;INV-1\n01.04.2026;LIC;0,50;INV-2\n"
    entries = read(project, data.encode("latin-1")).entries
    assert [(e.date, e.amount) for e in entries] == [
        (dt.date(2026, 3, 31), Decimal("1234.50")), (dt.date(2026, 4, 1), Decimal("0.50")),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("cell", "amount"),
    [
        ("1,234.50", "1234.50"),
        ("1.234,50", "1234.50"),
        ("1'234.50", "1234.50"),
        ("1 234,50", "1234.50"),
        ("1\u00a0234,50", "1234.50"),
        ("1\u202f234,50", "1234.50"),
        ("12,34,567.00", "1234567.00"),
        ("€ 12.50", "12.50"),
        ("12,50 EUR", "12.50"),
        ("+12.5", "12.50"),
        ("1.25E+2", "125.00"),
        ("0.005", "0.01"),
        ("999999999999999.99", "999999999999999.99"),
    ],
)
def test_an_amount_is_read_as_it_was_meant(project, cell, amount):
    assert amounts(project, cell, "7.77" if "." in cell[-3:] else "1.00")[0][0] == amount


@pytest.mark.parametrize("cell", ["-50.25", "(50.25)", "50.25-", "−50.25", "-€50.25", "(€50.25)"])
def test_a_credit_note_is_below_nothing_however_it_is_written(project, cell):
    assert amounts(project, cell)[0] == ["-50.25"]


@pytest.mark.parametrize(
    "cell",
    ["12.5.2026", "1 2", "12 50", "--5", "(-5)", "5%", "one", "1.2.3", "1e999", "#REF!", "#N/A", "12.3m", "∞", "0x1F"],
)  # fmt: skip
def test_what_is_no_amount_is_named_at_its_cell_and_never_posted_as_something_else(project, cell):
    read_as, problems = amounts(project, cell)
    assert not read_as and [(p.row, p.column) for p in problems] == [(2, "amount")]


@pytest.mark.parametrize("cell", ["-", "n/a", "tbc", "  ", "not available"])
def test_an_amount_that_is_not_there_is_not_nothing(project, cell):
    assert [p.column for p in amounts(project, cell)[1]] == ["amount"]


def test_1_234_alone_may_be_a_thousand_or_a_little_more_than_one(project):
    """Nothing in the column says which; 1.23 would be posted where 1,234.00 was meant."""
    read_as, problems = amounts(project, "1.234")
    assert not read_as and "two amounts" in problems[0].message
    assert amounts(project, "1.234", "1.234,50")[0] == ["1234.00", "1234.50"], "another cell shows the comma"
    assert amounts(project, "1.234", "0.50")[0] == ["1.23", "0.50"], "another cell shows the point"
    assert amounts(project, "1,234")[0] == ["1234.00"]


def test_three_decimals_are_plain_where_the_coin_has_three(world):
    money.category()
    dinars = core.project(world.portfolio, "Kuwait office", currency=core.currency("KWD", 3))
    assert amounts(dinars, "1.234")[0] == ["1.234"]


# ── currencies ──────────────────────────────────────────────────────────────────────────────────


def test_an_amount_in_dollars_is_not_posted_as_euros(project):
    """The row says nothing or EUR, the cell says $."""
    for data in (
        "date,category,amount,document\n2026-03-03,LIC,$ 12.50,INV-1\n",
        "date,category,amount,document,currency\n2026-03-03,LIC,USD 12.50,INV-1,EUR\n",
    ):
        found = read(project, data)
        assert [(p.row, p.column) for p in found.problems] == [(2, "amount")]
        assert "another currency" in found.problems[0].message


def test_each_row_is_converted_at_the_rate_of_its_own_day(project):
    for day, rate in ((core.DAY, "0.9"), (dt.date(2026, 3, 16), "0.8")):
        ExchangeRate.objects.create(
            base=core.currency("USD"), quote=core.currency("EUR"), date=day, kind="spot", rate=Decimal(rate), source="t"
        )
    head = "date,category,amount,document,currency\n"
    rows = "2026-03-03,LIC,$100,A,usd\n2026-03-17,LIC,100,B,USD\n2026-03-17,LIC,100,C,\n"
    entries = read(project, head + rows).entries
    assert [(e.txn_currency_id, e.amount) for e in entries] == [("USD", 90), ("USD", 80), ("EUR", 100)]


def test_a_currency_without_a_rate_is_named_at_the_currency(project):
    core.currency("CHF")
    found = read(project, "date,category,amount,document,currency\n2026-03-03,LIC,5,A,CHF\n2026-03-03,LIC,5,B,XYZ\n")
    said = [(p.row, p.column, p.message) for p in found.problems]
    assert said[0][:2] == (2, "currency") and "No exchange rate from CHF to EUR" in said[0][2]
    assert said[1] == (3, "currency", "There is no currency “XYZ”.")


# ── rows, columns, files ────────────────────────────────────────────────────────────────────────


def test_columns_may_stand_in_any_order_and_writing(project):
    found = read(project, "DOCUMENT, Amount ,category,Date\nINV-1,10,lic,2026-03-03\n")
    assert (found.good, found.entries[0].document) == (1, "INV-1")


def test_blank_rows_and_rows_of_separators_are_passed_over_and_rows_keep_their_numbers(project):
    data = "date,category,amount,document\n\n2026-03-03,LIC,10,INV-1\n,,,\n   \n2026-03-03,BEER,10,INV-2\n"
    found = read(project, data)
    assert (found.rows, found.good) == (2, 1)
    assert [(p.row, p.column) for p in found.problems] == [(6, "category")], "the row as a spreadsheet counts it"


def test_a_row_that_is_too_short_lacks_its_last_cells(project):
    found = read(project, "date,category,amount,document\n2026-03-03,LIC,10\n")
    assert [(p.row, p.column) for p in found.problems] == [(2, "document")]


def test_an_amount_whose_comma_parts_the_row_is_not_read_as_one_euro(project):
    """1,234.50 without quotes: the amount would be 1 and the document 234.50."""
    found = read(project, "date,category,amount,document\n2026-03-03,LIC,1,234.50,INV-1\n2026-03-03,LIC,5,INV-2\n")
    assert found.good == 1 and [p.row for p in found.problems] == [2]
    assert "more cells than the header" in found.problems[0].message


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf", "no cells"),
        (b"\n\n\n", "empty"),
        (b"date,category,amount,document\n", "no rows"),
        (b"date,category,amount,document\n,,,\n", "no rows"),
        (b"2026-03-03,LIC,10,INV-1\n", "lacks the column"),
        (b"date,category,amount,amount,document\n2026-03-03,LIC,1,2,A\n", "the column amount twice"),
        (b"PK\x03\x04 not a workbook", "workbook|damaged"),
        (b"\xd0\xcf\x11\xe0 old", "old or password"),
        (bytes(range(256)) * 40, "binary|no table|lacks"),
    ],
)
def test_a_file_without_a_table_is_refused_whole_at_the_box_for_the_file(project, data, words):
    with untouched(), pytest.raises(Refused, match=words) as refused:
        read(project, data)
    assert refused.value.field == "file"


def test_a_row_that_stands_there_twice_is_named_and_one_with_another_word_is_not(project):
    head, row = "date,category,amount,document,text\n", "2026-03-03,LIC,10,INV-1,Seat {}\n"
    found = read(project, head + row.format(1) + row.format(2) + row.format(1))
    assert [(p.row, p.column, p.message) for p in found.problems] == [(4, "document", "Row 2 says the same.")]


def test_an_entry_that_another_file_brought_is_not_posted_twice(project):
    """March up to the 15th, then the whole of March: the first half comes again."""
    head, first = "date,category,amount,document\n", "2026-03-03,LIC,10,INV-1\n2026-03-12,LIC,20.50,INV-2\n"
    batch = services.import_actuals(project, (head + first).encode(), "half.csv", by=None)
    whole = read(project, head + first + "2026-03-30,LIC,5,INV-3\n", "whole.csv")
    assert [(p.row, p.column) for p in whole.problems] == [(2, "document"), (3, "document")]
    assert "holds this entry already" in whole.problems[0].message
    services.reverse_entry(batch.entries.get(document="INV-1"), by=None, on=core.DAY, reason="Wrong project")
    again = read(project, head + first + "\n", "again.csv")
    assert [p.row for p in again.problems] == [3], "what was taken back may come again"


def test_the_same_document_of_another_project_is_another_entry(project, world):
    data = b"date,category,amount,document\n2026-03-03,LIC,10,INV-1\n"
    services.import_actuals(world.foreign, data, "a.csv", by=None)
    assert read(project, data).good == 1


def test_a_file_beyond_the_limit_is_refused_with_advice_before_its_rows_are_looked_at(project):
    row = "2026-03-03,LIC,10,INV\n"
    with untouched(), pytest.raises(Refused, match=r"more than 50,000 rows\. Split it"):
        read(project, "date,category,amount,document\n" + row * (MAX_ROWS * 2))


def test_every_bad_cell_of_a_long_file_is_counted(project):
    rows = "".join(f"2026-03-03,{'BEER' if n % 2 else 'LIC'},{n or 1},INV-{n}\n" for n in range(2000))
    found = read(project, "date,category,amount,document\n" + rows)
    assert (found.rows, found.good, found.bad) == (2000, 1000, 1000)
    assert found.problems[0].row == 3 and found.problems[-1].row == 2001


def test_one_bad_row_at_the_end_keeps_all_others_out(project):
    rows = "".join(f"2026-03-03,LIC,{n + 1},INV-{n}\n" for n in range(500)) + "2026-03-03,LIC,,INV-500\n"
    with untouched(), pytest.raises(Refused, match="Nothing was imported: 1 cells"):
        services.import_actuals(project, b"date,category,amount,document\n" + rows.encode(), "a.csv", by=None)


def test_a_file_may_commit_accrue_and_pay(project):
    rows = "2026-03-03,{},LIC,100,{},PO-1\n"
    kinds = ("commitment", "enc", "Accrual", "ACTUAL", "")
    data = "date,type,category,amount,document,order\n" + "".join(rows.format(k, f"D{n}") for n, k in enumerate(kinds))
    batch = services.import_actuals(project, data.encode(), "a.csv", by=None)
    posted = LedgerEntry.objects.filter(batch=batch).order_by("document").values_list("type", flat=True)
    assert list(posted) == ["enc", "enc", "accrual", "actual", "actual"]


@pytest.mark.parametrize("kind", ["enc_release", "accrual_reversal", "pre_enc", "fx", "refund"])
def test_what_only_the_books_themselves_may_write_does_not_come_by_file(project, kind):
    found = read(project, f"date,type,category,amount,document\n2026-03-03,{kind},LIC,5,A\n")
    assert [(p.column, "is no type" in p.message) for p in found.problems] == [("type", True)]


def test_tasks_are_found_by_their_code_in_the_own_project_only(project, world):
    own, summary = money.task(project, wbs_code="1.1"), money.task(project, kind="summary", wbs_code="1")
    money.task(world.foreign, wbs_code="2.1")
    head = "date,category,amount,document,task\n"
    rows = "".join(
        f"2026-03-03,LIC,5,A{n},{code}\n" for n, code in enumerate(("1.1", summary.wbs_code, "2.1", " 1.1 "))
    )
    found = read(project, head + rows)
    assert [e.task for e in found.entries] == [own, own]
    assert [(p.row, p.column) for p in found.problems] == [(3, "task"), (4, "task")]


def test_text_that_looks_like_a_formula_is_text(project):
    for cell in ("=1+1", "@SUM(A1)", "+49 30 1234", "-"):
        entry = read(project, f'date,category,amount,document,text\n2026-03-03,LIC,5,A,"{cell}"\n').entries[0]
        assert entry.text == cell
