"""A site for measuring: copies of a council in which every rule of the house still holds."""

import datetime as dt
import io

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import override_settings

from foundation.accounts.models import Person, User
from portfolio.demo.multiply import copy_id
from portfolio.models import ProjectFacts
from portfolio.services import refresh_facts
from projects.models import Project, ProjectTouched, Task
from staffing.models import TimesheetLine

pytestmark = [pytest.mark.django_db]


@pytest.fixture(scope="module")
def said(thrown_away):
    """Six projects: a group of three, and its copy."""
    heard = io.StringIO()
    with override_settings(PLUMBLINE_DEMO=True):
        call_command("generate", projects=5, tasks=500, time_entries=800, stdout=heard)
    return heard.getvalue()


@pytest.fixture
def pair(said):
    """A project and its copy."""
    first = Project.objects.order_by("pk").first()
    return first, Project.objects.get(public_id=copy_id(str(first.public_id), 1))


def test_it_says_what_was_made(said):
    assert said.startswith(f"{Project.objects.count()} projects, {Task.objects.count():,} tasks, ")


def test_at_least_what_was_asked_for_is_there(said):
    assert Project.objects.count() == 6
    assert Task.objects.count() >= 500
    assert TimesheetLine.objects.count() >= 800


def test_no_reconciliation_view_has_a_row(said, rows):
    views = [name for (name,) in rows("SELECT viewname FROM pg_views WHERE viewname LIKE 'recon%%'")]
    assert len(views) >= 10
    assert {name: rows(f"SELECT * FROM {name} LIMIT 3") for name in views} == {name: [] for name in views}


def test_every_link_of_a_copy_leads_to_a_row(said, rows):
    """The copies were written with triggers off, so the keys are followed here one by one."""
    followed, stored = 0, connection.introspection.table_names()
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.concrete_fields:
            if field.is_relation and model._meta.db_table in stored:
                there = field.related_model._meta
                lost = rows(
                    f'SELECT count(*) FROM "{model._meta.db_table}" a LEFT JOIN "{there.db_table}" b '
                    f'ON b."{field.target_field.column}" = a."{field.column}" '
                    f'WHERE a."{field.column}" IS NOT NULL AND b."{field.target_field.column}" IS NULL'
                )
                assert lost == [(0,)], (model, field)
                followed += 1
    assert followed > 200


def test_a_copy_hangs_together_in_itself(pair):
    first, copy = pair
    assert copy.tasks.count() == first.tasks.count() > 50
    assert not Task.objects.filter(project=copy).exclude(parent=None).exclude(parent__project=copy).exists()
    assert not copy.dependencies.exclude(pred__project=copy, succ__project=copy).exists()
    assert not TimesheetLine.objects.filter(project=copy).exclude(task__project=copy).exists()


def test_a_copy_has_people_of_its_own_without_accounts(pair):
    first, copy = pair
    workers = [set(project.allocations.exclude(person=None).values_list("person", flat=True)) for project in pair]
    assert len(workers[0]) == len(workers[1]) > 0
    assert not workers[0] & workers[1]
    assert not Person.objects.filter(pk__in=workers[1]).exclude(user=None).exists()
    assert copy.manager_id == first.manager_id
    assert User.objects.filter(is_demo=True).count() == 10


def test_a_copy_brings_its_history(said, rows):
    counts = dict(rows("SELECT label, count(*) FROM (SELECT pgh_label AS label FROM projects_taskevent) e GROUP BY 1"))
    assert counts["insert"] == Task.objects.count()
    strangers = "SELECT count(*) FROM projects_taskevent e JOIN projects_task t ON t.id = e.pgh_obj_id"
    assert rows(f"{strangers} WHERE t.public_id <> e.public_id OR t.project_id <> e.project_id OR e.id <> t.id") == [
        (0,)
    ]


def test_nothing_waits_for_its_facts(said):
    assert not ProjectTouched.objects.exists()
    assert ProjectFacts.objects.count() == Project.objects.count()


def test_computing_the_facts_again_changes_no_number(said):
    now = ProjectFacts.objects.first().refreshed_at
    stored = {row["project_id"]: row for row in ProjectFacts.objects.values()}
    refresh_facts(list(stored), now=now)
    assert {row["project_id"]: row for row in ProjectFacts.objects.values()} == stored


def test_new_rows_get_ids_behind_the_copies(said, rows):
    last = Task.objects.order_by("-pk").values_list("pk", flat=True)[0]
    assert rows("SELECT nextval(pg_get_serial_sequence('projects_task', 'id'))") == [(last + 1,)]


def test_triggers_work_again(said):
    with connection.cursor() as cursor:
        cursor.execute("SHOW session_replication_role")
        assert cursor.fetchone() == ("origin",)
    Project.objects.order_by("pk").first().save()
    assert ProjectTouched.objects.exists()
    ProjectTouched.objects.all().delete()


# ── where it refuses ────────────────────────────────────────────────────────────────────────────


def test_a_site_with_projects_is_left_alone(said):
    before = Project.objects.count()
    with override_settings(PLUMBLINE_DEMO=True), pytest.raises(CommandError, match="--erase-everything-first"):
        call_command("generate", projects=5)
    assert Project.objects.count() == before


def test_an_installation_for_work_is_never_filled():
    with override_settings(PLUMBLINE_DEMO=False, DEBUG=False), pytest.raises(CommandError, match="demo or debug"):
        call_command("generate", projects=5, erase_everything_first=True)


@pytest.mark.parametrize("projects", [0, -3])
def test_less_than_one_project_is_none(projects):
    with override_settings(PLUMBLINE_DEMO=True), pytest.raises(CommandError, match="at least 1"):
        call_command("generate", projects=projects)


def test_erasing_makes_room_for_as_many_as_are_asked_for(said):
    with override_settings(PLUMBLINE_DEMO=True), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # what a commit between the two would do
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        call_command(
            "generate", projects=2, tasks=28, time_entries=1, erase_everything_first=True, stdout=io.StringIO()
        )
    assert Project.objects.count() == 2
    assert Project.objects.order_by("pk").values_list("created_at", flat=True)[0].date() <= dt.date.today()
