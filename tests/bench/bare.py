"""What does a page cost that does nothing but show rows? Signed in, 100 rows of three joined tables, eight columns."""

from django.shortcuts import render
from django.urls import include, path

from foundation.access import signed_in
from projects.models import Task


@signed_in
def bare(request):
    rows = Task.objects.exclude(responsible=None).select_related("project", "responsible").order_by("pk")[:100]
    return render(request, "bench_bare.html", {"rows": rows})


urlpatterns = [path("bench/bare/", bare), path("", include("portfolio.urls"))]
