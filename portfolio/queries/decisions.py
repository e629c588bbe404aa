"""Which decisions wait for this person, in all apps?

One query for each kind of decision that his roles can take, only on projects where he holds the
right, and never what he himself asked for.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q, Subquery, Window
from django.db.models.functions import Coalesce
from django.urls import NoReverseMatch
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from budgets.models import Budget
from budgets.queries import ready_cases
from foundation.accounts.models import AuditEvent
from foundation.accounts.rights import Permission
from foundation.addresses import address_of
from foundation.cells import Health
from foundation.figures import DATE, show
from portfolio.queries.stored import facts_of
from projects.access import grants_of, held_as, may_anywhere, visible_to
from projects.models import Baseline, GateReview, Project
from reports.models import ReportDocument, SignatureSlot
from staffing.models import Allocation, TimesheetLine
from staffing.queries import ready_sheets

SHOWN = 10  # on a first page; the page of decisions shows the rest
OF_PROJECT = ("public_id", "name", "code", "facts__health", "facts__is_stale")
LONGEST = F("waits_since").asc(nulls_last=True)


@dataclass(frozen=True)
class Waiting:
    """One decision: of which project (None: of `subject`), what is asked, until when, and where it is taken.

    since: the day from which on it has waited; None where nobody wrote that down.
    """

    project: object
    asked: str
    due: dt.date | None
    address: str
    act: str
    subject: str = ""
    since: dt.date | None = None

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

    `fields`: what of a row its words, its day and its address are made of. `order`: the most urgent first, which
    without a day is what waits longest. `since`: what the database knows of when it began to wait.
    """

    key: str
    label: object
    permission: Permission
    rows: Callable
    asked: Callable
    address: Callable
    act: object
    due: Callable = lambda _row: None
    project: Callable = lambda row: row.project
    subject: Callable = lambda _row: ""
    fields: tuple = ("version",)
    joins: tuple = ()
    order: tuple = (LONGEST, "project__code", "pk")
    of_project: bool = True
    since: object = F("submitted_at")


@dataclass(frozen=True)
class Waitlist:
    """Decisions of one or of all kinds: some of them, the most urgent first, and how many there are."""

    rows: list
    count: int


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
    return _not_mine(user, Budget.objects.filter(state="submitted"), "created_by", "submitted_by")


def _baselines(user):
    return _not_mine(user, Baseline.objects.filter(state="submitted"), "created_by", "submitted_by")


def _cases(user):
    return _not_mine(user, ready_cases(), "created_by")


def _to_sign(user):
    """Documents with an open place for a role that this person holds in their project."""
    places = SignatureSlot.objects.filter(document=OuterRef("pk"), signature__isnull=True)
    as_each = [
        Q(Exists(places.filter(role=role)), project__in=held_as(user, role))
        for role in sorted(grants_of(user).roles_anywhere())
    ]
    rows = ReportDocument.objects.filter(state="in_signature").exclude(signatures__user=user)
    return rows.filter(reduce(or_, as_each)) if as_each else rows.none()


def _last_act(project="project__public_id", **which):
    """When the last such act of the project was done: what was put before people by an act alone waits since then."""
    acts = AuditEvent.objects.filter(project_id=OuterRef(project), **which).order_by()
    return Coalesce(Subquery(acts.values("project_id").annotate(last=Max("at")).values("last")), F("created_at"))


def _named(template, attribute="version"):
    return lambda row: template.format(what=getattr(row, attribute))


def _hours(user):
    """Projects with hours of others that nobody has judged: one line for each project."""
    lines = TimesheetLine.objects.filter(timesheet__state="submitted", line_approved_by=None).order_by()
    lines = lines.exclude(Q(timesheet__person__user=user))
    oldest = lines.filter(project=OuterRef("pk")).values("project").annotate(at=Min("timesheet__submitted_at"))
    return Project.objects.filter(pk__in=lines.values("project")).annotate(submitted_at=Subquery(oldest.values("at")))


