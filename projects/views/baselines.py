"""Which versions of the plan were promised, and how far is the plan from them?"""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from foundation.accounts.rights import Permission
from foundation.forms import attempt
from foundation.layout import form_status
from projects import queries, services
from projects.access import may, require
from projects.forms.baselines import ReasonForm
from projects.models import Baseline
from projects.views.days import today


@require(Permission.BASELINE_VIEW)
@require_safe
def listed(request, project):
    """All versions, the newest first."""
    return render(request, "projects/plan/baselines.html", {
        "project": project, "baselines": queries.baselines(project),
        "can_submit": may(request.user, Permission.BASELINE_SUBMIT, project),
    })  # fmt: skip


@require(Permission.BASELINE_VIEW, of=Baseline)
@require_safe
def compared(request, project, baseline):
    """One version against the plan as it is now, and what may be done with it."""
    return render(request, "projects/plan/baseline.html", {
        "project": project, "baseline": baseline, "rows": queries.differences(baseline, project),
        "can_submit": may(request.user, Permission.BASELINE_SUBMIT, project),
        "can_return": may(request.user, Permission.BASELINE_APPROVE, project),
        "approve_url": _approval(request.user, project, baseline),
    })  # fmt: skip


def _approval(user, project, baseline):
    """Where it is approved: a page of the app that knows the money, if there is one and the reader may."""
    rights = (Permission.BASELINE_APPROVE, Permission.BASELINE_APPROVE_MONEY)
    if not any(may(user, right, project) for right in rights):
        return ""
    try:
        return reverse("budgets:baseline_approve", args=[project.public_id, baseline.public_id])
    except NoReverseMatch:
        return ""


@require(Permission.BASELINE_SUBMIT)
def draft(request, project):
    """A new version from the plan as it is now."""
    form = ReasonForm(request.POST or None)
    doer = {"by": request.user, "on": today(project)}
    if form.is_valid() and attempt(form, lambda: services.draft_baseline(project, **form.cleaned_data, **doer)):
        return redirect("projects:baseline", project.public_id, form.result.public_id)
    context = {"project": project, "form": form, "title": _("New baseline"), "back": "projects:baselines"}
    return render(request, "projects/plan/form.html", context, status=form_status(form))


@require(Permission.BASELINE_SUBMIT, of=Baseline)
@require_POST
def submit(request, project, baseline):
    """Hand the draft over for decision."""
    services.submit_baseline(baseline, by=request.user, on=today(project))
    messages.success(request, _("Version %(version)s waits for its approval.") % {"version": baseline.version})
    return redirect("projects:baseline", project.public_id, baseline.public_id)


@require(Permission.BASELINE_APPROVE, of=Baseline)
def send_back(request, project, baseline):
    """Give a submitted version back, with the reason."""
    form = ReasonForm(request.POST or None)
    doer = {"by": request.user, "on": today(project)}
    if form.is_valid() and attempt(form, lambda: services.return_baseline(baseline, **form.cleaned_data, **doer)):
        return redirect("projects:baseline", project.public_id, baseline.public_id)
    title = _("Return version %(version)s") % {"version": baseline.version}
    context = {"project": project, "form": form, "title": title, "back": "projects:baselines"}
    return render(request, "projects/plan/form.html", context, status=form_status(form))


@require(Permission.BASELINE_SUBMIT, of=Baseline)
@require_POST
def delete(request, project, baseline):
    """Throw a draft away."""
    services.delete_baseline(baseline, by=request.user)
    messages.success(request, _("The draft was deleted."))
    return redirect("projects:baselines", project.public_id)
