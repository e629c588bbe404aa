"""How exposed is a project, which risks matter most, and which are due for review?"""

import uuid
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import BooleanField, ExpressionWrapper, F, OuterRef, Q, Subquery, Sum
from django.urls import reverse
from django.utils.translation import gettext as _

from budgets.models import Reserve
from foundation.accounts.rights import Permission
from foundation.figures import COUNT, MONEY, PERCENT, Figure, Source
from risks.engine import exposure as engine
from risks.models import OPEN, Risk, RiskAssessment

SEEN = Permission.RISK_VIEW


@dataclass(frozen=True)
class ExposureFacts:
    """Money at stake in the project's currency: threats, opportunities, net, residual, coverage, open count."""

    threats: Figure
    opportunities: Figure
    net: Figure
    residual: Figure
    coverage: Figure
    open: Figure

    def find(self, key):
        figures = (self.threats, self.opportunities, self.net, self.residual, self.coverage, self.open)
        return next((found for figure in figures if (found := figure.find(key))), None)


def with_current(risks, basis="current"):
    """The risks with columns of the assessment in force on `basis`: probability, cost, indices, score, emv."""
    current = RiskAssessment.objects.filter(risk=OuterRef("pk"), basis=basis, is_current=True)
    return risks.annotate(
        probability=Subquery(current.values("probability")[:1]),
        cost_impact=Subquery(current.values("cost_impact")[:1]),
        probability_index=Subquery(current.values("probability_index")[:1]),
        impact_index=Subquery(current.values("impact_index")[:1]),
    ).annotate(score=F("probability_index") * F("impact_index"), emv=F("probability") * F("cost_impact"))


def _valued(project, basis):
    risks = Risk.objects.filter(project=project, state__in=OPEN).select_related("project")
    return with_current(risks, basis).filter(cost_impact__isnull=False).order_by("number")


def _address(risk, project):
    return reverse("risks:risk", args=[project.public_id, risk.public_id])


def _assessed(key, label, row, value, kind, unit, formula, inputs):
    known = value is not None
    return Figure(
        key,
        label,
        value,
        kind,
        unit,
        reason="" if known else "not_assessed",
        formula=formula,
        inputs=inputs if known else (),
        scope=str(row.project.public_id),
        permission=SEEN if row.confidentiality == Risk.Confidentiality.NORMAL else Permission.RISK_CONFIDENTIAL,
    )


def score_figure(row):
    """Score of a risk from `with_current`."""
    address, label = _address(row, row.project), _("Score of R%(number)s") % {"number": row.number}
    inputs = (
        Source(_("Probability index"), row.probability_index, address=address, permission=SEEN),
        Source(_("Highest impact index"), row.impact_index, address=address, permission=SEEN),
    )
    formula = _("probability index × highest impact index")
    return _assessed(f"risks.score:{row.public_id}", label, row, row.score, COUNT, "", formula, inputs)


def row_emv(row):
    """Expected value of a risk from `with_current`."""
    address, unit = _address(row, row.project), row.project.currency_id
    label = _("Expected value of R%(number)s") % {"number": row.number}
    inputs = (
        Source(_("Probability"), row.probability, PERCENT, "", address, SEEN),
        Source(_("Cost impact"), row.cost_impact, MONEY, unit, address, SEEN),
    )
    formula = _("probability × cost impact")
    return _assessed(f"risks.emv:{row.public_id}", label, row, row.emv, MONEY, unit, formula, inputs)


def _sum(key, label, rows, project, kind):
    parts = tuple(row_emv(r) for r in rows if r.kind == kind)
    total = sum((p.value for p in parts), Decimal(0))
    return Figure(
        key, label, total, MONEY, project.currency_id, formula=_("Σ probability × cost impact"), inputs=parts,
        permission=SEEN,
    )  # fmt: skip


def _net(key, label, threats, opportunities, unit):
    if not threats.inputs and not opportunities.inputs:
        return Figure(key, label, None, MONEY, unit, reason="no_exposure", permission=SEEN)
    return Figure(
        key,
        label,
        threats.value - opportunities.value,
        MONEY,
        unit,
        formula=_("threats − opportunities"),
        inputs=(threats, opportunities),
        permission=SEEN,
    )


def _pair(project, basis, name, unit):
    rows = list(_valued(project, basis))
    threats = _sum(f"risks.{name}threats", _("Threats"), rows, project, Risk.Kind.THREAT)
    chances = _sum(f"risks.{name}opportunities", _("Opportunities"), rows, project, Risk.Kind.OPPORTUNITY)
    label = _("Residual exposure") if name else _("Exposure")
    return threats, chances, _net("risks.residual" if name else "risks.exposure", label, threats, chances, unit)


def exposure(project, *, as_of):
    """What the open risks are worth, before and after the planned responses, and whether contingency covers it."""
    unit = project.currency_id
    threats, chances, net = _pair(project, "current", "", unit)
    _threats, _chances, residual = _pair(project, "residual", "residual_", unit)
    facts = ExposureFacts(threats, chances, net, residual, _coverage(project, residual, net), _counted(project))
    scope = str(project.public_id)
    return ExposureFacts(*(getattr(facts, name).within(scope, as_of) for name in ExposureFacts.__annotations__))


