"""The pages of what all projects share: exchange rates, fiscal periods, cost categories."""

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from budgets import services
from budgets.forms.organisation import CategoryForm, RateForm
from budgets.models import CostCategory
from budgets.queries.organisation import rate_table
from budgets.views.answers import answer
from foundation.accounts.rights import Permission
from foundation.errors import IllegalMove
from foundation.forms import only
from foundation.organisation.models import ExchangeRate, FiscalPeriod
from foundation.organisation.services import STEPS, move_period
from foundation.tables import respond
from projects.access import may_anywhere, require_anywhere


@require_anywhere(Permission.LEDGER_VIEW)
def rates(request):
    """The stored exchange rates."""
    rows = ExchangeRate.objects.select_related("created_by__person")
    context = {"can_edit": may_anywhere(request.user, Permission.EXCHANGE_RATE_EDIT)}
    return respond(request, rate_table(), rows, "budgets/rates.html", context, filename="exchange-rates")


@require_anywhere(Permission.EXCHANGE_RATE_EDIT)
def add_rate(request):
    """One more rate."""

    def act(**data):
        return services.add_rate(by=request.user, **data)

    form = RateForm(request.POST or None, initial={"date": timezone.localdate()})
    return answer(request, form, act, to=reverse("budgets:rates"), title=_("Add an exchange rate"))


@require_anywhere(Permission.LEDGER_VIEW)
def periods(request):
    """The fiscal periods and which of them are open: the running one first, those ahead behind a click."""
    steps = {}
    for start, end in sorted(STEPS):
        steps.setdefault(start, []).append((end, _("reopen") if end == "open" else end))
    rows = [(row, steps[row.state]) for row in FiscalPeriod.objects.order_by("days")]
    today = timezone.localdate()
    begun = [(row, moves) for row, moves in rows if row.days.lower <= today]
    context = {
        "begun": begun[::-1],
        "ahead": rows[len(begun) :],
        "can_move": may_anywhere(request.user, Permission.PERIOD_CLOSE),
    }
    return render(request, "budgets/periods.html", context)


@require_anywhere(Permission.PERIOD_CLOSE)
@require_POST
def period_move(request, object_id):
    """open → closing → closed, and back."""
    period = get_object_or_404(FiscalPeriod, public_id=object_id)
    only(request.POST, {"to"})
    to = request.POST.get("to", "")
    if to not in FiscalPeriod.State.values:
        raise IllegalMove(_("A period is open, closing or closed."))
    move_period(period, to, by=request.user)
    return redirect("budgets:periods")


@require_anywhere(Permission.LEDGER_VIEW)
def categories(request):
    """The cost categories."""
    rows = CostCategory.objects.filter(archived_at__isnull=True).select_related("parent")
    context = {"categories": rows, "can_edit": may_anywhere(request.user, Permission.PERIOD_CLOSE)}
    return render(request, "budgets/categories.html", context)


@require_anywhere(Permission.PERIOD_CLOSE)
def add_category(request):
    """One more category."""

    def act(**data):
        return services.add_category(by=request.user, **data)

    form = CategoryForm(request.POST or None)
    return answer(request, form, act, to=reverse("budgets:categories"), title=_("Add a cost category"))
