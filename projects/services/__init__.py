"""What is done to projects: to the plan, and what is decided about it."""

from projects.services.baselines import (
    delete_baseline,
    draft_baseline,
    freeze_baseline,
    return_baseline,
    submit_baseline,
)
from projects.services.calendars import fill_holidays
from projects.services.creation import create_project, suggested_code
from projects.services.issues import close_issue, edit_issue, hand_over_issue, raise_issue
from projects.services.lifecycle import lifecycle
from projects.services.links import add_link, edit_link, remove_link, set_links
from projects.services.outline import move_task, renumber
from projects.services.progress import report_progress, set_data_date
from projects.services.schedule import Rescheduled, reschedule
from projects.services.tasks import add_task, cancel_task, delete_task, edit_task, restore_task

__all__ = [
    "Rescheduled",
    "add_link",
    "add_task",
    "cancel_task",
    "close_issue",
    "create_project",
    "delete_baseline",
    "delete_task",
    "draft_baseline",
    "edit_issue",
    "edit_link",
    "edit_task",
    "fill_holidays",
    "freeze_baseline",
    "hand_over_issue",
    "lifecycle",
    "move_task",
    "raise_issue",
    "remove_link",
    "renumber",
    "report_progress",
    "reschedule",
    "restore_task",
    "return_baseline",
    "set_data_date",
    "set_links",
    "submit_baseline",
    "suggested_code",
]
