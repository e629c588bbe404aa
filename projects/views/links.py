"""How is one link added, changed and taken away?"""

from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from foundation.accounts.rights import Permission
from foundation.forms import attempt
from foundation.layout import form_status
from projects import queries, services
from projects.access import require
from projects.forms.links import LinkForm
from projects.models import Dependency, Task
from projects.queries.clock import hours_of, work_calendars
from projects.views.days import today


@require(Permission.PLAN_EDIT, of=Task)
def add(request, project, task):
    """The task waits for another one."""
    form = LinkForm(request.POST or None, project=project, hours=_hours(project))
    doer = {"by": request.user, "on": today(project)}
    if form.is_valid() and attempt(
        form, lambda: services.add_link(form.cleaned_data["pred"], task, **form.values(), **doer)
    ):
        return redirect("projects:task", project.public_id, task.public_id)
    return _drawn(request, project, task, form, _("%(task)s waits for …") % {"task": task})


@require(Permission.PLAN_EDIT, of=Dependency)
def edit(request, project, link):
    """Type and lag of a link."""
    initial = {"type": link.type, "lag": queries.lag_text(project, link), "row_version": link.row_version}
    form = LinkForm(request.POST or None, project=project, hours=_hours(project), link=link, initial=initial)
    doer = {"by": request.user, "on": today(project)}
    if form.is_valid() and attempt(form, lambda: services.edit_link(
        link, version=form.cleaned_data["row_version"] or 0, **form.values(), **doer
    )):  # fmt: skip
        return redirect("projects:task", project.public_id, link.succ.public_id)
    return _drawn(request, project, link.succ, form, f"{link.pred} → {link.succ}")


@require(Permission.PLAN_EDIT, of=Dependency)
@require_POST
def remove(request, project, link):
    """The task no longer waits."""
    services.remove_link(link, by=request.user, on=today(project))
    return redirect("projects:task", project.public_id, link.succ.public_id)


def _drawn(request, project, task, form, title):
    context = {"project": project, "form": form, "title": title, "task": task, "back": "projects:plan"}
    return render(request, "projects/plan/form.html", context, status=form_status(form))


def _hours(project):
    return hours_of(work_calendars([project.calendar_id])[project.calendar_id])
