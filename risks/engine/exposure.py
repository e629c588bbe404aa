"""How much may this risk cost or bring, how bad is it on the scale, and is a response worth it?

Score and money are kept apart: the score (probability index x highest impact index, 1 to 25)
ranks, the expected monetary value (EMV) adds up. Percentiles do not add up. Only open risks come
in: 0 < p < 1; what is certain is an issue. Reasons: not_assessed, no_exposure. Source: ISO 31000
words, PRINCE2 response types.
"""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from foundation.money import exact
from foundation.ratios import Ratio


class Kind(StrEnum):
    THREAT = "threat"
    OPPORTUNITY = "opportunity"


class Strategy(StrEnum):
    AVOID = "avoid"
    REDUCE = "reduce"
    EXPLOIT = "exploit"
    ENHANCE = "enhance"
    TRANSFER = "transfer"
    SHARE = "share"
    ACCEPT = "accept"
    CONTINGENT = "contingent"  # prepare a contingent plan


_BOTH = frozenset({Strategy.TRANSFER, Strategy.SHARE, Strategy.ACCEPT, Strategy.CONTINGENT})
STRATEGIES: dict[Kind, frozenset[Strategy]] = {
    Kind.THREAT: _BOTH | {Strategy.AVOID, Strategy.REDUCE},
    Kind.OPPORTUNITY: _BOTH | {Strategy.EXPLOIT, Strategy.ENHANCE},
}


class Level(StrEnum):
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


@dataclass(frozen=True, slots=True)
class Scale:
    """Upper bounds, inclusive, of the indices 1 to 4; whatever is above is 5."""

    bounds: tuple[Decimal, Decimal, Decimal, Decimal]

    def __post_init__(self) -> None:
        bounds = [exact(bound) for bound in self.bounds]
        if len(bounds) != 4 or bounds != sorted(set(bounds)) or bounds[0] <= 0:
            raise ValueError("a scale has four rising bounds above 0")

    def index(self, value: Decimal) -> int:
        """1 to 5. With bounds .1 .3 .5 .7: .1 -> 1, .11 -> 2, .9 -> 5. The sign does not count."""
        return bisect_left(self.bounds, abs(exact(value))) + 1

    def sized(self, size: Decimal) -> "Scale":
        """The scale for a project of a size: bounds given as shares of its budget become money."""
        return Scale(tuple(bound * exact(size) for bound in self.bounds))


# Our defaults; an organisation's RiskPolicy replaces them.
PROBABILITY = Scale(tuple(map(Decimal, ("0.1", "0.3", "0.5", "0.7"))))
COST_SHARE = Scale(tuple(map(Decimal, ("0.01", "0.05", "0.1", "0.2"))))  # of the budget
TIME_SHARE = Scale(tuple(map(Decimal, ("0.01", "0.05", "0.1", "0.2"))))  # of the duration


@dataclass(frozen=True, slots=True)
class Bands:
    """From which score a risk is medium, and from which it is high."""

    medium: int = 5
    high: int = 12

    def __post_init__(self) -> None:
        if not 1 < self.medium < self.high <= 25:
            raise ValueError("bands of scores rise inside 1 to 25")

    def level(self, score: int) -> Level:
        if score >= self.high:
            return Level.HIGH
        return Level.MEDIUM if score >= self.medium else Level.LOW


@dataclass(frozen=True, slots=True)
class Score:
    """Where a risk stands in the matrix; `value` is null `not_assessed` without any impact."""

    probability: int
    impact: int | None
    value: Ratio
    level: Level | None


def check_probability(probability: Decimal) -> Decimal:
    """The probability, if it is one of an open risk: 0 < p < 1; else ValueError."""
    if not 0 < exact(probability) < 1:
        raise ValueError("an open risk has a probability between 0 and 1; a certain one is an issue")
    return exact(probability)


def allowed(kind: Kind | str, strategy: Strategy | str) -> bool:
    """Whether a response strategy fits the kind of risk. exploit fits no threat."""
    return strategy in STRATEGIES[Kind(kind)]


def score(
    probability: Decimal,
    impacts: Iterable[int],
    *,
    scale: Scale = PROBABILITY,
    bands: Bands | None = None,
) -> Score:
    """Probability index x highest impact index. p .4 (index 3) and impacts 2, 4 -> 12, high.

    Errors: ValueError when p is not between 0 and 1 or an impact index is not 1 to 5.
    """
    indices = list(impacts)
    if any(not 1 <= index <= 5 for index in indices):
        raise ValueError("an impact index is 1 to 5")
    likely = scale.index(check_probability(probability))
    if not indices:
        return Score(likely, None, Ratio(None, "not_assessed"), None)
    value = likely * max(indices)
    return Score(likely, max(indices), Ratio(Decimal(value)), (bands or Bands()).level(value))


