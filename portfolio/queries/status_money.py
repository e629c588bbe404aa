"""Where does the money of a portfolio go, what is it worth, and which benefits came?"""

from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal

from budgets.models import BenefitMeasure, CostCategory
from budgets.queries import measure_reached
from budgets.queries.ledger import amounts
from projects.models import RUNNING_STATES
from reports.queries.portfolio_status import Ratio, shapes

CENT = Decimal("0.01")


def _cents(value):
    return value.quantize(CENT, ROUND_HALF_UP)


def by_category(known, basis, *, as_of):
    """Budget, forecast and what is available by cost category, over projects with their own money."""
    rates = {pk: rate for pk, project in known.items() if (rate := basis.rate_of(project)) is not None}
    sums = defaultdict(lambda: [Decimal(0)] * 3)
    for (project, category, _class), cell in amounts(list(rates), as_of=as_of).items():
        parts = cell.budget, cell.cost + cell.to_go, cell.budget - cell.committed - cell.cost
        sums[category] = [total + part * rates[project] for total, part in zip(sums[category], parts, strict=True)]
    names = CostCategory.objects.in_bulk(sums)
    ordered = sorted(sums, key=lambda pk: names[pk].code)
    return tuple(shapes.MoneyLine(names[pk].name, *map(_cents, sums[pk])) for pk in ordered)


def bubbles(rows, basis):
    """Running projects with a planned benefit and an assessed risk."""
    found = []
    for project in rows:
        value, risk = basis.of(project, "benefit"), basis.of(project, "exposure")
        if project.state not in RUNNING_STATES or None in (value, risk):
            continue
        cost = basis.of(project, "etc") or Decimal(0)
        found.append(shapes.Bubble(project.code, *map(_cents, (value, risk, cost)), project.facts.health))
    return tuple(found)


def benefits(projects, *, as_of):
    """Every measure of every benefit that has a point up to the day, ended projects too: they bring them about."""
    rows = BenefitMeasure.objects.filter(benefit__project__in=projects).exclude(benefit__state="dropped")
    rows = rows.select_related("benefit__project").prefetch_related("points")
    found = (_benefit(row, as_of) for row in rows.order_by("benefit__project__code", "benefit__name", "name"))
    return tuple(line for line in found if line)


def _benefit(measure, as_of):
    points = [point for point in measure.points.all() if point.date <= as_of]
    if not points:
        return None
    reached = measure_reached(measure, points, as_of=as_of)
    share = reached.value if reached.value is None else Decimal(reached.value).quantize(Decimal("0.0001"))
    return shapes.BenefitLine(
        measure.benefit.project.code, measure.benefit.name, measure.name, measure.unit, _last(points, "planned"),
        _last(points, "realised"), Ratio(share, reached.reason),
    )  # fmt: skip


def _last(points, name):
    """The newest value of that name, None when there is none."""
    known = [point for point in points if getattr(point, name) is not None]
    return getattr(max(known, key=lambda point: point.date), name) if known else None
