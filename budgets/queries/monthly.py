"""What was planned, what was spent and what is expected, month by month?

An estimate to complete is used up in the order of its periods by the cost posted after the day of
the forecast, an order by its releases, so that the months add up to the forecast of the project.
"""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from operator import itemgetter

from django.db.models import Subquery, Sum
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from budgets.models import BudgetLine, ForecastLine
from budgets.queries.ledger import ZERO, counting_forecasts, ledger_address, ordered, posted_sums
from foundation.accounts.rights import Permission
from foundation.figures import MONEY, Figure, Source
from foundation.organisation.models import FiscalPeriod

KEY = ("category_id", "cost_class", "period_id")


@dataclass(frozen=True)
class Month:
    """One fiscal period. forecast = actual (with accruals) + to go; cumulated sums run from the first month."""

    period: FiscalPeriod
    budget: Figure
    actual: Figure
    to_go: Figure
    forecast: Figure
    budget_sum: Decimal
    actual_sum: Decimal
    forecast_sum: Decimal


def monthly(project, *, as_of):
    """Every period from the first that holds money to the last. → list of Month"""
    budget = _by_period(BudgetLine.objects.filter(budget__project=project, budget__state="approved"), "amount")
    cost, estimates = _cost_and_rest(project, as_of)
    to_go = defaultdict(Decimal)
    for (_category, _cost_class, period), amount in estimates.items():
        to_go[period] += amount
    touched = {*budget, *cost, *to_go}
    if not touched:
        return []
    rows = list(FiscalPeriod.objects.order_by("days"))
    places = [place for place, row in enumerate(rows) if row.pk in touched]
    months, sums = [], [ZERO, ZERO, ZERO]
    pages = [reverse(f"budgets:{name}", args=[project.public_id]) for name in ("overview", "forecasts")]
    for row in rows[places[0] : places[-1] + 1]:
        values = (budget.get(row.pk, ZERO), cost.get(row.pk, ZERO), to_go.get(row.pk, ZERO))
        sums = [sums[0] + values[0], sums[1] + values[1], sums[2] + values[1] + values[2]]
        months.append(Month(row, *_figures(project, row, values, as_of, pages), *sums))
    return months


def finding(months):
    """What the curve of these months says, in words: when the forecast passes the whole budget."""
    whole = months[-1].budget_sum
    if not whole:
        return _("Cost and forecast, without an approved budget")
    over = next((month for month in months if month.forecast_sum > whole), None)
    if over is None:
        return _("The forecast stays within the budget")
    return _("The forecast passes the budget in {month}").format(month=date_format(over.period.days.lower, "F Y"))


def _by_period(rows, column):
    found = rows.values("period_id").annotate(total=Sum(column)).order_by()
    return {row["period_id"]: row["total"] for row in found}


def still_to_come(project, *, as_of):
    """{(category id, class, period id): estimate that is left}, used up first come, first served."""
    return _cost_and_rest(project, as_of)[1]


def _cost_and_rest(project, as_of):
    """({period id: cost}, {(category id, class, period id): what is still to come}) in two queries.

    To come is the estimate of the forecast that counts, or, where the work is over, what is still ordered.
    """
    latest = counting_forecasts(as_of).filter(project=project).order_by("-version").values("pk")[:1]
    lines = ForecastLine.objects.filter(forecast=Subquery(latest))
    lines = list(lines.values_list(*KEY, "etc", "period__days", "forecast__as_of"))
    day = lines[0][-1] if lines else None
    cost, used = defaultdict(Decimal), defaultdict(Decimal)
    for row in posted_sums([project.pk], as_of, KEY, more=("period__days",), forecast_on=day):
        category, cost_class, period = (row[name] for name in KEY)
        if row["accrued"] or row["actual_cost"]:
            cost[period] += row["accrued"] + row["actual_cost"]
        to_go, spent = ordered(row) if row["is_over"] else (ZERO, row["later"])
        if to_go:
            lines.append((category, cost_class, period, to_go, row["period__days"], None))
        used[category, cost_class] += spent
    return cost, _left(sorted(lines, key=itemgetter(4)), used)


def _left(lines, used):
    left = {key: max(ZERO, total) for key, total in used.items()}
    rest = {}
    for category, cost_class, period, amount, *_days in lines:
        key = (category, cost_class)
        taken = min(left.get(key, ZERO), amount)
        left[key] = left.get(key, ZERO) - taken
        place = (*key, period)
        rest[place] = rest.get(place, ZERO) + amount - taken
    return rest


def _figures(project, period, values, as_of, pages):
    """budget, actual, to go and forecast of one month; `pages`: where budget and forecasts stand."""
    words = (_("Budget of %s"), _("Cost of %s"), _("To go in %s"), _("Forecast of %s"))
    leaves = (
        pages[0] + "#lines",
        ledger_address(project, kind="cost", period=str(period), date_to=as_of.isoformat()),
        pages[1],
    )
    made = []
    names = ("month_budget", "month_actual", "month_to_go")
    for name, word, value, address in zip(names, words, values, leaves, strict=False):
        leaf = Source(word % period.month, value, MONEY, project.currency_id, address, Permission.BUDGET_VIEW)
        made.append(_month_figure(project, f"{name}:{period}", word % period.month, value, (leaf,), as_of))
    total = values[1] + values[2]
    made.append(
        _month_figure(project, f"month_forecast:{period}", words[3] % period.month, total, (made[1], made[2]), as_of)
    )
    return made


def _month_figure(project, name, label, value, inputs, as_of):
    return Figure(
        f"budgets.{name}", label, value, MONEY, project.currency_id, formula=_("Σ of the month"), inputs=inputs,
        scope=str(project.public_id), as_of=as_of, permission=Permission.BUDGET_VIEW,
    )  # fmt: skip
