"""What does Postgres refuse about baselines, and what is frozen by their approval?"""

import datetime as dt

import pytest

from projects.models import Baseline, BaselineTask, Task
from tests.factories import core
from tests.refusals import refused_by, sql

pytestmark = pytest.mark.django_db


@pytest.fixture
def author():
    return core.person("Pam Porter").user


@pytest.fixture
def approver():
    return core.person("Sue Sanders").user


@pytest.fixture
def draft(author):
    project = core.project()
    made = Baseline.objects.create(project=project, version=1, created_by=author)
    task = Task.objects.create(project=project, wbs_code="1", name="Build")
    line(made, task)
    return made


@pytest.fixture
def approved(draft, approver):
    approve(draft, approver)
    return draft


def line(baseline, task, **fields):
    values = {"wbs_code": task.wbs_code, "name": task.name, "kind": task.kind, "ev_method": task.ev_method, **fields}
    return BaselineTask.objects.create(baseline=baseline, task=task, **values)


def approve(baseline, approver):
    values = {"state": "approved", "approved_by": approver, "approved_at": core.MONDAY_9}
    Baseline.objects.filter(pk=baseline.pk).update(**values)


def another(baseline, version=2):
    return Baseline.objects.create(project=baseline.project, version=version, created_by=baseline.created_by)


def test_a_version_exists_once_in_a_project(draft):
    with refused_by("baseline_version_once"):
        another(draft, version=1)


def test_a_project_is_measured_against_one_approved_baseline(approved, approver):
    second = another(approved)
    with refused_by("baseline_one_approved"):
        approve(second, approver)
    Baseline.objects.filter(pk=approved.pk).update(state="superseded")
    approve(second, approver)


def test_a_state_is_one_of_four(draft):
    with refused_by("baseline_state_known"):
        Baseline.objects.filter(pk=draft.pk).update(state="agreed")


@pytest.mark.parametrize("state", ["approved", "superseded"])
def test_an_approval_names_approver_and_instant(draft, approver, state):
    with refused_by("baseline_approval_has_approver"):
        Baseline.objects.filter(pk=draft.pk).update(state=state, approved_at=core.MONDAY_9)
    with refused_by("baseline_approval_has_approver"):
        Baseline.objects.filter(pk=draft.pk).update(state=state, approved_by=approver)


def test_who_submitted_a_baseline_does_not_approve_it(draft, approver):
    Baseline.objects.filter(pk=draft.pk).update(state="submitted", submitted_by=approver)
    with refused_by("baseline_approver_did_not_submit"):
        approve(draft, approver)
    approve(draft, core.person("Bea Boss").user)


def test_nobody_approves_the_own_baseline(draft, author):
    with refused_by("baseline_approver_is_not_author"):
        approve(draft, author)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE projects_baseline SET reason = 'better'",
        "UPDATE projects_baseline SET state = 'draft', approved_by_id = NULL, approved_at = NULL",
        "UPDATE projects_baseline SET state = 'superseded', finish = now()",
        "UPDATE projects_baseline SET created_by_id = NULL",
        "DELETE FROM projects_baseline",
    ],
)
def test_an_approved_baseline_is_frozen_by_a_frozen(approved, statement):
    with refused_by("a_frozen"):
        sql(statement)


def test_a_baseline_that_was_superseded_never_comes_back_a_frozen(approved):
    Baseline.objects.filter(pk=approved.pk).update(state="superseded")
    with refused_by("a_frozen"):
        Baseline.objects.filter(pk=approved.pk).update(state="approved")


def test_saving_an_approved_baseline_as_an_object_is_refused_too_a_frozen(approved):
    approved.refresh_from_db()
    approved.reason = "better"
    with refused_by("a_frozen"):
        approved.save()


@pytest.mark.parametrize(
    "statement",
    ["UPDATE projects_baselinetask SET duration_min = 1", "DELETE FROM projects_baselinetask"],
)
def test_the_lines_of_an_approved_baseline_are_frozen_by_a_frozen(approved, statement):
    with refused_by("a_frozen"):
        sql(statement)


def test_no_line_is_added_to_an_approved_baseline(approved):
    late = Task.objects.create(project=approved.project, wbs_code="2", name="Late")
    with refused_by("no_insert_into_frozen"):
        line(approved, late)
    with refused_by("no_insert_into_frozen"):
        BaselineTask.objects.bulk_create([BaselineTask(baseline=approved, task=late, wbs_code="2", name="Late")])


def test_no_line_is_moved_into_an_approved_baseline(approved):
    second = another(approved)
    moved = line(second, Task.objects.create(project=approved.project, wbs_code="2", name="Late"))
    with refused_by("no_insert_into_frozen"):
        BaselineTask.objects.filter(pk=moved.pk).update(baseline=approved)


def test_no_line_is_moved_out_of_an_approved_baseline_a_frozen(approved):
    second = another(approved)
    with refused_by("a_frozen"):
        BaselineTask.objects.filter(baseline=approved).update(baseline=second)


@pytest.mark.parametrize("table", ["projects_baselinetask", "projects_baseline CASCADE"])
def test_neither_baselines_nor_their_lines_are_emptied_by_no_truncate(approved, table):
    with refused_by("no_truncate"):
        sql(f"TRUNCATE {table}")


def test_a_draft_may_change_grow_and_go(draft):
    Baseline.objects.filter(pk=draft.pk).update(reason="First plan")
    line(draft, Task.objects.create(project=draft.project, wbs_code="2", name="Test"))
    draft.delete()
    assert not BaselineTask.objects.exists()


def test_a_task_stands_once_in_a_baseline(draft):
    with refused_by("baseline_task_once"):
        line(draft, Task.objects.get())


def test_a_baseline_holds_tasks_of_its_own_project_same_project(draft):
    elsewhere = Task.objects.create(project=core.project(), wbs_code="1", name="Build")
    with refused_by("same_project"):
        line(draft, elsewhere)


@pytest.mark.parametrize("finish", [core.MONDAY_9 - dt.timedelta(hours=1), None])
def test_a_line_with_a_start_finishes_after_it(draft, finish):
    with refused_by("baseline_task_finish_after_start"):
        BaselineTask.objects.filter(baseline=draft).update(start=core.MONDAY_9, finish=finish)
