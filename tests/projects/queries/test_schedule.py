"""Why is a date of the plan what it is? Each date and float opens into exactly what it was made of."""

import datetime as dt
from decimal import Decimal

import pytest

from foundation.accounts.rights import Permission
from foundation.figures import Figure
from projects import queries
from projects.models import BaselineState, Project, Task
from projects.queries import schedule
from projects.queries.schedule import work_done
from tests.factories import core, plan

ON = core.DAY
D = Decimal


def at(month, day, hour=0):
    return dt.datetime(2026, month, day, hour, tzinfo=dt.UTC)


def opened(name, task):
    return queries.find_figure(Project.objects.get(pk=task.project_id), f"projects.{name}:{task.public_id}", as_of=ON)


def parts(figure):
    """(label, value) of what the figure is made of."""
    return [(str(part.label), part.value) for part in figure.inputs]


@pytest.fixture
def own(world):
    plan.chain(world.own, 1, 2)
    world.own.refresh_from_db()
    return world.own


def named(name):
    return Task.objects.get(name=name)


def test_a_first_task_starts_with_the_project(own):
    found = opened("start", named("A"))
    assert (found.value, found.permission) == (ON, Permission.PLAN_VIEW)
    assert parts(found) == [("Planned start of the project", ON)]


def test_a_start_names_predecessor_lag_constraint_and_data_date(own):
    late = plan.task(own, "Late", 1, constraint_type="SNET", constraint_date=at(3, 12))
    plan.link(named("A"), late, "SS", days=2)
    plan.link(named("B"), late, "FS", days=-1)
    Project.objects.filter(pk=own.pk).update(data_date=ON)
    own.refresh_from_db()
    plan.scheduled(own)
    found = opened("start", late)
    assert found.value == dt.date(2026, 3, 12)
    assert parts(found) == [
        ("Planned start of the project", ON),
        ("Data date: nothing that has not begun starts before its end", ON),
        ("start no earlier than", dt.date(2026, 3, 12)),
        ("Start · A", dt.date(2026, 3, 3)),
        ("Lag after 1 A", "2 d"),
        ("Finish · B", dt.date(2026, 3, 5)),
        ("Lag after 2 B", -480),
    ]
    assert [part.kind for part in found.inputs][-1] == "minutes"


def test_what_has_begun_starts_when_it_began_and_ends_by_what_is_left(own):
    Task.objects.filter(name="A").update(actual_start=at(3, 2, 10), remaining_min=240)
    Project.objects.filter(pk=own.pk).update(data_date=ON)
    own.refresh_from_db()
    plan.scheduled(own)
    start, finish = opened("start", named("A")), opened("finish", named("A"))
    assert (start.formula, parts(start)) == ("the actual start", [("Actual start", ON)])
    assert parts(finish) == [("Start · A", ON), ("Work left", "0.5 d")]
    assert finish.value == dt.date(2026, 3, 3)


def test_what_is_done_ended_when_it_ended(own):
    Task.objects.filter(name="A").update(actual_start=at(3, 2, 8), actual_finish=at(3, 3), percent=1)
    Project.objects.filter(pk=own.pk).update(data_date=dt.date(2026, 3, 3))
    own.refresh_from_db()
    plan.scheduled(own)
    found = opened("finish", named("A"))
    assert (found.formula, parts(found)) == ("the actual finish", [("Actual finish", ON)])


def test_a_summary_starts_and_ends_with_what_hangs_below_it(own):
    build = plan.summary(own)
    first = plan.task(own, "First", 2, under=build)
    plan.link(first, plan.task(own, "Second", 1, under=build))
    plan.scheduled(own)
    start, finish = opened("start", build), opened("finish", build)
    assert start.value == min(value for _label, value in parts(start))
    assert finish.value == max(value for _label, value in parts(finish))
    assert parts(finish) == [("Finish · First", dt.date(2026, 3, 3)), ("Finish · Second", dt.date(2026, 3, 4))]


def test_the_latest_finish_names_successor_deadline_constraint_and_the_end(own):
    Task.objects.filter(name="A").update(deadline=at(3, 7), constraint_type="FNLT", constraint_date=at(3, 6))
    plan.scheduled(own)
    found = opened("late_finish", named("A"))
    assert found.value == ON
    assert parts(found) == [
        ("Latest finish · B", dt.date(2026, 3, 4)),
        ("Deadline", dt.date(2026, 3, 6)),
        ("finish no later than", dt.date(2026, 3, 5)),
        ("End of the project", dt.date(2026, 3, 4)),
    ]


def test_a_date_that_the_project_must_keep_is_its_end(own):
    Project.objects.filter(pk=own.pk).update(must_finish=dt.date(2026, 3, 10))
    own.refresh_from_db()
    plan.scheduled(own)
    assert parts(opened("late_finish", named("B"))) == [("End of the project", dt.date(2026, 3, 10))]
    assert opened("float", named("B")).value == 4


def test_float_lies_between_two_finishes_and_is_counted_in_days_of_the_calendar(own):
    short = plan.task(own, "Short", 0.5)
    plan.scheduled(own)
    found = opened("float", short)
    assert (found.value, found.unit) == (D("2.50"), "d")
    assert parts(found) == [("Finish · Short", ON), ("Latest finish · Short", dt.date(2026, 3, 4))]


def test_a_task_without_dates_says_so_and_opens_all_the_same(own):
    fresh = plan.task(own, "Fresh")
    found = {name: opened(name, fresh) for name in ("start", "finish", "late_finish", "float")}
    assert {figure.reason for figure in found.values()} == {"no_schedule"}
    assert {figure.value for figure in found.values()} == {None}


