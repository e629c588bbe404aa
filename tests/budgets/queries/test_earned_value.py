"""Is the project worth what it has cost so far, and where will it end?"""

import datetime as dt
from decimal import Decimal

import pytest

from budgets import services
from budgets.models import BaselinePeriod, ProgressSnapshot
from budgets.queries import earned_value, find_figure
from budgets.queries.baselines import baseline_money
from foundation.errors import IllegalMove
from projects.models import Task
from tests.factories import core, money

END_OF_MARCH = dt.date(2026, 3, 31)
pytestmark = pytest.mark.django_db


def finish(task, on, **fields):
    moment = money.at(on, 17)
    Task.objects.filter(pk=task.pk).update(actual_start=task.es, actual_finish=moment, percent=1, **fields)


@pytest.fixture
def two_tasks(world):
    """Design in March for 1,000 and build in April for 3,000; both 0/100."""
    design = money.task(world.own, "Design", last=END_OF_MARCH, ev_method="0_100")
    build = money.task(world.own, "Build", first=dt.date(2026, 4, 1), ev_method="0_100")
    budget = money.draft(world.own)
    money.line(budget, 1000, task=design)
    money.line(budget, 3000, task=build, day=dt.date(2026, 4, 1))
    money.approve(budget)
    money.priced(world.own, design, build)
    return design, build


def test_value_is_planned_and_earned_by_the_same_rule(world, two_tasks):
    found = earned_value(world.own, as_of=END_OF_MARCH)
    assert (found.bac.value, found.pv.value, found.ev.value) == (4000, 1000, 0)
    finish(two_tasks[0], dt.date(2026, 3, 20))
    money.entry(world.own, 800)
    money.entry(world.own, 200, "accrual")
    money.entry(world.own, 999, "enc")
    found = earned_value(world.own, as_of=END_OF_MARCH)
    assert (found.ev.value, found.ac.value) == (1000, 1000), "accruals count, commitments do not"
    assert (found.cpi.value, found.spi.value, found.cv.value, found.sv.value) == (1, 1, 0, 0)
    assert (found.eac.value, found.vac.value) == (4000, 0)


def test_the_published_example_400_planned_300_earned_450_spent(world):
    first = money.task(world.own, "First", last=dt.date(2026, 3, 13), ev_method="0_100")
    second = money.task(world.own, "Second", last=dt.date(2026, 3, 20), ev_method="0_100")
    rest = money.task(world.own, "Rest", first=dt.date(2026, 4, 1), ev_method="0_100")
    budget = money.draft(world.own)
    for task, amount in ((first, 300), (second, 100), (rest, 600)):
        money.line(budget, amount, task=task)
    money.approve(budget)
    money.priced(world.own, first, second, rest)
    finish(first, dt.date(2026, 3, 13))
    money.entry(world.own, 450)
    found = earned_value(world.own, as_of=END_OF_MARCH)
    assert (found.pv.value, found.ev.value, found.ac.value) == (400, 300, 450)
    assert round(found.cpi.value, 4) == Decimal("0.6667") and found.spi.value == Decimal("0.75")
    methods = (found.eac_typical.value, found.eac_atypical.value, found.eac_combined.value)
    assert methods == (1500, 1150, 1850)
    assert round(found.tcpi.value, 4) == Decimal("1.2727")


def test_the_managers_own_estimate_is_the_one_that_counts(world, two_tasks):
    finish(two_tasks[0], dt.date(2026, 3, 20))
    money.entry(world.own, 1200)
    money.forecast(world.own, (3500, dt.date(2026, 4, 1)), as_of=END_OF_MARCH)
    assert earned_value(world.own, as_of=END_OF_MARCH).eac.value == 4700


def test_without_baseline_nothing_is_earned_and_the_reason_says_so(world):
    found = earned_value(world.own, as_of=END_OF_MARCH)
    assert {figure.reason for figure in found if figure.key != "budgets.ac"} == {"no_baseline"}
    assert found.ac.value == 0


def test_before_anything_happens_indices_have_reasons_and_not_zeros(world, two_tasks):
    found = earned_value(world.own, as_of=dt.date(2026, 3, 3))
    assert (found.cpi.reason, found.spi.reason) == ("not_started", "not_due")


def test_earned_but_unpaid_work_says_that_actuals_are_missing(world, two_tasks):
    finish(two_tasks[0], dt.date(2026, 3, 20))
    assert earned_value(world.own, as_of=END_OF_MARCH).cpi.reason == "actuals_missing"


def test_a_late_project_shows_it_in_time_too(world):
    design = money.task(world.own, "Design", last=END_OF_MARCH)
    build = money.task(world.own, "Build", first=dt.date(2026, 4, 1))
    budget = money.draft(world.own)
    money.line(budget, 1000, task=design)
    money.line(budget, 3000, task=build)
    money.approve(budget)
    money.priced(world.own, design, build)
    finish(design, dt.date(2026, 4, 15))
    found = earned_value(world.own, as_of=dt.date(2026, 4, 15))
    assert found.es.value == Decimal(22), "the plan wanted the value after 22 working days"
    assert (found.sv_t.value, found.spi_t.value) == (-11, round(Decimal(22) / 33, 6))


