"""Which figures and findings make up a portfolio status report for executives (DOMAIN.md 3.4)?"""

from collections import Counter

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.charts import bars, maps
from reports.charts.frame import short
from reports.facts.common import Ratio
from reports.facts.portfolio_status import PortfolioStatusFacts
from reports.numerals import NOTHING, written
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
    chance = totals.on_budget
    return (
        _amount(_("Budget"), totals.budget, currency),
        _amount(_("Forecast"), totals.forecast, _over_or_under(totals.variance)),
        _amount(_("Actual"), totals.actual, currency),
        _amount(_("Benefit planned"), totals.benefit, _("present value")),
        KeyFigure(_("Chance in budget"), *_said(chance, written(chance, "percent"), _("by simulation"))),
    )


def _amount(label: str, amount: Ratio, note: str) -> KeyFigure:
    return KeyFigure(label, *_said(amount, "" if amount.value is None else short(amount.value), note))


def _said(ratio: Ratio, words: str, note: str) -> tuple[str, str]:
    """What stands large and what small; a missing value is a dash, with its reason below."""
    return (NOTHING, written(ratio, "whole")) if ratio.value is None else (words, note)


def _over_or_under(variance: Ratio) -> str:
    if variance.value is None:
        return ""
    over = _("over budget") if variance.value < 0 else _("under budget")
    return f"{short(abs(variance.value))} {over}"


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
        rows = [{"label": n, **rows_of([r], "probability impact")[0]} for n, r in enumerate(facts.risks, 1)]
        found.append(Figure("matrix", maps.risk_matrix(title, rows), title, tables["risks"]))
    return found


def _health_finding(counts: Counter, total: int) -> str:
    words = {"off": counts["off_track"], "risk": counts["at_risk"], "all": total}
    if not counts["off_track"] and not counts["at_risk"]:
        return _("No project is off track or at risk")
    return _("%(off)s of %(all)s projects off track, %(risk)s at risk") % words


def _bubble_finding(facts: PortfolioStatusFacts) -> str:
    risky = max(facts.bubbles, key=lambda bubble: bubble.risk)
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
        (_("Exposure"), _("Expected cost of the open risks: probability times cost, threats less opportunities.")),
        (_("Re-baselined"), _("A new plan was approved; the figures count against it from then on.")),
    )
