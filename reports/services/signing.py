"""Who puts his name to a report, on exactly which facts, and when is it issued?"""

from django.db import transaction
from django.utils.translation import gettext as _

from foundation.accounts.rights import ROLE_LABELS, Permission, Role
from foundation.accounts.services import notify, record, withdraw
from foundation.errors import IllegalMove, Refused
from foundation.jobs.services import enqueue
from projects.access import grants_of, may_in_portfolio, people_with
from reports.facts.closure import ClosureFacts
from reports.kinds import TEMPLATE_VERSION
from reports.models import ReportDocument, Signature
from reports.services.drawing import address, facts_of

State = ReportDocument.State


def _locked(document):
    rows = ReportDocument.objects.select_for_update(of=("self",)).select_related("snapshot", "project", "portfolio")
    return rows.get(pk=document.pk)


@transaction.atomic
def start_signing(document, *, by):
    """From draft to signature: the signers are told."""
    document = _locked(document)
    if document.state != State.DRAFT or not document.slots.exists():
        raise IllegalMove(_("Only a draft that needs signatures can be sent to its signers."))
    _refuse_unreconciled(document)
    _refuse_other_template(document)
    document.state, document.updated_by = State.IN_SIGNATURE, by
    document.save(update_fields=["state", "updated_by"])
    record("report.in_signature", document, by=by, project=document.project)
    notify(set(people_with(Permission.REPORT_SIGN, document.project)), _asked(document), address=address(document))
    return document


def _asked(document):
    """What the bells of the signers say until they have signed."""
    return _("A report waits for your signature: %(code)s") % {"code": document.project.code}


def _refuse_unreconciled(document):
    """Facts that are not those that were hashed, or whose balance does not reconcile to 0.00, are never signed."""
    facts = facts_of(document.snapshot)
    if isinstance(facts, ClosureFacts):
        off = [c.name for c in facts.balance.controls if c.difference]
        if off:
            raise IllegalMove(_("The final balance does not reconcile to 0.00."), obstacles=off)


def _refuse_other_template(document):
    """What is signed is what will be drawn: a template that changed since would print another page."""
    if document.snapshot.template_version != TEMPLATE_VERSION:
        raise IllegalMove(_("The report's template changed since it was drawn. Ask for the report again."))


@transaction.atomic
def sign(document, *, slot, by, at):
    """Put `by`'s name into the slot: he holds its role on the project and has not signed another slot."""
    document = _locked(document)
    if document.state != State.IN_SIGNATURE or slot.document_id != document.pk:
        raise IllegalMove(_("This report is not open for signatures."))
    _refuse_other_role(document, slot, by)
    if Signature.objects.filter(slot=slot).exists():
        raise IllegalMove(_("This line is signed already."))
    _refuse_second_signature(document, by)
    _refuse_unreconciled(document)
    _refuse_other_template(document)
    made = Signature.objects.create(
        slot=slot,
        document=document,
        user=by,
        name=by.person.name,
        role=slot.role,
        at=at,
        snapshot_sha256=document.snapshot.sha256,
        template_version=document.snapshot.template_version,
    )
    record("report.signed", document, by=by, project=document.project, role=slot.role)
    is_last = document.signatures.count() == document.slots.count()
    withdraw(_asked(document), address=address(document), users=None if is_last else [by])
    if is_last:
        _issue_later(document, by)
    return made


def _refuse_other_role(document, slot, by):
    """Whoever signs holds the role of the line on this project."""
    if slot.role not in grants_of(by).roles_on(document.project):
        words = {"role": ROLE_LABELS[Role(slot.role)]}
        raise Refused(_("Only the %(role)s of the project signs here.") % words)


def _refuse_second_signature(document, by):
    """Two roles of one person are still one pair of eyes."""
    if document.signatures.filter(user=by).exists():
        raise IllegalMove(_("One person signs a report once."))


def _issue_later(document, by):
    return enqueue(
        kind="issue",
        task="reports.tasks.issue",
        arguments={"document": str(document.public_id)},
        key=f"issue:{document.public_id}",
        by=by,
        project=document.project,
        permission=Permission.REPORT_VIEW,
        title=_("Issued report"),
    )


@transaction.atomic
def issue_unsigned(document, *, by):
    """A report without signatures (portfolio status) is issued by the portfolio office."""
    document = _locked(document)
    if document.state != State.DRAFT or document.slots.exists():
        raise IllegalMove(_("This report is issued by its last signature."))
    if not may_in_portfolio(by, Permission.REPORT_CREATE, document.portfolio):
        raise Refused(_("Only the portfolio office issues this report."))
    document.state, document.updated_by = State.IN_SIGNATURE, by
    document.save(update_fields=["state", "updated_by"])
    record("report.in_signature", document, by=by)
    return _issue_later(document, by)


@transaction.atomic
def reject(document, *, by, reason):
    """A signer says no: the document is spent, a new version starts from new facts."""
    document = _locked(document)
    if document.state != State.IN_SIGNATURE:
        raise IllegalMove(_("This report is not open for signatures."))
    if not reason.strip():
        raise Refused(_("Say why you do not sign."), field="reason")
    roles = grants_of(by).roles_on(document.project)
    if not document.slots.filter(role__in=roles, signature__isnull=True).exists():
        raise Refused(_("Only somebody who still has to sign can reject."))
    document.state, document.rejected_because, document.updated_by = State.REJECTED, reason, by
    document.save(update_fields=["state", "rejected_because", "updated_by"])
    record("report.rejected", document, by=by, project=document.project)
    withdraw(_asked(document), address=address(document))
    if document.created_by:
        notify([document.created_by], _("A report was not signed: %(why)s") % {"why": reason[:150]},
               address=address(document))  # fmt: skip
    return document
