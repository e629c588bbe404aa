"""At which gates is the project decided on, and what must be done before it closes?"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from foundation.accounts.models import Person
from foundation.history import tracked
from foundation.models import Row
from foundation.triggers import frozen_when, no_truncate, same_project
from projects.models.project import Project
from projects.models.touch import touches


@tracked()
class Stage(Row):
    """A management section of the project, ended by a gate."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="stages")
    seq = models.PositiveSmallIntegerField(_("no."))
    name = models.CharField(_("name"), max_length=200)
    artefacts = models.JSONField(_("artefacts"), default=list, blank=True)
    planned_start = models.DateField(_("planned start"), null=True, blank=True)
    planned_finish = models.DateField(_("planned finish"), null=True, blank=True)
    actual_start = models.DateField(_("actual start"), null=True, blank=True)
    actual_finish = models.DateField(_("actual finish"), null=True, blank=True)

    PROJECT_PATH = "project"

    class Meta(Row.Meta):
        abstract = False
        ordering = ["seq"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "seq"], name="stage_seq_once", deferrable=models.Deferrable.DEFERRED
            ),
            models.CheckConstraint(
                condition=Q(planned_start__isnull=True)
                | Q(planned_finish__isnull=True)
                | Q(planned_finish__gte=F("planned_start")),
                name="stage_planned_in_order",
            ),
            models.CheckConstraint(
                condition=Q(actual_finish__isnull=True)
                | Q(actual_start__isnull=False, actual_finish__gte=F("actual_start")),
                name="stage_actual_in_order",
            ),
        ]
        triggers = [*Row.Meta.triggers, *touches("SELECT project_id FROM {rows}")]

    def __str__(self):
        return f"{self.seq}. {self.name}"


@tracked()
class GateReview(Row):
    """The decision at the end of a stage: planned, held (criteria judged), decided; then frozen."""

    class State(models.TextChoices):
        PLANNED = "planned", _("planned")
        HELD = "held", _("held")
        DECIDED = "decided", _("decided")

    class Decision(models.TextChoices):
        PROCEED = "proceed", _("proceed")
        CONDITIONS = "conditions", _("proceed with conditions")
        REWORK = "rework", _("rework")
        HOLD = "hold", _("hold")
        STOP = "stop", _("stop")

    project = models.ForeignKey(Project, models.CASCADE, related_name="gates")
    stage = models.ForeignKey(Stage, models.CASCADE, related_name="gates")
    name = models.CharField(_("gate"), max_length=200)
    planned_on = models.DateField(_("planned on"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.PLANNED)
    criteria = models.JSONField(_("criteria"), default=list, help_text=_("[{text, met: true|false|null, note}]"))
    held_on = models.DateField(_("held on"), null=True, blank=True)
    held_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, related_name="+")
    decision = models.CharField(_("decision"), max_length=12, choices=Decision.choices, blank=True)
    conditions = models.TextField(_("conditions"), blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    PROJECT_PATH = "project"

    class Meta(Row.Meta):
        abstract = False
        ordering = ["stage__seq", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="decided", decided_by__isnull=False, decided_at__isnull=False) & ~Q(decision="")
                | ~Q(state="decided") & Q(decided_by__isnull=True, decision=""),
                name="gate_decision_has_decider",
            ),
            models.CheckConstraint(
                condition=~Q(decision="conditions") | ~Q(conditions=""), name="gate_conditions_are_named"
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | Q(held_by__isnull=True) | ~Q(decided_by=F("held_by")),
                name="gate_decider_is_not_presenter",
            ),
        ]
        triggers = [
            *Row.Meta.triggers,
            same_project("stage_id", "projects_stage"),
            frozen_when("OLD.state = 'decided'", name="a_frozen", message="a decided gate never changes"),
            no_truncate(),
            *touches("SELECT project_id FROM {rows}"),
        ]

    def __str__(self):
        return self.name


@tracked()
class Lesson(Row):
    """What the next project should know."""

    class State(models.TextChoices):
        RECORDED = "recorded", _("recorded")
        VALIDATED = "validated", _("validated")
        APPLIED = "applied", _("applied")

    project = models.ForeignKey(Project, models.CASCADE, related_name="lessons")
    event = models.TextField(_("what happened"))
    effect = models.TextField(_("effect"))
    cause = models.TextField(_("cause"), blank=True)
    recommendation = models.TextField(_("recommendation"))
    applies_to = models.CharField(_("where it applies"), max_length=300, blank=True)
    owner = models.ForeignKey(Person, models.RESTRICT, null=True, blank=True, verbose_name=_("owner"))
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.RECORDED)
    validated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, related_name="+")

    PROJECT_PATH = "project"

    class Meta(Row.Meta):
        abstract = False
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(event="") & ~Q(effect="") & ~Q(recommendation=""), name="lesson_is_complete"
            ),
            models.CheckConstraint(
                condition=Q(validated_by__isnull=True) | Q(created_by__isnull=True) | ~Q(validated_by=F("created_by")),
                name="lesson_validator_is_not_author",
            ),
            models.CheckConstraint(
                condition=Q(state="recorded") | Q(validated_by__isnull=False), name="lesson_validated_by_whom"
            ),
        ]


@tracked()
class FollowOnAction(Row):
    """What remains to be done after closure, by whom and by when."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="follow_on_actions")
    text = models.TextField(_("action"))
    owner = models.ForeignKey(Person, models.RESTRICT, verbose_name=_("owner"))
    due = models.DateField(_("due"))
    done_on = models.DateField(_("done on"), null=True, blank=True)

    PROJECT_PATH = "project"

    class Meta(Row.Meta):
        abstract = False
        ordering = ["due"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="follow_on_has_text")]


@tracked()
class ClosureItem(Row):
    """One line of the closure checklist; done by a named person, or not applicable with a reason."""

    class State(models.TextChoices):
        OPEN = "open", _("open")
        DONE = "done", _("done")
        NOT_APPLICABLE = "not_applicable", _("not applicable")

    project = models.ForeignKey(Project, models.CASCADE, related_name="closure_items")
    seq = models.PositiveSmallIntegerField(_("no."))
    section = models.CharField(_("section"), max_length=80)
    text = models.CharField(_("to do"), max_length=300)
    state = models.CharField(_("state"), max_length=14, choices=State.choices, default=State.OPEN)
    note = models.TextField(_("evidence or reason"), blank=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, related_name="+")
    done_on = models.DateField(_("done on"), null=True, blank=True)

    PROJECT_PATH = "project"

    class Meta(Row.Meta):
        abstract = False
        ordering = ["seq"]
        constraints = [
            models.UniqueConstraint(fields=["project", "seq"], name="closure_item_once"),
            models.CheckConstraint(
                condition=~Q(state="done") | Q(done_by__isnull=False, done_on__isnull=False),
                name="closure_done_by_whom",
            ),
            models.CheckConstraint(
                condition=~Q(state="not_applicable") | ~Q(note=""), name="closure_not_applicable_has_reason"
            ),
        ]
