"""What does the engine of earned value get to know of each task: its rule, its money, its progress?"""

import datetime as dt
from decimal import Decimal

import pytest

from budgets.engine.work_packages import Method
from budgets.models import BaselinePeriod
from budgets.queries import earned_value
from budgets.queries.packages import work_packages
from foundation.periods import DateRange, through
from projects.models import Project, Task
from tests.factories import core, money

D = Decimal
MARCH = DateRange(dt.date(2026, 3, 1), dt.date(2026, 4, 1))
APRIL = DateRange(dt.date(2026, 4, 1), dt.date(2026, 5, 1))
pytestmark = pytest.mark.django_db


def priced(project, *tasks, amount=1000):
    """An approved baseline in which each task has the same money of its own."""
    budget = money.draft(project)
    for task in tasks:
        money.line(budget, amount, task=task)
    money.approve(budget)
    return money.priced(project, *tasks)


def packages(project, baseline):
    """{name: package} as the engine gets them."""
    found, tasks = work_packages(project, baseline)
    return {tasks[package.key].name: package for package in found}


def of(project, **fields):
    """The package of one task from March to April."""
    return packages(project, priced(project, money.task(project, **fields)))["Build"]


def began(task, **fields):
    Task.objects.filter(pk=task.pk).update(actual_start=task.es, **fields)


@pytest.mark.parametrize(
    ("kind", "rule", "method"),
    [
        ("task", "percent_complete", Method.PERCENT_COMPLETE),
        ("task", "0_100", Method.ZERO_HUNDRED),
        ("work_package", "x_y", Method.X_Y),
        ("loe", "percent_complete", Method.LOE),
        ("loe", "0_100", Method.LOE),
        ("planning_package", "percent_complete", Method.PLANNING_PACKAGE),
        ("planning_package", "0_100", Method.PLANNING_PACKAGE),
    ],
)
def test_what_a_task_is_counts_more_than_its_rule(world, kind, rule, method):
    assert of(world.own, kind=kind, ev_method=rule).method == method


def test_dates_and_money_come_from_the_baseline_and_not_from_the_plan_of_today(world):
    task = money.task(world.own)
    baseline = priced(world.own, task)
    Task.objects.filter(pk=task.pk).update(es=money.at(dt.date(2026, 6, 1)), ef=money.at(dt.date(2026, 6, 30), 17))
    found = packages(world.own, baseline)["Build"]
    assert found.planned == through(money.FROM, money.UNTIL)
    assert [(phase.period, phase.amount) for phase in found.phases] == [(MARCH, 500), (APRIL, 500)]
    assert found.bac == 1000
    assert (found.started_on, found.finished_on, found.accepted, found.complete) == (None, None, False, 0)


def test_a_finish_at_midnight_is_the_day_before_in_plan_and_in_fact(world):
    task = money.task(world.own, last=dt.date(2026, 3, 12))
    Task.objects.filter(pk=task.pk).update(ef=money.at(dt.date(2026, 3, 13), 0))
    task.refresh_from_db()
    baseline = priced(world.own, task)
    began(task, actual_finish=money.at(dt.date(2026, 3, 11), 0), percent=1)
    found = packages(world.own, baseline)["Build"]
    assert found.planned == through(money.FROM, dt.date(2026, 3, 12))
    assert (found.started_on, found.finished_on, found.accepted) == (money.FROM, dt.date(2026, 3, 10), True)


def test_days_are_those_of_the_projects_zone(world):
    Project.objects.filter(pk=world.own.pk).update(zone="Pacific/Auckland")
    world.own.refresh_from_db()
    task = money.task(world.own, last=dt.date(2026, 3, 12))  # 17:00 of UTC is the morning of the next day there
    found = packages(world.own, priced(world.own, task))["Build"]
    assert found.planned == through(dt.date(2026, 3, 2), dt.date(2026, 3, 13))


def test_the_share_of_x_y_and_the_total_of_units_are_promised_and_what_was_made_is_of_today(world):
    task = money.task(world.own, ev_method="units", ev_params={"total": 40, "done": 0, "start_share": "0.25"})
    baseline = priced(world.own, task)
    Task.objects.filter(pk=task.pk).update(ev_params={"total": 10, "done": 10, "start_share": "0.9"})
    found = packages(world.own, baseline)["Build"]
    assert (found.units_total, found.units_done, found.start_share) == (40, 10, D("0.25"))
    assert earned_value(world.own, as_of=money.UNTIL).ev.value == 250


def test_without_parameters_half_is_earned_at_the_start_and_no_units_are_known(world):
    found = of(world.own, ev_method="x_y", ev_params={})
    assert (found.start_share, found.units_total, found.units_done, found.base) == (D("0.5"), 0, 0, None)


