"""When will it end, how late is it, how far is it - and every answer opens down to what was typed in."""

import datetime as dt

import pytest

from foundation.accounts.rights import Role
from foundation.figures import Figure
from projects import queries, services
from projects.models import BaselineState, Project, Task
from tests.factories import core, plan

ON = core.DAY


@pytest.fixture
def own(world):
    plan.chain(world.own, 1, 2)
    world.own.refresh_from_db()
    return world.own


def test_the_forecast_is_the_last_finish_and_names_what_drives_it(own):
    facts = queries.overview(own, as_of=ON)
    assert facts.forecast_finish.value == dt.date(2026, 3, 4)
    opened = queries.find_figure(own, "projects.forecast_finish", as_of=ON)
    assert [i.label for i in opened.inputs] == ["Finish · B"]


def test_a_finish_at_midnight_belongs_to_the_day_that_ends(own):
    Project.objects.filter(pk=own.pk).update(plan_finish=dt.datetime(2026, 3, 5, tzinfo=dt.UTC))
    own.refresh_from_db()
    assert queries.overview(own, as_of=ON).forecast_finish.value == dt.date(2026, 3, 4)


def test_slip_is_counted_in_calendar_days_against_the_approved_baseline(own):
    assert queries.overview(own, as_of=ON).slip.reason == "no_baseline"
    plan.baseline(own, state=BaselineState.APPROVED)
    Task.objects.filter(name="B").update(duration_min=5 * 480)
    plan.scheduled(own)
    facts = queries.overview(own, as_of=ON)
    assert (facts.slip.value, facts.baseline_finish.value) == (5, dt.date(2026, 3, 4))
    assert (facts.late_tasks.value, facts.critical_tasks.value) == (1, 2)


def test_complete_is_weighted_by_duration(own):
    a = Task.objects.get(name="A")
    a.project = own
    services.report_progress(a, by=_manager(own), on=ON, version=a.row_version, percent=plan.share(1))
    assert queries.overview(own, as_of=ON).percent_complete.value == plan.share("0.333333")


def test_cancelled_and_supporting_work_has_no_weight(own):
    Task.objects.filter(name="B").update(cancelled_on=ON)
    plan.task(own, "Support", 9, kind=Task.Kind.LOE)
    Task.objects.filter(name="A").update(percent="0.5")
    assert queries.overview(own, as_of=ON).percent_complete.value == plan.share("0.5")


def test_a_project_without_tasks_says_so(world):
    facts = queries.overview(world.foreign, as_of=ON)
    assert (facts.forecast_finish.reason, facts.percent_complete.reason) == ("no_schedule", "no_tasks")
    assert (facts.open_issues.value, facts.late_tasks.value, facts.next_milestones) == (0, 0, [])


def test_the_next_milestones_say_which_day_was_promised(own):
    b = Task.objects.get(name="B")
    live = plan.milestone(own)
    plan.link(b, live)
    plan.scheduled(own)
    plan.baseline(own, state=BaselineState.APPROVED)
    Task.objects.filter(pk=b.pk).update(duration_min=5 * 480)
    plan.scheduled(own)
    (found,) = queries.overview(own, as_of=ON).next_milestones
    assert (found.finish.value, found.promised, found.late) == (dt.date(2026, 3, 9), dt.date(2026, 3, 4), True)


def test_every_figure_opens_down_to_its_leaves(own):
    build = plan.summary(own)
    inner = plan.task(own, "Inner", 2, under=build, deadline=dt.datetime(2026, 3, 20, tzinfo=dt.UTC))
    plan.link(Task.objects.get(name="A"), inner, "SS", days=1)
    plan.link(inner, Task.objects.get(name="B"), "FF", days=-1)
    fixed = plan.task(own, "Fixed", constraint_type="SNET", constraint_date=dt.datetime(2026, 3, 9, tzinfo=dt.UTC))
    plan.scheduled(own)
    plan.baseline(own, state=BaselineState.APPROVED)
    facts = queries.overview(own, as_of=ON)
    waiting = [f.key for f in vars(facts).values() if isinstance(f, Figure)]
    waiting += [f"projects.{name}:{t.public_id}" for t in (build, inner, fixed) for name in
                ("start", "finish", "late_finish", "float")] + [f"projects.percent:{build.public_id}"]  # fmt: skip
    seen = set()
    while waiting:
        key = waiting.pop()
        if key in seen:
            continue
        seen.add(key)
        figure = queries.find_figure(own, key, as_of=ON)
        assert figure is not None and figure.formula, key
        waiting += [part.key for part in figure.inputs if isinstance(part, Figure)]
    assert len(seen) > 15


@pytest.mark.parametrize("key", ["projects.nothing", "budgets.available", "projects.float:1", "projects.x:" + "0" * 32,
                                 "projects.float:00000000-0000-0000-0000-000000000000"])  # fmt: skip
def test_a_key_that_is_not_ours_finds_nothing(own, key):
    assert queries.find_figure(own, key, as_of=ON) is None


def test_a_figure_of_another_projects_task_is_not_found(world, own):
    stranger = plan.task(world.far)
    assert queries.find_figure(own, f"projects.float:{stranger.public_id}", as_of=ON) is None


def test_the_overview_asks_the_same_few_questions_for_any_plan(
    own, django_assert_num_queries, django_assert_max_num_queries
):
    for _ in range(30):
        plan.task(own)
    plan.scheduled(own)
    with django_assert_max_num_queries(9):
        queries.overview(own, as_of=ON)


def test_my_tasks_are_those_that_are_due_in_projects_that_run(own):
    tom = core.person("Tom")
    Task.objects.filter(name__in="AB").update(responsible=tom)
    assert queries.tasks_of(tom, until=ON) == []
    Project.objects.filter(pk=own.pk).update(state="active")
    assert [t.name for t in queries.tasks_of(tom, until=ON)] == ["A"]
    assert [t.name for t in queries.tasks_of(tom, until=ON + dt.timedelta(days=7))] == ["A", "B"]


def test_the_differences_name_slipped_new_and_cancelled_work(own):
    first = plan.baseline(own, state=BaselineState.APPROVED)
    Task.objects.filter(name="A").update(duration_min=3 * 480)
    plan.task(own, "New")
    Task.objects.filter(name="B").update(cancelled_on=ON)
    plan.scheduled(own)
    rows = queries.differences(first, own)
    assert [(r.name, r.slip.value, r.cancelled) for r in rows] == [
        ("A", 2, False),
        ("B", None, True),
        ("New", None, False),
    ]
    assert queries.approved_baseline(own) == first
    assert [b.version for b in queries.baselines(own)] == [1]


def _manager(project):
    holder = core.person("Manager")
    core.role(holder, Role.PROJECT_MANAGER, project=project)
    return holder.user
