"""Which columns has a list of reports?"""

from dataclasses import replace

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from foundation.cells import Column, Link
from foundation.filters import CHOICE, Filter
from foundation.tables import Table
from reports.kinds import PROJECT_KINDS
from reports.models import ReportDocument, ReportKind


def _address(row):
    if row.project_id:
        return reverse("reports:document", args=[row.project.public_id, row.public_id])
    return reverse("reports:portfolio_document", args=[row.portfolio.public_id, row.public_id])


def _report(row):
    return Link(capfirst(row.snapshot.get_kind_display()), _address(row), _("version %(n)s") % {"n": row.version})


def _subject(row):
    subject = row.project or row.portfolio
    return f"{subject.code} {subject.name}"


def _author(row):
    return row.created_by.person.name if row.created_by else ""


KIND = Filter("kind", _("Report"), path="snapshot__kind", kind=CHOICE, choices=ReportKind.choices)
STATE = Filter("state", _("State"), path="state", kind=CHOICE, choices=ReportDocument.State.choices)
DOCUMENTS = Table(
    name="documents",
    label=_("Reports"),
    columns=(
        Column("report", _("Report"), value=_report, kind="link", sort="snapshot__kind"),
        Column("subject", _("Project or portfolio"), value=_subject, sort=("project__name", "portfolio__name")),
        Column("state", _("State"), value=lambda r: r.get_state_display(), sort="state"),
        Column("as_of", _("Data as of"), value="snapshot.data_as_of", kind="date", sort="snapshot__data_as_of"),
        Column("made", _("Drawn"), value="created_at", kind="date", sort="created_at"),
        Column("pages", _("Pages"), kind="number", sort="pages"),
        Column("author", _("Asked for by"), value=_author, sort="created_by__person__name"),
    ),
    filters=(KIND, STATE),
    default_sort="-made",
    row_id=lambda r: f"document-{r.public_id}",
    empty_title=_("No report yet"),
    empty=_("A report is drawn from the project's data as they stand at that moment, and kept."),
)
OF_PROJECT = replace(
    DOCUMENTS.without("subject"),
    filters=(replace(KIND, choices=[(kind.value, kind.label) for kind in PROJECT_KINDS]), STATE),
)
OF_PORTFOLIO = replace(DOCUMENTS.without("subject"), filters=(STATE,))
