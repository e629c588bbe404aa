"""The pages of an import: choose, match the columns, look at the losses, import, take back."""

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import FileResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from foundation.accounts.rights import Permission
from foundation.errors import Refused
from foundation.layout import form_status
from foundation.tables import respond
from portfolio.forms.imports import MappingForm, ModeForm, UploadForm
from portfolio.importing import lists, questions, steps
from portfolio.importing.files import keep_file
from portfolio.importing.taking import confirm_columns
from portfolio.models import ImportBatch
from projects.access import may_in_portfolio, require_anywhere, require_portfolio

State = ImportBatch.State


def _home(batch):
    return redirect("portfolio:import_open", batch.portfolio.public_id, batch.public_id)


def _tried(form, act):
    """The answer of `act`; what it refuses stands next to its field. None when nothing was done."""
    try:
        return act() if form.is_valid() else None
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        return None


@require_anywhere(Permission.PORTFOLIO_IMPORT_VIEW)
@require_safe
def list_imports(request):
    context = {"can_import": bool(questions.portfolios_with(request.user, Permission.PORTFOLIO_IMPORT))}
    rows = questions.imports_seen_by(request.user)
    return respond(request, lists.IMPORTS, rows, "portfolio/imports/list.html", context, filename=_("imports"))


@require_anywhere(Permission.PORTFOLIO_IMPORT)
@require_safe
def choose_portfolio(request):
    portfolios = questions.portfolios_with(request.user, Permission.PORTFOLIO_IMPORT)
    if len(portfolios) == 1:
        return redirect("portfolio:import_upload", portfolios[0].public_id)
    return render(request, "portfolio/imports/choose.html", {"portfolios": portfolios})


def _keep(form, portfolio, user):
    file, day = form.cleaned_data["file"], form.cleaned_data["as_of"]
    batch = keep_file(portfolio=portfolio, name=file.name, content=file.read(), by=user, as_of=day)
    steps.ask(batch, steps.READ, by=user)
    return batch


@require_portfolio(Permission.PORTFOLIO_IMPORT)
def upload_file(request, portfolio):
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = UploadForm(*sent)
    batch = _tried(form, lambda: _keep(form, portfolio, request.user))
    if batch:
        return _home(batch)
    context = {"portfolio": portfolio, "form": form}
    return render(request, "portfolio/imports/upload.html", context, status=form_status(form))


@require_portfolio(Permission.PORTFOLIO_IMPORT_VIEW)
@require_safe
def open_import(request, portfolio, object_id):
    batch = questions.batch_of(portfolio, object_id)
    job = questions.progress(batch, request.user, now=timezone.now())
    can_import = may_in_portfolio(request.user, Permission.PORTFOLIO_IMPORT, portfolio)
    if can_import and not job and batch.state == State.READ:
        return redirect("portfolio:import_map", portfolio.public_id, batch.public_id)
    context = {"portfolio": portfolio, "batch": batch, "job": job, "can_import": can_import}
    name = _("loss report of {file}").format(file=batch.file_name)
    return respond(request, lists.LOSSES, batch.notes.all(), "portfolio/imports/open.html", context, filename=name)


@require_portfolio(Permission.PORTFOLIO_IMPORT)
def map_columns(request, portfolio, object_id):
    batch = questions.batch_of(portfolio, object_id)
    if batch.state not in (State.READ, State.DRY_RUN):
        return _home(batch)
    form = MappingForm(request.POST or None, batch=batch)
    if request.method == "POST" and _tried(form, lambda: confirm_columns(batch, by=request.user, **form.answer)):
        steps.ask(batch, steps.CHECK, by=request.user)
        return _home(batch)
    context = {"portfolio": portfolio, "batch": batch, "form": form}
    return render(request, "portfolio/imports/columns.html", context, status=form_status(form))


@require_portfolio(Permission.PORTFOLIO_IMPORT)
@require_POST
def run_import(request, portfolio, object_id):
    batch = questions.batch_of(portfolio, object_id)
    form = ModeForm(request.POST)
    if not form.is_valid():
        raise Refused(_("Choose: all or nothing, or good rows only."))
    steps.ask(batch, steps.IMPORT, by=request.user, mode=form.cleaned_data["mode"])
    return _home(batch)


@require_portfolio(Permission.PORTFOLIO_IMPORT_VIEW)
@require_safe
def list_projects(request, portfolio, object_id):
    batch = questions.batch_of(portfolio, object_id)
    context = {"portfolio": portfolio, "batch": batch}
    rows = questions.projects_of(batch, request.user)
    return respond(request, lists.PROJECTS, rows, "portfolio/imports/projects.html", context, filename=batch.file_name)


@require_portfolio(Permission.PORTFOLIO_IMPORT)
def undo_import(request, portfolio, object_id):
    batch = questions.batch_of(portfolio, object_id)
    if request.method == "POST" and batch.state == State.DONE:
        steps.ask(batch, steps.UNDO, by=request.user)
        messages.info(request, _("The import is being taken back."))
    if request.method == "POST" or batch.state != State.DONE:
        return _home(batch)
    return render(request, "portfolio/imports/undo.html", {"portfolio": portfolio, "batch": batch})


@require_portfolio(Permission.PORTFOLIO_IMPORT_VIEW)
@require_safe
def download_file(request, portfolio, object_id):
    batch = questions.batch_of(portfolio, object_id)
    file = default_storage.open(batch.file_key)
    return FileResponse(file, as_attachment=True, filename=batch.file_name, content_type="application/octet-stream")
