"""What is money of a later year worth today?

Rates may bend (3.5 % to year 30, 3.0 % to year 75): a factor is the product of yearly factors,
never one power. Prices are real with a real rate or nominal with a nominal rate; mixing is
refused. Source: UK Green Book practice (bands); Fisher (rates).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from foundation.money import exact


class Timing(StrEnum):
    """When the money of year t moves: at its end, or in its middle (year 0 is always today)."""

    END = "end"
    MID = "mid"


class PriceBasis(StrEnum):
    REAL = "real"
    NOMINAL = "nominal"


class MixedPriceBasis(ValueError):
    """Real prices were to be discounted with a nominal rate, or the other way round."""


@dataclass(frozen=True, slots=True)
class RateBand:
    """A yearly rate up to and including year `last`; None: without end. 0.035 is 3.5 %."""

    rate: Decimal
    last: int | None = None


@dataclass(frozen=True, slots=True)
class Rates:
    """Discount rates by year, with their price basis. The last band has no end."""

    bands: tuple[RateBand, ...]
    basis: PriceBasis = PriceBasis.REAL

    def __post_init__(self) -> None:
        if not self.bands or self.bands[-1].last is not None:
            raise ValueError("the last band of rates has no end")
        ends = [band.last for band in self.bands[:-1]]
        if None in ends or ends != sorted(set(ends)) or (ends and ends[0] < 0):
            raise ValueError("bands of rates follow each other by year")
        if any(exact(band.rate) <= -1 for band in self.bands):
            raise ValueError("a rate is above -100 %")

    def rate(self, year: int) -> Decimal:
        """The rate that is applied from year - 1 to year."""
        return next(b.rate for b in self.bands if b.last is None or year <= b.last)

    def factors(self, horizon: int, timing: Timing = Timing.END) -> tuple[Decimal, ...]:
        """Discount factors of the years 0 to horizon. Year 0 is 1.

        3.5 % / 3.0 % from year 31: year 30 .356278, year 31 .345901.
        Errors: ValueError when horizon < 0.
        """
        if horizon < 0:
            raise ValueError("a horizon is not negative")
        found, growth = [Decimal(1)], Decimal(1)
        for year in range(1, horizon + 1):
            step = 1 + self.rate(year)
            middle = growth * step.sqrt()
            growth *= step
            found.append(1 / (middle if timing == Timing.MID else growth))
        return tuple(found)

    def factor_on(self, day: int) -> Decimal:
        """The discount factor `day` days after today, exponent days/365 inside each year."""
        if day < 0:
            raise ValueError("a flow lies not before today")
        years, rest = divmod(day, 365)
        growth = 1 / self.factors(years)[-1]
        return 1 / (growth * (1 + self.rate(years + 1)) ** (Decimal(rest) / 365))


def flat(rate: Decimal | int | str, basis: PriceBasis = PriceBasis.REAL) -> Rates:
    """One rate for every year."""
    return Rates((RateBand(exact(rate)),), basis)


def npv(flows: Sequence[Decimal | int], rates: Rates, timing: Timing = Timing.END) -> Decimal:
    """Σ flow x factor; flows[t] is the net amount of year t. Unrounded. No flow -> 0.

    -1000, 300, 400, 500, 200 at 5 % -> 244.985371 end, 275.730380 mid.
    """
    if not flows:
        return Decimal(0)
    factors = rates.factors(len(flows) - 1, timing)
    pairs = zip(flows, factors, strict=True)
    return sum((exact(flow) * factor for flow, factor in pairs), Decimal(0))


def npv_daily(flows: Sequence[tuple[int, Decimal | int]], rates: Rates) -> Decimal:
    """Σ flow x factor for flows of (days after today, amount). 105 after 365 days at 5 % -> 100."""
    return sum((exact(amount) * rates.factor_on(day) for day, amount in flows), Decimal(0))


def nominal_rate(real: Decimal, inflation: Decimal) -> Decimal:
    """(1 + real)(1 + inflation) - 1. 3.5 % and 2 % -> 5.57 %."""
    return (1 + exact(real)) * (1 + exact(inflation)) - 1


def to_real(amount: Decimal, index_base: Decimal, index_year: Decimal) -> Decimal:
    """A nominal amount in base-year prices: amount x I_base / I_year. Indices are above 0."""
    base, year = exact(index_base), exact(index_year)
    if base <= 0 or year <= 0:
        raise ValueError("a price index is above 0")
    return exact(amount) * base / year


def require_same_basis(prices: PriceBasis, rates: Rates) -> None:
    """Refuse (MixedPriceBasis) real prices with nominal rates and the reverse."""
    if prices != rates.basis:
        raise MixedPriceBasis(f"{prices} prices need a {prices} rate, not a {rates.basis} one")


def terminal_value(next_flow: Decimal, rate: Decimal, growth: Decimal = Decimal(0)) -> Decimal:
    """Value, one year before, of a flow that goes on for ever: next_flow / (rate - growth).

    100 at 5 % growing 2 % -> 3333.33. Errors: ValueError when rate <= growth.
    """
    spread = exact(rate) - exact(growth)
    if spread <= 0:
        raise ValueError("a flow that grows as fast as the rate has no finite value")
    return exact(next_flow) / spread


def with_optimism_bias(amount: Decimal, bias: Decimal, mitigation: Decimal = Decimal(0)) -> Decimal:
    """amount x (1 + bias x (1 - mitigation)). 1000, 200 %, half mitigated -> 2000.

    Errors: ValueError when bias < 0 or mitigation is outside 0 to 1.
    """
    if exact(bias) < 0 or not 0 <= exact(mitigation) <= 1:
        raise ValueError("a bias is not negative and its mitigation is 0 to 1")
    return exact(amount) * (1 + exact(bias) * (1 - exact(mitigation)))
