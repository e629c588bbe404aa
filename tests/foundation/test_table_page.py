"""Does a page of a list have its pages, totals, columns and links, drawn without harm?"""

from urllib.parse import parse_qs

import pytest
from django.core.exceptions import BadRequest, PermissionDenied
from django.db.models import Sum
from django.template.loader import render_to_string
from django.test import RequestFactory

from foundation.accounts.models import Person
from foundation.tables import Column, Filter, Table, Total, respond
from tests.factories import core
from tests.factories.tables import PEOPLE, RATES, ask, people, rates, request

pytestmark = pytest.mark.django_db


@pytest.fixture(name="rates")
def _rates():
    return rates()


# -- pages


def test_a_long_list_has_pages():
    people(*(f"P{number:02d}" for number in range(25)))
    first, last = ask(), ask("page=3")
    assert (first.count, first.pages, first.number, len(first.shown)) == (25, 3, 1, 10)
    assert (first.prev_url, parse_qs(first.next_url[1:])) == ("", {"page": ["2"]})
    assert [row.name for row in last.shown] == ["P20", "P21", "P22", "P23", "P24"]
    assert (parse_qs(last.prev_url[1:]), last.next_url) == ({"page": ["2"]}, "")


def test_a_page_that_is_no_longer_there_is_the_last_one():
    people("Anna")
    assert ask("page=999999999").number == 1


@pytest.mark.parametrize("number", ["0", "-1", "x", "1e9", "1.5", "9999999999", "1 OR 1=1", "١"])
def test_a_page_is_a_number(number):
    with pytest.raises(BadRequest):
        PEOPLE.page(RequestFactory().get("/list/", {"page": number}), Person.objects.all())


def test_an_empty_list_has_one_page_and_says_so():
    page = ask()
    assert (page.count, page.pages, page.rows, page.totals) == (0, 1, [], [])
    assert page.empty_title == "Nothing to show"


def test_a_list_that_filters_have_emptied_does_not_claim_that_nothing_is_there():
    page = ask("q=nobody-is-called-so")
    assert page.empty_title == "Nothing fits these filters"
    assert "Take a filter away" in page.empty


@pytest.mark.parametrize("number", [1, 40])
def test_a_page_costs_two_queries_whatever_its_length(django_assert_num_queries, number):
    people(*(f"P{each}" for each in range(number)))
    with django_assert_num_queries(2):
        assert ask("q=P", queryset=Person.objects.select_related("user")).body


def test_totals_are_made_with_the_count(rates, django_assert_num_queries):
    table = Table("t", RATES.columns[:3])
    with django_assert_num_queries(2):
        page = ask("day_to=2026-03-02", table, rates)
    assert page.totals[0]["html"] == "Total of 2"
    assert [cell["html"] for cell in page.totals[1:]] == ["", "highest 1.3"]


def test_totals_are_those_of_all_pages_of_the_filtered_rows(rates):
    table = Table("t", RATES.columns, per_page=1)
    page = ask("quote=JPY", table, rates, of=4)
    assert len(page.shown) == 1
    assert [cell["html"] for cell in page.totals] == ["Total of 2", "", "highest 160", "2 of 4"]


def test_totals_over_joined_rows_are_not_multiplied(rates):
    table = Table(
        "t", (Column("code", "Code", value="pk"), Column("n", "N", total=Total(Sum("minor_unit"), lambda v: v)))
    )
    page = ask("", table, type(core.currency()).objects.filter(pk__in=["USD", "JPY"]))
    assert [str(cell["html"]) for cell in page.totals] == ["Total of 2", "2"]


def test_rows_can_be_prepared_together():
    people("Anna", "Berta")
    seen = []

    def prepare(rows, *, greeting):
        seen.append(len(rows))
        return [(row, f"{greeting} {row.name}") for row in rows]

    table = Table("t", (Column("hello", "Hello", value=lambda pair: pair[1]),), prepare=prepare)
    assert "Good day Anna" in ask("", table, greeting="Good day").body
    assert seen == [2]


# -- columns and links


def test_hidden_columns_are_shown_when_they_are_chosen():
    assert [column["key"] for column in ask().columns] == ["name", "email", "unit"]
    assert [column["key"] for column in ask("columns=account,email").columns] == ["name", "email", "account"]
    assert [column["key"] for column in ask("columns=account&columns=unit").columns] == ["name", "unit", "account"]
    assert ask("columns=email").choices[2] == ("unit", "Unit", False)


def test_the_chosen_columns_stay_in_every_link():
    page = ask("columns=email&columns=unit&q=a")
    links = [page.columns[0]["sort_url"], *(url for _label, url in page.export_urls)]
    assert all(parse_qs(link[1:])["columns"] == ["email,unit"] for link in links)
    assert page.filters["columns"].value() == "email,unit"


@pytest.mark.parametrize("columns", ["password", "name,user__password", "email;--", "*"])
def test_only_declared_columns_can_be_chosen(columns):
    with pytest.raises(BadRequest):
        PEOPLE.page(RequestFactory().get("/list/", {"columns": columns}), Person.objects.all())


