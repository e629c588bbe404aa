"""How is a project by the rule, why, and which figures say so?

The readings of the engine, taken from figures: forecast against budget, finish against baseline,
exposure against contingency. Scope and quality have no figure yet and are left out.
"""

from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from foundation.accounts.rights import Permission
from foundation.figures import DAYS, MONEY, PERCENT, Figure, Source
from projects.engine.health import Health, ProjectHealth, Reading, assess
from projects.models import RUNNING_STATES

PER_TARGET = {
    "cost": ("portfolio.variance", "portfolio.cost_tolerance"),
    "time": ("portfolio.slip_days", "portfolio.time_tolerance"),
    "risk": ("portfolio.exposure", "portfolio.contingency"),
}


@dataclass(frozen=True)
class Standing:
    """`health` is what pages show, `rule` what the targets say, `causes` plain data naming figures by key."""

    health: str
    rule: str
    causes: list
    reason: str
    is_stale: bool
    limits: dict


def standing(project, figures, *, charter, reserve, reported, override, updated_on, as_of):
    """The health of one project from its figures by column of the facts. → Standing

    A rating that a file reports counts only where the rule finds nothing to compare. A person's
    override counts before both.
    """
    limits = _limits(project, figures, charter, reserve)
    running = project.state in RUNNING_STATES
    last = updated_on if running else as_of
    found = assess(_readings(figures, limits), as_of=as_of, last_update=last, period_days=project.reporting_days)
    health, causes, reason = str(found.overall), [_cause(row) for row in found.causes], found.reason
    if found.computed == Health.UNKNOWN and reported is not None and reported.rating is not None:
        stale = found.reason in ("stale", "never_updated")
        health = str(Health.UNKNOWN) if stale else reported.status.rating
        causes, reason = [_by_word("reported", reported.status.rating)], "stale" if stale else "reported"
    if override is not None:
        health, reason = override.health, "override"
        causes = [_by_word("override", override.health), *causes]
    return Standing(health, str(found.computed), causes, reason, _stale(found), limits)


def _stale(found: ProjectHealth):
    return found.reason in ("stale", "never_updated")


def _cause(row):
    keys = PER_TARGET.get(row.target, ())
    return {"target": row.target, "status": str(row.status), "reason": row.reason, "figures": list(keys)}


def _by_word(target, status):
    keys = ["portfolio.rating"] if target == "reported" else []
    return {"target": target, "status": status, "reason": target, "figures": keys}


def _readings(figures, limits):
    cost, slip, exposure = figures["variance"], figures["slip_days"], figures["exposure"]
    over = None if cost.value is None else -cost.value
    late = None if slip.value is None else Decimal(slip.value)
    at_stake = None if exposure.value is None else max(exposure.value, Decimal(0))
    return [
        _reading("cost", over, limits["cost_tolerance"], cost),
        _reading("time", late, limits["time_tolerance"], slip),
        _reading("risk", at_stake, limits["contingency"], exposure),
    ]


def _reading(target, deviation, limit, figure):
    high = None if limit.value is None else Decimal(limit.value)
    return Reading(target, deviation, high=high, unit=figure.unit, reason=figure.reason)


def _limits(project, figures, charter, reserve):
    """The three limits as figures: what the charter tolerates, and the contingency that is left."""
    address = _charter_address(project)
    return {
        "cost_tolerance": _cost_tolerance(figures["budget"], charter, address),
        "time_tolerance": _time_tolerance(charter, address),
        "contingency": _contingency(project, reserve),
    }


def _charter_address(project):
    return reverse("portfolio:overview", args=[project.public_id])


def _cost_tolerance(budget, charter, address):
    label, formula = _("Cost tolerance"), _("budget × share that the charter tolerates")
    share = charter.cost_tolerance if charter else None
    reason = budget.reason or ("" if share is not None else "no_tolerance")
    inputs = (budget,) if share is None else (budget, Source(_("Share of the budget"), share, PERCENT, address=address))
    value = None if reason else (budget.value * share).quantize(Decimal("0.01"))
    return Figure("portfolio.cost_tolerance", label, value, MONEY, budget.unit, reason, formula, inputs,
                  permission=Permission.BUDGET_VIEW)  # fmt: skip


def _time_tolerance(charter, address):
    label, days = _("Time tolerance"), charter.time_tolerance_days if charter else None
    inputs = () if days is None else (Source(_("Calendar days in the charter"), days, DAYS, "d", address),)
    reason = "no_tolerance" if days is None else ""
    return Figure("portfolio.time_tolerance", label, days, DAYS, "d", reason, inputs=inputs,
                  permission=Permission.PLAN_VIEW)  # fmt: skip


def _contingency(project, reserve):
    label, formula = _("Contingency left"), _("approved contingency − draws and releases")
    value = reserve.balance if reserve else None
    reason = "" if reserve else "no_contingency"
    inputs = () if reserve is None else (Source(label, value, MONEY, project.currency_id),)
    return Figure("portfolio.contingency", label, value, MONEY, project.currency_id, reason, formula, inputs,
                  permission=Permission.BUDGET_VIEW)  # fmt: skip
