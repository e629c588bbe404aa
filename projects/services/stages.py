"""How is a stage dated, a gate held and decided, and what follows for the stages?

Gate: planned → held (criteria judged by the presenter) → decided (by another person), then frozen.
Rework and hold open the gate anew; stop ends the row of gates.
"""

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from foundation.accounts.rights import Permission
from foundation.accounts.services import notify, record, withdraw
from foundation.changes import change
from foundation.errors import IllegalMove, Refused
from projects.access import people_with
from projects.models import GateReview, Stage, State
from projects.queries.governance import gate_obstacles
from projects.services.creation import unjudged
from projects.services.locking import locked

OVER = (State.CLOSED, State.CANCELLED, State.REJECTED)
ONWARD = (GateReview.Decision.PROCEED, GateReview.Decision.CONDITIONS)
AGAIN = (GateReview.Decision.REWORK, GateReview.Decision.HOLD)


def _going_on(project):
    project = locked(project)
    if project.state in OVER:
        raise IllegalMove(_("The project is {state}.").format(state=project.get_state_display()))
    return project


@transaction.atomic
def edit_stage(stage, *, by, version, **dates):
    """Change the planned or actual dates; a stage with an undecided gate finishes by the decision."""
    project = _going_on(stage.project)
    newly_finished = dates.get("actual_finish") and Stage.objects.filter(pk=stage.pk, actual_finish=None).exists()
    if newly_finished and stage.gates.exclude(state=GateReview.State.DECIDED).exists():
        raise Refused(_("This stage finishes by the decision at its gate."), field="actual_finish")
    stage = change(stage, version=version, by=by, **dates)
    record("stage.edited", stage, by=by, project=project, seq=stage.seq)
    return stage


def _address(gate):
    return reverse("projects:gate", args=[gate.project.public_id, gate.public_id])


def _fresh(gate):
    return GateReview.objects.select_for_update(of=("self",)).select_related("stage", "project").get(pk=gate.pk)


@transaction.atomic
def hold_gate(gate, *, by, on, judged):
    """Present the gate: `judged` holds (met, note) for each criterion in order; may be repeated until decided."""
    project = _going_on(gate.project)
    gate = _fresh(gate)
    if gate.state == GateReview.State.DECIDED:
        raise IllegalMove(_("{gate} is decided already.").format(gate=gate))
    if len(judged) != len(gate.criteria) or any(met is None for met, _note in judged):
        raise Refused(_("Judge every criterion: met or not met."))
    gate.criteria = [
        {**each, "met": met, "note": note} for each, (met, note) in zip(gate.criteria, judged, strict=True)
    ]
    gate.state, gate.held_on, gate.held_by, gate.updated_by = GateReview.State.HELD, on, by, by
    gate.save(update_fields=["criteria", "state", "held_on", "held_by", "updated_by"])
    record("gate.held", gate, by=by, project=project, unmet=sum(not met for met, _note in judged))
    deciders = [user for user in people_with(Permission.GATE_DECIDE, project) if user.pk != getattr(by, "pk", None)]
    withdraw(_asked(gate), address=_address(gate))  # presented once more, it still asks for one decision
    notify({user.pk: user for user in deciders}.values(), _asked(gate), address=_address(gate))
    return gate


def _asked(gate):
    """What the bells of the deciders say until it is decided."""
    words = _("{gate} of {project} waits for your decision").format(gate=gate, project=gate.project.code)
    return words[:300]


@transaction.atomic
def decide_gate(gate, *, by, at, on, decision, conditions=""):
    """Decide a held gate, once. IllegalMove (409) with every obstacle; the stages follow the decision."""
    project = _going_on(gate.project)
    gate = _fresh(gate)
    if found := gate_obstacles(gate, by=by, decision=decision):
        raise IllegalMove(_("{gate} cannot be decided now.").format(gate=gate), obstacles=found)
    if decision == GateReview.Decision.CONDITIONS and not conditions.strip():
        raise Refused(_("Say under which conditions."), field="conditions")
    gate.state, gate.decision, gate.conditions = GateReview.State.DECIDED, decision, conditions.strip()
    gate.decided_by, gate.decided_at, gate.updated_by = by, at, by
    gate.save(update_fields=["state", "decision", "conditions", "decided_by", "decided_at", "updated_by"])
    record("gate.decided", gate, by=by, project=project, decision=str(decision))
    if decision in ONWARD:
        _step_on(gate.stage, by, on)
    if decision in AGAIN:
        _open_again(gate, by)
    withdraw(_asked(gate), address=_address(gate))
    _tell_manager(project, gate, by)
    return gate


def _step_on(stage, by, on):
    """The stage of the gate and all before it are finished, the next one starts."""
    for done in Stage.objects.filter(project=stage.project_id, seq__lte=stage.seq, actual_finish=None):
        start = done.actual_start or min(done.planned_start or on, on)
        Stage.objects.filter(pk=done.pk).update(actual_start=start, actual_finish=max(on, start), updated_by=by)
    following = Stage.objects.filter(project=stage.project_id, seq__gt=stage.seq).order_by("seq").first()
    if following and following.actual_start is None:
        Stage.objects.filter(pk=following.pk).update(actual_start=on, updated_by=by)


def _open_again(gate, by):
    texts = [each["text"] for each in gate.criteria]
    own = {"project": gate.project, "stage": gate.stage, "created_by": by}
    GateReview.objects.create(name=gate.name, criteria=unjudged(texts), **own)


def _tell_manager(project, gate, by):
    user = project.manager.user if project.manager else None
    if user and user.pk != getattr(by, "pk", None):
        decision = gate.get_decision_display()
        words = _("{gate} of {project}: {decision}").format(gate=gate, project=project.code, decision=decision)
        notify([user], words[:300], address=_address(gate))
