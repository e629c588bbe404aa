"""Who promises a benefit, who approves the promise, and what was measured?

planned → approved → realising → realised | missed | dropped. The sponsor approves, never who wrote of it;
an approved benefit has an owner, who stays after the project is closed.
"""

from django.db import transaction
from django.utils.translation import gettext as _

from budgets.models import Benefit, BenefitMeasure, BenefitPoint
from budgets.queries.seen import refuse_unseen
from foundation.accounts.services import notify, record
from foundation.changes import change, take_out
from foundation.errors import IllegalMove, Refused
from foundation.history import versions, wrote

State = Benefit.State
MOVES = {
    State.PLANNED: (State.DROPPED,),
    State.APPROVED: (State.REALISING, State.DROPPED),
    State.REALISING: (State.REALISED, State.MISSED, State.DROPPED),
}
NEEDS_REASON = (State.MISSED, State.DROPPED)
AGREED = ("name", "description", "category", "is_disbenefit")


def _locked(benefit):
    return Benefit.objects.select_for_update(of=("self",)).select_related("project", "owner").get(pk=benefit.pk)


def _write(benefit, *names):
    benefit.save(update_fields=[*names, "updated_by"])
    benefit.refresh_from_db(fields=["row_version"])


def _open(benefit):
    """The benefit under a lock while it may still be changed."""
    locked = _locked(benefit)
    if locked.state not in (State.PLANNED, State.APPROVED, State.REALISING):
        words = _("The benefit is %(state)s; it does not change any more.")
        raise IllegalMove(words % {"state": locked.get_state_display()})
    return locked


@transaction.atomic
def add_benefit(project, *, by, name, category, **fields):
    """A planned benefit. `fields`: description, is_disbenefit, owner, beneficiary."""
    made = Benefit.objects.create(project=project, name=name, category=category, created_by=by, **fields)
    record("benefit.added", made, by=by, project=project)
    return made


@transaction.atomic
def edit_benefit(benefit, *, version, by, **values):
    """Other words or another owner. What was approved keeps its words: only owner and beneficiary change."""
    locked = _open(benefit)
    if locked.state != State.PLANNED:
        for name in AGREED:
            if name in values and values[name] != getattr(locked, name):
                raise Refused(_("This was approved as it stands; only the owner and who gains may change."), field=name)
        if not values.get("owner", locked.owner):
            raise Refused(_("An approved benefit has an owner."), field="owner")
    changed = change(locked, version=version, by=by, **values)
    record("benefit.edited", changed, by=by, project=changed.project)
    return changed


def _not_the_author(benefit, by):
    promise = versions(Benefit).filter(pgh_obj=benefit)
    measures, points = (
        versions(BenefitMeasure).filter(benefit=benefit),
        versions(BenefitPoint).filter(measure__benefit=benefit),
    )
    if benefit.created_by_id == by.pk or wrote(by, promise, measures, points):
        raise IllegalMove(_("Whoever wrote a benefit down does not approve it."))


@transaction.atomic
def approve_benefit(benefit, *, by, at, seen=None):
    """Accept the promise: it needs an owner, and the author does not approve it."""
    locked = _locked(benefit)
    if locked.state != State.PLANNED:
        raise IllegalMove(_("The benefit is %(state)s.") % {"state": locked.get_state_display()})
    refuse_unseen(locked, seen)
    _not_the_author(locked, by)
    if obstacles := _approval_obstacles(locked):
        raise IllegalMove(_("The benefit cannot be approved yet."), obstacles=obstacles)
    locked.state, locked.approved_by, locked.approved_at, locked.updated_by = State.APPROVED, by, at, by
    _write(locked, "state", "approved_by", "approved_at")
    record("benefit.approved", locked, by=by, project=locked.project)
    if locked.owner.user:
        notify([locked.owner.user], _("You own a benefit of {code}").format(code=locked.project.code))
    return locked


