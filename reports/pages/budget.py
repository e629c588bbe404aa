"""Which tables and figures make up a budget report for finance (DOMAIN.md 3.3)?"""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.charts import bars, curves
from reports.charts.frame import short
from reports.facts.budget import BudgetFacts
from reports.facts.common import Ratio
from reports.numerals import number, written
from reports.pages import budget_tables
from reports.pages.blocks import Figure, KeyFigure, Page, Table, keyed, numbered, rows_of


def page(facts: BudgetFacts) -> Page:
    """Sections, tables and figures of the report."""
    tables = keyed(budget_tables.tables(facts))
    return Page(
        template="reports/budget.html",
        key_figures=_key_figures(facts),
        sections=numbered("budget", _sections(), wide=("lines",), more=("lines",)),
        tables=tables,
        figures=keyed(_figures(facts, tables)),
        glossary=_glossary(),
    )


def _sections() -> list[tuple[str, str]]:
    return [
        ("summary", _("Summary")),
        ("lines", _("Budget by category")),
        ("changes", _("Changes of the budget")),
        ("orders", _("Commitments")),
        ("postings", _("Actuals and accruals")),
        ("forecast", _("Forecast")),
        ("reserves", _("Reserves")),
        ("fx", _("Exchange rates")),
        ("controls", _("Reconciliation with the ledger")),
        ("exceptions", _("Exceptions")),
    ]


def _key_figures(facts: BudgetFacts) -> tuple[KeyFigure, ...]:
    totals, currency = facts.totals, facts.head.currency
    return (
        KeyFigure(_("Approved"), written(totals.approved, "whole"), currency),
        KeyFigure(
            _("Actual and accrued"),
            number(totals.actual + totals.accrued, 0),
            _share(totals.actual + totals.accrued, totals.approved),
        ),
        KeyFigure(_("Available"), written(totals.available, "whole"), _share(totals.available.value, totals.approved)),
        KeyFigure(_("Forecast"), written(totals.forecast, "whole"), _side(totals.variance.value)),
    )


def _share(part: Decimal | None, whole: Ratio) -> str:
    if part is None or not whole.value:
        return _("no budget is approved")
    return _("%(share)s %% of approved") % {"share": number(part * 100 / whole.value, 0)}


def _side(variance: Decimal | None) -> str:
    if variance is None:
        return ""
    return f"{number(abs(variance), 0)} {_('under budget') if variance >= 0 else _('over budget')}"


def _figures(facts: BudgetFacts, tables: dict[str, Table]) -> list[Figure]:
    currency, found = facts.head.currency, []
    if facts.categories:
        title = _stack_finding(facts)
        rows = [
            {"name": c.category, "budget": c.approved, **rows_of([c], "actual accrued committed")[0]}
            for c in facts.categories
        ]
        found.append(Figure("stack", bars.budget_stack(title, rows, currency=currency), title, tables["categories"]))
    if facts.forecast:
        title = _forecast_finding(facts)
        rows = rows_of(facts.forecast, "day budget actual forecast")
        spec = curves.cumulative_money(title, rows, currency=currency, data_date=facts.head.data_as_of)
        found.append(Figure("curve", spec, title, tables["months"]))
    if facts.variance_steps and _steps_close(facts):
        title = _step_finding(facts)
        spec = bars.variance_waterfall(
            title,
            budget=facts.totals.approved.value,
            changes=rows_of(facts.variance_steps, "name amount"),
            forecast=facts.totals.forecast.value,
            currency=currency,
        )
        found.append(Figure("variance", spec, title, tables["categories"]))
    return found


def _steps_close(facts: BudgetFacts) -> bool:
    steps = sum((step.amount for step in facts.variance_steps), Decimal(0))
    approved, forecast = facts.totals.approved.value, facts.totals.forecast.value
    return approved is not None and forecast is not None and approved + steps == forecast


def _stack_finding(facts: BudgetFacts) -> str:
    if facts.totals.available.value is None:
        return _("Money was spent and no budget is approved")
    over = [line.category for line in facts.categories if (line.available.value or 0) < 0]
    if not over:
        return _("Every category still has money available")
    if len(over) == 1:
        return _("%(name)s has used more than its budget") % {"name": over[0]}
    words = {"n": len(over), "all": len(facts.categories)}
    return _("%(n)s of %(all)s categories have used more than their budget") % words


def _forecast_finding(facts: BudgetFacts) -> str:
    variance = facts.totals.variance.value
    if variance is None:
        return _("What was budgeted and what was spent so far")
    words = {"amount": f"{short(abs(variance))} {facts.head.currency}"}
    if variance < 0:
        return _("The forecast ends %(amount)s above the approved budget") % words
    if variance > 0:
        return _("The forecast ends %(amount)s below the approved budget") % words
    return _("The forecast ends on the approved budget")


def _step_finding(facts: BudgetFacts) -> str:
    worst = max(facts.variance_steps, key=lambda step: step.amount)
    if worst.amount <= 0:
        return _("No category is forecast to cost more than its budget")
    more = sum(1 for step in facts.variance_steps if step.amount > 0)
    return ngettext(
        "%(name)s is forecast %(amount)s above its budget",
        "%(n)s categories are forecast above their budget, %(name)s the most: %(amount)s",
        more,
    ) % {"n": more, "name": worst.name, "amount": f"{short(worst.amount)} {facts.head.currency}"}


def _glossary() -> tuple[tuple[str, str], ...]:
    return (
        (_("Accrued"), _("Received or worked, not yet invoiced; taken back when the invoice is posted.")),
        (_("Available"), _("Approved less committed, accrued and actual.")),
        (_("Capex, opex"), _("Cost that becomes an asset, and cost of running; finance decides which.")),
        (_("Committed"), _("Ordered, not yet received or invoiced.")),
        (_("CPI, SPI"), _("Earned value divided by actual cost, and by planned value.")),
        (_("Forecast"), _("Actual, accrued and the estimate to complete.")),
        (_("P50, P80"), _("The cost that is not passed in 50 or 80 of 100 simulated runs.")),
        (_("Virement"), _("A move between lines that leaves the total as it is.")),
    )
