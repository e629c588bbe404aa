"""Is the project worth what it has cost, and what will it cost in the end?

Amounts are rolled up first, then ratios are computed, once. A ratio that cannot be computed is
None with a reason code (source of the formulas: EIA-748, ISO 21508):
  not_started       nothing spent, nothing earned      actuals_missing  earned, but nothing spent
  not_due           nothing planned, nothing earned    started_early    earned, but nothing planned
  budget_exhausted  no money left for the rest         no_baseline      the budget at completion is 0
  budget_rate       the rest is forecast at the budgeted rate, since the CPI cannot be used
"""

from dataclasses import dataclass
from decimal import Decimal

from foundation.money import exact
from foundation.ratios import Ratio, divide

NO_BASELINE = Ratio(None, "no_baseline")
BUDGET_RATE = "budget_rate"


@dataclass(frozen=True, slots=True)
class Indices:
    """Earned value of a node on a data date. Amounts in one currency, ratios without unit."""

    bac: Decimal
    pv: Decimal
    ev: Decimal
    ac: Decimal
    cv: Decimal
    sv: Decimal
    percent_complete: Ratio  # EV / BAC
    percent_planned: Ratio  # PV / BAC
    percent_spent: Ratio  # AC / BAC
    cpi: Ratio
    spi: Ratio
    eac_typical: Ratio  # BAC / CPI
    eac_atypical: Ratio  # AC + BAC - EV
    eac_combined: Ratio  # AC + (BAC - EV) / (CPI x SPI)
    eac_bottom_up: Ratio  # AC + Σ ETC
    eac: Ratio  # the one that counts; flag budget_rate
    etc: Ratio  # EAC - AC
    vac: Ratio  # BAC - EAC
    tcpi_bac: Ratio
    tcpi_eac: Ratio

    @property
    def eac_range(self) -> tuple[Decimal, Decimal] | None:
        """Lowest and highest of the three formulas, beside the manager's own forecast."""
        found = [e.value for e in (self.eac_typical, self.eac_atypical, self.eac_combined) if e.known]
        return (min(found), max(found)) if found else None


def indices(
    bac: Decimal,
    pv: Decimal,
    ev: Decimal,
    ac: Decimal,
    *,
    bottom_up_etc: Decimal | None = None,
    closing_cost: Decimal | None = None,
) -> Indices:
    """All indices and forecasts of earned value.

    bottom_up_etc: the manager's estimate to complete; it is the forecast when given, else the
    typical formula, else the budgeted rate. closing_cost: given when no work remains, finished
    (retentions and invoices not yet accrued) or cancelled (termination cost): EAC = AC + it.
    Example: BAC 1000, PV 400, EV 300, AC 450 -> CPI .6667, SPI .75, EAC 1500 / 1150 / 1850,
    TCPI 1.2727. Errors: ValueError when bac, pv, ev or a remaining cost is negative
    or ev > bac, TypeError on float. AC may be negative (credits); it then counts as nothing spent.
    """
    bac, pv, ev, ac = (exact(value) for value in (bac, pv, ev, ac))
    _refuse_impossible(bac, pv, ev)
    cpi, spi = _cpi(bac, ev, ac), _spi(bac, pv, ev)
    atypical = Ratio(ac + bac - ev) if bac else NO_BASELINE
    typical = _typical(bac, ev, ac, cpi)
    bottom_up = _at_cost(ac, bottom_up_etc)
    eac = _forecast(_at_cost(ac, closing_cost), bottom_up, typical, atypical)
    return Indices(
        bac=bac, pv=pv, ev=ev, ac=ac, cv=ev - ac, sv=ev - pv,
        percent_complete=divide(ev, bac, zero="no_baseline"),
        percent_planned=divide(pv, bac, zero="no_baseline"),
        percent_spent=divide(ac, bac, zero="no_baseline"),
        cpi=cpi, spi=spi,
        eac_typical=typical, eac_atypical=atypical,
        eac_combined=_combined(bac, pv, ev, ac, spi, typical),
        eac_bottom_up=bottom_up, eac=eac,
        etc=_minus(eac, ac),
        vac=_variance(bac, eac),
        tcpi_bac=_tcpi(bac, bac, ev, ac),
        tcpi_eac=_tcpi(eac.value, bac, ev, ac) if eac.known else eac,
    )  # fmt: skip


def _refuse_impossible(bac: Decimal, pv: Decimal, ev: Decimal) -> None:
    if min(bac, pv, ev) < 0:
        raise ValueError("budget, planned and earned value are not negative")
    if ev > bac:
        raise ValueError("no more can be earned than the budget")


def _cpi(bac: Decimal, ev: Decimal, ac: Decimal) -> Ratio:
    if not bac:
        return NO_BASELINE
    if ac <= 0:
        return Ratio(None, "actuals_missing" if ev else "not_started")
    return Ratio(ev / ac)


def _spi(bac: Decimal, pv: Decimal, ev: Decimal) -> Ratio:
    if not bac:
        return NO_BASELINE
    return divide(ev, pv, zero="started_early" if ev else "not_due")


def _typical(bac: Decimal, ev: Decimal, ac: Decimal, cpi: Ratio) -> Ratio:
    if not bac:
        return NO_BASELINE
    if not cpi.known or not ev:
        return Ratio(None, BUDGET_RATE)
    return Ratio(bac * ac / ev)


def _combined(bac: Decimal, pv: Decimal, ev: Decimal, ac: Decimal, spi: Ratio, typical: Ratio) -> Ratio:
    if not typical.known:
        return typical
    if not spi.known:
        return spi
    # AC + (BAC - EV) / (EV/AC x EV/PV), with one division
    return Ratio(ac + (bac - ev) * ac * pv / (ev * ev))


def _at_cost(ac: Decimal, remaining: Decimal | None) -> Ratio:
    if remaining is None:
        return Ratio(None, "no_estimate")
    if exact(remaining) < 0:
        raise ValueError("a remaining cost is not negative")
    return Ratio(ac + exact(remaining))


def _forecast(closing: Ratio, bottom_up: Ratio, typical: Ratio, atypical: Ratio) -> Ratio:
    for choice in (closing, bottom_up, typical):
        if choice.known:
            return choice
    return Ratio(atypical.value, BUDGET_RATE) if atypical.known else atypical


def _minus(eac: Ratio, ac: Decimal) -> Ratio:
    return Ratio(eac.value - ac, eac.reason) if eac.known else eac


def _variance(bac: Decimal, eac: Ratio) -> Ratio:
    if not bac:
        return NO_BASELINE
    return Ratio(bac - eac.value, eac.reason)


def _tcpi(target: Decimal, bac: Decimal, ev: Decimal, ac: Decimal) -> Ratio:
    """(BAC - EV) / (target - AC): the efficiency that the rest must have to end at the target."""
    if not bac:
        return NO_BASELINE
    if target <= ac:
        return Ratio(None, "budget_exhausted")
    return Ratio((bac - ev) / (target - ac))
