"""Which reports are there, who still has to sign, and is this file genuine?"""

import hashlib
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from budgets.models import LedgerEntry
from foundation.accounts.rights import ROLE_LABELS, Permission, Role
from foundation.errors import IllegalMove
from foundation.jobs.models import OPEN
from foundation.jobs.queries import mine
from projects.access import grants_of, visible_to, whole_portfolios
from reports.models import ReportDocument, ReportKind, ReportSnapshot, SignatureSlot

State = ReportDocument.State


def visible_documents(user):
    """The documents of the projects and portfolios whose reports (all of them carry money) the person may see."""
    projects = visible_to(user, Permission.REPORT_VIEW_MONEY)
    portfolios = whole_portfolios(user, Permission.PORTFOLIO_VIEW)
    rows = ReportDocument.objects.filter(Q(project__in=projects) | Q(portfolio__in=portfolios))
    return rows.select_related("snapshot", "project", "portfolio", "created_by__person")


def documents_of(project):
    rows = ReportDocument.objects.filter(project=project)
    return rows.select_related("snapshot", "project", "created_by__person")


def documents_of_portfolio(portfolio):
    rows = ReportDocument.objects.filter(portfolio=portfolio)
    return rows.select_related("snapshot", "portfolio", "created_by__person")


def open_jobs(portfolio, user):
    """The reports of the portfolio that this person asked for and that are not drawn yet."""
    wanted = ReportSnapshot.objects.filter(portfolio=portfolio, created_by=user, documents=None)
    keys = [f"report:{public_id}" for public_id in wanted.values_list("public_id", flat=True)]
    return mine(user).filter(idempotency_key__in=keys, state__in=OPEN)


def page(document, user):
    """What the page of one document shows: slots with signatures, and the slot that waits for this reader."""
    slots = list(document.slots.select_related("signature"))
    lines = [{"slot": s, "role": ROLE_LABELS[Role(s.role)], "signature": _signature(s)} for s in slots]
    mine = None
    signed = any(line["signature"] and line["signature"].user_id == user.pk for line in lines)
    if document.state == State.IN_SIGNATURE and document.project_id and not signed:
        roles = grants_of(user).roles_on(document.project)
        mine = next((s for s in slots if s.role in roles and not _signature(s)), None)
    return {"lines": lines, "mine": mine, "snapshot": document.snapshot}


def _signature(slot):
    return getattr(slot, "signature", None)


def waiting_for(user):
    """Slots that this person can sign now, over all projects."""
    open_slots = SignatureSlot.objects.filter(document__state=State.IN_SIGNATURE, signature__isnull=True)
    open_slots = open_slots.exclude(document__signatures__user=user).select_related(
        "document__project", "document__snapshot"
    )
    projects = visible_to(user, Permission.REPORT_SIGN)
    found = open_slots.filter(document__project__in=projects)
    return [s for s in found if s.role in grants_of(user).roles_on(s.document.project)]


def _closure_reports(project):
    return ReportDocument.objects.filter(project=project, snapshot__kind=ReportKind.CLOSURE, state=State.ISSUED)


def closure_signed(project):
    """Is there an issued closure report?"""
    return _closure_reports(project).exists()


def closure_obstacles(project):
    """What the report says must be how the project ends: it is signed, and no money came after its facts."""
    facts_of = (
        _closure_reports(project).order_by("-snapshot__created_at").values_list("snapshot__created_at", flat=True)
    )
    taken_at = facts_of.first()
    if taken_at is None:
        return [_("The closure report is not signed and issued.")]
    later = LedgerEntry.objects.filter(project=project, created_at__gt=taken_at).count()
    if not later:
        return []
    return [
        ngettext(
            "%(count)s entry was posted after the facts of the signed closure report: draw and sign a new one.",
            "%(count)s entries were posted after the facts of the signed closure report: draw and sign a new one.",
            later,
        )
        % {"count": later}
    ]


@dataclass(frozen=True)
class Verdict:
    """genuine: these bytes are those of an issued report. document: which. sha256: of the bytes shown."""

    genuine: bool
    sha256: str
    document: ReportDocument | None = None


def verify(data):
    """Compare bytes with those that were issued; one changed byte is another hash."""
    sha = hashlib.sha256(data).hexdigest()
    issued = ReportDocument.objects.filter(pdf_sha256=sha, state__in=[State.ISSUED, State.SUPERSEDED])
    found = issued.select_related("snapshot", "project", "portfolio").first()
    return Verdict(found is not None, sha, found)


def slot_for(document, user):
    """The slot that waits for this person, else the refusal that says why there is none."""
    mine = page(document, user)["mine"]
    if mine is None:
        raise IllegalMove(_("Nothing in this report waits for your signature."))
    return mine
