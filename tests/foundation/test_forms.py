"""Does a form take only what it asks, put a refusal beside its box, and leave the row to the service?"""

import datetime as dt
import uuid

import pytest
from django import forms as django_forms
from django.core.exceptions import BadRequest, ValidationError
from django.http import QueryDict

from foundation.accounts.models import Person
from foundation.errors import Conflict, IllegalMove, Refused
from foundation.forms import Day, OneOf, Paragraph, RowForm, StrictForm, attempt, only
from tests.factories import core


class Booking(StrictForm):
    besides = ("next",)
    name = django_forms.CharField(max_length=20)
    on = Day(required=False)


class PersonForm(RowForm):
    class Meta:
        model = Person
        fields = ("name", "unit", "user")


# ── nothing that is not asked ───────────────────────────────────────────────────────────────────


def test_a_body_of_known_keys_passes_and_the_token_of_the_site_is_always_known():
    only({}, [])
    only({"name": "x"}, ["name", "on"])
    only(QueryDict("csrfmiddlewaretoken=t&name=x"), {"name"})


def test_unknown_keys_are_named_in_their_order_and_at_no_great_length():
    with pytest.raises(BadRequest, match=r"^not asked: a, b$"):
        only({"b": 1, "name": 2, "a": 3}, ["name"])
    with pytest.raises(BadRequest) as refusal:
        only({f"key{number:04d}": 1 for number in range(500)}, [])
    assert len(str(refusal.value)) == len("not asked: ") + 200


def test_a_form_refuses_a_field_that_it_does_not_have_before_it_reads_any():
    form = Booking({"name": "", "is_admin": "1"})
    with pytest.raises(BadRequest, match="is_admin"):
        form.is_valid()
    with pytest.raises(BadRequest, match="row_version"):
        Booking({"name": "a", "row_version": "1"}).is_valid()


def test_a_key_that_the_view_reads_itself_is_known_and_no_value_of_the_form():
    form = Booking({"name": " a ", "next": "/plan/", "csrfmiddlewaretoken": "t"})
    assert form.is_valid()
    assert form.values == {"name": "a", "on": None}


def test_the_fields_of_two_forms_in_one_body_carry_their_prefix():
    assert Booking({"left-name": "a"}, prefix="left").is_valid()
    with pytest.raises(BadRequest, match="not asked: name"):
        Booking({"name": "a"}, prefix="left").is_valid()


def test_a_form_that_was_only_opened_asks_nothing():
    form = Booking()
    assert not form.is_valid()
    assert form.errors == {}


# ── a refusal of the trade ──────────────────────────────────────────────────────────────────────


def refuse(error):
    def act(**_values):
        raise error

    return act


def test_what_the_service_gives_back_is_kept():
    form = Booking({"name": "a", "on": "2026-03-02"})
    assert form.is_valid()
    assert form.takes(lambda **values: values)
    assert form.result == {"name": "a", "on": core.DAY}


@pytest.mark.parametrize(("field", "beside"), [("name", "name"), ("nothing_like_it", "__all__"), (None, "__all__")])
def test_a_refusal_stands_beside_its_box_or_above_the_form_when_it_has_none(field, beside):
    form = Booking({"name": "a"})
    assert form.is_valid()
    assert not form.takes(refuse(Refused("No day is left.", field=field)))
    assert form.errors == {beside: ["No day is left."]}
    assert not hasattr(form, "result")


@pytest.mark.parametrize("error", [IllegalMove("closed"), Conflict("somebody else was here"), ValueError("ours")])
def test_what_the_form_cannot_mend_goes_on_to_the_page_of_refusals(error):
    form = Booking({"name": "a"})
    assert form.is_valid()
    with pytest.raises(type(error)):
        attempt(form, refuse(error))
    assert form.errors == {}


# ── the box of a day ────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2026-03-02", core.DAY),
        ("1900-01-01", dt.date(1900, 1, 1)),
        ("2199-12-31", dt.date(2199, 12, 31)),
        ("2028-02-29", dt.date(2028, 2, 29)),
        (core.DAY, core.DAY),
    ],
)
def test_a_day_inside_the_calendar_of_projects_is_taken(typed, day):
    assert Day().clean(typed) == day


