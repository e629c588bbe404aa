"""The register of issues, and what is done with one."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.accounts.rights import Permission
from foundation.tables import respond
from projects import services
from projects.access import may, require
from projects.forms.issues import ActionForm, CloseForm, IssueEditForm, IssueForm
from projects.models import Issue
from projects.queries.issues import issue_table, issues_of
from projects.views.governance import form_page


@require(Permission.ISSUE_VIEW)
def issues(request, project):
    today = timezone.localdate()
    table = issue_table(project, as_of=today)
    context = {"project": project, "can_raise": may(request.user, Permission.ISSUE_CREATE, project)}
    name = f"{project.code} issues"
    return respond(request, table, issues_of(project), "projects/issues.html", context, filename=name, as_of=today)


@require(Permission.ISSUE_CREATE)
def issues_own(request, project):
    """What the person himself has raised: all that a stakeholder sees of the register."""
    rows = issues_of(project).filter(raised_by=request.user)
    return render(request, "projects/issues_own.html", {"project": project, "issues": rows})


@require(Permission.ISSUE_CREATE)
def issue_add(request, project):
    sees_all = may(request.user, Permission.ISSUE_VIEW, project)
    form, today = IssueForm(request.POST or None, may_assign=sees_all), timezone.localdate()
    if form.is_valid() and form.takes(lambda **said: services.raise_issue(project, by=request.user, on=today, **said)):
        messages.success(request, _("Issue {issue} is raised.").format(issue=form.result))
        return redirect("projects:issues" if sees_all else "projects:issues_own", project.public_id)
    back = "projects:issues" if sees_all else "projects:issues_own"
    return form_page(request, project, form, _("Raise an issue"), back)


@require(Permission.ISSUE_VIEW, of=Issue)
def issue(request, project, issue):
    context = {"project": project, "issue": issue, "can_edit": may(request.user, Permission.ISSUE_EDIT, project)}
    return render(request, "projects/issue.html", context)


@require(Permission.ISSUE_EDIT, of=Issue)
def issue_edit(request, project, issue):
    form = IssueEditForm(request.POST or None, instance=issue)
    if form.is_valid() and form.takes(lambda **said: services.edit_issue(issue, by=request.user, **said)):
        messages.success(request, _("Issue {issue} is saved.").format(issue=form.result))
        return redirect("projects:issue", project.public_id, issue.public_id)
    return form_page(request, project, form, _("Change issue {issue}").format(issue=issue), "projects:issues")


@require(Permission.ISSUE_EDIT, of=Issue)
def issue_close(request, project, issue):
    form, today = CloseForm(request.POST or None), timezone.localdate()
    if form.is_valid() and form.takes(lambda **said: services.close_issue(issue, by=request.user, on=today, **said)):
        messages.success(request, _("Issue {issue} is closed.").format(issue=issue))
        return redirect("projects:issues", project.public_id)
    return form_page(request, project, form, _("Close issue {issue}").format(issue=issue), "projects:issues")


@require(Permission.ISSUE_EDIT, of=Issue)
def issue_hand_over(request, project, issue):
    """A follow-on action with an owner and a date takes the issue over."""
    form, today = ActionForm(request.POST or None), timezone.localdate()
    take_over = services.hand_over_issue
    if form.is_valid() and form.takes(lambda **said: take_over(issue, by=request.user, on=today, **said)):
        messages.success(request, _("A follow-on action has taken issue {issue} over.").format(issue=issue))
        return redirect("projects:closure", project.public_id)
    title = _("Hand issue {issue} to a follow-on action").format(issue=issue)
    return form_page(request, project, form, title, "projects:issues")
