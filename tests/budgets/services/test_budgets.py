"""How does a budget come to be, who approves it, and how does it change afterwards?"""

import datetime as dt
from decimal import Decimal

import pytest

from budgets import services
from budgets.models import Budget
from foundation.accounts.models import AuditEvent, Notification
from foundation.errors import Conflict, IllegalMove, Refused
from projects.models import Task
from tests.factories import core, money

pytestmark = pytest.mark.django_db


def test_a_budget_goes_from_draft_over_submission_to_approval(world):
    budget = money.draft(world.own, 600, 400)
    submitted = services.submit_budget(budget, by=budget.created_by, on=core.DAY)
    assert (submitted.state, submitted.total) == ("submitted", 1000)
    approved = services.approve_budget(budget, by=money.author("Berta"), on=core.DAY)
    assert (approved.state, approved.approved_at.date()) == ("approved", core.DAY)
    acts = list(AuditEvent.objects.filter(act__startswith="budget.").order_by("pk").values_list("act", flat=True))
    assert acts == ["budget.created", "budget.submitted", "budget.approved"]


def test_the_author_does_not_approve_what_he_wrote(world):
    budget = money.draft(world.own, 600)
    services.submit_budget(budget, by=budget.created_by, on=core.DAY)
    with pytest.raises(IllegalMove, match="Somebody else"):
        services.approve_budget(budget, by=budget.created_by, on=core.DAY)


def test_who_wrote_a_single_line_of_it_is_an_author_too(world):
    budget, helper = money.draft(world.own, 600), money.author("Hugo Helper")
    services.add_line(
        budget, by=helper, category=money.category(), cost_class="opex", period=money.period(), amount=Decimal(5)
    )
    services.submit_budget(budget, by=budget.created_by, on=core.DAY)
    with pytest.raises(IllegalMove, match="Somebody else"):
        services.approve_budget(budget, by=helper, on=core.DAY)


def _refused_to(by, budget):
    with pytest.raises(IllegalMove, match="Somebody else"):
        services.approve_budget(budget, by=by, on=core.DAY)
    budget.refresh_from_db()
    return budget.state == "submitted"


def test_who_submitted_it_does_not_approve_it(world, finn, sue):
    budget = money.draft(world.own, 600)
    services.submit_budget(budget, by=finn, on=core.DAY)
    assert _refused_to(finn, budget) and budget.submitted_by == finn
    assert services.approve_budget(budget, by=sue, on=core.DAY).state == "approved"


def test_who_took_a_line_out_is_an_author_too(world, finn):
    budget = money.draft(world.own, 600, 300)
    services.delete_line(budget.lines.first(), by=finn)
    services.submit_budget(budget, by=budget.created_by, on=core.DAY)
    assert _refused_to(finn, budget)


def test_who_changed_a_line_stays_an_author_when_another_changes_it_after_him(world, finn):
    budget = money.draft(world.own, 600)
    line = services.edit_line(budget.lines.get(), version=1, by=finn, amount=Decimal(9_999))
    services.edit_line(line, version=line.row_version, by=budget.created_by, note="Quote of May")
    services.submit_budget(budget, by=budget.created_by, on=core.DAY)
    assert not budget.lines.filter(updated_by=finn).exists()
    assert _refused_to(finn, budget)


def test_after_a_return_another_may_submit_and_the_first_one_approves(world, finn):
    budget = money.draft(world.own, 600)
    services.submit_budget(budget, by=finn, on=core.DAY)
    services.reject_budget(budget, by=finn, reason="Too soon")
    services.submit_budget(budget, by=budget.created_by, on=core.DAY)
    assert services.approve_budget(budget, by=finn, on=core.DAY).submitted_by == budget.created_by


def test_a_line_is_taken_out_once_however_often_it_is_asked(world):
    budget = money.draft(world.own, 600, 300)
    line, again = budget.lines.first(), budget.lines.first()
    services.delete_line(line, by=None)
    services.delete_line(again, by=None)
    assert budget.lines.count() == 1


def test_a_new_version_is_copied_from_the_approved_one_and_replaces_it(world):
    first = money.approved(world.own, 600, 400)
    second = services.new_budget(world.own, by=money.author(), reason="More licences")
    assert (second.version, second.lines.count()) == (2, 2)
    money.line(second, 250)
    money.approve(second)
    first.refresh_from_db()
    assert first.state == "superseded"
    assert Budget.objects.get(project=world.own, state="approved").total == 1250


def test_two_open_versions_at_once_are_refused(world):
    money.draft(world.own, 100)
    with pytest.raises(IllegalMove, match="not decided yet"):
        services.new_budget(world.own, by=money.author())


def test_an_empty_budget_is_not_submitted(world):
    budget = money.draft(world.own)
    with pytest.raises(IllegalMove, match="without money"):
        services.submit_budget(budget, by=budget.created_by, on=core.DAY)


def test_what_is_submitted_or_approved_is_not_edited(world):
    budget = money.draft(world.own, 600)
    line = budget.lines.get()
    services.submit_budget(budget, by=budget.created_by, on=core.DAY)
    for act in (
        lambda: money.line(budget, 5),
        lambda: services.delete_line(line, by=None),
        lambda: services.edit_line(line, version=line.row_version, by=None, amount=Decimal(7)),
        lambda: services.submit_budget(budget, by=None, on=core.DAY),
    ):
        with pytest.raises(IllegalMove, match="draft"):
            act()


