"""Which columns has the list of people?"""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from foundation.filters import Filter
from foundation.periods import DAY
from foundation.tables import Column, Link, Table


def _name(row):
    return Link(row.name, reverse("staffing:person_open", args=[row.public_id]))


def _first(row):
    return row.employed.lower if row.employed else None


def _until(row):
    return row.employed.upper - DAY if row.employed and row.employed.upper else None


PEOPLE = Table(
    "people",
    columns=(
        Column("name", _("Person"), _name, kind="link", sort="name", filter=Filter("q", _("Name"), "name")),
        Column("unit", _("Unit"), sort="unit"),
        Column("role", _("Role"), "role_name", sort="role_name"),
        Column("fte", _("Share of a full week"), "fte", kind="percent", sort="fte"),
        Column("calendar", _("Calendar"), "calendar_name", sort="calendar_name"),
        Column("first", _("Employed from"), _first, kind="date"),
        Column("until", _("Until"), _until, kind="date"),
    ),
    default_sort="name",
    label=_("People"),
    empty_title=_("No people yet"),
    empty=_("People stand here with their role, their calendar and how much of a week they work."),
)
