"""What is done to projects with the knowledge of all apps?"""

from portfolio.services.lifecycle import move_project
from portfolio.services.overrides import end_override, override_health
from portfolio.services.refresh import refresh_facts, refresh_touched, start_refresh, today, touch_all
from portfolio.services.reports import request_status_report
from portfolio.services.views import save_view

__all__ = [
    "end_override",
    "move_project",
    "override_health",
    "refresh_facts",
    "refresh_touched",
    "request_status_report",
    "save_view",
    "start_refresh",
    "today",
    "touch_all",
]
