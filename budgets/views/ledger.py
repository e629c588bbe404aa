"""The pages of the ledger: its entries, one entry, posting and reversing."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from budgets import services
from budgets.forms.ledger import EntryForm, ReverseForm
from budgets.models import LedgerEntry
from budgets.queries.ledger import entries
from budgets.queries.ledger_table import ledger_table
from budgets.views.answers import answer
from foundation.accounts.rights import Permission
from foundation.tables import filter_query, respond
from projects.access import may, require


@require(Permission.LEDGER_VIEW)
def ledger(request, project):
    """Every entry of the project: filtered, sorted, paged, taken home."""
    rights = {"can_post": may(request.user, Permission.LEDGER_POST, project)}
    return respond(
        request, ledger_table(project), entries(project).select_related("project"), "budgets/ledger.html",
        {"project": project, **rights}, filename=f"ledger-{project.code}", as_of=timezone.localdate(),
        may_export=may(request.user, Permission.LEDGER_EXPORT, project), query=filter_query(request),
    )  # fmt: skip


@require(Permission.LEDGER_VIEW, of=LedgerEntry)
def entry(request, project, entry):
    """Everything about one entry: its document, both amounts, the rate, its reversal."""
    found = entries(project).get(pk=entry.pk)
    can_reverse = not found.reverses_id and not hasattr(found, "reversed_by")
    can_reverse = can_reverse and may(request.user, Permission.LEDGER_POST, project)
    return render(request, "budgets/entry.html", {"project": project, "entry": found, "can_reverse": can_reverse})


@require(Permission.LEDGER_POST)
def post_entry(request, project):
    """One posting by hand."""

    def act(**data):
        return services.post_entry(project, by=request.user, **data)

    form = EntryForm(request.POST or None, project=project, initial={"date": timezone.localdate()})
    to = reverse("budgets:ledger", args=[project.public_id])
    return answer(request, form, act, to=to, title=_("Post an entry"), project=project, submit=_("Post it"))


@require(Permission.LEDGER_POST, of=LedgerEntry)
def reverse_entry(request, project, entry):
    """Mirror an entry."""

    def act(**data):
        return services.reverse_entry(entry, by=request.user, **data)

    form = ReverseForm(request.POST or None, initial={"on": timezone.localdate()})
    to = reverse("budgets:entry", args=[project.public_id, entry.public_id])
    title = _("Reverse %(document)s") % {"document": entry.document}
    return answer(request, form, act, to=to, title=title, project=project, submit=_("Reverse it"))


@require(Permission.LEDGER_POST)
@require_POST
def post_timesheets(request, project):
    """Pull approved time-sheet lines into the ledger."""
    posted = services.post_timesheets(project, by=request.user, on=timezone.localdate())
    if posted:
        messages.success(request, _("%(count)s time-sheet lines posted.") % {"count": len(posted)})
    else:
        messages.info(
            request, _("No approved hours wait to be posted. Hours enter the ledger when their week is approved.")
        )
    return redirect("budgets:ledger", project.public_id)
