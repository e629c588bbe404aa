"""What keeps a project from being closed, as far as people and time are concerned?"""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from staffing.models import Allocation, AllocationState
from staffing.queries.hours import approved_unposted, unapproved_lines

RUNNING = (AllocationState.REQUESTED, AllocationState.TENTATIVE, AllocationState.CONFIRMED)


def closure_obstacles(project):
    """Sentences: people not released, time not approved or not in the ledger; empty when nothing stands in the way."""
    return [*_allocations(project), *_time(project)]


def _allocations(project):
    rows = Allocation.objects.filter(project=project, state__in=RUNNING).select_related("person", "role")
    for row in rows.order_by("pk"):
        who = row.person or row.role
        yield _("%(who)s is not released: the allocation is %(state)s.") % {
            "who": who,
            "state": row.get_state_display(),
        }


def _time(project):
    waiting, unposted = unapproved_lines(project).count(), approved_unposted(project).count()
    if waiting:
        yield ngettext(
            "%(count)s line of a time sheet is not approved.",
            "%(count)s lines of time sheets are not approved.",
            waiting,
        ) % {"count": waiting}
    if unposted:
        yield ngettext(
            "%(count)s approved line of a time sheet is not in the ledger.",
            "%(count)s approved lines of time sheets are not in the ledger.",
            unposted,
        ) % {"count": unposted}
