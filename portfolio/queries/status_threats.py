"""Which risks weigh most in a portfolio, and where do people not suffice?"""

from decimal import ROUND_HALF_UP, Decimal

from foundation.periods import add_months, month_start
from reports.queries.portfolio_status import shapes
from risks.models import OPEN, Risk, RiskResponse
from risks.queries import with_current
from staffing.queries import Staffing

MOST, QUARTERS = 10, 2
CENT = Decimal("0.01")


def top_risks(rows, basis):
    """The ten open threats that are worth most; confidential ones are never told here. Two queries."""
    rates = {project.pk: rate for project in rows if (rate := basis.rate_of(project)) is not None}
    normal = Risk.objects.filter(
        project__in=rates, state__in=OPEN, kind=Risk.Kind.THREAT, confidentiality=Risk.Confidentiality.NORMAL
    )
    valued = with_current(normal).filter(emv__gt=0).select_related("project", "owner")
    ordered = sorted(valued, key=lambda risk: (-risk.emv * rates[risk.project_id], risk.project.code, risk.number))[
        :MOST
    ]
    answers = _responses(ordered)
    return tuple(_risk(risk, rates[risk.project_id], answers.get(risk.pk, "")) for risk in ordered)


def _risk(risk, rate, answer):
    return shapes.TopRisk(
        reference=f"R{risk.number}", project=risk.project.code, title=risk.event,
        probability=risk.probability_index, impact=risk.impact_index,
        exposure=(risk.emv * rate).quantize(CENT, ROUND_HALF_UP), owner=risk.owner.name if risk.owner else "",
        response=answer,
    )  # fmt: skip


def _responses(risks):
    """{risk pk: the first response that is still worked on}"""
    rows = RiskResponse.objects.filter(risk__in=[risk.pk for risk in risks], state__in=("planned", "under_way"))
    return dict(rows.order_by("risk_id", "due", "pk").distinct("risk_id").values_list("risk_id", "action"))


def capacity(by, on):
    """Hours of each role that is asked for, in this quarter and the next."""
    first = add_months(month_start(on), -((on.month - 1) % 3))
    found = []
    for row in Staffing(by, first, 3 * QUARTERS).rows():
        for quarter in range(QUARTERS):
            part = slice(3 * quarter, 3 * quarter + 3)
            capacity, demand = (_hours(figures[part]) for figures in (row.capacity, row.demand))
            if demand:
                name = _named(add_months(first, 3 * quarter))
                found.append(shapes.CapacityLine(row.role.name, name, capacity, demand))
    return tuple(sorted(found, key=lambda line: (line.quarter, line.role)))


def _hours(figures):
    return sum((Decimal(figure.value or 0) for figure in figures), Decimal(0)).quantize(CENT, ROUND_HALF_UP)


def _named(day):
    return f"{day.year} Q{(day.month + 2) // 3}"
