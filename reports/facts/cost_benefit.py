"""Which facts does a cost-benefit analysis report stand on (DOMAIN.md 3.2)?

Amounts in the head's currency, positive for cost and for benefit alike; `years` are the calendar
years of every tuple of yearly amounts, in order.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from reports.facts.common import Head, Ratio, Source


@dataclass(frozen=True)
class Decision:
    """What is asked of whom until when, and what the analysis recommends."""

    asked: str
    recommendation: str
    decided_by: str
    due: date | None


@dataclass(frozen=True)
class Option:
    """An option with its result over the horizon; kind: do_nothing, do_minimum or real."""

    name: str
    kind: str
    description: str
    preferred: bool
    cost_pv: Decimal
    benefit_pv: Decimal
    npv: Ratio
    bcr: Ratio
    payback_years: Ratio
    total_cost: Decimal


@dataclass(frozen=True)
class RejectedOption:
    """An idea of the long list that went no further, and why."""

    name: str
    reason: str


@dataclass(frozen=True)
class Parameters:
    """What the figures rest on. rate: fraction a year; timing: end or mid of the year; price_basis: real or nominal."""

    preset: str
    version: str
    rate: Decimal
    timing: str
    price_basis: str
    base_year: int
    horizon_years: int
    counterfactual: str
    exchange: str


@dataclass(frozen=True)
class CostLine:
    """A cost of the preferred option by year; cost_class: capex or opex; recurrence: one-off or recurring."""

    category: str
    cost_class: str
    recurrence: str
    amounts: tuple[Decimal, ...]


@dataclass(frozen=True)
class BenefitLine:
    """A benefit or dis-benefit of the preferred option by year; amounts of a dis-benefit are negative."""

    name: str
    group: str
    kind: str
    evidence: str
    amounts: tuple[Decimal, ...]


@dataclass(frozen=True)
class YearFlow:
    """One year of the preferred option: factor is the discount factor, cumulative is discounted too."""

    year: int
    cost: Decimal
    benefit: Decimal
    net: Decimal
    factor: Decimal
    discounted: Decimal
    cumulative: Decimal


@dataclass(frozen=True)
class FundingYear:
    """Whether the money is there; gap = funded − needed, negative is missing."""

    year: int
    needed: Decimal
    funded: Decimal
    gap: Decimal


@dataclass(frozen=True)
class SocialEffect:
    """An effect on a group of people; amount is its present value, None where it has no price; score −3 to +3."""

    effect: str
    group: str
    amount: Decimal | None
    score: int | None
    explanation: str


@dataclass(frozen=True)
class BiasLine:
    """An explicit uplift for optimism: rate as a fraction, amount in money."""

    item: str
    rate: Decimal
    amount: Decimal
    source: str


@dataclass(frozen=True)
class Sensitivity:
    """Net present value when one driver is low or high, and where it turns to zero."""

    driver: str
    low: Decimal
    high: Decimal
    npv_low: Decimal
    npv_high: Decimal
    switching: Ratio


@dataclass(frozen=True)
class RiskLine:
    """A risk that bears on the case."""

    title: str
    exposure: Decimal
    response: str


@dataclass(frozen=True)
class BenefitProfile:
    """How a benefit will be measured and by whom."""

    name: str
    owner: str
    measure: str
    baseline: str
    target: str
    first_review: date | None


@dataclass(frozen=True)
class CostBenefitFacts:
    """All of a cost-benefit report; lines and flows are those of the preferred option."""

    head: Head
    decision: Decision
    context: str
    need: str
    objectives: tuple[str, ...]
    options: tuple[Option, ...]
    rejected: tuple[RejectedOption, ...]
    parameters: Parameters
    assumptions: tuple[Source, ...]
    years: tuple[int, ...]
    costs: tuple[CostLine, ...]
    benefits: tuple[BenefitLine, ...]
    flows: tuple[YearFlow, ...]
    funding: tuple[FundingYear, ...]
    social_npv: Ratio
    social_bcr: Ratio
    effects: tuple[SocialEffect, ...]
    bias: tuple[BiasLine, ...]
    risks: tuple[RiskLine, ...]
    sensitivity: tuple[Sensitivity, ...]
    comparison: str
    profiles: tuple[BenefitProfile, ...]
    sources: tuple[Source, ...]
