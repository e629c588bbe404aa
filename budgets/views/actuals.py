"""The pages on which a file of entries is chosen, looked at, and imported or given up."""

import io

import xlsxwriter
from django.contrib import messages
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from budgets import services
from budgets.forms.ledger import UploadForm
from budgets.queries.ledger import ledger_address
from budgets.services.actuals import drop_upload, keep_upload, kept_upload, read_actuals
from budgets.services.actuals_columns import COLUMNS
from budgets.views.answers import tried
from foundation.accounts.rights import Permission
from foundation.exports import XLSX_TYPE
from foundation.layout import form_status
from projects.access import require

SALT = "budgets.actuals"
MOST_SHOWN = 200


@require(Permission.LEDGER_POST)
def choose_file(request, project):
    """Take the file in; the next page shows what it would post."""

    def act(file):
        data = file.read()
        read_actuals(project, data, file.name, by=request.user)
        held = {"key": keep_upload(data), "name": file.name[:200], "project": project.pk, "user": request.user.pk}
        return signing.dumps(held, salt=SALT)

    form = UploadForm(request.POST or None, request.FILES or None)
    token = tried(form, act) if request.method == "POST" else None
    if token:
        return redirect("budgets:actuals_preview", project.public_id, token)
    return render(request, "budgets/actuals_choose.html", {"project": project, "form": form}, status=form_status(form))


def _held(request, project, token):
    """What the signed address says; another project's or person's is as good as none."""
    try:
        held = signing.loads(token, salt=SALT, max_age=24 * 3600)
    except signing.BadSignature as error:
        raise Http404 from error
    if held["project"] != project.pk:
        raise Http404
    if held["user"] != request.user.pk:
        raise PermissionDenied
    return held


@require(Permission.LEDGER_POST)
def preview(request, project, token):
    """What the file would post, and every cell that cannot be."""
    held = _held(request, project, token)
    reading = read_actuals(project, kept_upload(held["key"]), held["name"], by=request.user)
    context = {"project": project, "reading": reading, "token": token, "most": MOST_SHOWN}
    context["remarks"] = reading.remarks[:MOST_SHOWN]
    context |= {"entries": reading.entries[:MOST_SHOWN], "problems": reading.problems[:MOST_SHOWN]}
    return render(request, "budgets/actuals_preview.html", context)


@require(Permission.LEDGER_POST)
@require_POST
def confirm(request, project, token):
    """Post all of it."""
    held = _held(request, project, token)
    batch = services.import_actuals(project, kept_upload(held["key"]), held["name"], by=request.user)
    drop_upload(held["key"])
    messages.success(request, _("%(count)s entries posted.") % {"count": batch.rows})
    return redirect(ledger_address(project, batch=batch.file_name))


@require(Permission.LEDGER_POST)
@require_POST
def give_up(request, project, token):
    """Forget the file."""
    drop_upload(_held(request, project, token)["key"])
    return redirect("budgets:ledger", project.public_id)


@require(Permission.LEDGER_POST)
def template_file(request, project):
    """An empty workbook with the columns that the import reads."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet("actuals")
        sheet.write_row(0, 0, COLUMNS)
        sheet.set_column(0, len(COLUMNS) - 1, 16)
    response = HttpResponse(file.getvalue(), content_type=XLSX_TYPE)
    response["Content-Disposition"] = 'attachment; filename="actuals-template.xlsx"'
    return response
