"""Which entries stand behind an amount, and how much is it per project, category and class?"""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urlencode

from django.db.models import DateField, F, Max, OuterRef, Q, Subquery, Sum, Value
from django.urls import reverse

from budgets.models import BudgetLine, EntryType, Forecast, ForecastLine, LedgerEntry
from foundation.organisation.models import FiscalPeriod
from projects.models import ENDED_STATES, State

ZERO = Decimal(0)
# the groups that a figure opens: which types of entry each one adds up
KINDS = {
    "committed": (EntryType.PRE_ENC, EntryType.ENC, EntryType.ENC_RELEASE),
    "accrued": (EntryType.ACCRUAL, EntryType.ACCRUAL_REVERSAL),
    "actual_cost": (EntryType.ACTUAL, EntryType.FX),
    "cost": (EntryType.ACCRUAL, EntryType.ACCRUAL_REVERSAL, EntryType.ACTUAL, EntryType.FX),
}


def ledger_address(project, **asked):
    """The ledger page, showing exactly the entries that `asked` names (kind, category, period, date_to ...)."""
    found = reverse("budgets:ledger", args=[project.public_id])
    asked = {key: value for key, value in asked.items() if value not in (None, "")}
    return f"{found}?{urlencode(asked)}" if asked else found


def entries(project):
    """The entries of a project with what a list shows of them."""
    return LedgerEntry.objects.filter(project=project).select_related(
        "category", "task", "period", "created_by__person", "reverses", "reversed_by", "batch"
    )


@dataclass
class Amounts:
    """Sums of one project, category and class, in the project's currency.

    later: cost posted after the day of the forecast; it uses up the estimate to complete.
    """

    budget: Decimal = ZERO
    committed: Decimal = ZERO
    accrued: Decimal = ZERO
    actual: Decimal = ZERO
    later: Decimal = ZERO
    etc: Decimal = ZERO

    @property
    def cost(self):
        return self.accrued + self.actual

    @property
    def to_go(self):
        """What is left of the estimate; a cost beyond it makes the forecast grow, never the rest negative."""
        return max(ZERO, self.etc - max(ZERO, self.later))


def counting_forecasts(as_of):
    """The forecasts that may count on the day.

    None of a closed project, where nothing is to come; of a cancelled one only what was estimated once the end was
    decided, its termination.
    """
    rows = Forecast.objects.filter(as_of__lte=as_of).exclude(project__state=State.CLOSED)
    return rows.exclude(project__state=State.CANCELLED, as_of__lt=F("project__finished_on"))


def latest_forecast(as_of, outer="project_id"):
    """Subquery: the forecast version that counts on the day, for the project of the outer row."""
    return counting_forecasts(as_of).filter(project=OuterRef(outer)).order_by("-version")


def is_without_work(state, has_forecast):
    """Does a project only wait for its last invoices: ended, or in closure, and without a forecast that counts?

    What is to go in it is what is still ordered (the domain reference 2.4: finished, EAC = AC + final invoices;
    cancelled, EAC = AC + termination cost).
    """
    return not has_forecast and state in (*ENDED_STATES, State.CLOSING)


def amounts(project_ids, *, as_of, fiscal_year=None):
    """{(project, category, class): Amounts} of many projects in three queries, however many they are."""
    return _cells(project_ids, as_of, fiscal_year, ("category_id", "cost_class"))


def amounts_by_period(project_ids, *, as_of, fiscal_year=None):
    """{(project, period): Amounts} in four queries; over all periods they add up to those of `amounts`.

    Cost posted after the forecast uses up the estimate of its category from the first period on.
    """
    parts, found = defaultdict(list), defaultdict(Amounts)
    cells = _cells(project_ids, as_of, fiscal_year, ("category_id", "cost_class", "period_id"))
    for (project, *kind, period), cell in cells.items():
        parts[project, *kind].append((period, cell))
    begins = {pk: days.lower for pk, days in FiscalPeriod.objects.values_list("pk", "days")}
    for (project, *_kind), rows in parts.items():
        used = max(ZERO, sum((cell.later for _period, cell in rows), ZERO))
        for period, cell in sorted(rows, key=lambda row: begins[row[0]]):
            spent = min(used, cell.etc)
            used -= spent
            _add(found[project, period], cell, cell.etc - spent)
    return found


def _add(total, cell, to_go):
    for name in ("budget", "committed", "accrued", "actual"):
        setattr(total, name, getattr(total, name) + getattr(cell, name))
    total.etc += to_go


def _cells(project_ids, as_of, fiscal_year, by):
    """{(project, *by): Amounts}"""
    found = defaultdict(Amounts)
    year = {"period__fiscal_year": fiscal_year} if fiscal_year else {}
    lines = BudgetLine.objects.filter(budget__state="approved", budget__project__in=project_ids, **year)
    for *key, total in lines.values_list("budget__project_id", *by).annotate(total=Sum("amount")).order_by():
        found[tuple(key)].budget = total
    for row in posted_sums(project_ids, as_of, by, **year):
        cell = found[row["project_id"], *(row[name] for name in by)]
        cell.committed, cell.accrued, cell.actual = row["committed"], row["accrued"], row["actual_cost"]
        cell.etc, cell.later = ordered(row) if row["is_over"] else (ZERO, row["later"])
    estimates = _estimates(project_ids, as_of).filter(**year)
    for *key, total in estimates.values_list("forecast__project_id", *by).annotate(total=Sum("etc")).order_by():
        found[tuple(key)].etc = total
    return found


def posted_sums(project_ids, as_of, by, *, more=(), forecast_on=None, **only):
    """A dict for each project and `by`: the sums of its entries, and whether the work there is over.

    `more`: columns that follow from `by` and are wanted beside it. `forecast_on`: the day of the forecast that
    counts where the caller knows it; else Postgres looks it up for every entry.
    """
    rows = _posted(project_ids, as_of, forecast_on).filter(**only).values("project_id", "project__state", *by, *more)
    for row in rows.annotate(**_sums(), forecast_on=Max("forecast_day")).order_by():
        row["is_over"] = is_without_work(row["project__state"], row["forecast_on"])
        yield row


def ordered(row):
    """(orders, what of them was released elsewhere): to go where the work is over, and what uses it up."""
    return max(ZERO, row["committed"]), max(ZERO, -row["committed"])


def _posted(project_ids, as_of, forecast_on=None):
    known = Value(forecast_on, DateField())
    day = known if forecast_on else Subquery(latest_forecast(as_of).values("as_of")[:1], output_field=DateField())
    return LedgerEntry.objects.filter(project__in=project_ids, date__lte=as_of).annotate(forecast_day=day)


def _sums():
    groups = {name: Q(type__in=types) for name, types in KINDS.items() if name != "cost"}
    groups["later"] = Q(type__in=KINDS["cost"], date__gt=F("forecast_day"))
    return {name: Sum("amount", filter=group, default=ZERO) for name, group in groups.items()}


def _estimates(project_ids, as_of):
    latest = Subquery(latest_forecast(as_of, "forecast__project_id").values("pk")[:1])
    return ForecastLine.objects.filter(forecast__project__in=project_ids, forecast=latest)
