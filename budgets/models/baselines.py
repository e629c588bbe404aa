"""What does the baseline cost in each period, and what did each data date show?"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from budgets.models.budgets import MONEY
from foundation.models import Row
from foundation.organisation.models import FiscalPeriod
from foundation.triggers import append_only, frozen_when, no_truncate, refuse
from projects.models import Baseline, Project, Task, touches

_FROZEN = (
    "EXISTS (SELECT 1 FROM projects_baseline b WHERE b.id = {row}.baseline_id "
    "AND b.state IN ('approved', 'superseded'))"
)


class BaselinePeriod(models.Model):
    """Planned value of one task in one period of a baseline; frozen with it."""

    baseline = models.ForeignKey(Baseline, models.CASCADE, related_name="periods")
    task = models.ForeignKey(Task, models.RESTRICT, related_name="baseline_periods")
    period = models.ForeignKey(FiscalPeriod, models.RESTRICT, related_name="+")
    pv = models.DecimalField(_("planned value"), **MONEY)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["baseline", "task", "period"], name="baseline_period_once"),
            models.CheckConstraint(condition=Q(pv__gte=0), name="baseline_period_not_negative"),
        ]
        triggers = [
            refuse(
                name="no_insert_into_frozen",
                failing=_FROZEN.format(row="NEW"),
                message="an approved baseline never changes",
            ),
            frozen_when(_FROZEN.format(row="OLD"), name="a_frozen", message="an approved baseline never changes"),
            no_truncate(),
        ]


class ProgressSnapshot(Row):
    """Earned value as it stood at one data date; never changed afterwards."""

    project = models.ForeignKey(Project, models.RESTRICT, related_name="snapshots")
    baseline = models.ForeignKey(Baseline, models.RESTRICT, related_name="snapshots")
    data_date = models.DateField(_("data date"))
    bac = models.DecimalField(**MONEY)
    pv = models.DecimalField(**MONEY)
    ev = models.DecimalField(**MONEY)
    ac = models.DecimalField(**MONEY)
    eac = models.DecimalField(null=True, **MONEY)
    es_days = models.DecimalField(_("earned schedule (working days)"), max_digits=12, decimal_places=4, null=True)
    tasks = models.JSONField(_("by task"), default=list)

    PROJECT_PATH = "project"

    class Meta(Row.Meta):
        abstract = False
        ordering = ["data_date"]
        constraints = [models.UniqueConstraint(fields=["project", "data_date", "baseline"], name="snapshot_once")]
        # the executive's trend runs through all of them: in this order and without the tasks in the row
        indexes = [
            models.Index(
                fields=["project", "data_date", "id"], include=["bac", "eac", "ac"], name="snapshot_run_of_money",
                condition=models.Q(eac__isnull=False),
            )
        ]  # fmt: skip
        triggers = [*Row.Meta.triggers, append_only(), *touches("SELECT project_id FROM {rows}")[:1]]
