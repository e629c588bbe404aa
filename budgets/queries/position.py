"""What is approved, ordered, received, paid, still to come, and what is left of it?

Variance = budget − forecast: negative means over budget. Available = budget − commitments −
accruals − actuals (the domain reference 1.3). Forecast = actuals + accruals + what is to go, where
cost posted after the forecast's day uses up its estimate; where the work is over and no forecast
counts, what is still ordered is to go.
"""

from collections import defaultdict
from dataclasses import dataclass, fields

from django.urls import reverse
from django.utils.translation import gettext as _

from budgets.models import Budget, CostCategory, Forecast
from budgets.queries.ledger import ZERO, Amounts, amounts, counting_forecasts, ledger_address
from foundation.accounts.rights import Permission
from foundation.figures import MONEY, Figure, Source
from projects.models import ENDED_STATES, Project, State

COLUMNS = ("budget", "committed", "accrued", "actual", "etc", "forecast", "variance", "available")


@dataclass(frozen=True)
class Position:
    """Eight figures of money, in the project's currency."""

    budget: Figure
    committed: Figure
    accrued: Figure
    actual: Figure
    available: Figure
    etc: Figure
    forecast: Figure
    variance: Figure

    def __iter__(self):
        return (getattr(self, field.name) for field in fields(self))

    def find(self, key):
        return next((figure for figure in self if figure.key == key), None)


@dataclass(frozen=True)
class CategoryRow:
    """A category of the project with its own eight figures."""

    category: CostCategory
    cost_class: str
    position: Position


def labels():
    return {
        "budget": _("Budget"),
        "committed": _("Committed"),
        "accrued": _("Accrued"),
        "actual": _("Actual"),
        "etc": _("To go"),
        "forecast": _("Forecast"),
        "variance": _("Variance"),
        "available": _("Available"),
    }


FORMULAS = {
    "budget": "Σ lines of the approved version",
    "committed": "Σ commitments − Σ releases",
    "accrued": "Σ accruals − Σ reversals",
    "actual": "Σ actuals",
    "etc": "Σ estimate to complete − cost posted since the forecast, at least 0",
    "ordered": "what is still ordered: the work is over",
    "forecast": "actual + accrued + to go",
    "variance": "budget − forecast",
    "available": "budget − committed − accrued − actual",
}


@dataclass(frozen=True)
class _Subject:
    """Of whom the figures speak: a project, perhaps one category and class of it, on a day."""

    project: Project
    as_of: object
    budget: Budget | None
    forecast: Forecast | None
    suffix: str = ""
    asked: tuple = ()

    def address(self, kind):
        return ledger_address(self.project, kind=kind, **dict(self.asked), date_to=self.as_of.isoformat())


def _figure(subject, name, value, inputs, reason="", formula=""):
    return Figure(
        f"budgets.{name}{subject.suffix}", labels()[name], None if reason else value, MONEY,
        subject.project.currency_id, reason, _(FORMULAS[formula or name]), tuple(inputs),
        scope=str(subject.project.public_id), as_of=subject.as_of, permission=Permission.BUDGET_VIEW,
    )  # fmt: skip


def _source(subject, label, value, address, note=""):
    return Source(label, value, MONEY, subject.project.currency_id, address, Permission.BUDGET_VIEW, note)


def _from_ledger(subject, name, kind, value):
    return _figure(subject, name, value, [_source(subject, labels()[name], value, subject.address(kind))])


def _of_budget(subject, value):
    if subject.budget is None:
        return _figure(subject, "budget", None, [], "no_budget")
    address = reverse("budgets:version", args=[subject.project.public_id, subject.budget.public_id])
    label = _("Lines of version %(version)s") % {"version": subject.budget.version}
    return _figure(subject, "budget", value, [_source(subject, label, value, address)])


def _to_go(subject, sums, to_go, committed):
    if subject.forecast is None and subject.project.state in (*ENDED_STATES, State.CLOSING):
        return _figure(subject, "etc", to_go, [committed], formula="ordered")
    if subject.forecast is None:
        return _figure(subject, "etc", None, [], "no_forecast")
    address = reverse("budgets:forecasts", args=[subject.project.public_id])
    label = _("Estimate to complete, version %(version)s") % {"version": subject.forecast.version}
    parts = [_source(subject, label, sums.etc, address)]
    since = ledger_address(
        subject.project, kind="cost", **dict(subject.asked), posted_after=subject.forecast.as_of.isoformat(),
        date_to=subject.as_of.isoformat(),
    )  # fmt: skip
    parts.append(_source(subject, _("Cost posted since"), sums.later, since))
    return _figure(subject, "etc", to_go, parts)


