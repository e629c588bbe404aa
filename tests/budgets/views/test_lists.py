"""Does every list of money keep its promises with a thousand rows: order, pages, filters, files, queries?"""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from foundation.organisation.models import ExchangeRate
from tests.factories import core, money
from tests.factories.money import address
from tests.lists import broken_promises, csv_rows

pytestmark = pytest.mark.django_db
APRIL = dt.date(2026, 4, 1)


def queries_of(browser, page):
    with CaptureQueriesContext(
        connection,
    ) as found:
        assert browser.get(page).status_code == 200
    return len(found)


@pytest.fixture
def long_ledger(world):
    money.entries(world.own, 101, amount=lambda number: number % 90 + 1)
    return world.own


def test_the_ledger_keeps_what_every_list_promises(long_ledger, finn, enter):
    broken = list(broken_promises(enter(finn, htmx=True), address("ledger", long_ledger)))
    assert not broken, "\n".join(broken)


def test_the_rates_keep_what_every_list_promises(world, finn, enter):
    pair = {"base": core.currency("USD"), "quote": core.currency("EUR")}
    ExchangeRate.objects.bulk_create(
        ExchangeRate(
            date=core.DAY + dt.timedelta(days=n), kind="spot", rate=Decimal(n + 1) / 100, source=f"S{n % 3}", **pair
        )
        for n in range(51)
    )
    broken = list(broken_promises(enter(finn, htmx=True), reverse("budgets:rates")))
    assert not broken, "\n".join(broken)


def test_the_pages_of_money_ask_the_database_as_often_for_1000_entries_as_for_10(world, finn, enter):
    browser = enter(finn)
    pages = [address(name, world.own) for name in ("ledger", "overview", "panel", "versions", "forecasts", "earned")]
    pages.append(reverse("budgets:home"))
    money.approved(world.own, 1000)
    money.priced(world.own, money.task(world.own))
    money.forecast(world.own, (5, APRIL))
    money.entries(world.own, 10)
    few = [queries_of(browser, page) for page in pages]
    money.entries(world.own, 1000, day=APRIL)
    many = [queries_of(browser, page) for page in pages]
    assert many == few
    assert max(many) <= 20


@pytest.mark.parametrize("many", [2, 40])
def test_a_version_of_many_lines_asks_as_often_as_one_of_few(world, pam, enter, many):
    budget = money.draft(world.own, *range(1, many), by=pam)
    assert queries_of(enter(pam), address("version", world.own, budget)) <= 16


# ── what the filters of the ledger say ──────────────────────────────────────────────────────────


@pytest.fixture
def mixed(world):
    """Eight entries of every type, in three months, two categories and two classes."""
    hardware = money.category("HW", "Hardware", "capex")
    project = world.own
    money.entry(project, 10, supplier="Acme GmbH", text="Licences 100 %")
    money.entry(project, 20, "pre_enc", document="REQ-1", day=APRIL)
    money.entry(project, 300, "enc", order="PO-1", of=hardware)
    money.entry(project, 100, "enc_release", order="PO-1", of=hardware, day=APRIL)
    money.entry(project, 50, "accrual", order="PO-1", day=APRIL)
    money.entry(project, 50, "accrual_reversal", order="PO-1", day=dt.date(2026, 5, 4))
    money.entry(project, -5, document="CN-1", supplier="acme ag", day=dt.date(2025, 12, 31))
    money.entry(project, 7, cost_class="capex", document="50%_off", day=APRIL)
    return project


