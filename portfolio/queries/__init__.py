"""What is asked about many projects, and what do the stored facts answer?"""

from portfolio.queries.changes import history
from portfolio.queries.columns import ADDED, BY_NAME, COLUMNS
from portfolio.queries.obstacles import obstacles_above, obstacles_to
from portfolio.queries.rates import closing_rates, last_month_end
from portfolio.queries.readiness import readiness
from portfolio.queries.scope import below, saved_views, shown_to, table_rows
from portfolio.queries.stored import facts_of, figure_of, find_figure, is_updating
from portfolio.queries.totals import Ground, count_figure, ground, opened_total, total_figure, total_of, totals
from portfolio.queries.trend import opened_trend

__all__ = [
    "ADDED",
    "BY_NAME",
    "COLUMNS",
    "Ground",
    "below",
    "closing_rates",
    "count_figure",
    "facts_of",
    "figure_of",
    "find_figure",
    "ground",
    "history",
    "is_updating",
    "last_month_end",
    "obstacles_above",
    "obstacles_to",
    "opened_total",
    "opened_trend",
    "readiness",
    "saved_views",
    "shown_to",
    "table_rows",
    "total_figure",
    "total_of",
    "totals",
]
