"""Who has an account, and which roles go with it: the administrator's list."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from foundation.accounts.rights import ROLE_LABELS, Role
from foundation.tables import Column, Filter, Link, Table


def _name(person):
    return Link(person.name, reverse("projects:person", args=[person.public_id]), person.email)


def _account(person):
    if person.user is None:
        return _("no account")
    return _("open") if person.user.is_active else _("closed")


def _roles(person):
    held = {str(ROLE_LABELS[Role(row.role)]) for row in person.roles.all() if row.days.upper is None}
    return ", ".join(sorted(held))


def _in_state(rows, value):
    return {
        "open": rows.filter(user__is_active=True),
        "closed": rows.filter(user__is_active=False),
        "none": rows.filter(user=None),
    }[value]


ACCOUNTS = [("open", _("open")), ("closed", _("closed")), ("none", _("no account"))]


def person_table():
    return Table(
        "people",
        label=_("People"),
        columns=(
            Column("name", _("Name"), _name, "link", sort="name"),
            Column("unit", _("Unit"), sort="unit"),
            Column("account", _("Account"), _account, sort="user__is_active"),
            Column("roles", _("Roles"), _roles),
        ),
        filters=(
            Filter("text", _("Name or address"), ("name", "email", "unit")),
            Filter("account_is", _("Account"), kind="choice", choices=ACCOUNTS, apply=_in_state),
        ),
        default_sort="name",
        empty_title=_("Nobody found"),
    )
