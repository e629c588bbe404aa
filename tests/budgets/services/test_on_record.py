"""Does every act of money stand in the audit log and in the history, and a refused one nowhere?"""

import datetime as dt
from decimal import Decimal

import pytest

from budgets import services
from budgets.models import Budget, CostCategory, LedgerEntry
from foundation.accounts.models import AuditEvent, Notification
from foundation.errors import Conflict, IllegalMove, Refused
from foundation.organisation.models import ExchangeRate
from projects.models import Project
from tests.factories import cases, core, money
from tests.records import acts, last_act, states
from tests.untouched import untouched

pytestmark = pytest.mark.django_db
APRIL = dt.date(2026, 4, 1)


@pytest.fixture(autouse=True)
def _licences(db):
    money.category()


@pytest.fixture
def author():
    return money.author()


@pytest.fixture
def boss():
    return core.person("Berta Boss").user


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
    assert last_act() == ("budget.approved", boss, world.own.public_id, {"total": "140.0000"})


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


# ── the ledger ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("kind", ["pre_enc", "enc", "accrual", "actual"])
def test_a_posting_is_on_record_by_its_type(world, author, kind):
    money.entry(world.own, 12, kind, by=author)
    assert last_act() == (f"ledger.{kind}", author, world.own.public_id, {"amount": "12.0000"})


def test_a_reversal_is_on_record_with_its_amount(world, author):
    entry = money.entry(world.own, 12)
    services.reverse_entry(entry, by=author, on=core.DAY, reason="Twice")
    assert last_act() == ("ledger.reversed", author, world.own.public_id, {"amount": "-12.0000"})


@pytest.mark.parametrize(
    "wrong",
    [
        {"txn_amount": Decimal(0)},
        {"document": " "},
        {"date": dt.date(2031, 1, 1)},
        {"type": "enc", "txn_amount": Decimal(-1)},
        {"type": "enc_release"},
        {"txn_currency": "USD"},
        {"txn_amount": Decimal("1e15")},
    ],
)
def test_a_refused_posting_leaves_neither_entry_nor_word(world, author, wrong):
    core.currency("USD")
    good = {
        "type": "actual", "date": core.DAY, "category": money.category(), "txn_amount": Decimal(5),
        "txn_currency": "EUR", "document": "INV-1",
    }  # fmt: skip
    fields = {**good, **wrong}
    fields["txn_currency"] = core.currency(fields["txn_currency"])
    with untouched(), pytest.raises(Refused):
        services.post_entry(world.own, by=author, **fields)


def test_an_amount_that_the_rate_makes_too_large_is_refused_and_not_a_crash(world, author):
    rate = {"base": core.currency("KWD", 3), "quote": core.currency("EUR"), "date": core.DAY}
    ExchangeRate.objects.create(kind="spot", rate=Decimal("3.1"), source="test", **rate)
    with untouched(), pytest.raises(Refused, match="too large") as refused:
        money.entry(world.own, "900000000000000", txn_currency=rate["base"])
    assert refused.value.field == "txn_amount"


def test_a_reversal_of_a_commitment_that_was_partly_released_is_refused(world, author):
    """Else more would be taken back than was ever ordered."""
    order = money.entry(world.own, 300, "enc", order="PO-1")
    money.entry(world.own, 100, "enc_release", order="PO-1")
    with untouched(), pytest.raises(Refused, match="Only 200"):
        services.reverse_entry(order, by=author, on=core.DAY, reason="Ordered twice")


def test_a_milestone_costs_nothing(world, author):
    milestone = money.task(world.own, "Go live", kind="milestone", duration_min=0)
    with untouched(), pytest.raises(Refused) as refused:
        money.entry(world.own, 5, task=milestone)
    assert refused.value.field == "task"


# ── forecasts, snapshots, baselines ─────────────────────────────────────────────────────────────


def test_each_forecast_is_a_version_of_its_own_and_the_old_one_stays(world, author):
    first = money.forecast(world.own, (100, APRIL), by=author)
    second = money.forecast(world.own, (70, APRIL), (30, APRIL), by=author)
    assert (first.version, second.version) == (1, 2)
    assert first.lines.get().etc == 100
    assert second.lines.get().etc == 100, "two amounts of one box are added up"
    assert last_act() == ("forecast.saved", author, world.own.public_id, {"version": 2, "etc": "100.00"})


