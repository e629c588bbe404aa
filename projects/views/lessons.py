"""Lessons of one project, and of all projects that the reader sees."""

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from foundation.accounts.rights import Permission
from foundation.forms import only
from foundation.tables import respond
from projects import services
from projects.access import may, require, require_anywhere, visible_to
from projects.forms.governance import LessonForm
from projects.models import Lesson
from projects.queries.governance import lessons_of
from projects.queries.lessons import lesson_table
from projects.views.governance import form_page, rights

STEPS = {Lesson.State.VALIDATED: gettext_lazy("validated"), Lesson.State.APPLIED: gettext_lazy("applied")}


@require(Permission.PLAN_VIEW)
def lessons(request, project):
    context = {"project": project, "lessons": lessons_of([project]), **rights(request, project)}
    context["can_write"] = may(request.user, Permission.LESSON_EDIT, project)
    return render(request, "projects/lessons.html", context)


@require(Permission.LESSON_EDIT)
def lesson_add(request, project):
    form = LessonForm(request.POST or None)
    if form.is_valid() and form.takes(lambda **said: services.record_lesson(project, by=request.user, **said)):
        messages.success(request, _("The lesson is recorded."))
        return redirect("projects:lessons", project.public_id)
    return form_page(request, project, form, _("Record a lesson"), "projects:lessons")


@require(Permission.LESSON_EDIT, of=Lesson)
def lesson_edit(request, project, lesson):
    form = LessonForm(request.POST or None, instance=lesson)
    if form.is_valid() and form.takes(lambda **said: services.edit_lesson(lesson, by=request.user, **said)):
        messages.success(request, _("The lesson is saved."))
        return redirect("projects:lessons", project.public_id)
    return form_page(request, project, form, _("Change a lesson"), "projects:lessons")


@require(Permission.LESSON_EDIT, of=Lesson)
@require_POST
def lesson_advance(request, project, lesson):
    """One step: recorded → validated → applied; the body says which step was meant."""
    only(request.POST, {"to"})
    to = request.POST.get("to", "")
    if to not in STEPS:
        raise BadRequest("not a step of a lesson")
    services.advance_lesson(lesson, to, by=request.user)
    messages.success(request, _("The lesson is {state}.").format(state=STEPS[to]))
    return redirect("projects:lessons", project.public_id)


@require_anywhere(Permission.PLAN_VIEW)
def lesson_search(request):
    """The lessons of all projects whose plan the reader may see."""
    rows = lessons_of(visible_to(request.user, Permission.PLAN_VIEW))
    return respond(request, lesson_table(), rows, "projects/lesson_search.html", filename=_("lessons"))
