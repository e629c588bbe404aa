"""What does each figure of money say when it is opened: its value, its formula, its parts, its reason?"""

import datetime as dt
from decimal import Decimal

import pytest

from budgets import services
from budgets.queries import earned_value, find_figure, position
from budgets.queries.balance import balance
from budgets.queries.versions import comparison, reserves_of, version_page
from foundation.accounts.rights import Permission
from foundation.figures import Figure, Source
from foundation.reasons import REASONS, reason_text
from projects.models import Project, Task
from tests.factories import core, money

pytestmark = pytest.mark.django_db
END_OF_MARCH, MAY = dt.date(2026, 3, 31), dt.date(2026, 5, 31)


@pytest.fixture
def spent(world):
    """Budget 1,000; ordered 300 less 100; accrued 150 less 50; paid 400; 700 to go."""
    money.approved(world.own, 600, 400)
    money.entry(world.own, 300, "enc", order="PO-1")
    money.entry(world.own, 100, "enc_release", order="PO-1")
    money.entry(world.own, 150, "accrual", order="PO-1")
    money.entry(world.own, 50, "accrual_reversal", order="PO-1")
    money.entry(world.own, 400)
    money.forecast(world.own, (700, dt.date(2026, 4, 1)))
    return world.own


def opened(figure):
    """(value, formula, labels of its parts)"""
    return figure.value, str(figure.formula), [str(part.label) for part in figure.inputs]


@pytest.mark.parametrize(
    ("key", "value", "formula", "parts"),
    [
        ("budget", 1000, "Σ lines of the approved version", ["Lines of version 1"]),
        ("committed", 200, "Σ commitments − Σ releases", ["Committed"]),
        ("accrued", 100, "Σ accruals − Σ reversals", ["Accrued"]),
        ("actual", 400, "Σ actuals", ["Actual"]),
        ("etc", 700, "Σ estimate to complete − cost posted since the forecast, at least 0",
         ["Estimate to complete, version 1", "Cost posted since"]),
        ("forecast", 1200, "actual + accrued + to go", ["Actual", "Accrued", "To go"]),
        ("variance", -200, "budget − forecast", ["Budget", "Forecast"]),
        ("available", 300, "budget − committed − accrued − actual", ["Budget", "Committed", "Accrued", "Actual"]),
    ],
)  # fmt: skip
def test_each_figure_of_the_position_opens_into_what_it_is_made_of(spent, key, value, formula, parts):
    figure = find_figure(spent, f"budgets.{key}", as_of=MAY)
    assert opened(figure) == (value, formula, parts)
    assert (figure.unit, figure.permission, figure.as_of) == ("EUR", Permission.BUDGET_VIEW, MAY)


def published(world):
    """The published example: 1,000 in all, 400 planned, 300 earned, 450 spent by the end of March."""
    tasks = [
        money.task(world.own, "First", last=dt.date(2026, 3, 13), ev_method="0_100"),
        money.task(world.own, "Second", last=dt.date(2026, 3, 20), ev_method="0_100"),
        money.task(world.own, "Rest", first=dt.date(2026, 4, 1), ev_method="0_100"),
    ]
    budget = money.draft(world.own)
    for task, amount in zip(tasks, (300, 100, 600), strict=True):
        money.line(budget, amount, task=task)
    money.approve(budget)
    money.priced(world.own, *tasks)
    finish(tasks[0], dt.date(2026, 3, 13))
    return tasks


def finish(task, on):
    Task.objects.filter(pk=task.pk).update(actual_start=task.es, actual_finish=money.at(on, 17), percent=1)


EARNED = [
    ("bac", "1000", "Σ planned value of the baseline", ["First", "Second", "Rest"]),
    ("pv", "400", "Σ budget of the work scheduled to the data date", ["First", "Second", "Rest"]),
    ("ev", "300", "Σ budget of the work done", ["First", "Second", "Rest"]),
    ("ac", "450", "actual + accrued", ["Actual", "Accrued"]),
    ("cv", "-150", "EV − AC", ["Earned value", "Actual cost"]),
    ("sv", "-100", "EV − PV", ["Earned value", "Planned value"]),
    ("cpi", "0.666667", "EV ÷ AC", ["Earned value", "Actual cost"]),
    ("spi", "0.75", "EV ÷ PV", ["Earned value", "Planned value"]),
    ("eac", "1500", "AC + estimate to complete; without one BAC ÷ CPI",
     ["Budget at completion", "Cost performance index", "Actual cost"]),
    ("vac", "-500", "BAC − EAC", ["Budget at completion", "Estimate at completion"]),
    ("tcpi", "1.272727", "(BAC − EV) ÷ (BAC − AC)", ["Budget at completion", "Earned value", "Actual cost"]),
    ("eac_typical", "1500", "BAC ÷ CPI", ["Budget at completion", "Cost performance index"]),
    ("eac_atypical", "1150", "AC + BAC − EV", ["Actual cost", "Budget at completion", "Earned value"]),
    ("eac_combined", "1850", "AC + (BAC − EV) ÷ (CPI × SPI)",
     ["Actual cost", "Budget at completion", "Earned value", "Cost performance index", "Schedule performance index"]),
    ("percent_complete", "0.3", "EV ÷ BAC", ["Earned value", "Budget at completion"]),
]  # fmt: skip


def test_each_figure_of_earned_value_opens_into_what_it_is_made_of(world):
    published(world)
    money.entry(world.own, 450)
    found = earned_value(world.own, as_of=END_OF_MARCH)
    for key, value, formula, parts in EARNED:
        shown = opened(found.find(f"budgets.{key}"))
        named = [label.rpartition(" ")[2] if key in ("bac", "pv", "ev") else label for label in shown[2]]
        assert (shown[0], shown[1], named) == (Decimal(value), formula, parts), key


