"""What was posted in other currencies, and what would it have cost at the rates of the budget?"""

from foundation.money import convert
from foundation.organisation.models import ExchangeRate
from reports.facts.common import Ratio


def foreign_sums(project, found, *, on):
    """(currency, amount there, in the ledger, at the budget's rate, difference) of each; > 0 cost more.

    Without a budget rate nobody knows the difference: it has a reason, it is not 0.
    """
    for row in found.result.by_currency:
        if row.currency != project.currency_id:
            planned = _at_budget_rate(project, row, on)
            apart = planned if planned.value is None else Ratio(row.ledger_amount - planned.value)
            yield row.currency, row.original_amount, row.ledger_amount, planned, apart


def _at_budget_rate(project, row, on):
    rates = ExchangeRate.objects.filter(base=row.currency, quote=project.currency_id, kind=ExchangeRate.Kind.BUDGET)
    rate = rates.filter(date__lte=on).order_by("-date").first()
    if rate is None:
        return Ratio(None, "no_budget_rate")
    return Ratio(convert(row.original_amount, rate.rate, project.currency_id))
