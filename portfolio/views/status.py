"""Does this installation live, can it serve, and how is it?"""

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from foundation.access import public
from foundation.accounts.rights import Permission
from portfolio.queries.health_of_site import everything, ready
from projects.access import require_anywhere


@public
@require_safe
def live(request):
    """The process answers; nothing else is asked."""
    return HttpResponse("live\n", content_type="text/plain")


@public
@require_safe
def is_ready(request):
    """503 without a database or with a migration missing; says which and nothing else."""
    checks = ready()
    return _answer(checks)


@require_anywhere(Permission.SETTINGS_EDIT)
@require_safe
def status(request):
    """For administrators: a page, or JSON with `?format=json`."""
    checks = everything(timezone.now())
    if request.GET.get("format") == "json":
        return _answer(checks, with_words=True)
    return render(request, "portfolio/status.html", {"checks": checks}, status=_code(checks))


def _code(checks):
    return 200 if all(check.is_well for check in checks) else 503


def _answer(checks, *, with_words=False):
    told = {c.name: {"well": c.is_well, "state": c.state} if with_words else c.is_well for c in checks}
    return JsonResponse({"well": _code(checks) == 200, "checks": told}, status=_code(checks))
