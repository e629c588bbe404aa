"""Is this PDF the one that was issued?"""

from django.shortcuts import render

from foundation.access import public
from foundation.layout import form_status
from reports import queries
from reports.forms import VerifyForm


@public
def verify(request):
    """Anybody who holds a file may ask; the answer tells only what stands in the file itself."""
    form = VerifyForm(request.POST, request.FILES) if request.method == "POST" else VerifyForm()
    verdict = queries.verify(form.cleaned_data["file"].read()) if form.is_valid() else None
    return render(request, "reports/verify.html", {"form": form, "verdict": verdict}, status=form_status(form))
