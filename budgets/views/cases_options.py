"""The pages of one option of a business case: its results and its grid of lines."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from budgets import services
from budgets.forms.cases import OptionForm
from budgets.forms.cases_grid import LineGrid
from budgets.models import Cba, CbaOption
from budgets.queries.cases import case_result, whole_case
from budgets.queries.cases_grid import line_rows
from budgets.views.answers import answer
from foundation.accounts.rights import Permission
from projects.access import may, require


def _address(option):
    return reverse("budgets:option", args=[option.cba.project.public_id, option.public_id])


def _of_case(case):
    return reverse("budgets:case_version", args=[case.project.public_id, case.public_id])


@require(Permission.CBA_VIEW, of=CbaOption)
def option(request, project, option):
    """What the option costs and brings, year by year, and what it is worth."""
    case = whole_case(option.cba)
    result = next(each for each in case_result(project, case).options if each.option.pk == option.pk)
    can_edit = case.state == Cba.State.DRAFT and may(request.user, Permission.CBA_EDIT, project)
    context = {"project": project, "case": case, "result": result, "option": result.option, "can_edit": can_edit}
    return render(request, "budgets/case_option.html", {**context, "rows": line_rows(result.option)})


@require(Permission.CBA_EDIT, of=CbaOption)
def edit_lines(request, project, option):
    """The grid: all lines of the option at once."""
    grid = LineGrid(option, line_rows(option), request.POST if request.method == "POST" else None)
    if grid.is_valid() and _saved(grid, option, request.user):
        return redirect(_address(option))
    context = {"project": project, "option": option, "case": option.cba, "grid": grid, "back": _address(option)}
    return render(request, "budgets/case_grid.html", context, status=422 if grid.is_bound else 200)


def _saved(grid, option, user):
    try:
        services.save_lines(option, version=grid.version, by=user, rows=grid.line_rows())
    except services.LinesRefused as refusal:
        grid.show(refusal.faults)
        return False
    return True


@require(Permission.CBA_EDIT, of=Cba)
def add_option(request, project, case):
    """One more way to answer the need."""

    def act(**data):
        return services.add_option(case, by=request.user, **data)

    form = OptionForm(request.POST or None)
    return answer(request, form, act, to=_of_case(case), title=_("Add an option"), project=project)


@require(Permission.CBA_EDIT, of=CbaOption)
def edit_option(request, project, option):
    """Other words for an option."""

    def act(row_version, **data):
        return services.edit_option(option, version=row_version, by=request.user, **data)

    form = OptionForm(request.POST or None, option=option)
    return answer(request, form, act, to=_address(option), title=_("Change the option"), project=project)


@require(Permission.CBA_EDIT, of=CbaOption)
@require_POST
def prefer_option(request, project, option):
    """This is the one to choose."""
    services.prefer_option(option, by=request.user)
    return redirect(_of_case(option.cba))


@require(Permission.CBA_EDIT, of=CbaOption)
@require_POST
def delete_option(request, project, option):
    """The option and its lines are taken out of the draft."""
    services.delete_option(option, by=request.user)
    return redirect(_of_case(option.cba))
