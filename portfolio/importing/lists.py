"""Which columns have the lists of imports, of losses and of imported projects?"""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.tables import Column, Filter, Link, Table
from portfolio.models import ImportBatch, ImportNote


def _open(batch):
    address = reverse("portfolio:import_open", args=[batch.portfolio.public_id, batch.public_id])
    return Link(batch.file_name, address, batch.portfolio.name)


def _author(batch):
    person = getattr(batch.created_by, "person", None)
    return person.name if person else _("command line")


def _project(row):
    return Link(row.project.name, reverse("portfolio:overview", args=[row.project.public_id]), row.project.code)


IMPORTS = Table(
    name="imports",
    label=gettext_lazy("Imports"),
    default_sort="-at",
    empty_title=gettext_lazy("No file has come in yet"),
    empty=gettext_lazy("Import a CSV, XLSX or ODS file with one line for each project; nothing is written unasked."),
    columns=(
        Column("file", gettext_lazy("File"), _open, kind="link", sort="file_name"),
        Column(
            "state",
            gettext_lazy("State"),
            lambda batch: batch.get_state_display(),
            sort="state",
            filter=Filter("state", gettext_lazy("State"), "state", kind="choice", choices=ImportBatch.State.choices),
        ),
        Column("as_of", gettext_lazy("As of"), kind="date", sort="as_of"),
        Column("rows", gettext_lazy("Rows"), kind="number", sort="rows"),
        Column("created", gettext_lazy("Created"), kind="number", sort="created"),
        Column("updated", gettext_lazy("Updated"), kind="number", sort="updated"),
        Column("unchanged", gettext_lazy("Unchanged"), kind="number", sort="unchanged"),
        Column("rejected", gettext_lazy("Left out"), kind="number", sort="rejected"),
        Column("by", gettext_lazy("By"), _author),
        Column("at", gettext_lazy("Uploaded"), "created_at", kind="date", sort="created_at"),
    ),
)

LOSSES = Table(
    name="losses",
    label=gettext_lazy("Loss report"),
    default_sort="row",
    row_id=lambda note: f"note-{note.pk}",
    empty_title=gettext_lazy("Nothing to tell"),
    empty=gettext_lazy("Every cell of the file was taken as it stands, or none fits the filter."),
    filters=(Filter("find", gettext_lazy("Contains"), ("column", "raw", "message")),),
    columns=(
        Column("row", gettext_lazy("Row"), lambda note: note.row or _("file"), sort="row", css="nowrap"),
        Column("column", gettext_lazy("Column"), sort="column"),
        Column(
            "level",
            gettext_lazy("What happened"),
            lambda note: note.get_level_display(),
            sort="level",
            css="nowrap",
            filter=Filter(
                "level", gettext_lazy("What happened"), "level", kind="choice", choices=ImportNote.Level.choices
            ),
        ),
        Column("raw", gettext_lazy("As written"), sort="raw", css="text"),
        Column("message", gettext_lazy("Why"), sort="message", css="text"),
    ),
)

PROJECTS = Table(
    name="projects",
    label=gettext_lazy("Projects of the import"),
    default_sort="name",
    row_id=lambda row: f"project-{row.project.public_id}",
    filters=(Filter("find", gettext_lazy("Name or code"), ("project__name", "project__code")),),
    empty_title=gettext_lazy("No project to show"),
    empty=gettext_lazy("The import made none that you may see, or none fits the filter."),
    columns=(
        Column("name", gettext_lazy("Project"), _project, kind="link", sort="project__name"),
        Column("programme", gettext_lazy("Programme"), "project.programme.name", sort="project__programme__name"),
        Column(
            "what",
            gettext_lazy("What happened"),
            lambda row: _("created") if row.created else _("reported again"),
            sort="created",
        ),
        Column("state", gettext_lazy("State"), lambda row: row.project.get_state_display(), sort="project__state"),
    ),
)
