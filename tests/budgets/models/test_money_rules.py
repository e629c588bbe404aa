"""Which rules of money does the database keep, whatever our Python does?"""

import datetime as dt

import pytest
from django.db.models import F

from budgets import services
from budgets.models import (
    ActualsBatch,
    BaselinePeriod,
    Budget,
    BudgetLine,
    CostCategory,
    Forecast,
    ForecastLine,
    LedgerEntry,
    ProgressSnapshot,
    Reserve,
    ReserveMove,
)
from tests.factories import core, money
from tests.refusals import refused_by, sql

pytestmark = pytest.mark.django_db


def only(model):
    """The one row of the table, as a queryset."""
    assert model.objects.count() == 1
    return model.objects.all()


# ── categories ──────────────────────────────────────────────────────────────────────────────────


def test_a_category_does_not_hang_below_itself_and_one_takes_the_labour(world):
    money.category()
    with refused_by("category_not_its_own_parent"):
        only(CostCategory).update(parent=F("id"))
    money.labour()
    with refused_by("category_one_labour"):
        CostCategory.objects.update(is_labour=True)


# ── budgets ─────────────────────────────────────────────────────────────────────────────────────


def test_a_version_exists_once_and_one_is_approved(world):
    money.approved(world.own, 100)
    with refused_by("budget_version_once"):
        Budget.objects.create(project=world.own, version=1)
    again = Budget.objects.create(project=world.own, version=2)
    with refused_by("budget_one_approved"):
        Budget.objects.filter(pk=again.pk).update(
            state="approved", approved_by=money.author("Berta"), approved_at=money.at(core.DAY)
        )


@pytest.mark.parametrize(
    ("rule", "values"),
    [
        ("budget_state_known", {"state": "dreamt"}),
        ("budget_not_negative", {"total": -1}),
        ("budget_not_negative", {"funding_received": -1}),
        ("budget_approval_has_approver", {"state": "approved"}),
        ("budget_approver_is_not_author", {"approved_by": F("created_by")}),
    ],
)
def test_a_budget_holds_only_what_can_be(world, rule, values):
    money.draft(world.own)
    with refused_by(rule):
        only(Budget).update(**values)


def test_who_submitted_a_budget_is_not_its_approver(world):
    budget, finn = money.draft(world.own, 100), money.author("Finn")
    services.submit_budget(budget, by=finn, on=core.DAY)
    approval = {"state": "approved", "approved_at": money.at(core.DAY)}
    with refused_by("budget_approver_did_not_submit"):
        only(Budget).update(approved_by=finn, **approval)
    only(Budget).update(approved_by=money.author("Berta"), **approval)


def test_an_approved_budget_and_its_lines_never_change(world):
    budget = money.approved(world.own, 100)
    for values in ({"total": 5}, {"reason": "x"}, {"state": "draft"}):
        with refused_by("a_frozen"):
            Budget.objects.filter(pk=budget.pk).update(**values)
    with refused_by("a_frozen"):
        BudgetLine.objects.update(amount=5)
    with refused_by("a_frozen"):
        BudgetLine.objects.all().delete()
    with refused_by("no_insert_into_frozen"):
        BudgetLine.objects.create(
            budget=budget, category=money.category(), cost_class="opex", period=money.period(), amount=1
        )


def test_a_draft_line_is_not_moved_into_an_approved_budget(world):
    approved, other = money.approved(world.own, 100), money.draft(world.foreign, 50)
    with refused_by("no_insert_into_frozen"):
        BudgetLine.objects.filter(budget=other).update(budget=approved)


def test_lines_add_up_to_the_total_of_what_was_submitted(world):
    budget = money.draft(world.own, 100, 200)
    services.submit_budget(budget, by=budget.created_by, on=core.DAY)
    with refused_by("total_is_sum_of_lines"):
        only(Budget).update(total=299)
    with refused_by("sums_to_total"):
        budget.lines.first().delete()
    with refused_by("sums_to_total"):
        BudgetLine.objects.filter(amount=200).update(amount=201)
    with refused_by("sums_to_total"):
        BudgetLine.objects.filter(amount=200).update(budget=Budget.objects.create(project=world.own, version=2))
    first, second = budget.lines.order_by("amount")
    BudgetLine.objects.filter(pk=first.pk).update(amount=150)
    BudgetLine.objects.filter(pk=second.pk).update(amount=150)


@pytest.mark.parametrize(
    ("rule", "values"), [("budget_line_not_negative", {"amount": -1}), ("budget_line_class_known", {"cost_class": "x"})]
)
def test_a_line_holds_only_what_can_be(world, rule, values):
    money.draft(world.own, 100)
    with refused_by(rule):
        only(BudgetLine).update(**values)


def test_a_line_stands_on_a_task_of_its_own_project(world):
    money.draft(world.own, 100)
    with refused_by("task_of_its_project"):
        only(BudgetLine).update(task=money.task(world.foreign))


@pytest.mark.parametrize("table", ["budgets_budget", "budgets_budgetline", "budgets_baselineperiod"])
def test_tables_of_approved_things_are_never_truncated(world, table):
    with refused_by("no_truncate"):
        sql(f"TRUNCATE {table} CASCADE")


# ── reserves ────────────────────────────────────────────────────────────────────────────────────


def test_a_reserve_exists_once_and_never_falls_below_nothing(world):
    money.reserve(world.own)
    with refused_by("reserve_once"):
        Reserve.objects.create(project=world.own, kind="contingency", amount=1, balance=1)
    with refused_by("reserve_balance_not_negative"):
        only(Reserve).update(balance=-1)


