"""The pages of what it will still cost, and of earned value."""

from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from budgets import services
from budgets.forms.forecasts import ForecastForm
from budgets.queries.earned_value import earned_value, measured_on
from budgets.queries.forecasts import estimates_at_completion, forecast_grid, snapshots_of, versions_of
from budgets.queries.monthly import monthly
from budgets.queries.position import position
from budgets.views.answers import tried
from budgets.views.curves import s_curve
from foundation.accounts.rights import Permission
from foundation.layout import form_status
from projects.access import may, require


@require(Permission.BUDGET_VIEW)
def forecasts(request, project):
    """The versions of the forecast, newest first."""
    context = {"project": project, "versions": versions_of(project)}
    context["money"] = position(project, as_of=timezone.localdate())
    context["can_edit"] = may(request.user, Permission.FORECAST_EDIT, project)
    return render(request, "budgets/forecasts.html", context)


@require(Permission.FORECAST_EDIT)
def add_forecast(request, project):
    """A new version: a grid of categories and periods to come, filled from the one before."""

    def act(as_of, note, **_boxes):
        return services.save_forecast(project, by=request.user, as_of=as_of, note=note, lines=form.lines())

    today = timezone.localdate()
    form = ForecastForm(request.POST or None, initial={"as_of": today}, **forecast_grid(project, as_of=today))
    if request.method == "POST" and tried(form, act):
        return redirect("budgets:forecasts", project.public_id)
    return render(request, "budgets/forecast_form.html", {"project": project, "form": form}, status=form_status(form))


@require(Permission.BUDGET_VIEW)
def earned(request, project):
    """Earned value, its indices, and the ways to estimate the end, side by side."""
    day = measured_on(project, timezone.localdate())
    found = earned_value(project, as_of=day)
    context = {"project": project, "earned": found, "day": day, "snapshots": snapshots_of(project)}
    context["is_earlier"] = day != timezone.localdate()
    context["methods"] = estimates_at_completion(found)
    context["curve"] = s_curve(monthly(project, as_of=day))
    context["can_snap"] = may(request.user, Permission.FORECAST_EDIT, project)
    return render(request, "budgets/earned.html", context)


@require(Permission.FORECAST_EDIT)
@require_POST
def take_snapshot(request, project):
    """Keep earned value as it stands on the data date."""
    services.take_snapshot(project, as_of=timezone.localdate(), by=request.user)
    return redirect("budgets:earned", project.public_id)
