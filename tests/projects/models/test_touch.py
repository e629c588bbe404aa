"""Which changes mark a project as one whose stored facts are out of date?"""

import pytest

from projects.models import (
    Baseline,
    Dependency,
    GateReview,
    Issue,
    Project,
    ProjectTouched,
    ReportedStatus,
    Stage,
    Task,
)
from tests.factories import core
from tests.refusals import sql

pytestmark = pytest.mark.django_db

REPORT = {"as_of": core.DAY, "batch": "0" * 32, "source_file": "a.csv", "source_row": 2, "content_hash": "a" * 64}


@pytest.fixture
def project():
    made = core.project()
    ProjectTouched.objects.all().delete()
    return made


def taken():
    """The queue as the worker takes it: read, then emptied."""
    ids = sorted(ProjectTouched.objects.values_list("project_id", flat=True))
    ProjectTouched.objects.all().delete()
    return ids


def a_link(project):
    first, second = (Task.objects.create(project=project, wbs_code=f"9{n}", name="Build") for n in (1, 2))
    taken()
    return Dependency.objects.create(project=project, pred=first, succ=second)


def a_gate(project):
    stage = Stage.objects.create(project=project, seq=9, name="Build")
    taken()
    return GateReview.objects.create(project=project, stage=stage, name="Gate")


MADE = {
    "task": (lambda p: Task.objects.create(project=p, wbs_code="1", name="Build"), "name"),
    "dependency": (a_link, "lag_min"),
    "stage": (lambda p: Stage.objects.create(project=p, seq=1, name="Build"), "name"),
    "gate": (a_gate, "name"),
    "issue": (lambda p: Issue.objects.create(project=p, number=1, title="x", raised_on=core.DAY), "title"),
    "baseline": (lambda p: Baseline.objects.create(project=p, version=1), "reason"),
    "reported": (lambda p: ReportedStatus.objects.create(project=p, **REPORT), "archived_at"),
}
NEW = {"lag_min": 60, "archived_at": core.MONDAY_9}


@pytest.mark.parametrize("kind", MADE)
def test_a_row_that_comes_changes_and_goes_touches_its_project_each_time(project, kind):
    make, column = MADE[kind]
    row = make(project)
    assert taken() == [project.pk]
    type(row).objects.filter(pk=row.pk).update(**{column: NEW.get(column, "new")})
    assert set(taken()) == {project.pk}
    sql(f"DELETE FROM {row._meta.db_table} WHERE id = %s", row.pk)
    assert taken() == [project.pk]


def test_a_project_touches_itself(project):
    Project.objects.filter(pk=project.pk).update(name="Renamed")
    assert set(taken()) == {project.pk}
    second = core.project(project.portfolio)
    assert set(taken()) == {second.pk}


def test_a_row_that_moves_touches_the_old_and_the_new_project(project):
    second = core.project(project.portfolio)
    issue = Issue.objects.create(project=project, number=1, title="x", raised_on=core.DAY)
    taken()
    Issue.objects.filter(pk=issue.pk).update(project=second)
    assert set(taken()) == {project.pk, second.pk}


def test_a_hundred_rows_in_one_statement_touch_their_project_once(project):
    Task.objects.bulk_create(Task(project=project, wbs_code=str(n), name="Build") for n in range(100))
    assert taken() == [project.pk]


def test_a_statement_that_changes_no_row_touches_nothing(project):
    Task.objects.filter(pk=0).update(name="Build")
    assert taken() == []
