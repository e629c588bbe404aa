"""Work is added, moved, changed, cancelled and deleted, and the plan follows."""

import pytest
from django.db import connection

from foundation.accounts.models import AuditEvent
from foundation.errors import Conflict, IllegalMove, Refused
from projects import services
from projects.models import Project, Task
from tests.factories import core, plan

ON = core.DAY


def numbers(project):
    return [f"{t.wbs_code} {t.name}" for t in Task.objects.filter(project=project).order_by("outline")]


@pytest.fixture
def by(cast):
    return cast.pam


@pytest.fixture
def three(world, by):
    return [services.add_task(world.own, by=by, on=ON, name=name) for name in "ABC"]


def test_tasks_are_added_at_the_end_behind_a_sibling_or_below_a_parent(world, by, three):
    services.add_task(world.own, by=by, on=ON, name="A2", after=three[0])
    made = services.add_task(world.own, by=by, on=ON, name="C1", parent=three[2])
    assert numbers(world.own) == ["1 A", "2 A2", "3 B", "4 C", "4.1 C1"]
    assert Task.objects.get(pk=three[2].pk).kind == Task.Kind.SUMMARY
    assert (made.created_by, made.es is not None) == (by, True)


def test_numbers_run_on_past_nine(world, by):
    for n in range(11):
        services.add_task(world.own, by=by, on=ON, name=f"T{n}")
    assert numbers(world.own)[-2:] == ["10 T9", "11 T10"]


def test_indent_outdent_up_and_down_keep_the_numbers_right(world, by, three):
    _a, b, c = three
    services.move_task(b, by=by, on=ON, how="indent")
    services.move_task(c, by=by, on=ON, how="indent")
    assert numbers(world.own) == ["1 A", "1.1 B", "1.2 C"]
    services.move_task(c, by=by, on=ON, how="up")
    assert numbers(world.own) == ["1 A", "1.1 C", "1.2 B"]
    services.move_task(c, by=by, on=ON, how="down")
    services.move_task(b, by=by, on=ON, how="outdent")
    assert numbers(world.own) == ["1 A", "1.1 C", "2 B"]
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # the numbers are unique at the end


def test_a_branch_moves_with_everything_below_it(world, by, three):
    b = three[1]
    services.add_task(world.own, by=by, on=ON, name="B1", parent=b)
    services.move_task(b, by=by, on=ON, how="up")
    assert numbers(world.own) == ["1 B", "1.1 B1", "2 A", "3 C"]


@pytest.mark.parametrize(("at", "how"), [(0, "indent"), (0, "outdent"), (0, "up"), (2, "down")])
def test_moves_beyond_the_end_are_refused(world, by, three, at, how):
    with pytest.raises(Refused):
        services.move_task(three[at], by=by, on=ON, how=how)


def test_nothing_hangs_below_a_milestone_nor_below_linked_work(world, by, three):
    gate = services.add_task(world.own, by=by, on=ON, name="Gate", kind=Task.Kind.MILESTONE)
    assert gate.duration_min == 0
    with pytest.raises(Refused, match="nothing can hang below"):
        services.add_task(world.own, by=by, on=ON, name="x", parent=gate)
    services.add_link(three[0], three[1], by=by, on=ON)
    with pytest.raises(Refused, match="has links"):
        services.move_task(three[1], by=by, on=ON, how="indent")


def test_a_longer_task_moves_what_waits_for_it_and_says_which(world, by, three):
    a, b, c = three
    services.add_link(a, b, by=by, on=ON)
    a.refresh_from_db()
    moved = services.edit_task(a, by=by, on=ON, version=a.row_version, duration_min=1440)
    assert moved == {a.pk, b.pk, c.pk}  # c has more float now
    version = Project.objects.get(pk=world.own.pk).schedule_version
    assert services.edit_task(a, by=by, on=ON, version=a.row_version, name="Alpha") == frozenset()
    assert Project.objects.get(pk=world.own.pk).schedule_version == version


