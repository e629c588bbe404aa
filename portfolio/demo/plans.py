"""Which work does a project of the demo hold, and how far has it come?"""

import datetime as dt
import random
import zoneinfo
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from portfolio.demo import catalogue
from portfolio.demo.people import ZONE, Council
from projects.models import Dependency, Project, Task
from projects.services import draft_baseline, reschedule, submit_baseline

DAY_MIN = 480
DAY = dt.timedelta(days=1)
DONE = Decimal(1)
HERE = zoneinfo.ZoneInfo(ZONE)
MONTH_DAYS = 21  # working days
FINISHED = ("closing", "closed")


@dataclass
class Story:
    """One project on its way through the demo. `by` wrote, `boss` decided; `edge` is the last day of what is known."""

    council: Council
    plot: catalogue.Plot
    project: Project
    by: object
    boss: object
    chance: random.Random
    edge: dt.date


def seed(code):
    """The same chance on every machine: drawn from the project's code alone."""
    return random.Random(f"plumbline {code}")


def plan(story):
    """Packages below each stage, linked and with a milestone at the end, which opens the next stage."""
    project = story.project
    stages = list(Task.objects.filter(project=project, parent=None).order_by("position", "pk"))
    packages = story.council.packages
    each = max(2, min(packages * 5 // 14, round(packages / len(stages))))
    weights = [0.5 if no == len(stages) - 1 else 0.8 if no == 0 else 1.0 for no in range(len(stages))]
    total = story.plot.months * MONTH_DAYS
    rows = []
    for no, stage in enumerate(stages):
        days = max(6, round(total * weights[no] / sum(weights)))
        rows += _packages(story, stage, no, each, days)
    leaves = Task.objects.bulk_create(rows)
    _link(story, leaves, each)
    reschedule(project, as_of=project.start)
    project.refresh_from_db()


def _packages(story, stage, no, each, days):
    """`each` packages that overlap inside the days of the stage, and its milestone."""
    words, chance = catalogue.WORK[story.plot.kind], story.chance
    length = max(3, round(days * 2 / (each + 1)))
    made = []
    for place in range(each):
        name = words[(no * each + place) % len(words)]
        if no * each + place >= len(words):
            name = f"{name}, {stage.name.split(' (')[0].lower()}"
        made.append(_task(story, stage, place, name, max(2, length + chance.randint(-2, 2))))
    made.append(_task(story, stage, each, f"{stage.name.split(' (')[0]} accepted", 0))
    return made


def _task(story, stage, place, name, days):
    return Task(
        project=story.project,
        parent=stage,
        position=place + 1,
        wbs_code=f"{stage.wbs_code}.{place + 1}",
        name=name,
        kind=Task.Kind.WORK_PACKAGE if days else Task.Kind.MILESTONE,
        duration_min=days * DAY_MIN,
        work_min=days * DAY_MIN * 2,
        ev_method=Task.EvMethod.PERCENT_COMPLETE if days else Task.EvMethod.ZERO_HUNDRED,
        responsible=story.project.manager,
        created_by=story.by,
    )


def _link(story, leaves, each):
    """Inside a stage each package starts when half of the one before is done; all end in the milestone."""
    links, before = [], None
    for first in range(0, len(leaves), each + 1):
        *works, end = leaves[first : first + each + 1]
        links += [(a, b, "SS", a.duration_min // 2 // 60 * 60) for a, b in pairwise(works)]
        links += [(work, end, "FS", 0) for work in works]
        if before is not None:
            links.append((before, works[0], "FS", 0))
        before = end
    Dependency.objects.bulk_create(
        Dependency(project=story.project, pred=a, succ=b, type=kind, lag_min=lag, created_by=story.by)
        for a, b, kind, lag in links
    )


def leaves_of(project):
    """The packages that carry the money, in the order of the tree: all of a usual plan, a score of a long one."""
    found = Task.objects.filter(project=project, kind=Task.Kind.WORK_PACKAGE, es__isnull=False).order_by("outline")
    leaves = list(found)
    return leaves[:: max(1, len(leaves) // 20)]


def promise(story, on):
    """The plan as it was at the start becomes the first baseline, submitted for approval."""
    story.council.diary.turn_to(on)
    made = draft_baseline(story.project, by=story.by, on=on, reason="First plan")
    return submit_baseline(made, by=story.by, on=on)


def advance(story):
    """Work has gone on: planned moments come `pace` times later; what lies up to `edge` has happened."""
    start = at(story.project.start, 8)
    changed = []
    for task in Task.objects.filter(project=story.project, es__isnull=False).exclude(kind=Task.Kind.SUMMARY):
        begun, ended = (_worked(start + (moment - start) * story.plot.pace) for moment in (task.es, task.ef))
        if _happen(story, task, begun, ended):
            changed.append(task)
    names = ["actual_start", "actual_finish", "percent", "remaining_min", "board_column"]
    Task.objects.bulk_update(changed, names)
    reported = story.edge  # a project that is being closed still reports
    if story.plot.state in FINISHED:
        story.edge = min(story.edge, max(task.actual_finish for task in changed).astimezone(HERE).date())
    data_date = reported if story.plot.state == "closing" else story.edge
    Project.objects.filter(pk=story.project.pk).update(data_date=data_date)
    story.project.refresh_from_db()
    reschedule(story.project, as_of=data_date)


def _happen(story, task, begun, ended):
    """Write on the task what was done of it up to the edge; says whether anything was."""
    if story.plot.state in FINISHED or ended <= story.edge:
        ended = min(ended, story.edge)
        task.actual_finish = at(ended, 17)
        task.actual_start = at(min(begun, ended), 8) if task.duration_min else task.actual_finish
        task.percent, task.remaining_min, task.board_column = DONE, 0, Task.Board.DONE
        return True
    if begun >= story.edge or not task.duration_min:
        return False
    share = Decimal((story.edge - begun).days) / Decimal((ended - begun).days or 1)
    task.actual_start, task.percent = at(begun, 8), min(share.quantize(Decimal("0.01")), Decimal("0.95"))
    task.remaining_min = max(60, int(task.duration_min * story.plot.pace * float(1 - task.percent)))
    task.board_column = Task.Board.DOING
    return True


def _worked(moment):
    """The working day that a moment falls on; a weekend counts as the Monday after it."""
    day = moment.astimezone(HERE).date()
    return day + DAY * max(0, 7 - day.weekday()) if day.weekday() > 4 else day


def at(day, hour):
    """That hour of the day at the council."""
    return dt.datetime(day.year, day.month, day.day, hour, tzinfo=HERE)
