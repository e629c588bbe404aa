"""What was the case worth when it was approved and now, and how did value, plan and cost run?"""

from dataclasses import dataclass

from django.db.models import Sum

from budgets.models import Cba, LedgerEntry, ProgressSnapshot
from budgets.queries import appraised
from budgets.queries.ledger import KINDS
from projects.models import Task
from reports.facts.common import CurvePoint, Ratio
from reports.queries.cost_benefit_facts import ratio_of
from reports.queries.head import local_day


@dataclass(frozen=True)
class CaseValues:
    """NPV, BCR and payback of the preferred option of one version."""

    npv: Ratio
    bcr: Ratio
    payback: Ratio


NO_CASE = CaseValues(*(Ratio(None, "no_case") for _name in ("npv", "bcr", "payback")))


def case_values(project):
    """(of the first approved version, of the issued one); `no_case` where there is none."""
    approved = Cba.objects.filter(project=project).exclude(state="draft").order_by("version")
    versions = list(approved)
    if not versions:
        return NO_CASE, NO_CASE
    return _values(versions[0]), _values(versions[-1])


def _values(cba):
    option = cba.options.filter(preferred=True).first()
    if option is None:
        return NO_CASE
    result = appraised(cba, option.lines.all()).financial
    return CaseValues(Ratio(result.npv), ratio_of(result.bcr), ratio_of(result.payback.years))


def curve(project, earned, *, on):
    """Planned value by day of the baseline, earned value and cost by day until `on`: cumulative."""
    done = _earned(project, earned, on)
    cost, total = {}, 0
    rows = LedgerEntry.objects.filter(project=project, date__lte=on, type__in=KINDS["cost"])
    for row in rows.values("date").annotate(amount=Sum("amount")).order_by("date"):
        total += row["amount"]
        cost[row["date"]] = total
    planned = dict(earned.curve)
    days = sorted({*month_ends(planned), *month_ends(done), *month_ends(cost)})
    return tuple(
        CurvePoint(day, _upto(planned, day), *(_upto(known, day) if day <= on else None for known in (done, cost)))
        for day in days
    )


def _earned(project, earned, on):
    """{day: earned value}: of each snapshot, or without one the budget of the work finished by then."""
    rows = ProgressSnapshot.objects.filter(project=project, data_date__lte=on)
    found = dict(rows.order_by("data_date", "pk").values_list("data_date", "ev"))
    if found:
        return found
    budgets, total = {row.key: row.bac for row in earned.measured}, 0
    finished = Task.objects.filter(project=project, actual_finish__isnull=False).order_by("actual_finish")
    for key, moment in finished.values_list("public_id", "actual_finish"):
        day = local_day(moment)
        if str(key) in budgets and day <= on:
            total += budgets[str(key)]
            found[day] = total
    return found


def month_ends(values):
    """The last day of each month that has a value, so that a curve of years has dozens of points, not thousands."""
    last = {}
    for day in sorted(values):
        last[day.year, day.month] = day
    return last.values()


def _upto(values, day):
    known = [d for d in values if d <= day]
    return values[max(known)] if known else None
