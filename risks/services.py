"""What is done about a risk: named, judged, answered, struck, closed?

Each verb locks the risk (or, for a number, its project), checks the step, writes one audit event.
"""

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from budgets.models import Reserve
from budgets.services import draw_reserve
from foundation.accounts.services import record
from foundation.changes import change
from foundation.errors import IllegalMove, Refused
from foundation.money import MAX_AMOUNT, quantise
from projects.models import Project
from projects.services import raise_issue
from risks.engine import exposure as engine
from risks.models import OPEN, ReserveDraw, Risk, RiskAssessment, RiskResponse, RiskState

ENDED = ("closed", "rejected")
# from: to; `assessed` is reached again by a reassessment, `occurred` from any open state
STEPS = {
    (RiskState.IDENTIFIED, RiskState.ASSESSED),
    (RiskState.ASSESSED, RiskState.TREATED),
    (RiskState.TREATED, RiskState.MONITORING),
    (RiskState.MONITORING, RiskState.ASSESSED),
    (RiskState.CLOSED, RiskState.ASSESSED),
    *((state, RiskState.OCCURRED) for state in OPEN),
    *((state, RiskState.CLOSED) for state in OPEN),
}


def _locked(risk):
    """The risk under a lock, after that of its project; IllegalMove once the project has ended."""
    project = Project.objects.select_for_update(no_key=True).get(pk=risk.project_id)
    if project.state in ENDED:
        raise IllegalMove(_("The project has ended; its risks stay as they are."))
    return Risk.objects.select_for_update(of=("self",)).select_related("project").get(pk=risk.pk)


def _money(risk, amount, field):
    """The amount to the coin of the project; Refused below 0 or beyond what money holds."""
    if amount is None:
        return None
    rounded = quantise(amount, risk.project.currency_id)
    if not 0 <= rounded < MAX_AMOUNT:
        raise Refused(_("An amount is 0 or more, and less than %(most)s.") % {"most": f"{MAX_AMOUNT:,}"}, field=field)
    return rounded


def _move(risk, to, *, by, **values):
    if (risk.state, to) not in STEPS:
        words = {"state": risk.get_state_display(), "to": RiskState(to).label}
        raise IllegalMove(_("A risk that is “%(state)s” cannot become “%(to)s”.") % words)
    was, risk.state, risk.updated_by = risk.state, to, by
    for name, value in values.items():
        setattr(risk, name, value)
    risk.save(update_fields=["state", "updated_by", *values])
    record(f"risk.{to}", risk, by=by, project=risk.project, was=was)
    return risk


@transaction.atomic
def identify(project, *, by, cause, event, effect, kind=Risk.Kind.THREAT, **fields):
    """A new risk with the next number of its project (the project's row is locked meanwhile)."""
    project = Project.objects.select_for_update().get(pk=project.pk)
    if project.state in ENDED:
        raise IllegalMove(_("The project has ended; it takes no new risk."))
    last = Risk.objects.filter(project=project).aggregate(last=Max("number"))["last"] or 0
    risk = Risk.objects.create(
        project=project, number=last + 1, kind=kind, cause=cause, event=event, effect=effect, created_by=by, **fields
    )
    _name_writer(risk, by)
    record("risk.identified", risk, by=by, project=project, kind=kind)
    return risk


def _name_writer(risk, by):
    """Whoever makes a risk confidential goes on seeing it."""
    if risk.confidentiality == Risk.Confidentiality.CONFIDENTIAL and getattr(by, "person", None):
        risk.named.add(by.person)


def describe(risk, *, version, by, **values):
    """Change the words, the owner, the window or the review date; refused when somebody else was faster."""
    with transaction.atomic():
        _fits_responses(_locked(risk), values.get("kind"))
        changed = change(risk, version=version, by=by, **values)
        _name_writer(changed, by)
        record("risk.described", changed, by=by, project=changed.project, fields=sorted(values))
        return changed


def _fits_responses(risk, kind):
    """A threat that is reduced does not become an opportunity while that answer stands."""
    strategies = risk.responses.exclude(state="dropped").values_list("strategy", flat=True) if kind else ()
    if not all(engine.allowed(kind, strategy) for strategy in strategies):
        raise Refused(_("A planned response does not answer this kind of risk. Drop it first."), field="kind")


