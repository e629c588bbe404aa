"""What is a work package of the baseline, and what is known of its progress?

Only shapes and their checks; `earning` computes with them. Source: EIA-748, ISO 21508.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from foundation.money import exact
from foundation.periods import DateRange

PERCENT_CAP = Decimal("0.9")  # until somebody accepted the work


class Method(StrEnum):
    """How a work package earns its budget; the codes of Task.ev_method."""

    ZERO_HUNDRED = "0_100"
    X_Y = "x_y"  # 50/50, 25/75
    WEIGHTED_MILESTONE = "weighted_milestone"
    PERCENT_COMPLETE = "percent_complete"
    UNITS = "units"
    LOE = "loe"
    APPORTIONED = "apportioned"
    PLANNING_PACKAGE = "planning_package"


@dataclass(frozen=True, slots=True)
class Phase:
    """The budget of a package in one period."""

    period: DateRange
    amount: Decimal


@dataclass(frozen=True, slots=True)
class WeightedMilestone:
    weight: Decimal
    planned_on: date
    achieved_on: date | None = None


@dataclass(frozen=True, slots=True)
class WorkPackage:
    """A package of the baseline and what is known of its progress.

    planned: baseline dates, half-open. phases: its budget by period. start_share: the X of X/Y.
    complete: 0 to 1, for percent complete, held at `cap` until accepted. units_done and
    units_total: for units. base: the key of the package that an apportioned one follows.
    """

    key: str
    method: Method
    planned: DateRange
    phases: tuple[Phase, ...]
    started_on: date | None = None
    finished_on: date | None = None
    accepted: bool = False
    start_share: Decimal = Decimal("0.5")
    complete: Decimal = Decimal(0)
    cap: Decimal = PERCENT_CAP
    units_done: Decimal = Decimal(0)
    units_total: Decimal = Decimal(0)
    milestones: tuple[WeightedMilestone, ...] = ()
    base: str | None = None

    def __post_init__(self) -> None:
        if any(exact(phase.amount) < 0 for phase in self.phases):
            raise ValueError(f"{self.key}: a budget is not negative")
        for name in ("start_share", "complete", "cap"):
            if not 0 <= exact(getattr(self, name)) <= 1:
                raise ValueError(f"{self.key}: {name} is 0 to 1")
        self._check_method()

    def _check_method(self) -> None:
        if self.method == Method.WEIGHTED_MILESTONE:
            weights = [exact(milestone.weight) for milestone in self.milestones]
            if sum(weights) != 1 or min(weights) < 0:
                raise ValueError(f"{self.key}: the weights of milestones add up to exactly 1")
        if self.method == Method.UNITS and not 0 <= exact(self.units_done) <= exact(self.units_total):
            raise ValueError(f"{self.key}: units done are 0 to the agreed total")
        if self.method == Method.APPORTIONED and not self.base:
            raise ValueError(f"{self.key}: an apportioned package needs its base")

    @property
    def bac(self) -> Decimal:
        return sum((phase.amount for phase in self.phases), Decimal(0))