@pytest.mark.parametrize(
    ("question", "sums"),
    [
        ("", [10, 20, 300, -100, 50, -50, -5, 7]),
        ("kind=committed", [20, 300, -100]),
        ("kind=accrued", [50, -50]),
        ("kind=actual_cost", [10, -5, 7]),
        ("kind=cost", [10, 50, -50, -5, 7]),
        ("kind=enc_release", [-100]),
        ("period=2026-04", [20, -100, 50, 7]),
        ("year=2025", [-5]),
        ("year=2026&kind=actual", [10, 7]),
        ("cost_class=capex", [300, -100, 7]),
        ("date_from=2026-04-01&date_to=2026-04-30", [20, -100, 50, 7]),
        ("date_to=2025-12-31", [-5]),
        ("posted_after=2026-03-31", [20, -100, 50, -50, 7]),
        ("words=acme", [10, -5]),
        ("words=PO-1", [300, -100, 50, -50]),
        ("words=100 %25", [10]),
        ("words=50%25_", [7]),
        ("words=%25", [10, 7]),
        ("words=_", [7]),
        ("words=' OR 1=1 --", []),
    ],
)
def test_a_filter_shows_the_entries_it_names_and_their_total(mixed, finn, enter, question, sums):
    browser = enter(finn, htmx=True)
    page = f"{address('ledger', mixed)}?{question}"
    table = browser.get(page).context["table"]
    assert sorted(row.amount for row in table.shown) == sorted(sums)
    assert not sums or table.footer["amount"].value == sum(sums)
    head, rows = csv_rows(browser.get(f"{page}&export=csv"))
    place = next(n for n, word in enumerate(head) if word.startswith("In project currency"))
    assert sorted(Decimal(row[place]) for row in rows) == sorted(sums), "the file holds what is shown"


@pytest.mark.parametrize("column", ["amount", "txn_amount", "date", "type", "document"])
def test_the_ledger_stands_in_the_order_that_is_asked(mixed, pam, enter, column):
    browser = enter(pam, htmx=True)
    for sort, down in ((column, False), (f"-{column}", True)):
        shown = browser.get(address("ledger", mixed), {"sort": sort}).context["table"].shown
        values = [getattr(row, column) for row in shown]
        assert values == sorted(values, reverse=down), sort


def test_names_that_a_spreadsheet_would_compute_leave_as_text(world, finn, enter):
    for name in ("=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\t=1"):
        money.entry(world.own, -5, document=name, supplier=name)
    browser, page = enter(finn), address("ledger", world.own)
    _head, rows = csv_rows(browser.get(f"{page}?export=csv"))
    assert all(row[0].startswith("'") or row[0][0] not in "=+-@\t" for row in rows)
    assert all(any(cell == "-5.0000" for cell in row) for row in rows), "a negative amount stays a number"


def test_the_finance_home_pages_through_projects_and_keeps_its_totals(world, finn, enter):
    for number in range(60):
        money.entry(core.project(world.portfolio, f"P{number:02d}"), 5)
    browser, page = enter(finn, htmx=True), reverse("budgets:home")
    first, second = (browser.get(page, {"page": number}).context for number in (1, 2))
    assert (len(first["found"].rows), len(second["found"].rows)) == (50, 13)
    assert [t.value for t in first["found"].totals] == [t.value for t in second["found"].totals]
    assert not {row.name for row in first["found"].rows} & {row.name for row in second["found"].rows}
    _head, rows = csv_rows(browser.get(page, {"export": "csv"}))
    assert len(rows) == 63, "the file holds all pages"
    assert browser.get(page, {"page": 99}).status_code in (200, 404)
    for question in ({"page": 0}, {"page": "x"}, {"year": "1999"}, {"portfolio": "none"}, {"export": "pdf"}):
        assert browser.get(page, question).status_code == 400, question


def test_two_versions_of_a_budget_are_compared_down_to_their_totals_with_the_sign_of_each_change(world, pam, enter):
    money.approved(world.own, 1000)
    second = money.draft(world.own)
    second.lines.all().delete()
    money.line(second, 1400)
    page = enter(pam).get(reverse("budgets:versions", args=[world.own.public_id])).content.decode()
    assert ">Version 1<" in page and ">Version 2<" in page
    assert page.count(">+<a") == 2 and "budgets.version_change:1-2/" in page


def test_the_mark_of_a_reconciled_project_leaves_its_figure_at_the_edge_of_the_column(world, finn, enter):
    money.approved(world.own, 1000)
    page = enter(finn).get(reverse("budgets:home")).content.decode()
    cell = page[: page.index(">reconciled<")].rpartition("<td")[2]
    assert cell.index("<svg") < cell.index('class="figure"')
