"""How does the project manager say what it will still cost?

Every saving is a new version with its day; earlier ones stay as they were.
"""

from collections import defaultdict
from decimal import Decimal

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from budgets.models import Forecast, ForecastLine
from budgets.services.books import fitting, open_books
from foundation.accounts.services import record
from foundation.errors import Refused
from foundation.money import quantise
from projects.models import Project


@transaction.atomic
def save_forecast(project, *, by, as_of, lines, note=""):
    """A new version. lines: (category, cost_class, period, etc); equal ones are added up. → Forecast"""
    open_books(Project.objects.select_for_update().get(pk=project.pk))
    sums = defaultdict(Decimal)
    for category, cost_class, period, etc in lines:
        amount = quantise(etc, project.currency_id)
        if amount < 0:
            raise Refused(_("An estimate to complete is 0 or more."), field="etc")
        if amount and period.days.upper <= as_of:
            text = _("Period %(period)s is over; what is to go lies in later ones.")
            raise Refused(text % {"period": period.month}, field="period")
        sums[category, cost_class, period] = fitting(sums[category, cost_class, period] + amount, field="etc")
    number = (project.forecasts.aggregate(last=Max("version"))["last"] or 0) + 1
    made = Forecast.objects.create(project=project, version=number, as_of=as_of, note=note, created_by=by)
    ForecastLine.objects.bulk_create(
        ForecastLine(forecast=made, category=category, cost_class=cost_class, period=period, etc=etc, created_by=by)
        for (category, cost_class, period), etc in sums.items()
        if etc
    )
    record("forecast.saved", made, by=by, project=project, version=number, etc=str(sum(sums.values(), Decimal(0))))
    return made
