"""How do exchange rates and cost categories come to be?"""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from budgets.models import CostCategory, CostClass
from foundation.accounts.services import record
from foundation.errors import Refused
from foundation.organisation.models import ExchangeRate

# code, name, usual class, labour from time sheets
DEFAULTS = (
    ("LAB", "Internal labour", CostClass.OPEX, True),
    ("CON", "Contractors", CostClass.OPEX, False),
    ("LIC", "Licences", CostClass.OPEX, False),
    ("HW", "Hardware", CostClass.CAPEX, False),
    ("CLD", "Cloud services", CostClass.OPEX, False),
    ("TRN", "Training", CostClass.OPEX, False),
    ("OTH", "Other", CostClass.OPEX, False),
)


@transaction.atomic
def default_categories(*, by=None):
    """The categories that most organisations use; those that exist stay. → {code: CostCategory}"""
    for code, name, cost_class, is_labour in DEFAULTS:
        labour = is_labour and not CostCategory.objects.filter(is_labour=True).exists()
        CostCategory.objects.get_or_create(
            code=code, defaults={"name": name, "cost_class": cost_class, "is_labour": labour, "created_by": by}
        )
    return {row.code: row for row in CostCategory.objects.all()}


@transaction.atomic
def add_category(*, by, code, name, cost_class, parent=None, is_labour=False):
    """One more category; only one takes the labour of time sheets."""
    if CostCategory.objects.filter(code__iexact=code).exists():
        raise Refused(_("There is a category %(code)s already.") % {"code": code}, field="code")
    if is_labour and CostCategory.objects.filter(is_labour=True).exists():
        raise Refused(_("Another category takes the labour of time sheets."), field="is_labour")
    made = CostCategory.objects.create(
        code=code, name=name, cost_class=cost_class, parent=parent, is_labour=is_labour, created_by=by
    )
    record("category.added", made, by=by, code=code)
    return made


def add_rate(*, by, base, quote, date, kind, rate, source):
    """One exchange rate; it is never inverted, and a day has one of each kind."""
    if base == quote:
        raise Refused(_("A rate lies between two currencies."), field="quote")
    if rate <= 0:
        raise Refused(_("A rate is more than 0."), field="rate")
    try:
        with transaction.atomic():
            made = ExchangeRate.objects.create(
                base=base, quote=quote, date=date, kind=kind, rate=rate, source=source, created_by=by
            )
            record("exchange_rate.added", made, by=by, base=base.code, quote=quote.code, date=date.isoformat())
    except IntegrityError as error:
        raise Refused(_("This day has a rate of that kind already."), field="date") from error
    return made
