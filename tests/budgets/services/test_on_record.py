"""Does every act of money stand in the audit log and in the history, and a refused one nowhere?"""

import datetime as dt
from decimal import Decimal

import pytest

from budgets import services
from foundation.errors import Conflict, IllegalMove, Refused
from projects.models import Project
from tests.factories import core, money
from tests.records import acts, last_act, states
from tests.untouched import untouched

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("licences")]
APRIL = dt.date(2026, 4, 1)


# ── versions of the budget ──────────────────────────────────────────────────────────────────────


def test_the_life_of_a_version_is_told_by_its_history(world, author, boss):
    budget = money.draft(world.own, 100, by=author)
    services.submit_budget(budget, by=author, on=core.DAY)
    services.reject_budget(budget, by=boss, reason="Where is the training?")
    money.line(budget, 40)
    services.submit_budget(budget, by=author, on=core.DAY)
    services.approve_budget(budget, by=boss, on=core.DAY)
    assert states(budget) == ["draft", "submitted", "draft", "submitted", "approved"]
    assert states(budget, "total") == [0, 100, 140]
    assert acts(budget) == [
        "budget.created", "budget.submitted", "budget.returned", "budget.submitted", "budget.approved",
    ]  # fmt: skip
    details = {"version": budget.version, "total": "140.0000"}
    assert last_act() == ("budget.approved", boss, world.own.public_id, details)


def test_a_reason_of_return_is_gone_once_it_is_answered(world, author, boss):
    budget = money.draft(world.own, 100, by=author)
    services.submit_budget(budget, by=author, on=core.DAY)
    services.reject_budget(budget, by=boss, reason=" Too much ")
    budget.refresh_from_db()
    assert budget.returned_because == "Too much"
    services.submit_budget(budget, by=author, on=core.DAY)
    budget.refresh_from_db()
    assert budget.returned_because == ""


def test_the_version_before_is_superseded_on_record_and_stays_readable(world, boss):
    old = money.approved(world.own, 100)
    new = money.approve(money.draft(world.own, 50))
    old.refresh_from_db()
    assert (old.state, old.total, old.lines.count()) == ("superseded", 100, 1)
    assert "budget.superseded" in acts(old)
    assert new.lines.count() == 2, "the lines of the version before come along"


@pytest.mark.parametrize("state", ["draft", "approved", "superseded"])
def test_only_what_is_submitted_is_decided(world, boss, state):
    budget = money.draft(world.own, 100)
    if state != "draft":
        budget = money.approve(budget)
    if state == "superseded":
        money.approve(money.draft(world.own, 1))
    with untouched():
        with pytest.raises(IllegalMove, match="Only a submitted budget can be approved") as approved:
            services.approve_budget(budget, by=boss, on=core.DAY)
        with pytest.raises(IllegalMove, match="Only a submitted budget can be returned"):
            services.reject_budget(budget, by=boss, reason="No")
    assert state in approved.value.obstacles[0], "the sentence says what it is"


@pytest.mark.parametrize("state", ["submitted", "approved"])
def test_only_a_draft_takes_lines_and_is_submitted(world, author, state):
    budget = money.draft(world.own, 100, by=author)
    line = budget.lines.get()
    services.submit_budget(budget, by=author, on=core.DAY)
    if state == "approved":
        services.approve_budget(budget, by=core.person("Berta").user, on=core.DAY)
    spread = {"category": line.category, "cost_class": "opex", "amount": Decimal(5)}
    with untouched():
        for act in (
            lambda: money.line(budget, 5),
            lambda: services.edit_line(line, version=line.row_version, by=author, amount=Decimal(7)),
            lambda: services.delete_line(line, by=author),
            lambda: services.spread_lines(budget, by=author, first=core.DAY, last=APRIL, **spread),
            lambda: services.submit_budget(budget, by=author, on=core.DAY),
        ):
            with pytest.raises(IllegalMove):
                act()


def test_who_edited_a_line_of_it_does_not_approve_it_even_when_he_did_not_begin_it(world, author, boss):
    budget = money.draft(world.own, 100, by=author)
    line = budget.lines.get()
    services.edit_line(line, version=line.row_version, by=boss, amount=Decimal(101))
    services.submit_budget(budget, by=author, on=core.DAY)
    with untouched(), pytest.raises(IllegalMove, match="Somebody else"):
        services.approve_budget(budget, by=boss, on=core.DAY)


def test_a_line_that_somebody_changed_meanwhile_names_both_values_and_keeps_theirs(world, author):
    line = money.draft(world.own, 100, by=author).lines.get()
    read = line.row_version
    services.edit_line(line, version=read, by=author, amount=Decimal(150), note="Quote of May")
    with untouched(), pytest.raises(Conflict) as conflict:
        services.edit_line(line, version=read, by=author, amount=Decimal(170), note="Quote of May")
    assert [(str(label), theirs, mine) for label, theirs, mine in conflict.value.fields] == [("amount", 150, 170)]


