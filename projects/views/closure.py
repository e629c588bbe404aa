"""The closure checklist, what still stands in the way, and the follow-on actions."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from foundation.accounts.rights import Permission
from projects import services
from projects.access import may, require
from projects.forms.issues import ActionForm, SettleForm
from projects.models import ClosureItem, FollowOnAction
from projects.queries.closure import actions_of, checklist, open_item_count
from projects.views.governance import form_page, rights


@require(Permission.PLAN_VIEW)
def closure(request, project):
    today = timezone.localdate()
    context = {"project": project, "sections": checklist(project), "actions": actions_of(project)}
    context |= rights(request, project)
    context["left"] = open_item_count(project, as_of=today).within(str(project.public_id), today)
    context["can_edit"] = may(request.user, Permission.CLOSURE_EDIT, project)
    return render(request, "projects/closure.html", context)


@require(Permission.CLOSURE_EDIT, of=ClosureItem)
def closure_item(request, project, item):
    initial = {"state": item.state, "note": item.note}
    form, today = SettleForm(request.POST or None, initial=initial), timezone.localdate()
    if form.is_valid() and form.takes(lambda **said: services.settle_item(item, by=request.user, on=today, **said)):
        return redirect("projects:closure", project.public_id)
    return form_page(request, project, form, item.text, "projects:closure", lede=item.section)


@require(Permission.CLOSURE_EDIT)
def action_add(request, project):
    form, today = ActionForm(request.POST or None), timezone.localdate()
    if form.is_valid() and form.takes(lambda **said: services.add_action(project, by=request.user, on=today, **said)):
        messages.success(request, _("The follow-on action is noted."))
        return redirect("projects:closure", project.public_id)
    return form_page(request, project, form, _("Add a follow-on action"), "projects:closure")


@require(Permission.CLOSURE_EDIT, of=FollowOnAction)
@require_POST
def action_done(request, project, action):
    services.finish_action(action, by=request.user, on=timezone.localdate())
    messages.success(request, _("The action is done."))
    return redirect("projects:closure", project.public_id)
