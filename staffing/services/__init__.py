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
from staffing.services.people import (
    add_absence,
    add_person,
    add_role,
    change_employment,
    employ,
    remove_absence,
    set_rate,
)
from staffing.services.timesheets import (
    WeekRefused,
    copy_last_week,
    correct_timesheet,
    hand_in_week,
    save_week,
    submit_timesheet,
)

__all__ = [
    "WeekRefused",
    "add_absence",
    "add_person",
    "add_role",
    "allow_over",
    "approve_line",
    "approve_lines",
    "approve_timesheet",
    "change_employment",
    "confirm_allocation",
    "copy_last_week",
    "correct_timesheet",
    "decline_allocation",
    "employ",
    "end_allocation",
    "hand_in_week",
    "mark_posted",
    "propose_person",
    "remove_absence",
    "request_allocation",
    "return_lines",
    "return_timesheet",
    "save_week",
    "set_rate",
    "submit_timesheet",
]
