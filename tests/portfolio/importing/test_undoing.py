"""Is an import taken back without a trace where nobody has worked, and without a loss where somebody has?"""

import pytest

from foundation.accounts.models import AuditEvent
from foundation.accounts.rights import Role
from foundation.errors import IllegalMove
from portfolio.importing import undoing
from portfolio.models import Health, HealthOverride, ImportBatch, ImportedProject
from projects.models import Charter, ClosureItem, Programme, Project, ReportedStatus
from projects.services import raise_issue
from tests.factories import core, imports, plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def batch(world, paul):
    return imports.done(world.portfolio, by=paul)


def shop():
    return Project.objects.get(code="A-1")


def test_nothing_stays_where_nothing_was_built(batch, paul):
    undone = undoing.undo_import(batch, by=paul)
    assert undone.state == ImportBatch.State.UNDONE
    assert undone.result["removed"] == 3
    assert sorted(Project.objects.values_list("code", flat=True)) == ["FAR-001", "FOR-001", "OWN-001"]
    assert not any(table.objects.exists() for table in (ReportedStatus, ImportedProject, Programme, ClosureItem))
    assert AuditEvent.objects.filter(act="project.import_undone").count() == 3


def test_the_same_file_comes_in_again_afterwards(batch, world):
    undoing.undo_import(batch, by=None)
    again = imports.done(world.portfolio)
    assert again.created == 3
    assert shop().reported.count() == 1


def test_to_take_it_back_twice_is_to_take_it_back_once(batch):
    undoing.undo_import(batch, by=None)
    assert undoing.undo_import(batch, by=None).state == ImportBatch.State.UNDONE
    assert AuditEvent.objects.filter(act="import.undone").count() == 1


def test_what_was_only_checked_cannot_be_taken_back(world):
    with pytest.raises(IllegalMove):
        undoing.undo_import(imports.checked(world.portfolio), by=None)


BUILT = {
    "a task": (lambda project: plan.task(project), "tasks"),
    "an issue": (lambda project: raise_issue(project, by=None, on=core.DAY, title="Late"), "issues"),
    "a role": (
        lambda project: core.role(core.person("Olga"), Role.PROJECT_MANAGER, project=project),
        "role assignments",
    ),
    "a health by hand": (
        lambda project: HealthOverride.objects.create(
            project=project, health=Health.AT_RISK, reason="Supplier", from_day=core.DAY
        ),
        "health overrides",
    ),
    "a written charter": (lambda project: Charter.objects.filter(project=project).update(goals="More"), "charter"),
    "a checklist": (lambda project: ClosureItem.objects.filter(project=project).update(note="Seen"), "closure item"),
    "a new name": (
        lambda project: Project.objects.filter(pk=project.pk).update(name="Shop"),
        "changes of the project itself",
    ),
}


@pytest.mark.parametrize(("build", "why"), BUILT.values(), ids=BUILT)
def test_what_people_built_stays_and_is_named(batch, build, why):
    build(shop())
    undone = undoing.undo_import(batch, by=None)
    assert undone.state == ImportBatch.State.ARCHIVED
    assert [(row["code"], row["why"]) for row in undone.result["stayed"]] == [("A-1", [why])]
    assert undone.result["removed"] == 2
    assert shop().archived_at is None
    assert shop().reported.get().archived_at is not None


def test_a_later_report_keeps_the_project_of_the_first_file(batch, world):
    first = list(imports.LINES[0])
    first[6] = "1500000"
    second = imports.done(world.portfolio, imports.table(first))
    undone = undoing.undo_import(batch, by=None)
    assert undone.result["stayed"][0]["why"] == ["reports of a later import"]
    assert shop().reported.filter(archived_at=None).get().batch == second.batch


def test_to_take_back_an_update_archives_the_report_and_keeps_the_project(batch, world):
    first = list(imports.LINES[0])
    first[6] = "1500000"
    second = imports.done(world.portfolio, imports.table(first))
    undone = undoing.undo_import(second, by=None)
    assert (undone.state, undone.result["removed"], undone.result["reports_archived"]) == ("undone", 0, 1)
    assert int(shop().reported.get(archived_at=None).budget) == 1200000


def test_a_project_that_stayed_is_found_again_by_the_same_file(batch, world):
    plan.task(shop())
    undoing.undo_import(batch, by=None)
    again = imports.done(world.portfolio)
    assert (again.created, again.updated) == (2, 1)
    assert shop().reported.filter(archived_at=None).count() == 1


def test_a_programme_with_other_projects_stays(batch, world):
    sales = Programme.objects.get(name="Sales")
    core.project(world.portfolio, "By hand", programme=sales)
    undoing.undo_import(batch, by=None)
    assert list(Programme.objects.all()) == [sales]


def test_every_table_that_points_to_a_project_is_looked_at():
    """Whatever table a later app adds, it is asked before a project goes."""
    looked_at = {table for table, _path in undoing._children(Project, ())}
    assert {table.__name__ for table in looked_at} >= {
        "Task",
        "Budget",
        "LedgerEntry",
        "Risk",
        "RoleAssignment",
        "Issue",
    }
    assert not any(hasattr(table, "pgh_tracked_model") for table in looked_at)


def test_the_obstacles_of_many_projects_are_one_question(batch, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert undoing.obstacles(undoing.created_by(batch).values("pk"), batch=batch) == {}
