"""What does the project cost, what is it worth, and where does each number come from?"""

from budgets.queries.balance import Balance, activation_obstacles, balance, closure_obstacles
from budgets.queries.earned_value import EarnedValue, earned_value
from budgets.queries.figures import find_figure
from budgets.queries.monthly import Month, monthly
from budgets.queries.position import CategoryRow, Position, category_rows, position, positions

__all__ = [
    "Balance",
    "CategoryRow",
    "EarnedValue",
    "Month",
    "Position",
    "activation_obstacles",
    "balance",
    "category_rows",
    "closure_obstacles",
    "earned_value",
    "find_figure",
    "monthly",
    "position",
    "positions",
]
