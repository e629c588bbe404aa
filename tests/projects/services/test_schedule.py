"""What the engine computes stands in the rows, in the project's zone, in one version."""

import datetime as dt

import pytest

from foundation.errors import Refused
from projects.models import CalendarException, Project, Task
from projects.services import reschedule
from tests.factories import core, plan

UTC = dt.UTC


def at(month, day, hour=0, minute=0):
    return dt.datetime(2026, month, day, hour, minute, tzinfo=UTC)


def fresh(*tasks):
    rows = Task.objects.in_bulk([t.pk for t in tasks])
    return [rows[t.pk] for t in tasks]


def test_a_chain_follows_working_hours(world):
    a, b = fresh(*plan.chain(world.own, 1, 2))
    assert (a.es, a.ef) == (at(3, 2, 8), at(3, 2, 17))
    assert (b.es, b.ef) == (at(3, 3, 8), at(3, 4, 17))
    world.own.refresh_from_db()
    assert world.own.plan_finish == at(3, 4, 17)


def test_the_shorter_of_two_branches_has_slack(world):
    start, long, short, end = (plan.task(world.own, n, d) for n, d in (("S", 1), ("L", 3), ("K", 1), ("E", 1)))
    for pred, succ in ((start, long), (start, short), (long, end), (short, end)):
        plan.link(pred, succ)
    plan.scheduled(world.own)
    start, long, short, end = fresh(start, long, short, end)
    assert [t.is_critical for t in (start, long, short, end)] == [True, True, False, True]
    assert (short.total_float_min, short.free_float_min) == (2 * 480, 2 * 480)
    assert short.lf == long.ef


def test_wall_clock_hours_follow_the_zone_over_the_change_to_summer_time(world):
    Project.objects.filter(pk=world.own.pk).update(zone="Europe/Berlin", start=dt.date(2026, 3, 27))
    friday, monday = plan.chain(world.own, 1, 1)
    friday, monday = fresh(friday, monday)
    assert friday.es == at(3, 27, 7)  # 8:00 in winter time
    assert monday.es == at(3, 30, 6)  # 8:00 in summer time


def test_a_summary_spans_its_children_and_takes_the_tightest_float(world):
    build = plan.summary(world.own)
    first = plan.task(world.own, "First", 2, under=build)
    second = plan.task(world.own, "Second", 1, under=build)
    plan.link(first, second)
    plan.scheduled(world.own)
    build, first, second = fresh(build, first, second)
    assert (build.es, build.ef) == (first.es, second.ef)
    assert (build.total_float_min, build.is_critical, build.free_float_min) == (0, True, None)


def test_rows_are_numbered_in_the_order_of_the_tree_even_past_nine(world):
    tops = [plan.task(world.own, f"T{n}") for n in range(1, 12)]
    child = plan.task(world.own, "child", under=tops[1])
    plan.scheduled(world.own)
    assert [t.outline for t in fresh(tops[0], tops[1], child, tops[2], tops[10])] == [1, 2, 3, 4, 12]


def test_a_holiday_pushes_the_work_to_the_next_day(world):
    CalendarException.objects.create(calendar=world.own.calendar, date=dt.date(2026, 3, 3), name="Holiday")
    _, b = fresh(*plan.chain(world.own, 1, 1))
    assert b.es == at(3, 4, 8)


def test_a_task_may_keep_its_own_calendar(world):
    fridays = core.calendar()
    fridays.intervals.exclude(weekday=4).delete()
    task = plan.task(world.own, "Fridays only", 1, calendar=fridays)
    plan.scheduled(world.own)
    assert fresh(task)[0].es == at(3, 6, 8)


def test_milestone_at_the_finish_stays_at_the_end_of_work(world):
    work = plan.task(world.own, "Work", 1)
    done, begun = plan.milestone(world.own), plan.milestone(world.own, milestone_side="start")
    plan.link(work, done)
    plan.link(work, begun)
    plan.scheduled(world.own)
    done, begun = fresh(done, begun)
    assert (done.es, begun.es) == (at(3, 2, 17), at(3, 3, 8))


def test_level_of_effort_spans_its_drivers_and_is_never_critical(world):
    a, b = plan.task(world.own, "A", 2), plan.task(world.own, "B", 3)
    support = plan.task(world.own, "Support", 1, kind=Task.Kind.LOE)
    plan.link(a, b)
    plan.link(a, support, "SS")
    plan.link(b, support, "FF")
    plan.scheduled(world.own)
    a, b, support = fresh(a, b, support)
    assert (support.es, support.ef, support.is_critical) == (a.es, b.ef, False)


