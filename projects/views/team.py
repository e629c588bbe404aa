"""Who holds which role on the project."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from foundation.accounts.rights import Permission
from foundation.layout import form_status
from projects import services
from projects.access import require
from projects.forms.people import RoleForm
from projects.models import RoleAssignment
from projects.queries.team import assignable_roles, team_roles


@require(Permission.TEAM_ASSIGN)
def team_roles_page(request, project):
    form, today = RoleForm(request.POST or None, user=request.user, project=project), timezone.localdate()
    if form.is_valid() and form.takes(lambda **said: services.assign_role(project, by=request.user, on=today, **said)):
        messages.success(request, _("The role is given."))
        return redirect("projects:team_roles", project.public_id)
    context = {"project": project, "form": form, "rows": team_roles(project, on=today)}
    context["may_take"] = [role.value for role in assignable_roles(request.user, project)]
    return render(request, "projects/team_roles.html", context, status=form_status(form))


@require(Permission.TEAM_ASSIGN, of=RoleAssignment)
@require_POST
def team_role_end(request, project, assignment):
    services.end_role(assignment, by=request.user, on=timezone.localdate())
    messages.success(request, _("The role has ended."))
    return redirect("projects:team_roles", project.public_id)
