"""A08: who decides before it is time, decides on his own work, or decides twice?"""

from dataclasses import dataclass, field
from importlib import import_module

import pytest
from django.urls import reverse

from budgets import services as money_services
from foundation.accounts.models import AuditEvent
from foundation.accounts.rights import Permission
from projects.models import Project, State
from projects.queries.moves import Move, allowed_moves
from tests.decisions import as_read
from tests.factories import cases, core, governance, money, staffing

pytestmark = [pytest.mark.attack, pytest.mark.django_db]


@dataclass(frozen=True)
class Step:
    """A decision that waits: where, on which row, by whose hand it was prepared."""

    page: str
    row: object
    by: object
    words: tuple = ("project", "row")
    body: dict = field(default_factory=dict)
    state: str = "state"
    author: str = "created_by"

    @property
    def url(self):
        known = {"project": getattr(self.row, "project", None), "row": self.row}
        return reverse(self.page, args=[known[word].public_id for word in self.words])

    @property
    def now(self):
        self.row.refresh_from_db()
        return getattr(self.row, self.state)

    def forget_the_author(self):
        known = [name for name in (self.author, "submitted_by") if hasattr(self.row, name)]
        type(self.row).objects.filter(pk=self.row.pk).update(**dict.fromkeys(known))


def a_budget(world, author):
    made = money.draft(world.own, 1000, by=author)
    money_services.submit_budget(made, by=author, on=core.DAY)
    return Step("budgets:version_approve", made, author)


def a_baseline(world, author):
    work = money.task(world.own)
    money.approved(world.own)
    return Step("budgets:baseline_approve", money.baseline(world.own, work, by=author), author)


def a_case(world, author):
    return Step("budgets:case_issue", cases.golden(world.own, created_by=author), author)


def a_benefit(world, author):
    owner = core.person("Olga Owner")
    made = cases.benefit(world.own, owner=owner, created_by=author)
    cases.measure(made)
    return Step("budgets:benefit_approve", made, author)


def a_gate(world, author):
    row = governance.held(world.own, by=author)
    return Step("projects:gate_decide", row, author, body={"decision": "proceed"}, author="held_by")


def a_lesson(world, author):
    made = governance.lesson(world.own, created_by=author)
    return Step("projects:lesson_advance", made, author, body={"to": "validated"})


def an_allocation(world, author):
    person = core.person("Wim Worker")
    staffing.employment(person)
    made = staffing.allocation(world.own, person, state="tentative", created_by=author)
    return Step("staffing:allocation_confirm", made, author)


def a_project(world, author):
    Project.objects.filter(pk=world.own.pk).update(state="proposed", proposed_by=author)
    url_row = Project.objects.get(pk=world.own.pk)
    return Step("portfolio:decide", url_row, author, words=("row",), body={"reason": "Yes"}, author="proposed_by")


# what is decided: who prepared it and holds the right to decide as well, and another who may decide
DECISIONS = {
    a_budget: ("sue", "finn"),
    a_baseline: ("sue", "bea"),
    a_case: ("sue", "finn"),
    a_benefit: ("sue", "bea"),
    a_gate: ("sue", "eve"),
    a_lesson: ("pam", "tom"),
    an_allocation: ("rita", "roy"),
    a_project: ("sue", "eve"),
}
# where history is asked whose hand is in a row
REMEMBERED = {
    a_budget: "budgets.services.budgets",
    a_case: "budgets.services.cases",
    a_benefit: "budgets.services.benefits",
    a_lesson: "projects.services.lessons",
}
DECIDED = pytest.mark.parametrize("prepare", DECISIONS, ids=lambda prepare: prepare.__name__)


@pytest.fixture
def people(cast, world):
    """The cast, a second sponsor and a second planner of people."""
    bea, roy = core.person("Bea Boss"), core.person("Roy Rota")
    core.role(bea, "sponsor", project=world.own)
    core.role(roy, "resource_manager")
    return {**vars(cast), "bea": bea.user, "roy": roy.user}


