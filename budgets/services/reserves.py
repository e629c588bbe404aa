"""How is money held back, drawn for a risk or a change, and released?"""

from django.db import transaction
from django.utils.translation import gettext as _

from budgets.models import Reserve, ReserveMove
from budgets.services.books import fitting, locked_books
from foundation.accounts.services import record
from foundation.errors import Refused
from foundation.money import quantise


@transaction.atomic
def set_reserve(project, *, kind, amount, by):
    """Hold back `amount` in all; what was drawn or released before stays taken."""
    project = locked_books(project)
    amount = fitting(quantise(amount, project.currency_id), field="amount")
    if amount < 0:
        raise Refused(_("An amount is 0 or more."), field="amount")
    reserve, _made = Reserve.objects.get_or_create(
        project=project, kind=kind, defaults={"amount": 0, "balance": 0, "created_by": by}
    )
    reserve = Reserve.objects.select_for_update().get(pk=reserve.pk)
    taken = reserve.amount - reserve.balance
    if amount < taken:
        raise Refused(_("%(taken)s were drawn or released already.") % {"taken": taken}, field="amount")
    reserve.amount, reserve.balance, reserve.updated_by = amount, amount - taken, by
    reserve.save(update_fields=["amount", "balance", "updated_by"])
    record("reserve.set", reserve, by=by, project=project, amount=str(amount))
    return reserve


def draw_reserve(reserve, *, amount, on, reason, by):
    """Take money out of the reserve for use. → ReserveMove"""
    return _move(reserve, ReserveMove.Kind.DRAW, amount=amount, on=on, reason=reason, by=by)


def release_reserve(reserve, *, amount, on, reason, by):
    """Give back what is not needed. → ReserveMove"""
    return _move(reserve, ReserveMove.Kind.RELEASE, amount=amount, on=on, reason=reason, by=by)


@transaction.atomic
def _move(reserve, kind, *, amount, on, reason, by):
    locked_books(reserve.project)
    reserve = Reserve.objects.select_for_update(of=("self",)).select_related("project").get(pk=reserve.pk)
    amount = quantise(amount, reserve.project.currency_id)
    if amount <= 0:
        raise Refused(_("An amount is more than 0."), field="amount")
    if not reason.strip():
        raise Refused(_("Say what it is for."), field="reason")
    if amount > reserve.balance:
        raise Refused(_("Only %(left)s are left.") % {"left": reserve.balance}, field="amount")
    reserve.balance, reserve.updated_by = reserve.balance - amount, by
    reserve.save(update_fields=["balance", "updated_by"])
    move = ReserveMove.objects.create(
        reserve=reserve, kind=kind, amount=amount, date=on, reason=reason.strip(), created_by=by
    )
    record(f"reserve.{kind}", reserve, by=by, project=reserve.project, amount=str(amount))
    return move
