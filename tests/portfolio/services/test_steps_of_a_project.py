"""A project goes from state to state only as the machine allows, by the right person, with every duty done."""

import datetime as dt

import pytest

from foundation.accounts.models import AuditEvent, Notification
from foundation.errors import IllegalMove
from portfolio import services
from portfolio.queries import obstacles_to
from projects.models import Charter, Project, State
from projects.queries.moves import MACHINE
from tests.factories import cases, core, governance, money, plan, portfolio, reports, risks

LATER = dt.date(2026, 6, 1)
EVERYBODY = ("pam", "paul", "sue", "eve", "finn", "rita", "tom", "stan", "ada", "adam", "zoe")


def at(project, state, **fields):
    more = {"state_reason": "A reason", "review_on": LATER} if state == State.ON_HOLD else {}
    Project.objects.filter(pk=project.pk).update(state=state, **{**more, **fields})
    project.refresh_from_db()
    return project


@pytest.fixture
def ready(world, cast):
    """Sponsor, manager, charter, case, budget and baseline: every step may be taken."""
    project = world.own
    plan.chain(project, 2)
    plan.baseline(project, state="approved")
    money.approved(project, 1000)
    cases.issued(project)
    Project.objects.filter(pk=project.pk).update(sponsor=cast.sue.person, manager=cast.pam.person)
    project.refresh_from_db()
    return project


def move(project, to, by=None, **fields):
    return services.move_project(project, to, by=by, on=core.DAY, **fields)


@pytest.mark.parametrize("state", State.values)
def test_what_the_machine_does_not_list_is_refused_and_changes_nothing(world, state):
    project = at(world.own, state)
    for to in set(State.values) - {step.to for step in MACHINE[State(state)]}:
        with pytest.raises(IllegalMove, match="cannot become"):
            move(project, to, reason="Because", review_on=LATER)
    project.refresh_from_db()
    assert project.state == state
    assert not AuditEvent.objects.filter(act="project.moved").exists()


@pytest.mark.parametrize(
    ("state", "to"),
    [("draft", "proposed"), ("proposed", "approved"), ("proposed", "rejected"), ("approved", "active"),
     ("active", "on_hold"), ("on_hold", "active"), ("active", "cancelled"), ("on_hold", "cancelled")],
)  # fmt: skip
def test_each_step_of_the_machine_is_taken_and_told(ready, cast, state, to):
    project = at(ready, state)
    moved = move(project, to, by=cast.sue, reason="The board said so", review_on=LATER)
    assert moved.state == to
    event = AuditEvent.objects.get(act="project.moved")
    assert (event.actor, event.details) == (cast.sue, {"from": state, "to": to})
    assert Notification.objects.exists()


@pytest.mark.parametrize(("state", "to"), [("active", "on_hold"), ("active", "cancelled"), ("proposed", "rejected")])
@pytest.mark.parametrize("reason", ["", "  "])
def test_a_step_that_needs_a_reason_is_not_taken_without(ready, state, to, reason):
    project = at(ready, state)
    with pytest.raises(IllegalMove) as refusal:
        move(project, to, reason=reason, review_on=LATER)
    assert "Say why." in refusal.value.obstacles
    project.refresh_from_db()
    assert project.state == state


@pytest.mark.parametrize("review", [None, core.DAY, core.DAY - dt.timedelta(days=1)])
def test_a_hold_is_looked_at_again_on_a_later_day(ready, review):
    with pytest.raises(IllegalMove):
        move(at(ready, "active"), "on_hold", reason="Money", review_on=review)


def test_who_proposed_does_not_decide(ready, cast):
    move(ready, "proposed", by=cast.paul)
    for to in ("approved", "rejected"):
        with pytest.raises(IllegalMove) as refusal:
            move(ready, to, by=cast.paul, reason="Mine")
        assert "Who proposed the project does not decide on it." in refusal.value.obstacles
    assert move(ready, "approved", by=cast.sue).state == "approved"


LACKS = {
    "charter": ("draft", "proposed", lambda project: Charter.objects.filter(project=project).update(goals="")),
    "sponsor": ("proposed", "approved", lambda project: Project.objects.filter(pk=project.pk).update(sponsor=None)),
    "manager": ("approved", "active", lambda project: Project.objects.filter(pk=project.pk).update(manager=None)),
    "baseline": ("approved", "active", lambda project: project.baselines.update(state="superseded")),
    "budget": ("approved", "active", lambda project: project.budgets.update(state="superseded")),
    "tasks": ("active", "closing", lambda project: None),
}


@pytest.mark.parametrize("lack", LACKS)
def test_what_is_missing_is_named_and_stops_the_step(ready, lack):
    state, to, take_away = LACKS[lack]
    take_away(ready)
    project = at(ready, state)
    with pytest.raises(IllegalMove) as refusal:
        move(project, to)
    assert refusal.value.obstacles
    assert set(map(str, refusal.value.obstacles)) >= set(obstacles_to(project, to, as_of=core.DAY))


