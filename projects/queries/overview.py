"""How does the project stand against its plan: when will it end, how late, how far, what comes next?"""

import datetime as dt
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db.models import Count, F, OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from foundation.accounts.rights import Permission
from foundation.figures import COUNT, DATE, PERCENT, SHIFT, Figure, Source
from projects.models import BaselineTask, Issue, Stage, Task
from projects.queries import governance, schedule
from projects.queries.baselines import approved_baseline
from projects.queries.clock import Clock, hours_of, work_calendars

_SOON_DAYS = 14
_SHOWN = 5


@dataclass(frozen=True)
class MilestoneDate:
    """A milestone that is still ahead: its day, and the day that was promised."""

    task: object
    finish: Figure
    promised: dt.date | None
    late: bool


@dataclass(frozen=True)
class ProjectPlanFacts:
    """What the overview and the stored facts need of the plan."""

    forecast_finish: Figure
    baseline_finish: Figure
    slip: Figure
    percent_complete: Figure
    open_issues: Figure
    late_tasks: Figure
    critical_tasks: Figure
    stage: str
    next_milestones: list
    gates_due: list


def overview(project, *, as_of):
    """The facts of one project; the same number of queries for any plan."""
    clock, baseline = Clock(project.zone), approved_baseline(project)
    scope = str(project.public_id)
    counts = _leaves(project).aggregate(
        late=Count("pk", filter=late(project, as_of)), critical=Count("pk", filter=Q(is_critical=True))
    )
    figures = {
        "forecast_finish": forecast_finish(project, clock),
        "baseline_finish": baseline_finish(baseline, clock),
        "slip": slip(project, baseline, clock),
        "percent_complete": percent_complete(project),
        "open_issues": open_issues(project),
        "late_tasks": late_tasks(project, as_of, count=counts["late"]),
        "critical_tasks": critical_tasks(project, count=counts["critical"]),
    }
    stage = Stage.objects.filter(project=project, actual_finish__isnull=True).order_by("seq").first()
    return ProjectPlanFacts(
        **{name: figure.within(scope, as_of) for name, figure in figures.items()},
        stage=stage.name if stage else "",
        next_milestones=next_milestones(project, baseline, as_of=as_of),
        gates_due=gates_due(project, as_of=as_of),
    )


def forecast_finish(project, clock, *, opened=False):
    day = clock.finish_day(project.plan_finish)
    inputs = ()
    if opened and day:
        drivers = _leaves(project).filter(ef=project.plan_finish).order_by("outline")
        inputs = tuple(schedule.finish(task, clock) for task in drivers)
    return Figure("projects.forecast_finish", _("Forecast finish"), day, DATE, reason="" if day else "no_schedule",
                  formula=_("the latest early finish of all tasks"), inputs=inputs,
                  permission=Permission.MILESTONE_VIEW)  # fmt: skip


def baseline_finish(baseline, clock):
    day = clock.finish_day(baseline.finish) if baseline else None
    label = _("Approved version %(version)s") % {"version": baseline.version} if baseline else ""
    return Figure("projects.baseline_finish", _("Baseline finish"), day, DATE, reason="" if day else "no_baseline",
                  formula=_("the latest finish in the approved baseline"),
                  inputs=(Source(label, day, DATE),) if day else (), permission=Permission.MILESTONE_VIEW)  # fmt: skip


def slip(project, baseline, clock):
    now, then = forecast_finish(project, clock), baseline_finish(baseline, clock)
    value = (now.value - then.value).days if now.value and then.value else None
    return Figure("projects.slip", _("Slip against the baseline"), value, SHIFT, "d",
                  reason="" if value is not None else then.reason or now.reason,
                  formula=_("forecast finish − baseline finish, in calendar days"), inputs=(now, then),
                  permission=Permission.MILESTONE_VIEW)  # fmt: skip


def percent_complete(project, *, opened=False):
    work = schedule.work_done(project)
    planned, done = work.get(None, (0, 0))
    share = (done / planned).quantize(Decimal("0.000001")) if planned else None
    inputs = ()
    if opened:
        hours = hours_of(work_calendars([project.calendar_id])[project.calendar_id])
        inputs = tuple(_parts(project, work, hours))
    return Figure("projects.percent_complete", _("Complete"), share, PERCENT, reason="" if planned else "no_tasks",
                  formula=_("Σ duration × share complete ÷ Σ duration; without cancelled and supporting work"),
                  inputs=inputs, permission=Permission.PLAN_VIEW)  # fmt: skip