PLANNED = [
    {"name": "Draft", "weight": "0.25", "planned_on": "2026-03-13"},
    {"name": "Proof", "weight": 0.5, "planned_on": "2026-03-31"},
    {"name": "Print", "weight": "0.25", "planned_on": "2026-04-30"},
]


def test_milestones_keep_their_weight_and_day_from_the_baseline_and_are_achieved_by_name(world):
    task = money.task(world.own, ev_method="weighted_milestone", ev_params={"milestones": PLANNED})
    baseline = priced(world.own, task)
    reached = [
        {"name": "Proof", "weight": "0.9", "planned_on": "2026-03-02", "achieved_on": "2026-03-20"},
        {"name": "Draft", "weight": "0.1", "planned_on": "2026-03-02", "achieved_on": None},
        {"name": "Party", "achieved_on": "2026-03-20"},
    ]
    began(task, ev_params={"milestones": reached})
    found = packages(world.own, baseline)["Build"].milestones
    assert [(m.weight, m.planned_on.day, m.achieved_on) for m in found] == [
        (D("0.25"), 13, None),
        (D("0.5"), 31, dt.date(2026, 3, 20)),
        (D("0.25"), 30, None),
    ]
    values = {day: earned_value(world.own, as_of=dt.date(2026, 3, day)) for day in (12, 13, 19, 20, 31)}
    assert {day: value.pv.value for day, value in values.items()} == {12: 0, 13: 250, 19: 250, 20: 250, 31: 750}
    assert {day: value.ev.value for day, value in values.items()} == {12: 0, 13: 0, 19: 0, 20: 500, 31: 500}


def test_an_apportioned_package_names_the_one_that_it_follows(world):
    base = money.task(world.own, "Base", ev_method="0_100")
    check = money.task(world.own, "Check", ev_method="apportioned", ev_params={"base": str(base.public_id)})
    baseline = priced(world.own, base, check)
    found = packages(world.own, baseline)
    assert found["Check"].base == found["Base"].key == str(base.public_id)
    began(base, actual_finish=money.at(dt.date(2026, 3, 20), 17), percent=1)
    assert earned_value(world.own, as_of=dt.date(2026, 3, 20)).ev.value == 2000


# ── parts ───────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def package(world):
    """A package with money and two levels below it: Long 900 min, and Short 60 and 40 under Middle."""
    top = money.task(world.own, "Package", kind="work_package")
    middle = money.task(world.own, "Middle", parent=top, duration_min=100)
    rows = {
        "top": top,
        "long": money.task(world.own, "Long", parent=top, duration_min=900),
        "one": money.task(world.own, "One", parent=middle, duration_min=60),
        "two": money.task(world.own, "Two", parent=middle, duration_min=40),
    }
    return rows | {"baseline": priced(world.own, top)}


def test_a_package_is_as_far_as_its_lowest_parts_by_their_length(world, package):
    began(package["one"], percent=D("0.5"))
    began(package["two"], percent=D("0.25"))
    found = packages(world.own, package["baseline"])["Package"]
    assert found.complete == (60 * D("0.5") + 40 * D("0.25")) / 1000
    assert (found.started_on, found.finished_on) == (money.FROM, None)


def test_cancelled_parts_no_longer_hold_the_package_back(world, package):
    Task.objects.filter(pk=package["long"].pk).update(cancelled_on=core.DAY)
    for key, day in (("one", 6), ("two", 9)):
        began(package[key], actual_finish=money.at(dt.date(2026, 3, day), 17), percent=1)
    found = packages(world.own, package["baseline"])["Package"]
    assert (found.complete, found.finished_on, found.accepted) == (1, dt.date(2026, 3, 9), True)


def test_a_package_whose_parts_are_all_cancelled_is_as_far_as_itself(world, package):
    Task.objects.exclude(pk=package["top"].pk).update(cancelled_on=core.DAY)
    began(package["top"], percent=D("0.3"))
    found = packages(world.own, package["baseline"])["Package"]
    assert (found.complete, found.started_on) == (D("0.3"), money.FROM)


def test_parts_without_length_count_alike(world, package):
    Task.objects.update(duration_min=0)
    began(package["one"], actual_finish=money.at(dt.date(2026, 3, 6), 17), percent=1)
    found = packages(world.own, package["baseline"])["Package"]
    assert found.complete == D(1) / 3
    assert not found.accepted


def test_only_what_holds_money_is_a_package_and_the_questions_stay_three(world, package, django_assert_num_queries):
    free = money.task(world.own, "Unpaid")
    assert BaselinePeriod.objects.filter(task=free).count() == 0
    with django_assert_num_queries(3):
        found, tasks = work_packages(world.own, package["baseline"])
    assert [tasks[p.key].name for p in found] == ["Package"]
    assert len(tasks) == 6
