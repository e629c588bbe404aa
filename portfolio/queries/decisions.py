"""Which decisions wait for this person, in all apps?

One query for each kind of decision that his roles can take, only on projects where he holds the
right, and never what he himself asked for.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Q
from django.urls import NoReverseMatch
from django.utils.translation import gettext_lazy as _

from budgets.models import Budget
from budgets.queries import ready_cases
from foundation.accounts.rights import Permission
from foundation.addresses import address_of
from foundation.cells import Health
from foundation.figures import DATE, show
from portfolio.queries.stored import facts_of
from projects.access import may_anywhere, visible_to
from projects.models import Baseline, GateReview, Project
from reports.models import ReportDocument
from staffing.models import Allocation, TimesheetLine
from staffing.queries import ready_sheets

SHOWN = 20
OF_PROJECT = ("public_id", "name", "code", "facts__health", "facts__is_stale")


@dataclass(frozen=True)
class Waiting:
    """One decision: of which project (None: of `subject`), what is asked, until when, and where it is taken."""

    project: object
    asked: str
    due: dt.date | None
    address: str
    act: str
    subject: str = ""

    @property
    def opens(self):
        return address_of("portfolio:overview", self.project.public_id)

    @property
    def health(self):
        """Shape and word of the project's health; nothing while it is computed for the first time."""
        facts = facts_of(self.project)
        return Health(facts.health, facts.is_stale).html() if facts else ""


@dataclass(frozen=True)
class Kind:
    """`rows(user)`: what waits, still without the question whether this person may decide it.

    `fields`: what of a row its words, its day and its address are made of.
    """

    permission: Permission
    rows: Callable
    asked: Callable
    address: Callable
    act: object
    due: Callable = lambda _row: None
    project: Callable = lambda row: row.project
    fields: tuple = ("version",)
    joins: tuple = ()


def _at(name, *ids):
    try:
        return address_of(name, *ids)
    except NoReverseMatch:
        return ""


def _of(name):
    return lambda row: _at(name, row.project.public_id, row.public_id)


def _not_mine(user, rows, *paths):
    for path in paths:
        rows = rows.exclude(**{path: user.pk})
    return rows


def _proposed(user):
    return _not_mine(user, Project.objects.filter(state="proposed"), "proposed_by")


def _gates(user):
    return _not_mine(user, GateReview.objects.filter(state=GateReview.State.HELD), "held_by")


def _budgets(user):
    return _not_mine(user, Budget.objects.filter(state="submitted"), "created_by")


def _baselines(user):
    return _not_mine(user, Baseline.objects.filter(state="submitted"), "created_by")


def _cases(user):
    return _not_mine(user, ready_cases(), "created_by")


def _to_sign(user):
    return ReportDocument.objects.filter(state="in_signature").exclude(signatures__user=user)


def _named(template, attribute="version"):
    return lambda row: template.format(what=getattr(row, attribute))


KINDS = (
    Kind(Permission.PROJECT_DECIDE, _proposed, lambda _row: _("Approve or reject the project"),
         lambda row: _at("portfolio:decide", row.public_id, "approved"), _("Open the proposal"),
         project=lambda row: row),
    Kind(Permission.GATE_DECIDE, _gates, _named(_("Decide the gate “{what}”"), "name"), _of("projects:gate"),
         _("Open the gate"), due=lambda row: row.planned_on, fields=("name", "planned_on")),
    Kind(Permission.BUDGET_APPROVE, _budgets, _named(_("Approve the budget, version {what}")),
         _of("budgets:version"), _("Open the budget")),
    Kind(Permission.BASELINE_APPROVE, _baselines, _named(_("Approve the baseline, version {what}")),
         _of("budgets:baseline"), _("Open the baseline")),
    Kind(Permission.BASELINE_APPROVE_MONEY, _baselines, _named(_("Check the money of baseline {what}")),
         _of("budgets:baseline"), _("Open the baseline")),
    Kind(Permission.CBA_APPROVE, _cases, _named(_("Issue the business case, version {what}")),
         _of("budgets:case_version"), _("Open the business case")),
    Kind(Permission.ALLOCATION_EDIT, lambda _user: Allocation.objects.filter(state="requested"),
         lambda row: _("Find somebody for the role {what}").format(what=row.role),
         _of("staffing:allocation_open"), _("Open the request"), due=lambda row: row.days.lower,
         fields=("days", "role"), joins=("role",)),
    Kind(Permission.REPORT_SIGN, _to_sign,
         lambda row: _("Sign: {what}").format(what=row.snapshot.get_kind_display()), _of("reports:document"),
         _("Open the document"), fields=("snapshot__kind",), joins=("snapshot",)),
)  # fmt: skip


def waiting(user, *, projects=None):
    """What waits for the person's word, the most urgent first; on all projects or on these. → list of Waiting"""
    found = [each for kind in KINDS if may_anywhere(user, kind.permission) for each in _waits(user, kind, projects)]
    found += _hours(user, projects)
    found += _sheets(user) if projects is None else ()
    return sorted(found, key=_urgency)


def _urgency(each):
    return each.due is None, each.due or dt.date.max, each.project.code if each.project else each.subject


def _waits(user, kind, projects):
    where = visible_to(user, kind.permission)
    if projects is not None:
        where = where.filter(pk__in=projects.order_by().values("pk"))
    rows = kind.rows(user)
    if rows.model is Project:
        rows = _named_only(rows.filter(pk__in=where.values("pk")))
    else:
        wanted = (*kind.fields, *(f"project__{name}" for name in OF_PROJECT))
        rows = rows.filter(project__in=where).select_related("project__facts", *kind.joins)
        rows = rows.only("public_id", *wanted)
    for row in rows[:SHOWN]:
        yield Waiting(kind.project(row), str(kind.asked(row)), kind.due(row), kind.address(row), str(kind.act))


def _named_only(projects):
    """What a line says of its project: a whole row has five times as many columns."""
    return projects.select_related("facts").only(*OF_PROJECT)


def _hours(user, projects):
    """Hours of others on the projects whose lines this person approves: one line for each project."""
    if not may_anywhere(user, Permission.TIMESHEET_APPROVE_LINES):
        return
    where = visible_to(user, Permission.TIMESHEET_APPROVE_LINES)
    if projects is not None:
        where = where.filter(pk__in=projects.order_by().values("pk"))
    lines = TimesheetLine.objects.filter(timesheet__state="submitted", line_approved_by=None)
    lines = lines.exclude(Q(timesheet__person__user=user)).values("project")
    for project in _named_only(where.filter(pk__in=lines))[:SHOWN]:
        address = _at("staffing:project_time", project.public_id)
        yield Waiting(project, str(_("Approve the hours of the team")), None, address, str(_("Open the hours")))


def _sheets(user):
    """Weeks of others whose lines are all approved: they wait for the yes to the whole."""
    if not may_anywhere(user, Permission.TIMESHEET_APPROVE):
        return
    for sheet in ready_sheets(user)[:SHOWN]:
        asked = str(_("Approve the week from {day}")).format(day=show(sheet.week, DATE))
        address = _at("staffing:sheet_open", sheet.public_id)
        yield Waiting(None, asked, None, address, str(_("Open the week")), sheet.person.name)
