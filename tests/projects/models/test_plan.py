"""What does Postgres refuse about tasks and the links between them?"""

from decimal import Decimal

import pytest

from projects.models import Dependency, Task
from tests.factories import core
from tests.refusals import check_deferred, refused_by, sql

pytestmark = pytest.mark.django_db


@pytest.fixture
def project():
    return core.project()


@pytest.fixture
def task(project):
    return add(project, "1")


def add(project, wbs, **fields):
    return Task.objects.create(project=project, wbs_code=wbs, name=f"Task {wbs}", **fields)


def change(task, **fields):
    Task.objects.filter(pk=task.pk).update(**fields)


def link(pred, succ, kind="FS", **fields):
    return Dependency.objects.create(**{"project": pred.project, "pred": pred, "succ": succ, "type": kind, **fields})


def test_a_number_names_one_task_of_a_project(project, task):
    add(core.project(), "1")
    with refused_by("task_wbs_once"):
        add(project, "1")


def test_tasks_may_be_numbered_anew_in_one_transaction(project, task):
    second = add(project, "2")
    change(task, wbs_code="2")
    change(second, wbs_code="1")
    check_deferred()


def test_a_task_has_a_name(task):
    with refused_by("task_has_name"):
        change(task, name="")


def test_a_milestone_has_no_length(task):
    with refused_by("task_milestone_has_no_length"):
        change(task, kind="milestone")
    change(task, kind="milestone", duration_min=0)


def test_what_is_finished_has_started(task):
    with refused_by("task_finish_needs_start"):
        change(task, actual_finish=core.MONDAY_9, percent=1)


def test_nothing_finishes_before_it_starts(task):
    with refused_by("task_finish_after_start"):
        change(task, actual_start=core.MONDAY_9, actual_finish=core.MONDAY_9.replace(hour=7), percent=1)


def test_progress_is_a_share(task):
    with refused_by("task_percent_0_1"):
        change(task, percent=Decimal("-0.000001"))
    with refused_by("task_done_is_finished"):
        change(task, percent=Decimal("1.000001"), actual_start=core.MONDAY_9)


@pytest.mark.parametrize("half", [{"percent": 1}, {"actual_finish": core.MONDAY_9, "percent": Decimal("0.99")}])
def test_what_is_done_is_finished_and_the_other_way_round(task, half):
    with refused_by("task_done_is_finished"):
        change(task, actual_start=core.MONDAY_9, **half)
    change(task, actual_start=core.MONDAY_9, actual_finish=core.MONDAY_9, percent=1)


@pytest.mark.parametrize(("kind", "date"), [("SNET", None), ("ASAP", core.MONDAY_9), ("SOON", core.MONDAY_9)])
def test_a_constraint_has_its_date_and_no_other_task_has_one(task, kind, date):
    with refused_by("task_constraint_has_its_date"):
        change(task, constraint_type=kind, constraint_date=date)


def test_a_task_is_not_its_own_parent(project):
    with refused_by("task_not_its_own_parent"):
        number = sql("SELECT nextval(pg_get_serial_sequence('projects_task', 'id'))")[0][0]
        sql("ALTER TABLE projects_task DISABLE TRIGGER USER")
        Task(pk=number, project=project, parent_id=number, wbs_code="1", name="Loop").save(force_insert=True)


def test_a_task_cannot_hang_below_its_grandchild_no_tree_cycle(project, task):
    child = add(project, "1.1", parent=task)
    grandchild = add(project, "1.1.1", parent=child)
    with refused_by("no_tree_cycle"):
        sql("UPDATE projects_task SET parent_id = %s WHERE id = %s", grandchild.pk, task.pk)
    with refused_by("no_tree_cycle"):
        change(task, parent=task)


def test_two_tasks_cannot_become_each_others_parent_in_one_statement_no_tree_cycle(project, task):
    other = add(project, "2")
    both = (task.pk, other.pk)
    with refused_by("no_tree_cycle"):
        sql(
            "UPDATE projects_task SET parent_id = CASE id WHEN %s THEN %s ELSE %s END WHERE id IN (%s, %s)",
            *(*both, task.pk, *both),
        )


def test_the_parent_of_a_task_is_in_its_project_parent_same_project(task):
    stranger = add(core.project(), "1")
    with refused_by("parent_same_project"):
        change(task, parent=stranger)
    with refused_by("parent_same_project"):
        Task.objects.bulk_create([Task(project=task.project, parent=stranger, wbs_code="9", name="Smuggled")])


def test_a_task_cannot_leave_its_children_and_links_behind_for_another_project(task):
    with refused_by("project_stays"):
        change(task, project=core.project())


def test_the_schedule_is_a_cache_and_no_new_version_of_the_task(task):
    change(
        task,
        **dict.fromkeys(("es", "ef", "ls", "lf"), core.MONDAY_9),
        total_float_min=60,
        free_float_min=0,
        is_critical=True,
        schedule_version=3,
    )
    task.refresh_from_db()
    assert (task.row_version, task.is_critical) == (1, True)
    assert sql("SELECT pgh_label FROM projects_taskevent WHERE pgh_obj_id = %s", task.pk) == [("insert",)]


def test_a_changed_name_is_a_new_version_even_when_the_schedule_moves_along(task):
    change(task, es=core.MONDAY_9, name="Cabling")
    task.refresh_from_db()
    assert task.row_version == 2


def test_a_task_does_not_follow_itself(task):
    with refused_by("dependency_two_tasks"):
        sql("ALTER TABLE projects_dependency DISABLE TRIGGER USER")
        link(task, task)


def test_two_tasks_have_one_link_of_a_type(project, task):
    second = add(project, "2")
    link(task, second)
    link(task, second, "SS")
    with refused_by("dependency_once"):
        link(task, second, lag_min=60)


def test_a_link_is_one_of_four_types(project, task):
    with refused_by("dependency_type_known"):
        link(task, add(project, "2"), "XX")


def test_links_stay_inside_one_project_same_project_no_cycle(task):
    stranger = add(core.project(), "1")
    with refused_by("same_project_no_cycle"):
        link(task, stranger)
    with refused_by("same_project_no_cycle"):
        link(stranger, task)
    second = add(task.project, "2")
    with refused_by("same_project_no_cycle"):
        link(task, second, project=stranger.project)


def test_links_never_run_in_a_circle_same_project_no_cycle(project, task):
    second, third = add(project, "2"), add(project, "3")
    link(task, second)
    link(second, third)
    with refused_by("same_project_no_cycle"):
        link(third, task)
    with refused_by("same_project_no_cycle"):
        link(task, task)


def test_a_circle_in_one_bulk_insert_is_found_same_project_no_cycle(project, task):
    second = add(project, "2")
    rows = [
        Dependency(project=project, pred=task, succ=second),
        Dependency(project=project, pred=second, succ=task),
    ]
    with refused_by("same_project_no_cycle"):
        Dependency.objects.bulk_create(rows)


def test_a_link_turned_round_may_not_close_a_circle_same_project_no_cycle(project, task):
    second, third = add(project, "2"), add(project, "3")
    link(task, second)
    link(second, third)
    short = link(task, third)
    with refused_by("same_project_no_cycle"):
        Dependency.objects.filter(pk=short.pk).update(pred=third, succ=task)


def test_a_single_link_may_be_turned_round(project, task):
    only = link(task, add(project, "2"))
    Dependency.objects.filter(pk=only.pk).update(pred=only.succ, succ=only.pred)
    only.refresh_from_db()
    assert only.succ == task
