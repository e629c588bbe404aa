"""What that this person may see is called like this: projects, tasks, people, risks, pages?"""

from functools import reduce
from operator import or_

from django.db.models import Q
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.accounts.models import Person
from foundation.accounts.rights import Permission
from projects.access import may_anywhere, visible_to
from projects.models import Task
from reports.models import ReportKind
from reports.queries import visible_documents
from risks.models import Risk

SHOWN = 6
SHORTEST, LONGEST = 2, 100
PAGES = (
    ("home", gettext_lazy("My work"), None),
    ("portfolio:decisions", gettext_lazy("Decisions"), None),
    ("portfolio:executive", gettext_lazy("Portfolio summary"), Permission.PORTFOLIO_VIEW),
    ("portfolio:table", gettext_lazy("Portfolio table"), Permission.PORTFOLIO_VIEW),
    ("projects:list", gettext_lazy("Projects"), Permission.PROJECT_VIEW),
    ("projects:create", gettext_lazy("Create a project"), Permission.PROJECT_CREATE),
    ("staffing:home", gettext_lazy("Staffing"), Permission.ALLOCATION_VIEW),
    ("staffing:my_time", gettext_lazy("My time sheet"), Permission.TIMESHEET_OWN),
    ("budgets:home", gettext_lazy("Finance"), Permission.LEDGER_VIEW),
    ("risks:home", gettext_lazy("Risks"), Permission.RISK_VIEW),
    ("reports:home", gettext_lazy("Reports"), Permission.REPORT_VIEW),
    ("portfolio:audit", gettext_lazy("Record of acts"), Permission.AUDIT_VIEW),
    ("settings", gettext_lazy("Settings"), Permission.SETTINGS_EDIT),
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
        (_("Documents"), _documents(user, text)),
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


def _documents(user, text):
    """Reports by their kind, or by the project or portfolio that they are about; the newest first."""
    kinds = [kind for kind, words in ReportKind.choices if text.casefold() in str(words).casefold()]
    about = (Q(**{f"{of}__{field}__icontains": text}) for of in ("project", "portfolio") for field in ("name", "code"))
    rows = visible_documents(user).filter(reduce(or_, about, Q(snapshot__kind__in=kinds))).order_by("-pk")[:SHOWN]
    return _kept(_document(row) for row in rows)


def _document(row):
    place = ("reports:document", row.project) if row.project else ("reports:portfolio_document", row.portfolio)
    words = _("{kind}, version {version}").format(kind=row.snapshot.get_kind_display(), version=row.version)
    return _entry(words, place[1].code, "file-text", place[0], place[1].public_id, row.public_id)


def _people(user, text):
    if not may_anywhere(user, Permission.PEOPLE_VIEW):
        return []
    rows = Person.objects.filter(name__icontains=text, archived_at=None).order_by("name")[:SHOWN]
    return _kept(_entry(p.name, p.unit, "circle-user", "staffing:person_open", p.public_id) for p in rows)


def _pages(user, text):
    words = [(name, str(label)) for name, label, p in PAGES if p is None or may_anywhere(user, p)]
    return _kept(_entry(label, "", "arrow-right", name) for name, label in words if text.casefold() in label.casefold())
