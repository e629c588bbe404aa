"""How does a person follow the long work that he asked for?"""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from foundation.access import signed_in
from foundation.jobs import queries, services

PER_PAGE = 50


@signed_in
@require_safe
def show_list(request):
    page = Paginator(queries.mine(request.user), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "jobs/list.html", {"page": page})


@signed_in
@require_safe
def show_job(request, job_id):
    return _draw(request, job_id, "jobs/page.html")


@signed_in
@require_safe
def show_piece(request, job_id):
    return _draw(request, job_id, "jobs/_job.html")


@signed_in
@require_POST
def cancel_job(request, job_id):
    job = get_object_or_404(queries.mine(request.user), public_id=job_id)
    services.cancel(job, by=request.user)
    return redirect("jobs:page", job.public_id)


def _draw(request, job_id, template):
    job = get_object_or_404(queries.mine(request.user), public_id=job_id)
    return render(request, template, {"job": queries.progress_of(job, now=timezone.now())})
