"""How ready is a project to be closed, duty by duty: what is fulfilled, and what is left?"""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from budgets import queries as budgets
from foundation.accounts.rights import Permission
from projects.access import may
from projects.models import ClosureItem, State
from projects.queries.obstacles import issue_obstacles, task_obstacles
from reports import queries as reports
from risks import queries as risks
from staffing import queries as staffing


@dataclass(frozen=True)
class Duty:
    """One duty: its words, whether it is fulfilled, what is left (empty for who may not read it), and where."""

    words: str
    is_fulfilled: bool
    left: tuple
    address: str


def readiness(project, user, *, as_of):
    """Every duty before closing, in the order of the work. → list of Duty"""
    return [_duty(project, user, *each) for each in _duties(project, as_of)]


def _duties(project, as_of):
    """(words, what is left, right to read it, address) of each duty."""
    tasks = [] if project.state == State.CANCELLED else task_obstacles(project)
    return [
        (_("Every task is finished or cancelled"), tasks, Permission.PLAN_VIEW, "projects:plan"),
        (_("Every issue is closed or taken over"), issue_obstacles(project), Permission.ISSUE_VIEW, "projects:issues"),
        (_("Every risk is closed or handed over"), risks.closure_obstacles(project), Permission.RISK_VIEW,
         "risks:register"),
        (_("All time is approved and in the ledger"), staffing.closure_obstacles(project), Permission.ALLOCATION_VIEW,
         "staffing:team"),
        (_("The books are closed and reconcile"), budgets.closure_obstacles(project, as_of=as_of),
         Permission.BUDGET_VIEW, "budgets:overview"),
        (_("The checklist is settled"), _open_items(project), Permission.PLAN_VIEW, "projects:closure"),
        (_("The closure report is signed and issued"), reports.closure_obstacles(project), Permission.REPORT_VIEW_MONEY,
         "reports:project"),
    ]  # fmt: skip


def _open_items(project):
    rows = ClosureItem.objects.filter(project=project, state=ClosureItem.State.OPEN)
    return [f"{row.section}: {row.text}" for row in rows]


def _duty(project, user, words, left, permission, page):
    allowed = may(user, permission, project)
    address = reverse(page, args=[project.public_id]) if allowed else ""
    return Duty(words, not left, tuple(left) if allowed else (), address)
