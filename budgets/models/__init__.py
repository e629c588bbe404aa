"""The tables of money, one file per aggregate."""

from budgets.models.baselines import BaselinePeriod, ProgressSnapshot
from budgets.models.benefits import Benefit, BenefitMeasure, BenefitPoint
from budgets.models.budgets import Budget, BudgetLine, BudgetState, CostCategory, CostClass, Reserve, ReserveMove
from budgets.models.cases import Cba, CbaLine, CbaOption
from budgets.models.forecasts import Forecast, ForecastLine
from budgets.models.ledger import ActualsBatch, EntryType, LedgerEntry

__all__ = [
    "ActualsBatch",
    "BaselinePeriod",
    "Benefit",
    "BenefitMeasure",
    "BenefitPoint",
    "Budget",
    "BudgetLine",
    "BudgetState",
    "Cba",
    "CbaLine",
    "CbaOption",
    "CostCategory",
    "CostClass",
    "EntryType",
    "Forecast",
    "ForecastLine",
    "LedgerEntry",
    "ProgressSnapshot",
    "Reserve",
    "ReserveMove",
]