@transaction.atomic
def assess(risk, *, by, on, basis, probability, impacts, cost_impact=None, time_impact_min=None):
    """A new judgement; the one before stays as history.

    impacts: {objective: 1..5}, e.g. {"cost": 4, "time": 2}. The first current assessment moves
    the risk to `assessed`; a risk in monitoring goes back to `assessed`.
    """
    risk = _locked(risk)
    if risk.state not in OPEN:
        raise IllegalMove(_("Only an open risk is assessed; reopen it first."))
    cost_impact = _money(risk, cost_impact, "cost_impact")
    try:
        score = engine.score(probability, impacts.values())
    except ValueError as error:
        raise Refused(str(error), field="probability") from error
    if score.impact is None:
        raise Refused(_("Judge the impact on at least one objective."), field="impact_cost")
    RiskAssessment.objects.filter(risk=risk, basis=basis, is_current=True).update(is_current=False)
    made = RiskAssessment.objects.create(
        risk=risk,
        basis=basis,
        date=on,
        probability=probability,
        cost_impact=cost_impact,
        time_impact_min=time_impact_min,
        probability_index=score.probability,
        impact_index=score.impact,
        impacts=impacts,
        assessor=by,
        created_by=by,
    )
    if basis == RiskAssessment.Basis.CURRENT and risk.state in (RiskState.IDENTIFIED, RiskState.MONITORING):
        _move(risk, RiskState.ASSESSED, by=by)
    else:
        record("risk.judged", risk, by=by, project=risk.project, basis=basis)
    return made


@transaction.atomic
def add_response(risk, *, by, strategy, action, cost=0, actionee=None, due=None):
    """Plan an answer; the first one moves an assessed risk to `treated`."""
    risk = _locked(risk)
    if risk.state not in OPEN:
        raise IllegalMove(_("Only an open risk is answered; reopen it first."))
    if not engine.allowed(risk.kind, strategy):
        raise Refused(_("This strategy does not answer this kind of risk."), field="strategy")
    cost = _money(risk, cost, "cost")
    made = RiskResponse.objects.create(
        risk=risk, strategy=strategy, action=action, cost=cost, actionee=actionee, due=due, created_by=by
    )
    if risk.state == RiskState.ASSESSED:
        _move(risk, RiskState.TREATED, by=by)
    else:
        record("risk.answered", risk, by=by, project=risk.project, strategy=strategy)
    return made


@transaction.atomic
def move_response(response, *, by, on, state, version):
    """planned → under way → done or dropped; a done answer carries its day."""
    _locked(response.risk)
    if response.state in (RiskResponse.State.DONE, RiskResponse.State.DROPPED):
        raise IllegalMove(_("This answer is finished."))
    done_on = on if state == RiskResponse.State.DONE else None
    changed = change(response, version=version, by=by, state=state, done_on=done_on)
    record(f"response.{state}", changed, by=by, project=changed.risk.project)
    return changed


@transaction.atomic
def monitor(risk, *, by):
    """The answers are under way: from now on the risk is watched."""
    return _move(_locked(risk), RiskState.MONITORING, by=by)


@transaction.atomic
def occur(risk, *, by, on, actual_impact=None, severity=3):
    """It happened: the risk becomes an issue and leaves the exposure.

    An issue is read by all of the project, so that of a confidential risk holds its number and none of its words.
    """
    risk = _locked(risk)
    if risk.state not in OPEN:
        raise IllegalMove(_("Only an open risk can occur."))
    actual_impact = _money(risk, actual_impact, "actual_impact")
    open_to_all = risk.confidentiality != Risk.Confidentiality.CONFIDENTIAL
    words = _("Risk R%(number)s occurred: %(event)s") if open_to_all else _("Risk R%(number)s occurred")
    issue = raise_issue(
        risk.project,
        by=by,
        on=on,
        title=words % {"number": risk.number, "event": risk.event[:200]},
        description=risk.effect if open_to_all else "",
        severity=severity,
        owner=risk.owner,
    )
    return _move(risk, RiskState.OCCURRED, by=by, issue=issue, occurred_on=on, actual_impact=actual_impact)


@transaction.atomic
def close(risk, *, by, reason):
    if not reason.strip():
        raise Refused(_("Say why the risk is closed."), field="reason")
    return _move(_locked(risk), RiskState.CLOSED, by=by, close_reason=reason)


@transaction.atomic
def reopen(risk, *, by, reason):
    """A closed risk is judged anew; both reasons stay in its history, the last one on its page."""
    if not reason.strip():
        raise Refused(_("Say why the risk is open again."), field="reason")
    risk = _locked(risk)
    if risk.state != RiskState.CLOSED:
        raise IllegalMove(_("Only a closed risk is opened again."))
    reopened = _move(risk, RiskState.ASSESSED, by=by, close_reason="", reopen_reason=reason)
    record("risk.reopened", reopened, by=by, project=reopened.project)
    return reopened


@transaction.atomic
def draw_contingency(risk, *, by, on, amount, reason):
    """Take money from the project's contingency for this risk; never more than is left."""
    reserve = Reserve.objects.filter(project=risk.project, kind=Reserve.Kind.CONTINGENCY).first()
    if reserve is None:
        raise Refused(_("The project has no contingency."), field="amount")
    move = draw_reserve(reserve, amount=amount, on=on, reason=reason, by=by)
    draw = ReserveDraw.objects.create(move=move, risk=risk, created_by=by)
    record("risk.contingency_drawn", risk, by=by, project=risk.project, amount=str(move.amount))
    return draw
