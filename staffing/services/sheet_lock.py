"""Is this step of a time sheet possible now? The row lock that each step takes first."""

from django.utils.translation import gettext as _

from foundation.errors import IllegalMove
from staffing.models import Timesheet


def locked_sheet(sheet, act, *states):
    """The sheet as it stands now, locked; IllegalMove unless it is in one of `states`."""
    row = Timesheet.objects.select_for_update(of=("self",)).select_related("person__user").get(pk=sheet.pk)
    if row.state not in states:
        words = _("To %(act)s is not possible: the time sheet is %(state)s.")
        raise IllegalMove(words % {"act": act, "state": row.get_state_display()})
    return row
