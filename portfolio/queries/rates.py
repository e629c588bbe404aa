"""At which rate does an amount of one currency count in another, at the end of last month?"""

import datetime as dt
from decimal import Decimal

from foundation.organisation.models import ExchangeRate
from foundation.periods import month_start

OLDEST_DAYS = 40


def last_month_end(day):
    return month_start(day) - dt.timedelta(days=1)


def closing_rates(pairs, *, as_of):
    """{(base, quote): (rate, its date)} for the pairs that have one: two queries at most, nothing is inverted.

    The closing rate of the last month before `as_of`; one currency to itself is 1.
    """
    end = last_month_end(as_of)
    found = {pair: (Decimal(1), end) for pair in pairs if pair[0] == pair[1]}
    wanted = set(pairs) - set(found)
    if not wanted:
        return found
    rows = ExchangeRate.objects.filter(
        kind=ExchangeRate.Kind.CLOSING, date__lte=end, date__gte=end - dt.timedelta(days=OLDEST_DAYS),
        base__in={base for base, _quote in wanted}, quote__in={quote for _base, quote in wanted},
    )  # fmt: skip
    for base, quote, rate, date in rows.order_by("date").values_list("base_id", "quote_id", "rate", "date"):
        if (base, quote) in wanted:
            found[base, quote] = (rate, date)
    return found
