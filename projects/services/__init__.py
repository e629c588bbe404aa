"""What is done to projects: to the plan, and what is decided about it."""

from projects.services.adoption import adopt_projects
from projects.services.baselines import (
    delete_baseline,
    draft_baseline,
    freeze_baseline,
    return_baseline,
    submit_baseline,
)
from projects.services.calendars import fill_holidays, office_hours
from projects.services.charter import edit_charter, edit_project
from projects.services.closure import add_action, finish_action, settle_item
from projects.services.creation import create_project, suggested_code
from projects.services.hierarchy import (
    archive_portfolio,
    archive_programme,
    create_portfolio,
    create_programme,
    edit_portfolio,
    edit_programme,
)
from projects.services.issues import close_issue, edit_issue, hand_over_issue, raise_issue
from projects.services.lessons import advance_lesson, edit_lesson, record_lesson
from projects.services.lifecycle import lifecycle
from projects.services.links import add_link, edit_link, remove_link, set_links
from projects.services.outline import move_task, renumber
from projects.services.people import (
    create_person,
    edit_person,
    grant_role,
    password_address,
    record_link,
    revoke_role,
    set_active,
)
from projects.services.progress import report_progress, set_data_date
from projects.services.schedule import Rescheduled, reschedule
from projects.services.stages import decide_gate, edit_stage, hold_gate
from projects.services.tasks import add_task, cancel_task, delete_task, edit_task, restore_task
from projects.services.team import assign_role, end_role

__all__ = [
    "Rescheduled",
    "add_action",
    "add_link",
    "add_task",
    "adopt_projects",
    "advance_lesson",
    "archive_portfolio",
    "archive_programme",
    "assign_role",
    "cancel_task",
    "close_issue",
    "create_person",
    "create_portfolio",
    "create_programme",
    "create_project",
    "decide_gate",
    "delete_baseline",
    "delete_task",
    "draft_baseline",
    "edit_charter",
    "edit_issue",
    "edit_lesson",
    "edit_link",
    "edit_person",
    "edit_portfolio",
    "edit_programme",
    "edit_project",
    "edit_stage",
    "edit_task",
    "end_role",
    "fill_holidays",
    "finish_action",
    "freeze_baseline",
    "grant_role",
    "hand_over_issue",
    "hold_gate",
    "lifecycle",
    "move_task",
    "office_hours",
    "password_address",
    "raise_issue",
    "record_lesson",
    "record_link",
    "remove_link",
    "renumber",
    "report_progress",
    "reschedule",
    "restore_task",
    "return_baseline",
    "revoke_role",
    "set_active",
    "set_data_date",
    "set_links",
    "settle_item",
    "submit_baseline",
    "suggested_code",
]
