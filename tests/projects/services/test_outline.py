"""The tree of tasks against a tree in plain lists: after any moves both say the same numbers."""

import random

import pytest

from foundation.errors import Refused
from projects import services
from projects.models import Dependency, Project, Task
from projects.services.outline import LEAVES_ONLY, become_parent, refuse_own_logic
from tests.factories import core, plan
from tests.untouched import untouched

ON = core.DAY


class Tree:
    """[name, children] below [name, children]: what moving means, without a database."""

    def __init__(self, names):
        self.top = [[name, []] for name in names]

    def find(self, name, rows=None, above=None):
        """(siblings, place, parent) of the name."""
        rows = self.top if rows is None else rows
        for place, row in enumerate(rows):
            if row[0] == name:
                return rows, place, above
            found = self.find(name, row[1], row)
            if found:
                return found
        return None

    def move(self, name, how):
        """True when the move was possible."""
        rows, place, above = self.find(name)
        if how == "indent" and place:
            rows[place - 1][1].append(rows.pop(place))
        elif how == "outdent" and above:
            outer, at, _higher = self.find(above[0])
            outer.insert(at + 1, rows.pop(place))
        elif how in ("up", "down") and 0 <= (to := place + (1 if how == "down" else -1)) < len(rows):
            rows[place], rows[to] = rows[to], rows[place]
        else:
            return False
        return True

    def numbers(self, rows=None, before=""):
        for place, row in enumerate(self.top if rows is None else rows, 1):
            yield f"{before}{place}", row[0]
            yield from self.numbers(row[1], f"{before}{place}.")


def stored(project):
    return list(Task.objects.filter(project=project).order_by("outline").values_list("wbs_code", "name"))


@pytest.mark.parametrize("seed", [1, 2])
def test_any_moves_leave_the_numbers_that_a_plain_tree_has(world, cast, seed):
    chance, names = random.Random(seed), "ABCDEF"
    for name in names:
        services.add_task(world.own, by=cast.pam, on=ON, name=name)
    model = Tree(names)
    for _step in range(20):
        name, how = chance.choice(names), chance.choice(["indent", "outdent", "up", "down", "indent"])
        task = Task.objects.get(project=world.own, name=name)
        if model.move(name, how):
            services.move_task(task, by=cast.pam, on=ON, how=how)
        else:
            with pytest.raises(Refused):
                services.move_task(task, by=cast.pam, on=ON, how=how)
        assert stored(world.own) == list(model.numbers())
    parents = Task.objects.filter(children__isnull=False).distinct()
    assert {task.kind for task in parents} <= {"summary"}


@pytest.mark.parametrize("kind", LEAVES_ONLY)
def test_nothing_hangs_below_a_milestone_or_below_support(world, cast, kind):
    leaf = plan.task(world.own, "Leaf", 0 if kind == "milestone" else 1, kind=kind)
    with untouched(), pytest.raises(Refused, match="nothing can hang below it"):
        become_parent(leaf)


@pytest.mark.parametrize(
    "own",
    [
        {"deadline": core.MONDAY_9},
        {"actual_start": core.MONDAY_9},
        {"constraint_type": "SNET", "constraint_date": core.MONDAY_9},
    ],
)
def test_what_has_dates_of_its_own_holds_no_other_work(world, cast, own):
    first, second = plan.task(world.own, "First", **own), plan.task(world.own, "Second")
    with untouched(), pytest.raises(Refused, match="has dates of its own"):
        services.move_task(second, by=cast.pam, on=ON, how="indent")
    with pytest.raises(Refused, match="Take its constraint, deadline and progress away first"):
        refuse_own_logic(first)


@pytest.mark.parametrize("end", ["pred", "succ"])
def test_linked_work_holds_no_other_work_whichever_end_it_is(world, cast, end):
    first, second, third = (plan.task(world.own, name) for name in ("First", "Second", "Third"))
    plan.link(*((first, third) if end == "pred" else (third, first)))
    with untouched(), pytest.raises(Refused, match="Move them to the tasks below it first"):
        services.move_task(second, by=cast.pam, on=ON, how="indent")
    Dependency.objects.all().delete()
    services.move_task(second, by=cast.pam, on=ON, how="indent")
    assert stored(world.own) == [("1", "First"), ("1.1", "Second"), ("2", "Third")]


@pytest.mark.parametrize(("kind", "becomes"), [("task", "summary"), ("planning_package", "summary"),
                                               ("work_package", "work_package"), ("summary", "summary")])  # fmt: skip
def test_what_holds_others_becomes_a_summary_and_a_work_package_stays_one(world, cast, kind, becomes):
    first = plan.task(world.own, "First", kind=kind)
    services.move_task(plan.task(world.own, "Second"), by=cast.pam, on=ON, how="indent")
    assert Task.objects.get(pk=first.pk).kind == becomes


def test_who_moved_a_task_is_known_and_the_plan_of_others_stays(world, cast):
    plan.task(world.foreign, "Elsewhere")
    first, second = plan.task(world.own, "First"), plan.task(world.own, "Second")
    services.move_task(second, by=cast.pam, on=ON, how="up")
    assert Task.objects.get(pk=second.pk).updated_by == cast.pam
    assert Task.objects.get(pk=first.pk).updated_by is None
    assert stored(world.foreign) == [("1", "Elsewhere")]
    assert Project.objects.get(pk=world.own.pk).tasks.count() == 2
