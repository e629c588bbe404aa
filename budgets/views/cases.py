"""The pages of a business case: its parameters, its results, and how it comes into force."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from budgets import services
from budgets.forms.cases import CaseForm
from budgets.models import Cba
from budgets.queries import cases as queries
from budgets.queries.cases_export import export_table
from budgets.queries.seen import seen
from budgets.views.answers import answer, as_read
from foundation.accounts.rights import Permission
from foundation.exports import file_of
from projects.access import may, require


def _case_address(case):
    return reverse("budgets:case_version", args=[case.project.public_id, case.public_id])


def _drawn(request, project, case):
    """The page of one version, or of a project that has none yet."""
    draft = case is not None and case.state == Cba.State.DRAFT
    context = {"project": project, "case": case, "versions": queries.case_versions(project)}
    context |= {
        "can_edit": may(request.user, Permission.CBA_EDIT, project),
        "can_issue": draft and may(request.user, Permission.CBA_APPROVE, project),
        "can_export": may(request.user, Permission.CBA_EXPORT, project),
    }
    if case is not None:
        context |= {"seen": seen(case)} | queries.case_page(project, case)
    return render(request, "budgets/case.html", context)


@require(Permission.CBA_VIEW)
def case(request, project):
    """The newest version: the draft if there is one, else what is in force."""
    return _drawn(request, project, queries.latest_case(project))


@require(Permission.CBA_VIEW, of=Cba)
def case_version(request, project, case):
    """One version."""
    return _drawn(request, project, queries.whole_case(case))


@require(Permission.CBA_EDIT)
def add_case(request, project):
    """The first draft."""

    def act(**data):
        return services.new_case(project, by=request.user, **data)

    form = CaseForm(request.POST or None, base_year=project.start.year)
    to, title = reverse("budgets:case", args=[project.public_id]), _("New business case")
    return answer(request, form, act, to=to, title=title, project=project, submit=_("Make a draft"))


@require(Permission.CBA_EDIT, of=Cba)
def edit_case(request, project, case):
    """Other parameters and texts."""

    def act(row_version, **data):
        return services.edit_case(case, version=row_version, by=request.user, **data)

    form = CaseForm(request.POST or None, case=case)
    title = _("Parameters and texts of the business case")
    return answer(request, form, act, to=_case_address(case), title=title, project=project)


@require(Permission.CBA_EDIT, of=Cba)
@require_POST
def copy_case(request, project, case):
    """A new draft from this version."""
    return redirect(_case_address(services.copy_case(case, by=request.user)))


@require(Permission.CBA_APPROVE, of=Cba)
@require_POST
def issue_case(request, project, case):
    """Into force, by somebody else than the author."""
    made = services.issue_case(case, by=request.user, at=timezone.now(), seen=as_read(request))
    return redirect(_case_address(made))


@require(Permission.CBA_EDIT, of=Cba)
@require_POST
def delete_case(request, project, case):
    """A draft is thrown away."""
    services.delete_case(case, by=request.user)
    return redirect("budgets:case", project.public_id)


@require(Permission.CBA_EXPORT, of=Cba)
def export_case(request, project, case):
    """The lines (`what=lines`) or the yearly table (`what=years`) as CSV or XLSX (`form`)."""
    what = request.GET.get("what", "lines")
    rows, columns = export_table(queries.whole_case(case), what)
    name = f"{project.code} business case {case.version} {what}"
    return file_of(rows, columns, form=request.GET.get("form", "csv"), filename=name)
