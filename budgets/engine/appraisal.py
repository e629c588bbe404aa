"""What do the lines of an option add up to, in cash and for society, over the horizon?

`appraise` takes the yearly lines of one option. A line counts in the financial result, the
social one, or both; its social amount is amount x conversion factor.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import accumulate

from budgets.engine.cost_benefit import (
    Payback,
    bcr,
    discounted,
    equivalent_annual,
    payback,
    roi,
)
from budgets.engine.discounting import PriceBasis, Rates, Timing, require_same_basis
from budgets.engine.rates_of_return import InternalRate, irr, mirr
from foundation.money import exact
from foundation.ratios import Ratio


class Kind(StrEnum):
    COST = "cost"
    BENEFIT = "benefit"


class CostClass(StrEnum):
    CAPEX = "capex"
    OPEX = "opex"


class Certainty(StrEnum):
    """Which estimate of the same item a line holds."""

    LOW = "low"
    BASE = "base"
    HIGH = "high"


class Denominator(StrEnum):
    """Which costs stand below the line of the benefit-cost ratio."""

    ALL_COSTS = "all_costs"
    PUBLIC_COST = "public_cost"  # what the organisation itself pays: lines in the financial result
    CAPITAL = "capital"


@dataclass(frozen=True, slots=True)
class Line:
    """One yearly amount of an option, >= 0, in the currency and price basis of the analysis."""

    item: str
    kind: Kind
    year: int
    amount: Decimal
    cost_class: CostClass | None = None
    certainty: Certainty = Certainty.BASE
    in_financial: bool = True
    in_social: bool = True
    social_factor: Decimal = Decimal(1)
    basis: PriceBasis = PriceBasis.REAL


@dataclass(frozen=True, slots=True)
class Parameters:
    """How to appraise: years 0 to horizon, a rate for each result, timing, denominator.

    case: use low or high lines where an item has them in a year, else its base line. An item
    with one estimate only counts in every case: money does not vanish by a label.
    finance, reinvest: the rates of MIRR; without them each result's rate of year 1 serves, as it
    does for the equal yearly amount (EAA).
    """

    horizon: int
    financial_rates: Rates
    social_rates: Rates
    timing: Timing = Timing.END
    denominator: Denominator = Denominator.ALL_COSTS
    case: Certainty = Certainty.BASE
    finance: Decimal | None = None
    reinvest: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Year:
    """One row of the annual table."""

    year: int
    cost: Decimal
    benefit: Decimal
    net: Decimal
    discounted: Decimal
    cumulated: Decimal
    cumulated_discounted: Decimal


@dataclass(frozen=True, slots=True)
class Result:
    """One view of an option, financial or social. Amounts unrounded, rates per year."""

    years: tuple[Year, ...]
    costs: Decimal  # undiscounted
    benefits: Decimal
    pv_costs: Decimal
    pv_benefits: Decimal
    npv: Decimal
    bcr: Ratio
    roi: Ratio
    irr: InternalRate
    mirr: Ratio
    payback: Payback
    discounted_payback: Payback
    equivalent_annual: Decimal


@dataclass(frozen=True, slots=True)
class Appraisal:
    financial: Result
    social: Result


def appraise(lines: Iterable[Line], parameters: Parameters) -> Appraisal:
    """The financial and the social result of one option.

    Costs 1000 in year 0, benefits 300, 400, 500, 200 after it, at 5 %, end of year -> NPV
    244.985371, BCR 1.244985, payback 2.6. No lines -> all amounts 0, ratios null.
    Errors: ValueError when horizon < 1, an amount or factor is negative, a year lies outside the
    horizon, or an item has a low and a high line but no base; MixedPriceBasis.
    """
    if parameters.horizon < 1:
        raise ValueError("a horizon is at least one year")
    found = list(lines)
    for line in found:
        _check(line, parameters)
    used = _of_case(found, parameters.case)
    cash = [(line, line.amount) for line in used if line.in_financial]
    social = [(line, line.amount * line.social_factor) for line in used if line.in_social]
    return Appraisal(
        financial=_result(cash, parameters.financial_rates, parameters),
        social=_result(social, parameters.social_rates, parameters),
    )


def _check(line: Line, parameters: Parameters) -> None:
    if exact(line.amount) < 0:
        raise ValueError(f"{line.item}: an amount is not negative; its kind says which way it goes")
    if not 0 <= line.year <= parameters.horizon:
        raise ValueError(f"{line.item}: year {line.year} lies outside the horizon")
    if exact(line.social_factor) < 0:
        raise ValueError(f"{line.item}: a conversion factor is not negative")
    if line.in_financial:
        require_same_basis(line.basis, parameters.financial_rates)
    if line.in_social:
        require_same_basis(line.basis, parameters.social_rates)


def _of_case(lines: Sequence[Line], case: Certainty) -> list[Line]:
    """Of each item and year the lines of the case, or its base lines, or its only estimate."""
    groups: dict[tuple, dict[Certainty, list[Line]]] = defaultdict(lambda: defaultdict(list))
    for line in lines:
        groups[line.item, line.kind, line.year][line.certainty].append(line)
    used = []
    for (item, _, year), estimates in groups.items():
        fitting = next((c for c in (case, Certainty.BASE) if c in estimates), None)
        if fitting is None and len(estimates) > 1:
            raise ValueError(f"{item}: year {year} has a low and a high estimate but no base")
        used += estimates[fitting or next(iter(estimates))]
    return used


Amounts = Sequence[tuple[Line, Decimal]]


def _by_year(amounts: Amounts, kind: Kind, horizon: int) -> list[Decimal]:
    years = [Decimal(0)] * (horizon + 1)
    for line, amount in amounts:
        if line.kind == kind:
            years[line.year] += amount
    return years


def _result(amounts: Amounts, rates: Rates, parameters: Parameters) -> Result:
    horizon, timing = parameters.horizon, parameters.timing
    costs = _by_year(amounts, Kind.COST, horizon)
    benefits = _by_year(amounts, Kind.BENEFIT, horizon)
    net = [benefit - cost for benefit, cost in zip(benefits, costs, strict=True)]
    present = discounted(net, rates, timing)
    pv_costs, pv_benefits = (sum(discounted(row, rates, timing)) for row in (costs, benefits))
    npv = sum(present)
    rate = rates.rate(1)
    return Result(
        years=_table(costs, benefits, net, present),
        costs=sum(costs),
        benefits=sum(benefits),
        pv_costs=pv_costs,
        pv_benefits=pv_benefits,
        npv=npv,
        bcr=_ratio(amounts, rates, parameters, npv),
        roi=roi(sum(benefits), sum(costs)),
        irr=irr(net),
        mirr=mirr(net, _or(parameters.finance, rate), _or(parameters.reinvest, rate)),
        payback=payback(net),
        discounted_payback=payback(present),
        equivalent_annual=equivalent_annual(npv, rate, horizon),
    )


def _or(value: Decimal | None, default: Decimal) -> Decimal:
    return default if value is None else value


def _table(
    costs: Sequence[Decimal],
    benefits: Sequence[Decimal],
    net: Sequence[Decimal],
    present: Sequence[Decimal],
) -> tuple[Year, ...]:
    columns = (costs, benefits, net, present, accumulate(net), accumulate(present))
    return tuple(Year(year, *row) for year, row in enumerate(zip(*columns, strict=True)))


def _ratio(amounts: Amounts, rates: Rates, parameters: Parameters, npv: Decimal) -> Ratio:
    """(NPV + chosen costs) / chosen costs: costs that are not below the line reduce what is
    above it, so that the ratio passes 1 exactly when NPV passes 0, and nothing counts twice."""
    below = [(line, amount) for line, amount in amounts if _counts(line, parameters.denominator)]
    chosen = _by_year(below, Kind.COST, parameters.horizon)
    pv_chosen = sum(discounted(chosen, rates, parameters.timing))
    return bcr(npv + pv_chosen, pv_chosen)


def _counts(line: Line, denominator: Denominator) -> bool:
    match denominator:
        case Denominator.PUBLIC_COST:
            return line.in_financial
        case Denominator.CAPITAL:
            return line.cost_class == CostClass.CAPEX
    return True


def ranked(options: Mapping[str, Appraisal], *, social: bool = False) -> tuple[str, ...]:
    """The options' keys, highest NPV first; equal ones in the given order."""

    def worth(key: str) -> Decimal:
        return (options[key].social if social else options[key].financial).npv

    return tuple(sorted(options, key=worth, reverse=True))