def test_lines_are_rounded_to_the_coin_of_the_project_once(world):
    yen = core.project(world.portfolio, "Tokyo office", currency=core.currency("JPY", 0))
    dinar = core.project(world.portfolio, "Kuwait office", currency=core.currency("KWD", 3))
    for project, typed, stored in ((world.own, "2.345", "2.35"), (yen, "2.5", "3"), (dinar, "1.0005", "1.001")):
        assert money.draft(project, typed).lines.get().amount == Decimal(stored)


def test_a_total_beyond_what_money_holds_is_refused_and_not_a_crash(world, author):
    budget = money.draft(world.own, "900000000000000", "900000000000000", by=author)
    with untouched(), pytest.raises(Refused, match="too large"):
        services.submit_budget(budget, by=author, on=core.DAY)


def test_funding_reaches_a_version_in_force_only(world, boss):
    old = money.approved(world.own, 100)
    money.approve(money.draft(world.own, 50))
    with untouched(), pytest.raises(IllegalMove, match="superseded"):
        services.receive_funding(old, amount=Decimal(10), by=boss)
    with untouched(), pytest.raises(Refused) as refused:
        services.receive_funding(world.own.budgets.get(state="approved"), amount=Decimal(-1), by=boss)
    assert refused.value.field == "amount"


def test_funding_that_arrived_comes_along_into_the_next_version(world, boss):
    budget = money.approved(world.own, 100)
    services.receive_funding(budget, amount=Decimal(60), by=boss)
    assert last_act()[0] == "budget.funding_received"
    assert money.draft(world.own).funding_received == 60


@pytest.mark.parametrize("state", ["closed", "rejected"])
def test_an_ended_project_gets_no_new_money(world, author, state):
    reserve = money.reserve(world.own, 100)
    Project.objects.filter(pk=world.own.pk).update(state=state)
    world.own.refresh_from_db()
    draw = {"amount": Decimal(1), "on": core.DAY, "reason": "Late", "by": author}
    with untouched():
        for act in (
            lambda: services.new_budget(world.own, by=author),
            lambda: money.reserve(world.own, 200),
            lambda: services.draw_reserve(reserve, **draw),
            lambda: money.forecast(world.own, (5, APRIL)),
        ):
            with pytest.raises(IllegalMove, match=state):
                act()


# ── reserves ────────────────────────────────────────────────────────────────────────────────────


def test_moves_of_a_reserve_are_on_record_with_who_and_how_much(world, author):
    reserve = services.set_reserve(world.own, kind="contingency", amount=Decimal(500), by=author)
    assert last_act() == ("reserve.set", author, world.own.public_id, {"amount": "500.00"})
    services.draw_reserve(reserve, amount=Decimal("120.505"), on=core.DAY, reason="Late supplier", by=author)
    assert last_act() == ("reserve.draw", author, world.own.public_id, {"amount": "120.51"})
    services.release_reserve(reserve, amount=Decimal(80), on=core.DAY, reason="Risk is gone", by=author)
    assert last_act()[0] == "reserve.release"
    assert states(reserve, "balance") == [0, 500, Decimal("379.49"), Decimal("299.49")]
    assert [move.created_by for move in reserve.moves.all()] == [author, author]


def test_all_of_a_reserve_may_be_drawn_and_then_nothing(world, author):
    reserve = money.reserve(world.own, 500)
    draw = {"on": core.DAY, "reason": "Late supplier", "by": author}
    services.draw_reserve(reserve, amount=Decimal(500), **draw)
    with untouched(), pytest.raises(Refused, match=r"Only 0"):
        services.draw_reserve(reserve, amount=Decimal("0.01"), **draw)


def test_contingency_and_management_reserve_are_two_pots(world, author):
    money.reserve(world.own, 100)
    other = money.reserve(world.own, 50, kind="management")
    with pytest.raises(Refused):
        services.draw_reserve(other, amount=Decimal(60), on=core.DAY, reason="x", by=author)
    assert {row.kind: row.balance for row in world.own.reserves.all()} == {"contingency": 100, "management": 50}


@pytest.mark.parametrize("amount", ["0.004", "-0.01", "-500"])
def test_no_move_without_a_coin_of_money(world, author, amount):
    reserve = money.reserve(world.own)
    with untouched(), pytest.raises(Refused, match="more than 0"):
        services.release_reserve(reserve, amount=Decimal(amount), on=core.DAY, reason="x", by=author)
