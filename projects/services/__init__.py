"""What is done to projects: to the plan, and what is decided about it."""

from projects.services.baselines import (
    delete_baseline,
    draft_baseline,
    freeze_baseline,
    return_baseline,
    submit_baseline,
)
from projects.services.calendars import fill_holidays
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
    "delete_baseline",
    "delete_task",
    "draft_baseline",
    "edit_link",
    "edit_task",
    "fill_holidays",
    "freeze_baseline",
    "move_task",
    "remove_link",
    "renumber",
    "report_progress",
    "reschedule",
    "restore_task",
    "return_baseline",
    "set_data_date",
    "set_links",
    "submit_baseline",
]
