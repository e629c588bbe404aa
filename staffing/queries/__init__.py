"""What is asked about people and time."""

from staffing.queries.closure import closure_obstacles
from staffing.queries.hours import approved_lines, approved_unposted, superseded_lines, unapproved_lines
from staffing.queries.rates import rate_on, rates_of_lines

__all__ = [
    "approved_lines",
    "approved_unposted",
    "closure_obstacles",
    "rate_on",
    "rates_of_lines",
    "superseded_lines",
    "unapproved_lines",
]
