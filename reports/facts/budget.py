"""Which facts does a budget report for finance stand on (DOMAIN.md 3.3)?

Amounts in the head's currency. Totals come from the ledger's own sums and are compared with the
sums of the documents in `controls`; labour stands by role only.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from reports.facts.common import Head, Ratio, Reconciliation, ReserveLine, Step


@dataclass(frozen=True)
class BudgetTotals:
    """The eight sums; available = approved − committed − accrued − actual, variance = approved − forecast.

    released: funding received so far. Without an approved budget, or without a forecast, the sums that
    need it have a reason instead of a value.
    """

    approved: Ratio
    released: Decimal
    committed: Decimal
    accrued: Decimal
    actual: Decimal
    available: Ratio
    forecast: Ratio
    variance: Ratio


@dataclass(frozen=True)
class CategoryLine:
    """One cost category and class over all periods; approved is 0 where only something was posted."""

    category: str
    cost_class: str
    approved: Decimal
    committed: Decimal
    accrued: Decimal
    actual: Decimal
    available: Ratio
    forecast: Ratio
    variance: Ratio


@dataclass(frozen=True)
class BudgetLine:
    """The finest grain: category × work × cost centre × fiscal period; no forecast, no variance."""

    category: str
    wbs: str
    cost_centre: str
    period: str
    cost_class: str
    approved: Decimal
    committed: Decimal
    accrued: Decimal
    actual: Decimal
    forecast: Decimal | None
    variance: Decimal | None


@dataclass(frozen=True)
class BudgetChange:
    """A new budget version or a virement (then from_line and to_line are named and the total stays)."""

    reference: str
    day: date
    kind: str
    from_line: str
    to_line: str
    amount: Decimal
    approved_by: str
    reason: str


@dataclass(frozen=True)
class OrderLine:
    """An open order; open_amount = ordered − invoiced."""

    number: str
    supplier: str
    ordered: Decimal
    invoiced: Decimal
    open_amount: Decimal
    expected_on: date | None


@dataclass(frozen=True)
class PostingLine:
    """One fiscal period of the ledger."""

    period: str
    actuals: Decimal
    accruals: Decimal
    reversals: Decimal


@dataclass(frozen=True)
class Unmatched:
    """A posting or invoice without its counterpart."""

    reference: str
    day: date
    amount: Decimal
    words: str


@dataclass(frozen=True)
class LabourLine:
    """Labour by role, never by person."""

    role: str
    hours: Decimal
    cost: Decimal


@dataclass(frozen=True)
class ForecastPoint:
    """One month by its last day, cumulative; actual is None after the data date, forecast before it."""

    day: date
    budget: Decimal
    actual: Decimal | None
    forecast: Decimal | None


@dataclass(frozen=True)
class EacMethod:
    """A way to forecast the cost at completion, its formula in words and its result."""

    name: str
    formula: str
    value: Ratio


@dataclass(frozen=True)
class FxLine:
    """Postings in another currency; variance = ledger amount − amount at the budget's rate."""

    currency: str
    amount: Decimal
    ledger_amount: Decimal
    at_budget_rate: Ratio
    variance: Ratio


@dataclass(frozen=True)
class ExceptionLine:
    """Something finance should look at: overspent line, posting in a closed period, stale order."""

    kind: str
    reference: str
    words: str
    amount: Decimal


@dataclass(frozen=True)
class BudgetFacts:
    """All of a budget report; variance_steps lead from approved to forecast, positive costs more."""

    head: Head
    summary: str
    budget_version: int
    totals: BudgetTotals
    categories: tuple[CategoryLine, ...]
    lines: tuple[BudgetLine, ...]
    changes: tuple[BudgetChange, ...]
    orders: tuple[OrderLine, ...]
    postings: tuple[PostingLine, ...]
    unmatched: tuple[Unmatched, ...]
    labour: tuple[LabourLine, ...]
    forecast: tuple[ForecastPoint, ...]
    eac_methods: tuple[EacMethod, ...]
    cost_p50: Ratio
    cost_p80: Ratio
    variance_steps: tuple[Step, ...]
    reserves: tuple[ReserveLine, ...]
    fx: tuple[FxLine, ...]
    controls: tuple[Reconciliation, ...]
    exceptions: tuple[ExceptionLine, ...]
