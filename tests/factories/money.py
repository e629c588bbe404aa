"""Small builders of categories, budgets, entries, forecasts and priced baselines."""

import datetime as dt
from decimal import Decimal
from itertools import count

from django.urls import reverse

from budgets import services
from budgets.models import (
    Budget,
    BudgetLine,
    CostCategory,
    CostClass,
    EntryType,
    LedgerEntry,
    ProgressSnapshot,
    Reserve,
)
from foundation.organisation.models import FiscalPeriod
from projects.models import Baseline, BaselineTask, Task
from tests.factories import core

_number = count(1)
FROM, UNTIL = dt.date(2026, 3, 2), dt.date(2026, 4, 30)


def category(code="LIC", name="Licences", cost_class=CostClass.OPEX, **fields):
    return CostCategory.objects.get_or_create(code=code, defaults={"name": name, "cost_class": cost_class, **fields})[0]


def labour():
    return category("LAB", "Internal labour", is_labour=True)


def period(day=core.DAY):
    return FiscalPeriod.objects.get(days__contains=day)


def author(name="Arno Author"):
    return core.person(name).user


def draft(project, *amounts, by=None, **fields):
    """A draft with one line per amount, in March 2026."""
    made = services.new_budget(project, by=by or author(), **fields)
    for amount in amounts:
        line(made, amount)
    return made


def line(budget, amount=1000, *, task=None, day=core.DAY, of=None, cost_class="opex"):
    return services.add_line(
        budget, by=budget.created_by, category=of or category(), cost_class=cost_class, period=period(day),
        amount=Decimal(amount), task=task,
    )  # fmt: skip


def approve(budget, *, by=None, on=core.DAY):
    services.submit_budget(budget, by=budget.created_by, on=on)
    approved = services.approve_budget(budget, by=by or author("Berta Boss"), on=on)
    approved.refresh_from_db()
    return approved


def approved(project, *amounts, on=core.DAY):
    return approve(draft(project, *(amounts or (1000,))), on=on)


def entry(project, amount=100, kind=EntryType.ACTUAL, *, by=None, day=core.DAY, of=None, **fields):
    """A posted entry in the currency of the project unless `txn_currency` says otherwise."""
    fields.setdefault("txn_currency", project.currency)
    fields.setdefault("document", f"INV-{next(_number):04d}")
    return services.post_entry(
        project, by=by, type=kind, date=day, category=of or category(), txn_amount=Decimal(amount), **fields
    )


def entries(project, many, *, amount=1, day=core.DAY):
    """So many actuals in one statement: `amount` each, or what `amount(number)` says."""
    known = {"project": project, "date": day, "period": period(day), "category": category(), "rate_date": day}
    sums = [Decimal(amount(number) if callable(amount) else amount) for number in range(many)]
    return LedgerEntry.objects.bulk_create(
        LedgerEntry(
            **known, cost_class="opex", type="actual", txn_amount=value, amount=value, txn_currency=project.currency,
            document=f"BULK-{number:05d}", supplier=f"Supplier {number % 7}",
        )
        for number, value in enumerate(sums)
    )  # fmt: skip


def forecast(project, *parts, as_of=core.DAY, by=None):
    """A version; parts: (amount, a day of its period)."""
    lines = [(category(), "opex", period(day), Decimal(amount)) for amount, day in parts]
    return services.save_forecast(project, by=by, as_of=as_of, lines=lines)


def reserve(project, amount=500, kind="contingency"):
    return services.set_reserve(project, kind=kind, amount=Decimal(amount), by=None)


def drawn(project, amount=500, taken=400):
    """A contingency of which so much was drawn already."""
    made = reserve(project, amount)
    services.draw_reserve(made, amount=Decimal(taken), on=core.DAY, reason="Overtime", by=None)
    made.refresh_from_db()
    return made


def at(day, hour=8):
    return dt.datetime.combine(day, dt.time(hour), tzinfo=dt.UTC)


def task(project, name="Build", *, first=FROM, last=UNTIL, **fields):
    """A dated task, 8:00 of the first to 17:00 of the last day."""
    number = next(_number)
    fields.setdefault("wbs_code", f"9.{number}")
    return Task.objects.create(project=project, name=name, es=at(first), ef=at(last, 17), **fields)


def baseline(project, *tasks, by=None, state="submitted", **fields):
    """A baseline of these tasks with the dates that they have."""
    number = project.baselines.count() + 1
    made = Baseline.objects.create(
        project=project, version=number, created_by=by or author("Paula Planner"), state="draft",
        start=min(t.es for t in tasks), finish=max(t.ef for t in tasks), **fields,
    )  # fmt: skip
    BaselineTask.objects.bulk_create(
        BaselineTask(
            baseline=made, task=t, wbs_code=t.wbs_code, name=t.name, kind=t.kind, start=t.es, finish=t.ef,
            duration_min=t.duration_min, ev_method=t.ev_method, ev_params=t.ev_params,
        )
        for t in tasks
    )  # fmt: skip
    Baseline.objects.filter(pk=made.pk).update(state=state, submitted_at=at(core.DAY))
    made.refresh_from_db()
    return made


def priced(project, *tasks, by=None):
    """An approved baseline with the money of the approved budget."""
    return services.approve_baseline(baseline(project, *tasks), by=by or author("Berta Boss"), on=core.DAY)


def address(name, project, row=None):
    """The page of a project, perhaps of one row in it."""
    return reverse(f"budgets:{name}", args=[project.public_id, *([row.public_id] if row else [])])


# one row of every model that an address of money names by its public id
SAMPLES = {
    Budget: lambda project: project.budgets.first() or draft(project, 1000),
    BudgetLine: lambda project: (project.budgets.first() or draft(project, 1000)).lines.first(),
    LedgerEntry: entry,
    Reserve: reserve,
    Baseline: lambda project: project.baselines.first() or baseline(project, task(project)),
    FiscalPeriod: lambda _project: period(),
}
POST = {
    "budgets:period_move": {"to": "closing"},
    "budgets:version_return": {"reason": "Too much hardware"},
    "budgets:entry_reverse": {"on": "2026-03-03", "reason": "Posted twice"},
}


def measured(project, day, *, bac, eac, ac):
    """A snapshot of earned value as it stood on a day."""
    known = Baseline.objects.filter(project=project).first() or baseline(project, task(project))
    return ProgressSnapshot.objects.create(
        project=project, baseline=known, data_date=day, bac=bac, pv=0, ev=0, ac=ac, eac=eac
    )
