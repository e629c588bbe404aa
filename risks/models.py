"""What could happen, how likely, how bad, and what is done about it?"""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from budgets.models import ReserveMove
from foundation.accounts.models import Person
from foundation.history import tracked
from foundation.models import Row
from foundation.triggers import append_only, frozen_when, no_truncate, refuse
from projects.models import Issue, Project, touches
from risks.engine.exposure import STRATEGIES

MONEY = {"max_digits": 19, "decimal_places": 4}


class RiskState(models.TextChoices):
    IDENTIFIED = "identified", _("identified")
    ASSESSED = "assessed", _("assessed")
    TREATED = "treated", _("treatment planned")
    MONITORING = "monitoring", _("monitoring")
    OCCURRED = "occurred", _("occurred")
    CLOSED = "closed", _("closed")


# what a strategy must be, in SQL: one line for each kind of risk, from the table of the engine
ANSWERS = {kind.value: ", ".join(f"'{each.value}'" for each in sorted(of)) for kind, of in sorted(STRATEGIES.items())}
FITS = " OR ".join(f"({{kind}} = '{kind}' AND {{strategy}} IN ({of}))" for kind, of in ANSWERS.items())
OPEN = (RiskState.IDENTIFIED, RiskState.ASSESSED, RiskState.TREATED, RiskState.MONITORING)


@tracked(exclude=["cause", "event", "effect"])
class Risk(Row):
    """An uncertain event, written cause - event - effect; a threat or an opportunity."""

    class Kind(models.TextChoices):
        THREAT = "threat", _("threat")
        OPPORTUNITY = "opportunity", _("opportunity")

    class Confidentiality(models.TextChoices):
        NORMAL = "normal", _("project")
        CONFIDENTIAL = "confidential", _("confidential (security or legal)")

    project = models.ForeignKey(Project, models.RESTRICT, related_name="risks")
    number = models.PositiveIntegerField(_("no."))
    kind = models.CharField(_("kind"), max_length=11, choices=Kind.choices, default=Kind.THREAT)
    cause = models.TextField(_("cause"))
    event = models.TextField(_("event"))
    effect = models.TextField(_("effect"))
    category = models.CharField(_("category"), max_length=80, blank=True)
    owner = models.ForeignKey(Person, models.RESTRICT, null=True, blank=True, related_name="risks")
    window = DateRangeField(_("could strike between"), null=True, blank=True)
    review_on = models.DateField(_("next review"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=RiskState.choices, default=RiskState.IDENTIFIED)
    close_reason = models.TextField(_("why closed"), blank=True)
    reopen_reason = models.TextField(_("why open again"), blank=True)
    trigger = models.TextField(_("trigger"), blank=True)
    contingency_plan = models.TextField(_("contingency plan"), blank=True)
    confidentiality = models.CharField(max_length=12, choices=Confidentiality.choices, default=Confidentiality.NORMAL)
    named = models.ManyToManyField(Person, blank=True, related_name="confidential_risks")
    escalated = models.BooleanField(_("escalated"), default=False)
    issue = models.OneToOneField(Issue, models.RESTRICT, null=True, blank=True, related_name="risk")
    actual_impact = models.DecimalField(_("what it really cost"), null=True, blank=True, **MONEY)
    occurred_on = models.DateField(_("occurred on"), null=True, blank=True)
    parent_response = models.ForeignKey(
        "RiskResponse", models.RESTRICT, null=True, blank=True, related_name="secondary_risks"
    )

    PROJECT_PATH = "project"

    class Meta(Row.Meta):
        abstract = False
        ordering = ["number"]
        indexes = [models.Index(fields=["project", "state"])]
        constraints = [
            models.UniqueConstraint(fields=["project", "number"], name="risk_number_once"),
            models.CheckConstraint(condition=~Q(cause="") & ~Q(event="") & ~Q(effect=""), name="risk_is_complete"),
            models.CheckConstraint(condition=Q(state__in=RiskState.values), name="risk_state_known"),
            models.CheckConstraint(condition=Q(kind__in=["threat", "opportunity"]), name="risk_kind_known"),
            models.CheckConstraint(
                condition=Q(confidentiality__in=["normal", "confidential"]), name="risk_confidentiality_known"
            ),
            models.CheckConstraint(
                condition=~Q(state="occurred") | Q(issue__isnull=False, occurred_on__isnull=False),
                name="risk_occurred_has_issue",
            ),
            models.CheckConstraint(condition=~Q(state="closed") | ~Q(close_reason=""), name="risk_closed_has_reason"),
        ]
        triggers = [
            *Row.Meta.triggers,
            refuse(
                name="kind_fits_responses",
                operation=pgtrigger.UpdateOf("kind"),
                failing=(
                    "EXISTS (SELECT 1 FROM risks_riskresponse r WHERE r.risk_id = NEW.id AND r.state <> 'dropped'"
                    f" AND NOT ({FITS.format(kind='NEW.kind', strategy='r.strategy')}))"
                ),
                message="a planned response does not answer this kind of risk",
            ),
            *touches("SELECT project_id FROM {rows}"),
        ]

    def __str__(self):
        return f"R{self.number}"


class RiskAssessment(Row):
    """One judgement of a risk on one basis; never changed, only followed by the next."""

    class Basis(models.TextChoices):
        INHERENT = "inherent", _("inherent (before responses)")
        CURRENT = "current", _("current")
        RESIDUAL = "residual", _("residual (after planned responses)")

    risk = models.ForeignKey(Risk, models.CASCADE, related_name="assessments")
    basis = models.CharField(_("basis"), max_length=8, choices=Basis.choices)
    date = models.DateField(_("date"))
    probability = models.DecimalField(_("probability"), max_digits=9, decimal_places=6)
    cost_impact = models.DecimalField(_("cost impact"), null=True, blank=True, **MONEY)
    time_impact_min = models.IntegerField(_("time impact (working minutes)"), null=True, blank=True)
    probability_index = models.PositiveSmallIntegerField(_("probability 1-5"))
    impact_index = models.PositiveSmallIntegerField(_("impact 1-5 (worst objective)"))
    impacts = models.JSONField(_("impact by objective"), default=dict, blank=True)
    assessor = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, related_name="+")
    is_current = models.BooleanField(default=True)

    PROJECT_PATH = "risk__project"

    class Meta(Row.Meta):
        abstract = False
        ordering = ["-date", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["risk", "basis"], condition=Q(is_current=True), name="assessment_one_current"
            ),
            models.CheckConstraint(
                condition=Q(probability__gt=0, probability__lt=1), name="assessment_probability_0_1"
            ),
            models.CheckConstraint(
                condition=Q(probability_index__range=(1, 5), impact_index__range=(1, 5)), name="assessment_indices_1_5"
            ),
            models.CheckConstraint(
                condition=Q(cost_impact__isnull=True) | Q(cost_impact__gte=0), name="assessment_cost_not_negative"
            ),
            models.CheckConstraint(condition=Q(basis__in=["inherent", "current", "residual"]), name="assessment_basis"),
        ]
        triggers = [
            *Row.Meta.triggers,
            frozen_when(
                "true",
                name="a_append_only",
                message="an assessment never changes",
                allow=(
                    "OLD.is_current AND NOT NEW.is_current AND "
                    "(to_jsonb(NEW) - '{is_current,row_version,updated_at,updated_by_id}'::text[]) = "
                    "(to_jsonb(OLD) - '{is_current,row_version,updated_at,updated_by_id}'::text[])"
                ),
            ),
            no_truncate(),
            *touches("SELECT k.project_id FROM {rows} r JOIN risks_risk k ON k.id = r.risk_id"),
        ]


