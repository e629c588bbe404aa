"""Which projects still take money, and which amounts fit into the books?"""

from django.utils.translation import gettext as _

from foundation.errors import IllegalMove, Refused
from foundation.money import MAX_AMOUNT
from projects.models import Project

SHUT = ("rejected", "closed")


def locked_books(project):
    """The project under its lock; refused when its books are shut."""
    project = Project.objects.select_for_update(no_key=True).get(pk=project.pk)
    open_books(project)
    return project


def open_books(project):
    """Refused for a project whose books are shut."""
    if project.state in SHUT:
        raise IllegalMove(_("The books of a project that is %(state)s are shut.") % {"state": project.state})


def fitting(amount, *, field=None):
    """The amount itself; Refused when no column of money could hold it."""
    if abs(amount) >= MAX_AMOUNT:
        raise Refused(
            _("This is too large: an amount is less than %(most)s.") % {"most": f"{MAX_AMOUNT:,}"}, field=field
        )
    return amount
