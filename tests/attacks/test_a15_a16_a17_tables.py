"""A15 words of SQL in a question, A16 questions about hidden columns, A17 formulas in a file.

Every list and every file of the site is found by what its view reads from the address.
"""

import csv
import io

import openpyxl
import pytest
from django.db import connection
from xlsxwriter.worksheet import Worksheet

from foundation.filters import Filter
from foundation.table_page import Asked
from foundation.tables import Table
from tests.attacks.poison import fill, poison
from tests.attacks.sheets import address, guests, of_each, questions
from tests.attacks.site import chunks, of_scope
from tests.foundation.test_exports import FORMULAS

pytestmark = [pytest.mark.attack, pytest.mark.django_db]
INSIDE = of_scope("project", "portfolio", "anywhere", "signed_in")
SORTS = ("password", "-user__password", "owner__user__password", "pk;--", "name--", "F('name')", "__class__", "?", "-")
UNKNOWN = ("owner__user__password__startswith", "id__gt", "password", "name__regex", "user__password", "q__", "sort[]")
WORD = "zq7'\";--%s%%"


def entered(route, cast, enter, index=0):
    browser = enter(getattr(cast, [*guests(route), "adam"][index]))
    browser.raise_request_exception = False
    return browser


def lists(route, world, cast, enter):
    """(browser, address) when the route draws a list that people sort, else None."""
    browser, url = entered(route, cast, enter), address(route, world)
    answer = browser.get(url)
    context = answer.context or {}
    return (browser, url) if "table" in context and hasattr(context["table"], "asked") else None


def ask_what_is_not_offered(browser, url):
    wrong = []
    for query in [*({"sort": sort} for sort in SORTS), *({key: "a"} for key in UNKNOWN), {"columns": "password"}]:
        status = browser.get(url, query).status_code
        if status != 400:
            wrong.append(f"{url} {query}: {status}")
    return wrong


@chunks(INSIDE)
def test_a15_a16_a_list_answers_only_the_questions_that_it_offers(routes, world, cast, enter):
    """Refused alike for every value, so the answer says nothing about a password."""

    def find(route):
        found = lists(route, world, cast, enter)
        return found and ask_what_is_not_offered(*found)

    wrong = of_each(routes, find)
    assert not wrong, "\n".join(wrong)


def test_there_are_lists_to_ask(world, cast, enter):
    names = ("projects:list", "projects:issues", "risks:register", "budgets:ledger", "portfolio:audit", "reports:home")
    found = [route for route in INSIDE if route.name in names]
    assert all(lists(route, world, cast, enter) for route in found)


def test_a15_a_list_that_sorts_by_anything_is_found_out(monkeypatch, world, cast, enter):
    """The twin: without the list of what may be asked, rows are sorted by a password."""

    def by_any_name(self, rows, asked):
        return rows.order_by(asked.sort) if asked.sort == "-user__password" else rows

    def anything(self, request):
        return Asked({}, request.GET.get("sort", ""), self.columns, 1)

    monkeypatch.setattr(Table, "asked", anything)
    monkeypatch.setattr(Table, "ordered", by_any_name)
    monkeypatch.setattr(Filter, "narrow", lambda self, rows, asked: rows)
    browser = enter(cast.adam)
    route = next(r for r in INSIDE if r.name == "projects:people")
    assert any("user__password" in line for line in ask_what_is_not_offered(browser, address(route, world)))


def words_in_sql(browser, url):
    """Questions whose words reach the text of a statement instead of its parameters."""
    heard = []

    def listen(execute, sql, params, many, context):
        if "zq7" in str(sql):
            heard.append(str(sql)[:200])
        return execute(sql, params, many, context)

    keys = questions(browser, url)
    with connection.execute_wrapper(listen):
        for key in sorted(keys):
            status = browser.get(url, {key: WORD}).status_code
            if status >= 500:
                heard.append(f"{key}: {status}")
    return heard


@chunks(INSIDE)
def test_a15_no_word_of_an_address_becomes_sql(routes, world, cast, enter):
    heard = of_each(routes, lambda route: words_in_sql(entered(route, cast, enter), address(route, world)))
    assert not heard, "\n".join(heard)


def test_a15_a_filter_that_writes_sql_is_heard(monkeypatch, world, cast, enter):
    """The twin: a filter that puts the text into the statement."""

    def glued(self, rows, asked):
        text = next(filter(None, asked.values()), "").replace("'", "''").replace("%", "%%")
        return rows.extra(where=[f"'{text}' = ''"]) if text else rows

    monkeypatch.setattr(Filter, "narrow", glued)
    route = next(r for r in INSIDE if r.name == "projects:people")
    assert words_in_sql(enter(cast.adam), address(route, world))


# ── A17 ─────────────────────────────────────────────────────────────────────────────────────────


def exporters(route, world, cast, enter):
    """Those who may take the list home: (browser, address) of the first, none where there is no file."""
    url = address(route, world)
    if "export" not in questions(entered(route, cast, enter), url):
        return None
    for index in range(len(guests(route))):
        browser = entered(route, cast, enter, index)
        if browser.get(url, {"export": "csv"}).status_code == 200:
            return browser, url
    return None


def whole(answer):
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def is_number(text):
    return text.replace("-", "", 1).replace(".", "", 1).isdigit()


def formulas(browser, url, form):
    """The cells of the file that a spreadsheet would take for a formula."""
    answer = browser.get(url, {"export": form})
    assert answer.status_code == 200 and "attachment" in answer["Content-Disposition"]
    if form == "xlsx":
        sheet = openpyxl.load_workbook(io.BytesIO(whole(answer))).active
        return [cell.coordinate for line in sheet for cell in line if cell.data_type == "f"]
    lines = csv.reader(io.StringIO(whole(answer).decode("utf-8-sig"), newline=""))
    return [
        cell for line in lines for cell in line if cell[:1] in "=+-@\t\r\n＝＋－＠" and cell and not is_number(cell)
    ]


@chunks(INSIDE, 64)
def test_a17_no_file_holds_a_formula_that_somebody_typed(routes, world, cast, enter):
    def find(route):
        found = exporters(route, world, cast, enter)
        return found and [f"{route}: {cell}" for form in ("csv", "xlsx") for cell in formulas(*found, form)]

    fill(world.own)
    assert poison([text for text in FORMULAS if "\0" not in text]) > 50
    wrong = of_each(routes, find)
    assert not wrong, "\n".join(wrong)


def test_a17_without_the_apostrophe_the_formula_is_found(monkeypatch, world, cast, enter):
    """The twin: the escape is gone, the file of projects starts to compute."""
    fill(world.own)
    poison(["=1+1"])
    monkeypatch.setattr("foundation.exports.escape", lambda text: text)
    monkeypatch.setattr(Worksheet, "write_string", lambda sheet, *place_and_text: sheet.write(*place_and_text))
    lists = [exporters(r, world, cast, enter) for r in INSIDE if r.name in {"projects:list", "portfolio:table"}]
    for form in ("csv", "xlsx"):
        assert any(formulas(*found, form) for found in lists if found)
