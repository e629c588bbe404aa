"""Which facts make up the final balance of a project (DOMAIN.md 3.1, section 5)?

Amounts in the head's currency; a variance below zero is over budget.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from reports.facts.common import CurvePoint, Ratio, Reconciliation, ReserveLine


@dataclass(frozen=True)
class BalanceLine:
    """One cost category of the final balance; variance = final budget − total cost, negative is over."""

    category: str
    original_budget: Decimal
    approved_changes: Decimal
    final_budget: Decimal
    actuals: Decimal
    accruals: Decimal
    commitments: Decimal
    total_cost: Decimal
    variance: Decimal


@dataclass(frozen=True)
class OpenCommitment:
    """An order that was open at closure and what became of it: received, cancelled or transferred to whom."""

    order: str
    supplier: str
    amount: Decimal
    outcome: str
    transferred_to: str


@dataclass(frozen=True)
class ForeignLine:
    """What was posted in another currency: amount there, amount in the ledger, difference to the budget rate."""

    currency: str
    amount: Decimal
    ledger_amount: Decimal
    fx_variance: Ratio


@dataclass(frozen=True)
class Balance:
    """The final balance. settlement = funding_received − total cost: positive to return, negative to cover.

    asset_register: reference of the entry, empty while nobody named one.
    """

    lines: tuple[BalanceLine, ...]
    total: BalanceLine
    funding_received: Decimal
    settlement: Decimal
    capitalised: Decimal
    asset_register: str
    in_service_on: date | None
    fx_variance: Decimal
    open_commitments: tuple[OpenCommitment, ...]
    foreign: tuple[ForeignLine, ...]
    reserves: tuple[ReserveLine, ...]
    controls: tuple[Reconciliation, ...]
    curve: tuple[CurvePoint, ...]