DUTIES = {
    "an open issue": lambda project: governance.issue(project),
    "an open duty": lambda project: governance.closure_item(project),
    "an open risk": lambda project: risks.risk(project),
    "an open order": lambda project: (money.entry(project, 10, "enc", order="PO-1"), closure_report(project)),
    "money after the report": lambda project: money.entry(project, 10),
    "an undrawn reserve": lambda project: money.reserve(project),
    "an undecided budget": lambda project: money.services.submit_budget(
        money.draft(project, 5), by=money.author(), on=core.DAY
    ),
}


def closure_report(project):
    return reports.issued(project, snapshot=reports.snapshot(project, "closure"))


@pytest.fixture
def closing(ready):
    """Everything done: only the step itself is left."""
    ready.tasks.update(actual_start=core.MONDAY_9, actual_finish=core.MONDAY_9, percent=1)
    closure_report(ready)
    return at(ready, "closing")


def test_a_project_with_every_duty_done_is_closed_on_its_day(closing, cast):
    closed = move(closing, "closed", by=cast.sue)
    assert (closed.state, closed.finished_on, closed.updated_by) == ("closed", core.DAY, cast.sue)


@pytest.mark.parametrize("duty", DUTIES)
def test_one_open_duty_keeps_the_project_from_being_closed(closing, cast, duty):
    DUTIES[duty](closing)
    with pytest.raises(IllegalMove) as refusal:
        move(closing, "closed", by=cast.sue)
    assert len(refusal.value.obstacles) == 1
    closing.refresh_from_db()
    assert (closing.state, closing.finished_on) == ("closing", None)


@pytest.mark.parametrize("state", ["draft", "in_signature", "rejected", "superseded"])
def test_a_closure_report_that_is_not_in_force_does_not_close(ready, cast, state):
    ready.tasks.update(actual_start=core.MONDAY_9, actual_finish=core.MONDAY_9, percent=1)
    reports.document(ready, snapshot=reports.snapshot(ready, "closure"), state=state)
    with pytest.raises(IllegalMove) as refusal:
        move(at(ready, "closing"), "closed", by=cast.sue)
    assert "The closure report is not signed and issued." in refusal.value.obstacles


# who, through the pages

STEPS = {
    ("draft", "move", "proposed"): {"pam", "paul"},
    ("proposed", "decide", "approved"): {"sue", "eve"},
    ("proposed", "decide", "rejected"): {"sue", "eve"},
    ("active", "move", "on_hold"): {"pam", "paul"},
    ("active", "decide", "cancelled"): {"sue", "eve"},
}


@pytest.mark.parametrize("step", STEPS, ids=lambda step: "-".join(step))
def test_only_the_right_roles_take_a_step(ready, cast, enter, step):
    state, address, to = step
    for who in EVERYBODY:
        project = at(ready, state, proposed_by=None)
        said = {"reason": "The board"} | ({"review_on": "2199-01-01"} if to == "on_hold" else {})
        answer = enter(getattr(cast, who)).post(f"/projects/{project.public_id}/{address}/{to}/", said)
        expected = 302 if who in STEPS[step] else 404 if who in {"adam", "zoe"} else 403
        assert answer.status_code == expected, who
        project.refresh_from_db()
        assert project.state == (to if expected == 302 else state), who


def test_a_visitor_is_sent_to_sign_in_and_nothing_moves(ready, client):
    answer = client.post(f"/projects/{ready.public_id}/move/proposed/", {"reason": ""})
    assert answer.status_code == 302
    ready.refresh_from_db()
    assert ready.state == "draft"


# the word of a person about the health


@pytest.mark.parametrize("health", ["purple", "", "unknown"])
def test_only_a_health_that_a_person_can_mean_is_taken(ready, cast, enter, health):
    answer = enter(cast.pam).post(f"/projects/{ready.public_id}/health/", {"health": health, "reason": "So"})
    assert answer.status_code == 422
    assert not ready.health_overrides.exists()


def test_ten_words_leave_one_in_force(ready, cast):
    for no in range(10):
        health = ("on_track", "at_risk", "off_track")[no % 3]
        services.override_health(ready, by=cast.pam, on=core.DAY, health=health, reason=f"Word {no}")
    assert [row.reason for row in ready.health_overrides.filter(ended_on=None)] == ["Word 9"]
    assert AuditEvent.objects.filter(act="health.overridden").count() == 10


def test_only_the_right_roles_end_a_word(ready, cast, enter):
    for who in EVERYBODY:
        ready.health_overrides.all().delete()
        word = portfolio.override(ready)
        answer = enter(getattr(cast, who)).post(f"/projects/{ready.public_id}/health/{word.public_id}/end/")
        expected = 302 if who in {"pam", "paul"} else 404 if who in {"adam", "zoe"} else 403
        assert answer.status_code == expected, who
        assert ready.health_overrides.filter(ended_on=None).exists() == (expected != 302)


def test_the_word_about_another_project_is_out_of_reach(ready, world, cast, enter):
    word = portfolio.override(world.foreign)
    answer = enter(cast.pam).post(f"/projects/{ready.public_id}/health/{word.public_id}/end/")
    assert answer.status_code == 404
    word.refresh_from_db()
    assert word.ended_on is None
