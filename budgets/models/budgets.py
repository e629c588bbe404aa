"""How much money is approved for what, in which month?"""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from foundation.history import tracked
from foundation.models import Row
from foundation.organisation.models import FiscalPeriod
from foundation.triggers import append_only, deferred_check, frozen_when, no_truncate, refuse
from projects.models import Project, Task, touches

MONEY = {"max_digits": 19, "decimal_places": 4}


class CostClass(models.TextChoices):
    CAPEX = "capex", _("capex")
    OPEX = "opex", _("opex")


class BudgetState(models.TextChoices):
    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("submitted")
    APPROVED = "approved", _("approved")
    SUPERSEDED = "superseded", _("superseded")


@tracked()
class CostCategory(Row):
    """What money is spent on: internal labour, contractors, licences, hardware ... a tree."""

    parent = models.ForeignKey("self", models.RESTRICT, null=True, blank=True, related_name="children")
    code = models.CharField(_("code"), max_length=30, unique=True)
    name = models.CharField(_("name"), max_length=200)
    cost_class = models.CharField(_("usual class"), max_length=5, choices=CostClass.choices, default=CostClass.OPEX)
    is_labour = models.BooleanField(_("labour from time sheets"), default=False)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta(Row.Meta):
        abstract = False
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(condition=~Q(parent=F("id")), name="category_not_its_own_parent"),
            models.UniqueConstraint(fields=["is_labour"], condition=Q(is_labour=True), name="category_one_labour"),
        ]

    def __str__(self):
        return self.name


@tracked()
class Budget(Row):
    """A version of the project's money; the sum of its lines is its total when it leaves the draft."""

    project = models.ForeignKey(Project, models.RESTRICT, related_name="budgets")
    version = models.PositiveIntegerField(_("version"))
    state = models.CharField(_("state"), max_length=10, choices=BudgetState.choices, default=BudgetState.DRAFT)
    total = models.DecimalField(_("total"), default=0, **MONEY)
    funding_source = models.CharField(_("funding source"), max_length=300, blank=True)
    funding_received = models.DecimalField(_("funding received"), default=0, **MONEY)
    reason = models.TextField(_("why this version"), blank=True)
    returned_because = models.TextField(_("why it was returned"), blank=True, default="")
    submitted_at = models.DateTimeField(null=True)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, related_name="+")
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)

    PROJECT_PATH = "project"

    class Meta(Row.Meta):
        abstract = False
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(fields=["project", "version"], name="budget_version_once"),
            models.UniqueConstraint(fields=["project"], condition=Q(state="approved"), name="budget_one_approved"),
            models.CheckConstraint(condition=Q(state__in=BudgetState.values), name="budget_state_known"),
            models.CheckConstraint(condition=Q(total__gte=0, funding_received__gte=0), name="budget_not_negative"),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "superseded"])
                | Q(approved_by__isnull=False, approved_at__isnull=False),
                name="budget_approval_has_approver",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | Q(created_by__isnull=True) | ~Q(approved_by=F("created_by")),
                name="budget_approver_is_not_author",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True)
                | Q(submitted_by__isnull=True)
                | ~Q(approved_by=F("submitted_by")),
                name="budget_approver_did_not_submit",
            ),
        ]
        triggers = [
            *Row.Meta.triggers,
            frozen_when(
                "OLD.state IN ('approved', 'superseded')",
                name="a_frozen",
                message="an approved budget never changes",
                allow=(
                    "OLD.state = 'approved' AND NEW.state IN ('approved', 'superseded') AND (to_jsonb(NEW) - "
                    "'{state,funding_received,row_version,updated_at,updated_by_id}'::text[]) = (to_jsonb(OLD) - "
                    "'{state,funding_received,row_version,updated_at,updated_by_id}'::text[])"
                ),
            ),
            pgtrigger.Trigger(
                name="total_is_sum_of_lines",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.Update,
                timing=pgtrigger.Deferred,
                func="""
                    IF EXISTS (SELECT 1 FROM budgets_budget b WHERE b.id = NEW.id AND b.state <> 'draft' AND b.total <>
                               (SELECT coalesce(sum(l.amount), 0) FROM budgets_budgetline l WHERE l.budget_id = b.id))
                    THEN RAISE EXCEPTION 'the lines of a budget add up to its total' USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NULL;
                """,
            ),
            no_truncate(),
            *touches("SELECT project_id FROM {rows}"),
        ]

    def __str__(self):
        return f"{self.version}"


_BUDGET_FROZEN = (
    "EXISTS (SELECT 1 FROM budgets_budget b WHERE b.id = {row}.budget_id AND b.state IN ('approved', 'superseded'))"
)


