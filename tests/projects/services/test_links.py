"""Links make one task wait for another, never for itself, and never in a circle."""

import threading

import pytest
from django.db import connection, transaction

from foundation.errors import Conflict, Refused
from projects import services
from projects.models import Dependency, Task
from tests.factories import core, plan

ON = core.DAY


@pytest.fixture
def by(cast):
    return cast.pam


@pytest.fixture
def abc(world):
    made = [plan.task(world.own, name) for name in "ABC"]
    plan.scheduled(world.own)
    return made


def written(task):
    return {(d.pred.wbs_code, d.type, d.lag_min, d.lag_calendar) for d in task.predecessors.select_related("pred")}


def test_predecessors_are_typed_as_planners_type_them(world, by, abc):
    c = abc[2]
    moved = services.set_links(c, by=by, on=ON, text="1FS+2d; 2SS")
    assert written(c) == {("1", "FS", 960, "succ"), ("2", "SS", 0, "succ")}
    assert c.pk in moved


def test_typing_them_again_changes_only_what_differs(world, by, abc):
    a, _b, c = abc
    services.set_links(c, by=by, on=ON, text="1, 2SS")
    kept = Dependency.objects.get(pred=a)
    services.set_links(c, by=by, on=ON, text="1FS-1ed")
    assert written(c) == {("1", "FS", -1440, "24h")}
    assert Dependency.objects.get(pred=a).pk == kept.pk
    services.set_links(c, by=by, on=ON, text=" ")
    assert written(c) == set()


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("9", "There is no task 9"),
        ("3", "cannot wait for itself"),
        ("1XX", "There is no task 1XX"),
        ("1FS+2lightyears", "is not a link"),
        ("1,1FS", "stands there twice"),
        ("1FS+999999999w", "is too long"),
    ],
)
def test_what_makes_no_sense_is_refused_next_to_the_field(world, by, abc, text, why):
    with pytest.raises(Refused, match=why) as caught:
        services.set_links(abc[2], by=by, on=ON, text=text)
    assert caught.value.field == "predecessors"


def test_a_circle_is_refused_with_the_names_of_its_tasks(world, by, abc):
    a, b, c = abc
    services.add_link(a, b, by=by, on=ON)
    services.add_link(b, c, by=by, on=ON)
    with pytest.raises(Refused, match="1 A → 2 B → 3 C → 1 A") as caught:
        services.set_links(a, by=by, on=ON, text="3")
    assert caught.value.field == "predecessors"
    assert Dependency.objects.count() == 2


def test_summaries_carry_no_links(world, by, abc):
    a, b, c = abc
    services.move_task(b, by=by, on=ON, how="indent")
    with pytest.raises(Refused, match="is a summary"):
        services.add_link(Task.objects.get(pk=a.pk), c, by=by, on=ON)


def test_two_projects_are_not_linked(world, by, abc):
    other = plan.task(world.foreign, "X")
    with pytest.raises(Refused, match="same project"):
        services.add_link(other, abc[0], by=by, on=ON)


def test_a_link_is_changed_once_and_taken_away(world, by, abc):
    a, b, _c = abc
    link = services.add_link(a, b, by=by, on=ON)
    with pytest.raises(Refused, match="linked by FS already"):
        services.add_link(a, b, by=by, on=ON)
    services.add_link(a, b, by=by, on=ON, type="SS")
    assert b.pk in services.edit_link(link, by=by, on=ON, version=link.row_version, lag_min=480)
    with pytest.raises(Refused, match="linked by SS already"):
        services.edit_link(link, by=by, on=ON, version=link.row_version, type="SS")
    with pytest.raises(Conflict):
        services.edit_link(link, by=by, on=ON, version=1, lag_min=0)
    services.remove_link(link, by=by, on=ON)
    assert written(b) == {("1", "SS", 0, "succ")}


@pytest.mark.django_db(transaction=True)
def test_two_people_at_once_never_make_a_circle():
    with transaction.atomic():  # a calendar gets its hours in the same commit
        project = core.project()
    a, b = plan.task(project, "A"), plan.task(project, "B")
    by, results, gate = core.person("Pam").user, [], threading.Barrier(2)

    def attempt(pred, succ):
        gate.wait()
        try:
            services.add_link(pred, succ, by=by, on=ON)
            results.append("linked")
        except Refused:
            results.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=attempt, args=pair) for pair in ((a, b), (b, a))]
    [t.start() for t in threads]
    [t.join() for t in threads]
    assert sorted(results) == ["linked", "refused"]
