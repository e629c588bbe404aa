"""Which ways does a project go from idea to closure, and what stops it?"""

import datetime as dt

import pytest

from foundation.accounts.models import AuditEvent, Notification
from foundation.errors import IllegalMove
from projects.models import BaselineState, Charter, ClosureItem, Issue, Project, State, Task
from projects.queries import allowed_moves, charter_obstacles, closure_obstacles, move_to
from projects.queries.moves import MACHINE
from projects.services import hand_over_issue, lifecycle
from tests.factories import core
from tests.factories.governance import approved_baseline, closure_item, issue, stage
from tests.refusals import refused_by

pytestmark = pytest.mark.django_db
NEXT_WEEK = core.DAY + dt.timedelta(days=7)


@pytest.fixture
def people():
    return {name: core.person(name.title()) for name in ("pam", "sue", "eve")}


@pytest.fixture
def project(people):
    return core.project(manager=people["pam"], sponsor=people["sue"])


def put(project, state, **fields):
    """The project in a state, past the machine."""
    if state == State.ON_HOLD:
        fields = {"state_reason": "budget freeze", "review_on": NEXT_WEEK, **fields}
    Project.objects.filter(pk=project.pk).update(state=state, **fields)
    project.refresh_from_db()
    return project


def move(project, to, *, by=None, **words):
    return lifecycle(project, to, by=by, on=core.DAY, **words)


def obstacles(project, to, **words):
    with pytest.raises(IllegalMove) as caught:
        move(project, to, **words)
    return list(caught.value.obstacles)


# ── the machine ─────────────────────────────────────────────────────────────────────────────────

STEPS = {(source, step.to) for source, steps in MACHINE.items() for step in steps}


def test_the_machine_is_the_one_of_the_domain():
    assert {
        ("draft", "proposed"),
        ("proposed", "approved"),
        ("proposed", "rejected"),
        ("approved", "active"),
        ("active", "on_hold"),
        ("on_hold", "active"),
        ("active", "closing"),
        ("active", "cancelled"),
        ("on_hold", "cancelled"),
        ("closing", "closed"),
        ("cancelled", "closed"),
    } == STEPS


@pytest.mark.parametrize("source", State.values)
@pytest.mark.parametrize("to", State.values)
def test_what_the_machine_does_not_list_is_no_step(project, source, to):
    if (source, to) in STEPS:
        assert move_to(put(project, source), to) in allowed_moves(project)
        return
    with pytest.raises(IllegalMove) as caught:
        move(put(project, source), to, reason="because", review_on=NEXT_WEEK)
    assert caught.value.status == 409
    project.refresh_from_db()
    assert project.state == source


def test_a_state_that_nobody_knows_is_no_step_either(project):
    with pytest.raises(IllegalMove):
        move(project, "approved'; --")


def test_the_whole_way_from_idea_to_closure(project, people):
    pam, sue = people["pam"].user, people["sue"].user
    first = stage(project, name="Requirements")
    move(project, State.PROPOSED, by=pam)
    move(project, State.APPROVED, by=sue)
    approved_baseline(project)
    move(project, State.ACTIVE, by=pam)
    move(project, State.ON_HOLD, by=pam, reason="budget freeze", review_on=NEXT_WEEK)
    assert move(project, State.ACTIVE, by=pam).review_on is None
    move(project, State.CLOSING, by=pam)
    closed = move(project, State.CLOSED, by=sue)
    assert closed.finished_on == core.DAY
    assert (closed.proposed_by, closed.decided_by, closed.decided_on) == (pam, sue, core.DAY)
    first.refresh_from_db()
    assert first.actual_start == core.DAY


def test_every_step_leaves_exactly_one_audit_event(project, people):
    move(project, State.PROPOSED, by=people["pam"].user)
    event = AuditEvent.objects.get(act="project.moved")
    assert event.details == {"from": "draft", "to": "proposed"}
    assert event.actor == people["pam"].user
    assert event.project_id == project.public_id


def test_a_refused_step_leaves_no_event(project):
    Charter.objects.filter(project=project).update(purpose="")
    obstacles(project, State.PROPOSED)
    assert not AuditEvent.objects.filter(act="project.moved").exists()


def test_who_must_decide_hears_of_the_proposal(project, people):
    core.role(people["sue"], "sponsor", project=project)
    move(project, State.PROPOSED, by=people["pam"].user)
    bell = Notification.objects.get(user=people["sue"].user)
    assert "proposed" in bell.text
    assert str(project.public_id) in bell.address


def test_manager_and_sponsor_hear_of_later_steps_but_not_who_took_them(project, people):
    put(project, State.PROPOSED)
    move(project, State.APPROVED, by=people["sue"].user)
    assert [row.user for row in Notification.objects.all()] == [people["pam"].user]


# ── guards ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("missing", ["purpose", "goals", "scope"])
def test_a_charter_with_a_hole_is_not_proposed(project, missing):
    Charter.objects.filter(project=project).update(**{missing: "  "})
    assert len(obstacles(project, State.PROPOSED)) == 1
    assert len(charter_obstacles(project)) == 1


