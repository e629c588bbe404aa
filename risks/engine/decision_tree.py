"""Which way is best when chance has a say, and what would it be worth to know in advance?

Roll-back from the leaves: a chance node is worth the mean of its branches, a decision the best of
them. Probabilities of a chance node add up to exactly 1. Source: decision
analysis as in any textbook.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from budgets.engine.discounting import Rates
from foundation.money import exact


@dataclass(frozen=True, slots=True)
class Outcome:
    """A leaf. `amount` (gain > 0, cost < 0) falls in `year` and is discounted from there."""

    name: str
    amount: Decimal
    year: int = 0


@dataclass(frozen=True, slots=True)
class Chance:
    """Branches of (probability, node); `amount` falls in `year` whichever way it goes."""

    name: str
    branches: tuple[tuple[Decimal, "Node"], ...]
    amount: Decimal = Decimal(0)
    year: int = 0

    def __post_init__(self) -> None:
        chances = [exact(probability) for probability, _ in self.branches]
        if sum(chances) != 1 or min(chances) < 0:
            raise ValueError(f"{self.name}: probabilities add up to exactly 1")


@dataclass(frozen=True, slots=True)
class Decision:
    """Options to choose from; `amount` falls in `year` whichever is chosen."""

    name: str
    options: tuple["Node", ...]
    amount: Decimal = Decimal(0)
    year: int = 0

    def __post_init__(self) -> None:
        if not self.options:
            raise ValueError(f"{self.name}: a decision has options")


Node = Outcome | Chance | Decision


@dataclass(frozen=True, slots=True)
class RolledBack:
    """A node's value today, the option to take (decisions only), and the same of its children."""

    name: str
    value: Decimal
    choice: str | None = None
    children: tuple["RolledBack", ...] = ()


def roll_back(node: Node, rates: Rates | None = None) -> RolledBack:
    """Value of a tree. Build .6 x 500 - .4 x 300 = 180 beats buy 150.

    Equal options: the first. Without rates nothing is discounted. Errors: ValueError when a year
    is negative.
    """
    here = exact(node.amount) * (rates.factors(node.year)[-1] if rates else 1)
    if isinstance(node, Outcome):
        return RolledBack(node.name, here)
    if isinstance(node, Chance):
        children = tuple(roll_back(child, rates) for _, child in node.branches)
        pairs = zip(node.branches, children, strict=True)
        mean = sum((chance * child.value for (chance, _), child in pairs), Decimal(0))
        return RolledBack(node.name, here + mean, None, children)
    children = tuple(roll_back(option, rates) for option in node.options)
    best = max(children, key=lambda child: child.value)
    return RolledBack(node.name, here + best.value, best.name, children)


def perfect_information(payoffs: Mapping[str, Sequence[Decimal]], probabilities: Sequence[Decimal]) -> Decimal:
    """EVPI = Σ p x best payoff in each state - best option's Σ p x payoff, never below 0.

    build 500, -300 and buy 150, 150 with .6, .4 -> 360 - 180 = 180.
    Errors: ValueError when probabilities do not add up to exactly 1, an option has another number
    of states, or there is no option.
    """
    chances = [exact(probability) for probability in probabilities]
    if sum(chances) != 1 or min(chances) < 0:
        raise ValueError("probabilities add up to exactly 1")
    rows = [[exact(value) for value in row] for row in payoffs.values()]
    if not rows or any(len(row) != len(chances) for row in rows):
        raise ValueError("each option has one payoff for each state")
    informed = _mean(chances, [max(column) for column in zip(*rows, strict=True)])
    return informed - max(_mean(chances, row) for row in rows)


def _mean(chances: Sequence[Decimal], values: Sequence[Decimal]) -> Decimal:
    return sum((p * value for p, value in zip(chances, values, strict=True)), Decimal(0))
