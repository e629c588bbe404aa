"""Which facts does a project closure report stand on (DOMAIN.md 3.1)?

Plain data, gathered elsewhere. Amounts in the head's currency; sections appear in this order.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from reports.facts.balance import Balance
from reports.facts.common import Head, Ratio


@dataclass(frozen=True)
class Target:
    """One of the seven targets: time, cost, quality, scope, benefits, risk, sustainability.

    Values are words made where the target was measured ('14 Mar 2026', '2.40 M', '96 %'), since each
    target has a unit of its own. status: met, within (tolerance), missed or unknown.
    """

    name: str
    first_approved: str
    latest_approved: str
    achieved: str
    deviation: str
    tolerance: str
    status: str
    reason: str


@dataclass(frozen=True)
class Event:
    """Something out of the ordinary, and what it did to the project."""

    day: date
    what: str
    effect: str


@dataclass(frozen=True)
class StageLine:
    """A stage with its gate; slip in days against the plan, None while not finished."""

    name: str
    planned_finish: date | None
    actual_finish: date | None
    slip_days: int | None
    decision: str
    decided_by: str


@dataclass(frozen=True)
class ChangeLine:
    """An approved change; cost > 0 adds to the budget, days > 0 move the finish."""

    reference: str
    title: str
    approved_on: date
    approved_by: str
    cost: Decimal
    days: int


@dataclass(frozen=True)
class BenefitLine:
    """One measure of a benefit: what was planned by the data date, what was measured last, the target after closure.

    Values are levels in `unit`, not sums. reached: (realised − baseline) ÷ (target − baseline), or why not.
    """

    name: str
    owner: str
    unit: str
    baseline: Decimal
    planned: Decimal | None
    realised: Decimal | None
    target: Decimal
    reached: Ratio


@dataclass(frozen=True)
class CaseReview:
    """The business case when it was approved and now."""

    npv_then: Ratio
    npv_now: Ratio
    bcr_then: Ratio
    bcr_now: Ratio
    payback_then: Ratio
    payback_now: Ratio
    benefits: tuple[BenefitLine, ...]


@dataclass(frozen=True)
class Milestone:
    """A milestone against the latest approved plan."""

    name: str
    baseline: date
    actual: date
    slip_days: int


@dataclass(frozen=True)
class Product:
    """A deliverable: its acceptance, and the concession where it was accepted off specification."""

    name: str
    status: str
    accepted_by: str
    accepted_on: date | None
    concession: str


@dataclass(frozen=True)
class DefectLine:
    """Defects of one stage."""

    stage: str
    found: int
    fixed: int
    open: int


@dataclass(frozen=True)
class RoleEffort:
    """Planned and actual hours of a role (never of a person); no actual where no time sheet was approved."""

    role: str
    planned_hours: Decimal
    actual_hours: Decimal | None
    ratio: Ratio


@dataclass(frozen=True)
class RealisedRisk:
    """A risk that occurred: what it cost and how many days it took."""

    reference: str
    title: str
    effect: str
    cost: Decimal
    days: int


@dataclass(frozen=True)
class ExposurePoint:
    """Expected value of the open risks and contingency left on a day."""

    day: date
    exposure: Decimal
    contingency: Decimal


@dataclass(frozen=True)
class ResponseLine:
    """A response strategy: how often chosen, how often it worked, what it cost."""

    strategy: str
    chosen: int
    worked: int
    cost: Decimal


@dataclass(frozen=True)
class RiskReview:
    """How risks and issues ended."""

    threats_closed: int
    risks_occurred: int
    risks_transferred: int
    issues_closed: int
    issues_open: int
    occurred: tuple[RealisedRisk, ...]
    exposure: tuple[ExposurePoint, ...]
    responses: tuple[ResponseLine, ...]


@dataclass(frozen=True)
class ContractLine:
    """A contract at closure."""

    reference: str
    supplier: str
    value: Decimal
    paid: Decimal
    retention: Decimal
    claims: str
    status: str


@dataclass(frozen=True)
class Lesson:
    """What happened, what to do next time, who sees to it."""

    event: str
    recommendation: str
    owner: str


@dataclass(frozen=True)
class FollowOn:
    """An open issue, risk or defect that lives on, with its new owner and day."""

    reference: str
    kind: str
    title: str
    owner: str
    due: date | None


@dataclass(frozen=True)
class HandoverItem:
    """One line of the handover: area (operations, licences, security, data, support, archive), what, by whom."""

    area: str
    what: str
    done: bool
    accepted_by: str


@dataclass(frozen=True)
class BenefitReview:
    """A review of benefits after the project."""

    day: date
    scope: str
    owner: str


@dataclass(frozen=True)
class EstimateRecord:
    """First approved estimate and actual of one measure, for the reference data set."""

    measure: str
    unit: str
    estimate: Decimal
    actual: Decimal
    ratio: Ratio


@dataclass(frozen=True)
class ClosureFacts:
    """All of a closure report. closure: normal, early or cancelled."""

    head: Head
    closure: str
    recommendation: str
    summary: str
    manager_report: str
    targets: tuple[Target, ...]
    events: tuple[Event, ...]
    stages: tuple[StageLine, ...]
    changes: tuple[ChangeLine, ...]
    case: CaseReview
    milestones: tuple[Milestone, ...]
    balance: Balance
    products: tuple[Product, ...]
    defects: tuple[DefectLine, ...]
    team: tuple[RoleEffort, ...]
    risks: RiskReview
    contracts: tuple[ContractLine, ...]
    lessons: tuple[Lesson, ...]
    follow_ons: tuple[FollowOn, ...]
    handover: tuple[HandoverItem, ...]
    reviews: tuple[BenefitReview, ...]
    estimates: tuple[EstimateRecord, ...]