@pytest.mark.parametrize("name", ["early", "lateness", "START", "slip_v0", "slip_v1", "slip_v", "slip_v99999999"])
def test_a_name_that_no_figure_has_finds_none(own, name):
    assert opened(name, named("A")) is None


def test_the_slip_of_a_task_against_any_version_is_found_by_its_key(own):
    plan.baseline(own, state=BaselineState.APPROVED)
    later = plan.task(own, "Later")
    Task.objects.filter(name="B").update(duration_min=5 * 480)
    plan.scheduled(own)
    found = opened("slip_v1", named("B"))
    assert (found.value, found.unit, found.permission) == (5, "d", Permission.BASELINE_VIEW)
    assert parts(found) == [("Finish · B", dt.date(2026, 3, 9)), ("Finish in version 1", dt.date(2026, 3, 4))]
    assert opened("slip_v1", named("A")).value == 0
    unknown = opened("slip_v1", later)
    assert (unknown.value, unknown.reason) == (None, "not_in_baseline")
    assert [part.label for part in unknown.inputs] == ["Finish · Later"]
    assert opened("slip_v2", later) is None


def test_a_task_that_was_never_scheduled_has_no_slip_for_that_reason(own):
    plan.baseline(own, state=BaselineState.APPROVED)
    Task.objects.filter(name="B").update(ef=None, es=None)
    assert opened("slip_v1", named("B")).reason == "no_schedule"


# ── how much is done ────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def tree(world):
    """Build (Shell (Walls 2 d, Roof 1 d), Paint 1 d), Clean 4 d; support and cancelled work beside them."""
    build = plan.summary(world.own)
    shell = plan.summary(world.own, "Shell", under=build)
    rows = {
        "build": build,
        "shell": shell,
        "walls": plan.task(world.own, "Walls", 2, under=shell, percent="0.5"),
        "roof": plan.task(world.own, "Roof", 1, under=shell),
        "paint": plan.task(world.own, "Paint", 1, under=build, percent="0.25"),
        "clean": plan.task(world.own, "Clean", 4, percent="0.1"),
        "guard": plan.task(world.own, "Guard", 9, under=build, kind=Task.Kind.LOE, percent="0.9"),
        "tower": plan.task(world.own, "Tower", 9, under=build, cancelled_on=ON, percent="0.9"),
    }
    plan.scheduled(world.own)
    return rows


def test_minutes_done_and_planned_add_up_on_every_level(world, tree):
    found = work_done(world.own)
    days = {node: (planned / 480, done / 480) for node, (planned, done) in found.items()}
    assert days == {
        tree["shell"].pk: (3, 1),
        tree["build"].pk: (4, D("1.25")),
        None: (8, D("1.65")),
    }
    assert work_done(world.foreign) == {}


def test_the_share_of_a_summary_opens_into_the_shares_below_it(tree):
    found = opened("percent", tree["build"])
    assert found.value == D("0.312500")
    assert parts(found) == [
        ("Complete", D("0.333333")),
        ("Duration below", "3 d"),
        (str(tree["paint"]), D("0.25")),
        ("its duration", "1 d"),
    ]
    assert parts(opened("percent", tree["shell"])) == [
        (str(tree["walls"]), D("0.5")),
        ("its duration", "2 d"),
        (str(tree["roof"]), D(0)),
        ("its duration", "1 d"),
    ]


def test_a_part_of_a_share_opens_by_its_own_key(world, tree):
    inner = next(part for part in opened("percent", tree["build"]).inputs if isinstance(part, Figure))
    again = queries.find_figure(world.own, inner.key, as_of=ON)
    assert (again.value, again.key) == (inner.value, f"projects.percent:{tree['shell'].public_id}")


def test_a_summary_of_nothing_has_no_share(world):
    empty = plan.summary(world.own)
    plan.task(world.own, "Guard", under=empty, kind=Task.Kind.LOE)
    found = opened("percent", empty)
    assert (found.value, found.reason, found.inputs) == (None, "no_tasks", ())


def test_the_top_of_the_tree_opens_the_whole_project(world, tree):
    found = queries.find_figure(world.own, "projects.percent_complete", as_of=ON)
    assert found.value == D("0.206250")
    assert [(part.label, part.value) for part in found.inputs] == [
        (str(tree["build"]), D("0.312500")),
        ("its duration", "4 d"),
        (str(tree["clean"]), D("0.1")),
        ("its duration", "4 d"),
    ]


def test_the_share_of_a_deep_tree_takes_one_query(world, tree, django_assert_num_queries):
    below = tree["shell"]
    for depth in range(6):
        below = plan.summary(world.own, f"Level {depth}", under=below)
    plan.task(world.own, "Bottom", 8, under=below, percent="0.5")
    with django_assert_num_queries(1):
        found = work_done(world.own)
    assert found[below.pk] == (8 * 480, 4 * 480)
    assert found[None] == (16 * 480, D("5.65") * 480)


def test_a_duration_is_told_in_days_hours_or_minutes(own):
    hours = schedule.hours_of(schedule.work_calendars([own.calendar_id])[own.calendar_id])
    told = [schedule.amount("left", minutes, hours, "").value for minutes in (0, 480, 720, 90, 7, 2400, -30)]
    assert told == ["0 d", "1 d", "1.5 d", "1.5 h", "7 m", "5 d", -30]
