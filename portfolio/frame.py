"""What stands around every page: the rail with what the person may open?"""

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from foundation.accounts.rights import Permission
from projects.access import may_anywhere

# label, address name, icon, permission in any scope (None: everybody who is signed in)
RAIL = (
    (_("My work"), "home", "house", None),
    (_("My time"), "staffing:my_time", "clock", Permission.TIMESHEET_OWN),
    (_("Portfolio"), "portfolio:table", "layers", Permission.PORTFOLIO_VIEW),
    (_("Projects"), "projects:list", "folder-kanban", Permission.PROJECT_VIEW),
    (_("Staffing"), "staffing:home", "users", Permission.ALLOCATION_VIEW),
    (_("Finance"), "budgets:home", "landmark", Permission.LEDGER_VIEW),
    (_("Risks"), "risks:home", "triangle-alert", Permission.RISK_VIEW),
    (_("Reports"), "reports:home", "file-text", Permission.REPORT_VIEW),
    (_("Settings"), "settings", "settings", Permission.SETTINGS_EDIT),
)


def _address(name):
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def frame(request):
    """Context processor: `rail`, `demo` and `bell_count`."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"rail": [], "demo": settings.PLUMBLINE_DEMO}
    rail = [
        {"label": label, "url": address, "icon": icon, "current": _is_current(request.path, address)}
        for label, name, icon, permission in RAIL
        if (address := _address(name)) and (permission is None or may_anywhere(user, permission))
    ]
    return {"rail": rail, "demo": settings.PLUMBLINE_DEMO, "bell_count": getattr(user, "unread", 0)}


def _is_current(path, address):
    return path == address if address == "/" else path.startswith(address)