# ── reasons, one by one (the domain reference 2.1) ──────────────────────────────────────────────


def reasons(project, day=END_OF_MARCH):
    return {figure.key.removeprefix("budgets."): figure.reason for figure in earned_value(project, as_of=day)}


def test_before_the_start_nothing_is_due_started_or_spent(world):
    published_tasks_untouched(world)
    found = reasons(world.own, dt.date(2026, 3, 3))
    assert (found["cpi"], found["spi"], found["spi_t"]) == ("not_started", "not_due", "")
    figures = earned_value(world.own, as_of=dt.date(2026, 3, 3))
    assert (figures.es.value, figures.spi_t.value) == (0, 0), "two days passed, nothing earned"
    assert found["ieac_t"] == "not_started", "no pace to forecast from"
    assert figures.eac.value == 1000, "the rest at the budgeted rate"


def published_tasks_untouched(world):
    task = published(world)[0]
    Task.objects.filter(pk=task.pk).update(actual_start=None, actual_finish=None, percent=0)


def test_before_the_first_day_of_the_plan_time_has_no_index(world):
    published_tasks_untouched(world)
    assert reasons(world.own, dt.date(2026, 2, 27))["spi_t"] == "not_due"


def test_work_done_before_it_was_due_has_no_schedule_index_yet(world):
    first = published(world)[0]
    finish(first, dt.date(2026, 3, 3))
    found = reasons(world.own, dt.date(2026, 3, 3))
    assert (found["spi"], found["cpi"]) == ("started_early", "actuals_missing")
    figures = earned_value(world.own, as_of=dt.date(2026, 3, 3))
    assert figures.eac_combined.value is None and figures.eac.value is not None


def test_a_spent_budget_leaves_no_pace_to_keep(world):
    published(world)
    money.entry(world.own, 1000)
    assert reasons(world.own)["tcpi"] == "budget_exhausted"
    money.entry(world.own, "-0.01")
    assert reasons(world.own)["tcpi"] == "", "a cent is left: 700 ÷ 0.01"


def test_credits_that_exceed_the_cost_count_as_nothing_spent(world):
    published(world)
    money.entry(world.own, 100)
    money.entry(world.own, -150)
    found = earned_value(world.own, as_of=END_OF_MARCH)
    assert (found.ac.value, found.cpi.reason, found.cv.value) == (-50, "actuals_missing", 350)


def test_of_a_finished_late_project_the_money_index_forgives_and_the_time_index_does_not(world):
    for task in published(world):
        finish(task, dt.date(2026, 5, 15))
    money.entry(world.own, 1000)
    found = earned_value(world.own, as_of=MAY)
    assert (found.spi.value, found.ev.value) == (1, 1000)
    assert found.spi_t.value < 1 and found.sv_t.value < 0
    later = earned_value(world.own, as_of=dt.date(2026, 9, 30))
    assert (later.spi_t.value, later.sv_t.value) == (found.spi_t.value, found.sv_t.value), "time stopped at the finish"


def test_a_cancelled_project_ends_at_its_cost_and_what_was_still_agreed(world):
    published(world)
    money.entry(world.own, 450)
    money.forecast(world.own, (80, dt.date(2026, 4, 1)), as_of=END_OF_MARCH)
    Project.objects.filter(pk=world.own.pk).update(state="cancelled")
    world.own.refresh_from_db()
    assert earned_value(world.own, as_of=END_OF_MARCH).eac.value == 530


def test_every_reason_has_its_sentence():
    for code in REASONS:
        assert reason_text(code) and reason_text(code) != code
    assert reason_text("brand_new") == "brand new", "an unknown one shows itself"


# ── versions, reserves, baselines, balance ──────────────────────────────────────────────────────


def test_totals_and_changes_of_versions_open_into_their_lines(spent):
    new = money.draft(spent, 250)
    total = version_page(new)["total"]
    assert (total.value, [part.value for part in total.inputs]) == (1250, [600, 400, 250])
    change = comparison(spent)["differences"][0]["change"]
    assert opened(change)[:2] == (250, "new version − old version")
    for figure in (total, change):
        assert find_figure(spent, figure.key, as_of=MAY).value == figure.value


def test_what_is_left_of_a_reserve_opens_into_its_moves(world):
    reserve = money.reserve(world.own, 500)
    services.draw_reserve(reserve, amount=Decimal(120), on=core.DAY, reason="Late supplier", by=None)
    services.release_reserve(reserve, amount=Decimal(80), on=core.DAY, reason="Risk is gone", by=None)
    left = reserves_of(world.own)[0]["left"]
    assert left.value == 300 == sum(part.value for part in left.inputs)
    assert {str(part.label) for part in left.inputs} == {"Held back", "draw: Late supplier", "release: Risk is gone"}


@pytest.mark.parametrize(
    "key",
    ["nonsense", "budget:", "budget:x", "budget:1999.opex", "version_total:9", "version_total:x", "version_change:1-9",
     "version_change:", "reserve_left:petty", "baseline_bac:9", "baseline_task:x", "month_budget:2031-01", "month_"],
)  # fmt: skip
def test_a_made_up_key_is_no_figure_and_no_crash(spent, key):
    assert find_figure(spent, f"budgets.{key}", as_of=MAY) is None


def leaves(figure):
    for part in figure.inputs:
        if isinstance(part, Figure):
            yield from leaves(part)
        else:
            yield part


def test_every_figure_ends_in_leaves_that_name_their_right_and_their_page(spent):
    figures = [*position(spent, as_of=MAY), *balance(spent, as_of=MAY)]
    for figure in figures:
        for leaf in leaves(figure):
            assert isinstance(leaf, Source)
            assert leaf.permission and leaf.address.startswith("/"), (figure.key, leaf.label)
