"""Two people, one button: does the lock on a project, a gate or a portfolio let only one of them through?"""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from foundation.errors import IllegalMove
from projects import services
from projects.models import Issue, Portfolio, Project, Task
from tests.at_once import at_once, refused
from tests.factories import core, governance, plan

pytestmark = pytest.mark.django_db(transaction=True)
DAY = core.DAY


def test_a_gate_is_decided_a_baseline_drafted_and_an_issue_closed_once(world):
    people = [core.person(f"Boss {n}").user for n in range(4)]
    gate = governance.held(world.own, by=core.person("Pam").user)
    decide = {"at": core.MONDAY_9, "on": DAY, "decision": "rework"}
    decided = at_once(lambda n: services.decide_gate(gate, by=people[n], **decide))
    assert len(refused(decided)) == 3
    assert world.own.gates.filter(state="planned").count() == 1, "one gate is opened anew, not four"

    plan.task(world.own)
    drafted = at_once(lambda n: services.draft_baseline(world.own, by=people[n], on=DAY, reason="First"))
    assert len(refused(drafted)) == 3 and world.own.baselines.count() == 1

    issue = governance.issue(world.own)
    closed = at_once(lambda n: services.close_issue(issue, by=people[n], on=DAY, resolution=f"Fixed by {n}"))
    assert len(refused(closed)) == 3 and Issue.objects.get().state == "closed"
    handed = governance.issue(world.own, number=2)
    act = {"on": DAY, "text": "Watch", "owner": people[0].person, "due": DAY}
    assert len(refused(at_once(lambda n: services.hand_over_issue(handed, by=people[n], **act)))) == 3
    assert world.own.follow_on_actions.count() == 1


def test_tasks_added_at_once_get_numbers_of_their_own(world):
    by = core.person("Pam").user
    made = at_once(lambda n: services.add_task(world.own, by=by, on=DAY, name=f"Task {n}"), turns=6)
    assert not refused(made)
    codes = list(Task.objects.filter(project=world.own).order_by("outline").values_list("wbs_code", flat=True))
    assert codes == ["1", "2", "3", "4", "5", "6"]


def test_two_links_that_would_make_a_circle_together_are_not_both_made(world):
    by = core.person("Pam").user
    first, second = plan.task(world.own, "First"), plan.task(world.own, "Second")
    pairs = [(first, second), (second, first)]
    made = at_once(lambda n: services.add_link(pairs[n][0], pairs[n][1], by=by, on=DAY), turns=2)
    assert len(refused(made)) == 1


def test_projects_made_at_once_get_codes_of_their_own(world):
    by, calendar = core.person("Paul").user, world.own.calendar
    made = at_once(lambda n: governance.made(world.portfolio, by=by, name=f"P{n}", calendar=calendar))
    assert not refused(made)
    assert len(set(Project.objects.filter(name__startswith="P").values_list("code", flat=True))) >= 4


def test_two_portfolios_never_hang_below_each_other(world):
    """The walk up the tree would never end, for anybody who holds a role there."""
    one, two, by = world.portfolio, world.far_portfolio, core.person("Paul").user
    pairs = [(one, two), (two, one)]
    moved = at_once(
        lambda n: services.edit_portfolio(pairs[n][0], by=by, version=pairs[n][0].row_version, parent=pairs[n][1]),
        turns=2,
    )
    assert len(refused(moved)) == 1
    assert Portfolio.objects.filter(parent=None).count() == 1


def _locks(act):
    """The tables whose rows `act()` locks, in their order."""
    with CaptureQueriesContext(connection) as asked:
        act()
    taken = (re.search(r'FROM "(\w+)".* FOR (?:NO KEY )?UPDATE', query["sql"]) for query in asked.captured_queries)
    return [found[1] for found in taken if found]


def test_every_step_of_a_baseline_locks_the_project_before_the_version(world):
    """In the other order one who approves and one who submits or returns would wait for each other for ever."""
    pam, sue = core.person("Pam").user, core.person("Sue").user
    plan.task(world.own)

    def drafted():
        return services.draft_baseline(world.own, by=pam, on=DAY, reason="First")

    def submitted():
        return services.submit_baseline(drafted(), by=pam, on=DAY)

    steps = [
        (submitted, lambda row: services.return_baseline(row, by=sue, on=DAY, reason="Too long")),
        (world.own.baselines.get, lambda row: services.delete_baseline(row, by=pam)),
        (drafted, lambda row: services.submit_baseline(row, by=pam, on=DAY)),
        (world.own.baselines.get, lambda row: services.freeze_baseline(row, by=sue, on=DAY)),
    ]
    for begin, step in steps:
        row = begin()
        order = _locks(lambda step=step, row=row: step(row))
        first = order.index("projects_baseline")
        assert first > 0 and set(order[:first]) == {"projects_project"}, order


def test_a_baseline_is_approved_or_returned_and_nobody_waits_for_ever(world):
    pam, sue = core.person("Pam").user, core.person("Sue").user
    plan.task(world.own)
    row = services.submit_baseline(
        services.draft_baseline(world.own, by=pam, on=DAY, reason="First"), by=pam, on=DAY
    )  # fmt: skip
    acts = [
        lambda: services.freeze_baseline(row, by=sue, on=DAY),
        lambda: services.return_baseline(row, by=sue, on=DAY, reason="Too long"),
    ]
    decided = at_once(lambda n: acts[n % 2]())
    assert [type(error) for error in refused(decided)] == [IllegalMove] * 3
