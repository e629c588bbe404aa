"""What is approved, spent and expected over all projects that a person may see, and does it reconcile?

Totals are in one reporting currency, at the closing rate of the last month; a project without that
rate is left out and named.
"""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urlencode

from django.db.models import DecimalField, ExpressionWrapper, F, Func, Q, Sum
from django.urls import reverse
from django.utils.translation import gettext as _

from budgets.models import CostCategory, LedgerEntry
from budgets.queries.ledger import KINDS, ZERO, amounts, amounts_by_period, ledger_address
from budgets.queries.position import COLUMNS, FORMULAS, labels, positions
from foundation.accounts.rights import Permission
from foundation.figures import MONEY, Figure, Source
from foundation.money import convert
from foundation.organisation.models import FiscalPeriod
from foundation.organisation.queries import organisation, rate_on

PERIOD = "period-"  # what the code of a period begins with in the key of its figure
WIDE = DecimalField(max_digits=38, decimal_places=4)


@dataclass(frozen=True)
class TotalFigure(Figure):
    """A sum over projects: its drawer is finance's own page, which asks again who may see what."""

    @property
    def address(self):
        found = reverse("budgets:total", args=[self.key])
        return f"{found}?{self.query}" if self.query else found


@dataclass(frozen=True)
class FinanceRow:
    """A project, category, class or period with its figures in the order of COLUMNS; `difference` for projects."""

    name: str
    address: str
    cells: tuple
    difference: Figure | None = None


@dataclass(frozen=True)
class Finance:
    """The table of the finance home.

    left_out: projects without a rate into the reporting currency. without_forecast: how many
    projects the totals of to go, forecast and variance do not hold.
    """

    rows: tuple
    totals: tuple
    currency: str
    left_out: tuple
    count: int
    without_forecast: int = 0

    @property
    def reconciled(self):
        """Do the rows say whether their money agrees with its documents? Rows of projects do."""
        return any(row.difference for row in self.rows)


def finance(projects, *, as_of, group="project", fiscal_year=None, start=0, most=50, query=""):
    """The page of rows from `start`, and the totals of all of them. → Finance"""
    projects = list(projects)
    currency = organisation().reporting_currency_id
    rates, left_out = _rates(projects, currency, as_of)
    found = positions(projects, as_of=as_of, fiscal_year=fiscal_year)
    parts = {name: _parts(projects, found, rates, name, currency) for name in COLUMNS}
    totals = tuple(_total(name, parts[name], currency, as_of, query) for name in COLUMNS)
    if group == "project":
        shown = projects[start : start + most]
        rows, count = _project_rows(shown, found, as_of), len(projects)
    else:
        rows = _grouped(projects, rates, currency, group, as_of, fiscal_year, query)
        count = len(rows)
    missing = sum(1 for project in projects if found[project.pk].forecast.value is None)
    return Finance(tuple(rows), totals, currency, tuple(left_out), count, missing)


def _rates(projects, currency, as_of):
    """({project id: rate into the reporting currency}, projects without one)"""
    day = as_of.replace(day=1) - dt.timedelta(days=1)
    known = {currency: Decimal(1)}
    for code in {project.currency_id for project in projects} - {currency}:
        row = rate_on(code, currency, day, kind="closing")
        known[code] = row.rate if row else None
    rates = {p.pk: known[p.currency_id] for p in projects if known[p.currency_id] is not None}
    return rates, [project for project in projects if project.pk not in rates]


def _parts(projects, found, rates, name, currency):
    """One leaf for each project that has this figure and a rate."""
    leaves = []
    for project in projects:
        figure = getattr(found[project.pk], name)
        if figure.value is None or project.pk not in rates:
            continue
        value = convert(figure.value, rates[project.pk], currency)
        if value:
            leaves.append(Source(str(project), value, MONEY, currency, figure.address, Permission.BUDGET_VIEW))
    return tuple(leaves)


def _total(name, leaves, currency, as_of, query, suffix="", label=""):
    value = sum((leaf.value for leaf in leaves), ZERO)
    return TotalFigure(
        f"budgets.total_{name}{suffix}", label or labels()[name], value, MONEY, currency,
        formula=_("Σ over projects: %s") % FORMULAS[name], inputs=leaves, scope="all", as_of=as_of,
        permission=Permission.BUDGET_VIEW, query=query,
    )  # fmt: skip


def _project_rows(projects, found, as_of):
    differences = reconciliations(projects, as_of=as_of)
    return [
        FinanceRow(
            str(project),
            reverse("budgets:overview", args=[project.public_id]),
            tuple(getattr(found[project.pk], name) for name in COLUMNS),
            differences[project.pk],
        )
        for project in projects
    ]