def _minus(subject, name, first, others):
    """first − Σ others, or the reason of the first that has no value."""
    parts = [first, *others]
    missing = next((part.reason for part in parts if part.value is None), "")
    value = None if missing else first.value - sum((part.value for part in others), ZERO)
    return _figure(subject, name, value, parts, missing)


def _build(subject, sums, to_go):
    budget = _of_budget(subject, sums.budget)
    committed = _from_ledger(subject, "committed", "committed", sums.committed)
    accrued = _from_ledger(subject, "accrued", "accrued", sums.accrued)
    actual = _from_ledger(subject, "actual", "actual_cost", sums.actual)
    etc = _to_go(subject, sums, to_go, committed)
    value = None if etc.value is None else sums.cost + etc.value
    forecast = _figure(subject, "forecast", value, [actual, accrued, etc], etc.reason)
    return Position(
        budget=budget, committed=committed, accrued=accrued, actual=actual, etc=etc, forecast=forecast,
        available=_minus(subject, "available", budget, [committed, accrued, actual]),
        variance=_minus(subject, "variance", budget, [forecast]),
    )  # fmt: skip


def _added(cells):
    """(sums, to go) of many cells: to go is added up per category and class, as it is used up there."""
    total, to_go = Amounts(), ZERO
    for cell in cells:
        for name in ("budget", "committed", "accrued", "actual", "later", "etc"):
            setattr(total, name, getattr(total, name) + getattr(cell, name))
        to_go += cell.to_go
    return total, to_go


def _versions(projects, as_of):
    """The budget and the forecast that count, by project id: two queries."""
    ids = [project.pk for project in projects]
    budgets = {row.project_id: row for row in Budget.objects.filter(project__in=ids, state="approved")}
    latest = counting_forecasts(as_of).filter(project__in=ids)
    latest = latest.order_by("project_id", "-version").distinct("project_id")
    return budgets, {row.project_id: row for row in latest}


def positions(projects, *, as_of, fiscal_year=None):
    """{project.pk: Position} of many projects in five queries, however many; all years or one fiscal year."""
    projects = list(projects)
    budgets, forecasts = _versions(projects, as_of)
    cells = defaultdict(list)
    for (project_id, _category, _class), cell in amounts(
        [p.pk for p in projects], as_of=as_of, fiscal_year=fiscal_year
    ).items():
        cells[project_id].append(cell)
    narrowed = {"suffix": f":{fiscal_year}", "asked": (("year", fiscal_year),)} if fiscal_year else {}
    return {
        project.pk: _build(
            _Subject(project, as_of, budgets.get(project.pk), forecasts.get(project.pk), **narrowed),
            *_added(cells[project.pk]),
        )
        for project in projects
    }


def position(project, *, as_of, fiscal_year=None):
    """The money of one project on a day. → Position"""
    return positions([project], as_of=as_of, fiscal_year=fiscal_year)[project.pk]


def category_rows(project, *, as_of):
    """The position of each category and class that holds money. → list of CategoryRow"""
    return sheet(project, as_of=as_of)[1]


def sheet(project, *, as_of):
    """The position of a project and of each category and class in it, read once. → (Position, list of CategoryRow)"""
    budgets, forecasts = _versions([project], as_of)
    cells = amounts([project.pk], as_of=as_of)
    names = CostCategory.objects.in_bulk({category for _project, category, _class in cells})
    versions = budgets.get(project.pk), forecasts.get(project.pk)
    rows = []
    for (_project, category_id, cost_class), cell in cells.items():
        category = names[category_id]
        subject = _Subject(
            project, as_of, *versions,
            suffix=f":{category.public_id}.{cost_class}",
            asked=(("category", str(category.public_id)), ("cost_class", cost_class)),
        )  # fmt: skip
        rows.append(CategoryRow(category, cost_class, _build(subject, cell, cell.to_go)))
    whole = _build(_Subject(project, as_of, *versions), *_added(cells.values()))
    return whole, sorted(rows, key=lambda row: (row.category.code, row.cost_class))
