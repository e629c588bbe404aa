"""How far is the closure, and which counts of governance do other pages show?"""

from django.urls import reverse
from django.utils.translation import gettext as _

from foundation.accounts.rights import Permission
from foundation.figures import COUNT, Figure, Source
from projects.models import ClosureItem, FollowOnAction, GateReview
from projects.queries.governance import gates_due
from projects.queries.issues import overdue_issues


def checklist(project):
    """(section, lines) of the closure checklist in order; one query."""
    sections = {}
    for item in ClosureItem.objects.filter(project=project).select_related("done_by__person"):
        sections.setdefault(item.section, []).append(item)
    return list(sections.items())


def actions_of(project):
    return FollowOnAction.objects.filter(project=project).select_related("owner").prefetch_related("issues")


def _address(name, project, query=""):
    return reverse(f"projects:{name}", args=[project.public_id]) + query


def overdue_issue_count(project, *, as_of):
    value = overdue_issues(project, as_of=as_of).count()
    address = _address("issues", project, "?overdue=yes")
    found = Source(_("Open issues past their due date"), value, COUNT, "", address)
    return Figure(
        "projects.overdue_issues", _("Overdue issues"), value, COUNT, inputs=(found,),
        formula=_("number of open issues with a due date before the day of the figure"),
        permission=Permission.ISSUE_VIEW,
    )  # fmt: skip


def gates_due_count(project, *, as_of):
    gates = list(gates_due(project, by=as_of))
    parts = tuple(
        Source(gate.name, gate.get_state_display(), "text", "", _gate_address(project, gate)) for gate in gates
    )
    formula = _("number of gates that are held and wait for a decision, or planned up to the day of the figure")
    return Figure("projects.gates_due", _("Gates due"), len(gates), COUNT, formula=formula, inputs=parts)


def _gate_address(project, gate):
    return reverse("projects:gate", args=[project.public_id, gate.public_id])


def decided_gate_count(project, *, as_of):
    rows = GateReview.objects.filter(project=project)
    decided = rows.filter(state=GateReview.State.DECIDED).count()
    address = _address("governance", project)
    parts = (
        Source(_("Gates decided"), decided, COUNT, "", address),
        Source(_("Gates in all"), rows.count(), COUNT, "", address),
    )
    formula = _("number of gates with a decision")
    return Figure("projects.gates_decided", _("Gates decided"), decided, COUNT, inputs=parts, formula=formula)


def open_item_count(project, *, as_of):
    rows = ClosureItem.objects.filter(project=project)
    value = rows.filter(state=ClosureItem.State.OPEN).count()
    address = _address("closure", project)
    parts = (
        Source(_("Lines of the checklist"), rows.count(), COUNT, "", address),
        Source(_("Lines that are open"), value, COUNT, "", address),
    )
    return Figure(
        "projects.closure_open", _("Open on the checklist"), value, COUNT, inputs=parts,
        formula=_("lines of the closure checklist that are neither done nor set aside with a reason"),
    )  # fmt: skip


_BUILDERS = {
    "projects.overdue_issues": overdue_issue_count,
    "projects.gates_due": gates_due_count,
    "projects.gates_decided": decided_gate_count,
    "projects.closure_open": open_item_count,
}


def find_governance_figure(project, key, *, as_of):
    """The figure of governance with this key, rebuilt; None for a key that is not ours."""
    builder = _BUILDERS.get(key)
    return builder(project, as_of=as_of).within(str(project.public_id), as_of) if builder else None