def test_a_project_without_charter_is_not_proposed():
    bare = Project.objects.create(
        code="X",
        name="X",
        portfolio=core.portfolio(),
        currency=core.currency(),
        calendar=core.calendar(),
        start=core.DAY,
    )
    assert obstacles(bare, State.PROPOSED) == ["The project has no charter."]


@pytest.mark.parametrize("to", [State.APPROVED, State.REJECTED])
def test_who_proposed_does_not_decide(project, people, to):
    move(project, State.PROPOSED, by=people["pam"].user)
    found = obstacles(project, to, by=people["pam"].user, reason="no money")
    assert found == ["Who proposed the project does not decide on it."]


def test_the_database_refuses_it_too(project, people):
    """The rule of Project called project_decider_is_not_proposer."""
    pam = people["pam"].user
    with refused_by("project_decider_is_not_proposer"):
        Project.objects.filter(pk=project.pk).update(proposed_by=pam, decided_by=pam)


def test_a_project_without_sponsor_is_not_approved(project):
    put(project, State.PROPOSED, sponsor=None)
    assert obstacles(project, State.APPROVED) == ["Nobody is named as sponsor."]


def test_a_rejection_says_why(project):
    assert obstacles(put(project, State.PROPOSED), State.REJECTED, reason="  ") == ["Say why."]
    assert move(project, State.REJECTED, reason="No budget this year").state_reason == "No budget this year"


def test_work_starts_with_a_manager_and_an_approved_baseline(project):
    put(project, State.APPROVED, manager=None)
    assert len(obstacles(project, State.ACTIVE)) == 2
    project.baselines.create(version=1, state=BaselineState.DRAFT)
    assert "No baseline of the plan is approved." in obstacles(project, State.ACTIVE)


def test_what_the_apps_above_found_stands_beside_our_own_obstacles_once(project):
    put(project, State.APPROVED, manager=None)
    found = obstacles(project, State.ACTIVE, obstacles=["No budget is approved.", "No budget is approved."])
    assert len(found) == 3
    assert found[-1] == "No budget is approved."


def test_an_obstacle_from_above_alone_stops_the_step(project):
    assert obstacles(project, State.PROPOSED, obstacles=["No business case."]) == ["No business case."]
    project.refresh_from_db()
    assert project.state == State.DRAFT


@pytest.mark.parametrize(
    ("words", "how_many"),
    [
        ({}, 2),
        ({"reason": "freeze"}, 1),
        ({"review_on": NEXT_WEEK}, 1),
        ({"reason": "freeze", "review_on": core.DAY}, 1),
    ],
)
def test_a_hold_needs_a_reason_and_a_later_review_date(project, words, how_many):
    assert len(obstacles(put(project, State.ACTIVE), State.ON_HOLD, **words)) == how_many


def task(project, code, **fields):
    return Task.objects.create(project=project, wbs_code=code, name=f"Task {code}", **fields)


def test_closure_waits_for_every_task_and_milestone(project):
    put(project, State.ACTIVE)
    task(project, "1", kind="summary")
    task(project, "2", kind="milestone", duration_min=0)
    task(project, "3", actual_start=core.MONDAY_9)
    assert obstacles(project, State.CLOSING) == ["2 tasks are neither finished nor cancelled."]
    Task.objects.filter(wbs_code="2").update(cancelled_on=core.DAY)
    assert obstacles(project, State.CLOSING) == ["1 task is neither finished nor cancelled."]
    Task.objects.filter(wbs_code="3").update(actual_finish=core.MONDAY_9, percent=1)
    assert move(project, State.CLOSING).state == State.CLOSING


def test_closing_asks_for_the_checklist_and_the_issues(project):
    put(project, State.CLOSING)
    item, trouble = closure_item(project), issue(project)
    assert len(obstacles(project, State.CLOSED)) == 2
    ClosureItem.objects.filter(pk=item.pk).update(state="not_applicable", note="nothing to archive")
    hand_over_issue(trouble, by=None, on=core.DAY, text="Watch it", owner=core.person("Olga"), due=NEXT_WEEK)
    assert closure_obstacles(project) == []
    assert move(project, State.CLOSED).state == State.CLOSED


def test_a_closed_issue_is_no_obstacle(project):
    issue(project, state=Issue.State.CLOSED, resolution="Index added", closed_on=core.DAY)
    assert closure_obstacles(project) == []


def test_a_cancelled_project_owes_the_checklist_but_not_its_tasks(project):
    put(project, State.CANCELLED, finished_on=core.DAY - dt.timedelta(days=3))
    task(project, "1")
    item = closure_item(project)
    assert len(obstacles(project, State.CLOSED)) == 1
    ClosureItem.objects.filter(pk=item.pk).update(state="not_applicable", note="nothing was built")
    assert move(project, State.CLOSED).finished_on == core.DAY - dt.timedelta(days=3)


def test_a_cancellation_says_why_and_dates_the_end(project):
    assert obstacles(put(project, State.ACTIVE), State.CANCELLED) == ["Say why."]
    assert move(project, State.CANCELLED, reason="Supplier is insolvent").finished_on == core.DAY
