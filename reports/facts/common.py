"""Which facts stand in every report: its head, ratios that may be missing, curves and sources?

All amounts are Decimal in the head's currency unless a field says otherwise. Lists are tuples.
A ratio that cannot be computed is None and carries a reason code of `foundation.reasons`.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class Head:
    """What a report is about, and as of when.

    subject_code, subject_name: project or portfolio. classification: as on the project, e.g. internal.
    currency: ISO 4217, of every amount of the report. data_as_of: the data date of every figure.
    basis: the approved versions that it stands on, in words.
    """

    title: str
    subject_code: str
    subject_name: str
    organisation: str
    classification: str
    currency: str
    data_as_of: date
    prepared_on: date
    prepared_by: str
    basis: str = ""


@dataclass(frozen=True)
class Ratio:
    """A computed ratio, fraction, number of years or amount; None with a reason code where there is none."""

    value: Decimal | None
    reason: str = ""

    def __post_init__(self) -> None:
        if (self.value is None) != bool(self.reason):
            raise ValueError("a ratio has a value or a reason, never both or neither")


@dataclass(frozen=True)
class CurvePoint:
    """One day of the earned value curve, cumulative; earned and actual are None after the data date."""

    day: date
    planned: Decimal | None
    earned: Decimal | None
    actual: Decimal | None


@dataclass(frozen=True)
class Step:
    """One step of a waterfall: what it is and how much it adds (or takes, when negative)."""

    name: str
    amount: Decimal


@dataclass(frozen=True)
class Reconciliation:
    """A control: what the documents say, what the ledger says, and their difference (must be 0.00)."""

    name: str
    documents: Decimal
    ledger: Decimal

    @property
    def difference(self) -> Decimal:
        return self.documents - self.ledger


@dataclass(frozen=True)
class ReserveLine:
    """Contingency or management reserve: approved = drawn + released + balance."""

    name: str
    approved: Decimal
    drawn: Decimal
    released: Decimal
    balance: Decimal


@dataclass(frozen=True)
class Source:
    """Where a figure or assumption comes from."""

    name: str
    detail: str
