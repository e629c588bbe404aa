"""Which tables and figures show the final balance of a closed project (DOMAIN.md 3.1, section 5)?"""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.charts import bars, curves
from reports.charts.frame import short
from reports.facts.closure import ClosureFacts
from reports.pages.blocks import Figure, Table, columns_of, rows_of, table
from reports.pages.shared_tables import reserves

BALANCE = "category original_budget approved_changes final_budget actuals accruals commitments total_cost variance"


def tables(facts: ClosureFacts) -> list[Table]:
    """The balance by category, what it rests on, and the data behind the figures."""
    return [_balance(facts), *_changes(facts), *_rests(facts), *_checks(facts)]


def _balance(facts: ClosureFacts) -> Table:
    heads = [
        _("Original budget"),
        _("Approved changes"),
        _("Final budget"),
        _("Actuals posted"),
        _("Accruals"),
        _("Open commitments"),
        _("Total cost"),
        _("Variance (− is over)"),
    ]
    kinds = ["money", "change", "money", "money", "money", "money", "money", "variance"]
    return table(
        "balance",
        _("Final balance by cost category"),
        [_("Category"), *zip(heads, kinds, strict=True)],
        columns_of(facts.balance.lines, BALANCE),
        total=columns_of([facts.balance.total], BALANCE)[0],
        unit=facts.head.currency,
        attached=True,
        empty=_("Nothing was budgeted or posted."),
    )


def _changes(facts: ClosureFacts) -> list[Table]:
    return [
        table(
            "changes",
            _("Approved changes"),
            [
                _("No."),
                (_("Change"), "text", "wide"),
                (_("Approved"), "day"),
                _("By"),
                (_("Cost, {currency}").format(currency=facts.head.currency), "whole_change"),
                (_("Days"), "slip"),
            ],
            columns_of(facts.changes, "reference title approved_on approved_by cost days"),
            attached=True,
            empty=_("No change was approved."),
        ),
        table(
            "milestones",
            _("Milestones against the latest approved plan"),
            [_("Milestone"), (_("Planned"), "day"), (_("Reached"), "day"), (_("Slip, days"), "slip")],
            columns_of(facts.milestones, "name baseline actual slip_days"),
            empty=_("The plan had no milestone."),
        ),
    ]


def _rests(facts: ClosureFacts) -> list[Table]:
    """Orders, other currencies and reserves."""
    return [_commitments(facts), _foreign(facts), reserves(facts.balance.reserves, currency=facts.head.currency)]


def _commitments(facts: ClosureFacts) -> Table:
    balance, currency = facts.balance, facts.head.currency
    return table(
        "commitments",
        _("Orders that were open at closure"),
        [_("Order"), _("Supplier"), (_("Amount"), "money"), _("Outcome"), _("Transferred to")],
        columns_of(balance.open_commitments, "order supplier amount outcome transferred_to"),
        unit=currency,
        empty=_("No order was open at closure."),
    )


def _foreign(facts: ClosureFacts) -> Table:
    balance, currency = facts.balance, facts.head.currency
    return table(
        "foreign",
        _("Postings in other currencies"),
        [
            _("Currency"),
            (_("Amount there"), "money"),
            (_("In the ledger, {currency}").format(currency=currency), "money"),
            (_("Difference to the budget rate, {currency}").format(currency=currency), "change"),
        ],
        columns_of(balance.foreign, "currency amount ledger_amount fx_variance"),
        currency=currency,
        empty=_("Nothing was posted in another currency."),
    )


def _checks(facts: ClosureFacts) -> list[Table]:
    """The comparison with the ledger, and the days of the earned value curve."""
    balance, currency = facts.balance, facts.head.currency
    return [
        table(
            "controls",
            _("Documents against the ledger"),
            [_("Control"), (_("Documents"), "money"), (_("Ledger"), "money"), (_("Difference"), "variance")],
            columns_of(balance.controls, "name documents ledger difference"),
            unit=currency,
            empty=_("The balance was not compared with the ledger."),
        ),
        table(
            "curve",
            _("Planned value, earned value and actual cost"),
            [
                (_("Day"), "day"),
                (_("Planned value"), "whole"),
                (_("Earned value"), "whole"),
                (_("Actual cost"), "whole"),
            ],
            columns_of(balance.curve, "day planned earned actual"),
            unit=currency,
            attached=True,
            every=3,
            empty=_("Progress was not measured in money."),
        ),
    ]


def figures(facts: ClosureFacts, found: dict[str, Table]) -> list[Figure]:
    """Earned value over time, and the steps from the original to the final budget."""
    balance, currency = facts.balance, facts.head.currency
    drawn = []
    if balance.curve:
        title = _curve_finding(facts)
        rows = rows_of(balance.curve, "day planned earned actual")
        inside = facts.head.data_as_of <= balance.curve[-1].day  # after the last point there is nothing to part
        data_date = facts.head.data_as_of if inside else None
        spec = curves.s_curve(title, rows, currency=currency, data_date=data_date)
        drawn.append(Figure("curve", spec, title, found["curve"]))
    if facts.changes:
        title = _changes_finding(facts)
        steps = [{"name": f"{c.reference} {c.title}", "amount": c.cost} for c in facts.changes]
        total = balance.total
        if total.original_budget + sum(change.cost for change in facts.changes) == total.final_budget:
            spec = bars.change_waterfall(
                title, original=total.original_budget, changes=steps, final=total.final_budget, currency=currency
            )
            drawn.append(Figure("waterfall", spec, title, found["changes"]))
    return drawn


def _curve_finding(facts: ClosureFacts) -> str:
    known = [point for point in facts.balance.curve if point.earned is not None and point.actual is not None]
    if not known:
        return _("No work was measured against the plan")
    gap = known[-1].actual - known[-1].earned
    words = {"amount": f"{short(abs(gap))} {facts.head.currency}"}
    if gap > 0:
        return _("The work cost %(amount)s more than it was budgeted for") % words
    return (
        _("The work cost %(amount)s less than it was budgeted for") % words
        if gap
        else _("The work cost what was budgeted")
    )


def _changes_finding(facts: ClosureFacts) -> str:
    count, total = len(facts.changes), facts.balance.total.approved_changes
    if not total:
        return ngettext(
            "%(n)s approved change left the budget as it was", "%(n)s approved changes left the budget as it was", count
        ) % {"n": count}
    words = {"n": count, "amount": f"{short(abs(total))} {facts.head.currency}"}
    if total > 0:
        return (
            ngettext(
                "%(n)s approved change added %(amount)s", "%(n)s approved changes added %(amount)s together", count
            )
            % words
        )
    return (
        ngettext(
            "%(n)s approved change took %(amount)s away", "%(n)s approved changes took %(amount)s away together", count
        )
        % words
    )
