"""What is one number to another, and if that cannot be said, why not?

A ratio that cannot be computed is None with a reason code, never 0, 1 or infinity. A reason
beside a value is a flag: the value stands, but a reader must know how it came about.
"""

from dataclasses import dataclass
from decimal import Decimal

from foundation.money import exact


@dataclass(frozen=True, slots=True)
class Ratio:
    """A computed number, or None with the reason code why it is missing."""

    value: Decimal | None
    reason: str | None = None

    def __post_init__(self) -> None:
        if self.value is None and not self.reason:
            raise ValueError("a missing ratio names its reason")

    @property
    def known(self) -> bool:
        return self.value is not None


def divide(numerator: Decimal | int, denominator: Decimal | int, *, zero: str) -> Ratio:
    """numerator / denominator, or None with the reason `zero` when the denominator is 0.

    divide(300, 450, zero="not_started") -> Ratio(0.6667); divide(1, 0, zero="x") -> Ratio(None, "x").
    """
    below = exact(denominator)
    if not below:
        return Ratio(None, zero)
    return Ratio(exact(numerator) / below)
