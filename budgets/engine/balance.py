"""What did the project cost in the end, what goes back, and do documents and ledger agree?

The final balance of the closure report (its section 5). It is summed from the documents
(budget, entries, sheets) and compared with the ledger's own totals, category by category: two
errors that cancel out in the total are still two errors. All amounts in the ledger currency.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from decimal import Decimal

from foundation.money import exact


@dataclass(frozen=True, slots=True)
class CategoryRow:
    """One cost category. Commitments are ordered, not received: no cost yet, but to be settled."""

    category: str
    original: Decimal = Decimal(0)
    changes: Decimal = Decimal(0)  # approved, with sign
    actual: Decimal = Decimal(0)
    accruals: Decimal = Decimal(0)
    commitments: Decimal = Decimal(0)

    def __post_init__(self) -> None:
        for amount in self._amounts():
            exact(amount)

    def _amounts(self) -> tuple[Decimal, ...]:
        return (self.original, self.changes, self.actual, self.accruals, self.commitments)

    @property
    def final(self) -> Decimal:
        """Final budget: original + approved changes."""
        return self.original + self.changes

    @property
    def total_cost(self) -> Decimal:
        """Actuals + accruals, commitments excluded."""
        return self.actual + self.accruals

    @property
    def variance(self) -> Decimal:
        """Final budget - total cost; negative: overspent."""
        return self.final - self.total_cost


@dataclass(frozen=True, slots=True)
class ReserveRow:
    """A reserve: what was set aside, drawn for changes and risks, and released at the end."""

    kind: str  # contingency or management
    held: Decimal
    drawn: Decimal = Decimal(0)
    released: Decimal = Decimal(0)

    @property
    def left(self) -> Decimal:
        return self.held - self.drawn - self.released


@dataclass(frozen=True, slots=True)
class CurrencyRow:
    """Cost in an original currency, and what the ledger made of it at the stored rates."""

    currency: str
    original_amount: Decimal
    ledger_amount: Decimal


@dataclass(frozen=True, slots=True)
class CapexTransfer:
    """An amount moved to the asset register; in_service is an ISO day, "" while unknown."""

    category: str
    amount: Decimal
    in_service: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """Documents - ledger of one category; 0 when they agree."""

    category: str
    documents: Decimal
    ledger: Decimal

    @property
    def amount(self) -> Decimal:
        return self.documents - self.ledger


@dataclass(frozen=True, slots=True)
class FinalBalance:
    """The balance of a project. `obstacles` are reason codes that forbid to close it."""

    rows: tuple[CategoryRow, ...]
    total: CategoryRow
    funding: Decimal
    to_return: Decimal  # >= 0
    to_cover: Decimal  # >= 0
    differences: tuple[Difference, ...]
    by_currency: tuple[CurrencyRow, ...]
    capex: tuple[CapexTransfer, ...]
    reserves: tuple[ReserveRow, ...]
    fx_variance: Decimal
    obstacles: tuple[str, ...]

    @property
    def reconciliation(self) -> Decimal:
        """Σ |documents - ledger|; it must be 0.00."""
        return sum((abs(row.amount) for row in self.differences), Decimal(0))

    @property
    def capex_total(self) -> Decimal:
        return sum((transfer.amount for transfer in self.capex), Decimal(0))


def final_balance(
    rows: Iterable[CategoryRow],
    *,
    funding: Decimal,
    ledger: Mapping[str, Decimal],
    by_currency: Iterable[CurrencyRow] = (),
    capex: Iterable[CapexTransfer] = (),
    reserves: Iterable[ReserveRow] = (),
    fx_variance: Decimal = Decimal(0),
) -> FinalBalance:
    """The final balance from rows summed from documents and the ledger's totals by category.

    `ledger` holds actuals + accruals per category as the ledger itself sums them; a category that
    only one side knows counts as 0 on the other. Example: original 1000, changes +200, actual
    1100, accruals 40, funding 1200 -> final 1200, total cost 1140, variance 60, to return 60.
    Obstacles: not_reconciled, open_commitments, reserve_not_released, currencies_differ.
    Errors: ValueError when a category comes twice, TypeError on float.
    """
    found, kept = tuple(rows), tuple(reserves)
    currencies, total = tuple(by_currency), _total(found)
    rest = exact(funding) - total.total_cost
    differences = _differences(found, ledger)
    in_currencies = sum(row.ledger_amount for row in currencies)
    return FinalBalance(
        rows=found,
        total=total,
        funding=funding,
        to_return=max(rest, Decimal(0)),
        to_cover=max(-rest, Decimal(0)),
        differences=differences,
        by_currency=currencies,
        capex=tuple(capex),
        reserves=kept,
        fx_variance=exact(fx_variance),
        obstacles=_obstacles(found, differences, kept, bool(currencies) and in_currencies != total.total_cost),
    )


def _obstacles(
    rows: Iterable[CategoryRow],
    differences: Iterable[Difference],
    reserves: Iterable[ReserveRow],
    currencies_differ: bool,
) -> tuple[str, ...]:
    problems = {
        "not_reconciled": any(row.amount for row in differences),
        "open_commitments": any(row.commitments for row in rows),
        "reserve_not_released": any(row.left for row in reserves),
        "currencies_differ": currencies_differ,
    }
    return tuple(code for code, present in problems.items() if present)


def _total(rows: tuple[CategoryRow, ...]) -> CategoryRow:
    names = [field.name for field in fields(CategoryRow) if field.name != "category"]
    sums = {name: sum((getattr(row, name) for row in rows), Decimal(0)) for name in names}
    return CategoryRow(category="", **sums)


def _differences(rows: tuple[CategoryRow, ...], ledger: Mapping[str, Decimal]) -> tuple[Difference, ...]:
    documents = {row.category: row.total_cost for row in rows}
    if len(documents) != len(rows):
        raise ValueError("a category comes twice")
    categories = [*documents, *(name for name in ledger if name not in documents)]
    return tuple(
        Difference(name, documents.get(name, Decimal(0)), exact(ledger.get(name, Decimal(0)))) for name in categories
    )