def send(enter, step, user):
    url = step.url if step.page != "portfolio:decide" else reverse(step.page, args=[step.row.public_id, "rejected"])
    read = as_read(step.row) if step.page.startswith("budgets:") else {}
    return enter(user).post(url, step.body | read)


@DECIDED
def test_nobody_decides_on_what_he_prepared(prepare, people, world, enter):
    author = people[DECISIONS[prepare][0]]
    step = prepare(world, author)
    before = step.now
    assert send(enter, step, author).status_code == 409
    assert step.now == before


@DECIDED
def test_with_the_author_unknown_the_same_hand_would_decide(monkeypatch, prepare, people, world, enter):
    """The twin: nothing but the look at the author keeps him from it."""
    author = people[DECISIONS[prepare][0]]
    step = prepare(world, author)
    before = step.now
    step.forget_the_author()
    if prepare in REMEMBERED:
        monkeypatch.setattr(f"{REMEMBERED[prepare]}.wrote", lambda *_args: False)
    assert send(enter, step, author).status_code == 302
    assert step.now != before


@DECIDED
def test_another_decides_once_and_a_replay_changes_nothing(prepare, people, world, enter):
    author, other = (people[who] for who in DECISIONS[prepare])
    step = prepare(world, author)
    assert send(enter, step, other).status_code == 302
    decided, version, acts = step.now, step.row.row_version, AuditEvent.objects.count()
    for user in (other, author):
        assert send(enter, step, user).status_code in {404, 409}
    assert (step.now, step.row.row_version) == (decided, version)
    assert AuditEvent.objects.count() == acts


# ── gates in their order ────────────────────────────────────────────────────────────────────────


def decide_the_later_gate(cast, world, enter):
    governance.held(world.own, "G2", by=cast.pam)
    later = governance.held(world.own, "G4", by=cast.pam)
    step = Step("projects:gate_decide", later, cast.pam, body={"decision": "proceed"})
    return send(enter, step, cast.sue).status_code, step.now


def test_gate_four_waits_for_gate_two(cast, world, enter):
    assert decide_the_later_gate(cast, world, enter) == (409, "held")


def test_with_the_list_of_obstacles_out_gate_four_would_be_first(monkeypatch, cast, world, enter):
    """The twin."""
    monkeypatch.setattr("projects.services.stages.gate_obstacles", lambda *_args, **_kwargs: [])
    assert decide_the_later_gate(cast, world, enter) == (302, "decided")


# ── states of a project ─────────────────────────────────────────────────────────────────────────


def skipped(world, cast, enter):
    """Steps that the machine does not know and that a browser got through all the same."""
    wrong = []
    for source in State.values:
        Project.objects.filter(pk=world.own.pk).update(state=source, state_reason="Wait", review_on="2199-01-01")
        known = {move.to for move in allowed_moves(Project.objects.get(pk=world.own.pk))}
        for target in set(State.values) - known:
            for user, name in ((cast.pam, "move"), (cast.sue, "decide")):
                url = reverse(f"portfolio:{name}", args=[world.own.public_id, target])
                body = {"reason": "Now", "review_on": "2199-01-01"}
                status = enter(user).post(url, body).status_code
                if status not in {404, 409} or Project.objects.get(pk=world.own.pk).state != source:
                    wrong.append(f"{source} → {target}: {status}")
    return wrong


def test_no_state_of_a_project_is_skipped(world, cast, enter):
    wrong = skipped(world, cast, enter)
    assert not wrong, "\n".join(wrong)


def test_with_a_machine_that_knows_every_step_a_state_is_skipped(monkeypatch, world, cast, enter):
    """The twin: a draft is closed at once, whatever the guards of the rest say."""

    def any_step(project, to):
        return Move(to, "Go", Permission.PROJECT_DECIDE)

    monkeypatch.setattr("portfolio.views.projects.move_to", any_step)
    monkeypatch.setattr(import_module("projects.services.lifecycle"), "move_to", any_step)
    assert any("draft → on_hold" in line for line in skipped(world, cast, enter))
