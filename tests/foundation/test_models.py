"""What does every business row bring along: address, version, history?"""

import datetime as dt

import pghistory
import pytest
from django.apps import apps
from django.db import connection, models, transaction
from django.utils import translation
from django.utils.translation import gettext

from foundation.accounts.models import Person
from foundation.models import Row
from projects.models import Issue, Project
from tests.factories import core
from tests.refusals import sql

pytestmark = pytest.mark.django_db


def version(row):
    return type(row).objects.values_list("row_version", flat=True).get(pk=row.pk)


def events(row):
    """Labels and names of the versions of a person, oldest first."""
    return list(apps.get_model("accounts", "PersonEvent").objects.filter(pgh_obj_id=row.pk).order_by("pgh_id"))


def test_a_new_row_has_an_address_and_version_one():
    made = core.person("Pam Porter")
    made.refresh_from_db()
    assert (made.row_version, made.public_id.version) == (1, 4)


def test_saving_updating_and_raw_sql_each_raise_the_version_by_one():
    made = core.person("Pam Porter")
    made.name = "Pam P."
    made.save()
    assert version(made) == 2
    Person.objects.filter(pk=made.pk).update(unit="IT")
    assert version(made) == 3
    sql("UPDATE accounts_person SET unit = 'Finance' WHERE id = %s", made.pk)
    assert version(made) == 4


def test_nobody_sets_the_version_by_hand():
    made = core.person("Pam Porter")
    Person.objects.filter(pk=made.pk).update(row_version=99)
    assert version(made) == 2


def test_a_change_moves_the_instant_of_the_last_change():
    made = core.person("Pam Porter")
    Person.objects.filter(pk=made.pk).update(updated_at=dt.datetime(2001, 1, 1, tzinfo=dt.UTC))
    made.refresh_from_db()
    assert made.updated_at.year > 2001


def test_every_business_table_raises_its_version_by_trigger():
    rows = [model for model in apps.get_models() if issubclass(model, Row)]
    assert len(rows) >= 15
    without = [
        model._meta.label
        for model in rows
        if not any(trigger.name == "bump_version" for trigger in getattr(model._meta, "triggers", ()))
    ]
    assert without == []


def test_every_trigger_that_is_declared_stands_in_the_database():
    declared = {
        (model._meta.db_table, trigger.get_pgid(model))
        for model in apps.get_models()
        for trigger in getattr(model._meta, "triggers", ())
    }
    standing = set(
        sql(
            "SELECT c.relname, t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
            "WHERE NOT t.tgisinternal AND t.tgenabled = 'O'"
        )
    )
    assert declared - standing == set()


def test_every_change_of_a_person_leaves_a_version_whoever_made_it():
    made = core.person("Pam Porter")
    made.name = "Pam P."
    made.save()
    Person.objects.filter(pk=made.pk).update(name="P. Porter")
    sql("UPDATE accounts_person SET name = 'Porter' WHERE id = %s", made.pk)
    sql("DELETE FROM accounts_person WHERE id = %s", made.pk)
    told = [(event.pgh_label, event.name) for event in events(made)]
    assert told == [
        ("insert", "Pam Porter"),
        ("update", "Pam P."),
        ("update", "P. Porter"),
        ("update", "Porter"),
        ("delete", "Porter"),
    ]


def test_rows_made_in_bulk_have_a_history_too():
    made = Person.objects.bulk_create([Person(name=f"P{n}", email=f"p{n}@example.org") for n in range(3)])
    assert [len(events(row)) for row in made] == [1, 1, 1]


def test_a_version_names_the_request_that_made_it():
    with pghistory.context(user=7, url="/people/"):
        made = core.person("Pam Porter")
    assert events(made)[0].pgh_context.metadata == {"user": 7, "url": "/people/"}


def test_a_change_that_was_rolled_back_leaves_no_version():
    made = core.person("Pam Porter")
    with transaction.atomic():
        Person.objects.filter(pk=made.pk).update(name="Nobody")
        transaction.set_rollback(True)
    assert [event.name for event in events(made)] == ["Pam Porter"]


def test_every_business_object_has_a_history():
    plain = {"ExchangeRate", "FiscalPeriod"}  # rates are never changed; periods stand in the record of acts
    tracked = {model.pgh_tracked_model for model in apps.get_models() if hasattr(model, "pgh_tracked_model")}
    lowest = {"accounts", "organisation", "projects"}
    without = {
        model.__name__ for model in apps.get_models() if issubclass(model, Row) and model._meta.app_label in lowest
    }
    assert without - {model.__name__ for model in tracked} == plain
    assert {Project, Issue} <= tracked


def test_passwords_and_sessions_have_no_history():
    kept = {model._meta.db_table for model in apps.get_models() if hasattr(model, "pgh_tracked_model")}
    assert "accounts_userevent" not in kept
    with connection.cursor() as cursor:
        columns = {
            column.name for table in kept for column in connection.introspection.get_table_description(cursor, table)
        }
    assert not {name for name in columns if "password" in name or "token" in name}


def test_the_words_of_a_choice_are_djangos_own():
    for model in (each for each in apps.get_models() if issubclass(each, Row)):
        for field in (each for each in model._meta.fields if each.choices):
            for value in (*dict(field.flatchoices), "no choice", None):
                row = model(**{field.attname: value})
                shown = getattr(row, f"get_{field.name}_display")()
                assert (type(shown), shown) == (type(models.Model._get_FIELD_display(row, field)),
                                                models.Model._get_FIELD_display(row, field))  # fmt: skip


def test_the_words_of_a_choice_follow_the_language():
    project = Project(state="active")
    words = project.get_state_display()
    with translation.override("de"):
        assert project.get_state_display() == gettext(words)
