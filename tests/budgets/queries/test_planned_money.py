"""How would the approved budget lie over the dates of a baseline, and what forbids it?"""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse

from budgets import services
from budgets.models import BaselinePeriod
from budgets.queries import find_figure
from budgets.queries.planned_money import baseline_preview, money_obstacles, planned_money
from budgets.queries.working_days import work_on
from foundation.errors import IllegalMove
from projects.models import Baseline, CalendarException, Project, Task
from tests.decisions import as_read
from tests.factories import core, money, plan

D = Decimal
pytestmark = pytest.mark.django_db


def laid(baseline):
    """{task name: {month: amount}} that the baseline would get."""
    names = dict(Task.objects.values_list("pk", "name"))
    found = {}
    for (task, period), amount in planned_money(baseline).items():
        found.setdefault(names[task], {})[period.number] = amount
    return found


def budget(project, *parts):
    """An approved budget of (amount, task or None)."""
    made = money.draft(project)
    for amount, task in parts:
        money.line(made, amount, task=task)
    return money.approve(made)


def test_money_without_a_task_is_shared_by_length_among_the_lowest_tasks(world):
    top = money.task(world.own, "Package", kind="work_package", duration_min=4800)
    one = money.task(world.own, "One", parent=top, last=dt.date(2026, 3, 31), duration_min=480)
    two = money.task(world.own, "Two", parent=top, last=dt.date(2026, 3, 31), duration_min=960)
    budget(world.own, (100, None))
    assert laid(money.baseline(world.own, top, one, two)) == {"One": {3: D("33.33")}, "Two": {3: D("66.67")}}


def test_tasks_without_length_share_alike(world):
    rows = [money.task(world.own, f"T{n}", last=dt.date(2026, 3, 31), duration_min=0) for n in range(3)]
    budget(world.own, (100, None))
    found = laid(money.baseline(world.own, *rows))
    assert sorted(month[3] for month in found.values()) == [D("33.33"), D("33.33"), D("33.34")]


def test_milestones_and_summaries_carry_no_money_and_support_does(world):
    top = money.task(world.own, "Summary", kind="summary", duration_min=0)
    guard = money.task(world.own, "Guard", kind="loe", parent=top, last=dt.date(2026, 3, 31))
    live = money.task(world.own, "Live", kind="milestone", duration_min=0, first=money.UNTIL)
    budget(world.own, (100, None))
    assert laid(money.baseline(world.own, top, guard, live)) == {"Guard": {3: 100}}


def test_own_money_and_a_share_of_the_common_money_add_up_on_a_task(world):
    rich = money.task(world.own, "Rich", last=dt.date(2026, 3, 31), duration_min=480)
    poor = money.task(world.own, "Poor", last=dt.date(2026, 3, 31), duration_min=480)
    budget(world.own, (70, rich), (30, None))
    assert laid(money.baseline(world.own, rich, poor)) == {"Rich": {3: 85}, "Poor": {3: 15}}


def test_a_credit_that_cancels_a_line_leaves_nothing_to_lay(world):
    task = money.task(world.own, "Nothing", last=dt.date(2026, 3, 31))
    other = money.task(world.own, "Paid", last=dt.date(2026, 3, 31))
    budget(world.own, (0, task), (10, other))
    assert laid(money.baseline(world.own, task, other)) == {"Paid": {3: 10}}


def test_money_lies_where_the_calendar_works(world):
    task = money.task(world.own, first=dt.date(2026, 3, 30), last=dt.date(2026, 4, 2))
    budget(world.own, (100, task))
    baseline = money.baseline(world.own, task)
    assert laid(baseline) == {"Build": {3: 50, 4: 50}}
    CalendarException.objects.create(calendar=world.own.calendar, date=dt.date(2026, 3, 30), intervals=[])
    CalendarException.objects.create(calendar=world.own.calendar, date=dt.date(2026, 3, 31), intervals=[[480, 720]])
    assert laid(baseline) == {"Build": {3: 20, 4: 80}}


def test_a_day_works_as_long_as_its_exception_or_else_its_weekday_says(world):
    calendar = world.own.calendar
    CalendarException.objects.create(calendar=calendar, date=dt.date(2026, 3, 7), intervals=[[540, 600], [660, 780]])
    CalendarException.objects.create(calendar=calendar, date=dt.date(2026, 3, 4), intervals=[])
    minutes = work_on(calendar.pk)
    days = [dt.date(2026, 3, 2) + dt.timedelta(days=n) for n in range(8)]
    assert [minutes(day) for day in days] == [480, 480, 0, 480, 480, 180, 0, 480]
    assert work_on(core.calendar().pk)(dt.date(2026, 3, 4)) == 480


def test_a_calendar_is_read_by_one_query(world, django_assert_num_queries):
    for number in range(10):
        day = dt.date(2026, 3, 1) + dt.timedelta(days=number)
        CalendarException.objects.create(calendar=world.own.calendar, date=day, intervals=[])
    with django_assert_num_queries(1):
        minutes = work_on(world.own.calendar_id)
        assert sum(minutes(dt.date(2026, 3, day)) for day in range(1, 16)) == 3 * 480  # the 11th, 12th and 13th


def test_each_obstacle_has_its_sentence_once(world):
    baseline = money.baseline(world.own, money.task(world.own, "Live", kind="milestone", duration_min=0))
    assert money_obstacles(baseline) == ["The project has no approved budget."]
    lost = money.task(world.own, "Lost")
    budget(world.own, (10, lost), (20, lost))
    assert money_obstacles(baseline) == [
        f"“{lost}” has money in the budget but no dates in this baseline.",
        "The baseline has no dated task that could carry the money.",
    ]
    assert baseline_preview(baseline) == {"obstacles": money_obstacles(baseline)}


