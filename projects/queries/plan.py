"""Which rows of the plan does this page show, and what does each of them say?

The same number of queries for ten tasks and for ten thousand: the rows of one page, and for them
the links, the baseline and the shares of the summaries.
"""

import uuid
from collections import defaultdict
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q

from projects.engine import gantt
from projects.engine.plan_text import LinkText, duration_text, links_text
from projects.models import BaselineTask, Dependency, Task
from projects.queries import schedule
from projects.queries.baselines import approved_baseline
from projects.queries.clock import Clock, hours_of, work_calendars
from projects.queries.overview import late

PER_PAGE = 100
STATES = ("", "open", "late", "critical", "milestones", "done")
ZOOMS = ("day", "week", "month", "quarter")


@dataclass(frozen=True)
class PlanFilter:
    """What the address asks for; unknown words ask for nothing."""

    text: str = ""
    responsible: str = ""  # public id of a person
    show: str = ""
    zoom: str = ""
    page: int = 1


@dataclass(frozen=True)
class TaskRow:
    """One line: the task, its shown values, its figures, and the words that its cells edit."""

    task: Task
    level: int
    is_summary: bool
    css: str
    duration: str
    predecessors: str
    start: object
    finish: object
    float: object
    percent: object
    percent_text: str
    complete: object


@dataclass(frozen=True)
class PlanPage:
    """The rows of one page and their chart (None: nothing scheduled)."""

    rows: list
    chart: object
    asked: PlanFilter
    count: int
    pages: int
    number: int
    hours: object = field(repr=False, default=None)


