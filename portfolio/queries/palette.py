"""What that this person may see is called like this: projects, tasks, people, risks, pages?"""

from django.db.models import Q
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from foundation.accounts.models import Person
from foundation.accounts.rights import Permission
from projects.access import may_anywhere, visible_to
from projects.models import Task
from risks.models import Risk

SHOWN = 6
SHORTEST, LONGEST = 2, 100
PAGES = (
    ("home", "My work", None),
    ("portfolio:executive", "Portfolio summary", Permission.PORTFOLIO_VIEW),
    ("portfolio:table", "Portfolio table", Permission.PORTFOLIO_VIEW),
    ("projects:list", "Projects", Permission.PROJECT_VIEW),
    ("projects:create", "Create a project", Permission.PROJECT_CREATE),
    ("staffing:home", "Staffing", Permission.ALLOCATION_VIEW),
    ("staffing:my_time", "My time sheet", Permission.TIMESHEET_OWN),
    ("budgets:home", "Finance", Permission.LEDGER_VIEW),
    ("risks:home", "Risks", Permission.RISK_VIEW),
    ("reports:home", "Reports", Permission.REPORT_VIEW),
    ("portfolio:audit", "Record of acts", Permission.AUDIT_VIEW),
    ("settings", "Settings", Permission.SETTINGS_EDIT),
)


def found(user, text):
    """Groups of entries for the palette, at most six of each kind; none for less than two letters."""
    text = text.replace("\0", "").strip()[:LONGEST]
    if len(text) < SHORTEST:
        return []
    groups = (
        (_("Projects"), _projects(user, text)),
        (_("Tasks"), _tasks(user, text)),
        (_("Risks"), _risks(user, text)),
        (_("People"), _people(user, text)),
        (_("Pages"), _pages(user, text)),
    )
    return [{"label": label, "entries": entries} for label, entries in groups if entries]


def _entry(label, sub, icon, name, *ids):
    try:
        return {"label": label, "sub": sub, "icon": icon, "url": reverse(name, args=ids)}
    except NoReverseMatch:
        return None


def _kept(entries):
    return [entry for entry in entries if entry is not None]


def _projects(user, text):
    rows = visible_to(user).filter(Q(name__icontains=text) | Q(code__icontains=text)).order_by("code")[:SHOWN]
    return _kept(_entry(p.name, p.code, "folder-kanban", "portfolio:overview", p.public_id) for p in rows)


def _tasks(user, text):
    where = visible_to(user, Permission.PLAN_VIEW)
    rows = Task.objects.filter(project__in=where, name__icontains=text).select_related("project").order_by("pk")
    return _kept(
        _entry(t.name, t.project.code, "list-checks", "projects:task", t.project.public_id, t.public_id)
        for t in rows[:SHOWN]
    )


def _risks(user, text):
    """Confidential ones only for those who decide; who is named in one finds it in its register."""
    seen = Risk.objects.filter(project__in=visible_to(user, Permission.RISK_VIEW), event__icontains=text)
    open_to_all = Q(confidentiality=Risk.Confidentiality.NORMAL)
    deciders = Q(project__in=visible_to(user, Permission.RISK_CONFIDENTIAL))
    rows = seen.filter(open_to_all | deciders).select_related("project").order_by("pk")
    return _kept(
        _entry(r.event, r.project.code, "triangle-alert", "risks:risk", r.project.public_id, r.public_id)
        for r in rows[:SHOWN]
    )


def _people(user, text):
    if not may_anywhere(user, Permission.PEOPLE_VIEW):
        return []
    rows = Person.objects.filter(name__icontains=text, archived_at=None).order_by("name")[:SHOWN]
    return _kept(_entry(p.name, p.unit, "circle-user", "staffing:person_open", p.public_id) for p in rows)


def _pages(user, text):
    words = [(name, _(label)) for name, label, p in PAGES if p is None or may_anywhere(user, p)]
    return _kept(_entry(label, "", "arrow-right", name) for name, label in words if text.casefold() in label.casefold())
