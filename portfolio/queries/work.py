"""What needs this person today: decisions, tasks, risks, and how do his projects stand?"""

import datetime as dt

from django.db.models import Q
from django.urls import reverse

from budgets.models import Benefit
from foundation.accounts.rights import Permission
from portfolio.queries.acts import acts_since
from portfolio.queries.columns import BY_NAME
from portfolio.queries.decisions import waiting
from portfolio.queries.stored import figure_of
from projects.access import may, visible_to
from projects.models import State, Task
from risks.models import OPEN, Risk

SOON = dt.timedelta(days=14)
SHOWN = 15
ENDED = (State.CLOSED, State.CANCELLED, State.REJECTED)  # nothing is due in a project that is over
FIGURES = ("forecast_finish", "slip_days", "budget", "forecast", "variance")


def my_work(user, *, as_of, since):
    """The parts of the page; `since`: the first instant whose changes are told."""
    mine = my_projects(user)
    return {
        "waiting": waiting(user),
        "tasks": my_tasks(user, as_of),
        "milestones": due_milestones(mine, as_of),
        "risks": past_review(user, as_of),
        **_standings(mine, user),
        "changes": acts_since(mine, since) if mine else [],
        "has_benefits": Benefit.objects.filter(owner__user=user, project__archived_at=None).exists(),
    }


def my_projects(user):
    """Projects that the person manages, sponsors or looks after, still open, with their facts."""
    rows = visible_to(user).filter(Q(manager__user=user) | Q(sponsor__user=user) | Q(roles__person__user=user))
    rows = rows.exclude(state__in=ENDED).select_related("facts").defer("facts__figures", "facts__causes")
    return rows.distinct().order_by("code")


def _standings(projects, user):
    """`projects` with their figures; `shown`: the columns in which the person may read at least one of them."""
    rows = [_standing(project, user) for project in projects]
    shown = [at for at in range(len(FIGURES)) if any(row["figures"][at] for row in rows)]
    for row in rows:
        row["figures"] = [row["figures"][at] for at in shown]
    return {"projects": rows, "shown": [BY_NAME[FIGURES[at]].label for at in shown]}


def _standing(project, user):
    shown = [figure_of(project, name) for name in FIGURES]
    figures = [figure if may(user, figure.permission, project) else None for figure in shown]
    return {"project": project, "figures": figures}


def my_tasks(user, as_of):
    """Open tasks of the person that are late or end within a fortnight, the earliest first."""
    rows = Task.objects.filter(
        responsible__user=user, actual_finish=None, cancelled_on=None, project__in=visible_to(user),
        ef__lt=_instant(as_of + SOON),
    )  # fmt: skip
    rows = (
        rows.exclude(kind="summary").exclude(project__state__in=ENDED).select_related("project").order_by("ef")[:SHOWN]
    )
    return [_task(task, as_of) for task in rows]


def due_milestones(projects, as_of):
    """Milestones of the person's projects that are late or due within a fortnight."""
    rows = Task.objects.filter(
        project__in=projects.order_by().values("pk"), kind="milestone", actual_finish=None, cancelled_on=None,
        ef__lt=_instant(as_of + SOON),
    )  # fmt: skip
    return [_task(task, as_of) for task in rows.select_related("project").order_by("ef")[:SHOWN]]


def _task(task, as_of):
    day = (task.ef - dt.timedelta(minutes=1)).date()
    late = day < as_of or bool(task.deadline and task.ef > task.deadline)
    address = reverse("projects:task", args=[task.project.public_id, task.public_id])
    return {"task": task, "day": day, "late": late, "address": address}


def past_review(user, as_of):
    """Open risks past their review date that the person owns or whose project he looks after."""
    rows = Risk.objects.filter(state__in=OPEN, review_on__lt=as_of, project__in=visible_to(user, Permission.RISK_VIEW))
    own = Q(owner__user=user) | Q(project__manager__user=user, confidentiality=Risk.Confidentiality.NORMAL)
    open_ = rows.filter(own).exclude(project__state__in=ENDED)
    return open_.select_related("project").order_by("review_on")[:SHOWN]


def _instant(day):
    return dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC)