KINDS = (
    Kind("projects", _("Projects"), Permission.PROJECT_DECIDE, _proposed,
         lambda _row: _("Approve or reject the project"),
         lambda row: _at("portfolio:decide", row.public_id, "approved"), _("Open the proposal"),
         project=lambda row: row, order=(LONGEST, "code", "pk"),
         since=_last_act("public_id", act="project.moved", details__to="proposed")),
    Kind("gates", _("Gates"), Permission.GATE_DECIDE, _gates, _named(_("Decide the gate “{what}”"), "name"),
         _of("projects:gate"), _("Open the gate"), due=lambda row: row.planned_on, fields=("name", "planned_on"),
         order=(F("planned_on").asc(nulls_last=True), LONGEST, "project__code", "pk"), since=F("held_on")),
    Kind("budgets", _("Budgets"), Permission.BUDGET_APPROVE, _budgets,
         _named(_("Approve the budget, version {what}")), _of("budgets:version"), _("Open the budget")),
    Kind("baselines", _("Baselines"), Permission.BASELINE_APPROVE, _baselines,
         _named(_("Approve the baseline, version {what}")), _of("budgets:baseline"), _("Open the baseline")),
    Kind("baseline-money", _("Money of baselines"), Permission.BASELINE_APPROVE_MONEY, _baselines,
         _named(_("Check the money of baseline {what}")), _of("budgets:baseline"), _("Open the baseline")),
    Kind("cases", _("Business cases"), Permission.CBA_APPROVE, _cases,
         _named(_("Issue the business case, version {what}")), _of("budgets:case_version"),
         _("Open the business case"), since=_last_act(act__startswith="case.")),
    Kind("people", _("Requests for people"), Permission.ALLOCATION_EDIT,
         lambda _user: Allocation.objects.filter(state="requested"),
         lambda row: _("Find somebody for the role {what}").format(what=row.role),
         _of("staffing:allocation_open"), _("Open the request"), due=lambda row: row.days.lower,
         fields=("days", "role"), joins=("role",), order=("days", "project__code", "pk"),
         since=F("created_at")),
    Kind("signatures", _("Signatures"), Permission.REPORT_SIGN, _to_sign,
         lambda row: _("Sign: {what}").format(what=row.snapshot.get_kind_display()), _of("reports:document"),
         _("Open the document"), fields=("snapshot__kind",), joins=("snapshot",),
         since=_last_act(act="report.in_signature", object_id=OuterRef("public_id"))),
    Kind("hours", _("Hours"), Permission.TIMESHEET_APPROVE_LINES, _hours,
         lambda _row: _("Approve the hours of the team"), lambda row: _at("staffing:project_time", row.public_id),
         _("Open the hours"), project=lambda row: row, order=(LONGEST, "code", "pk")),
    Kind("weeks", _("Weeks"), Permission.TIMESHEET_APPROVE, ready_sheets,
         lambda row: _("Approve the week from {day}").format(day=show(row.week, DATE)),
         lambda row: _at("staffing:sheet_open", row.public_id), _("Open the week"), project=lambda _row: None,
         subject=lambda row: row.person.name, order=("week", "person__name", "pk"), of_project=False),
)  # fmt: skip


def kinds_for(user, *, projects=None):
    """The kinds of decision that the person's roles can take: on all projects, or on these alone."""
    return [kind for kind in KINDS if may_anywhere(user, kind.permission) and (kind.of_project or projects is None)]


def waiting(user, *, projects=None, shown=SHOWN):
    """What waits for the person's word, of all kinds, on all projects or on these. → Waitlist"""
    parts = [waiting_of(kind, user, projects=projects, until=shown) for kind in kinds_for(user, projects=projects)]
    rows = sorted((row for part in parts for row in part.rows), key=_urgency)
    return Waitlist(rows[:shown], sum(part.count for part in parts))


def waiting_of(kind, user, *, projects=None, first=0, until=SHOWN):
    """Those of one kind from `first` on: one query that also counts them all. → Waitlist"""
    rows = _decidable(kind, user, projects).order_by(*kind.order).annotate(all_that_wait=Window(Count("pk")))
    found = list(rows[first:until])
    return Waitlist([_line(kind, row) for row in found], found[0].all_that_wait if found else 0)


def _urgency(each):
    """What is due first; of what has no day, what waits longest."""
    last = dt.date.max
    return each.due is None, each.due or last, each.since or last, each.project.code if each.project else each.subject


def _decidable(kind, user, projects):
    """The rows of this kind on projects where the person holds the right, with no more than a line says."""
    rows = kind.rows(user).annotate(waits_since=kind.since)
    if not kind.of_project:
        return rows
    where = visible_to(user, kind.permission)
    if projects is not None:
        where = where.filter(pk__in=projects.order_by().values("pk"))
    if rows.model is Project:
        return rows.filter(pk__in=where.values("pk")).select_related("facts").only(*OF_PROJECT)
    wanted = (*kind.fields, *(f"project__{name}" for name in OF_PROJECT))
    rows = rows.filter(project__in=where).select_related("project__facts", *kind.joins)
    return rows.only("public_id", *wanted)


def _line(kind, row):
    since = timezone.localdate(row.waits_since) if isinstance(row.waits_since, dt.datetime) else row.waits_since
    return Waiting(
        kind.project(row), str(kind.asked(row)), kind.due(row), kind.address(row), str(kind.act), kind.subject(row),
        since,
    )  # fmt: skip
