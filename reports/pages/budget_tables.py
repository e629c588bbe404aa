"""Which tables does a budget report print, and which go along as files?"""

from django.utils.translation import gettext as _

from reports.facts.budget import BudgetFacts
from reports.pages import budget_lines
from reports.pages.blocks import Table, columns_of, money_columns, table
from reports.pages.shared_tables import reserves

CATEGORY = "category cost_class approved committed accrued actual available forecast variance"


def tables(facts: BudgetFacts) -> list[Table]:
    """All of them, in the order of the sections."""
    return [
        _totals(facts),
        _categories(facts),
        *budget_lines.tables(facts),
        *_moves(facts),
        *_posted(facts),
        *_ahead(facts),
        *_checks(facts),
    ]


def _totals(facts: BudgetFacts) -> Table:
    totals = facts.totals
    rows = [
        (_("Approved"), totals.approved, _version(facts)),
        (_("Received"), totals.released, _("funding that reached the project so far")),
        (_("Committed"), totals.committed, _("ordered, not yet received or invoiced")),
        (_("Accrued"), totals.accrued, _("received or worked, not yet invoiced")),
        (_("Actual"), totals.actual, _("posted in the ledger")),
        (_("Available"), totals.available, _("approved less committed, accrued and actual")),
        (_("Forecast"), totals.forecast, _("at completion")),
        (_("Variance (− is over)"), totals.variance, _("approved less forecast")),
    ]
    return table(
        "totals",
        _("The budget in eight sums"),
        [_("Sum"), (_("Amount"), "variance"), _("What it is")],
        rows,
        unit=facts.head.currency,
        empty="",
    )


def _version(facts: BudgetFacts) -> str:
    return _("budget version {n}").format(n=facts.budget_version) if facts.budget_version else ""


def _categories(facts: BudgetFacts) -> Table:
    totals = facts.totals
    total = (
        _("Total"),
        "",
        totals.approved,
        totals.committed,
        totals.accrued,
        totals.actual,
        totals.available,
        totals.forecast,
        totals.variance,
    )
    ends = [(_("Available (− is over)"), "variance"), (_("Forecast"), "money"), (_("Variance (− is over)"), "variance")]
    return table(
        "categories",
        _("Budget by category and class"),
        [_("Category"), _("Class"), *money_columns(), *ends],
        columns_of(facts.categories, CATEGORY),
        total=total,
        unit=facts.head.currency,
        attached=True,
        empty=_("No line is approved."),
    )


def _moves(facts: BudgetFacts) -> list[Table]:
    return [_changes(facts), _orders(facts)]


def _changes(facts: BudgetFacts) -> Table:
    return table(
        "changes",
        _("New versions and virements"),
        [
            _("No."),
            (_("Day"), "day"),
            _("Kind"),
            _("From"),
            _("To"),
            (_("Amount"), "change"),
            _("Approved by"),
            _("Reason"),
        ],
        columns_of(facts.changes, "reference day kind from_line to_line amount approved_by reason"),
        unit=facts.head.currency,
        empty=_("The budget was not changed."),
    )


def _orders(facts: BudgetFacts) -> Table:
    return table(
        "orders",
        _("Open orders"),
        [
            _("Order"),
            _("Supplier"),
            (_("Ordered"), "money"),
            (_("Invoiced"), "money"),
            (_("Open"), "money"),
            (_("Expected"), "day"),
        ],
        columns_of(facts.orders, "number supplier ordered invoiced open_amount expected_on"),
        unit=facts.head.currency,
        attached=True,
        empty=_("No order is open."),
    )


def _posted(facts: BudgetFacts) -> list[Table]:
    currency = facts.head.currency
    return [
        table(
            "postings",
            _("Postings by fiscal period"),
            [_("Period"), (_("Actuals"), "money"), (_("Accruals"), "money"), (_("Reversals"), "money")],
            columns_of(facts.postings, "period actuals accruals reversals"),
            unit=currency,
            attached=True,
            empty=_("Nothing was posted."),
        ),
        table(
            "unmatched",
            _("Without counterpart"),
            [_("Document"), (_("Day"), "day"), (_("Amount"), "money"), _("What is missing")],
            columns_of(facts.unmatched, "reference day amount words"),
            unit=currency,
            empty=_("Every invoice has its receipt and every posting its document."),
        ),
        table(
            "labour",
            _("Labour by role"),
            [_("Role"), (_("Hours"), "tenth"), (_("Cost, {currency}").format(currency=currency), "money")],
            columns_of(facts.labour, "role hours cost"),
            currency=currency,
            empty=_("No hours were posted."),
        ),
    ]


def _ahead(facts: BudgetFacts) -> list[Table]:
    return [_months(facts), _methods(facts), reserves(facts.reserves, currency=facts.head.currency)]


def _months(facts: BudgetFacts) -> Table:
    currency = facts.head.currency
    return table(
        "months",
        _("Budget, actual and forecast by month, cumulative"),
        [(_("Month"), "month"), (_("Budget"), "whole"), (_("Actual"), "whole"), (_("Forecast"), "whole")],
        columns_of(facts.forecast, "day budget actual forecast"),
        unit=currency,
        attached=True,
        empty=_("No forecast was made."),
    )


def _methods(facts: BudgetFacts) -> Table:
    currency = facts.head.currency
    chances = [(_("P50"), "", facts.cost_p50), (_("P80"), "", facts.cost_p80)]
    methods = [
        *columns_of(facts.eac_methods, "name formula value"),
        *((name, _("simulated cost at completion"), value) for name, _words, value in chances),
    ]
    return table(
        "methods",
        _("Cost at completion, forecast in several ways"),
        [_("Way"), (_("How"), "text", "wide"), (_("Cost at completion"), "money")],
        methods,
        unit=currency,
        empty="",
    )


def _checks(facts: BudgetFacts) -> list[Table]:
    return [_fx(facts), _controls(facts), _exceptions(facts)]


def _fx(facts: BudgetFacts) -> Table:
    currency = facts.head.currency
    return table(
        "fx",
        _("Postings in other currencies"),
        [
            _("Currency"),
            (_("Amount there"), "money"),
            (_("In the ledger"), "money"),
            (_("At the budget's rate"), "money"),
            (_("Difference"), "change"),
        ],
        columns_of(facts.fx, "currency amount ledger_amount at_budget_rate variance"),
        unit=currency,
        empty=_("Nothing was posted in another currency."),
    )


def _controls(facts: BudgetFacts) -> Table:
    currency = facts.head.currency
    return table(
        "controls",
        _("Documents against the ledger"),
        [_("Control"), (_("Documents"), "money"), (_("Ledger"), "money"), (_("Difference"), "variance")],
        columns_of(facts.controls, "name documents ledger difference"),
        unit=currency,
        attached=True,
        empty=_("The ledger was not compared with the documents."),
    )


def _exceptions(facts: BudgetFacts) -> Table:
    currency = facts.head.currency
    return table(
        "exceptions",
        _("What finance should look at"),
        [_("Kind"), _("What"), (_("Finding"), "text", "wide"), (_("Amount"), "change")],
        columns_of(facts.exceptions, "kind reference words amount"),
        unit=currency,
        empty=_("No line is overspent, no order is stale, nothing was posted in a closed period."),
    )