@pytest.mark.parametrize(("parts", "field"), [((-1, APRIL), "etc"), ((5, dt.date(2026, 2, 1)), "period")])
def test_an_estimate_is_not_negative_nor_in_the_past(world, parts, field):
    with untouched(), pytest.raises(Refused) as refused:
        money.forecast(world.own, (10, APRIL), parts)
    assert refused.value.field == field


def test_a_forecast_of_nothing_says_that_no_cost_is_to_come(world):
    forecast = money.forecast(world.own)
    assert (forecast.version, forecast.lines.count()) == (1, 0)


def test_a_priced_baseline_and_a_snapshot_are_on_record(world, author, boss):
    money.approved(world.own, 100)
    baseline = services.approve_baseline(money.baseline(world.own, money.task(world.own)), by=boss, on=core.DAY)
    assert "baseline.priced" in acts(baseline)
    snapshot = services.take_snapshot(world.own, as_of=APRIL, by=author)
    assert last_act() == ("snapshot.taken", author, world.own.public_id, {"data_date": "2026-04-01"})
    with untouched():
        assert services.take_snapshot(world.own, as_of=APRIL, by=boss) == snapshot


def test_finance_checks_a_submitted_baseline_only(world, author):
    money.approved(world.own, 100)
    baseline = money.baseline(world.own, money.task(world.own), state="draft")
    with untouched(), pytest.raises(IllegalMove, match="Only a submitted baseline"):
        services.check_money(baseline, by=author)


def test_a_baseline_beyond_the_fiscal_periods_is_refused_and_keeps_no_money(world, boss):
    money.approved(world.own, 100)
    late = money.task(world.own, "Someday", first=dt.date(2035, 1, 1), last=dt.date(2035, 2, 1))
    baseline = money.baseline(world.own, late)
    with untouched(), pytest.raises(IllegalMove, match="no fiscal periods for all days"):
        services.approve_baseline(baseline, by=boss, on=core.DAY)


# ── business cases ──────────────────────────────────────────────────────────────────────────────


def test_the_life_of_a_business_case_is_told_by_its_history(world, author, boss):
    case = cases.golden(world.own, created_by=author)
    services.issue_case(case, by=boss, at=core.MONDAY_9)
    assert last_act()[0] == "case.issued"
    copy = services.copy_case(case, by=author)
    services.issue_case(copy, by=boss, at=core.MONDAY_9)
    assert states(case) == ["draft", "issued", "superseded"]
    assert acts(copy) == ["case.created", "case.issued"]
    assert Notification.objects.filter(user=author).count() == 2


def test_a_new_version_holds_the_same_lines_under_other_ids(world, author):
    case = cases.issued(world.own)
    copy = services.copy_case(case, by=author)

    def held(of):
        lines = of.options.values_list("seq", "name", "preferred", "lines__label", "lines__year", "lines__amount")
        return sorted(map(str, lines))

    assert held(copy) == held(case)
    assert copy.version == case.version + 1
    assert not {o.public_id for o in copy.options.all()} & {o.public_id for o in case.options.all()}


@pytest.mark.parametrize("state", ["issued", "superseded"])
def test_what_was_issued_is_not_touched_by_any_verb(world, author, boss, state):
    case = cases.issued(world.own)
    if state == "superseded":
        services.issue_case(services.copy_case(case, by=author), by=boss, at=core.MONDAY_9)
        case.refresh_from_db()
    option = cases.preferred(case)
    acts_of_edit = (
        lambda: services.edit_case(case, version=case.row_version, by=author, need="Other"),
        lambda: services.issue_case(case, by=boss, at=core.MONDAY_9),
        lambda: services.delete_case(case, by=author),
        lambda: services.add_option(case, by=author, name="Wait", kind="option"),
        lambda: services.edit_option(option, version=option.row_version, by=author, name="Wait"),
        lambda: services.prefer_option(option, by=author),
        lambda: services.delete_option(option, by=author),
        lambda: services.save_lines(option, version=option.row_version, by=author, rows=[]),
    )
    with untouched():
        for act in acts_of_edit:
            with pytest.raises(IllegalMove, match="Only a draft is edited"):
                act()