def test_a_rule_of_earning_that_is_not_filled_in_is_named_and_never_guessed(world):
    task = money.task(world.own, ev_method="units", ev_params={})
    broken = money.task(world.own, ev_method="weighted_milestone", ev_params={"milestones": []})
    money.approved(world.own, 100)
    money.priced(world.own, task, broken)
    assert earned_value(world.own, as_of=END_OF_MARCH).ev.reason == "earning_rule_incomplete"


def test_a_package_with_parts_is_as_far_as_they_are(world):
    package = money.task(world.own, "Package", kind="work_package")
    long = money.task(world.own, "Long", parent=package, duration_min=900)
    short = money.task(world.own, "Short", parent=package, duration_min=100)
    budget = money.draft(world.own)
    money.line(budget, 1000, task=package)
    money.approve(budget)
    money.priced(world.own, package, long, short)
    Task.objects.filter(pk=long.pk).update(percent=Decimal("0.5"), actual_start=long.es)
    assert earned_value(world.own, as_of=END_OF_MARCH).ev.value == 450


def test_each_figure_is_found_again_and_its_leaves_add_up(world, two_tasks):
    finish(two_tasks[0], dt.date(2026, 3, 20))
    money.entry(world.own, 800)
    found = earned_value(world.own, as_of=END_OF_MARCH)
    for figure in found:
        assert find_figure(world.own, figure.key, as_of=END_OF_MARCH) == figure
    for figure in (found.bac, found.pv, found.ev):
        assert figure.value == sum(part.value for part in figure.inputs)


# ── the baseline and its money ──────────────────────────────────────────────────────────────────


def test_a_baseline_gets_the_money_of_the_approved_budget_to_the_last_cent(world):
    tasks = [money.task(world.own, f"T{number}", duration_min=480) for number in range(3)]
    budget = money.draft(world.own)
    money.line(budget, "99.99", task=tasks[0])
    money.line(budget, 100)
    money.approve(budget)
    baseline = money.priced(world.own, *tasks)
    assert baseline.state == "approved"
    found = baseline_money(baseline)
    assert found["bac"].value == Decimal("199.99")
    shared = sorted(row["figure"].value for row in found["rows"])
    assert shared == [Decimal("33.33"), Decimal("33.33"), Decimal("133.33")]


def test_money_of_a_task_lies_in_the_periods_of_its_work(world):
    task = money.task(world.own, first=dt.date(2026, 3, 25), last=dt.date(2026, 4, 7))
    money.approved(world.own, 100)
    money.priced(world.own, task)
    rows = BaselinePeriod.objects.order_by("period__days").values_list("period__number", "pv")
    assert list(rows) == [(3, 50), (4, 50)]


def test_the_author_of_a_baseline_does_not_approve_it(world):
    money.approved(world.own, 100)
    baseline = money.baseline(world.own, money.task(world.own))
    with pytest.raises(IllegalMove, match="Somebody else"):
        services.approve_baseline(baseline, by=baseline.created_by, on=core.DAY)
    assert not BaselinePeriod.objects.exists()


def test_without_approved_budget_a_baseline_has_no_money(world):
    baseline = money.baseline(world.own, money.task(world.own))
    with pytest.raises(IllegalMove) as refused:
        services.approve_baseline(baseline, by=money.author("Berta"), on=core.DAY)
    assert refused.value.obstacles == ("The project has no approved budget.",)


def test_money_on_a_task_that_the_baseline_does_not_know_is_named(world):
    left_out = money.task(world.own, "Forgotten")
    budget = money.draft(world.own)
    money.line(budget, 100, task=left_out)
    money.approve(budget)
    baseline = money.baseline(world.own, money.task(world.own))
    with pytest.raises(IllegalMove) as refused:
        services.check_money(baseline, by=None)
    assert "Forgotten” has money in the budget but no dates" in refused.value.obstacles[0]


# ── snapshots ───────────────────────────────────────────────────────────────────────────────────


def test_a_snapshot_stays_as_it_was_when_progress_changes(world, two_tasks):
    kept = services.take_snapshot(world.own, as_of=END_OF_MARCH, by=None)
    finish(two_tasks[0], dt.date(2026, 3, 20))
    assert services.take_snapshot(world.own, as_of=END_OF_MARCH, by=None) == kept
    later = services.take_snapshot(world.own, as_of=dt.date(2026, 4, 2), by=None)
    assert (ProgressSnapshot.objects.get(pk=kept.pk).ev, later.ev) == (0, 1000)


def test_there_is_no_snapshot_without_a_baseline(world):
    with pytest.raises(IllegalMove, match="no approved baseline"):
        services.take_snapshot(world.own, as_of=END_OF_MARCH, by=None)


def test_many_tasks_take_as_many_queries_as_few(world, django_assert_max_num_queries):
    tasks = [money.task(world.own, f"T{number}") for number in range(30)]
    money.approved(world.own, 3000)
    money.priced(world.own, *tasks)
    with django_assert_max_num_queries(13):
        earned_value(world.own, as_of=END_OF_MARCH)
