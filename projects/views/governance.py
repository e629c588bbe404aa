"""Charter, settings, stages and gates: what was decided about the project, and what comes next."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.accounts.rights import Permission
from foundation.layout import form_status
from projects import services
from projects.access import may, require
from projects.forms.governance import CharterForm, DecideForm, JudgeForm, SettingsForm, StageForm
from projects.models import Charter, GateReview, Stage
from projects.queries.governance import gate_obstacles, timeline
from projects.queries.obstacles import charter_obstacles

RIGHTS = {
    "can_edit": Permission.PROJECT_EDIT,
    "can_plan": Permission.PLAN_EDIT,
    "can_hold": Permission.GATE_HOLD,
    "can_decide": Permission.GATE_DECIDE,
    "can_assign": Permission.TEAM_ASSIGN,
    "can_raise": Permission.ISSUE_CREATE,
    "sees_issues": Permission.ISSUE_VIEW,
}


def rights(request, project):
    return {name: may(request.user, right, project) for name, right in RIGHTS.items()}


def form_page(request, project, form, title, back, **context):
    """One form of a project as a page, with a way back."""
    context |= {"project": project, "form": form, "title": title, "back": back}
    return render(request, "projects/form.html", context, status=form_status(form))


@require(Permission.PROJECT_VIEW)
def governance(request, project):
    charter = Charter.objects.filter(project=project).first()
    context = {"project": project, "charter": charter, "rows": timeline(project), **rights(request, project)}
    context["as_of"] = timezone.localdate()
    context["missing"] = charter_obstacles(project) if project.state == "draft" else []
    return render(request, "projects/governance.html", context)


@require(Permission.PROJECT_EDIT)
def charter_edit(request, project):
    charter = get_object_or_404(Charter, project=project)
    form = CharterForm(request.POST or None, instance=charter)
    if form.is_valid() and form.takes(lambda **said: services.edit_charter(charter, by=request.user, **said)):
        messages.success(request, _("The charter is saved."))
        return redirect("projects:governance", project.public_id)
    return form_page(request, project, form, _("Charter"), "projects:governance")


@require(Permission.PROJECT_EDIT)
def settings_edit(request, project):
    form = SettingsForm(request.POST or None, instance=project)
    if form.is_valid() and form.takes(lambda **said: services.edit_project(project, by=request.user, **said)):
        messages.success(request, _("The settings are saved."))
        return redirect("projects:governance", project.public_id)
    return form_page(request, project, form, _("Settings of the project"), "projects:governance")


@require(Permission.PLAN_EDIT, of=Stage)
def stage_edit(request, project, stage):
    form = StageForm(request.POST or None, instance=stage)
    if form.is_valid() and form.takes(lambda **said: services.edit_stage(stage, by=request.user, **said)):
        messages.success(request, _("The dates of the stage are saved."))
        return redirect("projects:governance", project.public_id)
    return form_page(request, project, form, _("Dates of {stage}").format(stage=stage), "projects:governance")


@require(Permission.PROJECT_VIEW, of=GateReview)
def gate(request, project, gate):
    context = {"project": project, "gate": gate, **rights(request, project)}
    context["obstacles"] = gate_obstacles(gate, by=request.user) if context["can_decide"] else []
    return render(request, "projects/gate.html", context)


@require(Permission.GATE_HOLD, of=GateReview)
def gate_hold(request, project, gate):
    form, today = JudgeForm(request.POST or None, gate=gate), timezone.localdate()
    if form.is_valid() and form.takes(lambda **said: services.hold_gate(gate, by=request.user, on=today, **said)):
        messages.success(request, _("{gate} is held and waits for its decision.").format(gate=gate))
        return redirect("projects:gate", project.public_id, gate.public_id)
    return form_page(request, project, form, _("Hold {gate}").format(gate=gate), "projects:governance")


@require(Permission.GATE_DECIDE, of=GateReview)
def gate_decide(request, project, gate):
    form, now = DecideForm(request.POST or None), timezone.now()
    when = {"at": now, "on": timezone.localdate(now)}
    if form.is_valid() and form.takes(lambda **said: services.decide_gate(gate, by=request.user, **when, **said)):
        messages.success(request, _("The decision on {gate} stands.").format(gate=gate))
        return redirect("projects:gate", project.public_id, gate.public_id)
    return form_page(request, project, form, _("Decide on {gate}").format(gate=gate), "projects:governance")
