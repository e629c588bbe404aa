"""Which tables does a cost-benefit analysis report print?"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.facts.cost_benefit import CostBenefitFacts
from reports.numerals import percent
from reports.pages.blocks import Table, columns_of, table

OPTION_KINDS = {
    "do_nothing": gettext_lazy("do nothing"),
    "do_minimum": gettext_lazy("do minimum"),
    "real": gettext_lazy("real option"),
}
TIMINGS = {"end": gettext_lazy("end of each year"), "mid": gettext_lazy("middle of each year")}
PRICES = {"real": gettext_lazy("real, in prices of {year}"), "nominal": gettext_lazy("nominal")}


def tables(facts: CostBenefitFacts) -> list[Table]:
    """All of them, in the order of the sections."""
    return [*_choices(facts), *_rests(facts), *_money(facts), *_others(facts), *_doubts(facts), *_ends(facts)]


def _choices(facts: CostBenefitFacts) -> list[Table]:
    return [_options(facts), _rejected(facts)]


def _options(facts: CostBenefitFacts) -> Table:
    options = [
        (o.name, str(OPTION_KINDS[o.kind]), o.cost_pv, o.benefit_pv, o.npv, o.bcr, o.payback_years, o.total_cost)
        for o in facts.options
    ]
    return table(
        "options",
        _("Options over the horizon"),
        [
            (_("Option"), "text", "name"),
            (_("Kind"), "text", "brief"),
            (_("Cost, present value"), "whole"),
            (_("Benefit, present value"), "whole"),
            (_("Net present value"), "whole_variance"),
            (_("Benefit-cost ratio"), "ratio"),
            (_("Payback, years"), "tenth"),
            (_("Cost, not discounted"), "whole"),
        ],
        options,
        unit=facts.head.currency,
        attached=True,
        empty=_("No option was examined."),
    )


def _rejected(facts: CostBenefitFacts) -> Table:
    return table(
        "rejected",
        _("What was not chosen, and why"),
        [_("Idea or option"), (_("Why"), "text", "widest")],
        columns_of(facts.rejected, "name reason"),
        empty=_("Nothing of the long list was left out."),
    )


def _rests(facts: CostBenefitFacts) -> list[Table]:
    """Parameters and assumptions."""
    used = facts.parameters
    rows = [
        (_("Preset and version"), f"{used.preset}, {used.version}"),
        (_("Discount rate"), percent(used.rate, 1)),
        (_("Amounts fall due"), str(TIMINGS[used.timing])),
        (_("Prices"), str(PRICES[used.price_basis]).format(year=used.base_year)),
        (_("Horizon"), _("{n} years from {year}").format(n=used.horizon_years, year=used.base_year)),
        (_("Counterfactual"), used.counterfactual),
        (_("Exchange rates"), used.exchange),
    ]
    return [
        table("parameters", _("Parameters"), [_("Parameter"), (_("Value"), "text", "wide")], rows, empty=""),
        table(
            "assumptions",
            _("Assumptions"),
            [_("Assumption"), (_("Value and source"), "text", "wide")],
            columns_of(facts.assumptions, "name detail"),
            empty=_("No assumption beyond the parameters was made."),
        ),
    ]


def _years(facts: CostBenefitFacts) -> list[tuple[str, str]]:
    return [(str(year), "whole") for year in facts.years]


def _sums(rows: Sequence[Sequence[Any]], words: int, count: int) -> tuple[Any, ...]:
    """The total row below rows that begin with `words` columns of words and go on with years and their sum."""
    sums = [sum((row[words + no] for row in rows), Decimal(0)) for no in range(count + 1)]
    return (_("Total"), *[""] * (words - 1), *sums)


def _money(facts: CostBenefitFacts) -> list[Table]:
    """Cost and benefit by year."""
    count, currency = len(facts.years), facts.head.currency
    costs = [(c.category, c.cost_class, c.recurrence, *c.amounts, sum(c.amounts)) for c in facts.costs]
    benefits = [(b.name, b.group, b.kind, *b.amounts, sum(b.amounts)) for b in facts.benefits]
    return [
        table(
            "costs",
            _("Cost of the preferred option by year"),
            [_("Category"), _("Class"), _("How often"), *_years(facts), (_("Total"), "whole")],
            costs,
            total=_sums(costs, 3, count),
            unit=currency,
            attached=True,
            empty=_("No cost was estimated."),
        ),
        table(
            "benefits",
            _("Benefits of the preferred option by year"),
            [_("Benefit"), _("Who gains"), _("Kind"), *_years(facts), (_("Total"), "whole")],
            benefits,
            total=_sums(benefits, 3, count),
            unit=currency,
            attached=True,
            empty=_("No benefit was estimated in money."),
        ),
    ]


def _others(facts: CostBenefitFacts) -> list[Table]:
    """Cost classes, evidence, cash flow and funding."""
    return [_classes(facts), _evidence(facts), _flows(facts), _funding(facts)]


def _classes(facts: CostBenefitFacts) -> Table:
    currency = facts.head.currency
    classes = {(line.cost_class, line.recurrence): Decimal(0) for line in facts.costs}
    for line in facts.costs:
        classes[line.cost_class, line.recurrence] += sum(line.amounts)
    return table(
        "classes",
        _("Cost over the horizon by class"),
        [_("Class"), _("How often"), (_("Cost"), "whole")],
        [(*key, amount) for key, amount in sorted(classes.items())],
        total=(_("Total"), "", sum(classes.values(), Decimal(0))),
        unit=currency,
        empty=_("No cost was estimated."),
    )


def _evidence(facts: CostBenefitFacts) -> Table:
    currency = facts.head.currency
    classes = {(line.cost_class, line.recurrence): Decimal(0) for line in facts.costs}
    for line in facts.costs:
        classes[line.cost_class, line.recurrence] += sum(line.amounts)
    return table(
        "evidence",
        _("Who gains or loses, and on what evidence"),
        [
            (_("Benefit"), "text", "wide"),
            _("Group"),
            _("Kind"),
            (_("Over the horizon"), "whole_variance"),
            _("Evidence"),
        ],
        [(b.name, b.group, b.kind, sum(b.amounts), b.evidence) for b in facts.benefits],
        unit=currency,
        empty=_("No benefit was estimated in money."),
    )


def _flows(facts: CostBenefitFacts) -> Table:
    currency = facts.head.currency
    return table(
        "flows",
        _("Cash flow of the preferred option"),
        [
            (_("Year"), "year"),
            (_("Cost"), "whole"),
            (_("Benefit"), "whole"),
            (_("Net"), "whole_variance"),
            (_("Factor"), "factor"),
            (_("Discounted"), "whole_variance"),
            (_("Running total"), "whole_variance"),
        ],
        columns_of(facts.flows, "year cost benefit net factor discounted cumulative"),
        unit=currency,
        attached=True,
        empty=_("No cash flow was computed."),
    )


def _funding(facts: CostBenefitFacts) -> Table:
    currency = facts.head.currency
    return table(
        "funding",
        _("Funding by budget year"),
        [
            (_("Year"), "year"),
            (_("Needed"), "whole"),
            (_("Funded"), "whole"),
            (_("Gap (− is missing)"), "whole_variance"),
        ],
        columns_of([year for year in facts.funding if year.needed or year.funded], "year needed funded gap"),
        unit=currency,
        empty=_("Where the money comes from is not decided."),
    )


def _doubts(facts: CostBenefitFacts) -> list[Table]:
    """Social effects, risk, bias and sensitivity."""
    return [_effects(facts), _bias(facts), _risks(facts), _sensitivity(facts)]


def _effects(facts: CostBenefitFacts) -> Table:
    currency = facts.head.currency
    return table(
        "effects",
        _("Effects on people and the environment"),
        [
            _("Effect"),
            _("Group"),
            (_("Present value, {currency}").format(currency=currency), "whole_variance"),
            (_("Score, −3 to +3"), "slip"),
            (_("Explanation"), "text", "wide"),
        ],
        columns_of(facts.effects, "effect group amount score explanation"),
        empty=_("No effect beyond the organisation's money was examined."),
    )


def _bias(facts: CostBenefitFacts) -> Table:
    currency = facts.head.currency
    return table(
        "bias",
        _("Uplifts for optimism"),
        [_("Item"), (_("Uplift"), "percent"), (_("Amount"), "whole"), (_("Source"), "text", "wide")],
        columns_of(facts.bias, "item rate amount source"),
        unit=currency,
        empty=_("No uplift was applied."),
    )


def _risks(facts: CostBenefitFacts) -> Table:
    currency = facts.head.currency
    return table(
        "risks",
        _("Risks that bear on the case"),
        [(_("Risk"), "text", "wide"), (_("Exposure"), "whole"), _("Response")],
        columns_of(facts.risks, "title exposure response"),
        unit=currency,
        empty=_("No risk was recorded for the case."),
    )


def _sensitivity(facts: CostBenefitFacts) -> Table:
    currency = facts.head.currency
    return table(
        "sensitivity",
        _("Net present value when one driver changes"),
        [
            _("Driver"),
            (_("Low"), "ratio"),
            (_("High"), "ratio"),
            (_("Value at low"), "whole_variance"),
            (_("Value at high"), "whole_variance"),
            (_("Turns to zero at"), "ratio"),
        ],
        columns_of(facts.sensitivity, "driver low high npv_low npv_high switching"),
        unit=currency,
        empty=_("The result was not tested by changing one driver at a time."),
    )


def _ends(facts: CostBenefitFacts) -> list[Table]:
    return [
        table(
            "profiles",
            _("Benefit profiles"),
            [_("Benefit"), _("Owner"), _("Measure"), _("Baseline"), _("Target"), (_("First review"), "day")],
            columns_of(facts.profiles, "name owner measure baseline target first_review"),
            empty=_("No benefit has an owner and a measure yet."),
        ),
        table(
            "sources",
            _("Sources"),
            [_("Source"), (_("What it is"), "text", "wide")],
            columns_of(facts.sources, "name detail"),
            empty=_("No source was named."),
        ),
    ]