def expected_impact(low: Decimal, most_likely: Decimal, high: Decimal) -> Decimal:
    """Mean of a three-point estimate, (a + 4m + b) / 6. 2, 4, 12 -> 5.

    Errors: ValueError unless low <= most_likely <= high.
    """
    if not exact(low) <= exact(most_likely) <= exact(high):
        raise ValueError("low, most likely and high rise in this order")
    return (low + 4 * most_likely + high) / Decimal(6)


@dataclass(frozen=True, slots=True)
class Stake:
    """A risk's money: the probability and the impact if it happens (>= 0, cost or gain)."""

    kind: Kind
    probability: Decimal
    impact: Decimal

    def __post_init__(self) -> None:
        check_probability(self.probability)
        if exact(self.impact) < 0:
            raise ValueError("an impact is not negative; the kind says which way it goes")

    @property
    def emv(self) -> Decimal:
        return self.probability * self.impact


@dataclass(frozen=True, slots=True)
class Exposure:
    """Sums of EMV over open risks, in one currency; net = threats - opportunities."""

    threats: Decimal
    opportunities: Decimal

    @property
    def net(self) -> Decimal:
        return self.threats - self.opportunities


def exposure(stakes: Iterable[Stake]) -> Exposure:
    """EMV of threats and opportunities. .3 of 100, .1 of 400, .5 of 40 -> 90."""
    sums = dict.fromkeys(Kind, Decimal(0))
    for stake in stakes:
        sums[stake.kind] += stake.emv
    return Exposure(sums[Kind.THREAT], sums[Kind.OPPORTUNITY])


def chance_of_none(probabilities: Iterable[Decimal]) -> Decimal:
    """Π (1 - p) for independent risks. .3, .1, .5 -> .315; no risk -> 1."""
    chance = Decimal(1)
    for probability in probabilities:
        chance *= 1 - check_probability(probability)
    return chance


@dataclass(frozen=True, slots=True)
class ResponseValue:
    """What a response changes: gain = less threat or more opportunity, net of nothing."""

    gain: Decimal
    cost: Decimal

    @property
    def net(self) -> Decimal:
        return self.gain - self.cost

    @property
    def worthwhile(self) -> bool:
        return self.gain > self.cost


def response_value(kind: Kind, before: Decimal, after: Decimal, cost: Decimal) -> ResponseValue:
    """EMV before and after a response against its cost. A threat 100 -> 40 for 50: gain 60, yes.

    Errors: ValueError when an amount is negative.
    """
    if min(exact(before), exact(after), exact(cost)) < 0:
        raise ValueError("expected values and costs are not negative")
    return ResponseValue(before - after if kind == Kind.THREAT else after - before, exact(cost))


def coverage(contingency_left: Decimal, residual_emv: Decimal) -> Ratio:
    """Contingency left / residual EMV. 45 for 90 -> 0.5; nothing (or a net gain) at stake -> null."""
    at_stake = exact(residual_emv)
    if at_stake <= 0:
        return Ratio(None, "no_exposure")
    return Ratio(exact(contingency_left) / at_stake)


@dataclass(frozen=True, slots=True)
class Cell:
    """One field of the matrix and the keys of the risks in it, in the given order."""

    probability: int
    impact: int
    score: int
    level: Level
    keys: tuple[str, ...]


def matrix(placed: Iterable[tuple[str, int, int]], bands: Bands | None = None) -> tuple[tuple[Cell, ...], ...]:
    """Five rows of five cells, probability 5 on top, impact 1 at the left.

    placed: (key, probability index, impact index). Errors: ValueError outside 1 to 5.
    """
    found: dict[tuple[int, int], list[str]] = {}
    for key, likely, impact in placed:
        if not (1 <= likely <= 5 and 1 <= impact <= 5):
            raise ValueError(f"{key}: the matrix runs from 1 to 5")
        found.setdefault((likely, impact), []).append(key)
    level = (bands or Bands()).level
    return tuple(
        tuple(Cell(p, i, p * i, level(p * i), tuple(found.get((p, i), ()))) for i in range(1, 6))
        for p in range(5, 0, -1)
    )
