"""What did the project cost in the end, counted from its documents, and does the ledger agree?

The documents are counted apart from the ledger's own totals: every entry again from its transaction
amount at its stored rate, every budget from its lines. A cent of difference forbids to close.
"""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Sum
from django.urls import reverse
from django.utils.translation import gettext as _

from budgets.engine.balance import CapexTransfer, CategoryRow, CurrencyRow, FinalBalance, ReserveRow, final_balance
from budgets.models import Budget, BudgetLine, CostCategory, CostClass, LedgerEntry, ReserveMove
from budgets.queries.ledger import KINDS, ZERO, ledger_address
from foundation.accounts.rights import Permission
from foundation.figures import MONEY, Figure, Source, show
from foundation.money import convert

COST = frozenset(KINDS["cost"])


@dataclass(frozen=True)
class Balance:
    """The engine's balance with its figures; `names` are the categories by code."""

    result: FinalBalance
    total_cost: Figure
    final_budget: Figure
    variance: Figure
    reconciliation: Figure
    names: dict

    def __iter__(self):
        return iter((self.total_cost, self.final_budget, self.variance, self.reconciliation))

    def find(self, key):
        return next((figure for figure in self if figure.key == key), None)


def balance(project, *, as_of):
    """The final balance on a day. → Balance"""
    names = dict(CostCategory.objects.values_list("code", "name"))
    found = _documents(project, as_of)
    budgets = Budget.objects.filter(project=project, approved_at__isnull=False)
    current = budgets.filter(state="approved").first()
    result = final_balance(
        _rows(found, _lines(budgets.order_by("version").first()), _lines(current)),
        funding=current.funding_received if current else ZERO,
        ledger=_ledger_totals(project, as_of),
        by_currency=[CurrencyRow(code, *sums) for code, sums in sorted(found.currencies.items())],
        capex=[CapexTransfer(code, amount) for code, amount in sorted(found.capex.items()) if amount],
        reserves=_reserves(project),
        fx_variance=found.fx,
    )
    return Balance(result, *_figures(project, result, as_of), names)


@dataclass
class _Found:
    """Sums over documents: {category: {group: amount}}, {currency: [amount, in the ledger]}, capex, fx."""

    groups: dict
    currencies: dict
    capex: dict
    fx: Decimal = ZERO


def _documents(project, as_of):
    """Every entry again, from what its document says: transaction amount × rate, rounded."""
    found = _Found(defaultdict(lambda: defaultdict(Decimal)), defaultdict(lambda: [ZERO, ZERO]), defaultdict(Decimal))
    rows = LedgerEntry.objects.filter(project=project, date__lte=as_of)
    wanted = ("type", "category__code", "cost_class", "txn_amount", "txn_currency_id", "rate", "amount")
    group_of = {kind: group for group, kinds in KINDS.items() if group != "cost" for kind in kinds}
    for kind, code, cost_class, txn, currency, rate, booked in rows.values_list(*wanted).iterator():
        # an exchange difference has no transaction of its own: what was booked is its document
        amount = booked if kind == "fx" else convert(txn, rate, project.currency_id)
        found.groups[code][group_of[kind]] += amount
        if kind == "fx":
            found.fx += amount
        if kind in COST:
            found.currencies[currency][0] += txn
            found.currencies[currency][1] += amount
            if cost_class == CostClass.CAPEX:
                found.capex[code] += amount
    return found


def _lines(budget):
    if budget is None:
        return {}
    rows = BudgetLine.objects.filter(budget=budget).values("category__code").annotate(total=Sum("amount")).order_by()
    return {row["category__code"]: row["total"] for row in rows}


def _rows(found, original, final):
    codes = sorted({*found.groups, *original, *final})
    return [
        CategoryRow(
            code,
            original=original.get(code, ZERO),
            changes=final.get(code, ZERO) - original.get(code, ZERO),
            actual=found.groups[code]["actual_cost"],
            accruals=found.groups[code]["accrued"],
            commitments=found.groups[code]["committed"],
        )
        for code in codes
    ]