def _grouped(projects, rates, currency, group, as_of, fiscal_year, query):
    """Rows by category, class or period, each figure the sum over projects in the reporting currency."""
    by_pk = {project.pk: project for project in projects}
    sums = defaultdict(lambda: defaultdict(lambda: dict.fromkeys(COLUMNS, ZERO)))
    for pk, key, cell in _cells(list(rates), group, as_of, fiscal_year):
        row = sums[key][pk]
        for name, value in _columns(cell).items():
            row[name] += convert(value, rates[pk], currency)
    rows = []
    for (name, code), by_project in _named(sums, group):
        cells = []
        for column in COLUMNS:
            leaves = _leaves(by_project, by_pk, column, currency)
            label = f"{labels()[column]}: {name}"
            cells.append(_total(column, leaves, currency, as_of, query, f":{code}", label))
        rows.append(FinanceRow(name, "", tuple(cells)))
    return rows if group == "period" else sorted(rows, key=lambda row: row.name)


def _cells(ids, group, as_of, fiscal_year):
    """(project, key of the row, Amounts)"""
    if group == "period":
        for (pk, period), cell in amounts_by_period(ids, as_of=as_of, fiscal_year=fiscal_year).items():
            yield pk, period, cell
        return
    for (pk, category, cost_class), cell in amounts(ids, as_of=as_of, fiscal_year=fiscal_year).items():
        yield pk, category if group == "category" else cost_class, cell


def _named(sums, group):
    """((name, code), what is under it) of each row; periods in the order of their days."""
    if group == "class":
        return [((key, key), found) for key, found in sums.items()]
    if group == "period":
        rows = FiscalPeriod.objects.filter(pk__in=sums).order_by("days")
        return [((row.month, f"{PERIOD}{row}"), sums[row.pk]) for row in rows]
    rows = CostCategory.objects.in_bulk(sums)
    return [((rows[key].name, rows[key].code), found) for key, found in sums.items()]


def _leaves(by_project, by_pk, column, currency):
    """The projects that have this amount."""
    return tuple(
        Source(
            str(by_pk[pk]), row[column], MONEY, currency, reverse("budgets:overview", args=[by_pk[pk].public_id]),
            Permission.BUDGET_VIEW,
        )
        for pk, row in by_project.items()
        if row[column]
    )  # fmt: skip


def _columns(cell):
    forecast = cell.cost + cell.to_go
    return {
        "budget": cell.budget, "committed": cell.committed, "accrued": cell.accrued, "actual": cell.actual,
        "etc": cell.to_go, "forecast": forecast, "variance": cell.budget - forecast,
        "available": cell.budget - cell.committed - cell.cost,
    }  # fmt: skip


def reconciliations(projects, *, as_of):
    """{project.pk: Figure}: Σ |ledger − documents| of many projects by category, in one query."""
    places = F("project__currency__minor_unit")
    counted = Func(F("txn_amount") * F("rate"), places, function="ROUND", output_field=WIDE)
    rows = LedgerEntry.objects.filter(project__in=projects, date__lte=as_of, type__in=KINDS["cost"])
    off = Sum(ExpressionWrapper(F("amount") - counted, output_field=WIDE), filter=~Q(type="fx"))
    sums = defaultdict(Decimal)
    for row in rows.values("project_id", "category_id").annotate(off=off).order_by():
        sums[row["project_id"]] += abs(row["off"] or ZERO)
    return {project.pk: _difference(project, sums[project.pk], as_of) for project in projects}


def _difference(project, value, as_of):
    address = ledger_address(project, kind="cost", date_to=as_of.isoformat())
    leaf = Source(_("Entries"), value, MONEY, project.currency_id, address, Permission.BUDGET_VIEW)
    return Figure(
        "budgets.reconciliation", _("Difference between documents and ledger"), value, MONEY, project.currency_id,
        formula=_("Σ |documents − ledger| by category"), inputs=(leaf,), scope=str(project.public_id), as_of=as_of,
        permission=Permission.BUDGET_VIEW,
    )  # fmt: skip


def total_figure(projects, key, *, as_of, query="", **narrowed):
    """The total of this key again: of all projects, or of one category, class or period. → Figure | None"""
    row = key.partition(":")[2]
    if not row:
        found = finance(projects, as_of=as_of, query=query, most=0, **narrowed).totals
        return next((total for total in found if total.key == key), None)
    group = "class" if row in ("capex", "opex") else "period" if row.startswith(PERIOD) else "category"
    rows = finance(projects, as_of=as_of, group=group, query=query, **narrowed).rows
    return next((cell for found in rows for cell in found.cells if cell.key == key), None)


def asked_address(**asked):
    """The state of the page as a query string."""
    return urlencode({key: value for key, value in asked.items() if value})
