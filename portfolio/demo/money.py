"""What does a project of the demo cost by plan: budget with lines, reserves and forecast?"""

from collections import defaultdict
from decimal import Decimal

from budgets.engine.splitting import spread
from budgets.models import BudgetLine, Reserve
from budgets.services import (
    approve_baseline,
    approve_budget,
    new_budget,
    receive_funding,
    release_reserve,
    save_forecast,
    set_reserve,
    submit_budget,
)
from foundation.money import quantise, split
from foundation.periods import through
from portfolio.demo.plans import DAY, HERE, leaves_of, promise

# how a euro splits by category, by kind of work; internal labour first
SHARES = {
    "web": {"LAB": 52, "CON": 30, "LIC": 8, "CLD": 10},
    "app": {"LAB": 50, "CON": 34, "LIC": 6, "CLD": 10},
    "integration": {"LAB": 48, "CON": 32, "LIC": 12, "CLD": 8},
    "erp": {"LAB": 30, "CON": 42, "LIC": 20, "TRN": 8},
    "migration": {"LAB": 45, "CON": 38, "CLD": 12, "OTH": 5},
    "datacentre": {"LAB": 24, "CON": 22, "HW": 46, "OTH": 8},
    "network": {"LAB": 26, "CON": 24, "HW": 44, "LIC": 6},
    "workplace": {"LAB": 22, "HW": 62, "CON": 10, "TRN": 6},
    "security": {"LAB": 42, "CON": 34, "LIC": 18, "TRN": 6},
}
BUILT_HERE = ("web", "app", "integration", "erp")
CONTINGENCY, MANAGEMENT = Decimal("0.08"), Decimal("0.04")
EURO = "EUR"


def class_of(story, category):
    """What outside developers build is capitalised, like hardware; the rest is expensed."""
    if category.code == "CON" and story.plot.kind in BUILT_HERE:
        return "capex"
    return category.cost_class


def shares(story):
    """{(task, category code): planned amount} over all packages; the sum is the budget to the last cent."""
    leaves, parts = leaves_of(story.project), SHARES[story.plot.kind]
    weights = [max(1, leaf.duration_min) * story.chance.randint(80, 120) for leaf in leaves]
    total = Decimal(story.plot.budget_k * 1000)
    found = {}
    for leaf, amount in zip(leaves, split(total, weights, EURO), strict=True):
        for code, part in zip(parts, split(amount, list(parts.values()), EURO), strict=True):
            found[leaf, code] = part
    return found


def by_period(council, amount, first, last):
    """An amount over the fiscal periods from `first` to `last`: [(FiscalPeriod, last day inside, share)]."""
    span = through(first, max(first, last))
    months = [days for days in council.periods if days.overlaps(span)]
    parts = spread(amount, span, EURO, periods=months)
    return [(council.periods[p.period], min(p.period.last, span.last), p.amount) for p in parts if p.amount]


def _lines(story, planned):
    council = story.council
    for (leaf, code), amount in planned.items():
        category = council.categories[code]
        for period, _day, share in by_period(council, amount, day_of(leaf.es), day_of(leaf.ef)):
            yield {"task": leaf, "category": category, "cost_class": class_of(story, category),
                   "period": period, "amount": share}  # fmt: skip


def day_of(moment):
    return moment.astimezone(HERE).date()


def budget(story, planned, *, on, until="approved"):
    """The first budget, drafted, submitted and approved, or left on the way at `until`."""
    diary = story.council.diary
    diary.turn_to(on)
    made = new_budget(story.project, by=story.by, reason="First budget", funding_source="Council budget")
    BudgetLine.objects.bulk_create(
        BudgetLine(budget=made, created_by=story.by, **row) for row in _lines(story, planned)
    )
    if until == "draft":
        return made
    made = submit_budget(made, by=story.by, on=on)
    if until == "submitted":
        return made
    diary.turn_to(on + 7 * DAY)
    made = approve_budget(made, by=story.boss, on=on + 7 * DAY)
    share = Decimal(1) if story.plot.state in ("closed", "closing") else Decimal("0.75")
    return receive_funding(made, amount=made.total * share, by=story.boss)


def more_money(story, amount, *, on, reason):
    """A second version that asks for more, submitted and not decided: somebody has to choose."""
    story.council.diary.turn_to(on)
    made = new_budget(story.project, by=story.by, reason=reason)
    lines = list(made.lines.filter(period__days__fully_gt=(on, on)).order_by("pk")) or list(made.lines.order_by("pk"))
    for line, part in zip(lines, split(amount, [max(line.amount, 1) for line in lines], EURO), strict=True):
        line.amount += part
    BudgetLine.objects.bulk_update(lines, ["amount"])
    return submit_budget(made, by=story.by, on=on)


def baseline(story, *, on):
    """The plan with the money of the budget, approved by another person."""
    made = promise(story, on)
    story.council.diary.turn_to(on + 7 * DAY)
    return approve_baseline(made, by=story.boss, on=on + 7 * DAY)


def reserves(story):
    total = Decimal(story.plot.budget_k * 1000)
    for kind, share in ((Reserve.Kind.CONTINGENCY, CONTINGENCY), (Reserve.Kind.MANAGEMENT, MANAGEMENT)):
        set_reserve(story.project, kind=kind, amount=total * share, by=story.by)


def release_reserves(story, *, on):
    """What is left goes back when the work is done."""
    story.council.diary.turn_to(on)
    for reserve in story.project.reserves.filter(balance__gt=0):
        release_reserve(
            reserve, amount=reserve.balance, on=on, reason="Not needed: the work is done", by=story.by
        )  # fmt: skip


def forecast(story, planned):
    """What is still to come, as the manager sees it: most of the past's overrun goes on."""
    sums, council = defaultdict(Decimal), story.council
    council.diary.turn_to(story.edge)
    factor = Decimal(str(round(1 + (story.plot.cost - 1) * 0.8, 4)))
    for leaf in leaves_of(story.project):
        if leaf.percent == 1:
            continue
        first = max(day_of(leaf.es), story.edge + DAY)
        for code in SHARES[story.plot.kind]:
            to_go = quantise(planned[leaf, code] * (1 - leaf.percent) * factor, EURO)
            for period, _day, share in by_period(council, to_go, first, day_of(leaf.ef)):
                sums[council.categories[code], class_of(story, council.categories[code]), period] += share
    lines = [(*key, etc) for key, etc in sums.items()]
    return save_forecast(
        story.project, by=story.by, as_of=story.edge, lines=lines, note="Tasks that are left, at the rates of today"
    )
