"""Which rows does the page of a plan show, in which words, and how many questions does it ask for them?"""

import datetime as dt

import pytest

from projects import queries
from projects.models import BaselineState, Project, Task
from projects.queries import PlanFilter, plan_page
from projects.queries.clock import hours_of, work_calendars
from projects.queries.plan import links_into, written
from projects.services import reschedule
from tests.factories import core, plan

ON = core.DAY


def at(month, day, hour=0):
    return dt.datetime(2026, month, day, hour, tzinfo=dt.UTC)


def names(project, as_of=ON, **asked):
    return [row.task.name for row in plan_page(project, PlanFilter(**asked), as_of=as_of).rows]


@pytest.fixture
def own(world):
    """Build (Walls 2 d → Roof 1 d), Paint 1 d with float, Handover after the roof."""
    build = plan.summary(world.own)
    walls = plan.task(world.own, "Walls", 2, under=build, responsible=core.person("Wanda Wall"))
    roof = plan.task(world.own, "Roof", 1, under=build, responsible=core.person("Anton Able"))
    plan.task(world.own, "Paint", 1)
    plan.link(walls, roof, "FS", days=1)
    plan.link(roof, plan.milestone(world.own, "Handover"))
    return plan.scheduled(world.own)


def test_rows_come_in_the_order_of_the_tree_with_their_level(own):
    page = plan_page(own, PlanFilter(), as_of=ON)
    assert [(row.task.name, row.level, row.is_summary) for row in page.rows] == [
        ("Build", 0, True),
        ("Walls", 1, False),
        ("Roof", 1, False),
        ("Paint", 0, False),
        ("Handover", 0, False),
    ]
    assert (page.count, page.pages, page.number) == (5, 1, 1)


def test_a_row_is_written_as_a_planner_types_it(own):
    rows = {row.task.name: row for row in plan_page(own, PlanFilter(), as_of=ON).rows}
    assert {name: row.duration for name, row in rows.items()} == {
        "Build": "", "Walls": "2d", "Roof": "1d", "Paint": "1d", "Handover": "0d",
    }  # fmt: skip
    assert {name: row.predecessors for name, row in rows.items() if row.predecessors} == {
        "Roof": "1.1FS+1d",
        "Handover": "1.2",
    }
    assert {name: row.css for name, row in rows.items()} == {
        "Build": "summary is-critical", "Walls": "is-critical", "Roof": "is-critical", "Paint": "",
        "Handover": "is-critical",
    }  # fmt: skip
    assert (rows["Paint"].float.value, rows["Roof"].float.value) == (3, 0)


def test_the_share_of_a_summary_is_computed_and_that_of_a_task_is_typed(own):
    Task.objects.filter(name="Walls").update(percent="0.375")
    rows = {row.task.name: row for row in plan_page(own, PlanFilter(), as_of=ON).rows}
    assert rows["Build"].complete == rows["Build"].percent.value == plan.share("0.25")
    assert (rows["Walls"].percent, rows["Walls"].complete, rows["Walls"].percent_text) == (
        None,
        plan.share("0.375"),
        "37.5",
    )
    assert rows["Roof"].percent_text == "0"


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"text": "WALL"}, ["Walls"]),
        ({"text": "1."}, ["Walls", "Roof"]),
        ({"text": "2"}, ["Paint"]),
        ({"text": "nothing like it"}, []),
        ({"text": "%"}, []),
        ({"show": "critical"}, ["Walls", "Roof", "Handover"]),
        ({"show": "milestones"}, ["Handover"]),
        ({"show": "open"}, ["Walls", "Roof", "Paint", "Handover"]),
        ({"show": "done"}, []),
        ({"show": "late"}, []),
        ({"show": "a word that nobody knows"}, ["Build", "Walls", "Roof", "Paint", "Handover"]),
        ({"responsible": "not an id"}, ["Build", "Walls", "Roof", "Paint", "Handover"]),
        ({"responsible": "00000000-0000-0000-0000-000000000000"}, []),
        ({"text": "a", "show": "critical"}, ["Walls", "Handover"]),
    ],
)
def test_the_filter_leaves_exactly_what_it_names(own, asked, found):
    assert names(own, **asked) == found


