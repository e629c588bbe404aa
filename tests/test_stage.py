"""The world that is put up again is the world that was made: row by row, with its history, and apart for each test."""

import pytest
from django.apps import apps
from django.db import connection, transaction

from foundation.organisation.models import Organisation
from projects.models import Project
from tests import conftest, stage
from tests.factories import core

MODELS = (*stage.OF_WORLD, *stage.OF_CAST)


def rows(models=MODELS):
    """{table: its rows as text, without the columns that each making gives anew}."""
    found = {}
    with connection.cursor() as cursor:
        for model in models:
            cursor.execute(f"SELECT to_jsonb(t)::text FROM {model._meta.db_table} t")
            found[model._meta.db_table] = sorted(row for (row,) in cursor.fetchall())
    return found


def events():
    """How many versions each history holds."""
    return {model._meta.db_table: model.objects.count() for model in apps.get_models()
            if getattr(model, "pgh_tracked_model", None)}  # fmt: skip


def undone(make):
    """What `make` returns, with everything that it wrote taken back."""
    with transaction.atomic():
        found = make()
        transaction.set_rollback(True)
    return found


@pytest.fixture
def fresh(monkeypatch, db):
    """Nothing is written down yet."""
    monkeypatch.setattr(stage, "_written", {})


def put_up_world():
    return stage.put_up("world", conftest._make_world, stage.OF_WORLD, again=not stage.any_row(stage.ALONE))


def test_what_is_put_up_again_stands_in_the_tables_as_it_stood(fresh):
    made = undone(lambda: (put_up_world(), rows(), events())[1:])
    again = undone(lambda: (put_up_world(), rows(), events())[1:])
    assert made == again
    assert made[0]["projects_project"] and made[1]["projects_projectevent"] == 3


def test_the_objects_are_equal_and_are_not_the_same(fresh):
    first = undone(put_up_world)
    second = undone(put_up_world)
    assert first.own == second.own and first.own is not second.own
    assert first.own.calendar.name == second.own.calendar.name
    first.own.name = "Changed in memory"
    assert undone(put_up_world).own.name == "Intranet refresh"


def test_what_a_test_changes_is_gone_for_the_next(fresh):
    undone(lambda: (put_up_world(), Project.objects.update(name="Changed")))
    undone(lambda: (put_up_world(), Project.objects.exclude(name="Changed").get(code="OWN-001")))


def test_where_an_organisation_stands_already_the_world_is_made_around_it(fresh):
    undone(put_up_world)
    core.organisation(name="Südwind")
    found = put_up_world()
    assert Organisation.objects.get().name == "Südwind"
    assert found.own.code == "OWN-001"


def test_what_stands_beside_it_is_not_written_down(fresh):
    core.project(core.portfolio("Somebody else's"), "Something else")
    put_up_world()
    assert stage._written == {}


def test_new_rows_do_not_meet_the_old_ids(fresh):
    undone(put_up_world)
    found = put_up_world()
    assert core.project(found.portfolio, "One more").pk not in {found.own.pk, found.foreign.pk, found.far.pk}


def test_the_cast_holds_its_roles_on_the_world_that_was_put_up(cast, world):
    assert [role.project for role in cast.pam.person.roles.all()] == [world.own]
    assert [role.portfolio for role in cast.paul.person.roles.all()] == [world.portfolio]
    assert not cast.zoe.person.roles.exists()


def test_the_cast_of_another_world_is_another_cast(fresh):
    undone(put_up_world)
    core.organisation()  # so that the world is made anew
    world = put_up_world()
    scene = f"cast of {world.own.pk}, {world.portfolio.pk}"
    cast = stage.put_up(scene, lambda: conftest._make_cast(world), stage.OF_CAST, again=True)
    assert [role.project for role in cast.pam.person.roles.all()] == [world.own]


def test_a_session_lets_its_user_in_and_nobody_else(cast, enter, client):
    page = enter(cast.pam).get("/").content.decode()
    assert "Pam Porter" in page
    client.cookies["sessionid"] = conftest.session_of(cast.pam)[::-1]
    assert client.get("/").status_code == 302
