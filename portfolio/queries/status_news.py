"""What has to be decided in a portfolio, what is due next, what changed, and which data are missing?"""

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from budgets.models import Budget
from foundation.accounts.models import AuditEvent
from foundation.accounts.rights import ROLE_LABELS, Role
from foundation.reasons import reason_text
from portfolio.queries.stored import facts_of
from projects.engine.health import SEVERITY
from projects.models import ENDED_STATES, Baseline, GateReview, Project, ProjectTouched, State
from reports.queries.portfolio_status import shapes

SOON = dt.timedelta(days=90)
IDEAS = (State.DRAFT, State.PROPOSED)
WANTED = ("budget", "forecast", "baseline_finish")


def decisions(rows):
    """Held gates, submitted budgets and baselines; those with a day first."""
    pks = [project.pk for project in rows]
    held = GateReview.objects.filter(project__in=pks, state="held").select_related("project__sponsor")
    found = [
        _decision(row.project, _("Decide the gate “{what}”").format(what=row.name), row.planned_on) for row in held
    ]
    for model, words in ((Budget, _("Approve the budget, version {what}")),
                         (Baseline, _("Approve the baseline, version {what}"))):  # fmt: skip
        submitted = model.objects.filter(project__in=pks, state="submitted").select_related("project__sponsor")
        found += [_decision(row.project, words.format(what=row.version), None) for row in submitted]
    return tuple(sorted(found, key=lambda each: (each.due is None, each.due or dt.date.max, each.project, each.what)))


def _decision(project, what, due):
    who = project.sponsor.name if project.sponsor else str(ROLE_LABELS[Role.SPONSOR])
    return shapes.DecisionNeeded(str(project), what, who, due, None)


def gates(rows, held, *, on):
    """Gates due within 90 days or late, and what is proposed to start."""
    due = GateReview.objects.filter(project__in=[project.pk for project in rows], state__in=("planned", "held"))
    due = due.filter(planned_on__lte=on + SOON).select_related("project")
    found = [shapes.GateLine(row.project.code, row.name, row.planned_on, _gate_state(row, on)) for row in due]
    ideas = held.filter(state__in=IDEAS, start__lte=on + SOON)
    found += [shapes.GateLine(p.code, _("start"), p.start, str(p.get_state_display())) for p in ideas]
    return tuple(sorted(found, key=lambda line: (line.due, line.project, line.gate)))


def _gate_state(gate, on):
    met, total = sum(1 for criterion in gate.criteria if criterion.get("met")), len(gate.criteria)
    words = [_("waits for its decision") if gate.state == "held" else _("planned")]
    if gate.planned_on < on:
        words.append(_("late"))
    if total:
        words.append(ngettext("%(met)s of %(n)s criterion met", "%(met)s of %(n)s criteria met", total)
                     % {"met": met, "n": total})  # fmt: skip
    return ", ".join(words)


def changes(held, lines, before, *, since):
    """What started, ended, got a new baseline or another health since that day."""
    return (*_started(held, since), *_ended(held, since), *_rebaselined(held, since), *_rated(lines, before))


def _started(held, since):
    acts = AuditEvent.objects.filter(act="project.moved", at__date__gte=since, project_id__in=held.values("public_id"))
    moved = {event.project_id for event in acts if event.details.get("to") == State.ACTIVE}
    rows = Project.objects.filter(public_id__in=moved, state=State.ACTIVE).order_by("code")
    return [shapes.ChangeSince(_("started"), row.code, row.name) for row in rows]


def _ended(held, since):
    rows = held.filter(state__in=ENDED_STATES, finished_on__gte=since).order_by("finished_on", "code")
    return [shapes.ChangeSince(str(row.get_state_display()), row.code, _reason(row)) for row in rows]


def _reason(project):
    return f"{project.name}: {project.state_reason}" if project.state_reason else project.name


def _rebaselined(held, since):
    rows = Baseline.objects.filter(project__in=held, state="approved", version__gt=1, approved_at__date__gte=since)
    words = _("The figures count against baseline {n} from {day} on: {why}")
    return [
        shapes.ChangeSince(
            _("re-baselined"), row.project.code,
            words.format(n=row.version, day=row.approved_at.date().isoformat(), why=row.reason or row.project.name),
        )
        for row in rows.select_related("project").order_by("project__code")
    ]  # fmt: skip


def _rated(lines, before):
    """Projects whose health is another than in the report before."""
    earlier = {line.code: line.health for line in before.projects} if before else {}
    found = []
    for line in lines:
        was = earlier.get(line.code, line.health)
        if was != line.health:
            kind = _("worse") if SEVERITY[line.health] > SEVERITY[was] else _("better")
            words = _("from {was} to {now}").format(was=_health(was), now=_health(line.health))
            found.append(shapes.ChangeSince(kind, line.code, words))
    return found


def _health(code):
    return code.replace("_", " ")


def data_quality(rows):
    """Projects whose figures are missing, late, taken from a file or just being computed again."""
    moving = set(
        ProjectTouched.objects.filter(project_id__in=[p.pk for p in rows]).values_list("project_id", flat=True)
    )
    found = (_missing(project, project.pk in moving) for project in rows)
    return tuple(line for line in found if line)


def _missing(project, is_moving):
    facts = facts_of(project)
    if facts is None:
        return shapes.DataQuality(project.code, str(reason_text("being_computed")), None)
    words = [str(reason_text(facts.reasons[name])) for name in WANTED if name in facts.reasons]
    words += [str(reason_text("no_exchange_rate"))] if facts.rate is None else []
    words += [str(reason_text("stale"))] if facts.is_stale else []
    words += [_("figures taken from an imported file")] if facts.reported else []
    words += [_("a change is still being computed")] if is_moving else []
    if not words:
        return None
    return shapes.DataQuality(project.code, ", ".join(dict.fromkeys(words)), facts.updated_on)
