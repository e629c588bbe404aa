"""Against which approved copy of the plan is the project measured?"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from foundation.history import tracked
from foundation.models import Row
from foundation.triggers import frozen_when, no_truncate, refuse, same_project
from projects.models.plan import Task
from projects.models.project import Project
from projects.models.touch import touches


class BaselineState(models.TextChoices):
    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("submitted")
    APPROVED = "approved", _("approved")
    SUPERSEDED = "superseded", _("superseded")


@tracked()
class Baseline(Row):
    """A copy of the schedule, frozen by approval of another person than its author."""

    project = models.ForeignKey(Project, models.RESTRICT, related_name="baselines")
    version = models.PositiveIntegerField(_("version"))
    reason = models.TextField(_("why this version"), blank=True)
    state = models.CharField(_("state"), max_length=10, choices=BaselineState.choices, default=BaselineState.DRAFT)
    start = models.DateTimeField(_("start"), null=True)
    finish = models.DateTimeField(_("finish"), null=True)
    submitted_at = models.DateTimeField(null=True)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, related_name="+")
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)

    PROJECT_PATH = "project"

    class Meta(Row.Meta):
        abstract = False
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(fields=["project", "version"], name="baseline_version_once"),
            models.UniqueConstraint(fields=["project"], condition=Q(state="approved"), name="baseline_one_approved"),
            models.CheckConstraint(condition=Q(state__in=BaselineState.values), name="baseline_state_known"),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "superseded"])
                | Q(approved_by__isnull=False, approved_at__isnull=False),
                name="baseline_approval_has_approver",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | Q(created_by__isnull=True) | ~Q(approved_by=F("created_by")),
                name="baseline_approver_is_not_author",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True)
                | Q(submitted_by__isnull=True)
                | ~Q(approved_by=F("submitted_by")),
                name="baseline_approver_did_not_submit",
            ),
        ]
        triggers = [
            *Row.Meta.triggers,
            frozen_when(
                "OLD.state IN ('approved', 'superseded')",
                name="a_frozen",
                message="an approved baseline never changes",
                allow=(
                    "OLD.state = 'approved' AND NEW.state = 'superseded' AND (to_jsonb(NEW) - "
                    "'{state,row_version,updated_at,updated_by_id}'::text[]) = (to_jsonb(OLD) - "
                    "'{state,row_version,updated_at,updated_by_id}'::text[])"
                ),
            ),
            no_truncate(),
            *touches("SELECT project_id FROM {rows}"),
        ]

    def __str__(self):
        return f"{self.version}"


_PARENT_FROZEN = (
    "EXISTS (SELECT 1 FROM projects_baseline b WHERE b.id = {row}.baseline_id "
    "AND b.state IN ('approved', 'superseded'))"
)


class BaselineTask(models.Model):
    """The dates of one task in a baseline; frozen with it."""

    baseline = models.ForeignKey(Baseline, models.CASCADE, related_name="tasks")
    task = models.ForeignKey(Task, models.RESTRICT, related_name="baselined")
    wbs_code = models.CharField(max_length=60)
    name = models.CharField(max_length=500)
    kind = models.CharField(max_length=20)
    start = models.DateTimeField(null=True)
    finish = models.DateTimeField(null=True)
    duration_min = models.PositiveIntegerField(default=0)
    ev_method = models.CharField(max_length=20)
    ev_params = models.JSONField(default=dict)

    class Meta:
        ordering = ["wbs_code"]
        constraints = [
            models.UniqueConstraint(fields=["baseline", "task"], name="baseline_task_once"),
            models.CheckConstraint(
                condition=Q(start__isnull=True) | Q(finish__isnull=False, finish__gte=F("start")),
                name="baseline_task_finish_after_start",
            ),
        ]
        triggers = [
            refuse(
                name="no_insert_into_frozen",
                failing=_PARENT_FROZEN.format(row="NEW"),
                message="an approved baseline never changes",
            ),
            same_project(
                "task_id", "projects_task", own="SELECT project_id FROM projects_baseline WHERE id = NEW.baseline_id"
            ),
            frozen_when(
                _PARENT_FROZEN.format(row="OLD"), name="a_frozen", message="an approved baseline never changes"
            ),
            no_truncate(),
        ]
