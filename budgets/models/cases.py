"""Is the project worth its cost? The business case with its options and yearly lines."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from budgets.models.budgets import MONEY, CostClass
from foundation.history import tracked
from foundation.models import Row
from foundation.triggers import frozen_when, no_truncate, refuse
from projects.models import Project, touches


@tracked()
class Cba(Row):
    """A business case: horizon, rate and timing; issued it never changes."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        ISSUED = "issued", _("issued")
        SUPERSEDED = "superseded", _("superseded")

    class Timing(models.TextChoices):
        END = "end", _("end of year")
        MID = "mid", _("middle of year")

    class PriceBasis(models.TextChoices):
        REAL = "real", _("constant prices")
        NOMINAL = "nominal", _("current prices")

    project = models.ForeignKey(Project, models.RESTRICT, related_name="cases")
    version = models.PositiveIntegerField(_("version"))
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT)
    base_year = models.PositiveSmallIntegerField(_("base year"))
    horizon = models.PositiveSmallIntegerField(_("years after the base year"))
    rate = models.DecimalField(_("discount rate"), max_digits=9, decimal_places=6)
    rate_source = models.CharField(_("source of the rate"), max_length=200)
    price_basis = models.CharField(_("prices"), max_length=8, choices=PriceBasis.choices, default=PriceBasis.REAL)
    timing = models.CharField(_("cash flows at"), max_length=4, choices=Timing.choices, default=Timing.END)
    need = models.TextField(_("strategic context and need"), blank=True)
    objectives = models.TextField(_("objectives"), blank=True)
    assumptions = models.TextField(_("assumptions"), blank=True)
    recommendation = models.TextField(_("recommendation"), blank=True)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)

    PROJECT_PATH = "project"

    class Meta(Row.Meta):
        abstract = False
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(fields=["project", "version"], name="case_version_once"),
            models.UniqueConstraint(fields=["project"], condition=Q(state="issued"), name="case_one_issued"),
            models.CheckConstraint(condition=Q(horizon__range=(1, 125)), name="case_horizon_1_125"),
            models.CheckConstraint(condition=Q(rate__gt=-1, rate__lte=1), name="case_rate_range"),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(approved_by__isnull=False, approved_at__isnull=False),
                name="case_issue_has_approver",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | Q(created_by__isnull=True) | ~Q(approved_by=F("created_by")),
                name="case_approver_is_not_author",
            ),
            models.CheckConstraint(condition=Q(state__in=["draft", "issued", "superseded"]), name="case_state_known"),
            models.CheckConstraint(
                condition=Q(timing__in=["end", "mid"], price_basis__in=["real", "nominal"]),
                name="case_timing_and_prices_known",
            ),
            models.CheckConstraint(condition=Q(base_year__range=(1900, 2200)), name="case_base_year_1900_2200"),
        ]
        triggers = [
            *Row.Meta.triggers,
            no_truncate(),
            frozen_when(
                "OLD.state <> 'draft'",
                name="a_frozen",
                message="an issued business case never changes",
                allow=(
                    "OLD.state = 'issued' AND NEW.state = 'superseded' AND (to_jsonb(NEW) - "
                    "'{state,row_version,updated_at,updated_by_id}'::text[]) = (to_jsonb(OLD) - "
                    "'{state,row_version,updated_at,updated_by_id}'::text[])"
                ),
            ),
            *touches("SELECT project_id FROM {rows}"),
        ]

    @property
    def rate_percent(self):
        """3.25 for 0.0325, without zeros at the end: a typed rate is never shown rounded."""
        return Decimal(f"{(Decimal(self.rate) * 100).normalize():f}")

    def __str__(self):
        return _("business case, version %(version)s") % {"version": self.version}


_CASE_FROZEN = "EXISTS (SELECT 1 FROM budgets_cba c WHERE c.id = {case} AND c.state <> 'draft')"
_OPTION_CASE = "(SELECT o.cba_id FROM budgets_cbaoption o WHERE o.id = {row}.option_id)"
_FROZEN_MESSAGE = "an issued business case never changes"


