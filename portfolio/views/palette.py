"""What is called like what the person typed?"""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from foundation.access import signed_in
from portfolio.queries.palette import found


@signed_in
@require_safe
def palette(request):
    """The list under the box of the palette; without JavaScript a page of its own."""
    q = request.GET.get("q", "")
    return render(request, "portfolio/palette.html", {"groups": found(request.user, q), "q": q})