def _ledger_totals(project, as_of):
    rows = LedgerEntry.objects.filter(project=project, date__lte=as_of, type__in=COST)
    rows = rows.values("category__code").annotate(total=Sum("amount")).order_by()
    return {row["category__code"]: row["total"] for row in rows}


def _reserves(project):
    moves = ReserveMove.objects.filter(reserve__project=project).values("reserve_id", "kind")
    moved = {(row["reserve_id"], row["kind"]): row["total"] for row in moves.annotate(total=Sum("amount")).order_by()}
    return [
        ReserveRow(
            row.kind, row.amount, drawn=moved.get((row.pk, "draw"), ZERO), released=moved.get((row.pk, "release"), ZERO)
        )
        for row in project.reserves.order_by("kind")
    ]


def _figures(project, result, as_of):
    """total cost, final budget, variance, difference."""

    def figure(name, label, value, formula, *inputs):
        return Figure(
            f"budgets.{name}", label, value, MONEY, project.currency_id, formula=formula, inputs=inputs,
            scope=str(project.public_id), as_of=as_of, permission=Permission.BUDGET_VIEW,
        )  # fmt: skip

    def leaf(label, value, address):
        return Source(label, value, MONEY, project.currency_id, address, Permission.BUDGET_VIEW)

    total, day = result.total, as_of.isoformat()
    versions = reverse("budgets:versions", args=[project.public_id])
    ledger = sum((row.ledger for row in result.differences), ZERO)
    cost = figure(
        "total_cost", _("Total cost"), total.total_cost, _("actuals + accruals"),
        leaf(_("Actuals"), total.actual, ledger_address(project, kind="actual_cost", date_to=day)),
        leaf(_("Accruals"), total.accruals, ledger_address(project, kind="accrued", date_to=day)),
    )  # fmt: skip
    final = figure(
        "final_budget", _("Final budget"), total.final, _("original + approved changes"),
        leaf(_("Original budget"), total.original, versions), leaf(_("Approved changes"), total.changes, versions),
    )  # fmt: skip
    variance = figure("final_variance", _("Variance"), total.variance, _("final budget − total cost"), final, cost)
    difference = figure(
        "reconciliation", _("Difference between documents and ledger"), result.reconciliation,
        _("Σ |documents − ledger| by category"), cost,
        leaf(_("Ledger's own total"), ledger, ledger_address(project, kind="cost", date_to=day)),
    )  # fmt: skip
    return cost, final, variance, difference


def closure_obstacles(project, *, as_of):
    """Why the project's money is not settled yet, in sentences. → list of str"""
    found = balance(project, as_of=as_of)
    words = []
    for row in found.result.differences:
        if row.amount:
            text = _("Documents and ledger differ by %(amount)s in %(category)s.")
            shown = show(row.amount, MONEY, project.currency_id)
            words.append(text % {"amount": shown, "category": found.names.get(row.category, row.category)})
    words.extend(_open_orders(project, as_of))
    for reserve in found.result.reserves:
        if reserve.left:
            text = _("%(left)s of the %(kind)s reserve are neither drawn nor released.")
            words.append(text % {"left": show(reserve.left, MONEY, project.currency_id), "kind": reserve.kind})
    if project.budgets.filter(state="submitted").exists():
        words.append(_("A submitted budget is not decided."))
    return words


def _open_orders(project, as_of):
    """Commitments that are neither released nor received, by order and currency."""
    rows = LedgerEntry.objects.filter(project=project, date__lte=as_of, type__in=KINDS["committed"])
    rows = rows.values("order", "txn_currency_id").annotate(left=Sum("txn_amount")).order_by("order")
    text = _("%(left)s are still committed on order %(order)s.")
    return [
        text % {"left": show(row["left"], MONEY, row["txn_currency_id"]), "order": row["order"] or "–"}
        for row in rows
        if row["left"]
    ]


def activation_obstacles(project):
    """What of the money is missing before the work may start. → list of str"""
    words = []
    if not project.budgets.filter(state="approved").exists():
        words.append(_("The project has no approved budget."))
    if not project.baselines.filter(state="approved").exists():
        words.append(_("The project has no approved baseline."))
    return words