def _approval_obstacles(benefit):
    found = [] if benefit.owner else [_("It has no owner.")]
    if benefit.category != Benefit.Category.QUALITATIVE and not benefit.measures.exists():
        found.append(_("It has no measure."))
    return found


@transaction.atomic
def move_benefit(benefit, to, *, by, reason=""):
    """Begin to realise, or say that it was realised, missed or dropped (the last two with a reason)."""
    locked = _locked(benefit)
    if to not in MOVES.get(locked.state, ()):
        raise IllegalMove(
            _("A benefit that is %(state)s does not become %(to)s.")
            % {"state": locked.get_state_display(), "to": State(to).label}
        )
    if to in NEEDS_REASON and not reason.strip():
        raise Refused(_("Say why."), field="reason")
    locked.state, locked.state_reason, locked.updated_by = to, reason.strip(), by
    _write(locked, "state", "state_reason")
    record("benefit.moved", locked, by=by, project=locked.project, to=str(to))
    return locked


# ── measures and points ─────────────────────────────────────────────────────────────────────────


def _agreeable(benefit):
    """The benefit under a lock while its measures may still be agreed."""
    locked = _open(benefit)
    if locked.state != State.PLANNED:
        raise IllegalMove(_("Measures belong to what was approved; they do not change afterwards."))
    return locked


def _checked(benefit, values, measure=None):
    up = values["direction"] == BenefitMeasure.Direction.UP
    if (values["target"] < values["baseline_value"]) if up else (values["target"] > values["baseline_value"]):
        raise Refused(_("The target lies on the wrong side of the baseline for this direction."), field="target")
    if values["target_on"] < values["baseline_on"]:
        raise Refused(_("The target is due before the baseline was measured."), field="target_on")
    if benefit.measures.filter(name=values["name"]).exclude(pk=measure and measure.pk).exists():
        raise Refused(_("The benefit has a measure of this name already."), field="name")


@transaction.atomic
def add_measure(benefit, *, by, **values):
    """One more way to observe it: name, unit, direction, baseline_value, baseline_on, target, target_on, source."""
    locked = _agreeable(benefit)
    _checked(locked, values)
    made = BenefitMeasure.objects.create(benefit=locked, created_by=by, **values)
    record("benefit.measure_added", made, by=by, project=locked.project)
    return made


@transaction.atomic
def edit_measure(measure, *, version, by, **values):
    locked = _agreeable(measure.benefit)
    _checked(locked, values, measure)
    changed = change(measure, version=version, by=by, **values)
    record("benefit.measure_edited", changed, by=by, project=locked.project)
    return changed


@transaction.atomic
def delete_measure(measure, *, by):
    locked = _agreeable(measure.benefit)
    record("benefit.measure_deleted", measure, by=by, project=locked.project)
    take_out(measure, by=by)


@transaction.atomic
def plan_point(measure, *, by, date, value):
    """The value that the measure shall have on a day; the second one for a day replaces the first."""
    locked = _agreeable(measure.benefit)
    return _put(measure, locked, by, date, planned=value)


@transaction.atomic
def realise_point(measure, *, by, date, value, today):
    """The value that was measured on a day, not in the future, after the promise was approved."""
    locked = _locked(measure.benefit)
    if locked.state not in (State.APPROVED, State.REALISING, State.REALISED, State.MISSED):
        raise IllegalMove(_("Values are entered once the benefit is approved."))
    if date > today:
        raise Refused(_("A value is measured today or earlier."), field="date")
    return _put(measure, locked, by, date, realised=value)


def _put(measure, benefit, by, date, **value):
    if date < measure.baseline_on:
        raise Refused(_("The day lies before the baseline was measured."), field="date")
    point, _made = BenefitPoint.objects.update_or_create(
        measure=measure, date=date, defaults={**value, "updated_by": by}, create_defaults={**value, "created_by": by}
    )
    record("benefit.point_entered", point, by=by, project=benefit.project, what=",".join(value), day=date.isoformat())
    return point
