"""Which versions of the budget are there, what do they hold, and how do two of them differ?"""

from decimal import Decimal

from django.core.exceptions import BadRequest
from django.db.models import Sum
from django.urls import reverse
from django.utils.translation import gettext as _

from budgets.models import BudgetLine, ReserveMove
from foundation.accounts.rights import Permission
from foundation.figures import MONEY, Figure, Source

ZERO = Decimal(0)


def version_page(budget):
    """What the page of one version shows: its lines and their sum."""
    lines = list(budget.lines.select_related("category", "task", "period"))
    return {"budget": budget, "lines": lines, "total": version_total(budget, lines)}


def version_total(budget, lines):
    """Σ of the lines of a version, also while it is a draft."""
    project = budget.project
    address = reverse("budgets:version", args=[project.public_id, budget.public_id])
    leaves = tuple(
        Source(
            f"{line.category} {line.period}", line.amount, MONEY, project.currency_id, address, Permission.BUDGET_VIEW
        )
        for line in lines
    )
    total = sum((line.amount for line in lines), ZERO)
    return _figure(project, f"version_total:{budget.version}", _("Total of the version"), total, leaves)


def _figure(project, name, label, value, inputs=(), formula=""):
    return Figure(
        f"budgets.{name}", label, value, MONEY, project.currency_id, formula=formula or _("Σ lines"), inputs=inputs,
        scope=str(project.public_id), permission=Permission.BUDGET_VIEW,
    )  # fmt: skip


def _by_category(budget):
    rows = BudgetLine.objects.filter(budget=budget).values("category__code", "category__name", "cost_class")
    return {
        (row["category__code"], row["category__name"], row["cost_class"]): row["total"]
        for row in rows.annotate(total=Sum("amount")).order_by()
    }


def comparison(project, a=None, b=None):
    """All versions; two of them side by side by category: the last two unless `a` and `b` name others."""
    rows = list(project.budgets.select_related("created_by__person", "approved_by__person"))
    known = {str(row.version): row for row in rows}
    for number in (a, b):
        if number and number not in known:
            raise BadRequest("no such version")
    new = known[b] if b else (rows[0] if rows else None)
    old = known[a] if a else (rows[1] if len(rows) > 1 else None)
    found = {"versions": rows, "old": old, "new": new, "differences": []}
    if old and new:
        before, after = _by_category(old), _by_category(new)
        found["differences"] = [
            _difference(project, (old, new), key, (before.get(key, ZERO), after.get(key, ZERO)))
            for key in sorted({*before, *after})
        ]
        sums = sum(before.values(), ZERO), sum(after.values(), ZERO)
        found["total"] = _difference(project, (old, new), ("", _("Total"), ""), sums)
    return found


def _difference(project, versions, key, values):
    """Two versions side by side: in one category and class, or in total (a key without a code)."""
    code, name, cost_class = key
    suffix = "-".join(str(version.version) for version in versions) + (f".{code}.{cost_class}" if code else "")
    leaves = tuple(
        Source(
            _("Version %(version)s") % {"version": version.version}, value, MONEY, project.currency_id,
            reverse("budgets:version", args=[project.public_id, version.public_id]), Permission.BUDGET_VIEW,
        )
        for version, value in zip(versions, values, strict=True)
    )  # fmt: skip
    change = _figure(
        project, f"version_change:{suffix}", name, values[1] - values[0], leaves, _("new version − old version")
    )
    return {"name": name, "cost_class": cost_class, "old": leaves[0], "new": leaves[1], "change": change}


def reserves_of(project):
    """Each reserve with its moves, newest first."""
    rows = list(project.reserves.order_by("kind"))
    moves = ReserveMove.objects.filter(reserve__in=rows).select_related("created_by__person").order_by("-date", "-id")
    found = {row.pk: {"reserve": row, "moves": []} for row in rows}
    for move in moves:
        found[move.reserve_id]["moves"].append(move)
    for row in found.values():
        row["left"] = _left(project, row["reserve"], row["moves"])
    return list(found.values())


def _left(project, reserve, moves):
    """What is left of a reserve, from its moves."""
    address = reverse("budgets:reserves", args=[project.public_id])

    def leaf(label, value):
        return Source(label, value, MONEY, project.currency_id, address, Permission.BUDGET_VIEW)

    taken = tuple(leaf(f"{move.get_kind_display()}: {move.reason}", -move.amount) for move in moves)
    label = _("Left of %(kind)s") % {"kind": reserve.get_kind_display()}
    return _figure(
        project, f"reserve_left:{reserve.kind}", label, reserve.amount - sum((m.amount for m in moves), ZERO),
        (leaf(_("Held back"), reserve.amount), *taken), _("held back − drawn − released"),
    )  # fmt: skip
