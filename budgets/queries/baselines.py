"""What is each task of a baseline planned to cost, and when?"""

from collections import defaultdict
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from budgets.models import BaselinePeriod
from foundation.accounts.rights import Permission
from foundation.figures import MONEY, Figure, Source


def baseline_money(baseline):
    """What the page of a baseline shows: dates and planned value of each task, Σ = BAC."""
    rows = BaselinePeriod.objects.filter(baseline=baseline)
    money = {(row.task_id, row.period): row.pv for row in rows.select_related("period")}
    return {"baseline": baseline, **money_table(baseline, money)}


def money_table(baseline, money):
    """{(task id, period): amount} as rows of tasks with their sums, and the total."""
    sums, phases = defaultdict(Decimal), defaultdict(list)
    for (task_id, period), amount in sorted(money.items(), key=lambda item: item[0][1].days.lower):
        sums[task_id] += amount
        phases[task_id].append((period, amount))
    tasks = baseline.tasks.select_related("task").order_by("wbs_code")
    rows = [
        {"row": row, "figure": _of_task(baseline, row, sums[row.task_id], phases[row.task_id])}
        for row in tasks
        if row.task_id in sums
    ]
    total = sum(sums.values(), Decimal(0))
    inputs = tuple(row["figure"] for row in rows)
    return {"rows": rows, "bac": _figure(baseline, "baseline_bac", _("Budget at completion"), total, inputs)}


def _of_task(baseline, row, amount, phases):
    project = baseline.project
    address = reverse("budgets:overview", args=[project.public_id]) + "#lines"
    leaves = tuple(
        Source(period.month, pv, MONEY, project.currency_id, address, Permission.BUDGET_VIEW) for period, pv in phases
    )
    return _figure(baseline, f"baseline_task:{baseline.version}.{row.task.public_id}", row.name, amount, leaves)


def _figure(baseline, name, label, value, inputs):
    suffix = f":{baseline.version}" if name == "baseline_bac" else ""
    return Figure(
        f"budgets.{name}{suffix}", label, value, MONEY, baseline.project.currency_id,
        formula=_("Σ planned value by period"), inputs=inputs, scope=str(baseline.project.public_id),
        permission=Permission.BUDGET_VIEW,
    )  # fmt: skip
