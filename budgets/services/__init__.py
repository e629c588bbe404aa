"""How is money planned, approved, posted and appraised? One verb per function."""

from budgets.services.actuals import import_actuals
from budgets.services.baselines import approve_baseline, baseline_preview, check_money
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
from budgets.services.forecasts import save_forecast
from budgets.services.ledger import post_entry, reverse_entry
from budgets.services.organisation import add_category, add_rate, default_categories
from budgets.services.reserves import draw_reserve, release_reserve, set_reserve
from budgets.services.snapshots import take_snapshot
from budgets.services.timesheets import post_timesheets

__all__ = [
    "add_category",
    "add_line",
    "add_rate",
    "approve_baseline",
    "approve_budget",
    "baseline_preview",
    "check_money",
    "default_categories",
    "delete_line",
    "draw_reserve",
    "edit_line",
    "import_actuals",
    "new_budget",
    "post_entry",
    "post_timesheets",
    "receive_funding",
    "reject_budget",
    "release_reserve",
    "reverse_entry",
    "save_forecast",
    "set_reserve",
    "spread_lines",
    "submit_budget",
    "take_snapshot",
]
