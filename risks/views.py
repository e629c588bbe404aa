"""What does a person do on the pages of risks?"""

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from foundation.accounts.rights import Permission
from foundation.errors import Refused
from foundation.layout import form_status
from foundation.tables import respond as table_page
from projects.access import may, require, require_anywhere
from risks import forms, queries, services
from risks.access import all_risks_visible_to, risks_visible_to
from risks.models import Risk, RiskResponse
from risks.tables import EVERYWHERE, REGISTER

TODAY = timezone.localdate


def _seen(request, project, risk):
    """A confidential risk is a missing one for everybody who is not named."""
    if not risks_visible_to(request.user, project).filter(pk=risk.pk).exists():
        raise Http404
    return risk


def _done(project, risk):
    return redirect("risks:risk", project.public_id, risk.public_id)


def _form_page(request, project, form, title, risk=None):
    context = {"project": project, "form": form, "title": title, "risk": risk}
    return render(request, "risks/form.html", context, status=form_status(form))


def _accepted(form, act):
    """Run the verb with the cleaned form; a refusal becomes an error beside its field. True when done."""
    if not form.is_valid():
        return False
    try:
        form.made = act(form.cleaned_data)
    except Refused as refusal:
        if refusal.status != 422:
            raise
        field = refusal.field if refusal.field in form.fields else None
        form.add_error(field, refusal.message)
        return False
    return True


@require_anywhere(Permission.RISK_VIEW)
def home(request):
    rows = queries.with_current(all_risks_visible_to(request.user)).select_related("project", "owner")
    rows = queries.with_review(rows, on=TODAY())
    late = queries.overdue(all_risks_visible_to(request.user), on=TODAY())[:10].select_related("project")
    return table_page(request, EVERYWHERE, rows, "risks/home.html", {"overdue": late}, filename="risks")


@require(Permission.RISK_VIEW)
def register(request, project):
    seen = risks_visible_to(request.user, project)
    rows = queries.with_review(queries.with_current(seen), on=TODAY()).select_related("project", "owner")
    context = {
        "project": project,
        "facts": queries.exposure(project, as_of=TODAY()),
        "matrix": queries.matrix_figures(project, seen, as_of=TODAY()),
        "can_create": may(request.user, Permission.RISK_CREATE, project),
    }
    return table_page(request, REGISTER, rows, "risks/register.html", context, filename=f"{project.code}-risks")


@require(Permission.RISK_VIEW)
def panel(request, project):
    seen = risks_visible_to(request.user, project)
    context = {
        "project": project,
        "facts": queries.exposure(project, as_of=TODAY()),
        "top": queries.top(project, 5, seen),
    }
    return render(request, "risks/_panel.html", context)


@require(Permission.RISK_CREATE)
def identify(request, project):
    may_hide = may(request.user, Permission.RISK_EDIT, project)
    form = forms.RiskForm(request.POST or None, project=project, may_hide=may_hide)
    if _accepted(form, lambda data: services.identify(project, by=request.user, **data)):
        return _done(project, form.made)
    return _form_page(request, project, form, _("New risk"))


@require(Permission.RISK_VIEW, of=Risk)
def risk(request, project, risk):
    shown = _seen(request, project, risk)
    context = queries.page(shown, as_of=TODAY())
    context["can_edit"] = may(request.user, Permission.RISK_EDIT, project)
    context["can_draw"] = may(request.user, Permission.RISK_APPROVE, project)
    return render(request, "risks/risk.html", {"project": project, "risk": shown, **context})


@require(Permission.RISK_EDIT, of=Risk)
def edit(request, project, risk):
    _seen(request, project, risk)
    form = forms.RiskEditForm.of(risk, request.POST or None, project=project)

    def act(data):
        version = data.pop("row_version")
        return services.describe(risk, version=version, by=request.user, **data)

    if _accepted(form, act):
        return _done(project, risk)
    return _form_page(request, project, form, _("Change the risk"), risk)


@require(Permission.RISK_EDIT, of=Risk)
def assess(request, project, risk):
    _seen(request, project, risk)
    form = forms.AssessmentForm(request.POST or None)
    if _accepted(form, lambda _data: services.assess(risk, by=request.user, on=TODAY(), **form.values())):
        return _done(project, risk)
    return _form_page(request, project, form, _("Assess the risk"), risk)


@require(Permission.RISK_EDIT, of=Risk)
def respond(request, project, risk):
    _seen(request, project, risk)
    form = forms.ResponseForm(request.POST or None, risk=risk)
    if _accepted(form, lambda data: services.add_response(risk, by=request.user, **data)):
        return _done(project, risk)
    return _form_page(request, project, form, _("Plan a response"), risk)


@require(Permission.RISK_EDIT, of=RiskResponse)
@require_POST
def move_response(request, project, response):
    _seen(request, project, response.risk)
    form = forms.ResponseMoveForm(request.POST)
    if not form.is_valid():
        raise Refused(_("Say what became of the answer, from the page that shows it."))
    data = form.cleaned_data
    services.move_response(response, by=request.user, on=TODAY(), state=data["state"], version=data["row_version"])
    return _done(project, response.risk)


@require(Permission.RISK_EDIT, of=Risk)
@require_POST
def monitor(request, project, risk):
    return _done(project, services.monitor(_seen(request, project, risk), by=request.user))


@require(Permission.RISK_EDIT, of=Risk)
def occur(request, project, risk):
    _seen(request, project, risk)
    form = forms.OccurForm(request.POST or None, today=TODAY())
    if _accepted(form, lambda data: services.occur(risk, by=request.user, on=data.pop("occurred_on"), **data)):
        return _done(project, risk)
    return _form_page(request, project, form, _("The risk has occurred"), risk)


@require(Permission.RISK_EDIT, of=Risk)
def close(request, project, risk):
    _seen(request, project, risk)
    form = forms.ReasonForm(request.POST or None)
    if _accepted(form, lambda data: services.close(risk, by=request.user, **data)):
        return _done(project, risk)
    return _form_page(request, project, form, _("Close the risk"), risk)


@require(Permission.RISK_EDIT, of=Risk)
def reopen(request, project, risk):
    _seen(request, project, risk)
    form = forms.ReasonForm(request.POST or None)
    if _accepted(form, lambda data: services.reopen(risk, by=request.user, **data)):
        return _done(project, risk)
    return _form_page(request, project, form, _("Open the risk again"), risk)


@require(Permission.RISK_APPROVE, of=Risk)
def draw(request, project, risk):
    _seen(request, project, risk)
    form = forms.DrawForm(request.POST or None)
    if _accepted(form, lambda data: services.draw_contingency(risk, by=request.user, on=TODAY(), **data)):
        return _done(project, risk)
    return _form_page(request, project, form, _("Draw on the contingency"), risk)
