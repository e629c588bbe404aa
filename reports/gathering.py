"""Which reports can be drawn of a project now, and from which facts?"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from budgets.models import Cba
from foundation.errors import Refused
from foundation.instants import one_instant
from reports.kinds import PROJECT_KINDS
from reports.models import ReportKind
from reports.queries.budget_facts import budget_facts
from reports.queries.closure_facts import closure_facts
from reports.queries.cost_benefit_facts import cost_benefit_facts

GATHER = {
    ReportKind.BUDGET: budget_facts,
    ReportKind.CLOSURE: closure_facts,
    ReportKind.COST_BENEFIT: cost_benefit_facts,
}


@dataclass(frozen=True)
class Offer:
    """A kind of report: what it is for, and why it cannot be drawn yet, if so."""

    code: str
    label: str
    purpose: str
    obstacle: str


def offered(project):
    purposes = {
        ReportKind.BUDGET: _("for finance: budget, commitments, actuals, forecast and their reconciliation"),
        ReportKind.COST_BENEFIT: _("for the decision: options, costs and benefits over the years"),
        ReportKind.CLOSURE: _("for the board: what was reached, the final balance, lessons and handover"),
    }
    return [Offer(k.value, k.label, str(purposes[k]), obstacle(project, k)) for k in PROJECT_KINDS]


def obstacle(project, kind):
    """Why this report cannot be drawn; empty when it can."""
    if kind == ReportKind.COST_BENEFIT and not Cba.objects.filter(project=project).exists():
        return _("There is no business case yet.")
    if kind == ReportKind.CLOSURE and project.state not in ("closing", "closed", "cancelled"):
        return _("Only a project that is closing, cancelled or closed has a closure report.")
    return ""


def gather(project, kind, *, by, on):
    """The facts of the report, all read at one instant."""
    why = obstacle(project, ReportKind(kind))
    if why:
        raise Refused(why, field="kind")
    with one_instant():
        return GATHER[ReportKind(kind)](project, by=by, on=on)
