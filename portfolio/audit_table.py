"""What does the list of acts show, and by what can it be filtered?"""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from foundation.accounts.models import AuditEvent
from foundation.cells import Column
from foundation.filters import Filter
from foundation.tables import Table
from projects.models import Project


def audit_rows():
    return AuditEvent.objects.select_related("actor__person")


def _codes(rows, **_context):
    """The rows with the code of their project: one query for the page."""
    codes = dict(
        Project.objects.filter(public_id__in={row.project_id for row in rows}).values_list("public_id", "code")
    )
    for row in rows:
        row.code = codes.get(row.project_id, "")
    return rows


def _who(row):
    person = getattr(row.actor, "person", None)
    return person.name if person else _("the system")


def _details(row):
    return ", ".join(f"{key.replace('_', ' ')}: {value}" for key, value in sorted(row.details.items()))


def _at(row):
    return date_format(timezone.localtime(row.at), "j M Y, H:i:s")


def audit_table():
    return Table(
        "acts",
        (
            Column("at", _("When"), _at, sort="at"),
            Column("who", _("Who"), _who, sort="actor__person__name"),
            Column("act", _("Act"), "act", sort="act"),
            Column("code", _("Project"), "code"),
            Column("kind", _("Of"), "object_type", sort="object_type"),
            Column("details", _("Details"), _details, css="text"),
        ),
        (
            Filter("q", _("Act"), ("act", "object_type")),
            Filter("who", _("Who"), "actor__person__name"),
            Filter("day", _("Day"), "at__date", "dates"),
        ),
        default_sort="-at", prepare=_codes, label=_("Record of acts"), empty_title=_("Nothing is on record"),
        row_id=lambda row: f"act-{row.public_id}",
    )  # fmt: skip