def test_done_and_cancelled_work_is_no_longer_open(own):
    Task.objects.filter(name="Walls").update(actual_start=at(3, 2, 8), actual_finish=at(3, 3, 17), percent=1)
    Task.objects.filter(name="Paint").update(cancelled_on=ON)
    assert names(own, show="open") == ["Roof", "Handover"]
    assert names(own, show="done") == ["Walls"]
    (paint,) = (row for row in plan_page(own, PlanFilter(text="Paint"), as_of=ON).rows)
    assert "is-archived" in paint.css


def test_late_is_what_passes_its_deadline_its_promise_or_today(own):
    assert names(own, show="late", as_of=dt.date(2026, 3, 3)) == ["Paint"]  # should have ended yesterday
    Task.objects.filter(name="Roof").update(deadline=at(3, 5))
    assert names(own, show="late") == ["Roof"]
    Task.objects.filter(name="Roof").update(deadline=None)
    plan.baseline(own, state=BaselineState.APPROVED)
    assert names(own, show="late") == []
    Task.objects.filter(name="Walls").update(duration_min=3 * 480)
    plan.scheduled(own)
    assert names(own, show="late") == ["Walls", "Roof", "Handover"]
    Task.objects.filter(name="Handover").update(cancelled_on=ON)
    assert names(own, show="late") == ["Walls", "Roof"]


def test_only_who_is_responsible_for_something_stands_in_the_choice_once(own):
    wanda = Task.objects.get(name="Walls").responsible
    Task.objects.filter(name="Paint").update(responsible=wanda)
    found = queries.responsible_people(own)
    assert [name for _id, name in found] == ["Anton Able", "Wanda Wall"]
    assert names(own, responsible=str({name: key for key, name in found}["Wanda Wall"])) == ["Walls", "Paint"]


def test_a_row_that_is_edited_stays_on_the_page_though_the_filter_left_it_out(own):
    paint = Task.objects.get(name="Paint")
    page = plan_page(own, PlanFilter(show="milestones"), as_of=ON, also=paint.pk)
    assert [row.task.name for row in page.rows] == ["Handover", "Paint"]
    assert page.count == 1
    both = plan_page(own, PlanFilter(text="Paint"), as_of=ON, also=paint.pk)
    assert [row.task.name for row in both.rows] == ["Paint"]


@pytest.mark.parametrize(("asked", "given"), [(0, 1), (-3, 1), (1, 1), (2, 2), (3, 3), (4, 3), (10**9, 3)])
def test_a_page_that_is_not_there_is_the_nearest(world, asked, given):
    rows = [Task(project=world.own, name=f"T{n}", position=n, wbs_code=f"{n + 1}", outline=n + 1) for n in range(201)]
    Task.objects.bulk_create(rows)
    page = plan_page(world.own, PlanFilter(page=asked), as_of=ON)
    assert (page.number, page.pages, page.count) == (given, 3, 201)
    assert [row.task.name for row in page.rows[:1]] == [f"T{(given - 1) * 100}"]
    assert len(page.rows) == (1 if given == 3 else 100)
    assert all(queries.page_of(row.task) == given for row in page.rows[::50])


def test_links_into_a_page_take_one_query_and_are_written_in_the_order_of_the_plan(own, django_assert_num_queries):
    handover = Task.objects.get(name="Handover")
    plan.link(Task.objects.get(name="Paint"), handover, "FF", days=-0.5)
    plan.link(Task.objects.get(name="Walls"), handover, "SS", days=0)
    hours = hours_of(work_calendars([own.calendar_id])[own.calendar_id])
    tasks = list(own.tasks.all())
    with django_assert_num_queries(1):
        found = links_into(tasks)
    assert written(found[handover.pk], hours) == "1.1SS, 1.2, 2FF-0.5d"
    assert queries.predecessors_text(own, handover) == "1.1SS, 1.2, 2FF-0.5d"


