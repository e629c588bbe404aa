"""What exactly does somebody decide on? A print of the rows on his page, which the decision sends back."""

import hashlib

from django.utils.translation import gettext as _

from budgets.models import Benefit, BenefitPoint, Budget, BudgetState, Cba
from foundation.errors import Conflict
from projects.models import Baseline

# what a decision covers: the row itself and what stands below it; a baseline takes its money from the budget in force
_COVERED = {
    Budget: lambda row: [row],
    Baseline: lambda row: [row, *Budget.objects.filter(project=row.project_id, state=BudgetState.APPROVED)],
    Cba: lambda row: [row, *row.options.order_by("pk")],
    Benefit: lambda row: [
        row,
        *row.measures.order_by("pk"),
        *BenefitPoint.objects.filter(measure__benefit=row).order_by("pk"),
    ],
}


def seen(row):
    """32 hex digits that differ as soon as anything differs that the decision covers."""
    marks = (f"{each.public_id} {each.row_version}" for each in _COVERED[type(row)](row))
    return hashlib.sha256("\n".join(marks).encode()).hexdigest()[:32]


def refuse_unseen(row, print_):
    """Conflict when the locked row is not what the decider looked at; None: nobody looked at a page."""
    if print_ is not None and print_ != seen(row):
        raise Conflict(_("This is not what you read: it was changed meanwhile. Look at it again and decide then."))
