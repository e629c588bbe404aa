"""What is done about people and time."""

from staffing.services.allocations import (
    allow_over,
    confirm_allocation,
    decline_allocation,
    end_allocation,
    propose_person,
    request_allocation,
)
from staffing.services.approvals import (
    approve_line,
    approve_lines,
    approve_timesheet,
    mark_posted,
    return_lines,
    return_timesheet,
)

__all__ = [
    "allow_over",
    "approve_line",
    "approve_lines",
    "approve_timesheet",
    "confirm_allocation",
    "decline_allocation",
    "end_allocation",
    "mark_posted",
    "propose_person",
    "request_allocation",
    "return_lines",
    "return_timesheet",
]
