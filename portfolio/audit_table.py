"""What does the list of acts show, and by what can it be filtered?"""

from functools import cache

from django.apps import apps
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from foundation.accounts.models import AuditEvent
from foundation.cells import Column
from foundation.filters import Filter
from foundation.tables import Table
from portfolio.queries.act_words import act_words, detail_lines
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


def _act(row):
    return act_words(row.act, row.details)


def _kind(row):
    """What it was done to, in the words of the trade."""
    return _kinds().get(row.object_type, row.object_type)


@cache
def _kinds():
    return {model._meta.label_lower: model._meta.verbose_name for model in apps.get_models()}


def _details(row):
    return ", ".join(f"{label}: {words}" for label, words in detail_lines(row.act, row.details))


def _at(row):
    return date_format(timezone.localtime(row.at), "j M Y, H:i:s")


def audit_table():
    return Table(
        "acts",
        (
            Column("at", _("When"), _at),
            Column("who", _("Who"), _who),
            Column("act", _("Act"), _act),
            Column("code", _("Project"), "code", css="nowrap"),
            Column("kind", _("Of"), _kind, css="nowrap"),
            Column("act_code", _("Code of the act"), "act", hidden=True),
            Column("details", _("Details"), _details, css="text"),
        ),
        (
            Filter("q", _("Code of the act"), ("act", "object_type")),
            Filter("who", _("Who"), "actor__person__name"),
            Filter("day", _("Day"), "at__date", "dates"),
        ),
        endless=True, prepare=_codes, label=_("Record of acts"), empty_title=_("Nothing is on record"),
        row_id=lambda row: f"act-{row.public_id}",
    )  # fmt: skip
