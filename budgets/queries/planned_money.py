"""How would the money of a baseline be spread that is not frozen yet?

The approved budget is laid over the dates of the baseline: what stands on a task is spread over the
periods of that task, what stands on none is shared among all of them by length. Σ of all is the budget.
"""

from collections import defaultdict
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.db.backends.postgresql.psycopg_any import DateRange as PgRange
from django.db.models import Sum
from django.utils.translation import gettext as _

from budgets.engine.splitting import spread
from budgets.models import BudgetLine
from budgets.queries.baselines import money_table
from budgets.queries.packages import first_day, last_day
from budgets.queries.working_days import work_on
from foundation.errors import IllegalMove
from foundation.money import split
from foundation.organisation.models import FiscalPeriod
from foundation.periods import DateRange, through
from projects.models import Task

# a summary adds up its parts and a milestone has no length: neither holds money
CARRIERS = (Task.Kind.TASK, Task.Kind.WORK_PACKAGE, Task.Kind.LOE, Task.Kind.PLANNING_PACKAGE)


def money_obstacles(baseline):
    """Why the baseline cannot get its money, in sentences. → list of str"""
    project = baseline.project
    if not project.budgets.filter(state="approved").exists():
        return [_("The project has no approved budget.")]
    rows = {row.task_id: row for row in baseline.tasks.all()}
    words = []
    for task in Task.objects.filter(budget_lines__budget__project=project, budget_lines__budget__state="approved"):
        row = rows.get(task.pk)
        if row is None or row.start is None:
            text = _("“%(task)s” has money in the budget but no dates in this baseline.") % {"task": task}
            words.append(text) if text not in words else None
    if not any(row.kind in CARRIERS and row.start for row in rows.values()):
        words.append(_("The baseline has no dated task that could carry the money."))
    return words


def planned_money(baseline):
    """{(task id, FiscalPeriod): amount} that the approved budget gives the baseline; nothing is stored."""
    project = baseline.project
    rows = {row.task_id: row for row in baseline.tasks.all() if row.start and row.kind in CARRIERS}
    zone, minutes = ZoneInfo(project.zone), work_on(project.calendar_id)
    spans = {pk: through(first_day(row, zone), max(first_day(row, zone), last_day(row, zone)))
             for pk, row in rows.items()}  # fmt: skip
    periods = _periods(spans.values())
    found = defaultdict(Decimal)
    for task_id, amount in _by_task(project, rows).items():
        if not amount:
            continue
        shares = spread(amount, spans[task_id], project.currency_id, periods=list(periods), work_on=minutes)
        for share in shares:
            if share.amount:
                found[task_id, periods[share.period]] += share.amount
    return dict(found)


def _periods(spans):
    first, last = min(span.start for span in spans), max(span.end for span in spans)
    rows = FiscalPeriod.objects.filter(days__overlap=PgRange(first, last))
    found = {DateRange(row.days.lower, row.days.upper): row for row in rows}
    if not found or min(found).start > first or max(found).end < last:
        raise IllegalMove(_("There are no fiscal periods for all days of this baseline."))
    return found


def _by_task(project, rows):
    """The approved money of each task; lines without a task are shared among the lowest ones by length."""
    lines = BudgetLine.objects.filter(budget__project=project, budget__state="approved")
    sums = dict(lines.values_list("task_id").annotate(Sum("amount")).order_by("task_id"))
    common = sums.pop(None, Decimal(0))
    found = defaultdict(Decimal, sums)
    if common:
        parents = set(Task.objects.filter(project=project, parent__isnull=False).values_list("parent_id", flat=True))
        lowest = [pk for pk in rows if pk not in parents] or list(rows)
        lengths = [rows[pk].duration_min for pk in lowest]
        shares = split(common, lengths if any(lengths) else len(lowest), project.currency_id)
        for pk, share in zip(lowest, shares, strict=True):
            found[pk] += share
    return found


def baseline_preview(baseline):
    """Dates and money as they would be frozen, or the obstacles. → dict for the page"""
    obstacles = money_obstacles(baseline)
    table = {} if obstacles else money_table(baseline, planned_money(baseline))
    return {"obstacles": obstacles, **table}
