"""What is set for the whole organisation, and where is the rest?"""

from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from foundation.accounts.rights import Permission
from foundation.accounts.services import record
from foundation.changes import change
from foundation.layout import form_status
from foundation.organisation.queries import organisation
from portfolio.forms.organisation import OrganisationForm
from projects.access import require_anywhere


@require_anywhere(Permission.SETTINGS_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request):
    found = organisation()
    form = OrganisationForm(request.POST or None, instance=found)
    if form.is_valid():
        values = dict(form.cleaned_data)
        change(organisation(), version=values.pop("row_version"), by=request.user, **values)
        record("organisation.changed", found, by=request.user)
        return redirect("settings")
    return render(request, "portfolio/settings.html", {"form": form}, status=form_status(form))
