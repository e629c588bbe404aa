"""A cost-benefit analysis before the decision: four options for the platform of an invented city.

The yearly sums, factors and present values are worked out here from the lines, at 4 % and year end.
"""

# ruff: noqa: E501  (a table of inputs reads better with one row a line)

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from reports.facts.common import Head, Ratio, Source
from reports.facts.cost_benefit import (
    BenefitLine,
    BenefitProfile,
    BiasLine,
    CostBenefitFacts,
    CostLine,
    Decision,
    FundingYear,
    Option,
    Parameters,
    RejectedOption,
    RiskLine,
    SocialEffect,
    YearFlow,
)

D = Decimal
YEARS = tuple(range(2024, 2032))
RATE = D("0.04")


def _amounts(*thousands):
    return tuple(D(n) * 1000 + D("0.00") for n in thousands)


COSTS = (
    CostLine("Software licences", "capex", "one-off", _amounts(420, 310, 90, 0, 0, 0, 0, 0)),
    CostLine("Implementation partner", "capex", "one-off", _amounts(480, 820, 340, 0, 0, 0, 0, 0)),
    CostLine("Own labour", "capex", "one-off", _amounts(310, 380, 220, 0, 0, 0, 0, 0)),
    CostLine("Data migration", "opex", "one-off", _amounts(0, 140, 120, 0, 0, 0, 0, 0)),
    CostLine("Operation and hosting", "opex", "recurring", _amounts(0, 40, 130, 165, 165, 165, 170, 170)),
    CostLine("Training and change", "opex", "one-off", _amounts(10, 60, 70, 20, 0, 0, 0, 0)),
)
BENEFITS = (
    BenefitLine("Posts released in accounting", "city", "benefit", "staff plan 2025", _amounts(0, 0, 90, 620, 880, 920, 920, 920)),
    BenefitLine("Old licences and servers ended", "city", "benefit", "contracts on file", _amounts(0, 0, 60, 410, 410, 410, 410, 410)),
    BenefitLine("Fewer late payment fees", "city", "benefit", "ledger 2021–2023", _amounts(0, 0, 10, 120, 150, 150, 150, 150)),
    BenefitLine("Slower work while learning", "staff", "dis-benefit", "vendor's reference visits", _amounts(0, 0, -80, -60, 0, 0, 0, 0)),
)  # fmt: skip


def _cents(amount):
    return amount.quantize(D("0.01"), ROUND_HALF_UP)


def _flows():
    flows, running = [], D("0.00")
    for no, year in enumerate(YEARS):
        cost = sum(line.amounts[no] for line in COSTS)
        benefit = sum(line.amounts[no] for line in BENEFITS)
        factor = (D(1) / (1 + RATE) ** no).quantize(D("0.000001"), ROUND_HALF_UP)
        discounted = _cents((benefit - cost) * factor)
        running += discounted
        flows.append(YearFlow(year, cost, benefit, benefit - cost, factor, discounted, running))
    return tuple(flows)


FLOWS = _flows()
COST_PV = _cents(sum(flow.cost * flow.factor for flow in FLOWS))
BENEFIT_PV = _cents(sum(flow.benefit * flow.factor for flow in FLOWS))
TOTAL_COST = sum(flow.cost for flow in FLOWS)


def _option(name, kind, words, cost, benefit, payback, total, *, preferred=False):
    cost, benefit = D(cost), D(benefit)
    bcr = Ratio((benefit / cost).quantize(D("0.01"), ROUND_HALF_UP)) if cost else Ratio(None, "no_cost")
    payback = Ratio(D(payback)) if payback else Ratio(None, "never_pays_back" if cost else "no_cost")
    npv = Ratio(benefit - cost)
    return Option(name, kind, words, preferred, cost, benefit, npv, bcr, payback, D(total))