@tracked()
class CbaOption(Row):
    """A way to answer the need; the counterfactual (do nothing or do minimum) is one of them."""

    class Kind(models.TextChoices):
        DO_NOTHING = "do_nothing", _("do nothing")
        DO_MINIMUM = "do_minimum", _("do minimum")
        OPTION = "option", _("option")

    cba = models.ForeignKey(Cba, models.CASCADE, related_name="options")
    seq = models.PositiveSmallIntegerField(_("no."))
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.OPTION)
    description = models.TextField(_("description"), blank=True)
    preferred = models.BooleanField(_("preferred"), default=False)
    rejected_because = models.TextField(_("why rejected"), blank=True)

    PROJECT_PATH = "cba__project"

    class Meta(Row.Meta):
        abstract = False
        ordering = ["seq"]
        constraints = [
            models.UniqueConstraint(fields=["cba", "seq"], name="option_once"),
            models.UniqueConstraint(fields=["cba"], condition=Q(preferred=True), name="option_one_preferred"),
            models.CheckConstraint(
                condition=Q(preferred=False) | Q(rejected_because=""), name="option_preferred_is_not_rejected"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["do_nothing", "do_minimum", "option"]), name="option_kind_known"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="option_has_name"),
        ]
        triggers = [
            *Row.Meta.triggers,
            no_truncate(),
            refuse(
                name="no_insert_into_frozen", failing=_CASE_FROZEN.format(case="NEW.cba_id"), message=_FROZEN_MESSAGE
            ),
            frozen_when(_CASE_FROZEN.format(case="OLD.cba_id"), name="a_frozen", message=_FROZEN_MESSAGE),
        ]

    def __str__(self):
        return self.name


@tracked()
class CbaLine(Row):
    """A cost or benefit of one option in one year, as an increment against doing nothing."""

    class Kind(models.TextChoices):
        COST = "cost", _("cost")
        BENEFIT = "benefit", _("benefit")

    class Certainty(models.TextChoices):
        LOW = "low", _("low")
        BASE = "base", _("base")
        HIGH = "high", _("high")

    option = models.ForeignKey(CbaOption, models.CASCADE, related_name="lines")
    kind = models.CharField(_("kind"), max_length=7, choices=Kind.choices)
    label = models.CharField(_("what"), max_length=200)
    year = models.PositiveSmallIntegerField(_("year index"))
    amount = models.DecimalField(_("amount"), **MONEY)
    cost_class = models.CharField(_("class"), max_length=5, choices=CostClass.choices, blank=True)
    one_off = models.BooleanField(_("one-off"), default=False)
    in_financial = models.BooleanField(_("in the financial result"), default=True)
    in_social = models.BooleanField(_("in the social result"), default=True)
    stakeholder_group = models.CharField(_("who bears or gains"), max_length=200, blank=True)
    certainty = models.CharField(_("certainty"), max_length=4, choices=Certainty.choices, default=Certainty.BASE)
    evidence = models.TextField(_("evidence"), blank=True)

    PROJECT_PATH = "option__cba__project"

    class Meta(Row.Meta):
        abstract = False
        ordering = ["kind", "label", "year"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gte=0), name="case_line_not_negative"),
            models.CheckConstraint(condition=Q(year__lte=125), name="case_line_year_0_125"),
            models.UniqueConstraint(
                fields=["option", "kind", "label", "certainty", "year"], name="case_line_once_a_year"
            ),
            models.CheckConstraint(condition=~Q(label=""), name="case_line_has_label"),
            models.CheckConstraint(
                condition=Q(kind__in=["cost", "benefit"], certainty__in=["low", "base", "high"])
                & Q(cost_class__in=["", "capex", "opex"]),
                name="case_line_words_known",
            ),
            models.CheckConstraint(
                condition=Q(in_financial=True) | Q(in_social=True), name="case_line_counts_somewhere"
            ),
        ]
        triggers = [
            *Row.Meta.triggers,
            no_truncate(),
            refuse(
                name="no_insert_into_frozen",
                failing=_CASE_FROZEN.format(case=_OPTION_CASE.format(row="NEW")),
                message=_FROZEN_MESSAGE,
            ),
            frozen_when(
                _CASE_FROZEN.format(case=_OPTION_CASE.format(row="OLD")), name="a_frozen", message=_FROZEN_MESSAGE
            ),
        ]
