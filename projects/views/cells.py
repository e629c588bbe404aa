"""What happens when a cell of the plan is edited where it stands?

The answer is the row and every other row of the same page that moved, and the bars.
"""

from dataclasses import dataclass, replace

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from foundation.accounts.rights import Permission
from foundation.errors import Conflict, Refused
from projects import queries, services
from projects.access import require
from projects.forms.plan import PlanFilterForm
from projects.forms.tasks import CellForm
from projects.models import Task
from projects.queries.clock import hours_of, work_calendars
from projects.views.days import today
from projects.views.plan import page_context
from projects.views.plan_rows import with_fault


@require(Permission.PLAN_EDIT, of=Task)
@require_POST
def edit_cell(request, project, task):
    """Any cell, by whoever makes the plan."""
    return _save(request, project, task)


@require(Permission.PROGRESS_OWN, of=Task)
@require_POST
def progress_cell(request, project, task):
    """The share complete, by the responsible person."""
    return _save(request, project, task, only="percent")


@dataclass(frozen=True)
class Outcome:
    """What became of an edit: the ids to draw again, or what is wrong in which cell."""

    changed: frozenset | set
    status: int = 200
    field: str = ""
    fault: str = ""


def _save(request, project, task, only=None):
    outcome = _outcome(request, project, task, only)
    project.refresh_from_db()
    page, context = _page(request, project, task)
    context["lines"] = _lines(context["lines"], page, task, outcome, request.POST)
    return render(request, "projects/plan/_answer.html", context, status=outcome.status)


def _outcome(request, project, task, only):
    calendar = work_calendars([project.calendar_id])[project.calendar_id]
    form = CellForm(request.POST, project=project, hours=hours_of(calendar), only=only)
    if not form.is_valid():
        return Outcome({task.pk}, 422, form.edited, next(iter(form.errors.values()))[0])
    try:
        return Outcome(_WRITES[form.edited](task, form, {"by": request.user, "on": today(project)}))
    except Conflict as conflict:
        mine = _("%(message)s You typed: %(value)s") % {"message": conflict.message, "value": request.POST[form.edited]}
        return Outcome({task.pk}, 409, form.edited, mine)
    except Refused as refusal:
        return Outcome({task.pk}, refusal.status, form.edited, refusal.message)


def _edit(name):
    def write(task, form, doer):
        return services.edit_task(task, version=form.cleaned_data["row_version"], **{name: form.value}, **doer)

    return write


_WRITES = {
    "name": _edit("name"),
    "duration": _edit("duration_min"),
    "responsible": _edit("responsible"),
    "percent": lambda task, form, doer: services.report_progress(
        task, version=form.cleaned_data["row_version"], percent=form.value, **doer
    ),
    "predecessors": lambda task, form, doer: services.set_links(
        task, version=form.cleaned_data["row_version"], text=form.value, **doer
    ),
}


def _page(request, project, task):
    """The page of the plan from which the edit came, with the edited row on it in any case."""
    form = PlanFilterForm(request.GET, people=queries.responsible_people(project))
    asked = form.asked(request.GET.get("page", ""))
    page = queries.plan_page(project, asked, as_of=today(project), also=task.pk)
    return page, page_context(request, project, page)


def _lines(lines, page, task, outcome, typed):
    """The edited row first, the other changed rows of the same page out of band."""
    drawn = {row.task.pk: line for row, line in zip(page.rows, lines, strict=True)}
    first = drawn.pop(task.pk)
    if outcome.fault:
        conflict = outcome.status == 409
        words = typed.get(outcome.field, "")
        first = with_fault(first, outcome.field, outcome.fault, conflict=conflict, typed=words)
    others = (replace(line, out_of_band=True) for pk, line in drawn.items() if pk in outcome.changed)
    return [first, *others]