def _parts(project, work, hours):
    """The tasks at the top of the tree, each with its share and its length."""
    tops = project.tasks.filter(parent=None, cancelled_on__isnull=True).exclude(kind=Task.Kind.LOE).order_by("outline")
    for task in tops:
        place = schedule.address_of(task, project)
        if task.pk in work:
            share = schedule.percent(task, work[task.pk])
            yield replace(share, label=f"{task}")
            yield schedule.amount(_("its duration"), work[task.pk][0], hours, place)
        elif task.kind != Task.Kind.SUMMARY:
            yield Source(str(task), task.percent, PERCENT, address=place)
            yield schedule.amount(_("its duration"), task.duration_min, hours, place)


def open_issues(project, *, opened=False):
    rows = Issue.objects.filter(project=project).exclude(state=Issue.State.CLOSED)
    inputs = tuple(Source(f"{i.number} {i.title}", i.get_severity_display(), "text") for i in rows) if opened else ()
    return Figure("projects.open_issues", _("Open issues"), len(inputs) if opened else rows.count(), COUNT,
                  formula=_("issues that are not closed"), inputs=inputs, permission=Permission.ISSUE_VIEW)  # fmt: skip


def late(project, as_of):
    """Which rows are late: open work that ends after its baseline or deadline, or should have ended by now."""
    promised = BaselineTask.objects.filter(baseline__state="approved", task__project=project, finish__lt=F("task__ef"))
    over = Q(deadline__lt=F("ef")) | Q(ef__lt=Clock(project.zone).from_start(as_of)) | Q(pk__in=promised.values("task"))
    return over & Q(actual_finish__isnull=True, cancelled_on__isnull=True)


def late_tasks(project, as_of, *, opened=False, count=None):
    """`opened`: with the tasks as inputs; else `count` says how many, when somebody has counted them already."""
    rows = _leaves(project).filter(late(project, as_of)).order_by("ef")
    clock = Clock(project.zone)
    inputs = tuple(schedule.finish(task, clock) for task in rows) if opened else ()
    return Figure("projects.late_tasks", _("Late tasks"), _number(rows, inputs, opened, count), COUNT,
                  formula=_("open tasks that end after their baseline or deadline, or should have ended by now"),
                  inputs=inputs, permission=Permission.PLAN_VIEW)  # fmt: skip


def critical_tasks(project, *, opened=False, count=None):
    rows = _leaves(project).filter(is_critical=True).order_by("outline")
    clock = Clock(project.zone)
    inputs = tuple(schedule.finish(task, clock) for task in rows) if opened else ()
    return Figure("projects.critical_tasks", _("Open critical tasks"), _number(rows, inputs, opened, count), COUNT,
                  formula=_("open tasks without float or on the longest path"), inputs=inputs,
                  permission=Permission.PLAN_VIEW)  # fmt: skip


def _number(rows, inputs, opened, count):
    if opened:
        return len(inputs)
    return rows.count() if count is None else count


def next_milestones(project, baseline, *, as_of, count=_SHOWN):
    """The milestones still ahead, the nearest first."""
    clock, scope = Clock(project.zone), str(project.public_id)
    kept = BaselineTask.objects.filter(baseline=baseline, task=OuterRef("pk")).values("finish")
    rows = project.tasks.filter(
        kind=Task.Kind.MILESTONE, actual_finish__isnull=True, cancelled_on__isnull=True, ef__isnull=False
    ).annotate(promised=Subquery(kept)).order_by("ef", "outline")[:count]  # fmt: skip
    return [_milestone(task, clock.finish_day(task.promised), clock, scope, as_of) for task in rows]


def _milestone(task, promised, clock, scope, as_of):
    day = clock.finish_day(task.ef)
    is_late = (promised is not None and day > promised) or day < as_of
    figure = replace(schedule.finish(task, clock), permission=Permission.MILESTONE_VIEW)
    return MilestoneDate(task, figure.within(scope, as_of), promised, is_late)


def gates_due(project, *, as_of):
    """Gates that wait for their decision, or are planned within a fortnight, or were."""
    return list(governance.gates_due(project, by=as_of + dt.timedelta(days=_SOON_DAYS)))


def _leaves(project):
    return project.tasks.filter(children=None, cancelled_on__isnull=True).exclude(kind=Task.Kind.SUMMARY)
