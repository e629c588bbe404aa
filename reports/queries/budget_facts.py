"""Which facts of a project go into its budget report?"""

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Count, OuterRef, Q, Subquery, Sum
from django.utils.translation import gettext as _

from budgets.models import Budget, LedgerEntry, Reserve
from budgets.queries import balance, category_rows, earned_value, monthly, position
from foundation.reasons import reason_text
from reports.facts import budget as facts
from reports.facts.common import Ratio, Step
from reports.numerals import coin, number
from reports.queries.budget_lines import budget_lines
from reports.queries.foreign import foreign_sums
from reports.queries.head import controls, local_day, name_of, project_head, ratio
from staffing.models import Employment

ZERO = Decimal(0)


def budget_facts(project, *, by, on):
    """Everything that finance reconciles, as of `on`. → BudgetFacts"""
    money, found = position(project, as_of=on), balance(project, as_of=on)
    earned, months = earned_value(project, as_of=on), monthly(project, as_of=on)
    approved = Budget.objects.filter(project=project, state="approved").first()
    rows = category_rows(project, as_of=on)
    orders = _orders(project, on)
    return facts.BudgetFacts(
        head=project_head(str(_("Budget report")), project, by=by, on=on),
        summary=_summary(money, project.currency_id),
        budget_version=approved.version if approved else 0,
        totals=_totals(money, approved),
        categories=tuple(_category(row) for row in rows),
        lines=budget_lines(project, approved, on=on, forecast=money.forecast.value is not None),
        changes=_changes(project),
        orders=orders,
        postings=_postings(project, on),
        unmatched=_unmatched(project, on),
        labour=_labour(project, on),
        forecast=_forecast(months, on),
        eac_methods=_methods(earned),
        cost_p50=Ratio(None, "no_simulation"),
        cost_p80=Ratio(None, "no_simulation"),
        variance_steps=_steps(money, rows),
        reserves=reserves(found),
        fx=tuple(facts.FxLine(*row) for row in foreign_sums(project, found, on=on)),
        controls=controls(found),
        exceptions=_exceptions(rows, orders),
    )


def _value(figure):
    return figure.value if figure.value is not None else ZERO


def _summary(money, currency):
    if money.variance.value is None:
        why = reason_text(money.variance.reason)
        return str(_("Whether the approved budget will do cannot be said yet: %(why)s.")) % {"why": why}
    amount = f"{number(abs(money.variance.value), coin(currency))} {currency}"
    if money.variance.value < 0:
        return str(_("The forecast passes the approved budget by %(amount)s.")) % {"amount": amount}
    return str(_("The forecast stays %(amount)s below the approved budget.")) % {"amount": amount}


def _totals(money, approved):
    return facts.BudgetTotals(
        approved=ratio(money.budget),
        released=approved.funding_received if approved else ZERO,
        committed=_value(money.committed),
        accrued=_value(money.accrued),
        actual=_value(money.actual),
        available=ratio(money.available),
        forecast=ratio(money.forecast),
        variance=ratio(money.variance),
    )


def _category(row):
    cells = row.position
    return facts.CategoryLine(
        category=row.category.name,
        cost_class=row.cost_class,
        approved=_value(cells.budget),
        committed=_value(cells.committed),
        accrued=_value(cells.accrued),
        actual=_value(cells.actual),
        available=ratio(cells.available),
        forecast=ratio(cells.forecast),
        variance=ratio(cells.variance),
    )


def _changes(project):
    versions = Budget.objects.filter(project=project, approved_at__isnull=False).order_by("version")
    made, before = [], ZERO
    for row in versions.select_related("approved_by__person"):
        made.append(
            facts.BudgetChange(
                reference=str(_("Version %(n)s") % {"n": row.version}),
                day=local_day(row.approved_at),
                kind=str(_("version")),
                from_line="",
                to_line="",
                amount=row.total - before,
                approved_by=name_of(row.approved_by),
                reason=row.reason,
            )
        )
        before = row.total
    return tuple(made)


def _orders(project, on):
    rows = LedgerEntry.objects.filter(project=project, date__lte=on).exclude(order="")
    rows = rows.values("order").annotate(
        ordered=Sum("amount", filter=Q(type="enc")),
        released=Sum("amount", filter=Q(type="enc_release")),
        invoiced=Sum("amount", filter=Q(type="actual")),
    )
    names = dict(LedgerEntry.objects.filter(project=project, type="enc").values_list("order", "supplier"))
    made = []
    for row in rows.order_by("order"):
        ordered = row["ordered"] or ZERO
        left = ordered + (row["released"] or ZERO)
        if left > 0:
            supplier, invoiced = names.get(row["order"], ""), row["invoiced"] or ZERO
            made.append(facts.OrderLine(row["order"], supplier, ordered, invoiced, left, None))
    return tuple(made)


