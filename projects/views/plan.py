"""What does the plan look like, for those who make it and for those who only await its milestones?"""

from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from foundation.accounts.rights import Permission
from foundation.forms import attempt
from foundation.layout import form_status
from projects import queries, services
from projects.access import require
from projects.forms.plan import PlanFilterForm
from projects.forms.tasks import DataDateForm, team
from projects.views.days import today
from projects.views.plan_chart import chart_context
from projects.views.plan_rows import editing, lines


@require(Permission.PLAN_VIEW)
@require_safe
def plan(request, project):
    """The table of tasks beside its bars: one page of it."""
    form = PlanFilterForm(request.GET, people=queries.responsible_people(project))
    page = queries.plan_page(project, form.asked(request.GET.get("page", "")), as_of=today(project))
    return render(request, "projects/plan/page.html", page_context(request, project, page, form))


def page_context(request, project, page, form=None):
    """What the page and each answer to an edit need."""
    rights, asked = editing(request.user, project), request.GET
    return {
        "project": project, "filters": form, "can_edit": rights.all,
        "filtered": any(asked.get(name) for name in ("q", "show", "responsible")),
        "lines": lines(project, page.rows, rights, asked.urlencode()),
        "pager": _pager(page, asked.copy()),
        "people": team(project) if rights.all else (),
        **chart_context(page),
    }  # fmt: skip


def _pager(page, kept):
    kept.pop("page", None)

    def address(number):
        return f"?{kept.urlencode()}&page={number}".replace("?&", "?")

    return {
        "number": page.number, "pages": page.pages, "count": page.count,
        "prev_url": address(page.number - 1) if page.number > 1 else "",
        "next_url": address(page.number + 1) if page.number < page.pages else "",
    }  # fmt: skip


@require(Permission.PLAN_VIEW)
@require_safe
def panel(request, project):
    """The plan in short, for the project's overview."""
    facts = queries.overview(project, as_of=today(project))
    return render(request, "projects/plan/panel.html", {"project": project, "facts": facts})


@require(Permission.MILESTONE_VIEW)
@require_safe
def milestones(request, project):
    """The milestones and nothing else of the plan."""
    rows = queries.milestones(project, as_of=today(project))
    return render(request, "projects/plan/milestones.html", {"project": project, "rows": rows})


@require(Permission.PLAN_EDIT)
def set_data_date(request, project):
    """Up to which day is progress complete?"""
    form = DataDateForm(request.POST or None, initial={"data_date": project.data_date or today(project)})
    if form.is_valid() and attempt(
        form,
        lambda: services.set_data_date(
            project, form.cleaned_data["data_date"], reason=form.cleaned_data["reason"], by=request.user,
            on=today(project),
        ),
    ):  # fmt: skip
        return redirect("projects:plan", project.public_id)
    context = {"project": project, "form": form, "title": _("Data date"), "back": "projects:plan"}
    return render(request, "projects/plan/form.html", context, status=form_status(form))
