"""What was approved, posted and is still to come, line by line, so that the lines add up to the totals?

A line is a category and class of one piece of work in one fiscal period. What was posted where
nothing was budgeted is a line with a budget of 0; an estimate to complete, which is made by category
and period, is split over its lines in proportion to their budget.
"""

from collections import defaultdict
from decimal import Decimal

from django.db.models import Q, Sum

from budgets.models import BudgetLine, CostCategory, LedgerEntry
from budgets.queries import still_to_come
from budgets.queries.ledger import KINDS
from foundation.money import split
from foundation.organisation.models import FiscalPeriod
from projects.models import Task
from reports.facts import budget as facts

ZERO = Decimal(0)
KEY = ("category_id", "cost_class", "task_id", "period_id")


def budget_lines(project, approved, *, on, forecast):
    """Every line of `approved` (or None) and of what was posted until `on`; forecast: whether there is one."""
    budgeted, posted = _budgeted(approved), _posted(project, on)
    to_go = _to_go(project, budgeted, on) if forecast else {}
    names = _Names({*budgeted, *posted, *to_go})
    lines = [
        names.line(key, budgeted.get(key, ZERO), posted.get(key, {}), to_go.get(key, ZERO) if forecast else None)
        for key in names.keys
    ]
    return tuple(sorted(lines, key=lambda line: (line.category, line.period, line.cost_class, line.wbs)))


def _budgeted(approved):
    if approved is None:
        return {}
    rows = BudgetLine.objects.filter(budget=approved).values(*KEY).annotate(total=Sum("amount")).order_by()
    return {tuple(row[name] for name in KEY): row["total"] for row in rows}


def _posted(project, on):
    rows = LedgerEntry.objects.filter(project=project, date__lte=on).values(*KEY)
    sums = {
        "committed": KINDS["committed"],
        "accrued": KINDS["accrued"],
        "actual": KINDS["actual_cost"],
    }
    rows = rows.annotate(**{name: Sum("amount", filter=Q(type__in=kinds)) for name, kinds in sums.items()}).order_by()
    return {tuple(row[name] for name in KEY): {name: row[name] or ZERO for name in sums} for row in rows}


def _to_go(project, budgeted, on):
    """{key: estimate to complete}: a line without work where a period has an estimate but no budget."""
    homes = defaultdict(list)
    for key in sorted(budgeted, key=str):
        homes[key[0], key[1], key[3]].append(key)
    found = {}
    for (category, cost_class, period), amount in still_to_come(project, as_of=on).items():
        keys = homes.get((category, cost_class, period)) or [(category, cost_class, None, period)]
        weights = [budgeted.get(key, ZERO) for key in keys]
        parts = split(amount, weights if any(weights) else len(keys), project.currency_id)
        found |= dict(zip(keys, parts, strict=True))
    return found


class _Names:
    """The words for the ids in the keys of lines."""

    def __init__(self, keys):
        self.keys = keys
        self._categories = dict(CostCategory.objects.values_list("pk", "name"))
        self._work = dict(Task.objects.filter(pk__in={key[2] for key in keys}).values_list("pk", "wbs_code"))
        self._periods = {row.pk: row for row in FiscalPeriod.objects.filter(pk__in={key[3] for key in keys})}

    def line(self, key, approved, posted, to_go):
        category, cost_class, task, period = key
        committed, accrued, actual = (posted.get(name, ZERO) for name in ("committed", "accrued", "actual"))
        forecast = None if to_go is None else accrued + actual + to_go
        month = self._periods[period]
        return facts.BudgetLine(
            category=self._categories[category],
            wbs=self._work.get(task) or "",
            cost_centre="",
            period=f"{month.fiscal_year}-{month.number:02d}",
            cost_class=cost_class,
            approved=approved,
            committed=committed,
            accrued=accrued,
            actual=actual,
            forecast=forecast,
            variance=None if forecast is None else approved - forecast,
        )
