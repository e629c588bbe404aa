"""What are the organisation's settings, rates and periods on a day?"""

from foundation.organisation.models import ExchangeRate, FiscalPeriod, Organisation


def organisation():
    return Organisation.objects.select_related("reporting_currency").first()


def period_of(day):
    """The fiscal period that holds `day`, or None when none was generated."""
    return FiscalPeriod.objects.filter(days__contains=day).first()


def rate_on(base, quote, day, kind=ExchangeRate.Kind.SPOT):
    """The latest rate row of `kind` on or before `day`, or None: who needs one refuses, never guesses.

    A rate older than 40 days does not count (a monthly rate may be at most one month old).
    """
    rows = ExchangeRate.objects.filter(base=base, quote=quote, kind=kind, date__lte=day)
    latest = rows.order_by("-date").first()
    return latest if latest and (day - latest.date).days <= 40 else None
