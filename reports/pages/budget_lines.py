"""Which work has used up its budget, and which lines go along as a file?"""

from decimal import Decimal

from django.utils.translation import gettext as _

from reports.facts.budget import BudgetFacts, BudgetLine
from reports.pages.blocks import Table, columns_of, money_columns, table

MOST_WORK = 12
AMOUNTS = ("approved", "committed", "accrued", "actual")
LINE = "category wbs cost_centre period cost_class approved committed accrued actual forecast variance"


def tables(facts: BudgetFacts) -> list[Table]:
    """By work on paper, by work and period in the file."""
    return [_work(facts), _lines(facts)]


def _work(facts: BudgetFacts) -> Table:
    """All periods of a piece of work together; an estimate to complete is made by category, so it has none."""
    sums: dict[tuple[str, str, str], list[BudgetLine]] = {}
    for line in facts.lines:
        sums.setdefault((line.category, line.wbs, line.cost_class), []).append(line)
    rows = [(*key, *_amounts(lines)) for key, lines in sums.items()]
    return table(
        "work",
        _("Work with the least of its budget left"),
        [_("Category"), _("Work"), _("Class"), *money_columns(), (_("Left (− is over)"), "variance")],
        sorted((row for row in rows if any(row[3:])), key=lambda row: (row[-1], row[:3])),
        unit=facts.head.currency,
        attached=True,
        shown=MOST_WORK,
        empty=_("No line is approved."),
    )


def _amounts(lines: list[BudgetLine]) -> tuple[Decimal, ...]:
    """Approved, committed, accrued, actual and what is left of the first after the others."""
    approved, *used = (sum((getattr(line, name) for line in lines), Decimal(0)) for name in AMOUNTS)
    return approved, *used, approved - sum(used)


def _lines(facts: BudgetFacts) -> Table:
    """The finest grain, for the file only."""
    return table(
        "lines",
        _("Lines by category, work and period"),
        [
            _("Category"),
            _("Work"),
            _("Cost centre"),
            _("Period"),
            _("Class"),
            *money_columns(),
            (_("Forecast"), "money"),
            (_("Variance (− is over)"), "variance"),
        ],
        columns_of(facts.lines, LINE),
        unit=facts.head.currency,
        attached=True,
        shown=0,
        empty="",
    )
