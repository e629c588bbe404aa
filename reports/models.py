"""Which report was drawn from which facts, and who signed it?"""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation.jobs.models import Job
from foundation.models import Row
from foundation.triggers import append_only, deferred_check, frozen_when, no_truncate, refuse, steps
from projects.models import Portfolio, Project, touches


class ReportKind(models.TextChoices):
    CLOSURE = "closure", _("project closure report")
    COST_BENEFIT = "cost_benefit", _("cost-benefit analysis report")
    BUDGET = "budget", _("budget report")
    PORTFOLIO_STATUS = "portfolio_status", _("portfolio status report")


class ReportSnapshot(Row):
    """The facts of one report as they stood: canonical JSON and its SHA-256; never changed."""

    kind = models.CharField(_("report"), max_length=20, choices=ReportKind.choices)
    project = models.ForeignKey(Project, models.RESTRICT, null=True, related_name="report_snapshots")
    portfolio = models.ForeignKey(Portfolio, models.RESTRICT, null=True, related_name="report_snapshots")
    data_as_of = models.DateField(_("data as of"))
    facts = models.TextField(_("facts"), help_text=_("canonical JSON, byte for byte what was hashed"))
    sha256 = models.CharField(max_length=64)
    template_version = models.PositiveIntegerField(_("template version"))

    PROJECT_PATH = "project"

    class Meta(Row.Meta):
        abstract = False
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(project__isnull=False, portfolio__isnull=True)
                | Q(project__isnull=True, portfolio__isnull=False),
                name="snapshot_of_project_or_portfolio",
            ),
            models.CheckConstraint(condition=Q(kind__in=ReportKind.values), name="snapshot_kind_known"),
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="snapshot_hash_is_sha256"),
        ]
        triggers = [*Row.Meta.triggers, append_only("a_append_only")]