@pytest.mark.parametrize(
    "typed",
    ["1899-12-31", "2200-01-01", "0001-01-01", "9999-12-31", "2026-02-29", "2026-13-01", "tomorrow", "2026-03-02T10:00",
     "2026-03-0\0", "9" * 300, ""],
)  # fmt: skip
def test_what_is_no_day_of_a_project_is_refused_in_words(typed):
    with pytest.raises(ValidationError) as refusal:
        Day().clean(typed)
    assert all(message.endswith(".") for message in refusal.value.messages)


def test_the_browser_gets_its_calendar_and_the_day_as_it_wants_to_read_it():
    shown = Booking(initial={"on": core.DAY})["on"].as_widget()
    assert 'type="date"' in shown
    assert 'value="2026-03-02"' in shown


def test_a_paragraph_is_as_high_as_asked_and_ends_somewhere():
    field = Paragraph(rows=7, required=False)
    assert field.widget.attrs["rows"] == 7
    assert field.clean("a\r\n\r\nb ") == "a\r\n\r\nb"
    assert field.clean("x" * 20_000)
    with pytest.raises(ValidationError):
        field.clean("x" * 20_001)


# ── rows ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.django_db
def test_a_row_is_chosen_by_its_public_id_and_by_nothing_else():
    pat = core.person("Pat", user=False)
    field = OneOf(Person.objects.all())
    assert field.clean(str(pat.public_id)) == pat
    for made_up in (str(pat.pk), str(uuid.uuid4()), "x", "00000000", "{}", "1' OR '1'='1"):
        with pytest.raises(ValidationError):
            field.clean(made_up)
    words = [str(OneOf(Person.objects.all(), required=asked).empty_label) for asked in (True, False)]
    assert words == ["Choose", "nobody or nothing"]


@pytest.mark.django_db
def test_a_new_row_has_no_version_and_an_edited_one_brings_the_version_that_was_read():
    pat = core.person("Pat", user=False, unit="Sales")
    fresh = PersonForm({"name": "New", "unit": ""})
    assert fresh.is_valid(), fresh.errors
    assert fresh.values == {"name": "New", "unit": "", "user": None}
    edited = PersonForm({"name": "Patricia", "unit": "", "row_version": "3"}, instance=pat)
    assert edited.is_valid(), edited.errors
    assert edited.values == {"name": "Patricia", "unit": "", "user": None, "version": 3}
    assert edited.initial["row_version"] == pat.row_version
    assert PersonForm(instance=pat)["unit"].value() == "Sales"


@pytest.mark.django_db
def test_the_row_itself_is_never_touched_by_its_form():
    pat = core.person("Pat", user=False, unit="Sales")
    form = PersonForm({"name": "Patricia", "unit": "HR", "row_version": "1"}, instance=pat)
    assert form.is_valid()
    assert (pat.name, pat.unit) == ("Pat", "Sales")
    pat.refresh_from_db()
    assert (pat.name, pat.unit) == ("Pat", "Sales")


@pytest.mark.django_db
@pytest.mark.parametrize("version", ["", "x", "1.5", "1e1", "9" * 9_000, "１ ２"])
def test_an_edit_without_a_version_that_can_be_read_is_not_valid(version):
    pat = core.person("Pat", user=False)
    form = PersonForm({"name": "Patricia", "row_version": version}, instance=pat)
    assert not form.is_valid()
    assert list(form.errors) == ["row_version"]
    with pytest.raises(BadRequest, match="row_version"):
        PersonForm({"name": "New", "row_version": version}).is_valid()


def test_a_choice_of_nothing_is_a_word_and_no_dashes(db):
    class Choosing(StrictForm):
        user = django_forms.ModelChoiceField(Person.objects.none(), required=False)
        kind = django_forms.ChoiceField(choices=[("", "---------"), ("a", "A")])

    drawn = str(PersonForm()) + str(Choosing())
    assert "-----" not in drawn
    assert "nobody or nothing" in drawn and ">Choose<" in drawn
