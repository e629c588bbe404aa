"""The list of projects, and how a new one is started."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.accounts.rights import Permission
from foundation.layout import form_status
from foundation.organisation.queries import organisation
from foundation.tables import respond
from projects import services
from projects.access import may_anywhere, require_anywhere
from projects.engine.lifecycles import methodologies, phases_for
from projects.forms.creation import ChoiceOfMethod, ProjectForm
from projects.queries.projects import address_of, listed, project_table

FIRST_METHOD = next(iter(methodologies()))


@require_anywhere(Permission.PROJECT_VIEW)
def project_list(request):
    rows, table = listed(request.user), project_table(request.user)
    may = {name: may_anywhere(request.user, right) for name, right in _LIST_ACTS.items()}
    return respond(request, table, rows, "projects/list.html", may, filename=_("projects"))


_LIST_ACTS = {"may_create": Permission.PROJECT_CREATE, "may_tree": Permission.PORTFOLIO_VIEW}


@require_anywhere(Permission.PROJECT_CREATE)
def project_create(request):
    start = timezone.localdate()
    found = organisation()
    initial = {"start": start, "methodology": FIRST_METHOD, "currency": found and found.reporting_currency}
    form = ProjectForm(request.POST or None, initial=initial, user=request.user)
    if form.is_valid() and form.takes(lambda **said: services.create_project(by=request.user, on=start, **said)):
        messages.success(request, _("{project} is there, with its stages and gates.").format(project=form.result))
        return redirect(address_of(form.result))
    context = {"form": form, **preview_of(request.POST or initial)}
    return render(request, "projects/create.html", context, status=form_status(form))


@require_anywhere(Permission.PROJECT_CREATE)
def project_stages(request):
    """A piece: the stages and gates that a method brings; also a page without HTMX."""
    return render(request, "projects/stages_preview.html", preview_of(request.GET))


def preview_of(asked):
    """Stages and gates of the choice in the form, and words about the method; nothing for nonsense."""
    form = ChoiceOfMethod({key: asked.get(key, "") for key in ("methodology", "sourcing_model")})
    if not form.is_valid():
        return {"choice": form, "phases": (), "method": None}
    code, sourcing = form.cleaned_data["methodology"], form.cleaned_data["sourcing_model"] or None
    return {"choice": form, "phases": phases_for(code, sourcing), "method": methodologies()[code]}
