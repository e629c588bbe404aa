"""What does the status report of a portfolio say: its projects, totals, headlines, all as of one day?

Amounts are in the portfolio's reporting currency. Ended projects and ideas are no lines of it: they
stand under what changed and under what starts next.
"""

from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

from foundation.figures import MONEY, show
from foundation.periods import month_start
from portfolio.queries import status_money as money
from portfolio.queries import status_news as news
from portfolio.queries import status_threats as threats
from portfolio.queries.scope import below
from portfolio.queries.stored import facts_of
from portfolio.queries.totals import ground
from projects.engine.health import SEVERITY
from projects.models import Project, State
from reports.queries.portfolio_status import Ratio, head, last_status, shapes

GOING = (State.APPROVED, *(State.ACTIVE, State.ON_HOLD, State.CLOSING))
CENT = Decimal("0.01")
OPENNESS = ("public", "internal", "confidential")


def status_facts(portfolio, *, by, on):
    """All facts of the report, as the stored figures stand. → PortfolioStatusFacts

    `by` prepares it: only the demand for people is limited to the projects that he sees.
    """
    held = Project.objects.filter(portfolio__in=below(portfolio), archived_at=None)
    going = held.filter(state__in=GOING)
    basis = ground(going, as_of=on, currency=portfolio.reporting_currency_id)
    rows = list(
        going.select_related("facts", "portfolio", "manager", "sponsor").defer("facts__figures").order_by("code")
    )
    before = last_status(portfolio, before=on)
    since = before.head.data_as_of if before else month_start(on)
    lines = tuple(_line(project, basis, before) for project in rows)
    decisions = news.decisions(rows)
    known = {project.pk: project for project, line in zip(rows, lines, strict=True) if _adds_up(line)}
    return shapes.PortfolioStatusFacts(
        head=_head(portfolio, rows, by=by, on=on),
        previous_on=before.head.data_as_of if before else None,
        headlines=_headlines(lines, decisions, portfolio.reporting_currency_id, on),
        decisions=decisions,
        totals=_totals(lines, known.values(), basis),
        projects=lines,
        by_category=money.by_category(known, basis, as_of=on),
        by_strategy=(),
        bubbles=money.bubbles(rows, basis),
        risks=threats.top_risks(rows, basis),
        dependencies=(),
        capacity=threats.capacity(by, on),
        benefits=money.benefits(held, as_of=on),
        gates=news.gates(rows, held, on=on),
        changes=news.changes(held, lines, before, since=since),
        data_quality=news.data_quality(rows),
    )


def _head(portfolio, rows, *, by, on):
    """As secret as its most secret project."""
    highest = max((project.classification for project in rows), key=OPENNESS.index, default="internal")
    words = str(Project.Classification(highest).label)
    return head(
        _("Portfolio status report"), portfolio, currency=portfolio.reporting_currency_id, classification=words,
        by=by, on=on, basis=_("stored figures"),
    )  # fmt: skip


def _line(project, basis, before):
    facts = facts_of(project)
    budget, eac = _amount(project, "budget", basis), _amount(project, "forecast", basis)
    missing = budget.reason or eac.reason
    return shapes.ProjectLine(
        code=project.code, name=project.name, owner=project.manager.name if project.manager else "",
        stage=(facts.stage if facts else "") or str(project.get_state_display()),
        health=facts.health if facts else "unknown", trend=_trend(project, facts, before),
        cpi=_ratio(project, "cpi"), spi_t=_ratio(project, "spi_t"), budget=budget, eac=eac,
        variance=Ratio(None, missing) if missing else Ratio(budget.value - eac.value),
        finish_forecast=facts.forecast_finish if facts else None, slip_days=facts.slip_days if facts else None,
    )  # fmt: skip


def _trend(project, facts, before):
    """Against the report before; a project that was not in it is new."""
    earlier = next((line for line in before.projects if line.code == project.code), None) if before else None
    if earlier is None or facts is None:
        return "new"
    was, now = SEVERITY[earlier.health], SEVERITY[facts.health]
    return "same" if was == now else "worse" if now > was else "better"


def _ratio(project, name):
    facts = facts_of(project)
    value = getattr(facts, name, None)
    if value is not None:
        return Ratio(value)
    return Ratio(None, facts.reasons.get(name, "no_data") if facts else "being_computed")


def _amount(project, name, basis):
    """The column in the currency of the report, to the cent."""
    own, value = _ratio(project, name), basis.of(project, name)
    if own.value is not None and value is None:
        return Ratio(None, "no_exchange_rate")
    return own if value is None else Ratio(value.quantize(CENT, ROUND_HALF_UP))


def _adds_up(line):
    return line.variance.value is not None


def _totals(lines, known, basis):
    """Sums over the lines that have budget and forecast, the total that the table prints."""
    counted = [line for line in lines if _adds_up(line)]
    budget, forecast = _sum(line.budget for line in counted), _sum(line.eac for line in counted)
    return shapes.PortfolioTotals(
        projects=len(counted), budget=budget, actual=_sum(_amount(project, "actual", basis) for project in known),
        forecast=forecast, variance=_sum(line.variance for line in counted),
        benefit=_sum(_amount(project, "benefit", basis) for project in known),
        on_budget=Ratio(None, "no_simulation"),
    )  # fmt: skip


def _sum(ratios):
    values = [ratio.value for ratio in ratios if ratio.value is not None]
    return Ratio(sum(values, Decimal(0))) if values else Ratio(None, "no_data")


# ── headlines ───────────────────────────────────────────────────────────────────────────────────


def _headlines(lines, decisions, currency, on):
    return tuple(filter(None, (_of_health(lines), _of_money(lines, currency), _of_decisions(decisions, on))))


def _of_health(lines):
    if not lines:
        return _("No project of this portfolio is approved, running or closing.")
    codes = [line.health for line in lines]
    words = {"all": len(lines), "off": codes.count("off_track"), "risk": codes.count("at_risk")}
    said = _("Of %(all)s projects approved, running or closing, %(off)s are off track and %(risk)s at risk.") % words
    unknown = codes.count("unknown")
    return said if not unknown else f"{said} " + _("Not rated for want of data: %(n)s.") % {"n": unknown}


def _of_money(lines, currency):
    """How far the forecast is from the budget, and who moves it most."""
    counted = [line for line in lines if _adds_up(line)]
    if not counted:
        return ""
    total, worst = sum(line.variance.value for line in counted), min(counted, key=lambda line: line.variance.value)
    words = {"amount": show(abs(total), MONEY, currency, compact=True), "project": f"{worst.code} {worst.name}",
             "most": show(abs(worst.variance.value), MONEY, currency, compact=True)}  # fmt: skip
    if total < 0 and worst.variance.value < 0:
        return _("The forecast is %(amount)s over the budget; %(project)s is alone %(most)s over.") % words
    if worst.variance.value < 0:
        return _("The forecast stays %(amount)s under the budget, although %(project)s is %(most)s over.") % words
    return _("The forecast stays %(amount)s under the budget, and no project is over its own.") % words


def _of_decisions(decisions, on):
    if not decisions:
        return ""
    due = min((decision.due for decision in decisions if decision.due), default=None)
    said = _("Decisions waiting: %(n)s.") % {"n": len(decisions)}
    if due is None:
        return said
    words = _("The first was due on %(day)s.") if due < on else _("The first is due on %(day)s.")
    return f"{said} {words % {'day': show(due, 'date')}}"
