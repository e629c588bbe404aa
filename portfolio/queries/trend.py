"""How did money run month by month, and what changed since the end of last month?

From the snapshots of earned value: at the end of a month a project stands where its newest snapshot until then
says. A project without one, or without a rate, is left out; what changed counts only who was measured then.
"""

import datetime as dt
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.db import connection
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from budgets.models import ProgressSnapshot
from foundation.accounts.rights import Permission
from foundation.addresses import address_of
from foundation.figures import DATE, MONEY, Figure, Source, show
from foundation.periods import add_months
from portfolio.charts import Series, lines
from portfolio.queries.columns import BY_NAME
from portfolio.queries.rates import last_month_end
from portfolio.queries.totals import ground

MONTHS, CENT = 12, Decimal("0.01")
DRAWN = ("budget", "forecast", "actual")
# headline: (what the stored facts say now, what a snapshot said then), as SQL and for one project in memory
PAIRS = {
    "budget": ("f.budget", "h.bac"),
    "forecast": ("f.forecast", "h.eac"),
    "variance": ("f.variance", "h.bac - h.eac"),
    "actual": ("f.actual + coalesce(f.accrued, 0)", "h.ac"),
}
NOW = {
    "budget": lambda facts: facts.budget,
    "forecast": lambda facts: facts.forecast,
    "variance": lambda facts: facts.variance,
    "actual": lambda facts: None if facts.actual is None else facts.actual + (facts.accrued or 0),
}
THEN = {
    "budget": lambda kept: kept.bac,
    "forecast": lambda kept: kept.eac,
    "variance": lambda kept: kept.bac - kept.eac,
    "actual": lambda kept: kept.ac,
}


@dataclass(frozen=True)
class Month:
    """The end of one month: how many projects were measured by then, and their sums as figures."""

    day: dt.date
    count: int
    budget: Figure
    forecast: Figure
    actual: Figure

    @property
    def name(self):
        return date_format(self.day, "M Y")


def month_ends(as_of):
    """The last twelve month ends before the day, the oldest first."""
    first = as_of.replace(day=1)
    return [add_months(first, -back) - dt.timedelta(days=1) for back in reversed(range(MONTHS))]


def trend(projects, names, basis, *, as_of, scope="all", query=""):
    """{months, changes by name, chart, title} over the projects: one query."""
    rows = _sums(projects, basis, month_ends(as_of))
    last = next((row for row in rows if row["day"] == last_month_end(as_of)), {})
    asked = {"scope": scope, "query": query, "as_of": as_of}
    months = [_month(row, basis, asked) for row in rows]
    changes = {name: _change(name, _difference(last, name), basis, asked) for name in names}
    return {"months": months, "changes": changes, "chart": _drawn(months), "title": finding(months)}


# each snapshot adds to its month what it says more than the one before it; the sums of a month are then those of
# the month before and what came: one pass, where joining every month with what stood then takes twice as long
_SQL = """
    WITH kept AS (
        SELECT s.project_id, s.data_date, s.bac, s.eac, s.ac, lead(s.id) OVER of_project AS later,
               lag(s.id) OVER of_project AS earlier, {steps}
        FROM budgets_progresssnapshot s WHERE s.eac IS NOT NULL AND s.data_date <= %s AND s.project_id IN ({projects})
        WINDOW of_project AS (PARTITION BY s.project_id ORDER BY s.data_date, s.id)
    )
    SELECT date_trunc('month', greatest(h.data_date, %s)::timestamp)::date AS month,
           count(*) FILTER (WHERE h.earlier IS NULL) AS count, {sums}
    FROM kept h
    JOIN portfolio_projectfacts f ON f.project_id = h.project_id AND f.rate IS NOT NULL
    JOIN unnest(%s::text[], %s::numeric[]) r(code, rate) ON r.code = f.reporting_currency_id
    GROUP BY 1
"""


def _sums(projects, basis, days):
    """One row for each month end since the first snapshot: the sums then, and how they changed until now.

    `change_...`: of the same projects, what they are now less what they were at the last month end.
    """
    if not (basis.count and basis.rates):
        return []
    inner, params = projects.order_by().values("pk").query.sql_with_params()
    columns = {name: PAIRS[name][1].removeprefix("h.") for name in DRAWN}
    steps = (f"s.{c} - coalesce(lag(s.{c}) OVER of_project, 0) AS more_{n}" for n, c in columns.items())
    sums = [f"sum(h.more_{name} * f.rate * r.rate) AS {name}" for name in columns]
    for name, (now, then) in PAIRS.items():
        newest = f"FILTER (WHERE h.later IS NULL AND ({now}) IS NOT NULL)"
        sums.append(f"sum((({now}) - ({then})) * f.rate * r.rate) {newest} AS change_{name}")
    sql = _SQL.format(projects=inner, steps=", ".join(steps), sums=", ".join(sums))
    with connection.cursor() as cursor:
        cursor.execute(sql, [days[-1], *params, days[0], list(basis.rates), list(basis.rates.values())])
        names = [column.name for column in cursor.description]
        found = {row[0]: dict(zip(names, row, strict=True)) for row in cursor.fetchall()}
    return _added_up(found, days)


