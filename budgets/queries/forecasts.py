"""Which forecasts were made, what does the next one start from, and how do the methods differ?"""

from decimal import Decimal

from django.db.models import Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from budgets.models import CostCategory, Forecast, ForecastLine, ProgressSnapshot
from budgets.queries.ledger import amounts
from foundation.organisation.models import FiscalPeriod

MOST_PERIODS = 18


def versions_of(project):
    """The versions with their sums, newest first."""
    total = Coalesce(Sum("lines__etc"), Decimal(0))
    rows = Forecast.objects.filter(project=project).select_related("created_by__person").annotate(total=total)
    return list(rows.order_by("-version"))  # a sum in the query drops the order of the model


def snapshots_of(project):
    """Earned value as it stood on each data date."""
    return list(ProgressSnapshot.objects.filter(project=project).select_related("baseline").order_by("-data_date"))


def forecast_grid(project, *, as_of):
    """rows, periods and known values for the form of the next version."""
    cells = amounts([project.pk], as_of=as_of)
    keys = {(category, cost_class) for _project, category, cost_class in cells}
    names = CostCategory.objects.in_bulk({category for category, _class in keys})
    rows = sorted(((names[category], cost_class) for category, cost_class in keys), key=lambda r: (r[0].code, r[1]))
    if not rows:
        rows = [(row, row.cost_class) for row in CostCategory.objects.filter(archived_at__isnull=True)]
    last = Forecast.objects.filter(project=project).order_by("-version").first()
    lines = ForecastLine.objects.filter(forecast=last).values_list("category_id", "cost_class", "period_id", "etc")
    known = {(category, cost_class, period): etc for category, cost_class, period, etc in lines} if last else {}
    periods = FiscalPeriod.objects.filter(days__endswith__gt=as_of).order_by("days")[:MOST_PERIODS]
    return {"rows": rows, "periods": list(periods), "known": known}


def estimates_at_completion(found):
    """(method, figure) of each way to estimate the cost at the end; the first one counts."""
    return [
        (_("The one that counts: the manager's own estimate, else the present cost index"), found.eac),
        (_("The rest costs as the work so far did"), found.eac_typical),
        (_("The rest costs what was budgeted for it"), found.eac_atypical),
        (_("The rest suffers from cost and delay"), found.eac_combined),
    ]
