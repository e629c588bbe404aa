"""What was ordered, received and paid? Append-only: a mistake is corrected by a reversal."""

import pgtrigger
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from budgets.models.budgets import MONEY, CostCategory, CostClass
from foundation.models import Row
from foundation.organisation.models import Currency, FiscalPeriod
from foundation.triggers import append_only
from projects.models import Project, Task, touches
from staffing.models import TimesheetLine


class EntryType(models.TextChoices):
    PRE_ENC = "pre_enc", _("pre-encumbrance")
    ENC = "enc", _("commitment")
    ENC_RELEASE = "enc_release", _("commitment released")
    ACCRUAL = "accrual", _("accrual")
    ACCRUAL_REVERSAL = "accrual_reversal", _("accrual reversed")
    ACTUAL = "actual", _("actual")
    FX = "fx", _("exchange difference")


class ActualsBatch(Row):
    """One imported file of entries; its hash keeps the same file from coming in twice."""

    project = models.ForeignKey(Project, models.RESTRICT, related_name="actuals_batches")
    file_name = models.CharField(_("file"), max_length=300)
    sha256 = models.CharField(max_length=64)
    rows = models.PositiveIntegerField(_("rows"))

    PROJECT_PATH = "project"

    class Meta(Row.Meta):
        abstract = False
        constraints = [models.UniqueConstraint(fields=["project", "sha256"], name="actuals_file_once")]


