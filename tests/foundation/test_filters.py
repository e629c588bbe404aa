"""Which rows does a question find, and is a question that makes no sense a bad request and nothing else?"""

import datetime as dt

import pytest
from django.core.exceptions import BadRequest
from django.db.models import Q

from foundation.accounts.models import Person
from foundation.filters import AFTER, CHOICE, CONTAINS, DATES, LONGEST, PERSON, Filter, filter_form
from tests.factories import core

NAME = Filter("q", "Search", ("name", "email"))
UNIT = Filter("unit", "Unit", "unit", CHOICE, (("HR", "People"), ("IT", "Computers"), (3, "Three")))
SINCE = Filter("since", "Since", "created_at__date", DATES)
WHO = Filter("who", "Person", "public_id", PERSON)
ODD = ["\0", "x" * (LONGEST + 1), "a\0b"]


def where(question, key, value):
    """The condition that a question puts to the database."""
    return question._where(key, question._read(value))


def test_a_text_is_looked_for_in_any_of_the_places_without_capitals():
    assert where(NAME, "q", " pat ") == Q(name__icontains="pat") | Q(email__icontains="pat")


def test_two_days_are_a_span_with_both_ends_inside():
    assert SINCE.keys == ("since_from", "since_to")
    assert where(SINCE, "since_from", "2026-03-02") == Q(created_at__date__gte=core.DAY)
    assert where(SINCE, "since_to", "2026-03-02") == Q(created_at__date__lte=core.DAY)


def test_what_is_later_than_a_day_is_asked_by_a_link_and_its_box_then_takes_a_day():
    late = Filter("late", "Later than", "created_at__date", AFTER)
    assert where(late, "late", "2026-03-02") == Q(created_at__date__gt=core.DAY)
    with pytest.raises(BadRequest):
        late._read("soon")
    assert "late" not in filter_form([NAME, late], asked={}, kept={}, prefix="t").fields
    asked = filter_form([NAME, late], asked={"late": "2026-03-02"}, kept={}, prefix="t")
    assert 'type="date"' in str(asked["late"])


def test_a_choice_is_one_of_its_words_and_numbers_are_choices_too():
    assert where(UNIT, "unit", "HR") == Q(unit="HR")
    assert where(UNIT, "unit", "3") == Q(unit="3")
    assert UNIT.options() == [("HR", "People"), ("IT", "Computers"), ("3", "Three")]


def test_choices_may_be_asked_for_at_the_moment_of_the_question():
    late = []
    question = Filter("unit", "Unit", "unit", CHOICE, lambda: late)
    with pytest.raises(BadRequest):
        question._read("HR")
    late.append(("HR", "People"))
    assert question._read("HR") == "HR"


@pytest.mark.parametrize(
    ("question", "value"),
    [
        *((question, odd) for question in (NAME, UNIT, SINCE, WHO) for odd in ODD),
        *((UNIT, value) for value in ("hr", "People", " HR", "HR'", "0", "None")),
        *((SINCE, value) for value in ("2026-02-30", "1899-12-31", "2200-01-01", "0001-01-01", "02.03.2026", "x", "٣")),
        *((WHO, value) for value in ("1", "x", "0" * 31, "{}", "None", "00000000-0000-0000-0000-00000000000g")),
    ],
)
def test_a_value_that_is_not_of_its_kind_is_a_bad_request_that_names_the_question(question, value):
    with pytest.raises(BadRequest, match=f"^{question.key}"):
        question.narrow(None, {question.keys[0]: value})


@pytest.mark.parametrize("asked", [{}, {"q": ""}, {"q": None}, {"unit": "HR"}])
def test_what_is_not_asked_narrows_nothing(asked):
    rows = object()
    assert NAME.narrow(rows, asked) is rows


def test_a_question_of_its_own_gets_the_value_and_not_the_text():
    seen = []
    question = Filter("day", "Day", kind=DATES, apply=lambda rows, value: seen.append(value) or [*rows, value])
    assert question.narrow([], {"day_from": "2026-03-02", "day_to": "2026-03-05"}) == seen
    assert seen == [core.DAY, dt.date(2026, 3, 5)]


@pytest.mark.parametrize("wrong", [{"kind": "regex", "path": "name"}, {"kind": CONTAINS}, {"kind": CHOICE, "path": ()}])
def test_a_question_without_kind_or_path_is_a_mistake_of_the_programmer(wrong):
    with pytest.raises(ValueError, match=r"^q: "):
        Filter("q", "Search", **wrong)


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["%", "_", "\\", "'", '"', "a%b", "(", ".*", "́", "🙂"])
def test_signs_of_the_database_are_letters_like_any_other(text):
    core.person("Pat Plain", user=False)
    odd = core.person(f"Odd {text} name", user=False)
    assert list(NAME.narrow(Person.objects.all(), {"q": text})) == [odd]


@pytest.mark.django_db
def test_questions_narrow_one_after_the_other():
    pat, sam = core.person("Pat", user=False, unit="HR"), core.person("Sam", user=False, unit="IT")
    core.person("Patricia", user=False, unit="IT")
    rows = Person.objects.order_by("name")
    asked = {"q": "pat", "unit": "HR", "who": str(pat.public_id)}
    for question in (NAME, UNIT, WHO):
        rows = question.narrow(rows, asked)
    assert list(rows) == [pat]
    assert list(WHO.narrow(Person.objects.all(), {"who": str(sam.public_id).upper()})) == [sam]


# ── the form above the table ────────────────────────────────────────────────────────────────────


def test_the_form_holds_what_was_asked_and_keeps_hidden_what_must_not_get_lost():
    form = filter_form([NAME, UNIT, SINCE], asked={"q": '"><b>', "unit": "IT"}, kept={"sort": "-name"}, prefix="people")
    page = form.as_p()
    assert list(form.fields) == ["q", "unit", "since_from", "since_to", "sort"]
    assert 'id="people-q"' in page
    assert 'maxlength="200"' in page
    assert "&quot;&gt;&lt;b&gt;" in page
    assert "<b>" not in page
    assert '<option value="IT" selected>Computers</option>' in page
    assert '<option value="">all</option>' in page
    assert '<input type="hidden" name="sort" value="-name"' in page
    assert page.count('type="date"') == 2
    assert [form.fields[key].label for key in ("since_from", "since_to")] == ["Since from", "Since to"]
