"""Which work does a project of the demo hold, and how far has it come?"""

import datetime as dt
import random
from decimal import Decimal

from django.utils import timezone

from portfolio.demo import catalogue
from projects.models import Dependency, Project, Task
from projects.services import draft_baseline, reschedule, submit_baseline

DAY_MIN = 480
DONE = Decimal(1)


def seed(project):
    """The same chance on every machine: drawn from the project's code alone."""
    return random.Random(f"plumbline {project.code}")  # noqa: S311  no secret hangs on it


def plan(project, plot, by):
    """Tasks below each stage, linked one after the other, a milestone at the end of each. → leaves"""
    chance = seed(project)
    stages = list(Task.objects.filter(project=project, parent=None).order_by("position", "pk"))
    words = catalogue.WORK[plot.kind]
    days_each = max(4, int(plot.months * 20.5 / max(1, len(stages)) / 2.2))
    rows = []
    for no, stage in enumerate(stages):
        for place in range(3):
            name = words[(no + 2 * place) % len(words)] if place < 2 else f"{stage.name} accepted"
            rows.append(_task(project, stage, place, name, chance.randint(days_each - 2, days_each + 3), by))
    leaves = Task.objects.bulk_create(rows)
    _link(project, leaves, by)
    reschedule(project, as_of=project.start)
    return list(Task.objects.filter(pk__in=[t.pk for t in leaves]).order_by("outline"))


def _task(project, stage, place, name, days, by):
    milestone = place == 2
    return Task(
        project=project,
        parent=stage,
        position=place,
        wbs_code=f"{stage.wbs_code}.{place + 1}",
        name=name,
        kind=Task.Kind.MILESTONE if milestone else Task.Kind.WORK_PACKAGE,
        duration_min=0 if milestone else days * DAY_MIN,
        ev_method=Task.EvMethod.ZERO_HUNDRED if milestone else Task.EvMethod.PERCENT_COMPLETE,
        responsible=project.manager,
        created_by=by,
    )


def _link(project, leaves, by):
    """Inside a stage: the second work starts a week after the first; both end in the milestone, which opens the next."""
    links, before = [], None
    for first, second, end in zip(leaves[::3], leaves[1::3], leaves[2::3], strict=True):
        pairs = [(first, second, "SS", 5 * DAY_MIN), (first, end, "FS", 0), (second, end, "FS", 0)]
        if before is not None:
            pairs.append((before, first, "FS", 0))
        links += [
            Dependency(project=project, pred=a, succ=b, type=kind, lag_min=lag, created_by=by)
            for a, b, kind, lag in pairs
        ]
        before = end
    Dependency.objects.bulk_create(links)


def promise(project, by, on):
    """The plan as it was at the start becomes the first baseline, submitted for approval."""
    made = draft_baseline(project, by=by, on=on, reason="First plan")
    return submit_baseline(made, by=by, on=on)


def advance(project, plot, today, *, until_end=False):
    """Work has gone on: planned moments come `pace` times later; what lies before the data date has happened."""
    start = timezone.make_aware(dt.datetime.combine(project.start, dt.time(6)))
    edge = timezone.make_aware(dt.datetime.combine(today - dt.timedelta(days=1), dt.time(18)))
    changed = []
    for task in Task.objects.filter(project=project, es__isnull=False, children__isnull=True):
        begun, ended = (start + (moment - start) * plot.pace for moment in (task.es, task.ef))
        if until_end or ended <= edge:
            task.actual_start, task.actual_finish = min(begun, edge), min(ended, edge)
            task.percent, task.remaining_min = DONE, 0
        elif begun < edge and task.duration_min:
            share = Decimal((edge - begun) / (ended - begun)).quantize(Decimal("0.01"))
            task.actual_start, task.percent = begun, min(share, Decimal("0.95"))
            task.remaining_min = max(DAY_MIN // 8, int(task.duration_min * plot.pace * (1 - float(task.percent))))
        else:
            continue
        changed.append(task)
    Task.objects.bulk_update(changed, ["actual_start", "actual_finish", "percent", "remaining_min"])
    Project.objects.filter(pk=project.pk).update(data_date=edge.date())
    project.refresh_from_db()
    reschedule(project, as_of=edge.date())
