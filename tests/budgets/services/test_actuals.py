"""How does a file of entries come into the ledger: shown with every bad cell, then all of it or nothing?"""

import datetime as dt
from decimal import Decimal

import pytest

from budgets import services
from budgets.models import ActualsBatch, LedgerEntry
from budgets.services.actuals import drop_upload, keep_upload, kept_upload, read_actuals
from foundation.errors import IllegalMove, Refused
from foundation.organisation.services import move_period
from projects.models import Project
from tests.factories import core, money

pytestmark = pytest.mark.django_db
HEAD = "date,type,category,class,task,amount,currency,document,order,supplier,text\n"
GOOD = "2026-03-03,actual,LIC,opex,,1200.50,EUR,INV-1,PO-1,Acme,Licences for March\n"


def csv(*rows, head=HEAD):
    return (head + "".join(rows)).encode()


def problems(project, *rows, **fields):
    found = read_actuals(project, csv(*rows, **fields), "a.csv", by=None)
    return [(each.row, each.column) for each in found.problems]


@pytest.fixture
def project(world):
    money.category()
    return world.own


def test_a_good_file_is_shown_first_and_writes_nothing(project):
    reading = read_actuals(project, csv(GOOD, GOOD.replace("INV-1", "INV-2")), "march.csv", by=None)
    assert (reading.rows, reading.good, reading.bad, reading.total) == (2, 2, 0, Decimal("2401.00"))
    assert not LedgerEntry.objects.exists()


def test_a_good_file_is_posted_whole_with_its_batch(project):
    batch = services.import_actuals(project, csv(GOOD, GOOD.replace("INV-1", "INV-2")), "march.csv", by=None)
    entries = LedgerEntry.objects.filter(batch=batch)
    assert (batch.rows, entries.count()) == (2, 2)
    entry = entries.get(document="INV-1")
    assert (entry.amount, entry.date, entry.supplier) == (Decimal("1200.50"), dt.date(2026, 3, 3), "Acme")


def test_the_same_file_twice_is_refused(project):
    services.import_actuals(project, csv(GOOD), "march.csv", by=None)
    for again in (services.import_actuals, read_actuals):
        with pytest.raises(Refused, match="imported already"):
            again(project, csv(GOOD), "renamed.csv", by=None)
    assert ActualsBatch.objects.count() == 1


def test_another_project_may_import_the_same_file(project, world):
    services.import_actuals(project, csv(GOOD), "march.csv", by=None)
    services.import_actuals(world.foreign, csv(GOOD), "march.csv", by=None)


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (GOOD.replace("2026-03-03", "yesterday"), "date"),
        (GOOD.replace("2026-03-03", ""), "date"),
        (GOOD.replace("2026-03-03", "03/04/2026"), "date"),
        (GOOD.replace("2026-03-03", "March 2026"), "date"),
        (GOOD.replace("2026-03-03", "2031-03-03"), "date"),
        (GOOD.replace("LIC", "BEER"), "category"),
        (GOOD.replace("actual", "guess"), "type"),
        (GOOD.replace("opex", "sometimes"), "class"),
        (GOOD.replace("opex,,", "opex,7.7,"), "task"),
        (GOOD.replace("1200.50", "a lot"), "amount"),
        (GOOD.replace("1200.50", ""), "amount"),
        (GOOD.replace("1200.50", "0"), "amount"),
        (GOOD.replace("1200.50", "9" * 17), "amount"),
        (GOOD.replace("1200.50", "1.2 m"), "amount"),
        (GOOD.replace("actual", "commitment").replace("1200.50", "-5"), "amount"),
        (GOOD.replace("EUR", "QQQ"), "currency"),
        (GOOD.replace("EUR", "USD"), "currency"),
        (GOOD.replace("INV-1", ""), "document"),
        (GOOD.replace("INV-1", "x" * 121), "document"),
        (GOOD.replace("Acme", "x" * 201), "supplier"),
    ],
)
def test_a_bad_cell_is_named_by_row_and_column(project, row, column):
    core.currency("USD")
    assert problems(project, GOOD, row) == [(3, column)]


def test_all_bad_cells_of_a_row_are_named_at_once(project):
    row = "nonsense,guess,BEER,opex,,a lot,EUR,INV-1,,,\n"
    assert [column for _row, column in problems(project, row)] == ["date", "type", "category", "amount"]


def test_one_bad_cell_keeps_the_whole_file_out(project):
    with pytest.raises(Refused, match="Nothing was imported: 1 cells"):
        services.import_actuals(project, csv(GOOD, GOOD.replace("LIC", "BEER")), "a.csv", by=None)
    assert not LedgerEntry.objects.exists() and not ActualsBatch.objects.exists()


def test_a_closed_period_is_named_at_its_row(project):
    for state in ("closing", "closed"):
        move_period(money.period(), state, by=None)
    found = read_actuals(project, csv(GOOD), "a.csv", by=None).problems
    assert [(each.column, "Mar 2026 is closed" in each.message) for each in found] == [("date", True)]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (HEAD.encode(), "no rows"),
        (b"date,amount\n2026-03-03,5\n", "lacks the column category, document"),
        (b"%PDF-1.7 nonsense", "PDF"),
    ],
)
def test_a_file_that_is_no_table_of_entries_is_refused_as_a_whole(project, data, words):
    with pytest.raises(Refused, match=words) as refused:
        read_actuals(project, data, "a.csv", by=None)
    assert refused.value.field == "file"


def test_days_before_months_are_read_when_the_column_says_so(project):
    row = GOOD.replace("2026-03-03", "31.03.2026")
    entry = read_actuals(project, csv(row), "a.csv", by=None).entries[0]
    assert entry.date == dt.date(2026, 3, 31)


def test_words_of_our_own_export_come_back_unchanged(project):
    row = GOOD.replace("Licences for March", "'=SUM(A1)")
    assert read_actuals(project, csv(row), "a.csv", by=None).entries[0].text == "=SUM(A1)"


def test_missing_columns_and_unknown_ones(project):
    head = "date,category,amount,document,colour\n"
    reading = read_actuals(project, csv("2026-03-03,Licences,10,INV-9,blue\n", head=head), "a.csv", by=None)
    assert reading.unknown_columns == ("colour",)
    entry = reading.entries[0]
    assert (entry.type, entry.txn_currency_id, entry.cost_class) == ("actual", "EUR", "opex")


def test_the_books_of_a_closed_project_take_no_file(project):
    Project.objects.filter(pk=project.pk).update(state="closed")
    project.refresh_from_db()
    with pytest.raises(IllegalMove):
        read_actuals(project, csv(GOOD), "a.csv", by=None)


def test_many_rows_take_as_many_queries_as_few(project, django_assert_max_num_queries):
    rows = [GOOD.replace("INV-1", f"INV-{number}") for number in range(300)]
    with django_assert_max_num_queries(20):
        services.import_actuals(project, csv(*rows), "many.csv", by=None)


def test_an_upload_waits_under_a_random_key_until_it_is_dropped(project, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    key = keep_upload(b"abc")
    assert kept_upload(key) == b"abc"
    drop_upload(key)
    with pytest.raises(Refused, match="given up already"):
        kept_upload(key)
