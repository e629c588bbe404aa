"""How does a baseline get its money, and who approves it?"""

from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from budgets.models import BaselinePeriod
from budgets.queries.planned_money import money_obstacles, planned_money
from budgets.queries.seen import refuse_unseen
from budgets.services.moments import day
from foundation.accounts.services import record
from foundation.errors import IllegalMove
from projects.models import Project
from projects.services import freeze_baseline


@transaction.atomic
def approve_baseline(baseline, *, by, on, seen=None):
    """Give the submitted baseline its money and freeze it; the author of the plan cannot. → Baseline"""
    Project.objects.select_for_update().get(pk=baseline.project_id)
    baseline.refresh_from_db(fields=["state", "created_by", "submitted_by", "row_version"])
    if baseline.state != "submitted":
        raise IllegalMove(_("Only a submitted baseline is approved."))
    refuse_unseen(baseline, seen)
    if by.pk in (baseline.created_by_id, baseline.submitted_by_id):
        raise IllegalMove(_("Somebody else than the author approves a baseline."))
    if obstacles := money_obstacles(baseline):
        raise IllegalMove(_("The money of this baseline is not settled."), obstacles=obstacles)
    BaselinePeriod.objects.filter(baseline=baseline).delete()
    money = planned_money(baseline)
    BaselinePeriod.objects.bulk_create(
        BaselinePeriod(baseline=baseline, task_id=task, period=period, pv=amount)
        for (task, period), amount in money.items()
    )
    record("baseline.priced", baseline, by=by, project=baseline.project, bac=str(sum(money.values(), Decimal(0))))
    return freeze_baseline(baseline, by=by, on=day(on))


@transaction.atomic
def check_money(baseline, *, by):
    """Finance has looked at the money of a submitted baseline; it stands in the history."""
    if baseline.state != "submitted":
        raise IllegalMove(_("Only a submitted baseline is checked."))
    if obstacles := money_obstacles(baseline):
        raise IllegalMove(_("The money of this baseline is not settled."), obstacles=obstacles)
    record("baseline.money_checked", baseline, by=by, project=baseline.project)
