"""How is one task seen, added, changed, moved, reported, cancelled and deleted - also without scripts?"""

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from foundation.accounts.rights import Permission
from foundation.forms import attempt, only
from foundation.layout import form_status
from projects import queries, services
from projects.access import require
from projects.forms.tasks import ProgressForm, TaskForm
from projects.models import Task
from projects.queries.clock import Clock, hours_of, work_calendars
from projects.views.days import today
from projects.views.plan_rows import editing


@require(Permission.PLAN_VIEW, of=Task)
@require_safe
def task(request, project, task):
    """Everything about one task, and what the reader may do to it."""
    facts = queries.task_facts(project, task, as_of=today(project))
    rights = editing(request.user, project)
    return render(request, "projects/plan/task.html", {
        "project": project, "task": task, "facts": facts, "can_edit": rights.all,
        "can_report": facts.is_leaf and bool(rights.save_name(facts)),
        "moves": _MOVES,
    })  # fmt: skip


@require(Permission.PLAN_EDIT)
def add(request, project):
    """A new task, last of all, or `?after=` another, or `?parent=` below another."""
    form = TaskForm(request.POST or None, project=project, **_terms(project))
    place = _place(project, request.GET)
    if form.is_valid() and attempt(form, lambda: _add(form, project, place, request.user)):
        return redirect(_row_address(project, form.task))
    context = {"project": project, "form": form, "title": _("New task"), "place": place, "back": "projects:plan"}
    return render(request, "projects/plan/form.html", context, status=form_status(form))


@require(Permission.PLAN_EDIT, of=Task)
def edit(request, project, task):
    """All fields of a task on one page."""
    form = TaskForm(request.POST or None, project=project, task=task, **_terms(project))
    if not form.is_bound:
        form.initial["predecessors"] = queries.predecessors_text(project, task)
    if form.is_valid() and attempt(form, lambda: _edit(form, task, request.user)):
        return redirect(_row_address(project, task))
    context = {"project": project, "form": form, "title": str(task), "back": "projects:plan"}
    return render(request, "projects/plan/form.html", context, status=form_status(form))


@require(Permission.PROGRESS_OWN, of=Task)
def progress(request, project, task):
    """How far a task is, by its responsible person or the manager."""
    form = ProgressForm(request.POST or None, task=task, **_terms(project))
    doer = {"by": request.user, "on": today(project)}
    if form.is_valid() and attempt(form, lambda: services.report_progress(
        task, version=form.cleaned_data["row_version"], **doer, **form.reported()
    )):  # fmt: skip
        return redirect(_row_address(project, task))
    title = _("Progress of %(task)s") % {"task": task}
    context = {"project": project, "form": form, "title": title, "back": "projects:plan"}
    return render(request, "projects/plan/form.html", context, status=form_status(form))


_MOVES = (
    ("up", gettext_lazy("Up"), "arrow-up"), ("down", gettext_lazy("Down"), "arrow-down"),
    ("indent", gettext_lazy("Indent"), "list-indent-increase"),
    ("outdent", gettext_lazy("Outdent"), "list-indent-decrease"),
)  # fmt: skip


@require(Permission.PLAN_EDIT, of=Task)
@require_POST
def move(request, project, task):
    """Up, down, indent or outdent."""
    only(request.POST, {"how"})
    how = request.POST.get("how", "")
    if how not in {name for name, *_rest in _MOVES}:
        raise BadRequest
    services.move_task(task, how=how, by=request.user, on=today(project))
    return redirect("projects:task", project.public_id, task.public_id)


@require(Permission.PLAN_EDIT, of=Task)
@require_POST
def cancel(request, project, task):
    """The work will not be done."""
    services.cancel_task(task, by=request.user, on=today(project))
    restore = reverse("projects:task_restore", args=[project.public_id, task.public_id])
    messages.success(request, _("%(task)s is cancelled.") % {"task": task}, extra_tags=restore)
    return redirect(_row_address(project, task))


@require(Permission.PLAN_EDIT, of=Task)
@require_POST
def restore(request, project, task):
    """The work will be done after all."""
    services.restore_task(task, by=request.user, on=today(project))
    return redirect(_row_address(project, task))


@require(Permission.PLAN_EDIT, of=Task)
def delete(request, project, task):
    """Says what is lost, then deletes a task on which nothing was built."""
    if request.method == "POST":
        services.delete_task(task, by=request.user, on=today(project))
        messages.success(request, _("%(task)s was deleted.") % {"task": task})
        return redirect("projects:plan", project.public_id)
    return render(request, "projects/plan/delete.html", {"project": project, "task": task})


def _terms(project):
    calendar = work_calendars([project.calendar_id])[project.calendar_id]
    return {"clock": Clock(project.zone), "hours": hours_of(calendar)}


def _place(project, asked):
    """Where the new task goes: `after` and `parent`, if they are tasks of this project."""
    return {name: queries.task_of(project, asked[name]) for name in ("after", "parent") if asked.get(name)}


def _add(form, project, place, by):
    words = form.cleaned_data["predecessors"]
    form.task = services.add_task(project, by=by, on=today(project), predecessors=words, **place, **form.values())


def _edit(form, task, by):
    words = form.cleaned_data["predecessors"] if "predecessors" in form.data else None
    version = form.cleaned_data["row_version"] or 0
    services.edit_task(task, by=by, on=today(form.project), version=version, predecessors=words, **form.values())


def _row_address(project, task):
    """The page of the plan on which the task stands, at its row."""
    number = queries.page_of(task)
    place = reverse("projects:plan", args=[project.public_id])
    return f"{place}{f'?page={number}' if number > 1 else ''}#task-{task.public_id}"
