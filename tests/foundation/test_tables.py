"""Does a list show the right rows in the right order, and nothing that was not declared?"""

import pytest
from django.core.exceptions import BadRequest
from django.test import RequestFactory

from foundation.accounts.models import Person
from foundation.tables import Column, Filter, Table
from tests.factories import core
from tests.factories.tables import PEOPLE, RATES, ask, names, people, rates

pytestmark = pytest.mark.django_db


@pytest.fixture(name="rates")
def _rates():
    return rates()


# -- order


def test_the_first_order_is_the_one_declared():
    people("Berta", "Carl", "Anna")
    assert names(ask()) == ["Anna", "Berta", "Carl"]


def test_a_minus_turns_the_order():
    people("Berta", "Carl", "Anna")
    assert names(ask("sort=-name")) == ["Carl", "Berta", "Anna"]


def test_several_paths_sort_one_after_the_other():
    people("Berta", "Anna", unit="IT")
    people("Carl", unit="HR")
    assert names(ask("sort=unit")) == ["Carl", "Anna", "Berta"]
    assert names(ask("sort=-unit")) == ["Berta", "Anna", "Carl"]


def test_missing_values_come_last_in_both_directions():
    core.person("Anna", user=False)
    core.person("Berta")
    assert names(ask("sort=account")) == names(ask("sort=-account")) == ["Berta", "Anna"]


def test_equal_rows_keep_their_order_over_the_pages():
    people(*["Anna"] * 25)
    shown = [row.pk for number in (1, 2, 3) for row in ask(f"page={number}").shown]
    assert shown == sorted(set(shown))
    assert len(shown) == 25


def test_a_path_with_a_minus_turns_within_the_column(rates):
    page = ask("sort=rate", RATES, rates, of=4)
    assert [row.rate for row in page.shown] == sorted((row.rate for row in rates), reverse=True)


@pytest.mark.parametrize(
    "sort",
    [
        "email",
        "user__password",
        "-user__password",
        "password__startswith",
        "name;--",
        "--name",
        "F('name')",
        "?",
        "name,unit",
        "pk",
        "name'; DROP TABLE accounts_person;--",
        "\0",
        "ｎame",
    ],
)
def test_nobody_sorts_by_what_was_not_declared(sort):
    with pytest.raises(BadRequest):
        PEOPLE.page(RequestFactory().get("/list/", {"sort": sort}), Person.objects.all())


# -- rows


def test_text_is_found_in_any_of_the_declared_places():
    people("Anna Berg", "Berta Stein")
    Person.objects.filter(name="Berta Stein").update(email="berg@example.org")
    people("Carl")
    assert names(ask("q=BERG")) == ["Anna Berg", "Berta Stein"]


@pytest.mark.parametrize("text", ["%", "_", "\\", "'", '"', "a%' OR 1=1 --"])
def test_signs_of_the_database_are_only_text(text):
    people("Anna")
    page = PEOPLE.page(RequestFactory().get("/list/", {"q": text}), Person.objects.filter(email="nobody"))
    assert page.count == 0


def test_filters_together_narrow_further():
    people("Anna", "Berta", unit="IT")
    people("Anna Carla", unit="HR")
    assert names(ask("q=anna&unit=it")) == ["Anna"]


def test_an_empty_filter_asks_nothing():
    people("Anna")
    assert ask("q=&unit=&has_account=&page=&sort=").count == 1


def test_a_filter_may_be_more_than_a_path():
    core.person("Anna")
    core.person("Berta", user=False)
    assert names(ask("has_account=no")) == ["Berta"]


def test_a_choice_is_one_of_those_offered(rates):
    assert ask("quote=JPY", RATES, rates, of=4).count == 2
    with pytest.raises(BadRequest):
        ask("quote=EUR", RATES, rates, of=4)


@pytest.mark.parametrize(
    ("query", "days"),
    [
        ("day_from=2026-03-02", [4, 3, 2]),
        ("day_to=2026-03-02", [2, 1]),
        ("day_from=2026-03-02&day_to=2026-03-03", [3, 2]),
        ("day_from=2026-03-09&day_to=2026-03-01", []),
    ],
)
def test_days_are_asked_from_and_to_both_included(rates, query, days):
    assert [row.date.day for row in ask(query, RATES, rates, of=4).shown] == days


@pytest.mark.parametrize("day", ["yesterday", "2026-02-30", "2026-03-02' --", "03/02/2026", "-1"])
def test_a_day_is_a_day(rates, day):
    with pytest.raises(BadRequest):
        RATES.page(RequestFactory().get("/list/", {"day_from": day}), rates, of=4)


def test_a_person_is_asked_for_by_public_id():
    anna, berta = people("Anna", "Berta")
    options = Filter("who", "Person", "public_id", "person", lambda: Person.objects.values_list("public_id", "name"))
    table = Table("t", (Column("name", "Name"),), filters=(options,))
    assert names(ask(f"who={berta.public_id}", table)) == ["Berta"]
    assert ("who", str(anna.public_id)) in [
        ("who", value) for value, _label in ask("", table).filters.fields["who"].choices
    ]
    for text in (str(anna.pk), "x", f"{anna.public_id}' OR 1=1"):
        with pytest.raises(BadRequest):
            ask(f"who={text}", table)


@pytest.mark.parametrize("value", ["a\0b", "a" * 201])
def test_a_text_to_look_for_is_a_text_of_sensible_length(value):
    with pytest.raises(BadRequest):
        PEOPLE.page(RequestFactory().get("/list/", {"q": value}), Person.objects.all())


@pytest.mark.parametrize(
    "query",
    [
        "user__password__startswith=a",
        "email=a",
        "name=a",
        "unit__icontains=a",
        "group_by=unit",
        "q__regex=a",
        "Sort=name",
    ],
)
def test_an_unknown_question_is_refused(query):
    with pytest.raises(BadRequest):
        ask(query)


def test_the_answer_to_a_hidden_question_is_the_same_for_true_and_false():
    """Both guesses at a password hash are refused in the same words."""
    people("Anna")
    answers = set()
    for guess in ("!", "p"):
        with pytest.raises(BadRequest) as refused:
            ask(f"user__password__startswith={guess}")
        answers.add(str(refused.value))
    assert len(answers) == 1


def test_the_page_may_have_keys_of_its_own():
    people("Anna", "Berta")
    page = ask("as_of=2026-03-02&sort=-name")
    assert "as_of=2026-03-02" in page.columns[0]["sort_url"]
    assert page.filters["as_of"].value() == "2026-03-02"