def _postings(project, on):
    rows = LedgerEntry.objects.filter(project=project, date__lte=on)
    rows = rows.values("period__fiscal_year", "period__number").annotate(
        actuals=Sum("amount", filter=Q(type__in=["actual", "fx"])),
        accruals=Sum("amount", filter=Q(type__in=["accrual", "accrual_reversal"])),
        reversals=Sum("amount", filter=Q(reverses__isnull=False)),
    )
    return tuple(
        facts.PostingLine(
            f"{row['period__fiscal_year']}-{row['period__number']:02d}",
            *(row[name] or ZERO for name in ("actuals", "accruals", "reversals")),
        )
        for row in rows.order_by("period__fiscal_year", "period__number")
    )


def _unmatched(project, on):
    """Accruals that no invoice has reversed yet."""
    rows = LedgerEntry.objects.filter(project=project, date__lte=on, type="accrual", reversed_by__isnull=True)
    return tuple(
        facts.Unmatched(row.document, row.date, row.amount, str(_("accrual without invoice")))
        for row in rows.order_by("date", "id")
    )


FEWEST = 3  # people behind one sum of labour, so that nobody's rate can be divided out


def _labour(project, on):
    """Hours and cost by role, never by person; roles of fewer than three people stand in one line."""
    employed = Employment.objects.filter(
        person=OuterRef("timesheet_line__timesheet__person"), days__contains=OuterRef("date")
    )
    rows = LedgerEntry.objects.filter(project=project, date__lte=on, timesheet_line__isnull=False)
    rows = rows.annotate(job=Subquery(employed.values("role__name")[:1])).values("job")
    sums = rows.annotate(
        minutes=Sum("timesheet_line__minutes"),
        cost=Sum("amount"),
        people=Count("timesheet_line__timesheet__person", distinct=True),
    ).order_by("job")
    shown = [row for row in sums if row["people"] >= FEWEST]
    small = [row for row in sums if row["people"] < FEWEST]
    if small:
        together = {key: sum(row[key] for row in small) for key in ("minutes", "cost")}
        shown.append({"job": str(_("Roles of fewer than three people")), **together})
    return tuple(
        facts.LabourLine(row["job"] or str(_("without a role")), hours(row["minutes"]), row["cost"]) for row in shown
    )


def hours(minutes):
    """Working hours to the hundredth: 450 minutes are 7.50."""
    return (Decimal(minutes) / 60).quantize(Decimal("0.01"), ROUND_HALF_UP)


def _forecast(months, on):
    return tuple(
        facts.ForecastPoint(
            day=month.period.days.upper - dt.timedelta(days=1),
            budget=month.budget_sum,
            actual=month.actual_sum if month.period.days.lower <= on else None,
            forecast=month.forecast_sum if month.period.days.upper > on else None,
        )
        for month in months
    )


def _methods(earned):
    figures = (earned.eac, earned.eac_typical, earned.eac_atypical, earned.eac_combined)
    return tuple(facts.EacMethod(str(f.label), str(f.formula), ratio(f)) for f in figures)


def _steps(money, rows):
    """What each category adds to the budget on the way to the forecast."""
    if money.variance.value is None:
        return ()
    changes = ((row, _value(row.position.forecast) - _value(row.position.budget)) for row in rows)
    return tuple(Step(f"{row.category.name} ({row.cost_class})", change) for row, change in changes if change)


RESERVES = dict(Reserve.Kind.choices)


def reserves(found):
    return tuple(
        facts.ReserveLine(str(RESERVES[row.kind]), row.held, row.drawn, row.released, row.left)
        for row in found.result.reserves
    )


def _exceptions(rows, orders):
    over = [
        facts.ExceptionLine(
            str(_("overspent")), row.category.name, str(_("forecast above its budget")), row.position.variance.value
        )
        for row in rows
        if row.position.variance.value is not None and row.position.variance.value < 0
    ]
    return (*over, *(facts.ExceptionLine(str(_("open order")), o.number, o.supplier, o.open_amount) for o in orders))
