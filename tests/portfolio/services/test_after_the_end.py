"""What can still be done to a project that has ended? What was prepared before does not move afterwards."""

from decimal import Decimal

import pytest

from budgets import services as money_of
from foundation.errors import IllegalMove
from portfolio.services import move_project
from projects.models import Project
from risks import services as risks_of
from staffing import services as people_of
from tests.at_once import at_once
from tests.factories import cases, core, money, risks, staffing
from tests.untouched import untouched

pytestmark = pytest.mark.django_db
DAY = core.DAY
SHUT, OVER = ("rejected", "closed"), ("rejected", "closed", "cancelled")


def submitted(project):
    made = money.draft(project, 600)
    return money_of.submit_budget(made, by=made.created_by, on=DAY)


def a_booking(project, state="tentative"):
    person = staffing.worker(core.project(project.portfolio, "Elsewhere"), share="0.1")
    made = staffing.allocation(project, person, state=state)
    made.refresh_from_db()
    return made


def propose(row, by):
    return people_of.propose_person(row, by=by, person=row.person, row_version=row.row_version)


def assess(risk, by):
    return risks_of.assess(risk, by=by, on=DAY, basis="current", probability=Decimal("0.2"), impacts={"cost": 3})


# what is prepared while the project goes on, what is tried afterwards, and in which states that is refused
ACTS = {
    "a line": (money.draft, lambda row, by: money.line(row, 5), SHUT),
    "a submission": (
        lambda project: money.draft(project, 5),
        lambda row, by: money_of.submit_budget(row, by=by, on=DAY),
        SHUT,
    ),
    "an approval": (submitted, lambda row, by: money_of.approve_budget(row, by=by, on=DAY), SHUT),
    "a return": (submitted, lambda row, by: money_of.reject_budget(row, by=by, reason="No"), SHUT),
    "funding": (money.approved, lambda row, by: money_of.receive_funding(row, by=by, amount=Decimal(9)), SHUT),
    "a reserve": (
        money.reserve,
        lambda row, by: money_of.set_reserve(row.project, by=by, kind=row.kind, amount=Decimal(900)),
        SHUT,
    ),
    "a draw": (
        money.reserve,
        lambda row, by: money_of.draw_reserve(row, by=by, amount=Decimal(1), on=DAY, reason="Late"),
        SHUT,
    ),
    "words of a case": (
        cases.case,
        lambda row, by: money_of.edit_case(row, by=by, version=1, need="Other"),
        OVER,
    ),
    "a case in force": (cases.golden, lambda row, by: money_of.issue_case(row, by=by, at=core.MONDAY_9), OVER),
    "a copied case": (cases.issued, lambda row, by: money_of.copy_case(row, by=by), OVER),
    "a proposal": (a_booking, propose, OVER),
    "a booking": (a_booking, lambda row, by: people_of.confirm_allocation(row, by=by), OVER),
    "a judgement": (risks.risk, assess, SHUT),
    "an answer": (
        risks.risk,
        lambda row, by: risks_of.add_response(row, by=by, strategy="reduce", action="Train"),
        SHUT,
    ),
    "an answer done": (
        lambda project: risks.response(risks.risk(project)),
        lambda row, by: risks_of.move_response(row, by=by, on=DAY, state="done", version=1),
        SHUT,
    ),
    "a strike": (risks.risk, lambda row, by: risks_of.occur(row, by=by, on=DAY), SHUT),
    "words of a risk": (risks.risk, lambda row, by: risks_of.describe(row, by=by, version=1, event="Other"), SHUT),
    "the end of a risk": (risks.risk, lambda row, by: risks_of.close(row, by=by, reason="Over"), SHUT),
}
EACH = [(act, state) for act, (_make, _do, states) in ACTS.items() for state in states]


def end(project, state):
    Project.objects.filter(pk=project.pk).update(state=state)


@pytest.mark.parametrize(("act", "state"), EACH)
def test_what_waited_is_not_done_any_more(world, cast, act, state):
    make, do, _states = ACTS[act]
    row, late = make(world.own), core.person("Late Lou").user
    money.category()
    end(world.own, state)
    with untouched(), pytest.raises(IllegalMove):
        do(row, late)


@pytest.mark.parametrize("act", ACTS)
def test_while_the_project_goes_on_each_of_them_is_done(world, cast, act):
    """The twin: it is the end of the project that refuses, nothing else."""
    make, do, _states = ACTS[act]
    end(world.own, "active")
    assert do(make(world.own), core.person("Early Eli").user)


@pytest.mark.parametrize("act", [act for act, (_make, _do, states) in ACTS.items() if "cancelled" not in states])
def test_a_cancelled_project_still_settles_its_money_and_its_risks(world, cast, act):
    make, do, _states = ACTS[act]
    row = make(world.own)
    end(world.own, "cancelled")
    assert do(row, core.person("Late Lou").user)


@pytest.mark.django_db(transaction=True)
def test_nothing_is_booked_while_the_project_is_being_ended(world, cast):
    """Whoever comes first wins: a project is not cancelled with a booking that was confirmed after it ended."""
    end(world.own, "active")
    rows = [a_booking(world.own) for _turn in range(3)]

    def act(turn):
        if turn < len(rows):
            return people_of.confirm_allocation(rows[turn], by=cast.rita)
        return move_project(world.own, "cancelled", by=cast.sue, on=DAY, reason="No money")

    done = at_once(act, turns=4)
    assert {type(each) for each in done} <= {type(rows[0]), Project, IllegalMove}
    assert Project.objects.get(pk=world.own.pk).state == "cancelled"
    with pytest.raises(IllegalMove):
        people_of.confirm_allocation(a_booking(world.own), by=cast.rita)
