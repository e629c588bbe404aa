"""Which acts are on record, in all projects?"""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from foundation.accounts.queries import sealed
from foundation.accounts.rights import Permission
from foundation.tables import respond
from portfolio.audit_table import audit_rows, audit_table
from portfolio.queries.verification import soundness
from projects.access import may_anywhere, require_anywhere


@require_anywhere(Permission.AUDIT_VIEW)
@require_safe
def listed(request):
    """The record, newest first; a file of it only for the auditor."""
    may_export = may_anywhere(request.user, Permission.AUDIT_EXPORT)
    return respond(
        request, audit_table(), audit_rows(), "portfolio/audit.html", filename="audit", as_of=timezone.localdate(),
        may_export=may_export,
    )  # fmt: skip


@require_anywhere(Permission.AUDIT_EXPORT)
@require_safe
def checks(request):
    """Whether everything that must agree agrees now, and how far the record is sealed."""
    findings, seals = soundness(), sealed()
    return render(request, "portfolio/checks.html", {"findings": findings, "sealed": seals})
