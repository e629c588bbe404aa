"""What did each month of a project of the demo show when it ended?

The site of a real council holds a snapshot of earned value for each data date. Those of the demo follow from
what the demo tells anyway: the days on which work began and ended, the months of the baseline, the ledger.
"""

import datetime as dt
from bisect import bisect_right
from collections import defaultdict
from decimal import Decimal
from itertools import accumulate

from budgets.engine.work_packages import PERCENT_CAP
from budgets.models import BaselinePeriod, LedgerEntry, ProgressSnapshot
from budgets.queries.ledger import KINDS
from foundation.money import quantise
from foundation.periods import add_months
from portfolio.demo.money import EURO, day_of
from portfolio.demo.plans import DAY, FINISHED
from projects.models import Baseline, Task

MONTHS = 13
ENDED = (*FINISHED, "cancelled")


def measure(story):
    """One snapshot for the end of each month of work, and one for the day on which the work ended."""
    baseline = Baseline.objects.filter(project=story.project, state="approved").first()
    if baseline is None:
        return
    works, spent = _works(story, baseline), _Spent(story.project)
    bac = sum((work.bac for work in works), Decimal(0))
    ProgressSnapshot.objects.bulk_create(
        _snapshot(story, baseline, works, spent, bac, day) for day in _days(story)
    )  # fmt: skip


def _days(story):
    """Month ends from the start of the project to the edge of what is known."""
    ends = [add_months(story.council.today, -back) - DAY for back in range(MONTHS)]
    days = sorted(day for day in ends if story.project.start <= day <= story.edge)
    if story.plot.state in ENDED and story.edge not in days:
        days.append(story.edge)
    return days


def _snapshot(story, baseline, works, spent, bac, day):
    tasks = [{"task": work.key, "bac": work.bac, "pv": work.planned(day), "ev": work.earned(day)} for work in works]
    pv, ev = (sum((task[name] for task in tasks), Decimal(0)) for name in ("pv", "ev"))
    cost, rest = spent.until(day), quantise((bac - ev) * _believed(story, day), EURO)
    if story.plot.state == "cancelled" and day == story.edge:
        rest = Decimal(0)  # nothing more is done
    return ProgressSnapshot(
        project=story.project, baseline=baseline, data_date=day, created_by=story.by, bac=bac, pv=pv, ev=ev, ac=cost,
        eac=cost + rest,
        tasks=[{name: str(value) for name, value in task.items()} for task in tasks],
    )  # fmt: skip


def _believed(story, day):
    """What the manager took a planned euro of the rest to cost: the overrun was admitted bit by bit."""
    known = Decimal((day - story.project.start).days) / max((story.edge - story.project.start).days, 1)
    return 1 + Decimal(str(round((story.plot.cost - 1) * 0.8, 4))) * min(known, Decimal(1))


class _Work:
    """A piece of work with its budget by month."""

    def __init__(self, task, months, edge):
        self.key = str(task.public_id)
        self.days, sums = [day for day, _pv in months], accumulate(pv for _day, pv in months)
        self.sums = [Decimal(0), *sums]
        self.bac, self.percent = self.sums[-1], task.percent
        self.first = day_of(task.actual_start) if task.actual_start else None
        self.last = day_of(task.actual_finish) if task.actual_finish else edge
        self.finished = task.actual_finish is not None

    def planned(self, day):
        return self.sums[bisect_right(self.days, day)]

    def earned(self, day):
        """In proportion to the days between start and finish, or between start and what is done today.

        As the engine has it, what is not accepted has earned no more than the cap.
        """
        if self.first is None or day < self.first:
            return Decimal(0)
        share = Decimal((day - self.first).days + 1) / max((self.last - self.first).days + 1, 1)
        done = self.percent * min(share, Decimal(1))
        return quantise(self.bac * (done if self.finished and day >= self.last else min(done, PERCENT_CAP)), EURO)


def _works(story, baseline):
    months = defaultdict(list)
    rows = BaselinePeriod.objects.filter(baseline=baseline).values_list("task_id", "period__days", "pv")
    for task, days, pv in rows.order_by("period__days"):
        months[task].append((days.upper - DAY, pv))
    tasks = Task.objects.filter(pk__in=months).order_by("outline")
    return [_Work(task, months[task.pk], story.edge) for task in tasks]


class _Spent:
    """The cost of a project up to a day."""

    def __init__(self, project):
        rows = LedgerEntry.objects.filter(project=project, type__in=KINDS["cost"]).order_by("date")
        self.days: list[dt.date] = []
        amounts = []
        for day, amount in rows.values_list("date", "amount"):
            self.days.append(day)
            amounts.append(amount)
        self.sums = [Decimal(0), *accumulate(amounts)]

    def until(self, day):
        return self.sums[bisect_right(self.days, day)]
