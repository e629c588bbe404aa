"""Where does the project stand between its gates, and may this gate be decided?"""

from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from projects.models import GateReview, Lesson, Stage


@dataclass(frozen=True)
class StageRow:
    """One stage with its gates, as the timeline draws it. `standing`: done, current, ahead."""

    stage: Stage
    gates: tuple
    standing: str


def timeline(project):
    """Stages in order with their gates; two queries however many."""
    stages = list(Stage.objects.filter(project=project).prefetch_related("gates"))
    current = current_stage(stages)
    return [StageRow(stage, tuple(stage.gates.all()), _standing(stage, current)) for stage in stages]


def current_stage(stages):
    """The first stage that has started and is not finished; None before the start and after the end."""
    return next((stage for stage in stages if stage.actual_start and not stage.actual_finish), None)


def _standing(stage, current):
    if stage.actual_finish:
        return "done"
    return "current" if stage is current else "ahead"


def gates_due(project, *, by):
    """Gates that are held and wait, or planned on or before the day `by`: in order."""
    waiting = Q(state=GateReview.State.HELD) | Q(state=GateReview.State.PLANNED, planned_on__lte=by)
    ends = Q(state=GateReview.State.PLANNED, planned_on=None, stage__planned_finish__lte=by)
    return (
        GateReview.objects.filter(waiting | ends, project=project).select_related("stage").order_by("stage__seq", "pk")
    )


def gate_obstacles(gate, *, by=None, decision=""):
    """Why this gate cannot be decided (by this person, in this way): a list of sentences."""
    if gate.state == GateReview.State.DECIDED:
        return [_("{gate} is decided already; a decision never changes.").format(gate=gate)]
    found = [] if gate.state == GateReview.State.HELD else [_("{gate} has not been held yet.").format(gate=gate)]
    if by is not None and gate.held_by_id == by.pk:
        found.append(_("Who presented the gate does not decide on it."))
    earlier = GateReview.objects.filter(project=gate.project_id, stage__seq__lt=gate.stage.seq)
    undecided = earlier.exclude(state=GateReview.State.DECIDED)
    found += [_("{gate} comes first and is not decided.").format(gate=other) for other in undecided]
    stopped = earlier.filter(decision=GateReview.Decision.STOP)
    found += [_("{gate} was decided “stop”.").format(gate=other) for other in stopped]
    if decision == GateReview.Decision.PROCEED:
        unmet = [each["text"] for each in gate.criteria if not each["met"]]
        found += [_("Not met: {text}. Proceed with conditions, or rework.").format(text=text) for text in unmet]
    return found


def lessons_of(projects):
    """Lessons of these projects, newest first."""
    return Lesson.objects.filter(project__in=projects).select_related("project", "owner", "validated_by__person")
