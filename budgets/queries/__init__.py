"""What does the project cost, what is it worth, and where does each number come from?"""

from budgets.queries.balance import Balance, activation_obstacles, balance, closure_obstacles
from budgets.queries.benefits import BenefitRow, benefit_rows, measure_reached
from budgets.queries.cases import (
    CaseResult,
    appraised,
    benefit_total,
    case_result,
    issued_case,
    proposal_obstacles,
    ready_cases,
)
from budgets.queries.cases_figures import OptionResult
from budgets.queries.cases_find import find_case_figure
from budgets.queries.earned_value import EarnedValue, earned_value
from budgets.queries.figures import find_figure
from budgets.queries.ledger_table import asked_total
from budgets.queries.monthly import Month, finding, monthly, still_to_come
from budgets.queries.position import CategoryRow, Position, category_rows, position, positions

__all__ = [
    "Balance",
    "BenefitRow",
    "CaseResult",
    "CategoryRow",
    "EarnedValue",
    "Month",
    "OptionResult",
    "Position",
    "activation_obstacles",
    "appraised",
    "asked_total",
    "balance",
    "benefit_rows",
    "benefit_total",
    "case_result",
    "category_rows",
    "closure_obstacles",
    "earned_value",
    "find_case_figure",
    "find_figure",
    "finding",
    "issued_case",
    "measure_reached",
    "monthly",
    "position",
    "positions",
    "proposal_obstacles",
    "ready_cases",
    "still_to_come",
]
