"""The tables of staffing, one file per aggregate."""

from staffing.models.allocations import Allocation, AllocationState
from staffing.models.people import Absence, CostRate, Employment, ProjectRole
from staffing.models.timesheets import UNDER_WAY, Timesheet, TimesheetLine, TimesheetState

__all__ = [
    "UNDER_WAY",
    "Absence",
    "Allocation",
    "AllocationState",
    "CostRate",
    "Employment",
    "ProjectRole",
    "Timesheet",
    "TimesheetLine",
    "TimesheetState",
]
