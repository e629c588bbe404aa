"""Which figures and findings make up a portfolio status report for executives (DOMAIN.md 3.4)?"""

from collections import Counter

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.charts import bars, maps
from reports.charts.frame import short
from reports.facts.portfolio_status import PortfolioStatusFacts
from reports.numerals import written
from reports.pages import portfolio_tables
from reports.pages.blocks import Figure, KeyFigure, Page, Table, keyed, numbered, rows_of


def page(facts: PortfolioStatusFacts) -> Page:
    """Sections, tables and figures of the report."""
    tables = keyed(portfolio_tables.tables(facts))
    return Page(
        template="reports/portfolio_status.html",
        key_figures=_key_figures(facts),
        sections=numbered("portfolio_status", _sections(), wide=("projects",)),
        tables=tables,
        figures=keyed(_figures(facts, tables)),
        glossary=_glossary(),
    )


def _sections() -> list[tuple[str, str]]:
    return [
        ("headlines", _("Headlines and decisions needed")),
        ("projects", _("The portfolio on one page")),
        ("money", _("Money")),
        ("alignment", _("Value and risk")),
        ("risks", _("Top risks and dependencies")),
        ("capacity", _("Capacity and demand")),
        ("benefits", _("Benefits")),
        ("gates", _("Gates and starts that are due")),
        ("changes", _("Since the last report")),
        ("quality", _("Data that is missing or stale")),
    ]


def _key_figures(facts: PortfolioStatusFacts) -> tuple[KeyFigure, ...]:
    totals, currency = facts.totals, facts.head.currency
    over = _("over budget") if totals.variance < 0 else _("under budget")
    return (
        KeyFigure(_("Budget"), short(totals.budget), currency),
        KeyFigure(_("Forecast"), short(totals.forecast), f"{short(abs(totals.variance))} {over}"),
        KeyFigure(_("Actual"), short(totals.actual), currency),
        KeyFigure(_("Benefit planned"), short(totals.benefit), currency),
        KeyFigure(_("Chance to stay in budget"), written(totals.on_budget, "percent"), _("simulated")),
    )


def _figures(facts: PortfolioStatusFacts, tables: dict[str, Table]) -> list[Figure]:
    currency, found = facts.head.currency, []
    if facts.projects:
        counts = Counter(line.health for line in facts.projects)
        title = _health_finding(counts, len(facts.projects))
        found.append(Figure("health", bars.health_bar(title, counts), title, tables["projects"]))
    if facts.bubbles:
        title = _bubble_finding(facts)
        rows = [{"name": b.code, **rows_of([b], "value risk cost health")[0]} for b in facts.bubbles]
        spec = maps.balance_bubble(title, rows, currency=currency)
        found.append(Figure("balance", spec, title, tables["bubbles"]))
    if facts.risks:
        title = _risk_finding(facts)
        rows = [{"label": r.reference, **rows_of([r], "probability impact")[0]} for r in facts.risks]
        found.append(Figure("matrix", maps.risk_matrix(title, rows), title, tables["risks"]))
    return found


def _health_finding(counts: Counter, total: int) -> str:
    words = {"off": counts["off_track"], "risk": counts["at_risk"], "all": total}
    if not counts["off_track"] and not counts["at_risk"]:
        return _("No project is off track or at risk")
    return _("%(off)s of %(all)s projects off track, %(risk)s at risk") % words


def _bubble_finding(facts: PortfolioStatusFacts) -> str:
    risky = max(facts.bubbles, key=lambda bubble: bubble.risk * bubble.cost)
    return _("%(code)s carries the most money at risk") % {"code": risky.code}


def _risk_finding(facts: PortfolioStatusFacts) -> str:
    severe = sum(1 for risk in facts.risks if maps.band(risk.probability * risk.impact)[1] == "severe")
    if not severe:
        return _("None of the top risks is severe")
    return ngettext("One of the top risks is severe", "%(n)s of the top risks are severe", severe) % {"n": severe}


def _glossary() -> tuple[tuple[str, str], ...]:
    return (
        (
            _("CPI"),
            _("Cost performance index, earned value divided by actual cost; below 1 the work costs more than planned."),
        ),
        (
            _("SPI(t)"),
            _("Schedule performance index in time, earned schedule divided by actual time; below 1 it is late."),
        ),
        (_("Forecast"), _("Cost at completion; projects without one are named and left out of the totals.")),
        (_("FTE"), _("Full-time equivalent.")),
        (_("Re-baselined"), _("A new plan was approved; the figures count against it from then on.")),
    )
