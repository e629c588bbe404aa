"""Small builders of risks, their assessments and responses."""

import datetime as dt
from decimal import Decimal

from risks.models import Risk, RiskAssessment, RiskResponse
from tests.factories.core import DAY


def risk(project, *, number=None, **fields):
    number = number or Risk.objects.filter(project=project).count() + 1
    words = {"cause": "One supplier only", "event": "The supplier fails", "effect": "Three months without support"}
    return Risk.objects.create(project=project, number=number, **{**words, **fields})


def assessment(of, *, p="0.3", cost="1000", basis="current", impact=4, date=DAY, **fields):
    fields.setdefault("probability_index", 2)
    return RiskAssessment.objects.create(
        risk=of,
        basis=basis,
        date=date,
        probability=Decimal(p),
        cost_impact=None if cost is None else Decimal(cost),
        impact_index=impact,
        impacts={"cost": impact},
        **fields,
    )


def response(of, **fields):
    values = {"strategy": "reduce", "action": "Find a second supplier", "cost": Decimal(50), "due": DAY}
    return RiskResponse.objects.create(risk=of, **{**values, **fields})


SAMPLES = {
    Risk: risk,
    RiskResponse: lambda project: response(risk(project)),
}
OPEN_RISK_FORM = {
    "kind": "threat",
    "cause": "A fact",
    "event": "It fails",
    "effect": "We are late",
}
RISK_FORM = {**OPEN_RISK_FORM, "confidentiality": "normal"}  # of somebody who may hide a risk
ASSESSMENT_FORM = {"basis": "current", "probability_percent": "40", "impact_cost": "4", "cost_impact": "5000"}
POST = {
    "risks:identify": RISK_FORM,
    "risks:edit": {**RISK_FORM, "row_version": "1"},
    "risks:assess": ASSESSMENT_FORM,
    "risks:respond": {"strategy": "reduce", "action": "Second source", "cost": "50"},
    "risks:occur": {"severity": "3", "occurred_on": dt.date(2026, 3, 2).isoformat()},
    "risks:close": {"reason": "The contract was signed"},
    "risks:reopen": {"reason": "The contract was cancelled"},
    "risks:draw": {"amount": "10", "reason": "Overtime"},
    "risks:move_response": {"state": "done", "row_version": "1"},
}
