"""How is money planned, approved, posted and appraised? One verb per function."""

from budgets.services.actuals import import_actuals
from budgets.services.baselines import approve_baseline, check_money
from budgets.services.benefits import (
    add_benefit,
    add_measure,
    approve_benefit,
    delete_measure,
    edit_benefit,
    edit_measure,
    move_benefit,
    plan_point,
    realise_point,
)
from budgets.services.budgets import (
    add_line,
    approve_budget,
    delete_line,
    edit_line,
    new_budget,
    receive_funding,
    reject_budget,
    spread_lines,
    submit_budget,
)
from budgets.services.cases import (
    add_option,
    copy_case,
    delete_case,
    delete_option,
    edit_case,
    edit_option,
    issue_case,
    new_case,
    prefer_option,
)
from budgets.services.cases_lines import LinesRefused, save_lines
from budgets.services.forecasts import save_forecast
from budgets.services.ledger import post_entry, reverse_entry
from budgets.services.organisation import add_category, add_rate, default_categories
from budgets.services.reserves import draw_reserve, release_reserve, set_reserve
from budgets.services.snapshots import take_snapshot
from budgets.services.timesheets import post_timesheets

__all__ = [
    "LinesRefused",
    "add_benefit",
    "add_category",
    "add_line",
    "add_measure",
    "add_option",
    "add_rate",
    "approve_baseline",
    "approve_benefit",
    "approve_budget",
    "check_money",
    "copy_case",
    "default_categories",
    "delete_case",
    "delete_line",
    "delete_measure",
    "delete_option",
    "draw_reserve",
    "edit_benefit",
    "edit_case",
    "edit_line",
    "edit_measure",
    "edit_option",
    "import_actuals",
    "issue_case",
    "move_benefit",
    "new_budget",
    "new_case",
    "plan_point",
    "post_entry",
    "post_timesheets",
    "prefer_option",
    "realise_point",
    "receive_funding",
    "reject_budget",
    "release_reserve",
    "reverse_entry",
    "save_forecast",
    "save_lines",
    "set_reserve",
    "spread_lines",
    "submit_budget",
    "take_snapshot",
]