class LedgerEntry(models.Model):
    """One posting: transaction amount and currency, and what it is in the project's currency at `rate`."""

    public_id = models.UUIDField(unique=True, editable=False, db_default=RandomUUID())
    created_at = models.DateTimeField(editable=False, db_default=Now())
    created_by = models.ForeignKey("accounts.User", models.RESTRICT, null=True, related_name="+")
    project = models.ForeignKey(Project, models.RESTRICT, related_name="ledger")
    date = models.DateField(_("date"))
    period = models.ForeignKey(FiscalPeriod, models.RESTRICT, verbose_name=_("period"))
    task = models.ForeignKey(Task, models.RESTRICT, null=True, blank=True, related_name="ledger")
    category = models.ForeignKey(CostCategory, models.RESTRICT, verbose_name=_("category"))
    cost_class = models.CharField(_("class"), max_length=5, choices=CostClass.choices)
    type = models.CharField(_("type"), max_length=16, choices=EntryType.choices)
    txn_amount = models.DecimalField(_("amount"), **MONEY)
    txn_currency = models.ForeignKey(Currency, models.RESTRICT, related_name="+", verbose_name=_("currency"))
    amount = models.DecimalField(_("in project currency"), **MONEY)
    rate = models.DecimalField(_("rate"), max_digits=20, decimal_places=10, default=1)
    rate_date = models.DateField(_("rate of"))
    document = models.CharField(_("document"), max_length=120)
    supplier = models.CharField(_("supplier"), max_length=200, blank=True)
    text = models.CharField(_("text"), max_length=500, blank=True)
    order = models.CharField(_("order"), max_length=120, blank=True)
    paid_on = models.DateField(_("paid on"), null=True, blank=True)
    timesheet_line = models.OneToOneField(
        TimesheetLine, models.RESTRICT, null=True, blank=True, related_name="ledger_entry"
    )
    reverses = models.OneToOneField("self", models.RESTRICT, null=True, blank=True, related_name="reversed_by")
    batch = models.ForeignKey(ActualsBatch, models.RESTRICT, null=True, blank=True, related_name="entries")

    PROJECT_PATH = "project"

    class Meta:
        ordering = ["-date", "-id"]
        indexes = [
            models.Index(fields=["project", "type", "date"]),
            models.Index(fields=["project", "-date", "-id"]),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(type__in=EntryType.values), name="ledger_type_known"),
            models.CheckConstraint(condition=Q(cost_class__in=CostClass.values), name="ledger_class_known"),
            models.CheckConstraint(condition=~Q(txn_amount=0), name="ledger_not_zero"),
            models.CheckConstraint(condition=Q(rate__gt=0), name="ledger_rate_positive"),
            models.CheckConstraint(condition=~Q(document=""), name="ledger_names_its_document"),
            models.CheckConstraint(
                condition=(~Q(type__in=["enc", "accrual"]) | Q(txn_amount__gt=0))
                & (~Q(type__in=["enc_release", "accrual_reversal"]) | Q(txn_amount__lt=0))
                & (~Q(type="pre_enc") | Q(txn_amount__gt=0) | Q(reverses__isnull=False)),
                name="ledger_sign_fits_type",
            ),
        ]
        triggers = [
            append_only("a_append_only"),
            pgtrigger.Trigger(
                name="fits",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                declare=[
                    ("fiscal", "organisation_fiscalperiod%ROWTYPE"),
                    ("home", "text"),
                    ("stands", "text"),
                    ("places", "int"),
                    ("original", "budgets_ledgerentry%ROWTYPE"),
                ],
                func="""
                    SELECT * INTO fiscal FROM organisation_fiscalperiod WHERE id = NEW.period_id FOR SHARE;
                    IF fiscal.state = 'closed' THEN
                        RAISE EXCEPTION 'the period is closed' USING ERRCODE = 'check_violation';
                    END IF;
                    IF NOT fiscal.days @> NEW.date THEN
                        RAISE EXCEPTION 'the date lies outside the period' USING ERRCODE = 'check_violation';
                    END IF;
                    IF NEW.task_id IS NOT NULL AND NOT EXISTS (
                        SELECT 1 FROM projects_task WHERE id = NEW.task_id AND project_id = NEW.project_id) THEN
                        RAISE EXCEPTION 'the task belongs to another project' USING ERRCODE = 'check_violation';
                    END IF;
                    SELECT p.currency_id, p.state, c.minor_unit INTO home, stands, places FROM projects_project p
                        JOIN organisation_currency c ON c.code = p.currency_id WHERE p.id = NEW.project_id
                        FOR SHARE OF p;
                    IF stands IN ('rejected', 'closed') THEN
                        RAISE EXCEPTION 'the books of this project are shut' USING ERRCODE = 'check_violation';
                    END IF;
                    IF NEW.txn_currency_id = home AND NEW.rate <> 1 THEN
                        RAISE EXCEPTION 'the rate within one currency is 1' USING ERRCODE = 'check_violation';
                    END IF;
                    IF NEW.type <> 'fx' AND NEW.amount <> round(NEW.txn_amount * NEW.rate, places) THEN
                        RAISE EXCEPTION 'the amount is not the transaction amount at its rate'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    IF NEW.reverses_id IS NOT NULL THEN
                        SELECT * INTO original FROM budgets_ledgerentry WHERE id = NEW.reverses_id;
                        IF original.project_id <> NEW.project_id OR original.amount <> -NEW.amount
                           OR original.txn_amount <> -NEW.txn_amount OR original.txn_currency_id <> NEW.txn_currency_id
                           OR original.reverses_id IS NOT NULL OR NEW.type <> (CASE original.type
                               WHEN 'enc' THEN 'enc_release' WHEN 'enc_release' THEN 'enc'
                               WHEN 'accrual' THEN 'accrual_reversal' WHEN 'accrual_reversal' THEN 'accrual'
                               ELSE original.type END)
                           OR (original.category_id, original.cost_class, original."order", original.document)
                               <> (NEW.category_id, NEW.cost_class, NEW."order", NEW.document)
                           OR original.rate <> NEW.rate OR original.task_id IS DISTINCT FROM NEW.task_id THEN
                            RAISE EXCEPTION 'a reversal mirrors its original' USING ERRCODE = 'check_violation';
                        END IF;
                    END IF;
                    RETURN NEW;
                """,
            ),
            # Once for all rows of a statement, in any order. One releaser of a project waits for the other:
            # each would see what is open without the other's release.
            pgtrigger.Trigger(
                name="no_more_than_open",
                level=pgtrigger.Statement,
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                referencing=pgtrigger.Referencing(new="new_rows"),
                func="""
                    IF NOT EXISTS (SELECT 1 FROM new_rows WHERE type IN ('enc_release', 'accrual_reversal')) THEN
                        RETURN NULL;
                    END IF;
                    PERFORM pg_advisory_xact_lock(hashtextextended('budgets_ledgerentry', p.project_id))
                        FROM (SELECT DISTINCT project_id FROM new_rows
                              WHERE type IN ('enc_release', 'accrual_reversal') ORDER BY project_id) p;
                    IF EXISTS (
                        SELECT 1 FROM budgets_ledgerentry e JOIN (
                            SELECT DISTINCT project_id, category_id, txn_currency_id, "order",
                                CASE WHEN "order" = '' THEN document END AS document, type AS back,
                                CASE type WHEN 'enc_release' THEN 'enc' ELSE 'accrual' END AS forth
                            FROM new_rows WHERE type IN ('enc_release', 'accrual_reversal')
                        ) r ON e.project_id = r.project_id AND e.type IN (r.forth, r.back)
                           AND (e.category_id, e.txn_currency_id, e."order")
                               = (r.category_id, r.txn_currency_id, r."order")
                           AND (r.document IS NULL OR e.document = r.document)
                        GROUP BY r.project_id, r.category_id, r.txn_currency_id, r."order", r.document, r.back
                        HAVING sum(e.txn_amount) < 0
                    ) THEN
                        RAISE EXCEPTION 'no more is taken back than is open' USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NULL;
                """,
            ),
            *touches("SELECT project_id FROM {rows}")[:1],
        ]
