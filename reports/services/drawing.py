"""How does a snapshot become a PDF, once per job, whatever crashes in between?

The bytes are stored first, the row follows in one transaction: a crash before the row leaves a
file without a row, which `sweep_files` takes away, and the repeated job draws again.
"""

import datetime as dt
import hashlib

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from foundation.accounts.services import record
from foundation.errors import Refused
from projects.access import may, may_in_portfolio
from reports import storage
from reports.facts import canon
from reports.kinds import KINDS
from reports.models import ReportDocument, ReportSnapshot, SignatureSlot
from reports.papers import draw


def _still_may(user, permission, snapshot):
    """The asker's rights as they are now, not as they were when the job was asked for."""
    user.__dict__.pop("_grants", None)
    if not user.is_active:
        return False
    if snapshot.project_id:
        return may(user, permission, snapshot.project)
    return may_in_portfolio(user, permission, snapshot.portfolio)


def facts_of(snapshot):
    """The facts again, from the stored text; refused when the text is not what was hashed."""
    if canon.sha256_of(snapshot.facts) != snapshot.sha256:
        raise Refused(_("The stored facts of this report are damaged."))
    return canon.from_json(KINDS[snapshot.kind].facts, snapshot.facts)


def address(document):
    if document.project_id:
        return reverse("reports:document", args=[document.project.public_id, document.public_id])
    return reverse("reports:portfolio_document", args=[document.portfolio.public_id, document.public_id])


def draw_work(job, progress):
    """Draw the draft of the job's snapshot; run again after a crash it finds its own document."""
    snapshot = ReportSnapshot.objects.select_related("project", "portfolio").get(public_id=job.arguments["snapshot"])
    if not _still_may(job.requester, job.permission, snapshot):
        raise Refused(_("You may no longer ask for this report."))
    made = ReportDocument.objects.filter(job=job).first()
    if made is None:
        progress(0.2, _("drawing the pages"))
        pdf = draw(snapshot.kind, facts_of(snapshot), snapshot=snapshot, slots=_slots(snapshot.kind))
        progress(0.9, _("storing the file"))
        made = _keep(job, snapshot, pdf)
    return {"address": address(made), "label": _("Open the report")}


def _keep(job, snapshot, pdf):
    key = storage.put(pdf.data)
    with transaction.atomic():
        version = ReportDocument.objects.filter(
            snapshot__kind=snapshot.kind, project=snapshot.project, portfolio=snapshot.portfolio
        ).count()
        made, is_new = ReportDocument.objects.get_or_create(
            job=job,
            artefact="pdf",
            defaults={
                "snapshot": snapshot,
                "project": snapshot.project,
                "portfolio": snapshot.portfolio,
                "version": version + 1,
                "file_key": key,
                "pdf_sha256": hashlib.sha256(pdf.data).hexdigest(),
                "size": len(pdf.data),
                "pages": pdf.pages,
                "created_by": job.requester,
            },
        )
        if is_new:
            _ask_for_signatures(made)
            record("report.drawn", made, by=job.requester, project=made.project, sha256=made.pdf_sha256)
    if not is_new:
        storage.drop(key)
    made.refresh_from_db()
    return made


def _slots(kind):
    """Who has to sign a report of this kind, not stored yet."""
    return [
        SignatureSlot(seq=seq, role=role.value, meaning=str(meaning))
        for seq, (role, meaning) in enumerate(KINDS[kind].signatures, 1)
    ]


def _ask_for_signatures(document):
    slots = _slots(document.snapshot.kind)
    for slot in slots:
        slot.document = document
    SignatureSlot.objects.bulk_create(slots)


def issue_work(job, progress):
    """Draw the issued PDF, with its signature block, once; its bytes are what verification compares."""
    document = ReportDocument.objects.select_related("snapshot", "project", "portfolio").get(
        public_id=job.arguments["document"]
    )
    if document.state == ReportDocument.State.IN_SIGNATURE:
        progress(0.2, _("drawing the signed pages"))
        signatures = tuple(document.signatures.order_by("slot__seq").select_related("slot"))
        issued_at = max((signature.at for signature in signatures), default=job.created_at)
        pdf = draw(
            document.snapshot.kind,
            facts_of(document.snapshot),
            snapshot=document.snapshot,
            signatures=signatures,
            issued_at=issued_at,
        )
        _issue(document, pdf, issued_at, by=job.requester)
    return {"address": address(document), "label": _("Open the issued report")}


def _issue(document, pdf, issued_at, *, by):
    key = storage.put(pdf.data)
    draft = ""
    with transaction.atomic():
        row = ReportDocument.objects.select_for_update().get(pk=document.pk)
        if row.state == ReportDocument.State.IN_SIGNATURE:
            _supersede_earlier(row)
            draft, row.file_key = row.file_key, key
            row.pdf_sha256, row.size, row.pages = hashlib.sha256(pdf.data).hexdigest(), len(pdf.data), pdf.pages
            row.state, row.issued_at = ReportDocument.State.ISSUED, issued_at
            row.save(update_fields=["file_key", "pdf_sha256", "size", "pages", "state", "issued_at"])
            record("report.issued", row, by=by, project=row.project, sha256=row.pdf_sha256)
    storage.drop(draft or key)


def _supersede_earlier(document):
    ReportDocument.objects.filter(
        snapshot__kind=document.snapshot.kind,
        project=document.project,
        portfolio=document.portfolio,
        state=ReportDocument.State.ISSUED,
    ).update(state=ReportDocument.State.SUPERSEDED)


def sweep_files(now):
    """Take away files that a crash left without a row; a file younger than an hour may still get one."""
    known = set(ReportDocument.objects.values_list("file_key", flat=True))
    gone = list(storage.orphans(known, older_than=now - dt.timedelta(hours=1)))
    for key in gone:
        storage.drop(key)
    return len(gone)