class ReportDocument(Row):
    """A PDF of a snapshot: a draft until the last signature, then issued once and never changed."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        IN_SIGNATURE = "in_signature", _("in signature")
        ISSUED = "issued", _("issued")
        SUPERSEDED = "superseded", _("superseded")
        REJECTED = "rejected", _("rejected")

    snapshot = models.ForeignKey(ReportSnapshot, models.RESTRICT, related_name="documents")
    project = models.ForeignKey(Project, models.RESTRICT, null=True, related_name="documents")
    portfolio = models.ForeignKey(Portfolio, models.RESTRICT, null=True, related_name="documents")
    job = models.ForeignKey(Job, models.RESTRICT, null=True, related_name="documents")
    artefact = models.CharField(max_length=20, default="pdf", editable=False)
    version = models.PositiveIntegerField(_("version"))
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.DRAFT)
    file_key = models.CharField(max_length=120, blank=True)
    pdf_sha256 = models.CharField(_("SHA-256 of the file"), max_length=64, blank=True)
    size = models.PositiveIntegerField(_("bytes"), default=0)
    pages = models.PositiveIntegerField(_("pages"), default=0)
    issued_at = models.DateTimeField(null=True)
    rejected_because = models.TextField(blank=True)

    PROJECT_PATH = "project"

    class Meta(Row.Meta):
        abstract = False
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["job", "artefact"], name="document_once_per_job"),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "in_signature", "issued", "superseded", "rejected"]),
                name="document_state_known",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["issued", "superseded"])
                | Q(issued_at__isnull=False, pdf_sha256__regex=r"^[0-9a-f]{64}$"),
                name="document_issued_has_hash",
            ),
        ]
        triggers = [
            *Row.Meta.triggers,
            frozen_when(
                "OLD.state IN ('issued', 'superseded')",
                name="a_frozen",
                message="an issued report never changes",
                allow=(
                    "OLD.state = 'issued' AND NEW.state = 'superseded' AND (to_jsonb(NEW) - "
                    "'{state,row_version,updated_at,updated_by_id}'::text[]) = (to_jsonb(OLD) - "
                    "'{state,row_version,updated_at,updated_by_id}'::text[])"
                ),
            ),
            steps(
                ("draft", "in_signature"),
                ("in_signature", "issued"),
                ("in_signature", "rejected"),
                ("issued", "superseded"),
                first="draft",
                message="a report goes from draft by signature to its issue",
            ),
            refuse(
                name="about_its_snapshot",
                failing=(
                    "NOT EXISTS (SELECT 1 FROM reports_reportsnapshot s WHERE s.id = NEW.snapshot_id AND "
                    "(s.project_id, s.portfolio_id) IS NOT DISTINCT FROM (NEW.project_id, NEW.portfolio_id))"
                ),
                message="a report is about what its snapshot is about",
            ),
            refuse(
                name="keeps_its_snapshot",
                operation=pgtrigger.UpdateOf("snapshot_id"),
                failing="NEW.snapshot_id <> OLD.snapshot_id",
                message="another snapshot is another report",
            ),
            # a slot that nobody signed, or on a project's report no slot at all: nothing to be signed or issued
            refuse(
                name="all_have_signed",
                operation=pgtrigger.UpdateOf("state"),
                failing=(
                    "NEW.state = 'issued' AND EXISTS (SELECT 1 FROM reports_signatureslot s WHERE s.document_id = "
                    "NEW.id AND NOT EXISTS (SELECT 1 FROM reports_signature g WHERE g.slot_id = s.id))"
                ),
                message="a report is issued when all have signed it",
            ),
            refuse(
                name="somebody_signs",
                operation=pgtrigger.UpdateOf("state"),
                failing=(
                    "NEW.state = 'in_signature' AND NEW.project_id IS NOT NULL AND NOT EXISTS "
                    "(SELECT 1 FROM reports_signatureslot s WHERE s.document_id = NEW.id)"
                ),
                message="a report of a project is signed by somebody",
            ),
            no_truncate(),
            *touches("SELECT project_id FROM {rows}"),
        ]

    @property
    def subject(self):
        """The project or portfolio that it is about."""
        return self.project or self.portfolio


class SignatureSlot(Row):
    """Who has to sign a document, and with which words."""

    document = models.ForeignKey(ReportDocument, models.CASCADE, related_name="slots")
    seq = models.PositiveSmallIntegerField(_("no."))
    role = models.CharField(_("signs as"), max_length=40)
    meaning = models.CharField(_("meaning"), max_length=200)

    PROJECT_PATH = "document__project"

    class Meta(Row.Meta):
        abstract = False
        ordering = ["seq"]
        constraints = [models.UniqueConstraint(fields=["document", "role"], name="slot_role_once")]
        triggers = [
            *Row.Meta.triggers,
            # FOR SHARE: the document stays the draft that it is until this line is committed
            pgtrigger.Trigger(
                name="only_on_a_draft",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="""
                    PERFORM 1 FROM reports_reportdocument WHERE id = NEW.document_id AND state = 'draft' FOR SHARE;
                    IF NOT FOUND THEN
                        RAISE EXCEPTION 'who signs is settled with the draft' USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
            frozen_when("true", name="a_frozen", operation=pgtrigger.Update, message="a line to sign never changes"),
            # a draft is deleted as a whole, so the document is asked for at the end
            deferred_check(
                name="goes_with_its_document",
                operation=pgtrigger.Delete,
                failing="EXISTS (SELECT 1 FROM reports_reportdocument WHERE id = OLD.document_id)",
                message="a line to sign goes only with its report",
            ),
            no_truncate(),
        ]


class Signature(models.Model):
    """A person's word on exactly these facts drawn with exactly this template; never changed."""

    slot = models.OneToOneField(SignatureSlot, models.RESTRICT, related_name="signature")
    document = models.ForeignKey(ReportDocument, models.RESTRICT, related_name="signatures")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+")
    name = models.CharField(_("name"), max_length=200)
    role = models.CharField(_("signs as"), max_length=40)
    at = models.DateTimeField()
    snapshot_sha256 = models.CharField(max_length=64)
    template_version = models.PositiveIntegerField()

    class Meta:
        ordering = ["at"]
        constraints = [
            models.UniqueConstraint(fields=["document", "role"], name="signature_role_once"),
            models.UniqueConstraint(fields=["document", "user"], name="signature_person_once"),
        ]
        triggers = [
            append_only("a_append_only"),
            # FOR SHARE: the document waits in signature until this signature is committed
            pgtrigger.Trigger(
                name="fits_its_slot",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="""
                    PERFORM 1 FROM reports_signatureslot l JOIN reports_reportdocument d ON d.id = l.document_id
                        JOIN reports_reportsnapshot s ON s.id = d.snapshot_id
                        WHERE l.id = NEW.slot_id AND d.id = NEW.document_id AND d.state = 'in_signature'
                          AND (l.role, s.sha256, s.template_version)
                              = (NEW.role, NEW.snapshot_sha256, NEW.template_version)
                        FOR SHARE OF d;
                    IF NOT FOUND THEN
                        RAISE EXCEPTION 'a signature names its line, the facts and the template of the report'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]


class DownloadLog(models.Model):
    """Who fetched which report when."""

    document = models.ForeignKey(ReportDocument, models.RESTRICT, related_name="downloads")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at"]
        triggers = [append_only("a_append_only")]
