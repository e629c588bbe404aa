"""Which facts does a portfolio status report for executives stand on (DOMAIN.md 3.4)?

Amounts in the head's currency, which is the portfolio's, at the closing rate of the last month;
projects without a rate are named in `data_quality` and left out of the totals.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from reports.facts.common import Head, Ratio


@dataclass(frozen=True)
class DecisionNeeded:
    """What somebody has to decide, until when (None: no day is set), and what waiting costs a week."""

    project: str
    what: str
    decided_by: str
    due: date | None
    waiting_cost: Decimal | None


@dataclass(frozen=True)
class ProjectLine:
    """A project on the one page. health: on_track, at_risk, off_track, unknown; trend: better, same, worse, new.

    A file's word counts where the project has no money or plan of its own. slip_days against the baseline.
    """

    code: str
    name: str
    owner: str
    stage: str
    health: str
    trend: str
    cpi: Ratio
    spi_t: Ratio
    budget: Ratio
    eac: Ratio
    variance: Ratio
    finish_forecast: date | None
    slip_days: int | None


@dataclass(frozen=True)
class PortfolioTotals:
    """Sums over the projects that have a budget, a forecast and a rate; variance = budget − forecast."""

    projects: int
    budget: Ratio
    actual: Ratio
    forecast: Ratio
    variance: Ratio
    benefit: Ratio
    on_budget: Ratio


@dataclass(frozen=True)
class MoneyLine:
    """Budget, forecast and what is available, by category or by strategic objective."""

    name: str
    budget: Decimal
    forecast: Decimal
    available: Decimal


@dataclass(frozen=True)
class Bubble:
    """Where a project stands, in money: present value of its benefits, exposure, cost to go."""

    code: str
    value: Decimal
    risk: Decimal
    cost: Decimal
    health: str


@dataclass(frozen=True)
class TopRisk:
    """One of the largest risks of the portfolio; probability and impact on the scale 1 to 5."""

    reference: str
    project: str
    title: str
    probability: int
    impact: int
    exposure: Decimal
    owner: str
    response: str


@dataclass(frozen=True)
class DependencyLine:
    """One project waits for another; slack in days, negative when it is late already."""

    project: str
    needs: str
    what: str
    due: date
    slack_days: int


@dataclass(frozen=True)
class CapacityLine:
    """Capacity and demand of a role in hours over a quarter."""

    role: str
    quarter: str
    capacity: Decimal
    demand: Decimal


@dataclass(frozen=True)
class BenefitLine:
    """A measure of a benefit in its own unit: last planned and last measured value, share of the target reached."""

    project: str
    name: str
    measure: str
    unit: str
    planned: Decimal | None
    realised: Decimal | None
    reached: Ratio


@dataclass(frozen=True)
class GateLine:
    """A gate or a start that is due."""

    project: str
    gate: str
    due: date
    state: str


@dataclass(frozen=True)
class ChangeSince:
    """What is new since the last report: started, closed, cancelled, re-baselined, rated worse or better."""

    kind: str
    project: str
    words: str


@dataclass(frozen=True)
class DataQuality:
    """A figure that is missing or stale, and since when."""

    project: str
    what: str
    since: date | None


@dataclass(frozen=True)
class PortfolioStatusFacts:
    """All of a portfolio status report; previous_on is the data date of the report before."""

    head: Head
    previous_on: date | None
    headlines: tuple[str, ...]
    decisions: tuple[DecisionNeeded, ...]
    totals: PortfolioTotals
    projects: tuple[ProjectLine, ...]
    by_category: tuple[MoneyLine, ...]
    by_strategy: tuple[MoneyLine, ...]
    bubbles: tuple[Bubble, ...]
    risks: tuple[TopRisk, ...]
    dependencies: tuple[DependencyLine, ...]
    capacity: tuple[CapacityLine, ...]
    benefits: tuple[BenefitLine, ...]
    gates: tuple[GateLine, ...]
    changes: tuple[ChangeSince, ...]
    data_quality: tuple[DataQuality, ...]