def test_a_deleted_draft_and_option_are_remembered_by_the_log(world, author):
    case = cases.golden(world.own)
    services.delete_option(case.options.last(), by=author)
    assert last_act()[0] == "case.option_deleted"
    services.delete_case(case, by=author)
    assert last_act() == ("case.deleted", author, world.own.public_id, {"version": 1})


# ── benefits ────────────────────────────────────────────────────────────────────────────────────


def test_the_life_of_a_benefit_is_told_by_its_history(world, author, boss):
    owner = core.person("Olga Owner")
    benefit = services.add_benefit(world.own, by=author, name="Time saved", category="quantified", owner=owner)
    measure = services.add_measure(
        benefit, by=author, name="Minutes", unit="min", direction="down", baseline_value=Decimal(60),
        baseline_on=core.DAY, target=Decimal(30), target_on=APRIL,
    )  # fmt: skip
    services.plan_point(measure, by=author, date=core.DAY, value=Decimal(50))
    services.approve_benefit(benefit, by=boss, at=core.MONDAY_9)
    services.move_benefit(benefit, "realising", by=author)
    services.realise_point(measure, by=owner.user, date=core.DAY, value=Decimal(45), today=APRIL)
    services.move_benefit(benefit, "missed", by=author, reason="Half of the staff left")
    assert states(benefit) == ["planned", "approved", "realising", "missed"]
    said = AuditEvent.objects.filter(act__startswith="benefit.").order_by("pk").values_list("act", flat=True)
    assert list(said) == [
        "benefit.added", "benefit.measure_added", "benefit.point_entered", "benefit.approved", "benefit.moved",
        "benefit.point_entered", "benefit.moved",
    ]  # fmt: skip


@pytest.mark.parametrize("end", ["realised", "missed", "dropped"])
def test_an_ended_benefit_is_not_edited_nor_agreed_anew(world, author, end):
    benefit = cases.approved_benefit(world.own)
    measure = cases.measure(benefit)
    services.move_benefit(benefit, "realising", by=author)
    services.move_benefit(benefit, end, by=author, reason="It ended")
    benefit.refresh_from_db()
    with untouched():
        for act in (
            lambda: services.edit_benefit(benefit, version=benefit.row_version, by=author, name="Else"),
            lambda: services.edit_measure(measure, version=measure.row_version, by=author, name="Else"),
            lambda: services.delete_measure(measure, by=author),
            lambda: services.plan_point(measure, by=author, date=core.DAY, value=Decimal(1)),
            lambda: services.move_benefit(benefit, "realising", by=author),
        ):
            with pytest.raises(IllegalMove):
                act()


# ── what all projects share ─────────────────────────────────────────────────────────────────────


def test_rates_and_categories_are_on_record_without_a_project(world, author):
    dollars = core.currency("USD")
    rate = {"base": dollars, "quote": core.currency("EUR"), "date": core.DAY, "kind": "spot", "source": "ECB"}
    services.add_rate(by=author, rate=Decimal("0.9"), **rate)
    said = {"base": "USD", "quote": "EUR", "date": "2026-03-02"}
    assert last_act() == ("exchange_rate.added", author, None, said)
    made = services.add_category(by=author, code="LEG", name="Legal", cost_class="opex")
    assert last_act() == ("category.added", author, None, {"code": "LEG"})
    assert states(made, "name") == ["Legal"]


def test_a_refused_rate_or_category_leaves_nothing(world, author):
    services.default_categories()
    euros = core.currency("EUR")
    with untouched():
        with pytest.raises(Refused):
            services.add_rate(
                by=author, base=euros, quote=euros, date=core.DAY, kind="spot", rate=Decimal(1), source="x"
            )
        with pytest.raises(Refused):
            services.add_category(by=author, code="con", name="Contractors again", cost_class="opex")
    assert CostCategory.objects.filter(code__iexact="con").count() == 1
    assert not Budget.objects.exists() and not LedgerEntry.objects.exists()