OPTIONS = (
    _option("A Do nothing", "do_nothing", "Keep the old systems as long as they run.", "0.00", "0.00", "", "0.00"),
    _option("B Do minimum", "do_minimum", "Renew the servers, extend support for five years.", "1940000.00", "1210000.00", "", "2180000.00"),
    _option("C Standard product", "real", "One product for finance and personnel, adapted little.", COST_PV, BENEFIT_PV, "6.6", TOTAL_COST, preferred=True),
    _option("D Two best products", "real", "The best product for each field, joined by interfaces.", "5420000.00", "5530000.00", "7.8", "6120000.00"),
)  # fmt: skip
COST_BENEFIT = CostBenefitFacts(
    head=Head(
        title="Cost-benefit analysis report",
        subject_code="ERP-014",
        subject_name="Finance and personnel platform",
        organisation="City of Nordholm",
        classification="internal",
        currency="EUR",
        data_as_of=date(2023, 10, 31),
        prepared_on=date(2023, 11, 17),
        prepared_by="Ines Ivarsson, analyst",
    ),
    decision=Decision(
        asked="Approve option C, release 1.22 M for 2024 and start the tender.",
        recommendation=(
            "Option C is recommended. It is the only option whose benefit clearly exceeds its cost under all "
            "assumptions examined, and it ends the two systems whose support runs out in 2027."
        ),
        decided_by="Sue Sanders, sponsor",
        due=date(2023, 12, 8),
    ),
    context="The city's strategy 2030 asks for one set of books and for self-service of staff and citizens.",
    need="Support of the accounting system ends in June 2027; the payroll system has no supplier any more.",
    objectives=(
        "Close the books within five working days from 2027 on (ten today).",
        "Release eleven posts in accounting by 2028 without dismissals.",
        "End seven old systems and their servers by the end of 2026.",
    ),
    options=OPTIONS,
    rejected=(
        RejectedOption("Develop a system of our own", "No supplier or staff to keep it alive; three times the cost of C"),
        RejectedOption("Join the neighbouring city's system", "Legal basis for shared personnel data is missing until 2028"),
    ),
    parameters=Parameters(
        preset="EU cohesion, financial",
        version="2014-12",
        rate=RATE,
        timing="end",
        price_basis="real",
        base_year=2024,
        horizon_years=8,
        counterfactual="A Do nothing",
        exchange="no foreign currency in the lines",
    ),
    assumptions=(
        Source("Salary of a released post", "62 000 a year with on-costs, staff plan 2025"),
        Source("Licence prices", "offers of September 2023, fixed until June 2024"),
        Source("Residual value", "none after eight years"),
    ),
    years=YEARS,
    costs=COSTS,
    benefits=BENEFITS,
    flows=FLOWS,
    funding=tuple(
        FundingYear(flow.year, flow.cost, flow.cost + D(gap) * 1000, D(gap) * 1000 + D("0.00"))
        for flow, gap in zip(FLOWS, (0, 0, -130, 0, 0, 0, 0, 0), strict=True)
    ),
    social_npv=Ratio(D("1684000.00")),
    social_bcr=Ratio(D("1.40")),
    effects=(
        SocialEffect("Time saved by citizens", "citizens", D("312000.00"), None, "41 000 visits a year, 12 minutes each"),
        SocialEffect("Less paper and energy", "everybody", D("28000.00"), None, "meter readings of the server room"),
        SocialEffect("Privacy of personnel data", "staff", None, 2, "Access by role, every reading logged"),
        SocialEffect("Small suppliers paid sooner", "local firms", None, 1, "From 38 to 21 days on average"),
    ),
    bias=(
        BiasLine("Implementation partner", D("0.20"), D("273300.00"), "nine closed projects of the city"),
        BiasLine("Data migration", D("0.35"), D("67400.00"), "nine closed projects of the city"),
    ),
    risks=(
        RiskLine("Old payroll data is inconsistent", D("96000.00"), "Profile all records before the tender"),
        RiskLine("Key users are not released", D("54000.00"), "Agreement at the first gate"),
    ),
    sensitivity=(),
    comparison=(
        "C has the highest net present value and pays back within the horizon. D offers slightly more benefit for each "
        "department but joins two suppliers by interfaces that the city would have to keep. B never pays back."
    ),
    profiles=(
        BenefitProfile("Posts released", "Finn Fischer", "full-time posts in accounting", "64 (2023)", "53 (2028)", date(2027, 4, 30)),
        BenefitProfile("Old licences ended", "Rita Romano", "yearly licence cost", "410 k (2023)", "0 (2027)", date(2027, 1, 29)),
        BenefitProfile("Late payment fees", "Finn Fischer", "fees a year", "171 k (2023)", "21 k (2028)", None),
    ),
    sources=(
        Source("Ledger 2021–2023", "extract of 31 October 2023"),
        Source("Offers of three suppliers", "tender file 2023-114"),
    ),
)  # fmt: skip
