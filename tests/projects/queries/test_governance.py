"""Where does the project stand between its gates, and what keeps a gate from its decision?"""

import datetime as dt

import pytest

from foundation.accounts.rights import Role
from projects import queries
from projects.models import GateReview, Stage, State
from projects.queries.moves import MACHINE
from projects.queries.team import active_people, administrators, assignable_roles, roles_of, team_roles
from tests.factories import core, governance

ON = core.DAY
pytestmark = pytest.mark.django_db


@pytest.fixture
def project():
    return core.project()


def decide(gate, decision="proceed", **fields):
    """The gate as somebody else has decided it."""
    GateReview.objects.filter(pk=gate.pk).update(
        state="decided",
        decision=decision,
        decided_by=core.person("Dora Decider").user,
        decided_at=core.MONDAY_9,
        **fields,
    )
    gate.refresh_from_db()
    return gate


def standing(project):
    return [(row.stage.name, row.standing) for row in queries.timeline(project)]


def test_the_timeline_goes_from_done_over_the_current_stage_to_what_lies_ahead(project):
    one, two, _three = (governance.stage(project, name=name) for name in ("Plan", "Build", "Use"))
    assert standing(project) == [("Plan", "ahead"), ("Build", "ahead"), ("Use", "ahead")]
    Stage.objects.filter(pk=one.pk).update(actual_start=ON, actual_finish=ON)
    Stage.objects.filter(pk=two.pk).update(actual_start=ON)
    assert standing(project) == [("Plan", "done"), ("Build", "current"), ("Use", "ahead")]
    Stage.objects.filter(project=project).update(actual_start=ON, actual_finish=ON)
    assert [how for _name, how in standing(project)] == ["done"] * 3
    assert queries.current_stage(list(project.stages.all())) is None


def test_of_two_stages_that_run_at_once_the_first_is_the_current_one(project):
    for name in ("Build", "Train"):
        governance.stage(project, name=name, actual_start=ON)
    assert standing(project) == [("Build", "current"), ("Train", "ahead")]


def test_each_stage_brings_its_gates_in_two_queries(project, django_assert_num_queries):
    for number in range(1, 6):
        row = governance.stage(project, name=f"Stage {number}")
        governance.gate(project, f"G{number}a", stage=row)
        governance.gate(project, f"G{number}b", stage=row)
    with django_assert_num_queries(2):
        found = queries.timeline(project)
    assert [[gate.name for gate in row.gates] for row in found[:2]] == [["G1a", "G1b"], ["G2a", "G2b"]]


def test_a_gate_that_was_not_held_is_not_decided(project):
    assert queries.gate_obstacles(governance.gate(project)) == ["G1 has not been held yet."]


def test_a_held_gate_with_met_criteria_has_no_obstacle_for_anybody_but_its_presenter(project):
    presenter = core.person("Petra Presenter").user
    gate = governance.held(project, by=presenter)
    other = core.person("Olaf Other").user
    assert queries.gate_obstacles(gate, by=other, decision="proceed") == []
    assert queries.gate_obstacles(gate, by=presenter) == ["Who presented the gate does not decide on it."]


def test_unmet_criteria_forbid_only_to_proceed(project):
    gate = governance.held(project, by=None, met=False)
    said = {d.value: queries.gate_obstacles(gate, decision=d.value) for d in GateReview.Decision}
    assert said == {
        "proceed": ["Not met: tests passed. Proceed with conditions, or rework."],
        "conditions": [],
        "rework": [],
        "hold": [],
        "stop": [],
    }


def test_a_criterion_that_nobody_judged_is_not_met(project):
    gate = governance.held(project, by=None, met=None)
    assert len(queries.gate_obstacles(gate, decision="proceed")) == 1


def test_gates_are_decided_in_their_order_and_never_after_a_stop(project):
    first, second, third = (governance.held(project, name, by=None) for name in ("G1", "G2", "G3"))
    assert queries.gate_obstacles(third) == [
        "G1 comes first and is not decided.",
        "G2 comes first and is not decided.",
    ]
    decide(first)
    assert queries.gate_obstacles(second) == []
    decide(second, "stop")
    assert queries.gate_obstacles(third) == ["G2 was decided “stop”."]
    assert queries.gate_obstacles(first) == ["G1 is decided already; a decision never changes."]


def test_gates_of_one_stage_do_not_wait_for_each_other(project):
    build = governance.stage(project)
    governance.gate(project, "Business", stage=build)
    held = governance.gate(project, "Technical", stage=build, state="held", held_on=ON)
    assert queries.gate_obstacles(held) == []


