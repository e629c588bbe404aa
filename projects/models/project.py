"""What is a project, and what did a file report about it?"""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower, Now
from django.utils.translation import gettext_lazy as _

from foundation.accounts.models import Person
from foundation.history import tracked
from foundation.models import Row, bump_version
from foundation.organisation.models import Currency
from foundation.triggers import frozen_when, no_truncate
from projects.models.calendars import Calendar
from projects.models.hierarchy import Portfolio, Programme
from projects.models.touch import touches


class State(models.TextChoices):
    DRAFT = "draft", _("draft")
    PROPOSED = "proposed", _("proposed")
    APPROVED = "approved", _("approved")
    REJECTED = "rejected", _("rejected")
    ACTIVE = "active", _("active")
    ON_HOLD = "on_hold", _("on hold")
    CLOSING = "closing", _("closing")
    CANCELLED = "cancelled", _("cancelled")
    CLOSED = "closed", _("closed")


OPEN_STATES = (State.DRAFT, State.PROPOSED, State.APPROVED, State.ACTIVE, State.ON_HOLD, State.CLOSING)
RUNNING_STATES = (State.ACTIVE, State.ON_HOLD, State.CLOSING)
ENDED_STATES = (State.CLOSED, State.CANCELLED)


@tracked()
class Project(Row):
    """A temporary undertaking; one record from the first idea (`draft`) to its closure and benefits."""

    class Classification(models.TextChoices):
        PUBLIC = "public", _("public")
        INTERNAL = "internal", _("internal")
        CONFIDENTIAL = "confidential", _("confidential")

    class ConstraintMode(models.TextChoices):
        LOGIC_WINS = "logic_wins", _("links decide, a missed date shows as negative float")
        HONOUR_CONSTRAINTS = "honour_constraints", _("the task stays on its date")

    code = models.CharField(_("code"), max_length=60)
    name = models.CharField(_("name"), max_length=500)
    kind = models.CharField(_("kind of work"), max_length=60, blank=True)
    portfolio = models.ForeignKey(Portfolio, models.RESTRICT, related_name="projects", verbose_name=_("portfolio"))
    programme = models.ForeignKey(
        Programme, models.RESTRICT, null=True, blank=True, related_name="projects", verbose_name=_("programme")
    )
    manager = models.ForeignKey(
        Person, models.RESTRICT, null=True, blank=True, related_name="managed", verbose_name=_("project manager")
    )
    sponsor = models.ForeignKey(
        Person, models.RESTRICT, null=True, blank=True, related_name="sponsored", verbose_name=_("sponsor")
    )
    methodology = models.CharField(_("methodology"), max_length=40, blank=True)
    sourcing_model = models.CharField(_("sourcing model"), max_length=40, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT)
    state_reason = models.TextField(_("reason of the state"), blank=True)
    review_on = models.DateField(_("review date while on hold"), null=True, blank=True)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.RESTRICT, null=True, editable=False, related_name="+"
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.RESTRICT, null=True, editable=False, related_name="+"
    )
    decided_on = models.DateField(_("approved or rejected on"), null=True, blank=True, editable=False)
    currency = models.ForeignKey(Currency, models.RESTRICT, verbose_name=_("currency"))
    calendar = models.ForeignKey(Calendar, models.RESTRICT, verbose_name=_("working calendar"))
    zone = models.CharField(_("time zone"), max_length=64, default="UTC")
    start = models.DateField(_("planned start"))
    must_finish = models.DateField(_("must finish on or before"), null=True, blank=True)
    data_date = models.DateField(_("data date"), null=True, blank=True)
    finished_on = models.DateField(_("closed or cancelled on"), null=True, blank=True)
    classification = models.CharField(max_length=12, choices=Classification.choices, default=Classification.INTERNAL)
    constraint_mode = models.CharField(max_length=20, choices=ConstraintMode.choices, default=ConstraintMode.LOGIC_WINS)
    reporting_days = models.PositiveSmallIntegerField(_("reporting period (days)"), default=30)
    schedule_version = models.PositiveIntegerField(default=0, editable=False)
    plan_finish = models.DateTimeField(_("forecast finish of the plan"), null=True, blank=True, editable=False)
    successor_of = models.ForeignKey("self", models.RESTRICT, null=True, blank=True, related_name="successors")
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)

    PROJECT_PATH = "pk"

    class Meta(Row.Meta):
        abstract = False
        ordering = ["code"]
        indexes = [models.Index(fields=["portfolio", "state"])]
        triggers = [bump_version(exclude=["schedule_version", "plan_finish"]), *touches("SELECT id FROM {rows}")]
        constraints = [
            models.UniqueConstraint(Lower("code"), name="project_code_once"),
            models.CheckConstraint(condition=~Q(code="") & ~Q(name=""), name="project_has_code_and_name"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="project_state_known"),
            models.CheckConstraint(
                condition=Q(must_finish__isnull=True) | Q(must_finish__gte=F("start")),
                name="project_finish_after_start",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.ON_HOLD) | (Q(review_on__isnull=False) & ~Q(state_reason="")),
                name="project_hold_has_reason_and_review",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | Q(proposed_by__isnull=True) | ~Q(decided_by=F("proposed_by")),
                name="project_decider_is_not_proposer",
            ),
        ]

    def __str__(self):
        return f"{self.code} {self.name}"


