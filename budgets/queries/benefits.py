"""Which benefits are promised, and how much of each target is reached?"""

import uuid
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from budgets.models import Benefit, BenefitMeasure, BenefitPoint
from foundation.accounts.rights import Permission
from foundation.figures import COUNT, PERCENT, Figure, Source


@dataclass(frozen=True)
class MeasureRow:
    """A measure with its points by date and the share of its target that is reached."""

    measure: BenefitMeasure
    points: tuple[BenefitPoint, ...]
    reached: Figure


@dataclass(frozen=True)
class BenefitRow:
    benefit: Benefit
    measures: tuple[MeasureRow, ...]
    reached: Figure


def benefit_rows(project, *, as_of):
    """The register: each benefit with its measures and the share reached. Three queries."""
    rows = Benefit.objects.filter(project=project).select_related("owner", "project")
    return [_row(benefit, as_of) for benefit in rows.prefetch_related("measures__points")]


def benefit_row(benefit, *, as_of):
    """One benefit as the register shows it."""
    return _row(benefit, as_of)


def owned_benefits(user, *, as_of):
    """What this person has promised to bring about, in any project that still exists."""
    rows = Benefit.objects.filter(owner__user=user, project__archived_at__isnull=True).exclude(state="dropped")
    rows = rows.select_related("owner", "project").prefetch_related("measures__points")
    return [_row(benefit, as_of) for benefit in rows.order_by("project__code", "name")]


def measure_reached(measure, points, *, as_of):
    """(last realised − baseline) ÷ (target − baseline); less than 0 when it got worse. → Figure

    60 minutes now, 30 wanted, 45 measured: 50 %.
    """
    known = [point for point in points if point.realised is not None and point.date <= as_of]
    last = max(known, key=lambda point: point.date, default=None)
    way = measure.target - measure.baseline_value
    reason = "not_measured" if last is None else "" if way else "target_is_baseline"
    share = None if reason else (last.realised - measure.baseline_value) / way
    return _figure(
        measure.benefit.project, f"measure_reached:{measure.public_id}", _("Share of the target reached"), share,
        reason=reason, formula=_("(last realised − baseline) ÷ (target − baseline)"),
        inputs=_leaves(measure, last),
    )  # fmt: skip


def _leaves(measure, last):
    address = reverse("budgets:benefit", args=[measure.benefit.project.public_id, measure.benefit.public_id])
    leaves = [
        Source(_("Baseline"), measure.baseline_value, COUNT, measure.unit, address),
        Source(_("Target"), measure.target, COUNT, measure.unit, address),
    ]
    if last is not None:
        words = _("Realised on {day}").format(day=last.date.isoformat())
        leaves.append(Source(words, last.realised, COUNT, measure.unit, address))
    return tuple(leaves)


def _figure(project, name, label, value, **more):
    scope = str(project.public_id)
    return Figure(f"budgets.{name}", label, value, PERCENT, scope=scope, permission=Permission.BENEFIT_VIEW, **more)


def _row(benefit, as_of):
    measures = []
    for measure in benefit.measures.all():
        measure.benefit = benefit  # saves a query for each
        points = tuple(measure.points.all())
        measures.append(MeasureRow(measure, points, measure_reached(measure, points, as_of=as_of)))
    return BenefitRow(benefit, tuple(measures), _reached(benefit, measures))


def _reached(benefit, measures):
    """The mean of the measures' shares: null as long as one of them has none."""
    shares = [row.reached for row in measures]
    missing = next((share.reason for share in shares if share.value is None), "" if shares else "no_measure")
    return _figure(
        benefit.project, f"benefit_reached:{benefit.public_id}", _("Share of the target reached"),
        None if missing else sum(share.value for share in shares) / len(shares),
        reason=missing, formula=_("mean of the shares of its measures"), inputs=tuple(shares),
    )  # fmt: skip


def benefit_figure(project, key, *, as_of):
    """`budgets.measure_reached:<public id>` and `budgets.benefit_reached:<public id>`, or None."""
    name, _colon, row = key.removeprefix("budgets.").partition(":")
    try:
        public_id = uuid.UUID(row)
    except ValueError:
        return None
    path = {"benefit_reached": "public_id", "measure_reached": "measures__public_id"}.get(name)
    if path is None:
        return None
    found = Benefit.objects.filter(project=project, **{path: public_id}).select_related("project").first()
    return _row(found, as_of).reached.find(key) if found else None
