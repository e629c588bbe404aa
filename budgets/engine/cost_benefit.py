"""Is an option worth its money, for the organisation and for society?

One set of yearly lines gives two results: financial (the organisation's cash) and social
(society's resources: no transfers, effects on others included). Amounts are increments against
the counterfactual, do nothing or do minimum. NPV leads; the other measures explain it.
Reasons: no_cost, not_within_horizon, no_outlay. Source: UK Green Book
practice.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate

from budgets.engine.discounting import Rates, Timing
from foundation.money import exact
from foundation.ratios import Ratio, divide


@dataclass(frozen=True, slots=True)
class Payback:
    """Years until the money is back for good.

    years: the first time from which the cumulated flow stays at 0 or above, linear inside the
    year; null `not_within_horizon`. first: the first time that it reaches 0, even if it falls
    again. recrosses: it does fall again.
    """

    years: Ratio
    first: Ratio
    recrosses: bool


def payback(flows: Sequence[Decimal | int]) -> Payback:
    """Payback of yearly net flows, year 0 first; feed discounted flows for discounted payback.

    -1000, 300, 400, 500, 200 -> 2.6 years. Without any outlay 0 years.
    Errors: TypeError on float.
    """
    values = [exact(flow) for flow in flows]
    sums = list(accumulate(values))
    below = [year for year, total in enumerate(sums) if total < 0]
    if not below:
        return Payback(Ratio(Decimal(0)), Ratio(Decimal(0)), recrosses=False)
    start = below[0]
    up = next((y for y in range(start + 1, len(sums)) if sums[y] >= 0), None)
    never = Ratio(None, "not_within_horizon")
    first = Ratio(_crossing(values, sums, up)) if up is not None else never
    last = below[-1] + 1
    stays = Ratio(_crossing(values, sums, last)) if last < len(sums) else never
    recrosses = start > 0 or (up is not None and below[-1] > up)
    return Payback(stays, first, recrosses)


def _crossing(values: list[Decimal], sums: list[Decimal], year: int) -> Decimal:
    """The moment inside `year` at which the cumulated flow comes up to 0."""
    return year - 1 - sums[year - 1] / values[year]


def discounted(flows: Sequence[Decimal | int], rates: Rates, timing: Timing = Timing.END) -> tuple[Decimal, ...]:
    """Each year's flow at its present value."""
    factors = rates.factors(len(flows) - 1, timing) if flows else ()
    return tuple(exact(flow) * factor for flow, factor in zip(flows, factors, strict=True))


def bcr(pv_benefits: Decimal, pv_costs: Decimal) -> Ratio:
    """Present value of benefits to present value of costs; null `no_cost` (never infinite).

    1244.985 to 1000 -> 1.244985; 100 to 0 -> null.
    """
    return divide(pv_benefits, pv_costs, zero="no_cost")


def roi(benefits: Decimal, costs: Decimal) -> Ratio:
    """(benefits - costs) / costs, undiscounted over a stated horizon; null `no_cost`.

    1400 and 1000 -> 0.4.
    """
    return divide(exact(benefits) - exact(costs), costs, zero="no_cost")


def profitability_index(flows: Sequence[Decimal | int], rates: Rates) -> Ratio:
    """Present value of all later flows per unit of the first outlay; null `no_outlay`.

    -1000, 300, 400, 500, 200 at 5 % -> 1.244985.
    """
    values = discounted(flows, rates)
    if not values or values[0] >= 0:
        return Ratio(None, "no_outlay")
    return Ratio(sum(values[1:], Decimal(0)) / -values[0])


def equivalent_annual(npv_amount: Decimal, rate: Decimal, years: int) -> Decimal:
    """EAA: the equal yearly amount with the same present value, to compare unequal lives.

    NPV r / (1 - (1 + r)^-n); at 0 % NPV / n. 244.985371 at 5 % over 4 years -> 69.088774.
    Errors: ValueError when years < 1 or rate <= -1.
    """
    amount, r = exact(npv_amount), exact(rate)
    if years < 1 or r <= -1:
        raise ValueError("an annuity has at least one year and a rate above -100 %")
    if not r:
        return amount / years
    return amount * r / (1 - (1 + r) ** -years)