def _added_up(found, days):
    """The months with all that came before; `found`: {first of month: what came in it}."""
    rows, before = [], dict.fromkeys(("count", *DRAWN), 0)
    for day in days:
        came = found.get(day.replace(day=1), {})
        before = {name: before[name] + came.get(name, 0) for name in before}
        if before["count"]:
            rows.append({"day": day, **before})
    changes = {f"change_{name}": [row[f"change_{name}"] for row in found.values()] for name in PAIRS}
    if rows:
        rows[-1] |= {key: _total(values) for key, values in changes.items()}
    return rows


def _total(values):
    known = [value for value in values if value is not None]
    return sum(known) if known else None


def _difference(row, name):
    return row.get(f"change_{name}")


def _month(row, basis, asked):
    figures = {name: _at_end(name, row["day"], row[name], basis, asked) for name in DRAWN}
    return Month(row["day"], row["count"], **figures)


def _at_end(name, day, value, basis, asked, inputs=()):
    label = _("{what} at the end of {month}").format(what=_label(name), month=date_format(day, "F Y"))
    formula = _("Σ of the newest snapshot of each project by then × closing rate of the last month")
    return _figure(f"month_{name}:{day:%Y-%m}", name, label, value, "no_data", formula, basis, asked, inputs)


def _change(name, value, basis, asked, inputs=()):
    day = show(last_month_end(asked["as_of"]), DATE)
    label = _("{what}: change since {day}").format(what=_label(name), day=day)
    formula = _("Σ (now − then) of the projects that were measured then × closing rate of the last month")
    reason = "no_earlier_month" if name in PAIRS else "not_kept_by_month"
    return _figure(f"change_{name}", name, label, value, reason, formula, basis, asked, inputs)


def _figure(key, name, label, value, reason, formula, basis, asked, inputs):
    if value is not None:
        value = value.quantize(CENT, ROUND_HALF_UP)
    return Figure(
        f"portfolio.{key}", label, value, MONEY, basis.currency, "" if value is not None else reason, formula, inputs,
        asked["scope"], asked["as_of"], BY_NAME[name].permission, query=asked["query"],
    )  # fmt: skip


def _label(name):
    return _("Actual and accrued") if name == "actual" else BY_NAME[name].label


def finding(months):
    """What the lines say in words: since when the forecast is over the budget."""
    over = 0
    while over < len(months) and months[-1 - over].forecast.value > months[-1 - over].budget.value:
        over += 1
    if not over:
        return _("The forecast stays within the budget")
    month = date_format(months[-over].day, "F Y")
    if over == len(months):
        return _("The forecast is over the budget since {month} or longer").format(month=month)
    return _("The forecast passed the budget in {month}").format(month=month)


def _drawn(months):
    """The three lines; None with fewer than two month ends."""
    css = {"budget": "series-6", "forecast": "series-2 dashed", "actual": "series-1"}
    words = {"budget": _("budget"), "forecast": _("forecast"), "actual": _("cost")}
    series = [Series(css[name], words[name], tuple(getattr(m, name).value for m in months)) for name in DRAWN]
    return lines(series, first=months[0].name, last=months[-1].name) if len(months) > 1 else None


def opened_trend(projects, key, *, as_of, scope, query=""):
    """The figure `change_forecast` or `month_forecast:2026-10` with each project as its input; None for no such key."""
    kind, _underscore, rest = key.partition("_")
    name, _colon, month = rest.partition(":")
    asked = {"scope": scope, "query": query, "as_of": as_of}
    if kind == "change" and name in BY_NAME and BY_NAME[name].adds_up and not month:
        basis = ground(projects, as_of=as_of)
        inputs = _inputs(projects, name, last_month_end(as_of), basis, since=True) if name in PAIRS else ()
        return _change(name, _added(inputs), basis, asked, inputs)
    day = next((day for day in month_ends(as_of) if f"{day:%Y-%m}" == month), None)
    if kind != "month" or name not in DRAWN or day is None:
        return None
    basis = ground(projects, as_of=as_of)
    inputs = _inputs(projects, name, day, basis, since=False)
    return _at_end(name, day, _added(inputs), basis, asked, inputs)


def _added(inputs):
    return sum((part.value for part in inputs), Decimal(0)) if inputs else None


def _inputs(projects, name, day, basis, *, since):
    """A leaf for each project that was measured by the day, in the order of their codes."""
    rows = ProgressSnapshot.objects.filter(project__in=projects.order_by().values("pk"), data_date__lte=day)
    rows = rows.exclude(eac=None).order_by("project_id", "-data_date", "-id").distinct("project_id")
    rows = rows.select_related("project__facts").defer("tasks", "project__facts__figures", "project__facts__causes")
    found = (_leaf(kept, name, basis, since) for kept in rows)
    return tuple(sorted((leaf for leaf in found if leaf), key=lambda leaf: leaf.label))


def _leaf(kept, name, basis, since):
    project, then = kept.project, THEN[name](kept)
    rate = basis.rate_of(project)
    now = NOW[name](project.facts) if rate is not None else None
    if rate is None or (since and now is None):
        return None
    value, note = then, _("as of {day}").format(day=show(kept.data_date, DATE))
    if since:
        unit = project.currency_id
        value, note = now - then, f"{show(then, MONEY, unit)} → {show(now, MONEY, unit)}"
    address = address_of("budgets:earned", project.public_id)
    return Source(str(project), value * rate, MONEY, basis.currency, address, Permission.BUDGET_VIEW, note)
