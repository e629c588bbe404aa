"""Which issues does a project have, and which of them need an act?"""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from foundation.tables import Column, Filter, Link, Table
from projects.models import Issue

YES_NO = [("yes", _("yes")), ("no", _("no"))]


def issues_of(project):
    """All issues with what the register draws of each."""
    return Issue.objects.filter(project=project).select_related("project", "owner", "raised_by__person", "follow_on")


def open_issues(project):
    return Issue.objects.filter(project=project).exclude(state=Issue.State.CLOSED)


def overdue_issues(project, *, as_of):
    return open_issues(project).filter(due__lt=as_of)


def _title(issue):
    address = reverse("projects:issue", args=[issue.project.public_id, issue.public_id])
    return Link(f"#{issue.number} {issue.title}", address)


def _is_late(issue, as_of):
    return issue.state != Issue.State.CLOSED and issue.due is not None and issue.due < as_of


def _standing(issue, as_of):
    words = [issue.get_state_display()]
    if issue.follow_on_id and issue.state != Issue.State.CLOSED:
        words.append(_("handed over"))
    if _is_late(issue, as_of):
        words.append(_("overdue"))
    return " · ".join(str(word) for word in words)


def _columns(as_of):
    return (
        Column("number", _("Issue"), _title, "link", sort="number"),
        Column("severity", _("Severity"), lambda i: i.get_severity_display(), sort="severity"),
        Column("state", _("State"), lambda i: _standing(i, as_of), sort="state"),
        Column("type", _("Type"), lambda i: i.get_type_display(), sort="type"),
        Column("owner", _("Owner"), "owner.name", sort="owner__name"),
        Column("raised_on", _("Raised"), kind="date", sort="raised_on"),
        Column("due", _("Due"), kind="date", sort="due"),
    )


def issue_table(project, *, as_of):
    """The register; `overdue` asks for what is open past its due date."""
    owners = {i.owner.public_id: i.owner.name for i in issues_of(project).exclude(owner=None).order_by("owner__name")}

    def is_overdue(rows, value):
        late = rows.exclude(state=Issue.State.CLOSED).filter(due__lt=as_of)
        return late if value == "yes" else rows.exclude(pk__in=late)

    return Table(
        "issues",
        label=_("Issues"),
        columns=_columns(as_of),
        filters=(
            Filter("text", _("Words"), ("title", "description")),
            Filter("in_state", _("State"), "state", "choice", Issue.State.choices),
            Filter("of_severity", _("Severity"), "severity", "choice", Issue.Severity.choices),
            Filter("owned_by", _("Owner"), "owner__public_id", "person", list(owners.items())),
            Filter(
                "overdue", _("Overdue"), kind="choice", choices=[("yes", _("yes")), ("no", _("no"))], apply=is_overdue
            ),
        ),
        default_sort="-number",
        empty_title=_("No issues"),
        empty=_("What has happened and needs management stands here. A risk that occurs becomes an issue by itself."),
    )
