"""Which reports are there, from which facts, and who signs them with which words?"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from foundation.accounts.rights import Role
from reports.facts.budget import BudgetFacts
from reports.facts.closure import ClosureFacts
from reports.facts.cost_benefit import CostBenefitFacts
from reports.facts.portfolio_status import PortfolioStatusFacts
from reports.models import ReportKind

# grows by one with every change of a template or of the drawing; signatures name it
TEMPLATE_VERSION = 3


@dataclass(frozen=True)
class Kind:
    """One report: the dataclass of its facts and (role, meaning) of each signature in order."""

    facts: type
    signatures: tuple[tuple[Role, object], ...]


KINDS = {
    ReportKind.CLOSURE: Kind(
        ClosureFacts,
        (
            (Role.PROJECT_MANAGER, _("prepared this report")),
            (Role.FINANCE, _("certifies the final balance")),
            (Role.SPONSOR, _("accepts the products and closes the project")),
        ),
    ),
    ReportKind.COST_BENEFIT: Kind(
        CostBenefitFacts,
        (
            (Role.PROJECT_MANAGER, _("made this analysis")),
            (Role.FINANCE, _("confirms figures and rates")),
            (Role.SPONSOR, _("owns the case")),
        ),
    ),
    ReportKind.BUDGET: Kind(
        BudgetFacts,
        (
            (Role.PROJECT_MANAGER, _("prepared this report")),
            (Role.FINANCE, _("certifies the figures")),
        ),
    ),
    ReportKind.PORTFOLIO_STATUS: Kind(PortfolioStatusFacts, ()),
}
PROJECT_KINDS = (ReportKind.BUDGET, ReportKind.COST_BENEFIT, ReportKind.CLOSURE)