def test_a_plan_that_was_never_scheduled_has_rows_and_no_chart(world):
    plan.task(world.own, "Someday")
    page = plan_page(world.own, PlanFilter(), as_of=ON)
    assert (page.chart, [row.start.reason for row in page.rows]) == (None, ["no_schedule"])


# ── one task ────────────────────────────────────────────────────────────────────────────────────


def test_the_page_of_a_task_knows_both_ends_of_its_links_with_their_lags(own):
    found = queries.task_facts(own, Task.objects.get(name="Roof"), as_of=ON)
    assert [(line.other.name, line.lag) for line in found.waits_for] == [("Walls", "1d")]
    assert [(line.other.name, line.lag) for line in found.held_by_it] == [("Handover", "")]
    assert (found.is_leaf, found.is_summary, found.slip) == (True, False, None)
    assert queries.lag_text(own, found.waits_for[0].link) == "1d"
    summary = queries.task_facts(own, Task.objects.get(name="Build"), as_of=ON)
    assert (summary.is_leaf, summary.is_summary, summary.waits_for) == (False, True, [])


@pytest.mark.parametrize(
    ("kind", "moment", "shown"),
    [
        ("SNET", at(3, 9), dt.date(2026, 3, 9)),
        ("MSO", at(3, 9), dt.date(2026, 3, 9)),
        ("SNLT", at(3, 9), dt.date(2026, 3, 9)),
        ("FNET", at(3, 10), dt.date(2026, 3, 9)),
        ("FNLT", at(3, 10), dt.date(2026, 3, 9)),
        ("MFO", at(3, 10), dt.date(2026, 3, 9)),
    ],
)
def test_a_constraint_is_shown_as_the_day_that_was_typed(own, kind, moment, shown):
    Task.objects.filter(name="Paint").update(constraint_type=kind, constraint_date=moment, deadline=at(3, 13))
    reschedule(Project.objects.get(pk=own.pk), as_of=ON)
    found = queries.task_facts(own, Task.objects.get(name="Paint"), as_of=ON)
    assert (found.constraint_day, found.deadline) == (shown, dt.date(2026, 3, 12))
    assert (found.actual_start, found.actual_finish) == (None, None)


def test_the_slip_of_a_task_stands_on_its_page_once_a_plan_is_approved(own):
    plan.baseline(own, state=BaselineState.APPROVED)
    roof = Task.objects.get(name="Roof")
    assert queries.task_facts(own, roof, as_of=ON).slip.value == 0
    extra = Task.objects.get(pk=plan.task(own, "Extra").pk)
    assert queries.task_facts(own, extra, as_of=ON).slip.reason == "no_schedule"


def test_a_task_is_found_only_in_its_own_project_and_by_a_whole_id(world, own):
    roof = Task.objects.get(name="Roof")
    assert queries.task_of(own, str(roof.public_id)) == roof
    assert queries.task_of(world.far, str(roof.public_id)) is None
    assert [queries.task_of(own, text) for text in ("", "1", "roof", str(roof.pk))] == [None] * 4


def test_a_milestone_is_late_by_its_promise_or_by_today_and_gone_once_reached(own):
    (found,) = queries.milestones(own, as_of=ON)
    assert (found.task.name, found.promised, found.late) == ("Handover", None, False)
    assert queries.milestones(own, as_of=dt.date(2026, 3, 6))[0].late
    Task.objects.filter(name="Handover").update(actual_start=at(3, 5), actual_finish=at(3, 5), percent=1)
    assert queries.milestones(own, as_of=ON) == []