@pytest.mark.parametrize(
    ("rule", "amount", "reason"), [("reserve_move_positive", 0, "x"), ("reserve_move_has_reason", 1, "")]
)
def test_a_move_has_an_amount_and_a_reason(world, rule, amount, reason):
    reserve = money.reserve(world.own)
    with refused_by(rule):
        ReserveMove.objects.create(reserve=reserve, kind="draw", amount=amount, date=core.DAY, reason=reason)


# ── the ledger ──────────────────────────────────────────────────────────────────────────────────


def raw(project, **fields):
    values = {
        "project": project, "date": core.DAY, "period": money.period(), "category": money.category(),
        "cost_class": "opex", "type": "actual", "txn_amount": 10, "txn_currency": project.currency, "amount": 10,
        "rate": 1, "rate_date": core.DAY, "document": "X",
    }  # fmt: skip
    return LedgerEntry.objects.create(**{**values, **fields})


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE budgets_ledgerentry SET text = 'x'",
        "DELETE FROM budgets_ledgerentry",
        "TRUNCATE budgets_ledgerentry CASCADE",
    ],
)
def test_an_entry_is_never_changed_deleted_or_truncated(world, statement):
    raw(world.own)
    with refused_by("a_append_only"):
        sql(statement)


@pytest.mark.parametrize(
    ("rule", "values"),
    [
        ("ledger_type_known", {"type": "gift"}),
        ("ledger_class_known", {"cost_class": "x"}),
        ("ledger_not_zero", {"txn_amount": 0, "amount": 0}),
        ("ledger_names_its_document", {"document": ""}),
        ("fits", {"amount": "10.01"}),
        ("fits", {"rate": 2, "amount": 20}),
        ("fits", {"date": dt.date(2026, 4, 1)}),
    ],
)
def test_an_entry_holds_only_what_can_be(world, rule, values):
    with refused_by(rule):
        raw(world.own, **values)


def test_a_rate_is_above_nothing(world):
    with refused_by("ledger_rate_positive"):
        raw(world.own, txn_currency=core.currency("USD"), rate=0, amount=0)


def test_nothing_enters_a_closed_period_or_a_task_of_another_project(world):
    with refused_by("fits"):
        raw(world.own, task=money.task(world.foreign))
    period = money.period()
    type(period).objects.filter(pk=period.pk).update(state="closed")
    with refused_by("fits"):
        raw(world.own)


def test_a_reversal_mirrors_its_original_once(world):
    original = raw(world.own)
    for wrong in ({"amount": -9, "txn_amount": -9}, {"project": world.foreign}):
        with refused_by("fits"):
            raw(**{"project": world.own, "txn_amount": -10, "amount": -10, "reverses": original, **wrong})
    mirror = raw(world.own, txn_amount=-10, amount=-10, reverses=original)
    with refused_by("fits"):
        raw(world.own, reverses=mirror)
    with refused_by("budgets_ledgerentry_reverses_id_key"):
        raw(world.own, txn_amount=-10, amount=-10, reverses=original)


def test_the_same_file_of_a_project_is_kept_once(world):
    ActualsBatch.objects.create(project=world.own, file_name="a", sha256="x", rows=1)
    with refused_by("actuals_file_once"):
        ActualsBatch.objects.create(project=world.own, file_name="b", sha256="x", rows=1)


# ── forecasts, baselines, snapshots ─────────────────────────────────────────────────────────────


def test_a_forecast_has_one_version_and_one_line_for_each_thing_of_at_least_nothing(world):
    money.forecast(world.own, (5, core.DAY))
    with refused_by("forecast_version_once"):
        Forecast.objects.create(project=world.own, version=1, as_of=core.DAY)
    with refused_by("forecast_etc_not_negative"):
        only(ForecastLine).update(etc=-1)
    row = ForecastLine.objects.get()
    with refused_by("forecast_line_once"):
        ForecastLine.objects.create(
            forecast=row.forecast, category=row.category, cost_class="opex", period=row.period, etc=1
        )


def test_the_money_of_an_approved_baseline_is_frozen(world):
    task = money.task(world.own, last=dt.date(2026, 3, 20))
    money.approved(world.own, 100)
    baseline = money.priced(world.own, task)
    with refused_by("a_frozen"):
        only(BaselinePeriod).update(pv=5)
    with refused_by("a_frozen"):
        BaselinePeriod.objects.all().delete()
    with refused_by("no_insert_into_frozen"):
        BaselinePeriod.objects.create(baseline=baseline, task=task, period=money.period(), pv=1)


def test_a_period_of_a_baseline_stands_once_and_is_not_negative(world):
    task = money.task(world.own)
    fields = {"baseline": money.baseline(world.own, task), "task": task, "period": money.period()}
    with refused_by("baseline_period_not_negative"):
        BaselinePeriod.objects.create(**fields, pv=-1)
    BaselinePeriod.objects.create(**fields, pv=1)
    with refused_by("baseline_period_once"):
        BaselinePeriod.objects.create(**fields, pv=1)


def test_a_snapshot_is_taken_once_and_never_changes(world):
    money.approved(world.own, 100)
    money.priced(world.own, money.task(world.own))
    kept = services.take_snapshot(world.own, as_of=core.DAY, by=None)
    with refused_by("append_only"):
        only(ProgressSnapshot).update(ev=5)
    with refused_by("snapshot_once"):
        ProgressSnapshot.objects.create(
            project=world.own, baseline=kept.baseline, data_date=core.DAY, bac=1, pv=1, ev=1, ac=1
        )