def _counted(project):
    number, register = open_count(project), reverse("risks:register", args=[project.public_id])
    return Figure(
        "risks.open",
        _("Open risks"),
        number,
        formula=_("risks that are not closed and have not occurred"),
        inputs=(Source(_("Register"), number, address=register, permission=SEEN),),
        permission=SEEN,
    )


def _coverage(project, residual, net):
    """Contingency left for each unit of (residual, else current) exposure."""
    reserve = Reserve.objects.filter(project=project, kind=Reserve.Kind.CONTINGENCY).first()
    stake = residual if residual.value is not None else net
    label, formula = _("Coverage"), _("contingency left / exposure")
    if reserve is None:
        return Figure("risks.coverage", label, None, PERCENT, reason="no_contingency", formula=formula, permission=SEEN)
    ratio = engine.coverage(reserve.balance, stake.value or Decimal(0))
    left = Source(_("Contingency left"), reserve.balance, MONEY, project.currency_id, permission=Permission.BUDGET_VIEW)
    return Figure(
        "risks.coverage", label, ratio.value, PERCENT, reason=ratio.reason or "", formula=formula, inputs=(left, stake),
        permission=SEEN,
    )  # fmt: skip


def find_figure(project, key, *, as_of):
    """The figure of any key that risk pages show."""
    name, _colon, public_id = key.partition(":")
    if name == "risks.cell":
        return _cell_of(project, public_id, as_of)
    if public_id:
        try:
            public_id = uuid.UUID(public_id)
        except ValueError:
            return None
        row = with_current(Risk.objects.filter(project=project, public_id=public_id)).select_related("project").first()
        make = {"risks.emv": row_emv, "risks.score": score_figure}.get(name)
        return make(row) if row and make else None
    return exposure(project, as_of=as_of).find(key)


def open_count(project):
    return Risk.objects.filter(project=project, state__in=OPEN).count()


def top(project, n, risks):
    """The `n` open risks with the highest score among `risks` (what the reader may see)."""
    return with_current(risks.filter(project=project, state__in=OPEN)).order_by(F("score").desc(nulls_last=True))[:n]


def with_review(risks, *, on):
    """The risks with `review_late`: open and past their review date; None where no review is planned."""
    late = Q(state__in=OPEN, review_on__lt=on)
    return risks.annotate(review_late=ExpressionWrapper(late, output_field=BooleanField()))


def overdue(risks, *, on):
    """Open risks past their review date."""
    return with_review(risks, on=on).filter(review_late=True).order_by("review_on")


def _cell_figure(project, cell, risks):
    """How many open risks lie in one field of the matrix, and which."""
    found = [risks[key] for key in cell.keys]
    inputs = tuple(Source(f"{r} {r.event}", r.score, address=_address(r, project), permission=SEEN) for r in found)
    words = {"p": cell.probability, "i": cell.impact}
    return Figure(
        f"risks.cell:{cell.probability}{cell.impact}",
        _("Risks with probability %(p)s and impact %(i)s") % words,
        len(found),
        formula=_("open risks of this probability and impact index"),
        inputs=inputs,
        permission=SEEN,
    )


def matrix_figures(project, risks, *, as_of):
    """Rows of (cell, figure that counts it or None): what the register draws, in two queries."""
    placed = with_current(risks.filter(project=project, state__in=OPEN)).filter(probability_index__isnull=False)
    by_key = {str(r.public_id): r for r in placed}
    rows = engine.matrix((key, r.probability_index, r.impact_index) for key, r in by_key.items())
    scope = str(project.public_id)
    return [
        [(c, _cell_figure(project, c, by_key).within(scope, as_of) if c.keys else None) for c in row] for row in rows
    ]


def _cell_of(project, place, as_of):
    """The field `31` (probability 3, impact 1) again, without confidential risks: the drawer has no reader."""
    normal = Risk.objects.filter(project=project, confidentiality=Risk.Confidentiality.NORMAL)
    cells = (pair for row in matrix_figures(project, normal, as_of=as_of) for pair in row)
    return next((figure for cell, figure in cells if figure and f"{cell.probability}{cell.impact}" == place), None)


def closure_obstacles(project):
    """What stands in the way of closing the project: open risks without a closing word."""
    number = open_count(project)
    return [_("%(n)s risks are still open: close them or hand them over") % {"n": number}] if number else []


def response_cost(risk):
    return risk.responses.exclude(state="dropped").aggregate(total=Sum("cost"))["total"] or Decimal(0)


def page(risk, *, as_of):
    """Everything that the page of one risk shows, in a constant number of queries."""
    judged = list(risk.assessments.select_related("assessor__person"))
    row = with_current(Risk.objects.filter(pk=risk.pk)).select_related("project").get()
    return {
        "assessments": judged,
        "responses": list(risk.responses.select_related("actionee")),
        "draws": list(risk.draws.select_related("move")),
        "emv": row_emv(row).within(str(risk.project.public_id), as_of),
        "score": score_figure(row).within(str(risk.project.public_id), as_of),
        "is_open": risk.state in OPEN,
        "as_of": as_of,
    }