@tracked()
class Charter(Row):
    """Why the project exists and what it shall deliver: the first pages of its specification."""

    project = models.OneToOneField(Project, models.CASCADE, related_name="charter")
    purpose = models.TextField(_("purpose"), blank=True)
    goals = models.TextField(_("goals"), blank=True)
    scope = models.TextField(_("in scope"), blank=True)
    exclusions = models.TextField(_("out of scope"), blank=True)
    assumptions = models.TextField(_("assumptions and constraints"), blank=True)
    success = models.TextField(_("how success is measured"), blank=True)
    cost_tolerance = models.DecimalField(
        _("cost tolerance (share of budget)"), max_digits=9, decimal_places=6, default="0.1"
    )
    time_tolerance_days = models.PositiveIntegerField(_("time tolerance (calendar days)"), default=20)

    PROJECT_PATH = "project"

    class Meta(Row.Meta):
        abstract = False
        constraints = [
            models.CheckConstraint(
                condition=Q(cost_tolerance__gte=0, cost_tolerance__lte=1), name="charter_cost_tolerance_0_1"
            )
        ]


class ReportedStatus(models.Model):
    """What a file says about a project. Figures cite it; nothing of it enters ledger or baseline."""

    public_id = models.UUIDField(unique=True, editable=False, db_default=RandomUUID())
    created_at = models.DateTimeField(editable=False, db_default=Now())
    project = models.ForeignKey(Project, models.RESTRICT, related_name="reported")
    as_of = models.DateField(_("as of"))
    currency = models.ForeignKey(Currency, models.RESTRICT, null=True)
    budget = models.DecimalField(_("reported budget"), max_digits=19, decimal_places=4, null=True)
    actual = models.DecimalField(_("reported actual"), max_digits=19, decimal_places=4, null=True)
    forecast = models.DecimalField(_("reported forecast"), max_digits=19, decimal_places=4, null=True)
    start = models.DateField(_("reported start"), null=True)
    planned_finish = models.DateField(_("reported planned finish"), null=True)
    forecast_finish = models.DateField(_("reported forecast finish"), null=True)
    rating = models.CharField(_("reported rating"), max_length=20, blank=True)
    rating_word = models.CharField(_("rating as written"), max_length=500, blank=True)
    owner_organisation = models.CharField(_("owner as reported"), max_length=500, blank=True)
    schedule_variance_days = models.IntegerField(_("reported schedule variance (days, late is negative)"), null=True)
    narrative = models.JSONField(_("narrative"), default=dict)
    others = models.JSONField(_("the file's other columns, as written"), default=dict)
    notes = models.JSONField(_("what the file could not give, by field"), default=dict)
    batch = models.UUIDField(db_index=True)
    source_file = models.CharField(_("file"), max_length=300)
    source_row = models.PositiveIntegerField(_("row"))
    source_cells = models.JSONField(_("columns"), default=dict)
    content_hash = models.CharField(max_length=64)
    archived_at = models.DateTimeField(null=True)

    PROJECT_PATH = "project"

    class Meta:
        ordering = ["-as_of", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "content_hash"], condition=Q(archived_at__isnull=True), name="reported_status_once"
            ),
            models.CheckConstraint(
                condition=Q(rating__in=["", "on_track", "at_risk", "off_track", "unknown"]),
                name="reported_rating_known",
            ),
        ]
        triggers = [
            frozen_when(
                "true",
                name="only_archived",
                operation=pgtrigger.Update,
                message="what a file reported never changes",
                allow="(to_jsonb(NEW) - 'archived_at') = (to_jsonb(OLD) - 'archived_at')",
            ),
            no_truncate(),
            *touches("SELECT project_id FROM {rows}"),
        ]
