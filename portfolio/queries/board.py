"""What does an executive see of a portfolio on one screen: money, health, decisions, value against risk?"""

from django.db.models import Count, F
from django.utils.translation import gettext as _

from foundation.addresses import address_of
from portfolio.charts import Bubble, bubbles
from portfolio.models import Health
from portfolio.queries.acts import acts_since
from portfolio.queries.columns import BY_NAME
from portfolio.queries.decisions import waiting
from portfolio.queries.page import TARGETS
from portfolio.queries.rates import last_month_end
from portfolio.queries.scope import slim
from portfolio.queries.stored import figure_of
from portfolio.queries.totals import count_figure, ground, totals
from portfolio.queries.trend import trend
from projects.models import RUNNING_STATES

HEADLINE = ("budget", "forecast", "variance", "actual", "exposure", "benefit")
CHANGES = ("project.created", "project.moved", "baseline.approved", "budget.approved", "health.overridden")
IN_TROUBLE, DRAWN = 8, 40


def board(user, projects, *, as_of, since, scope="all", may_money=True):
    """The parts of the page. `since`: the first instant whose changes are told; `projects`: with facts joined."""
    basis = ground(projects, as_of=as_of)
    sums = totals(projects, HEADLINE, as_of=as_of, scope=scope, basis=basis) if may_money else {}
    run = trend(projects, HEADLINE, basis, as_of=as_of, scope=scope) if may_money else None
    return {
        "basis": basis if may_money else basis.without_money(),
        "count": count_figure(projects, "", basis.count, scope=scope, as_of=as_of),
        "sums": [(BY_NAME[name].label, sums[name], run["changes"][name]) for name in HEADLINE if name in sums],
        "trend": run,
        "last_month": last_month_end(as_of),
        "health": health_counts(projects, scope=scope, as_of=as_of),
        "waiting": waiting(user, projects=projects),
        "troubled": troubled(projects, may_money=may_money),
        "bubbles": value_against_risk(projects, basis) if may_money else None,
        "changes": acts_since(projects, since, acts=CHANGES, limit=12),
        "scope": scope,
    }


def health_counts(projects, *, scope, as_of):
    """(code, figure) of the number of projects of each health: one query."""
    rows = projects.order_by().values_list("facts__health").annotate(number=Count("pk"))
    found = dict(rows)
    return [(code, count_figure(projects, code, found.get(code, 0), scope=scope, as_of=as_of)) for code in Health]


def troubled(projects, *, may_money=True):
    """The projects that are off track, the greatest overrun first: why, and the figures that say so."""
    rows = slim(projects.filter(facts__health=Health.OFF_TRACK), "causes", "variance", "slip_days")
    rows = rows.order_by((F("facts__variance") * F("facts__rate")).asc(nulls_last=True), "code")[:IN_TROUBLE]
    return [_trouble(project, may_money) for project in rows]


def _trouble(project, may_money):
    names = ("variance", "slip_days") if may_money else ("slip_days",)
    why = [str(TARGETS.get(cause["target"], cause["target"])) for cause in project.facts.causes]
    figures = [figure_of(project, name) for name in names]
    return {"project": project, "why": ", ".join(why), "figures": [f for f in figures if f.value is not None]}


def value_against_risk(projects, basis):
    """The running projects with value and risk, the largest by cost to go: drawing and table."""
    rows = projects.filter(state__in=RUNNING_STATES, facts__exposure__isnull=False, facts__benefit__isnull=False)
    names = ("benefit", "exposure", "etc")
    shown = slim(rows, *names).order_by((F("facts__etc") * F("facts__rate")).desc(nulls_last=True))[:DRAWN]
    found = [bubble for project in shown if (bubble := _bubble(project, basis))]
    drawn = bubbles([bubble for _project, bubble in found])
    table = [(bubble, [figure_of(project, name) for name in names]) for project, bubble in found]
    return drawn and drawn | {"rows": table, "title": _finding(found)}


def _bubble(project, basis):
    value, risk = basis.of(project, "benefit"), basis.of(project, "exposure")
    if None in (value, risk):
        return None
    size = basis.of(project, "etc") or value * 0
    address = address_of("portfolio:overview", project.public_id)
    return project, Bubble(project.code, address, project.facts.health, value, risk, size)


def _finding(found):
    """What the bubbles say: which project puts the most at stake for its value."""
    if not found:
        return ""
    project, _drawn = max(found, key=lambda pair: pair[1].risk)
    return _("{name} ({code}) carries the most risk").format(name=project.name, code=project.code)