def test_days_beyond_the_fiscal_periods_have_no_place_for_money(world):
    task = money.task(world.own, last=dt.date(2029, 1, 31))
    budget(world.own, (100, task))
    with pytest.raises(IllegalMove, match="no fiscal periods for all days"):
        planned_money(money.baseline(world.own, task))


def test_only_a_submitted_baseline_gets_its_money_frozen(world):
    task = money.task(world.own)
    budget(world.own, (100, task))
    baseline = money.baseline(world.own, task, state="draft")
    with pytest.raises(IllegalMove, match="Only a submitted baseline"):
        services.approve_baseline(baseline, by=money.author("Berta"), on=core.DAY)
    assert not BaselinePeriod.objects.exists()


def test_the_preview_is_what_is_frozen_afterwards_figure_by_figure(world):
    task, other = money.task(world.own), money.task(world.own, "Test", first=dt.date(2026, 4, 1))
    budget(world.own, ("99.99", task), (1, None))
    baseline = money.baseline(world.own, task, other)
    before = {row["figure"].key: row["figure"].value for row in baseline_preview(baseline)["rows"]}
    keys = ["budgets.baseline_bac:1", *before]
    shown = [find_figure(world.own, key, as_of=core.DAY) for key in keys]
    services.approve_baseline(baseline, by=money.author("Berta"), on=core.DAY)
    frozen = [find_figure(world.own, key, as_of=core.DAY) for key in keys]
    assert [figure.value for figure in shown] == [figure.value for figure in frozen] == [D("100.99"), *before.values()]
    assert sum(before.values()) == D("100.99")


def test_a_budget_that_grows_later_does_not_change_what_is_frozen(world):
    task = money.task(world.own)
    budget(world.own, (100, task))
    money.priced(world.own, task)
    budget(world.own, (900, task))
    assert find_figure(world.own, "budgets.baseline_bac:1", as_of=core.DAY).value == 100
    assert find_figure(world.own, "budgets.baseline_bac:2", as_of=core.DAY) is None


# ── the pages ───────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def waiting(world):
    """A submitted baseline of a task of 1,000, and the address of each of its pages."""
    task = money.task(world.own)
    budget(world.own, (1000, task))
    return money.baseline(world.own, task)


def page(name, baseline):
    return reverse(f"budgets:{name}", args=[baseline.project.public_id, baseline.public_id])


@pytest.mark.parametrize("htmx", [False, True])
def test_finance_sees_the_money_of_a_baseline_before_it_says_that_it_is_right(waiting, cast, enter, htmx):
    answer = enter(cast.finn, htmx=htmx).get(page("baseline_check", waiting))
    assert answer.status_code == 200
    assert "1,000.00" in answer.text and "<form" in answer.text
    assert ("<html" in answer.text) is not htmx


@pytest.mark.parametrize(
    ("name", "who", "status"),
    [
        ("baseline_check", "finn", 200),
        ("baseline_check", "pam", 403),
        ("baseline_check", "sue", 403),
        ("baseline_check", "tom", 403),
        ("baseline_check", "ada", 403),
        ("baseline_check", "zoe", 404),
        ("baseline_approve", "sue", 200),
        ("baseline_approve", "pam", 403),
        ("baseline_approve", "finn", 403),
        ("baseline_approve", "zoe", 404),
    ],
)
def test_who_decides_on_the_money_of_a_baseline(waiting, cast, enter, name, who, status):
    assert enter(getattr(cast, who)).get(page(name, waiting)).status_code == status
    if status != 200:
        assert enter(getattr(cast, who)).post(page(name, waiting)).status_code == status
        assert Baseline.objects.get().state == "submitted"


def test_a_baseline_is_checked_by_finance_and_approved_by_the_sponsor(waiting, cast, enter):
    checked = enter(cast.finn).post(page("baseline_check", waiting))
    assert checked.url == reverse("budgets:overview", args=[waiting.project.public_id])
    assert Baseline.objects.get().state == "submitted"
    approved = enter(cast.sue).post(page("baseline_approve", waiting), as_read(waiting))
    assert approved.url == page("baseline", waiting)
    assert Baseline.objects.get().state == "approved"
    assert "1,000.00" in enter(cast.pam).get(page("baseline", waiting)).text
    assert sum(BaselinePeriod.objects.values_list("pv", flat=True)) == 1000


def test_an_obstacle_stands_on_the_page_in_place_of_the_money(world, cast, enter):
    baseline = money.baseline(world.own, money.task(world.own))
    for name, who in (("baseline_check", "finn"), ("baseline_approve", "sue")):
        answer = enter(getattr(cast, who)).get(page(name, baseline))
        assert "The project has no approved budget." in answer.text


def test_the_preview_of_a_long_baseline_asks_as_much_as_that_of_a_short_one(world, django_assert_max_num_queries):
    asked = []
    for count in (2, 40):
        project = core.project(name=f"Of {count}")
        tasks = [money.task(project, f"T{n}") for n in range(count)]
        budget(project, (1000, None))
        baseline = money.baseline(project, *tasks)
        with plan.counted() as seen:
            assert baseline_preview(Baseline.objects.get(pk=baseline.pk))["bac"].value == 1000
        asked.append(len(seen))
    assert asked[0] == asked[1]
    assert Project.objects.count() == 5
