"""The tables of projects, one file per aggregate."""

from projects.models.baselines import Baseline, BaselineState, BaselineTask
from projects.models.calendars import Calendar, CalendarException, CalendarInterval
from projects.models.governance import ClosureItem, FollowOnAction, GateReview, Lesson, Stage
from projects.models.hierarchy import Portfolio, Programme
from projects.models.issues import Issue
from projects.models.plan import Dependency, Task
from projects.models.project import ENDED_STATES, OPEN_STATES, RUNNING_STATES, Charter, Project, ReportedStatus, State
from projects.models.roles import RoleAssignment
from projects.models.touch import ProjectTouched, touches

__all__ = [
    "ENDED_STATES",
    "OPEN_STATES",
    "RUNNING_STATES",
    "Baseline",
    "BaselineState",
    "BaselineTask",
    "Calendar",
    "CalendarException",
    "CalendarInterval",
    "Charter",
    "ClosureItem",
    "Dependency",
    "FollowOnAction",
    "GateReview",
    "Issue",
    "Lesson",
    "Portfolio",
    "Programme",
    "Project",
    "ProjectTouched",
    "ReportedStatus",
    "RoleAssignment",
    "Stage",
    "State",
    "Task",
    "touches",
]
