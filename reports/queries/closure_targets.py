"""Did the project meet its targets, against the first and the latest approved plan?"""

from decimal import Decimal

from django.utils.translation import gettext as _

from budgets.models import Budget
from foundation.figures import DATE, MONEY, show
from projects.models import Task
from reports.facts.closure import Target

UNKNOWN = "unknown"


def targets(project, *, plan, money, baselines, on):
    """Time and cost are measured; what nobody recorded a target for says so."""
    return (_time(project, plan, baselines), _cost(project, money), *(_unmeasured(name) for name in _others()))


def _others():
    return (_("Quality"), _("Scope"), _("Benefits"), _("Risk"), _("Sustainability"))


def _unmeasured(name):
    return Target(str(name), "–", "–", "–", "–", "–", UNKNOWN, str(_("no target was recorded")))


def _time(project, plan, baselines):
    name, tolerance = str(_("Time")), project.charter.time_tolerance_days
    last = Task.objects.filter(project=project, actual_finish__isnull=False).order_by("-actual_finish").first()
    if not baselines or last is None:
        return Target(
            name, "–", "–", "–", "–", f"{tolerance} d", UNKNOWN, str(_("no approved baseline or no finished work"))
        )
    first, latest, done = (baselines[0].finish.date(), baselines[-1].finish.date(), last.actual_finish.date())
    late = (done - latest).days
    status = "met" if late <= 0 else "within" if late <= tolerance else "missed"
    day = [show(value, DATE) for value in (first, latest, done)]
    return Target(name, *day, f"{late:+d} d", f"{tolerance} d", status, "")


def _cost(project, money):
    name, unit = str(_("Cost")), project.currency_id
    versions = list(Budget.objects.filter(project=project, approved_at__isnull=False).order_by("version"))
    share = project.charter.cost_tolerance
    if not versions:
        return Target(name, "–", "–", "–", "–", f"{share * 100:.0f} %", UNKNOWN, str(_("no approved budget")))
    cost = (money.actual.value or Decimal(0)) + (money.accrued.value or Decimal(0))
    over = cost - versions[-1].total
    status = "met" if over <= 0 else "within" if over <= versions[-1].total * share else "missed"
    amounts = [show(value, MONEY, unit) for value in (versions[0].total, versions[-1].total, cost, over)]
    return Target(name, *amounts, f"{share * 100:.0f} %", status, "")