def test_an_edit_of_what_somebody_changed_meanwhile_shows_both_values(world, by, three):
    a = three[0]
    services.edit_task(a, by=by, on=ON, version=a.row_version, name="Alpha")
    with pytest.raises(Conflict) as caught:
        services.edit_task(a, by=by, on=ON, version=1, name="Omega")
    assert [(str(label), theirs, mine) for label, theirs, mine in caught.value.fields] == [("name", "Alpha", "Omega")]


def test_what_becomes_a_milestone_has_no_length_and_back_a_day(world, by, three):
    a = three[0]
    services.edit_task(a, by=by, on=ON, version=a.row_version, kind=Task.Kind.MILESTONE)
    a.refresh_from_db()
    assert a.duration_min == 0
    services.edit_task(a, by=by, on=ON, version=a.row_version, kind=Task.Kind.TASK)
    a.refresh_from_db()
    assert a.duration_min == 480


def test_a_summary_stays_one_while_tasks_hang_below_it(world, by, three):
    services.move_task(three[1], by=by, on=ON, how="indent")
    a = Task.objects.get(pk=three[0].pk)
    with pytest.raises(Refused, match="has tasks below"):
        services.edit_task(a, by=by, on=ON, version=a.row_version, kind=Task.Kind.TASK)


def test_linked_work_does_not_become_a_summary(world, by, three):
    services.add_link(three[0], three[1], by=by, on=ON)
    a = Task.objects.get(pk=three[0].pk)
    with pytest.raises(Refused, match="has links"):
        services.edit_task(a, by=by, on=ON, version=a.row_version, kind=Task.Kind.SUMMARY)


def test_a_longer_duration_of_begun_work_leaves_more_to_do(world, by, three):
    a = three[0]
    services.report_progress(a, by=by, on=ON, version=a.row_version, percent=plan.share("0.5"))
    a.refresh_from_db()
    services.edit_task(a, by=by, on=ON, version=a.row_version, duration_min=960)
    a.refresh_from_db()
    assert (a.percent, a.remaining_min) == (plan.share("0.5"), 480)


def test_untouched_work_is_deleted_and_the_numbers_close_up(world, by, three):
    services.delete_task(three[1], by=by, on=ON)
    assert numbers(world.own) == ["1 A", "2 C"]
    assert AuditEvent.objects.filter(act="task.deleted", object_id=three[1].public_id).count() == 1


def test_baselined_begun_or_parent_work_is_not_deleted(world, by, three):
    a, b, c = three
    services.move_task(b, by=by, on=ON, how="indent")
    with pytest.raises(Refused, match="tasks below"):
        services.delete_task(a, by=by, on=ON)
    services.draft_baseline(world.own, by=by, on=ON, reason="First")
    with pytest.raises(Refused, match="Cancel it instead"):
        services.delete_task(c, by=by, on=ON)
    c.refresh_from_db()
    services.report_progress(c, by=by, on=ON, version=c.row_version, percent=plan.share("0.1"))
    with pytest.raises(Refused, match="has begun"):
        services.delete_task(Task.objects.get(pk=c.pk), by=by, on=ON)


def test_a_branch_is_cancelled_with_its_open_work_and_restored(world, by, three):
    a, b, _c = three
    services.move_task(b, by=by, on=ON, how="indent")
    services.cancel_task(a, by=by, on=ON)
    assert Task.objects.filter(cancelled_on=ON).count() == 2
    a.refresh_from_db()
    with pytest.raises(IllegalMove):
        services.cancel_task(a, by=by, on=ON)
    services.restore_task(a, by=by, on=ON)
    assert not Task.objects.filter(cancelled_on=ON).exists()
    with pytest.raises(IllegalMove):
        services.restore_task(Task.objects.get(pk=a.pk), by=by, on=ON)


def test_finished_work_is_not_cancelled(world, by, three):
    a = three[0]
    services.report_progress(a, by=by, on=ON, version=a.row_version, percent=plan.share(1))
    with pytest.raises(IllegalMove):
        services.cancel_task(Task.objects.get(pk=a.pk), by=by, on=ON)


def test_the_plan_of_a_closed_project_does_not_change(world, by, three):
    Project.objects.filter(pk=world.own.pk).update(state="closed")
    with pytest.raises(IllegalMove, match="closed"):
        services.add_task(world.own, by=by, on=ON, name="late")
