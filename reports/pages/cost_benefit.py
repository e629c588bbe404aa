"""Which figures and findings make up a cost-benefit analysis report (DOMAIN.md 3.2)?"""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from foundation.reasons import reason_text
from reports.charts import bars, curves, maps
from reports.charts.frame import SERIES, short
from reports.facts.cost_benefit import CostBenefitFacts, Option
from reports.numerals import number, written
from reports.pages import cost_benefit_tables
from reports.pages.blocks import Figure, KeyFigure, Page, Table, keyed, numbered, rows_of


def page(facts: CostBenefitFacts) -> Page:
    """Sections, tables and figures of the report."""
    tables = keyed(cost_benefit_tables.tables(facts))
    return Page(
        template="reports/cost_benefit.html",
        key_figures=_key_figures(facts),
        sections=numbered("cost_benefit", _sections(), wide=("annual",), more=("annual",)),
        tables=tables,
        figures=keyed(_figures(facts, tables)),
        glossary=_glossary(),
        words={"preferred": preferred(facts)},
    )


def preferred(facts: CostBenefitFacts) -> Option | None:
    """The option that the analysis prefers, if it prefers one."""
    return next((option for option in facts.options if option.preferred), None)


def _sections() -> list[tuple[str, str]]:
    return [
        ("decision", _("Decision and recommendation")),
        ("context", _("Context, need and objectives")),
        ("options", _("Options")),
        ("assumptions", _("Assumptions")),
        ("costs", _("Cost")),
        ("benefits", _("Benefits and dis-benefits")),
        ("financial", _("Financial result")),
        ("social", _("Social result")),
        ("risk", _("Risk and optimism bias")),
        ("sensitivity", _("Sensitivity")),
        ("comparison", _("Comparison and preferred option")),
        ("profiles", _("How the benefits will be measured")),
        ("annual", _("Annual tables and sources")),
    ]


def _key_figures(facts: CostBenefitFacts) -> tuple[KeyFigure, ...]:
    best = preferred(facts)
    if best is None:
        return ()
    currency = facts.head.currency
    return (
        KeyFigure(_("Net present value"), written(best.npv, "whole"), currency),
        KeyFigure(_("Benefit-cost ratio"), written(best.bcr, "ratio"), _("all costs")),
        KeyFigure(_("Payback"), written(best.payback_years, "tenth"), _("years")),
        KeyFigure(_("Cost over the horizon"), number(best.total_cost, 0), f"{currency}, {_('not discounted')}"),
    )


def _figures(facts: CostBenefitFacts, tables: dict[str, Table]) -> list[Figure]:
    currency, found = facts.head.currency, []
    if facts.costs:
        title = _cost_finding(facts)
        found.append(
            Figure(
                "cost_per_year", bars.cost_per_year(title, _cost_rows(facts), currency=currency), title, tables["costs"]
            )
        )
    if facts.flows:
        title = _flow_finding(facts)
        spec = curves.discounted_cash_flow(title, rows_of(facts.flows, "year discounted cumulative"), currency=currency)
        found.append(Figure("flow", spec, title, tables["flows"]))
    valued = [option for option in facts.options if option.npv.value is not None]
    if valued:
        title = _option_finding(facts)
        rows = [{"name": o.name, "npv": o.npv.value, "preferred": o.preferred} for o in valued]
        found.append(Figure("options", bars.option_bars(title, rows, currency=currency), title, tables["options"]))
    priced = [option for option in facts.options if option.cost_pv or option.benefit_pv]
    if priced:
        title = _place_finding(priced)
        rows = [{"name": o.name, "cost": o.cost_pv, "benefit": o.benefit_pv, "preferred": o.preferred} for o in priced]
        found.append(Figure("places", maps.option_scatter(title, rows, currency=currency), title, tables["options"]))
    return found


def _cost_rows(facts: CostBenefitFacts) -> list[dict[str, Any]]:
    """Cost by year and category; beyond what can be told apart, the smallest categories become one."""
    by_name: dict[str, list[Decimal]] = {}
    for line in facts.costs:
        years = by_name.setdefault(line.category, [Decimal(0)] * len(facts.years))
        by_name[line.category] = [a + b for a, b in zip(years, line.amounts, strict=True)]
    kept = sorted(by_name, key=lambda name: -sum(by_name[name]))
    if len(kept) > len(SERIES):
        rest = kept[len(SERIES) - 1 :]
        by_name[_("other")] = [sum(amounts) for amounts in zip(*(by_name[name] for name in rest), strict=True)]
        kept = [*kept[: len(SERIES) - 1], _("other")]
    return [
        {"year": year, "name": name, "amount": amount}
        for name in kept
        for year, amount in zip(facts.years, by_name[name], strict=True)
    ]


def _cost_finding(facts: CostBenefitFacts) -> str:
    sums = [sum(line.amounts[no] for line in facts.costs) for no in range(len(facts.years))]
    most = max(range(len(sums)), key=lambda no: sums[no])
    words = {"year": facts.years[most], "amount": f"{short(sums[most])} {facts.head.currency}"}
    return _("The dearest year is %(year)s with %(amount)s") % words


def _flow_finding(facts: CostBenefitFacts) -> str:
    last = facts.flows[-1]
    amount = {"amount": f"{short(last.cumulative)} {facts.head.currency}", "year": last.year}
    if last.cumulative < 0:
        return _("The preferred option does not pay back by %(year)s") % amount
    turned = last.year
    for flow in reversed(facts.flows):
        if flow.cumulative < 0:
            break
        turned = flow.year
    return _("The preferred option pays back in %(turned)s and is worth %(amount)s by %(year)s") % {
        **amount,
        "turned": turned,
    }


def _option_finding(facts: CostBenefitFacts) -> str:
    valued = [option for option in facts.options if option.npv.value is not None]
    best = max(valued, key=lambda option: option.npv.value or Decimal(0))
    if (best.npv.value or 0) <= 0:
        return _("No option is worth more than doing nothing")
    return _("%(name)s has the highest net present value") % {"name": best.name}


def _place_finding(priced: list[Option]) -> str:
    better = sum(1 for option in priced if option.benefit_pv > option.cost_pv)
    return _("%(n)s of %(all)s options bring more than they cost") % {"n": better, "all": len(priced)}


def _glossary() -> tuple[tuple[str, str], ...]:
    return (
        (_("Benefit-cost ratio"), _("Present value of the benefits divided by present value of all costs.")),
        (_("Counterfactual"), _("What would happen without the project; all amounts are differences to it.")),
        (_("Discount factor"), _("What one unit of money of a later year is worth in the base year.")),
        (_("Dis-benefit"), _("A certain, measurable disadvantage of the same change.")),
        (_("Net present value"), _("Benefits less costs, each year discounted to the base year.")),
        (_("Optimism bias"), _("The usual underestimate of cost and time, corrected by an uplift of its own.")),
        (
            _("Payback"),
            _("The time after which the running total stays above zero; %(never)s where it does not.")
            % {"never": reason_text("never_pays_back")},
        ),
    )