@tracked()
class RiskResponse(Row):
    """What is done about a risk, by whom, at what cost."""

    class Strategy(models.TextChoices):
        AVOID = "avoid", _("avoid")
        REDUCE = "reduce", _("reduce")
        TRANSFER = "transfer", _("transfer")
        SHARE = "share", _("share")
        ACCEPT = "accept", _("accept")
        CONTINGENT = "contingent", _("prepare contingent plan")
        EXPLOIT = "exploit", _("exploit")
        ENHANCE = "enhance", _("enhance")

    class State(models.TextChoices):
        PLANNED = "planned", _("planned")
        UNDER_WAY = "under_way", _("under way")
        DONE = "done", _("done")
        DROPPED = "dropped", _("dropped")

    risk = models.ForeignKey(Risk, models.CASCADE, related_name="responses")
    strategy = models.CharField(_("strategy"), max_length=10, choices=Strategy.choices)
    action = models.TextField(_("action"))
    cost = models.DecimalField(_("cost"), default=0, **MONEY)
    actionee = models.ForeignKey(Person, models.RESTRICT, null=True, blank=True, related_name="risk_actions")
    due = models.DateField(_("due"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=9, choices=State.choices, default=State.PLANNED)
    done_on = models.DateField(_("done on"), null=True, blank=True)

    PROJECT_PATH = "risk__project"

    class Meta(Row.Meta):
        abstract = False
        ordering = ["due", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(cost__gte=0), name="response_cost_not_negative"),
            models.CheckConstraint(condition=~Q(action=""), name="response_has_action"),
            models.CheckConstraint(condition=~Q(state="done") | Q(done_on__isnull=False), name="response_done_has_day"),
            models.CheckConstraint(
                condition=Q(state__in=["planned", "under_way", "done", "dropped"]), name="response_state_known"
            ),
        ]
        triggers = [
            *Row.Meta.triggers,
            pgtrigger.Trigger(
                name="strategy_fits_kind",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                declare=[("risk_kind", "text")],
                # FOR SHARE: the kind stays what it is until this answer is committed
                func=f"""
                    SELECT kind INTO risk_kind FROM risks_risk WHERE id = NEW.risk_id FOR SHARE;
                    IF NEW.state <> 'dropped'
                       AND NOT ({FITS.format(kind="risk_kind", strategy="NEW.strategy")}) THEN
                        RAISE EXCEPTION 'this strategy does not answer this kind of risk'
                            USING ERRCODE = 'check_violation', CONSTRAINT = 'response_strategy_fits_kind';
                    END IF;
                    RETURN NEW;
                """,
            ),
            *touches("SELECT k.project_id FROM {rows} r JOIN risks_risk k ON k.id = r.risk_id"),
        ]


class ReserveDraw(Row):
    """The contingency that a risk used: one move of the reserve, one risk; never changed, like the move."""

    move = models.OneToOneField(ReserveMove, models.RESTRICT, related_name="draw")
    risk = models.ForeignKey(Risk, models.RESTRICT, related_name="draws")

    PROJECT_PATH = "risk__project"

    class Meta(Row.Meta):
        abstract = False
        triggers = [
            *Row.Meta.triggers,
            append_only("a_append_only"),
            refuse(
                name="draws_on_its_project",
                operation=pgtrigger.Insert,
                failing=(
                    "NOT EXISTS (SELECT 1 FROM budgets_reservemove m JOIN budgets_reserve v ON v.id = m.reserve_id "
                    "JOIN risks_risk k ON k.project_id = v.project_id "
                    "WHERE m.id = NEW.move_id AND k.id = NEW.risk_id AND m.kind = 'draw' AND v.kind = 'contingency')"
                ),
                message="a risk draws on the contingency of its own project",
            ),
        ]