def test_the_head_tells_and_turns_the_order():
    by_name, email = ask("q=a&page=1").columns[:2]
    assert (by_name["sorted"], parse_qs(by_name["sort_url"][1:])) == ("asc", {"q": ["a"], "sort": ["-name"]})
    assert (email["sortable"], email["sort_url"]) == (False, "")
    turned = ask("sort=-name").columns[0]
    assert (turned["sorted"], parse_qs(turned["sort_url"][1:])) == ("desc", {"sort": ["name"]})


def test_numbers_have_their_unit_in_the_head(rates):
    head = ask("", RATES, rates, of=4).columns[2]
    assert (head["label"], head["unit"], head["align"], head["css"]) == ("Rate", "per EUR", "end", "number")


def test_export_links_keep_filter_and_order_and_forget_the_page():
    (csv, csv_url), (xlsx, xlsx_url) = ask("q=a&sort=-name&page=2").export_urls
    assert (csv, xlsx) == ("CSV", "XLSX")
    assert parse_qs(csv_url[1:]) == {"q": ["a"], "sort": ["-name"], "export": ["csv"]}
    assert parse_qs(xlsx_url[1:])["export"] == ["xlsx"]
    assert ask(may_export=False).export_urls == []


def test_who_may_not_see_a_column_cannot_ask_about_it():
    less = PEOPLE.without("unit")
    for query in ("sort=unit", "unit=IT", "columns=unit"):
        with pytest.raises(BadRequest):
            ask(query, less)
    assert PEOPLE.without("name").default_sort == ""


@pytest.mark.parametrize(
    "mistake",
    [
        {"columns": (Column("a", "A"), Column("a", "A"))},
        {"columns": (Column("sort", "A"),)},
        {"columns": (Column("a", "A"),), "default_sort": "a"},
        {"columns": (Column("a", "A"),), "filters": (Filter("page", "P", "page"),)},
    ],
)
def test_a_table_with_a_mistake_does_not_start(mistake):
    with pytest.raises(ValueError):
        Table("t", **mistake)


@pytest.mark.parametrize("mistake", [{"kind": "regex", "path": "name"}, {}])
def test_a_filter_with_a_mistake_does_not_start(mistake):
    with pytest.raises(ValueError):
        Filter("q", "Search", **mistake)


# -- the drawn page


def test_the_first_cell_is_the_heading_of_its_row():
    anna = people("Anna <b>")[0]
    body = ask().body
    assert body.startswith(f'<tr id="people-{anna.public_id}"><th scope="row"><a href="/people/{anna.public_id}/">')
    assert "Anna &lt;b&gt;" in body
    assert body.count("<td>") == 2


def test_rows_have_the_id_and_class_that_the_page_gives_them():
    people("Anna")
    table = Table("t", PEOPLE.columns, row_id=lambda row: f'x"{row.name}', row_class=lambda row: "is-archived")
    assert '<tr id="x&quot;Anna" class="is-archived">' in ask("", table).body


def test_the_body_is_what_the_rows_say():
    people("Anna", unit="<IT>")
    page = ask()
    assert all(cell["html"] in page.body for row in page.rows for cell in row["cells"])
    assert "<IT>" not in page.body


def draw_part(page):
    return render_to_string("parts/_table.html", {"table": page}, request=request())


def test_the_part_draws_heads_rows_totals_filters_and_links(rates):
    html = draw_part(ask("quote=JPY&sort=date", RATES, rates, of=4))
    assert 'aria-sort="ascending"' in html
    assert "highest 160" in html
    assert '<option value="JPY" selected>Yen</option>' in html
    assert 'name="sort" value="date"' in html
    assert 'type="date"' in html
    assert "export=csv" in html
    assert html.count('<th scope="row"') == 3


def test_what_was_asked_is_shown_as_text():
    html = draw_part(PEOPLE.page(RequestFactory().get("/list/", {"q": '"><script>'}), Person.objects.all()))
    assert "<script>" not in html
    assert "&quot;&gt;&lt;script&gt;" in html


def test_one_call_draws_the_page_or_gives_the_file(monkeypatch):
    people("Anna")
    page = respond(request(), PEOPLE, Person.objects.all(), "parts/_table.html", {"other": 1})
    assert "Anna" in page.content.decode()
    file = respond(request("export=csv"), PEOPLE, Person.objects.all(), "parts/_table.html")
    assert "people.csv" in file["Content-Disposition"]


def test_who_may_not_export_gets_no_file():
    with pytest.raises(PermissionDenied):
        respond(request("export=csv"), PEOPLE, Person.objects.all(), "parts/_table.html", may_export=False)


@pytest.mark.parametrize("form", ["pdf", "exe", "../csv"])
def test_an_unknown_form_of_file_is_refused(form):
    with pytest.raises(BadRequest):
        respond(request(f"export={form}"), PEOPLE, Person.objects.all(), "parts/_table.html")
