"""What will it still cost?"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from budgets.models.budgets import MONEY, CostCategory, CostClass
from foundation.history import tracked
from foundation.models import Row
from foundation.organisation.models import FiscalPeriod
from projects.models import Project, touches


@tracked()
class Forecast(Row):
    """A dated version of the project manager's estimate to complete; the latest version counts."""

    project = models.ForeignKey(Project, models.RESTRICT, related_name="forecasts")
    version = models.PositiveIntegerField(_("version"))
    as_of = models.DateField(_("as of"))
    note = models.TextField(_("assumptions"), blank=True)

    PROJECT_PATH = "project"

    class Meta(Row.Meta):
        abstract = False
        ordering = ["-version"]
        constraints = [models.UniqueConstraint(fields=["project", "version"], name="forecast_version_once")]
        triggers = [*Row.Meta.triggers, *touches("SELECT project_id FROM {rows}")]


@tracked()
class ForecastLine(Row):
    """Estimate to complete of one category in one period."""

    forecast = models.ForeignKey(Forecast, models.CASCADE, related_name="lines")
    category = models.ForeignKey(CostCategory, models.RESTRICT, verbose_name=_("category"))
    cost_class = models.CharField(_("class"), max_length=5, choices=CostClass.choices)
    period = models.ForeignKey(FiscalPeriod, models.RESTRICT, verbose_name=_("period"))
    etc = models.DecimalField(_("to go"), **MONEY)

    PROJECT_PATH = "forecast__project"

    class Meta(Row.Meta):
        abstract = False
        constraints = [
            models.CheckConstraint(condition=Q(etc__gte=0), name="forecast_etc_not_negative"),
            models.UniqueConstraint(fields=["forecast", "category", "cost_class", "period"], name="forecast_line_once"),
        ]
        triggers = [
            *Row.Meta.triggers,
            *touches("SELECT f.project_id FROM {rows} r JOIN budgets_forecast f ON f.id = r.forecast_id"),
        ]
