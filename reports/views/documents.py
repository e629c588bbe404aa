"""What does a person do with the reports of a project?"""

from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from foundation.accounts.rights import Permission
from foundation.layout import form_status
from foundation.tables import respond
from projects.access import may, require, require_anywhere
from reports import forms, gathering, queries, services
from reports.models import ReportDocument
from reports.tables import DOCUMENTS, OF_PROJECT
from reports.views.files import pdf_of


@require_anywhere(Permission.REPORT_VIEW)
def home(request):
    context = {"waiting": queries.waiting_for(request.user)}
    return respond(request, DOCUMENTS, queries.visible_documents(request.user), "reports/home.html", context)


@require(Permission.REPORT_VIEW_MONEY)
def project(request, project):
    context = {
        "project": project,
        "kinds": gathering.offered(project),
        "can_ask": may(request.user, Permission.REPORT_CREATE, project),
    }
    rows = queries.documents_of(project)
    return respond(request, OF_PROJECT, rows, "reports/project.html", context)


@require(Permission.REPORT_CREATE)
@require_POST
def ask(request, project):
    form = forms.AskForm(request.POST)
    if not form.is_valid():
        return render(request, "reports/ask.html", {"project": project, "form": form}, status=form_status(form))
    job = services.ask(project, form.cleaned_data["kind"], by=request.user, on=timezone.localdate())
    return redirect("jobs:page", job.public_id)


@require(Permission.REPORT_VIEW_MONEY, of=ReportDocument)
def document(request, project, document):
    context = queries.page(document, request.user)
    context["can_start"] = may(request.user, Permission.REPORT_CREATE, project) and document.state == "draft"
    context["can_download"] = may(request.user, Permission.REPORT_EXPORT, project)
    context["reject_form"] = forms.RejectForm()
    return render(
        request, "reports/document.html", {"project": project, "subject": project, "document": document, **context}
    )


@require(Permission.REPORT_EXPORT, of=ReportDocument)
def download(request, project, document):
    return pdf_of(document, request.user, project)


@require(Permission.REPORT_CREATE, of=ReportDocument)
@require_POST
def start_signing(request, project, document):
    services.start_signing(document, by=request.user)
    return redirect("reports:document", project.public_id, document.public_id)


@require(Permission.REPORT_SIGN, of=ReportDocument)
@require_POST
def sign(request, project, document):
    slot = queries.slot_for(document, request.user)
    services.sign(document, slot=slot, by=request.user, at=timezone.now())
    return redirect("reports:document", project.public_id, document.public_id)


@require(Permission.REPORT_SIGN, of=ReportDocument)
@require_POST
def reject(request, project, document):
    form = forms.RejectForm(request.POST)
    if form.is_valid():
        services.reject(document, by=request.user, reason=form.cleaned_data["reason"])
        return redirect("reports:document", project.public_id, document.public_id)
    context = {"project": project, "document": document, "form": form, "title": _("Do not sign")}
    return render(request, "reports/reject.html", context, status=form_status(form))
