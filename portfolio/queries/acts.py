"""What changed in many projects since a day: the acts that a manager or an executive wants to hear of?"""

import datetime as dt
from dataclasses import dataclass

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from foundation.accounts.models import AuditEvent
from projects.models import Project, State

# act: in words
TOLD = {
    "project.created": _("was created"),
    "project.moved": _("is now {to}"),
    "baseline.approved": _("has a new approved baseline"),
    "budget.approved": _("has a new approved budget"),
    "gate.decided": _("has a decided gate"),
    "health.overridden": _("has its health overridden"),
    "issue.raised": _("has a new issue"),
    "risk.occurred": _("has a risk that occurred"),
    "risk.contingency_drawn": _("drew on its contingency"),
    "ledger.imported": _("has new actuals"),
    "forecast.saved": _("has a new forecast"),
}


@dataclass(frozen=True)
class Told:
    """One act on one project, in words."""

    project: object
    words: str
    at: dt.datetime
    who: str


def acts_since(projects, since, *, acts=tuple(TOLD), limit=20):
    """The newest acts on the projects since an instant: one query. → list of Told, with the project's name and code"""
    ids = projects.order_by().values("public_id")
    rows = AuditEvent.objects.filter(at__gte=since, act__in=acts, project_id__in=ids).order_by("-id")
    found = Project.objects.filter(public_id=OuterRef("project_id"))
    rows = rows.annotate(**{f"of_{name}": Subquery(found.values(name)) for name in ("id", "name", "code")})
    return [_told(event) for event in rows.select_related("actor__person")[:limit]]


def _told(event):
    project = Project(pk=event.of_id, public_id=event.project_id, name=event.of_name, code=event.of_code)
    to = event.details.get("to", "")
    words = str(TOLD[event.act]).format(to=State(to).label if to in State.values else to)
    person = getattr(event.actor, "person", None)
    return Told(project, words, event.at, person.name if person else "")
