"""What do many projects add up to, in one currency, at the closing rate of the last month?

A project without an amount or without a rate is left out and named in the figure's drawer.
"""

from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Case, Count, DecimalField, F, Q, Sum, Value, When
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext as _

from foundation.accounts.rights import Permission
from foundation.figures import MONEY, TEXT, Figure, Source, show
from foundation.organisation.queries import organisation
from portfolio.models import Health
from portfolio.queries.columns import BY_NAME
from portfolio.queries.rates import closing_rates
from portfolio.queries.stored import StoredFigure, facts_of, figure_of

_AMOUNT = DecimalField(max_digits=38, decimal_places=10)


@dataclass(frozen=True)
class Ground:
    """In what the projects of a page are added up.

    `currency`: of the totals; `rates`: {reporting currency: rate to it}; `own`: the currency of all
    projects, if it is one; `count`: projects; `without_rate`: how many of them no rate brings there;
    `without_forecast`: how many have a budget and no forecast, so that budget less forecast is no variance.
    """

    currency: str
    rates: dict = field(default_factory=dict)
    own: str = ""
    count: int = 0
    without_rate: int = 0
    without_forecast: int = 0

    def without_money(self):
        """The same for a reader from whom budget and forecast are kept: nor is he told how many have them."""
        return replace(self, without_forecast=0)

    def amount(self, name):
        """An expression over projects: the column in the currency of the totals, null where no rate is known."""
        if not self.rates:
            return Cast(Value(None), _AMOUNT)
        cases = [When(facts__reporting_currency=code, then=Value(rate)) for code, rate in self.rates.items()]
        return F(f"facts__{name}") * F("facts__rate") * Case(*cases, output_field=_AMOUNT)

    def of(self, project, name):
        """The same for one project in memory."""
        value, rate = getattr(facts_of(project), name, None), self.rate_of(project)
        return None if None in (value, rate) else value * rate

    def rate_of(self, project):
        """From the project's currency to that of the totals; None when no rate brings it there."""
        facts = facts_of(project)
        rate = self.rates.get(facts.reporting_currency_id) if facts else None
        return None if rate is None or facts.rate is None else facts.rate * rate


def ground(projects, *, as_of, currency=""):
    """What the projects are added up in: `currency`, else the reporting currency of their portfolios.

    Several reporting currencies meet in the organisation's.
    """
    rows = (
        projects.order_by()
        .values_list("portfolio__reporting_currency", "currency")
        .annotate(count=Count("pk"), without=Count("pk", filter=Q(facts__rate=None)),
                  open=Count("pk", filter=Q(facts__budget__isnull=False, facts__forecast=None)))
    )  # fmt: skip
    rows = list(rows)
    reporting = {row[0] for row in rows}
    own = {row[1] for row in rows}
    target = currency or _target(reporting)
    found = closing_rates({(code, target) for code in reporting}, as_of=as_of) if reporting else {}
    rates = {base: rate for (base, _quote), (rate, _date) in found.items()}
    lost = sum(count if code not in rates else without for code, _own, count, without, _open in rows)
    single = own.pop() if len(own) == 1 else ""
    return Ground(target, rates, single, sum(row[2] for row in rows), lost, sum(row[4] for row in rows))


def _target(reporting):
    if len(reporting) == 1:
        return next(iter(reporting))
    found = organisation()
    return found.reporting_currency_id if found else ""


def total_of(ground, name):
    """The aggregate of one column."""
    return Sum(ground.amount(name), output_field=_AMOUNT)


def total_figure(name, value, ground, *, scope="all", query="", inputs=(), as_of=None):
    """The figure of a sum; its drawer is opened at the same filters (`query`)."""
    column = BY_NAME[name]
    if value is not None:
        value = value.quantize(Decimal("0.01"), ROUND_HALF_UP)
    return Figure(
        column.total_key, _("Total: {what}").format(what=column.label), value, MONEY, ground.currency,
        "" if value is not None else "no_data",
        _("Σ {what} of the projects × closing rate of the last month").format(what=column.label),
        inputs, scope, as_of, column.permission, query=query,
    )  # fmt: skip


def totals(projects, names, *, as_of, scope="all", query="", basis=None):
    """{name: Figure} of the sums over the projects: two queries."""
    basis = basis or ground(projects, as_of=as_of)
    found = projects.order_by().aggregate(**{name: total_of(basis, name) for name in names})
    return {name: total_figure(name, found[name], basis, scope=scope, query=query, as_of=as_of) for name in names}


def opened_total(projects, name, *, as_of, scope, query=""):
    """The figure of a sum with each project as its input; what is left out stands there with its reason."""
    basis = ground(projects, as_of=as_of)
    rows = projects.select_related("facts").defer("facts__figures", "facts__causes").order_by("code")
    inputs = tuple(_input(project, name, basis) for project in rows)
    values = [part.value for part in inputs if isinstance(part, Source) and part.value is not None]
    value = sum(values, Decimal(0)) if values else None
    return total_figure(name, value, basis, scope=scope, query=query, inputs=inputs, as_of=as_of)


def _input(project, name, basis):
    """One project of a sum: its amount in the currency of the total, or why it is left out."""
    figure, value = figure_of(project, name), basis.of(project, name)
    if value is None:
        reason = figure.reason or "no_exchange_rate"
        return StoredFigure(
            figure.key, str(project), None, MONEY, reason=reason, scope=figure.scope, permission=figure.permission
        )
    converted = project.currency_id != basis.currency
    note = show(figure.value, MONEY, figure.unit) if converted else ""
    return Source(str(project), value, MONEY, basis.currency, figure.address, figure.permission, note)


def count_figure(projects, health, count, *, scope="all", query="", as_of=None, opened=False):
    """How many projects there are, or how many of one health: `count_figure(rows, "off_track", 4)`."""
    inputs = ()
    if opened:
        rows = projects.filter(facts__health=health) if health else projects
        places = [(str(p), reverse("portfolio:overview", args=[p.public_id])) for p in rows.order_by("code")]
        inputs = tuple(Source(name, "", TEXT, address=address) for name, address in places)
        count = len(inputs)
    label = _("Projects, {health}").format(health=Health(health).label) if health else _("Projects")
    return Figure(
        f"portfolio.count_{health or 'all'}", label, count, formula=_("number of projects with these filters"),
        inputs=inputs, scope=scope, query=query, as_of=as_of, permission=Permission.PORTFOLIO_VIEW,
    )  # fmt: skip
