"""Why has a figure no value? The reason codes of the whole house, in words."""

from django.utils.translation import gettext_lazy as _

REASONS = {
    "not_started": _("not started"),
    "actuals_missing": _("work was earned but no actual cost is posted"),
    "not_due": _("nothing is due yet"),
    "started_early": _("work started before it was planned"),
    "budget_exhausted": _("the budget is used up"),
    "no_baseline": _("no approved baseline"),
    "not_in_baseline": _("not in this baseline"),
    "no_budget": _("no approved budget"),
    "no_forecast": _("no forecast"),
    "no_schedule": _("no schedule yet"),
    "no_exposure": _("no open risk carries money"),
    "no_contingency": _("no contingency was approved"),
    "not_assessed": _("not assessed yet"),
    "no_simulation": _("no simulation was run"),
    "no_case": _("no business case is issued"),
    "no_allocation": _("nobody was booked"),
    "no_tasks": _("no tasks yet"),
    "no_capacity": _("no capacity in this time"),
    "unavailable": _("not available in this time"),
    "no_rate": _("no rate is valid on this date"),
    "no_exchange_rate": _("no exchange rate"),
    "no_budget_rate": _("no rate of the budget"),
    "no_cost": _("no cost"),
    "no_benefit": _("no benefit"),
    "never_pays_back": _("never pays back within the horizon"),
    "no_sign_change": _("the cash flow never changes its sign"),
    "no_unique_irr": _("no unique rate of return"),
    "not_reported": _("not reported"),
    "no_data": _("no data"),
    "stale": _("not updated in time"),
    "mixed_currencies": _("amounts in different currencies"),
    "after_finish": _("the work is finished"),
    "earning_rule_incomplete": _("a task's rule of earning value is incomplete"),
    "time_exhausted": _("the planned time is over"),
    "no_estimate": _("no estimate to complete"),
    "budget_rate": _("nothing to forecast from yet"),
    "not_within_horizon": _("not paid back within the horizon"),
    "not_unique": _("more than one rate: no single rate of return"),
    "no_real_root": _("no rate makes the net present value zero"),
    "no_preferred": _("no option is preferred yet"),
    "no_measure": _("no measure is agreed"),
    "not_measured": _("not measured yet"),
    "target_is_baseline": _("the target is to keep the level"),
    "being_computed": _("being computed"),
    "no_tolerance": _("no tolerance agreed"),
    "never_updated": _("never updated"),
    "not_approved": _("not approved yet"),
}


def reason_text(code):
    """The sentence of a code; an unknown code shows itself, so that it is seen and mended."""
    return REASONS.get(code, code.replace("_", " "))