def plan_page(project, asked, *, as_of, also=None):
    """The page of the plan that `asked` describes; the task `also` is on it even when the filter left it out."""
    found = _filtered(project, asked, as_of)
    count = found.count()
    pages = max(1, -(-count // PER_PAGE))
    number = min(max(1, asked.page), pages)
    tasks = list(found[(number - 1) * PER_PAGE : number * PER_PAGE])
    if also is not None and all(task.pk != also for task in tasks):
        tasks.append(_all(project).get(pk=also))
    clock, calendar = Clock(project.zone), work_calendars([project.calendar_id])[project.calendar_id]
    hours = hours_of(calendar)
    links = links_into(tasks)
    work = schedule.work_done(project)
    rows = [task_row(task, links[task.pk], work, clock, hours, project) for task in tasks]
    chart = _chart(project, rows, links, clock, calendar, asked, as_of)
    return PlanPage(rows, chart, asked, count, pages, number, hours)


def tasks_of(person, *, until):
    """The open tasks of a person that should have begun or end by the day `until`, the most urgent first."""
    rows = Task.objects.filter(
        responsible=person, actual_finish__isnull=True, cancelled_on__isnull=True, es__isnull=False,
        project__state__in=("approved", "active", "closing"), project__archived_at__isnull=True, children=None,
    ).select_related("project")  # fmt: skip
    return [task for task in rows.order_by("ef", "pk") if Clock(task.project.zone).start_day(task.es) <= until]


def responsible_people(project):
    """(public id, name) of everybody who is responsible for a task."""
    rows = project.tasks.exclude(responsible=None).order_by("responsible__name")
    return list(rows.values_list("responsible__public_id", "responsible__name").distinct())


# what no line of the plan shows: a page has a hundred of them
_ELSEWHERE = ("description", "ev_method", "ev_params", "story_points", "created_at", "created_by", "updated_at",
              "updated_by")  # fmt: skip
_OF_PEOPLE = ("email", "unit", "archived_at", "created_at", "created_by", "updated_at", "updated_by", "row_version")


def _all(project):
    rows = project.tasks.select_related("responsible").order_by("outline", "pk")
    rows = rows.defer(*_ELSEWHERE, *(f"responsible__{name}" for name in _OF_PEOPLE))
    return rows.annotate(has_below=Exists(Task.objects.filter(parent=OuterRef("pk"))))


def _filtered(project, asked, as_of):
    rows = _all(project)
    if asked.text:
        rows = rows.filter(Q(name__icontains=asked.text) | Q(wbs_code__startswith=asked.text))
    if _is_id(asked.responsible):
        rows = rows.filter(responsible__public_id=asked.responsible)
    is_open = Q(actual_finish__isnull=True, cancelled_on__isnull=True, has_below=False) & ~Q(kind=Task.Kind.SUMMARY)
    wanted = {
        "open": is_open,
        "late": late(project, as_of) & is_open,
        "critical": is_open & Q(is_critical=True),
        "milestones": Q(kind=Task.Kind.MILESTONE),
        "done": Q(actual_finish__isnull=False),
    }
    return rows.filter(wanted[asked.show]) if asked.show in wanted else rows


def _is_id(text):
    try:
        return bool(uuid.UUID(text))
    except ValueError:
        return False


class LinkInto(NamedTuple):
    """A link into a task, with what a line of the plan writes of it."""

    pred_id: int
    succ_id: int
    type: str
    lag_min: int
    lag_calendar: str
    code: str

    @classmethod
    def of(cls, link):
        return cls(link.pred_id, link.succ_id, link.type, link.lag_min, link.lag_calendar, link.pred.wbs_code)


def links_into(tasks):
    """The links into each task of the page: one query."""
    links = defaultdict(list)
    rows = Dependency.objects.filter(succ__in=[task.pk for task in tasks]).order_by("pred__outline", "type")
    for row in rows.values_list("pred_id", "succ_id", "type", "lag_min", "lag_calendar", "pred__wbs_code"):
        links[row[1]].append(LinkInto(*row))
    return links


def task_row(task, links, work, clock, hours, project):
    """What one line says; `links` are those into the task."""
    scope = str(project.public_id)
    is_summary = task.has_below or task.kind == Task.Kind.SUMMARY
    percent = schedule.percent(task, work.get(task.pk, (0, 0))).within(scope) if is_summary else None
    return TaskRow(
        task=task,
        level=min(task.wbs_code.count("."), 5),
        is_summary=is_summary,
        css=" ".join(_words(task, is_summary)),
        duration="" if is_summary else duration_text(task.duration_min, hours),
        predecessors=written(links, hours),
        start=schedule.start(task, clock).within(scope),
        finish=schedule.finish(task, clock).within(scope),
        float=schedule.total_float(task, hours).within(scope),
        percent=percent,
        percent_text=f"{(task.percent * 100).normalize():f}",
        complete=percent.value if percent else task.percent,
    )


def written(links, hours):
    """The links into a task as a planner types them: `1.3FS+2d, 5`."""
    words = (LinkText(link.code, link.type, link.lag_min, link.lag_calendar) for link in links)
    return links_text(words, hours)


def _words(task, is_summary):
    if is_summary:
        yield "summary"
    if task.cancelled_on:
        yield "is-archived"
    if task.is_critical:
        yield "is-critical"


def _chart(project, rows, links, clock, calendar, asked, as_of):
    baseline = approved_baseline(project)
    ghosts = {}
    if baseline:
        kept = BaselineTask.objects.filter(baseline=baseline, task__in=[row.task.pk for row in rows])
        dates = kept.exclude(start=None).values_list("task_id", "start", "finish")
        ghosts = {pk: (clock.wall(start), clock.wall(finish)) for pk, start, finish in dates}
    ties = [gantt.Tie(link.pred_id, link.succ_id, link.type) for found in links.values() for link in found]
    strips = [_strip(row, ghosts, clock) for row in rows]
    return gantt.draw(strips, ties, zoom=asked.zoom, today=clock.wall(clock.from_start(as_of)), calendar=calendar)


def _strip(row, ghosts, clock):
    task = row.task
    return gantt.Strip(
        task.pk,
        "summary" if row.is_summary else task.kind,
        clock.wall(task.es),
        clock.wall(task.ef),
        done=float(row.complete or 0),
        critical=task.is_critical,
        complete=task.actual_finish is not None,
        baseline=ghosts.get(task.pk),
        late_finish=clock.wall(task.lf),
        deadline=clock.wall(task.deadline),
    )
