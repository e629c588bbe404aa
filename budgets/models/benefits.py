"""Which improvement is promised, who owns it, and what was measured?"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from budgets.models.budgets import MONEY
from foundation.accounts.models import Person
from foundation.history import tracked
from foundation.models import Row
from projects.models import Project, touches


@tracked()
class Benefit(Row):
    """A measurable improvement (or, `is_disbenefit`, disadvantage) seen as such by a stakeholder."""

    class State(models.TextChoices):
        PLANNED = "planned", _("planned")
        APPROVED = "approved", _("approved")
        REALISING = "realising", _("being realised")
        REALISED = "realised", _("realised")
        MISSED = "missed", _("missed")
        DROPPED = "dropped", _("dropped")

    class Category(models.TextChoices):
        CASHABLE = "cashable", _("financial, cashable")
        NON_CASHABLE = "non_cashable", _("financial, not cashable")
        QUANTIFIED = "quantified", _("quantified")
        QUALITATIVE = "qualitative", _("qualitative")

    project = models.ForeignKey(Project, models.RESTRICT, related_name="benefits")
    name = models.CharField(_("name"), max_length=300)
    description = models.TextField(_("description"), blank=True)
    category = models.CharField(_("category"), max_length=12, choices=Category.choices)
    is_disbenefit = models.BooleanField(_("dis-benefit"), default=False)
    owner = models.ForeignKey(Person, models.RESTRICT, null=True, blank=True, related_name="benefits")
    beneficiary = models.CharField(_("who gains"), max_length=200, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.PLANNED)
    state_reason = models.TextField(_("reason of the state"), blank=True)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)

    PROJECT_PATH = "project"

    class Meta(Row.Meta):
        abstract = False
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["planned", "dropped"]) | Q(owner__isnull=False),
                name="benefit_approved_has_owner",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="benefit_has_name"),
            models.CheckConstraint(
                condition=Q(state__in=["planned", "approved", "realising", "realised", "missed", "dropped"])
                & Q(category__in=["cashable", "non_cashable", "quantified", "qualitative"]),
                name="benefit_words_known",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["planned", "dropped"]) | Q(approved_by__isnull=False, approved_at__isnull=False),
                name="benefit_approval_has_approver",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | Q(created_by__isnull=True) | ~Q(approved_by=F("created_by")),
                name="benefit_approver_is_not_author",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["missed", "dropped"]) | ~Q(state_reason=""), name="benefit_end_has_reason"
            ),
        ]
        triggers = [*Row.Meta.triggers, *touches("SELECT project_id FROM {rows}")]

    def __str__(self):
        return self.name


@tracked()
class BenefitMeasure(Row):
    """How the benefit is observed: unit, direction, baseline and target."""

    class Direction(models.TextChoices):
        UP = "up", _("more is better")
        DOWN = "down", _("less is better")

    benefit = models.ForeignKey(Benefit, models.CASCADE, related_name="measures")
    name = models.CharField(_("measure"), max_length=200)
    unit = models.CharField(_("unit"), max_length=40)
    direction = models.CharField(_("direction"), max_length=4, choices=Direction.choices, default=Direction.UP)
    baseline_value = models.DecimalField(_("baseline"), **MONEY)
    baseline_on = models.DateField(_("measured on"))
    target = models.DecimalField(_("target"), **MONEY)
    target_on = models.DateField(_("by"))
    source = models.CharField(_("source"), max_length=200, blank=True)

    PROJECT_PATH = "benefit__project"

    class Meta(Row.Meta):
        abstract = False
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["benefit", "name"], name="measure_once"),
            models.CheckConstraint(condition=~Q(name="") & ~Q(unit=""), name="measure_has_name_and_unit"),
            models.CheckConstraint(
                condition=Q(direction="up", target__gte=F("baseline_value"))
                | Q(direction="down", target__lte=F("baseline_value")),
                name="measure_target_in_its_direction",
            ),
            models.CheckConstraint(condition=Q(target_on__gte=F("baseline_on")), name="measure_target_after_baseline"),
        ]

    def __str__(self):
        return self.name


@tracked()
class BenefitPoint(Row):
    """Planned and realised value of a measure in one period."""

    measure = models.ForeignKey(BenefitMeasure, models.CASCADE, related_name="points")
    date = models.DateField(_("date"))
    planned = models.DecimalField(_("planned"), null=True, blank=True, **MONEY)
    realised = models.DecimalField(_("realised"), null=True, blank=True, **MONEY)

    PROJECT_PATH = "measure__benefit__project"

    class Meta(Row.Meta):
        abstract = False
        ordering = ["date"]
        constraints = [
            models.UniqueConstraint(fields=["measure", "date"], name="benefit_point_once"),
            models.CheckConstraint(
                condition=Q(planned__isnull=False) | Q(realised__isnull=False), name="benefit_point_has_value"
            ),
        ]