def test_gates_of_another_project_hold_nobody_up(project):
    governance.gate(core.project(name="Other"), "Elsewhere")
    governance.stage(project, name="First")
    assert queries.gate_obstacles(governance.held(project, by=None)) == []


# ── the states of a project ─────────────────────────────────────────────────────────────────────


def test_each_way_out_of_a_state_says_who_takes_it_and_what_he_must_say():
    told = {
        (source.value, move.to.value): (move.permission.name, move.needs_reason, move.needs_review)
        for source, moves in MACHINE.items()
        for move in moves
    }
    assert told == {
        ("draft", "proposed"): ("PROJECT_EDIT", False, False),
        ("proposed", "approved"): ("PROJECT_DECIDE", False, False),
        ("proposed", "rejected"): ("PROJECT_DECIDE", True, False),
        ("approved", "active"): ("PROJECT_EDIT", False, False),
        ("active", "closing"): ("PROJECT_EDIT", False, False),
        ("active", "on_hold"): ("PROJECT_EDIT", True, True),
        ("active", "cancelled"): ("PROJECT_DECIDE", True, False),
        ("on_hold", "active"): ("PROJECT_EDIT", False, False),
        ("on_hold", "cancelled"): ("PROJECT_DECIDE", True, False),
        ("closing", "closed"): ("PROJECT_DECIDE", False, False),
        ("cancelled", "closed"): ("PROJECT_DECIDE", False, False),
    }
    assert set(MACHINE) == set(State)


def test_nothing_leads_into_a_draft_and_nothing_out_of_the_end():
    goals = {move.to for moves in MACHINE.values() for move in moves}
    assert State.DRAFT not in goals
    assert [state for state, moves in MACHINE.items() if not moves] == [State.REJECTED, State.CLOSED]


# ── roles ───────────────────────────────────────────────────────────────────────────────────────


def test_a_manager_gives_the_roles_of_his_team_and_a_portfolio_manager_those_above_it(world, cast):
    given = {who: [role.value for role in assignable_roles(user, world.own)] for who, user in vars(cast).items()}
    assert given.pop("pam") == ["team_member", "stakeholder"]
    assert given.pop("paul") == ["project_manager", "sponsor", "team_member", "stakeholder"]
    assert set(map(tuple, given.values())) == {()}
    assert assignable_roles(cast.pam, world.foreign) == ()
    assert assignable_roles(cast.paul, world.far) == ()


def test_a_role_counts_until_the_day_before_its_end(project):
    holder = core.person("Tim Temporary")
    core.role(holder, Role.TEAM_MEMBER, project=project, first=ON, until=dt.date(2026, 3, 10))
    days = [(2026, 3, 1), (2026, 3, 2), (2026, 3, 9), (2026, 3, 10)]
    assert [len(team_roles(project, on=dt.date(*day))) for day in days] == [1, 1, 1, 0]
    assert [len(roles_of(holder, on=dt.date(*day))) for day in days] == [1, 1, 1, 0]


def test_the_roles_of_a_project_are_those_on_itself_and_those_of_a_person_are_everywhere(world, cast):
    assert [row.person.name for row in team_roles(world.own, on=ON)] == [
        "Pam Porter",
        "Sue Sanders",
        "Stan Steiner",
        "Tom Tanaka",
    ]
    core.role(cast.pam, Role.EXECUTIVE, portfolio=world.far_portfolio)
    assert [row.role for row in roles_of(cast.pam.person, on=ON)] == ["executive", "project_manager"]
    assert list(roles_of(cast.zoe.person, on=ON)) == []


def test_only_an_open_account_without_scope_runs_the_installation(world, cast):
    assert [row.person.name for row in administrators(on=ON)] == ["Adam Arslan"]
    core.role(core.person("Late Larry"), Role.ADMINISTRATOR, first=dt.date(2026, 3, 3))
    gone = core.person("Gone Gina")
    core.role(gone, Role.ADMINISTRATOR)
    gone.user.is_active = False
    gone.user.save()
    assert [row.person.name for row in administrators(on=ON)] == ["Adam Arslan"]
    assert len(administrators(on=dt.date(2026, 3, 3))) == 2


def test_who_left_is_responsible_for_nothing_new():
    here, gone, closed, outside = (core.person(name) for name in ("Hera Here", "Gus Gone", "Cleo Closed", "Otto Out"))
    gone.archived_at = core.MONDAY_9
    gone.save()
    closed.user.is_active = False
    closed.user.save()
    outside = core.person("Uma Unit", user=False)
    assert set(active_people()) >= {here, outside}
    assert not {gone, closed} & set(active_people())