@tracked()
class BudgetLine(Row):
    """An amount of the budget for a category, perhaps a task, in a fiscal period."""

    budget = models.ForeignKey(Budget, models.CASCADE, related_name="lines")
    task = models.ForeignKey(Task, models.RESTRICT, null=True, blank=True, related_name="budget_lines")
    category = models.ForeignKey(CostCategory, models.RESTRICT, verbose_name=_("category"))
    cost_class = models.CharField(_("class"), max_length=5, choices=CostClass.choices)
    period = models.ForeignKey(FiscalPeriod, models.RESTRICT, verbose_name=_("period"))
    amount = models.DecimalField(_("amount"), **MONEY)
    note = models.CharField(_("note"), max_length=300, blank=True)

    PROJECT_PATH = "budget__project"

    class Meta(Row.Meta):
        abstract = False
        ordering = ["category__code", "period__days", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gte=0), name="budget_line_not_negative"),
            models.CheckConstraint(condition=Q(cost_class__in=CostClass.values), name="budget_line_class_known"),
        ]
        triggers = [
            *Row.Meta.triggers,
            refuse(
                name="no_insert_into_frozen",
                failing=_BUDGET_FROZEN.format(row="NEW"),
                message="an approved budget never changes",
            ),
            frozen_when(_BUDGET_FROZEN.format(row="OLD"), name="a_frozen", message="an approved budget never changes"),
            refuse(
                name="task_of_its_project",
                failing=(
                    "NEW.task_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM projects_task t JOIN budgets_budget b "
                    "ON b.project_id = t.project_id WHERE t.id = NEW.task_id AND b.id = NEW.budget_id)"
                ),
                message="the task belongs to another project",
            ),
            pgtrigger.Trigger(
                name="sums_to_total",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                timing=pgtrigger.Deferred,
                declare=[("touched", "bigint[]")],
                func="""
                    IF TG_OP <> 'INSERT' THEN touched := touched || OLD.budget_id; END IF;
                    IF TG_OP <> 'DELETE' THEN touched := touched || NEW.budget_id; END IF;
                    IF EXISTS (SELECT 1 FROM budgets_budget b
                               WHERE b.id = ANY (touched) AND b.state <> 'draft' AND b.total <>
                               (SELECT coalesce(sum(l.amount), 0) FROM budgets_budgetline l WHERE l.budget_id = b.id))
                    THEN RAISE EXCEPTION 'the lines of a budget add up to its total' USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NULL;
                """,
            ),
            no_truncate(),
        ]


def _balanced(column, **when):
    """At commit: what is left of the reserve is what was approved less what was taken."""
    return deferred_check(
        name="balance_is_what_is_left",
        failing=(
            f"EXISTS (SELECT 1 FROM budgets_reserve r WHERE r.id = NEW.{column} AND r.balance <> r.amount - "
            "(SELECT coalesce(sum(m.amount), 0) FROM budgets_reservemove m WHERE m.reserve_id = r.id))"
        ),
        message="what is left of a reserve is its amount less its moves",
        **when,
    )


@tracked()
class Reserve(Row):
    """Money held back: contingency for identified risks, management reserve for the unknown."""

    class Kind(models.TextChoices):
        CONTINGENCY = "contingency", _("contingency")
        MANAGEMENT = "management", _("management reserve")

    project = models.ForeignKey(Project, models.RESTRICT, related_name="reserves")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    amount = models.DecimalField(_("approved"), **MONEY)
    balance = models.DecimalField(_("left"), **MONEY)

    PROJECT_PATH = "project"

    class Meta(Row.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(fields=["project", "kind"], name="reserve_once"),
            models.CheckConstraint(condition=Q(balance__gte=0, amount__gte=0), name="reserve_balance_not_negative"),
            models.CheckConstraint(condition=Q(kind__in=["contingency", "management"]), name="reserve_kind_known"),
        ]
        triggers = [*Row.Meta.triggers, _balanced("id"), *touches("SELECT project_id FROM {rows}")]


class ReserveMove(Row):
    """A draw on a reserve for use, or a release of what is not needed; both lower the balance."""

    class Kind(models.TextChoices):
        DRAW = "draw", _("draw")
        RELEASE = "release", _("release")

    reserve = models.ForeignKey(Reserve, models.RESTRICT, related_name="moves")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    amount = models.DecimalField(_("amount"), **MONEY)
    date = models.DateField(_("date"))
    reason = models.TextField(_("reason"))

    PROJECT_PATH = "reserve__project"

    class Meta(Row.Meta):
        abstract = False
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="reserve_move_positive"),
            models.CheckConstraint(condition=~Q(reason=""), name="reserve_move_has_reason"),
            models.CheckConstraint(condition=Q(kind__in=["draw", "release"]), name="reserve_move_kind_known"),
        ]
        triggers = [
            *Row.Meta.triggers,
            append_only("a_append_only"),
            _balanced("reserve_id", operation=pgtrigger.Insert),
        ]
