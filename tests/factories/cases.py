"""Small builders of business cases and benefits.

`golden` is the worked flow of the domain reference: -1000, 300, 400, 500, 200 at 5 %.
"""

import datetime as dt
from decimal import Decimal

from budgets.models import Benefit, BenefitMeasure, BenefitPoint, Cba, CbaLine, CbaOption
from tests.factories import core

WORDS = {
    "need": "Staff search for an hour a day",
    "objectives": "Halve the time of a search",
    "assumptions": "2,000 people use it",
    "recommendation": "Buy the new search",
}
FLOW = (300, 400, 500, 200)


def case(project, *, version=None, rate="0.05", horizon=4, **fields):
    """A draft; every text is there, no option yet."""
    version = version or project.cases.count() + 1
    values = {"base_year": 2026, "rate_source": "Treasury handbook 2026", **WORDS, **fields}
    return Cba.objects.create(project=project, version=version, rate=Decimal(rate), horizon=horizon, **values)


def option(of_case, name="New search", *, kind="option", **fields):
    seq = fields.pop("seq", of_case.options.count() + 1)
    return CbaOption.objects.create(cba=of_case, seq=seq, name=name, kind=kind, **fields)


def line(of_option, amount=100, *, year=0, kind="cost", label="Licences", **fields):
    return CbaLine.objects.create(option=of_option, kind=kind, label=label, year=year, amount=amount, **fields)


def flow(of_option, *, cost=1000, benefits=FLOW):
    """Cost in year 0, then a benefit in each year."""
    line(of_option, cost, label="Licences", cost_class="capex", one_off=True)
    for year, amount in enumerate(benefits, 1):
        line(of_option, amount, year=year, kind="benefit", label="Time saved", stakeholder_group="Staff")
    return of_option


def golden(project, **fields):
    """A draft that can be issued: do nothing, a preferred option with the worked flow, a rejected one."""
    made = case(project, **fields)
    option(made, "Do nothing", kind="do_nothing")
    flow(option(made, "New search", preferred=True))
    other = option(made, "Hire librarians", rejected_because="Costs more every year")
    line(other, 500, label="Salaries")
    line(other, 100, year=1, kind="benefit", label="Time saved")
    return made


def issued(project, *, approver=None, **fields):
    made = golden(project, **fields)
    by = approver or core.person("Iris Issuer").user
    Cba.objects.filter(pk=made.pk).update(state="issued", approved_by=by, approved_at=core.MONDAY_9)
    made.refresh_from_db()
    return made


def preferred(of_case):
    return of_case.options.get(preferred=True)


def benefit(project, name="Time saved in search", **fields):
    values = {"category": "quantified", "beneficiary": "Staff", **fields}
    return Benefit.objects.create(project=project, name=name, **values)


def approved_benefit(project, **fields):
    fields.setdefault("owner", None)
    owner = fields.pop("owner") or core.person("Olga Owner")
    signed = {"approved_by": core.person("Sid Sponsor").user, "approved_at": core.MONDAY_9}
    return benefit(project, owner=owner, **{"state": "approved", **signed, **fields})


def measure(of_benefit, **fields):
    """Minutes that a search takes: 60 now, 30 wanted."""
    values = {
        "name": "Minutes per search",
        "unit": "min",
        "direction": "down",
        "baseline_value": 60,
        "baseline_on": core.DAY,
        "target": 30,
        "target_on": dt.date(2027, 3, 1),
    }
    return BenefitMeasure.objects.create(benefit=of_benefit, **{**values, **fields})


def point(of_measure, day=core.DAY, *, planned=None, realised=None):
    return BenefitPoint.objects.create(measure=of_measure, date=day, planned=planned, realised=realised)


SAMPLES = {
    Cba: case,
    CbaOption: lambda project: option(case(project)),
    Benefit: benefit,
    BenefitMeasure: lambda project: measure(benefit(project)),
}

# a valid body for each address that takes one
CASE_FORM = {
    "base_year": "2026",
    "horizon": "4",
    "rate": "5",
    "rate_source": "Treasury handbook",
    "price_basis": "real",
    "timing": "end",
    **WORDS,
}
MEASURE_FORM = {
    "name": "Minutes per search",
    "unit": "min",
    "direction": "down",
    "baseline_value": "60",
    "baseline_on": "2026-03-02",
    "target": "30",
    "target_on": "2027-03-01",
}
POINT_FORM = {"date": "2026-03-03", "value": "45"}
POST = {
    "budgets:case_add": CASE_FORM,
    "budgets:case_edit": {**CASE_FORM, "row_version": "1"},
    "budgets:option_add": {"name": "Wait", "kind": "option"},
    "budgets:option_edit": {"name": "Wait", "kind": "option", "row_version": "1"},
    "budgets:option_lines": {"rows": "0", "row_version": "1"},
    "budgets:benefit_add": {"name": "Time saved", "category": "quantified"},
    "budgets:benefit_edit": {"name": "Time saved", "category": "quantified", "row_version": "1"},
    "budgets:benefit_move": {"to": "dropped", "reason": "The law changed"},
    "budgets:measure_add": MEASURE_FORM,
    "budgets:measure_edit": {**MEASURE_FORM, "row_version": "1"},
    "budgets:point_plan": POINT_FORM,
    "budgets:point_realise": POINT_FORM,
}