def test_a_returned_budget_is_a_draft_again_and_its_author_is_told_why(world):
    budget = money.draft(world.own, 600)
    services.submit_budget(budget, by=budget.created_by, on=core.DAY)
    with pytest.raises(Refused, match="why") as refused:
        services.reject_budget(budget, by=money.author("Berta"), reason="  ")
    assert refused.value.field == "reason"
    returned = services.reject_budget(budget, by=money.author("Berta"), reason="Too much hardware")
    assert (returned.state, returned.returned_because) == ("draft", "Too much hardware")
    assert Notification.objects.get(user=budget.created_by).text.endswith("was returned.")


def test_a_line_changed_meanwhile_is_not_overwritten(world):
    line = money.line(money.draft(world.own), 100)
    line.refresh_from_db()
    version = line.row_version
    services.edit_line(line, version=version, by=None, amount=Decimal(120))
    with pytest.raises(Conflict) as conflict:
        services.edit_line(line, version=version, by=None, amount=Decimal(130))
    assert [(theirs, mine) for _label, theirs, mine in conflict.value.fields] == [(Decimal(120), Decimal(130))]


@pytest.mark.parametrize("kind", [Task.Kind.SUMMARY, Task.Kind.MILESTONE])
def test_money_stands_on_work_and_not_on_summaries_or_milestones(world, kind):
    length = {"duration_min": 0} if kind == Task.Kind.MILESTONE else {}
    task = money.task(world.own, kind=kind, **length)
    with pytest.raises(Refused, match="not on a summary") as refused:
        money.line(money.draft(world.own), 100, task=task)
    assert refused.value.field == "task"


def test_a_negative_amount_is_refused(world):
    with pytest.raises(Refused, match="0 or more"):
        money.line(money.draft(world.own), -1)


def test_an_amount_is_spread_over_periods_to_the_last_cent(world):
    budget = money.draft(world.own)
    services.spread_lines(
        budget, by=None, category=money.category(), cost_class="opex", amount=Decimal(100),
        first=dt.date(2026, 1, 1), last=dt.date(2026, 3, 31), profile="even",
    )  # fmt: skip
    rows = budget.lines.order_by("period__days")
    assert [(str(row.period), row.amount) for row in rows] == [
        ("2026-01", Decimal("33.34")), ("2026-02", Decimal("33.33")), ("2026-03", Decimal("33.33")),
    ]  # fmt: skip


def test_by_working_time_a_short_month_gets_less(world):
    budget = money.draft(world.own)
    services.spread_lines(
        budget, by=None, category=money.category(), cost_class="opex", amount=Decimal(100),
        first=dt.date(2026, 5, 25), last=dt.date(2026, 6, 5),
    )  # fmt: skip
    assert [row.amount for row in budget.lines.order_by("period__days")] == [50, 50]


@pytest.mark.parametrize("last", [dt.date(2025, 12, 31), dt.date(2099, 1, 1)])
def test_days_backwards_or_without_periods_are_refused(world, last):
    with pytest.raises(Refused) as refused:
        services.spread_lines(
            money.draft(world.own), by=None, category=money.category(), cost_class="opex", amount=Decimal(9),
            first=dt.date(2026, 1, 1), last=last,
        )  # fmt: skip
    assert refused.value.field == "last"


def test_an_approved_budget_still_learns_what_funding_arrived(world):
    budget = services.receive_funding(money.approved(world.own, 600), amount=Decimal("250.505"), by=None)
    budget.refresh_from_db()
    assert budget.funding_received == Decimal("250.51")


# ── reserves ────────────────────────────────────────────────────────────────────────────────────


def test_a_draw_and_a_release_lower_what_is_left(world):
    reserve = money.reserve(world.own, 500)
    services.draw_reserve(reserve, amount=Decimal(120), on=core.DAY, reason="Late supplier", by=None)
    services.release_reserve(reserve, amount=Decimal(80), on=core.DAY, reason="Risk is gone", by=None)
    reserve.refresh_from_db()
    assert (reserve.amount, reserve.balance) == (500, 300)


@pytest.mark.parametrize(("amount", "reason", "field"), [(501, "x", "amount"), (0, "x", "amount"), (5, " ", "reason")])
def test_no_more_than_is_left_and_nothing_without_a_reason(world, amount, reason, field):
    with pytest.raises(Refused) as refused:
        services.draw_reserve(
            money.reserve(world.own, 500), amount=Decimal(amount), on=core.DAY, reason=reason, by=None
        )
    assert refused.value.field == field


def test_a_reserve_is_never_set_below_what_was_taken(world):
    reserve = money.reserve(world.own, 500)
    services.draw_reserve(reserve, amount=Decimal(120), on=core.DAY, reason="Late supplier", by=None)
    with pytest.raises(Refused, match="already"):
        money.reserve(world.own, 100)
    assert money.reserve(world.own, 200).balance == 80
