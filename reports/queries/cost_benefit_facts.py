"""Which facts of a business case go into its cost-benefit report?"""

from collections import defaultdict
from decimal import Decimal

from django.utils.translation import gettext as _

from budgets.engine.discounting import PriceBasis, Timing, flat
from budgets.models import Benefit, Budget, Cba
from budgets.queries import appraised
from reports.facts import cost_benefit as facts
from reports.facts.common import Ratio, Source
from reports.numerals import number
from reports.queries.head import project_head
from risks.models import OPEN, Risk
from risks.queries import with_current

ZERO = Decimal(0)


def cost_benefit_facts(project, *, by, on):
    """The case that counts: the issued one, else the latest draft. → CostBenefitFacts"""
    cba = current_case(project)
    options = list(cba.options.prefetch_related("lines"))
    results = {option.pk: appraised(cba, option.lines.all()) for option in options}
    preferred = next((o for o in options if o.preferred), None)
    lines = list(preferred.lines.all()) if preferred else []
    result = results[preferred.pk] if preferred else None
    return facts.CostBenefitFacts(
        head=project_head(str(_("Cost-benefit analysis report")), project, by=by, on=on),
        decision=_decision(project, cba),
        context=project.charter.purpose if hasattr(project, "charter") else "",
        need=cba.need,
        objectives=tuple(line.strip() for line in cba.objectives.splitlines() if line.strip()),
        options=tuple(_option(o, results[o.pk].financial) for o in options),
        rejected=tuple(facts.RejectedOption(o.name, o.rejected_because) for o in options if o.rejected_because),
        parameters=_parameters(cba, options),
        assumptions=_sources(cba.assumptions, _("Assumption")),
        **_annual(cba, lines),
        **_outcome(project, cba, result),
        effects=(),
        bias=(),
        risks=_risks(project),
        sensitivity=(),
        comparison=cba.recommendation,
        profiles=_profiles(project),
        sources=(Source(str(_("Discount rate")), cba.rate_source),),
    )


def _annual(cba, lines):
    """Costs and benefits of the preferred option, year by year of the horizon."""
    years = tuple(range(cba.base_year, cba.base_year + cba.horizon + 1))
    return {
        "years": years,
        "costs": tuple(_costs(lines, years, cba)),
        "benefits": tuple(_benefits(lines, years, cba)),
    }


def _outcome(project, cba, result):
    """What the preferred option comes to; without one, nothing and why."""
    if result is None:
        none = Ratio(None, "no_case")
        return {"flows": (), "funding": (), "social_npv": none, "social_bcr": none}
    return {
        "flows": _flows(result, cba),
        "funding": _funding(project, result, cba),
        "social_npv": Ratio(result.social.npv),
        "social_bcr": ratio_of(result.social.bcr),
    }


def current_case(project):
    rows = Cba.objects.filter(project=project)
    return rows.filter(state="issued").first() or rows.order_by("-version").first()


def ratio_of(found):
    return Ratio(found.value, found.reason or "") if found.value is None else Ratio(found.value)


def _decision(project, cba):
    return facts.Decision(
        asked=str(_("Approve the preferred option and its budget")),
        recommendation=cba.recommendation,
        decided_by=project.sponsor.name if project.sponsor else "",
        due=None,
    )


def _option(option, result):
    return facts.Option(
        name=option.name,
        kind={"option": "real"}.get(option.kind, option.kind),
        description=option.description,
        preferred=option.preferred,
        cost_pv=result.pv_costs,
        benefit_pv=result.pv_benefits,
        npv=Ratio(result.npv),
        bcr=ratio_of(result.bcr),
        payback_years=ratio_of(result.payback.years),
        total_cost=result.costs,
    )


def _parameters(cba, options):
    base = next((o.name for o in options if o.kind in ("do_nothing", "do_minimum")), "")
    return facts.Parameters(
        preset=cba.rate_source,
        version=str(cba.version),
        rate=cba.rate,
        timing=cba.timing,
        price_basis=cba.price_basis,
        base_year=cba.base_year,
        horizon_years=cba.horizon,
        counterfactual=base,
        exchange="",
    )


def _sources(text, label):
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return tuple(Source(f"{label} {no}", line) for no, line in enumerate(lines, 1))


def _spread(rows, years, cba):
    amounts = [ZERO] * len(years)
    for row in rows:
        amounts[row.year] += row.amount
    return tuple(amounts)


def _grouped(lines, kind, *names):
    """Base lines of a kind, those alike in `names` together."""
    groups = defaultdict(list)
    for row in lines:
        if row.kind == kind and row.certainty == "base":
            groups[tuple(getattr(row, name) for name in names)].append(row)
    return sorted(groups.items(), key=lambda pair: str(pair[0]))


def _costs(lines, years, cba):
    for (label, cost_class, one_off), rows in _grouped(lines, "cost", "label", "cost_class", "one_off"):
        recurrence = "one-off" if one_off else "recurring"
        yield facts.CostLine(label, cost_class or "opex", recurrence, _spread(rows, years, cba))


def _benefits(lines, years, cba):
    for (label, group), rows in _grouped(lines, "benefit", "label", "stakeholder_group"):
        evidence = next((row.evidence for row in rows if row.evidence), "")
        yield facts.BenefitLine(label, group, "benefit", evidence, _spread(rows, years, cba))


def _flows(result, cba):
    """The financial years, each with its discount factor."""
    rates = flat(cba.rate, PriceBasis(cba.price_basis))
    factors = rates.factors(cba.horizon, Timing(cba.timing))
    return tuple(
        facts.YearFlow(
            year=cba.base_year + row.year,
            cost=row.cost,
            benefit=row.benefit,
            net=row.net,
            factor=factor,
            discounted=row.discounted,
            cumulative=row.cumulated_discounted,
        )
        for row, factor in zip(result.financial.years, factors, strict=True)
    )


def _funding(project, result, cba):
    """The cost of each year against the approved budget of that fiscal year, as far as one is approved."""
    funded = defaultdict(Decimal)
    approved = Budget.objects.filter(project=project, state="approved").first()
    if approved is None:
        return ()
    for year, amount in approved.lines.values_list("period__fiscal_year", "amount"):
        funded[year] += amount
    rows = ((cba.base_year + row.year, row.cost) for row in result.financial.years)
    return tuple(facts.FundingYear(y, need, funded[y], funded[y] - need) for y, need in rows if need or funded[y])


def _risks(project):
    rows = with_current(Risk.objects.filter(project=project, state__in=OPEN, confidentiality="normal"))
    shown = [row for row in rows.prefetch_related("responses") if row.emv is not None]
    shown.sort(key=lambda row: -row.emv)
    return tuple(
        facts.RiskLine(row.event, row.emv, next((r.action for r in row.responses.all()), "")) for row in shown[:10]
    )


def _level(value):
    """A measured level without the zeros behind its last digit: 74400.0000 → '74 400'."""
    return number(value, max(0, -value.normalize().as_tuple().exponent))


def _profiles(project):
    made = []
    rows = Benefit.objects.filter(project=project).exclude(state="dropped").select_related("owner")
    for row in rows.prefetch_related("measures__points"):
        for measure in row.measures.all():
            first = next(iter(measure.points.all()), None)
            made.append(
                facts.BenefitProfile(
                    name=row.name,
                    owner=row.owner.name if row.owner else "",
                    measure=f"{measure.name} ({measure.unit})",
                    baseline=_level(measure.baseline_value),
                    target=_level(measure.target),
                    first_review=first.date if first else measure.target_on,
                )
            )
    return tuple(made)