def test_a_constraint_against_the_links_shows_as_negative_float_or_moves_the_task(world):
    a, b = plan.task(world.own, "A", 3), plan.task(world.own, "B", 1)
    plan.link(a, b)
    Task.objects.filter(pk=b.pk).update(constraint_type="MSO", constraint_date=at(3, 3))
    plan.scheduled(world.own)
    assert (fresh(b)[0].es, fresh(b)[0].total_float_min) == (at(3, 5, 8), -2 * 480)
    Project.objects.filter(pk=world.own.pk).update(constraint_mode="honour_constraints")
    result = reschedule(world.own, as_of=core.DAY)
    assert fresh(b)[0].es == at(3, 3, 8)
    assert "constraint_over_logic" in {w.code for w in result.warnings}


def test_a_deadline_and_the_projects_end_bound_the_late_dates(world):
    (a,) = plan.chain(world.own, 1)
    Task.objects.filter(pk=a.pk).update(deadline=at(3, 5))  # the end of 4 March
    plan.scheduled(world.own)
    assert fresh(a)[0].total_float_min == 0  # the project ends with it
    Project.objects.filter(pk=world.own.pk).update(must_finish=dt.date(2026, 3, 13))
    plan.scheduled(world.own)
    assert fresh(a)[0].lf == at(3, 4, 17)


def test_what_has_not_started_waits_for_the_data_date(world):
    a, b = plan.chain(world.own, 2, 1)
    Task.objects.filter(pk=a.pk).update(actual_start=at(3, 2, 8), percent="0.5", remaining_min=480)
    Project.objects.filter(pk=world.own.pk).update(data_date=dt.date(2026, 3, 5))
    plan.scheduled(world.own)
    a, b = fresh(a, b)
    assert (a.es, a.ef, b.es) == (at(3, 2, 8), at(3, 6, 17), at(3, 9, 8))


def test_actual_dates_without_a_data_date_are_read_as_of_the_day_given(world):
    (a,) = plan.chain(world.own, 2)
    Task.objects.filter(pk=a.pk).update(actual_start=at(3, 2, 8), remaining_min=480)
    reschedule(world.own, as_of=dt.date(2026, 3, 3))
    assert fresh(a)[0].ef == at(3, 4, 17)


def test_an_actual_date_after_the_data_date_is_refused_by_name(world):
    (a,) = plan.chain(world.own, 2)
    Task.objects.filter(pk=a.pk).update(actual_start=at(3, 9, 8))
    Project.objects.filter(pk=world.own.pk).update(data_date=dt.date(2026, 3, 5))
    with pytest.raises(Refused, match="1 A has an actual date after the data date"):
        reschedule(world.own, as_of=core.DAY)


def test_cancelled_work_takes_no_time_but_its_successors_still_wait_for_its_predecessors(world):
    a, b, c = plan.chain(world.own, 2, 5, 1)
    Task.objects.filter(pk=b.pk).update(cancelled_on=core.DAY)
    plan.scheduled(world.own)
    a, b, c = fresh(a, b, c)
    assert (b.es, b.ef, c.es) == (None, None, at(3, 4, 8))
    assert (a.total_float_min, c.total_float_min) == (0, 0)


def test_cancelled_work_at_the_end_does_not_hold_the_finish(world):
    a, b = plan.chain(world.own, 2, 5)
    Task.objects.filter(pk=b.pk).update(cancelled_on=core.DAY)
    plan.scheduled(world.own)
    assert world.own.plan_finish == fresh(a)[0].ef


def test_a_new_schedule_makes_no_new_version_of_a_row_and_names_what_moved(world):
    a, b, c = plan.chain(world.own, 1, 1, 1)
    before = fresh(a, b, c)
    Task.objects.filter(pk=b.pk).update(duration_min=960)
    result = reschedule(world.own, as_of=core.DAY)
    after = fresh(a, b, c)
    assert result.moved == {b.pk, c.pk}
    assert [t.row_version for t in after] == [before[0].row_version, before[1].row_version + 1, before[2].row_version]
    assert {t.schedule_version for t in after} == {result.version}


def test_moving_rows_makes_no_new_version_either(world):
    (a,) = plan.chain(world.own, 1)
    version = fresh(a)[0].row_version
    Task.objects.filter(pk=a.pk).update(wbs_code="7", position=4)
    assert fresh(a)[0].row_version == version


def test_an_empty_plan_has_no_finish(world):
    assert plan.scheduled(world.own).plan_finish is None


def test_the_whole_run_needs_the_same_few_queries_for_any_number_of_tasks(world, django_assert_max_num_queries):
    plan.chain(world.own, *[1] * 20)
    with django_assert_max_num_queries(9):
        reschedule(world.own, as_of=core.DAY)
